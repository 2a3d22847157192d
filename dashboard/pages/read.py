"""Read my report: a form for one file, and what went wrong with one. What was found in it: `read_result`."""

import re
from collections.abc import Sequence

import dash

from dashboard.address import Parameters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import wording
from dashboard.words.source_messages import in_words, parts

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
_UNKNOWN = re.compile(r"no inspection framework recognised in the first \d+ pages; looked for [^;]+")
_ARTICLE = re.compile(r"^(?:an?) ")
PARAMETERS: tuple[str, ...] = ()
TITLE = "Read my report"
FILE_FIELD = "report"
PATH = "/read"
"""Where the form sends the file."""
LARGEST_FILE = 20 * 2**20
SIZE = f"{LARGEST_FILE // 2**20} MB"
WORDS = texts_of("read")
NOT_READ, NO_GRADE = WORDS["wrong"]["not_read"], WORDS["wrong"]["no_grade"]
TOO_LARGE: str = WORDS["wrong"]["too_large"].format(size=SIZE)
ACCEPTED = ".pdf,.docx,.odt,.html,.htm,.txt,.md,.ods,.xlsx,.csv,application/pdf,text/html,text/plain"


def layout(store: Store, _parameters: Parameters) -> View:
    return View("", TITLE, [form(), _what_happens(store)], lead=WORDS["lead"])


def problem(store: Store, words: str, status: int) -> View:
    return _again(store, NOT_READ, html.P(words), lead=words, status=status)


def _again(store: Store, title: str, content: Content, *, lead: str, status: int) -> View:
    main = [components.notice(content, "problem"), form(), _what_happens(store)]
    return View(f"{TITLE}: {title}", title, main, description=lead, status=status, kicker=TITLE)


def refusal(store: Store, file_name: str, message: str) -> View:
    """The form again, with what the file was taken for, why it gives no grade and what to choose instead."""
    names = store.reference.vocabulary.frameworks
    recognised = _RECOGNISED.match(message)
    if recognised and recognised["framework"] in names:
        name = names[recognised["framework"]].prose
        lead = f"We recognised {file_name} as {'an' if name[0] in 'aeiou' else 'a'} {name}, but took no grade from it."
        return _again(store, NO_GRADE, [html.P(lead), message_list(recognised["rest"])], lead=lead, status=422)
    title = NOT_READ
    reason, _, rest = message.partition("; wanted ")
    choice, *more = rest.split("; ") if rest else [""]
    if unknown := _UNKNOWN.match(reason):
        lead = f"We recognised no inspection report in {file_name}: it does not begin with a title that we know."
        what, more = reason[unknown.end() :].removeprefix("; "), [*more, "What we can read is listed below"]
    elif _ARTICLE.match(reason):
        title = NO_GRADE if choice else NOT_READ
        kind, _, what = reason.partition("; ")
        lead = f"We recognised {file_name} as {in_words(kind)}."
    else:
        lead, what = f"{file_name} could not be read.", reason
    sentences = [what, f"please choose {choice}" if choice else "", *more]
    content = [
        html.P(lead),
        *(html.P(f"{wording.upper_first(in_words(sentence))}.") for sentence in sentences if sentence),
    ]
    return _again(store, title, content, lead=lead, status=422)


def message_list(message: str) -> Content:
    return components.bullets(
        [in_words(text), components.bullets(map(in_words, labels)) if labels else None]
        for text, labels in parts(message)
    )


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
    return html.Form(
        components.field("Inspection report or statistics", control, "report", hint=WORDS["hint"].format(size=SIZE)),
        html.Div(
            components.button("Read this file"),
            html.Span("", className="state", role="status", aria_live="polite"),
            className="actions",
        ),
        action=PATH,
        method="post",
        encType="multipart/form-data",
        className="controls upload",
        data_busy=WORDS["busy"],
        data_too_large=TOO_LARGE,
        aria_label="Report",
    )


def _what_happens(store: Store) -> Content:
    names = store.reference.vocabulary.frameworks
    frameworks = [names[f.framework].title for f in store.reference.frameworks.values() if f.recognise]
    # Visits and papers that carry no grade of this record.
    others = [*store.reference.other_inspections, *store.reference.papers]
    refused = [wording.upper_first(_ARTICLE.sub("", other.title)) for other in others]
    readable, file = (components.bullets(map(components.linked, WORDS[name])) for name in ("readable", "file"))
    return html.Section(
        html.Div(
            html.Div(html.H2("What we can read"), readable),
            html.Div(html.H2("What happens to your file"), file, className="of-server"),
            className="columns",
        ),
        _fold("Reports with grades that we recognise", frameworks),
        _fold("Reports and papers that we recognise, but take no grade from", refused),
    )


def _fold(summary: str, titles: Sequence[str]) -> Content:
    return html.Details(html.Summary(summary), components.bullets(titles, className="in-columns"))
