// Reading a chart by keyboard: a focused chart shows its points one by one with the arrow keys and says each in words.
// Left and right follow the dates within a row, up and down change the row, Home and End go to its ends, Escape leaves.
// A point that is tapped is said as well: on a narrow screen its label would hide the chart (gradeline.css).
(function () {
    "use strict";
    const states = new WeakMap();
    const watched = new WeakSet();

    function plain(text) {
        const holder = document.createElement("template");
        holder.innerHTML = String(text).replace(/<br\s*\/?>/g, ". ");
        return holder.content.textContent;
    }

    // The points of a chart in rows: each point says in which row it stands.
    function rowsOf(plot) {
        const rows = new Map();
        plot.data.forEach((trace, curve) => {
            if (trace.meta !== "points") {
                return;
            }
            trace.x.forEach((x, point) => {
                const key = trace.customdata[point];
                if (!rows.has(key)) {
                    rows.set(key, []);
                }
                rows.get(key).push({x, curve, point, text: plain(trace.hovertext[point])});
            });
        });
        for (const row of rows.values()) {
            row.sort((a, b) => (a.x < b.x ? -1 : a.x > b.x ? 1 : a.curve - b.curve));
        }
        return [...rows.keys()].sort((a, b) => a - b).map((key) => rows.get(key));
    }

    function show(chart, plot, rows, at) {
        const spot = rows[at.row][at.column];
        window.Plotly.Fx.hover(plot, [{curveNumber: spot.curve, pointNumber: spot.point}], ["xy"]);
        const count = `Point ${at.column + 1} of ${rows[at.row].length}, row ${at.row + 1} of ${rows.length}: `;
        document.getElementById(`${chart.dataset.chart}-reading`).textContent = count + spot.text;
    }

    document.addEventListener("keydown", (event) => {
        const chart = event.target.closest && event.target.closest("[data-chart]");
        const plot = chart && chart.querySelector(".js-plotly-plot");
        if (!plot || !window.Plotly || event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        const rows = rowsOf(plot);
        if (!rows.length) {
            return;
        }
        const known = states.get(chart);
        const at = known ? {...known} : {row: 0, column: -1};
        at.row = Math.min(at.row, rows.length - 1);
        const end = () => rows[at.row].length - 1;
        const moves = {
            ArrowRight: () => { at.column = Math.min(at.column + 1, end()); },
            ArrowLeft: () => { at.column = Math.max(Math.min(at.column, end() + 1) - 1, 0); },
            ArrowDown: () => { at.row = Math.min(at.row + 1, rows.length - 1); at.column = Math.max(0, Math.min(at.column, end())); },
            ArrowUp: () => { at.row = Math.max(at.row - 1, 0); at.column = Math.max(0, Math.min(at.column, end())); },
            Home: () => { at.column = 0; },
            End: () => { at.column = end(); },
        };
        if (event.key === "Escape") {
            states.delete(chart);
            window.Plotly.Fx.unhover(plot);
            document.getElementById(`${chart.dataset.chart}-reading`).textContent = "";
            return;
        }
        if (!moves[event.key]) {
            return;
        }
        event.preventDefault();
        moves[event.key]();
        at.column = Math.max(0, Math.min(at.column, end()));
        states.set(chart, at);
        show(chart, plot, rows, at);
    });

    document.addEventListener("pointerdown", (event) => {
        const chart = event.target.closest && event.target.closest("[data-chart]");
        const plot = chart && chart.querySelector(".js-plotly-plot");
        if (plot && !watched.has(plot)) {
            watched.add(plot);
            plot.on("plotly_click", ({points: [point]}) => {
                document.getElementById(`${chart.dataset.chart}-reading`).textContent = plain(point.hovertext || "");
            });
        }
    });

    document.addEventListener("focusout", (event) => {
        const chart = event.target.closest && event.target.closest("[data-chart]");
        const plot = chart && chart.querySelector(".js-plotly-plot");
        if (plot && window.Plotly) {
            window.Plotly.Fx.unhover(plot);
        }
    });
})();
