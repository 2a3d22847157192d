// Charts as pictures: PNG and SVG, drawn again on white with the page's name, the title, the source, the date,
// the version and the address in them.
(function () {
    "use strict";
    const WIDTH = 1000, EDGE = 16, SCALE = 2;

    const words = (selector, within = document) => {
        const found = within.querySelector(selector);
        return found ? found.textContent.trim() : "";
    };
    const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

    // The chart's own font; a little is left free, since the picture is measured again where it is opened.
    const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
    const ruler = document.createElement("canvas").getContext("2d");

    function wrapped(text, size, weight) {
        ruler.font = `${weight} ${size}px ${FONT}`;
        const lines = [""];
        for (const word of text.split(/\s+/)) {
            const last = lines.length - 1;
            const longer = lines[last] ? `${lines[last]} ${word}` : word;
            if (lines[last] && ruler.measureText(longer).width > 0.96 * (WIDTH - 2 * EDGE)) {
                lines.push(word);
            } else {
                lines[last] = longer;
            }
        }
        return lines;
    }

    // Lines of one block of text above or below the chart, as an annotation, and the height that it takes.
    function block(text, size, style) {
        const lines = wrapped(text, size, style === "bold" ? "bold" : "normal");
        const shown = lines.map(escaped).join("<br>");
        return {
            height: Math.ceil(lines.length * size * 1.3) + 8,
            annotation: {
                text: style === "bold" ? `<b>${shown}</b>` : shown,
                font: {size, family: FONT, color: style === "quiet" ? "#4f5b66" : "#17212b"},
                xref: "paper", yref: "paper", xanchor: "left", align: "left", showarrow: false, x: 0,
            },
        };
    }

    function version() {
        const found = document.querySelector("[data-picture=date]");
        return found ? `Data version ${found.dataset.version}.` : "";
    }

    function picture(figure, plot) {
        const layout = JSON.parse(JSON.stringify(plot.layout));
        const margin = {l: 80, r: 80, t: 100, b: 80, ...layout.margin};
        const page = document.title.replace(/ – [^–]*$/, "");
        const above = [
            block(page, 13, "quiet"),
            block(words("figcaption strong", figure), 19, "bold"),
            block(words("figcaption p", figure), 13, "quiet"),
        ].filter((each) => each.annotation.text);
        const key = [...figure.querySelectorAll(".key-box details li")].map((each) => each.textContent.trim());
        const letters = [...figure.querySelectorAll(".key li > .letter")].map((each) => each.parentElement.textContent.trim());
        const below = [
            block(letters.join("; "), 13, "plain"),
            block(key.join("; "), 11, "quiet"),
            block(`${words("[data-picture=source]")} ${words("[data-picture=date]")} ${version()}`, 11, "quiet"),
            block(location.href.split("#")[0], 11, "quiet"),
        ].filter((each) => each.annotation.text);
        const annotations = [...(layout.annotations || [])];
        let up = margin.t + above.reduce((sum, each) => sum + each.height, 0);
        const top = up + EDGE - margin.t;
        for (const each of above) {
            annotations.push({...each.annotation, y: 1, yanchor: "top", xshift: EDGE - margin.l, yshift: up});
            up -= each.height;
        }
        let down = margin.b + 4;
        for (const each of below) {
            annotations.push({...each.annotation, y: 0, yanchor: "top", xshift: EDGE - margin.l, yshift: -down});
            down += each.height;
        }
        const bottom = below.reduce((sum, each) => sum + each.height, EDGE);
        // The height that the page gives the chart.
        const chartHeight = parseFloat(plot.closest("[data-chart]").style.height);
        const height = chartHeight + top + bottom;
        Object.assign(layout, {
            annotations, height, width: WIDTH, autosize: false, paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff",
            margin: {...margin, t: margin.t + top, b: margin.b + bottom},
        });
        return {figure: {data: plot.data, layout, config: {showSendToCloud: false}}, height};
    }

    function fileName(chart, ending) {
        const date = document.querySelector("[data-picture=date]");
        const root = document.querySelector("meta[name=root]").content;
        const asked = [location.pathname.slice(root.length - 1), ...new URLSearchParams(location.search).values()].join("-");
        const name = `${asked}-${chart}`.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 100);
        return `gradeline-${name}-${date ? date.dataset.date : ""}.${ending}`;
    }

    function save(blob, name) {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    }

    function bytes(base64) {
        return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    }

    document.addEventListener("click", async (event) => {
        const button = event.target.closest("button[data-picture-of]");
        if (!button) {
            return;
        }
        const figure = document.querySelector(`[data-chart="${button.dataset.pictureOf}"]`).closest("figure");
        const plot = figure.querySelector(".js-plotly-plot");
        const said = document.getElementById("announce");
        const ending = button.dataset.ending;
        if (!plot || !window.Plotly) {
            said.textContent = "The chart is still being drawn.";
            return;
        }
        button.setAttribute("aria-busy", "true");
        try {
            const made = picture(figure, plot);
            const text = await window.Plotly.toImage(made.figure, {
                format: ending, width: WIDTH, height: made.height, scale: ending === "png" ? SCALE : 1, imageDataOnly: true,
            });
            const name = fileName(button.dataset.pictureOf, ending);
            const isPng = ending === "png";
            save(new Blob([isPng ? bytes(text) : text], {type: isPng ? "image/png" : "image/svg+xml"}), name);
            said.textContent = `Saved as ${name}`;
        } catch {
            said.textContent = "The picture could not be made.";
        } finally {
            button.removeAttribute("aria-busy");
        }
    });
})();
