"""Read my report: a form for one file, and what went wrong with one. What was found in it: `read_result`."""

import re
from collections.abc import Sequence

import dash

from dashboard.address import Parameters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store
from dashboard.words import wording

dash.register_page(
    __name__,
    path="/read",
    name="Read my report",
    title="Read my report",
    description="Choose an inspection report of your own, and see which grades we find in it.",
    order=5,
    in_navigation=True,
)
_RECOGNISED = re.compile(r"(?P<framework>[a-z_]+) report, but (?P<rest>.+)", re.DOTALL)
_ARTICLE = re.compile(r"^(?:an?) ")
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
        "Choose an inspection report or official statistics. We show every grade that we find, the line it is printed "
        "in, and what the record already has."
    )
    return View("", TITLE, [html.P(lead, className="lead"), form(), _what_happens(store)], description=lead)


def problem(store: Store, words: str, status: int) -> View:
    """The form again, with what went wrong."""
    return _again(store, [words], words, status=status)


def _again(store: Store, sentences: Sequence[str], lead: str, status: int) -> View:
    notice = components.notice([html.P(sentence) for sentence in sentences if sentence], "problem")
    main = [notice, form(), _what_happens(store)]
    return View(
        f"{TITLE}: not read", "We could not read this file", main, description=lead, status=status, kicker=TITLE
    )


def refusal(store: Store, file_name: str, message: str) -> View:
    """The form again, with what the file was taken for, why it was not read and what to choose instead."""
    names = store.reference.vocabulary.frameworks
    reason, _, rest = message.partition("; wanted ")
    choice, *more = rest.split("; ") if rest else [""]
    recognised = _RECOGNISED.match(reason)
    if recognised and recognised["framework"] in names:
        name = names[recognised["framework"]].prose
        reason = f"We recognised {'an' if name[0] in 'aeiou' else 'a'} {name}, but {recognised['rest']}"
    elif reason.startswith(("a ", "an ")):
        reason = f"We recognised {reason}"
    lead = f"{file_name} could not be read."
    sentences = [f"{lead} {wording.upper_first(reason)}.", f"Please choose {choice}." if choice else "", *more]
    return _again(store, sentences, lead, status=422)


def form() -> Content:
    control = html.Input(
        type="file",
        name=FILE_FIELD,
        id="report",
        accept=ACCEPTED,
        required=True,
        data_largest=str(LARGEST_FILE),
        aria_describedby="report-hint",
    )
    hint = (
        f"PDF, Word (.docx), OpenDocument, text, a saved web page, ODS, XLSX or CSV, up to {SIZE}. Choose a file, or "
        "drop it on the field."
    )
    return html.Form(
        components.field("Inspection report or statistics", control, "report", hint=hint),
        html.Div(
            components.button("Read this file"),
            html.Span("", className="state", role="status", aria_live="polite"),
            className="actions",
        ),
        action=PATH,
        method="post",
        encType="multipart/form-data",
        className="controls upload",
        data_busy="Reading the file. This takes a few seconds, at most half a minute.",
        data_too_large=f"This file is larger than {SIZE}, the largest that we can read here.",
        aria_label="Report",
    )


def _what_happens(store: Store) -> Content:
    names = store.reference.vocabulary.frameworks
    frameworks = [names[f.framework].title for f in store.reference.frameworks.values() if f.recognise]
    # Visits and papers that carry no grade of this record.
    others = [*store.reference.other_inspections, *store.reference.papers]
    refused = [wording.upper_first(_ARTICLE.sub("", other.title)) for other in others]
    items: list[Content] = [
        "The file is read on this server in 20 seconds at most, not sent elsewhere, and deleted. Nothing of it is "
        "kept, added to the record or written to a log.",
        "We recognise reports of every inspection framework since 2005 by their content, council papers, minutes and "
        "news on an inspection that give its dates, and Ofsted’s published statistics.",
        "A scanned report is made of pictures: recognise its text (OCR) with another program first. Save older Word "
        "files (.doc), rich text (.rtf) and e-mails (.eml, .msg) as a PDF or as .docx.",
        [
            "We never guess a grade. If the file does not make a grade clear, we say so. ",
            html.A("How grades are compared", href="/methodology"),
            ".",
        ],
        ["For many files at once, use the command line: ", html.Code("python -m loaders extract FOLDER"), "."],
    ]
    return html.Section(
        html.H2("What happens to your file"),
        html.Ul([html.Li(item) for item in items]),
        _fold(f"The {len(frameworks)} kinds of reports with grades", frameworks),
        _fold(f"The {len(refused)} kinds of papers that we recognise, but read no grades from", refused),
    )


def _fold(summary: str, titles: Sequence[str]) -> Content:
    return html.Details(html.Summary(summary), html.Ul([html.Li(title) for title in titles], className="in-columns"))
