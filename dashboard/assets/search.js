// Suggestions as one types in a search box for councils: a combobox with a list, after the ARIA Authoring Practices.
// The list of councils is fetched once, when a box is first used; the rules are those of dashboard/find_council.py.
// Without scripts the form asks the server, which does the same.
(function () {
    "use strict";
    const MOST = 8;
    const base = new URL(document.querySelector("meta[name=root]").content, location.href);
    let councils = null;
    let asked = null;

    const fold = (text) => (text.toLowerCase().replace(/&/g, " and ").replace(/['’]/g, "").match(/[a-z0-9]+/g) || []).join(" ");

    function load() {
        asked = asked || fetch(new URL("search.json", base))
            .then((answer) => (answer.ok ? answer.json() : {councils: []}))
            .then((body) => { councils = body.councils; })
            .catch(() => { asked = null; });
        return asked;
    }

    function isOneError(one, other) {
        if (one.length > other.length) {
            [one, other] = [other, one];
        }
        if (one === other || other.length - one.length > 1) {
            return false;
        }
        let at = 0;
        while (at < one.length && one[at] === other[at]) {
            at += 1;
        }
        if (one.length < other.length) {
            return one.slice(at) === other.slice(at + 1);
        }
        const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
        return isSwapped || one.slice(at + 1) === other.slice(at + 1);
    }

    function begins(words, name) {
        let at = 0;
        return words.every((word) => {
            while (at < name.length && !name[at].startsWith(word)) {
                at += 1;
            }
            at += 1;
            return at <= name.length;
        });
    }

    // How well a council fits: 0 best, null not at all.
    function fit(council, text, words) {
        const code = text.toUpperCase();
        const tests = [
            () => council.names.includes(text) || council.codes.includes(code),
            () => council.names.some((name) => name.startsWith(text)),
            () => council.names.some((name) => begins(words, name.split(" "))),
            () => text.length > 2 && council.codes.some((each) => each.startsWith(code)),
            () => text.length > 3 && council.areas.some((name) => name.startsWith(text)),
            () => text.length > 3 && council.names.some((name) => [name, ...name.split(" ")].some(
                (each) => each.length > 3 && isOneError(text, each))),
        ];
        const at = tests.findIndex((test) => test());
        return at < 0 ? null : at;
    }

    // Councils with a whole name among the words of a text, the longest name first, where none fits it as a whole.
    function within(text) {
        const length = (council) => Math.max(0, ...council.names.filter((name) => ` ${text} `.includes(` ${name} `))
            .map((name) => name.length));
        return councils.map((council) => [-length(council), council]).filter(([rank]) => rank < 0);
    }

    function equip(form) {
        const box = form.querySelector("input[name=q]");
        const list = form.querySelector("[role=listbox]");
        const status = form.querySelector("[role=status]");
        let options = [];
        let active = -1;

        function close() {
            list.hidden = true;
            box.setAttribute("aria-expanded", "false");
            box.removeAttribute("aria-activedescendant");
            options = [];
            active = -1;
        }

        function choose(at) {
            active = at;
            options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
            if (at < 0) {
                box.removeAttribute("aria-activedescendant");
            } else {
                box.setAttribute("aria-activedescendant", options[at].id);
                options[at].scrollIntoView({block: "nearest"});
            }
        }

        function option(council, index) {
            const item = document.createElement("li");
            item.id = `${list.id}-${index}`;
            item.setAttribute("role", "option");
            item.setAttribute("aria-selected", "false");
            item.dataset.page = council.page;
            const name = document.createElement("span");
            name.textContent = council.name;
            const note = document.createElement("small");
            note.textContent = council.note;
            item.append(name, note);
            if (council.grade) {
                const mark = document.createElement("span");
                mark.className = council.grade[1];
                mark.setAttribute("aria-hidden", "true");
                mark.textContent = council.grade[0];
                item.prepend(mark);
            }
            return item;
        }

        function suggest() {
            const text = fold(box.value);
            if (!councils || !text || document.activeElement !== box) {
                close();
                return;
            }
            const words = text.split(" ");
            const whole = councils.map((council) => [fit(council, text, words), council]).filter(([rank]) => rank !== null);
            const fitting = (whole.length ? whole : within(text)).sort(([one], [other]) => one - other);
            const best = fitting.slice(0, MOST).map(([, council]) => council);
            options = best.map(option);
            list.replaceChildren(...options);
            list.hidden = !options.length;
            box.setAttribute("aria-expanded", String(options.length > 0));
            choose(-1);
            const number = fitting.length > MOST ? `${MOST} of ${fitting.length}` : String(fitting.length);
            status.textContent = fitting.length ? `${number} council${fitting.length === 1 ? "" : "s"}` : "No council found";
        }

        box.setAttribute("role", "combobox");
        box.setAttribute("aria-autocomplete", "list");
        box.setAttribute("aria-expanded", "false");
        box.setAttribute("aria-controls", list.id);
        box.addEventListener("focus", load);
        box.addEventListener("input", () => load().then(suggest));
        box.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && !list.hidden) {
                event.preventDefault();
                close();
            } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
                event.preventDefault();
                const step = event.key === "ArrowDown" ? 1 : -1;
                const places = options.length + 1; // the box itself is one of them
                choose(((active + 1 + step + places) % places) - 1);
            } else if (event.key === "Enter" && active >= 0) {
                event.preventDefault();
                location.assign(new URL(options[active].dataset.page, base));
            }
        });
        list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
        list.addEventListener("click", (event) => {
            const chosen = event.target.closest("[role=option]");
            if (chosen) {
                location.assign(new URL(chosen.dataset.page, base));
            }
        });
        box.addEventListener("blur", close);
        if (document.activeElement === box) {
            load().then(suggest); // somebody was faster than this script
        }
    }

    function equipAll() {
        for (const form of document.querySelectorAll("form[data-suggest='yes']")) {
            form.dataset.suggest = "ready";
            equip(form);
        }
    }

    // The main part of a page is replaced with the form in it (page.js).
    new MutationObserver(equipAll).observe(document.getElementById("main"), {childList: true});
    equipAll();
})();
