"""The way in: find an authority by any name, see what is loaded, start somewhere; then the national picture."""

from __future__ import annotations

import dash

from dashboard import address
from dashboard.address import Parameters
from dashboard.analysis import queries
from dashboard.analysis.national import picture as national_picture
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content, Redirect, View
from dashboard.pages import national
from dashboard.store import Store, records
from dashboard.words import comparison as sentences
from dashboard.words import wording

dash.register_page(
    __name__,
    path="/",
    name="Home",
    title="Inspection grades of English children’s services",
    description="How children’s services in England were judged, then and now: every authority, every framework.",
    order=0,
)
PARAMETERS = ("q", *national_picture.PARAMETERS)


def layout(store: Store, parameters: Parameters) -> View | Redirect:
    asked = address.value(parameters, "q")
    if asked:
        return Redirect(f"/authority/{address.authority(asked, store).authority_id}", 303)
    choice = national_picture.choose(store, parameters)
    judged = store.judgements["authority_id"].nunique()
    lead = (
        f"Gradeline lines up what inspectors said of every English council’s services for children: "
        f"{len(store.judgements):,} judgements of {wording.count(judged, 'authority', 'authorities')} from "
        f"{store.oldest.year} to {store.newest.year}, each as printed, on its own scale, and harmonised so that "
        "like can be compared with like."
    )
    main: list[Content] = [
        html.Div(
            [
                html.Div([html.P(lead, className="lead"), find_form(store), _trap()]),
                _start(store),
            ],
            className="way-in",
        ),
        *national.sections(store, choice),
        _loaded(store),
    ]
    return View(
        "",
        "How children’s services were judged, then and now",
        main,
        lead,
    )


def find_form(store: Store, value: str = "") -> Content:
    return html.Form(
        [
            components.authority_input(
                name="q",
                identifier="find",
                label="Find an authority",
                value=value,
                hint="Any name it has had: Hull, BCP, Bournemouth, Telford & Wrekin …",
            ),
            components.button("Find"),
            components.authority_names(store),
        ],
        action="/",
        method="get",
        role="search",
        className="controls row find",
        **attributes(aria_label="Authorities"),
    )


def _start(store: Store) -> Content:
    links = _examples(store)
    links += [
        ("/data", "The data", "filter, sort, and take it with you as CSV, XLSX or JSON"),
        ("/methodology", "How grades are lined up", "scales side by side, and which judgements may be compared"),
        ("/sources", "Sources", "every document read, and what was refused"),
    ]
    items = [html.Li([html.A(title, href=href), html.Span(f" {what}")]) for href, title, what in links]
    return html.Section([html.H2("Where to start"), html.Ul(items, className="starts")])


def _examples(store: Store) -> list[tuple[str, str, str]]:
    """A history and a comparison to begin with, where the record has them; what they show is read from it."""
    name = "worcestershire"
    rows = records(queries.series(store.of_authority("judgements", name), ["safeguarding"], ["overall"]))
    grades = [wording.grade_word(row) for row in rows if row["grade"]]
    if len(grades) < 2:
        return []
    return [
        (f"/authority/{name}", "Worcestershire’s history", f"safeguarding was judged {wording.listed(grades)}"),
        (
            "/compare",
            "Two inspections side by side",
            sentences.same_number(store, rows) or "what moved, on which scales",
        ),
    ]


def _trap() -> Content:
    return html.Section(
        [
            html.H2("Why the numbers alone mislead"),
            html.P(
                [
                    "Until 2009 inspectors graded from 1 to 4 with ",
                    html.Strong("4 the best"),
                    "; from 2009 to 2013 with ",
                    html.Strong("1 the best"),
                    "; since then in words alone. A 3 in 2008 is good, a 3 in 2012 is adequate. Here a grade "
                    "always comes with "
                    "its printed words, its scale and the harmonised grade.",
                ]
            ),
        ]
    )


def _loaded(store: Store) -> Content:
    sources = store.tables["sources"]
    read = int((sources["status"] == "read").sum())
    refused = len(sources) - read
    graded = store.judgements["authority_id"].nunique()
    facts: list[tuple[Content, Content]] = [
        ("Judgements", f"{len(store.judgements):,}"),
        ("Inspections", f"{len(store.tables['inspections']):,}"),
        (
            "Authorities with a grade",
            f"{graded} of {len(store.reference.register.authorities)} in the register, ended ones included",
        ),
        ("Observations", f"{len(store.tables['observations']):,}"),
        ("Sources read", f"{read:,}" + (f", and {refused:,} refused" if refused else "")),
        (
            "Earliest and latest inspection",
            f"{wording.month(store.oldest.isoformat())} to {wording.month(store.newest.isoformat())}",
        ),
        (
            "Tables built",
            html.Time(wording.day(store.built[:10]), dateTime=store.built) if store.built else "not known",
        ),
    ]
    return html.Section([html.H2("What is loaded"), components.definition_list(facts)], className="facts loaded")
