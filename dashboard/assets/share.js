// Copying and printing: the buttons, which are not shown without scripts, and charts that follow the width of the paper.
(function () {
    "use strict";
    async function copy(button) {
        const field = document.getElementById(button.dataset.copy);
        if (field.select) {
            field.select();
        } else {
            window.getSelection().selectAllChildren(field);
        }
        try {
            await navigator.clipboard.writeText("value" in field ? field.value : field.textContent);
        } catch {
            document.execCommand("copy");
        }
        document.getElementById("announce").textContent = button.textContent = "Copied";
    }

    document.addEventListener("click", (event) => {
        if (event.target.closest("button[data-print]")) window.print();
        const button = event.target.closest("button[data-copy]");
        if (button) copy(button);
    });
    // A chart is drawn for the width of the screen; with a box of view it scales to that of the paper.
    window.addEventListener("beforeprint", () => {
        for (const drawing of document.querySelectorAll(".chart .main-svg")) {
            const {width, height} = drawing;
            drawing.setAttribute("viewBox", `0 0 ${width.baseVal.value} ${height.baseVal.value}`);
        }
    });
    window.addEventListener("afterprint", () => {
        document.querySelectorAll(".chart .main-svg").forEach((drawing) => drawing.removeAttribute("viewBox"));
    });
})();
