// The site as files (`gradeline export`), where no server answers: draws the charts of a page, finds councils by name,
// and chooses rows of judgements.csv. Whatever else a form or an address asks for is said not to work here.
(function () {
    "use strict";
    const meta = (name) => document.querySelector(`meta[name=${name}]`);
    const root = new URL(".", new URL(meta("root").content, location.href));
    const COLUMNS = [["authority", "Council"], ["date", "Date"], ["framework", "Framework"], ["service", "Service"],
        ["aspect", "Aspect"], ["grade_original", "Grade as printed"], ["scale", "Scale"], ["grade", "Harmonised grade"]];
    const MOST = 200;
    const NOTICE = "This copy of the site is made of files: it shows this page as it first opens. " +
        "What the address asks for besides needs the full dashboard.";

    function element(tag, text, properties) {
        return Object.assign(document.createElement(tag), {textContent: text}, properties);
    }

    function drawCharts() {
        const charts = document.getElementById("charts");
        if (!charts || !window.Plotly) {
            return;
        }
        const alike = window.gradelineChart;
        for (const {slot, id, figure, style, config} of JSON.parse(charts.textContent)) {
            const plot = Object.assign(document.createElement("div"), {id, className: "dash-graph"});
            Object.assign(plot.style, style);
            document.querySelector(`[data-island="${CSS.escape(slot)}"]`).replaceChildren(plot);
            const layout = {template: structuredClone(alike.template), ...figure.layout};
            window.Plotly.newPlot(plot, figure.data, layout, {responsive: true, ...(config || alike.config)});
        }
    }

    async function file(path) {
        const answer = await fetch(new URL(path, root));
        if (!answer.ok) {
            throw new Error(`${path}: ${answer.status}`);
        }
        return answer;
    }

    const json = async (path) => (await file(path)).json();

    // The cells of a CSV text, line by line; a cell in quotes may hold commas, line ends and quotes of its own.
    function* lines(text) {
        let line = [];
        for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
            line.push(quoted === undefined ? bare : quoted.replace(/""/g, '"'));
            if (end !== ",") {
                if (line.length > 1 || line[0] !== "") {
                    yield line;
                }
                line = [];
            }
        }
    }

    // The judgements as rows of texts, named by the columns of the file.
    async function judgements() {
        const [names, ...rows] = lines(await (await file("download/judgements.csv")).text());
        return rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
    }

    // Rows as the server's JSON has them: numbers as numbers, null for what is not known, and no apostrophe before
    // what a spreadsheet would run.
    async function typed(rows) {
        const {tableSchema} = await json("download/judgements.csv-metadata.json");
        const integers = new Set(tableSchema.columns.filter(({datatype}) => (datatype.base || datatype) === "integer")
            .map(({name}) => name));
        const value = (name, cell) => (cell === "" ? null : integers.has(name) ? Number(cell)
            : cell.replace(/^'(?='*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]))/, ""));
        return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, value(name, cell)])));
    }

    const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

    // Councils whose name or code is these words, else those in which they stand.
    async function councils(words) {
        const wanted = plain(words);
        const known = await json("assets/names.json");
        const exact = known.filter(({names}) => names.some((name) => plain(name) === wanted));
        return exact.length || !wanted ? exact : known.filter(({names}) => names.some((name) => plain(name).includes(wanted)));
    }

    function note(form, ...content) {
        form.querySelector("[data-files-note]").replaceChildren(...content);
        form.querySelector("[data-files-note]").hidden = false;
    }

    async function search(form) {
        const found = await councils(form.elements.q.value);
        if (found.length === 1) {
            location.assign(new URL(found[0].page, root));
            return;
        }
        const links = found.slice(0, 20).flatMap(({names, page}) => [element("a", names[0], {href: new URL(page, root)}), ", "]);
        note(form, ...(found.length ? ["Several councils match: ", ...links.slice(0, -1)] : ["No council in this record matches."]));
    }

    // The rows of the record that a query asks for, as /download/judgements.csv chooses them.
    async function chosen(query) {
        const rows = await judgements();
        const columns = new Set(Object.keys(rows[0] || {}));
        const wanted = new Map();
        for (const [name, value] of query) {
            const column = name === "inspection" ? "inspection_id" : name === "authority" ? "authority_id" : name;
            if (value !== "" && columns.has(column)) {
                const found = name === "authority" ? (await councils(value.replace(/-/g, " "))).map(({id}) => id) : [];
                wanted.set(column, [...(wanted.get(column) || []), value, ...found]);
            }
        }
        const words = plain(query.get("search") || "").split(" ").filter(Boolean);
        return rows.filter((row) => {
            const year = Number(String(row.date).slice(0, 4));
            return [...wanted].every(([column, values]) => values.includes(String(row[column]))) &&
                !(query.get("from") && year < Number(query.get("from"))) &&
                !(query.get("to") && year > Number(query.get("to"))) &&
                words.every((word) => Object.values(row).some((cell) => plain(String(cell ?? "")).includes(word)));
        });
    }

    function csv(rows) {
        const names = Object.keys(rows[0] || {});
        const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
        return [names, ...rows.map((row) => names.map((name) => row[name] ?? ""))]
            .map((line) => `${line.map((value) => cell(String(value))).join(",")}\n`).join("");
    }

    async function save(rows, ending) {
        const text = ending === "csv" ? csv(rows) : JSON.stringify(await typed(rows), null, 1);
        const href = URL.createObjectURL(new Blob([text], {type: ending === "csv" ? "text/csv" : "application/json"}));
        element("a", "", {href, download: `gradeline-judgements.${ending}`}).click();
        setTimeout(() => URL.revokeObjectURL(href), 60000);
    }

    const fields = (name) => document.querySelectorAll(`main form [name="${CSS.escape(name)}"]`);

    // A cell in words: a day as exactly as it is known, and a value as the form of the page names it.
    function inWords(name, row) {
        if (name === "date") {
            const parts = {year: "numeric", ...(row.date_precision === "year" ? {} : {month: "long"}),
                ...(row.date_precision === "day" ? {day: "numeric"} : {})};
            return new Date(row.date).toLocaleDateString("en-GB", {timeZone: "UTC", ...parts});
        }
        return [...fields(name)].find(({type, value}) => type === "checkbox" && value === row[name])?.labels[0].textContent ?? row[name];
    }

    function table(rows) {
        const whole = document.createElement("table");
        whole.createTHead().insertRow().append(...COLUMNS.map(([, title]) => element("th", title, {scope: "col"})));
        const body = whole.createTBody();
        for (const row of rows.slice(0, MOST)) {
            body.insertRow().append(...COLUMNS.map(([name, title], index) => {
                const cell = element(index ? "td" : "th", inWords(name, row), index ? {} : {scope: "row"});
                cell.dataset.label = title;
                return cell;
            }));
        }
        return whole;
    }

    // The form says what was chosen.
    function fill(query) {
        for (const [name, value] of query) {
            for (const field of fields(name)) {
                if (field.type !== "checkbox") {
                    field.value = value;
                } else if (field.value === value) {
                    field.checked = true;
                }
            }
        }
    }

    async function showRows(query) {
        const rows = await chosen(query);
        const section = element("section", "", {id: "chosen"});
        const more = rows.length > MOST ? `, of which the first ${MOST} are shown` : "";
        const title = rows.length === 1 ? "1 judgement matches" : `${rows.length.toLocaleString("en-GB")} judgements match`;
        const choice = [...query].filter(([, value]) => value).map(([name, value]) => inWords(name, {[name]: value}));
        section.append(element("h2", rows.length ? title + more : "Nothing matches"), element("p", choice.join(", ")));
        if (rows.length) {
            const row = element("div", "", {className: "row"});
            row.append(...["csv", "json"].map((ending) => {
                const button = element("button", `Download ${ending.toUpperCase()}`, {type: "button"});
                button.addEventListener("click", () => save(rows, ending));
                return button;
            }));
            const frame = element("div", "", {className: "table-box stack", tabIndex: 0});
            frame.append(table(rows));
            section.append(row, frame);
        } else {
            section.append(element("a", "Clear all filters", {href: new URL("data/index.html", root)}));
        }
        // In place of the rows of the page as it first opens, with what counts them and leads on.
        const main = document.querySelector("main");
        const form = [...main.children].find((part) => part.matches("form") || part.querySelector("form"));
        while (form && form.nextSibling) {
            form.nextSibling.remove();
        }
        document.querySelector("main .lead")?.remove();
        main.append(section);
        document.getElementById("announce").textContent = section.firstChild.textContent;
    }

    const leadsTo = (address, path) => new URL(address, location.href).pathname === new URL(path, root).pathname;

    document.addEventListener("submit", (event) => {
        const form = event.target;
        const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== ""));
        event.preventDefault();
        const failed = () => note(form, "The data of this copy cannot be read from here.");
        if (leadsTo(form.action, "data/index.html")) {
            history.replaceState(null, "", `?${fields}`);
            showRows(fields).catch(failed);
        } else if (leadsTo(form.action, "search/index.html")) {
            search(form).catch(failed);
        } else {
            note(form, NOTICE);
        }
    });
    document.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        const address = link && new URL(link.href);
        const ending = address && /\/download\/judgements\.(csv|json)(?:\.zip)?$/.exec(address.pathname);
        if (ending && address.search) {
            event.preventDefault();
            chosen(address.searchParams).then((rows) => save(rows, ending[1]));
        }
    });

    for (const form of document.forms) {
        form.querySelector("[data-files-note]").hidden = ["data", "search"].some((page) => leadsTo(form.action, `${page}/index.html`));
    }
    // Which two frameworks may be compared: the page has a table of every pair for each service.
    const question = document.querySelector("#may-i form");
    function answerByTable() {
        const table = `pairs-${question.elements.service.value}`;
        const href = `#${document.getElementById(table) ? table : "comparability"}`;
        note(question, "This copy of the site is made of files. ", element("a", "The table of every pair has the answer", {href}), ".");
    }
    if (question) {
        question.addEventListener("change", () => {
            answerByTable();
            document.querySelectorAll("#may-i .answer").forEach((answer) => { answer.hidden = true; });
        });
        answerByTable();
    }
    for (const field of document.querySelectorAll("[data-address]")) {
        field["value" in field ? "value" : "textContent"] = new URL(field.dataset.address, location.href).href;
    }
    drawCharts();
    if (location.search.length > 1) {
        if (leadsTo(location.href, "data/index.html") || leadsTo(location.href, "data/")) {
            fill(new URLSearchParams(location.search));
            showRows(new URLSearchParams(location.search)).catch(() => {});
        } else {
            document.querySelector("main").prepend(element("p", NOTICE, {className: "notice"}));
        }
    }
    document.documentElement.dataset.ready = "true";
})();
