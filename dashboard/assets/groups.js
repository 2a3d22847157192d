// Councils of a group: their table into the clipboard, and their picture as a PNG of 16:9. Without scripts both stay
// links or tables: the workbook, the SVG, the table itself.
(function () {
    "use strict";
    const WIDTH = 1920, HEIGHT = 1080;
    const say = (text) => { document.getElementById("announce").textContent = text; };

    // As rows with tabs for spreadsheets and as a table for documents: whoever pastes takes what they can use.
    async function copyTable(button) {
        const table = document.querySelector(`#${CSS.escape(button.dataset.copyTable)} table`);
        const lines = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t"));
        const rows = [...table.rows].map((row) => {
            const cells = [...row.cells].map((cell) => {
                const fresh = document.createElement(cell.tagName);
                fresh.textContent = cell.textContent.trim();
                return fresh.outerHTML;
            });
            return `<tr>${cells.join("")}</tr>`;
        });
        const text = lines.join("\n");
        try {
            await navigator.clipboard.write([new ClipboardItem({
                "text/plain": new Blob([text], {type: "text/plain"}),
                "text/html": new Blob([`<table>${rows.join("")}</table>`], {type: "text/html"}),
            })]);
        } catch {
            const area = document.createElement("textarea");
            area.value = text;
            document.body.append(area);
            area.select();
            document.execCommand("copy");
            area.remove();
        }
        button.textContent = "Copied";
        say("Copied");
    }

    const asData = (blob) => new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.onerror = reject;
        reader.readAsDataURL(blob);
    });

    // A picture in an <img> sees no font of the page, so the page's own go with it.
    async function fonts() {
        const faces = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
            .filter((rule) => rule instanceof CSSFontFaceRule && rule.style.getPropertyValue("src").includes("url("));
        const texts = await Promise.all(faces.map(async (rule) => {
            const address = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))[1];
            const answer = await fetch(new URL(address, rule.parentStyleSheet.href));
            const [family, weight] = ["font-family", "font-weight"].map((name) => rule.style.getPropertyValue(name));
            const font = await asData(await answer.blob());
            return `@font-face{font-family:${family};font-weight:${weight};src:url(${font})}`;
        }));
        return `<style>${texts.join("")}</style>`;
    }

    // The PNG is made of the SVG that the link behind the button gives.
    async function saveSlide(button) {
        const address = button.nextElementSibling.href;
        const answer = await fetch(address);
        if (!answer.ok) {
            throw new Error(answer.statusText);
        }
        // A copy of the site as files has no such header: the picture has the name of its address there.
        const said = /filename="([^"]+)\.svg"/.exec(answer.headers.get("Content-Disposition"));
        const name = said ? said[1] : /([^/]+)\.svg/.exec(new URL(address).pathname)[1];
        const drawing = (await answer.text()).replace("<defs>", `${await fonts()}<defs>`);
        const image = new Image();
        image.src = URL.createObjectURL(new Blob([drawing], {type: "image/svg+xml"}));
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), {width: WIDTH, height: HEIGHT});
        canvas.getContext("2d").drawImage(image, 0, 0, WIDTH, HEIGHT);
        URL.revokeObjectURL(image.src);
        const png = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
        const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(png), download: `${name}.png`});
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        say(`Saved as ${name}.png`);
    }

    document.addEventListener("click", async (event) => {
        const copying = event.target.closest("button[data-copy-table]");
        if (copying) {
            await copyTable(copying);
        }
        const slide = event.target.closest("button[data-slide]");
        if (slide) {
            slide.setAttribute("aria-busy", "true");
            try {
                await saveSlide(slide);
            } catch {
                say("The picture could not be made.");
            } finally {
                slide.removeAttribute("aria-busy");
            }
        }
    });
})();
