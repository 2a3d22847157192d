"""Read my report: a form for one file, and what went wrong with one. What was found in it: `read_result`."""

from __future__ import annotations

import dash

from dashboard.address import Parameters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import Input, attributes
from dashboard.markup.view import Content, View
from dashboard.store import Store
from dashboard.words import wording

dash.register_page(
    __name__,
    path="/read",
    name="Read my report",
    title="Read my report",
    description="What is found in an inspection report of your own, beside what the record has.",
    order=5,
    in_navigation=True,
)
PARAMETERS: tuple[str, ...] = ()
TITLE = "Read my report"
FILE_FIELD = "report"
PATH, TABLE_PATH = "/read", "/read.csv"
"""Where the form sends the file, and where its answer sends the observations to have them back as a file."""
LARGEST_FILE = 20 * 2**20
SIZE = f"{LARGEST_FILE // 2**20} MiB"
ACCEPTED = ".pdf,.docx,.odt,.html,.htm,.txt,.md,.ods,.xlsx,.csv,application/pdf,text/html,text/plain"


def layout(store: Store, _parameters: Parameters) -> View:
    lead = (
        "See what Gradeline finds in an inspection report or in official statistics: every grade with the line that it "
        "was read from, beside what the record already has."
    )
    return View("", TITLE, [html.P(lead, className="lead"), form(), _what_happens(store)], lead)


def problem(store: Store, words: str, status: int) -> View:
    """The form again, with what went wrong."""
    main = [components.notice(html.P(words), "problem"), form(), _what_happens(store)]
    return View(f"{TITLE}: not read", "This was not read", main, words, status=status, kicker=TITLE)


def form() -> Content:
    control = Input(
        type="file",
        name=FILE_FIELD,
        id="report",
        accept=ACCEPTED,
        required=True,
        **attributes(data_largest=str(LARGEST_FILE), aria_describedby="report-hint"),
    )
    hint = (
        f"PDF, Word (.docx), OpenDocument, text, a saved web page, ODS, XLSX or CSV, up to {SIZE}. Choose a file, or "
        "drop it on the field."
    )
    return html.Form(
        [
            components.field("Inspection report or statistics", control, "report", hint),
            html.Div(
                [
                    components.button("Read it"),
                    html.Span("", className="state", **attributes(role="status", aria_live="polite")),
                ],
                className="actions",
            ),
        ],
        action=PATH,
        method="post",
        encType="multipart/form-data",
        className="controls upload",
        **attributes(
            data_busy="Reading the file. This takes a few seconds, at most half a minute.",
            data_too_large=f"This file is larger than {SIZE}, which is the most that is read here.",
            aria_label="Report",
        ),
    )


def _what_happens(store: Store) -> Content:
    names = store.reference.vocabulary.frameworks
    frameworks = [names[f.framework].prose for f in store.reference.frameworks.values() if f.recognise]
    items: list[Content] = [
        f"What a file is, is told by its content. Reports of these inspections are recognised: "
        f"{wording.listed(frameworks)}; and the inspectorate’s published statistics.",
        "The file is read by a process of its own, without network, in 20 seconds at most, and is then deleted. "
        "Nothing of it is kept, added to the record or written to a log.",
        [
            "A grade is never guessed: what the file does not establish is named as such. ",
            html.A("How grades are read and lined up", href="/methodology"),
            ".",
        ],
        [
            "For many files there is the command line: ",
            html.Code("python -m loaders extract FOLDER"),
            " writes the same table.",
        ],
    ]
    return html.Section([html.H2("What happens to the file"), html.Ul([html.Li(item) for item in items])])
