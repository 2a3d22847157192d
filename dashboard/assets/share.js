// Where a page says its own address: whole, as it is to be printed and copied. Buttons that print or copy.
// Without scripts the addresses stay links, and the buttons are not shown.
(function () {
    "use strict";
    function fill() {
        for (const place of document.querySelectorAll("[data-origin]:empty")) place.textContent = location.origin;
    }
    fill();
    new MutationObserver(fill).observe(document.getElementById("main"), {childList: true});

    document.addEventListener("click", (event) => {
        if (event.target.closest("button[data-print]")) window.print();
    });
})();
