// The page as a Dash component. The page's HTML came from the server; Dash draws its islands (charts) into their places.
// A form or link marked data-instant sets the address of Dash's own Location, which puts it into the history and leads
// to the page through the one callback; the answer replaces the main part, and islands that stay are kept alive.
// Without scripts the same forms and links simply load the page.
(function () {
    "use strict";
    const {createElement, useEffect, useLayoutEffect, useReducer, useRef, Fragment, Children} = window.React;
    const PATIENCE = 10000;

    const here = () => location.pathname + location.search;
    const main = () => document.getElementById("main");
    const place = (slot) => document.querySelector(`[data-island="${CSS.escape(slot)}"]`);

    // A form's address, without what is empty and without what is as it always is (data-default on its container).
    function formAddress(form) {
        const query = new URLSearchParams();
        for (const [name, value] of new FormData(form)) {
            if (typeof value === "string" && value !== "") {
                query.append(name, value);
            }
        }
        for (const {dataset} of form.querySelectorAll("[data-default]")) {
            if (query.getAll(dataset.name).join(" ") === dataset.default) {
                query.delete(dataset.name);
            }
        }
        const path = new URL(form.action, location.href).pathname;
        return query.size ? `${path}?${query}` : path;
    }

    // Replace the main part. Islands move over as they are; focus, cursor and open details stay where they were.
    function replaceMain(html) {
        const fresh = document.createElement("template");
        fresh.innerHTML = html;
        for (const slot of fresh.content.querySelectorAll("[data-island]")) {
            const known = place(slot.dataset.island);
            if (known) {
                slot.replaceWith(known);
            }
        }
        const focused = document.activeElement && main().contains(document.activeElement) ? document.activeElement.id : "";
        const opened = new Map([...main().querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
        for (const details of fresh.content.querySelectorAll("details[id]")) {
            if (opened.has(details.id)) {
                details.open = opened.get(details.id);
            }
        }
        main().replaceChildren(...fresh.content.childNodes);
        completeAddresses();
        const again = focused && document.getElementById(focused);
        if (again) {
            again.focus({preventScroll: true});
        }
    }

    // An address that a reader copies names this server too.
    function completeAddresses() {
        for (const field of main().querySelectorAll("[data-address]")) {
            field["value" in field ? "value" : "textContent"] = new URL(field.dataset.address, location.href).href;
        }
    }

    function say(form, text) {
        form.querySelector("[role=status]").textContent = text;
    }

    // A form that sends a file says that it is being read; what is too large is said before it is sent.
    function sendFile(event, form) {
        const file = form.querySelector("input[type=file]").files[0];
        const isTooLarge = file && file.size > Number(form.querySelector("[data-largest]").dataset.largest);
        if (isTooLarge || form.getAttribute("aria-busy")) {
            event.preventDefault();
            say(form, isTooLarge ? form.dataset.tooLarge : form.dataset.busy);
            return;
        }
        form.setAttribute("aria-busy", "true");
        say(form, form.dataset.busy);
    }

    document.addEventListener("submit", (event) => {
        const form = event.target.closest("form[data-busy]");
        if (form) {
            sendFile(event, form);
        }
    });
    // The browser may show this page again as it was left: it is not busy any more.
    window.addEventListener("pageshow", () => {
        for (const form of document.querySelectorAll("form[data-busy][aria-busy]")) {
            form.removeAttribute("aria-busy");
            say(form, "");
        }
    });
    completeAddresses();

    // An address that names a fold, a part of one, or a section with a single fold shows what is in it.
    function openFold() {
        const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (!target) {
            return;
        }
        const folds = target.querySelectorAll(":scope > details");
        for (let fold = folds.length === 1 ? folds[0] : target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
            fold.open = true;
        }
        target.scrollIntoView();
    }
    window.addEventListener("hashchange", openFold);
    openFold();

    function loadPlotly() {
        const address = document.querySelector("meta[name=plotly]").content;
        return new Promise((done, failed) => {
            const script = document.createElement("script");
            script.src = address;
            script.onload = done;
            script.onerror = failed;
            document.head.append(script);
        });
    }

    function Page(props) {
        const [, redraw] = useReducer((n) => n + 1, 0);
        const asked = useRef(props.answered);
        const isFirst = useRef(true);
        const waiting = useRef(0);
        const cleared = useRef(new WeakSet());
        const needsPlotly = props.slots.length > 0 && !window.Plotly;

        // Location asks for a page: until it is there, the old one is busy.
        function expect(address) {
            asked.current = address;
            main().setAttribute("aria-busy", "true");
            clearTimeout(waiting.current);
            waiting.current = setTimeout(() => location.reload(), PATIENCE);
        }

        function go(address) {
            const {pathname, search} = new URL(address, location.href);
            if (pathname + search === here()) {
                return;
            }
            expect(pathname + search);
            window.dash_clientside.set_props("address", {pathname, search, hash: ""});
        }

        useEffect(() => {
            function onSubmit(event) {
                const form = event.target.closest("form[data-instant]");
                if (form) {
                    event.preventDefault();
                    go(formAddress(form));
                }
            }
            function onChange(event) {
                const form = event.target.closest("form[data-instant=change]");
                if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[data-instant]")) {
                    go(formAddress(form));
                }
            }
            function onClick(event) {
                const link = event.target.closest("a[data-instant]");
                const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
                if (link && isPlain) {
                    event.preventDefault();
                    go(link.href);
                }
            }
            // Location follows the history by itself.
            function onPop() {
                if (here() !== asked.current) {
                    expect(here());
                }
            }
            document.addEventListener("submit", onSubmit);
            document.addEventListener("change", onChange);
            document.addEventListener("click", onClick);
            window.addEventListener("popstate", onPop);
            return () => {
                document.removeEventListener("submit", onSubmit);
                document.removeEventListener("change", onChange);
                document.removeEventListener("click", onClick);
                window.removeEventListener("popstate", onPop);
            };
        });

        useLayoutEffect(() => {
            if (isFirst.current) {
                isFirst.current = false;
                document.documentElement.dataset.ready = "true";
                return;
            }
            if (props.answered !== asked.current) {
                if (!props.html) {
                    location.assign(props.answered);
                }
                return;
            }
            clearTimeout(waiting.current);
            replaceMain(props.html);
            main().removeAttribute("aria-busy");
            document.title = props.title;
            const said = main().querySelector("[data-announce]") || main().querySelector(".lead") || main().querySelector("h1");
            document.getElementById("announce").textContent = said ? said.textContent : props.title;
            redraw();
        }, [props.answered, props.html]);

        useEffect(() => {
            if (needsPlotly) {
                loadPlotly().then(redraw, redraw);
            }
        }, [needsPlotly]);

        if (needsPlotly) {
            return null;
        }
        const islands = Children.toArray(props.children).map((island, index) => {
            const slot = place(props.slots[index]);
            if (!slot) {
                return null;
            }
            if (!cleared.current.has(slot)) {
                cleared.current.add(slot);
                slot.replaceChildren();
            }
            return window.ReactDOM.createPortal(island, slot, props.slots[index]);
        });
        return createElement(Fragment, null, ...islands);
    }

    window.gradeline = {Page};
})();
