// Printing: the button, which is not shown without scripts, and charts that follow the width of the paper.
(function () {
    "use strict";
    document.addEventListener("click", (event) => {
        if (event.target.closest("button[data-print]")) window.print();
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
