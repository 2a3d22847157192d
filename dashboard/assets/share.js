// The button that prints a page; without scripts it is not shown.
(function () {
    "use strict";
    document.addEventListener("click", (event) => {
        if (event.target.closest("button[data-print]")) window.print();
    });
})();
