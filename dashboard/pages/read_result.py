"""What the loaders found in a visitor's file, beside what the record has. Nothing is kept."""

import datetime as dt
import re
from collections import Counter

from dashboard.analysis import match_record
from dashboard.analysis.match_record import AGREES, DIFFERS, NEW, RecordMatch
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import read
from dashboard.pages.read import TITLE
from dashboard.store import Store
from dashboard.words import wording
from dashboard.words.wording import VisitRow
from loaders.record.model import Extraction, Observation, Source
from loaders.record.rows import InspectionRow

TABLE_FIELD = "observations"
MOST_SHOWN = 200
LARGEST_TABLE = 4 * 2**20
# Messages that list labels, with the first of these; and how other messages begin.
_LISTING = re.compile(r"(?P<text>(?:no grade found for|not read, since [^:]+):) (?P<label>.+)")
_MESSAGE = re.compile(r"(?:p\. \d|a heading|not read|no grade|\S+ report|[^:]+ (?:has two grades|: not graded))")
KINDS = {
    "pdf": "a PDF",
    "word": "a Word document",
    "odt": "an OpenDocument text",
    "html": "a web page",
    "spreadsheet": "a spreadsheet",
}
VERDICTS = {
    AGREES: ("agrees with the record", "agree with the record"),
    DIFFERS: ("differs from the record", "differ from the record"),
    NEW: ("is not in the record", "are not in the record"),
}


def result(store: Store, extraction: Extraction) -> View:
    """What one file says."""
    source = extraction.source
    if source.status == "refused":
        return read.refusal(store, source.file_name, source.message)
    matches = match_record.matches(store, extraction)
    counts = Counter(each.verdict for each in matches)
    parts = [wording.count(counts[name], *VERDICTS[name]) for name in (AGREES, DIFFERS, NEW) if counts[name]]
    lead = (
        f"We recognised {source.file_name} as {source.title or 'a source of grades'}, "
        f"and found {wording.count(len(matches), 'grade')} in it" + (f": {wording.listed(parts)}." if parts else ".")
    )
    main: list[Content] = [
        html.P(lead, className="lead"),
        _known_file(store, extraction),
        _facts(store, extraction),
        _not_established(source),
        _download(store, extraction),
        _table(store, matches),
        html.H2("Read another report"),
        read.form(),
    ]
    return View(f"{TITLE}: {source.file_name}", source.file_name, main, lead, kicker=TITLE)


def _known_file(store: Store, extraction: Extraction) -> Content:
    known = match_record.same_file(store, extraction)
    if known is None:
        return None
    return components.notice(
        [
            "The record already holds this report, as ",
            components.source_link(store, known["source_id"]),
            ", so the match below proves nothing.",
        ]
    )


def _facts(store: Store, extraction: Extraction) -> Content:
    source = extraction.source
    authorities = {o.authority_id for o in extraction.observations}
    facts: list[tuple[Content, Content]] = [
        ("File", f"{source.file_name}, read as {KINDS.get(source.kind, source.kind)}"),
        ("Recognised as", source.title),
    ]
    if len(authorities) == 1:
        facts.append(("Council", components.council(store, *authorities)))
    elif authorities:
        facts.append(("Councils", f"{len(authorities):,}"))
    own = [o for o in extraction.observations if o.evidence != "mention"]
    if own:
        facts.append(("Kind of source", store.reference.vocabulary.evidence[own[0].evidence].title))
    if len(authorities) == 1 and own:
        facts.append(("Inspection", _dates(own[0])))
    if source.published:
        facts.append(("Published", wording.day(source.published)))
    return html.Section(components.definition_list([fact for fact in facts if fact[1]]), className="facts")


def _dates(o: Observation) -> str:
    days: VisitRow = {
        "inspection_start": o.inspection_start,
        "inspection_end": o.inspection_end,
        "published": o.published,
        "date": o.date,
        "date_precision": o.date_precision,
    }
    return wording.date_range(days) + (f", {o.inspection_type}" if o.inspection_type else "")


def _not_established(source: Source) -> Content:
    if not source.message:
        return html.P("We found every grade that this kind of report has.")
    items = [
        html.Li([wording.upper_first(text), html.Ul([html.Li(label) for label in labels])] if labels else text)
        for text, labels in messages(source.message)
    ]
    return components.notice([html.P("What we could not read in this file, and why:"), html.Ul(items)], "problem")


def messages(message: str) -> list[tuple[str, list[str]]]:
    """What a source's message says, one thing after another, each with the labels that it lists."""
    said: list[tuple[str, list[str]]] = []
    for part in message.split("; "):
        listed = _LISTING.match(part)
        if listed:
            said.append((listed["text"], [listed["label"]]))
        elif said and said[-1][1] and not _MESSAGE.match(part):
            said[-1][1].append(part)
        else:
            said.append((wording.upper_first(part), []))
    return said


def _download(store: Store, extraction: Extraction) -> Content:
    table = match_record.to_text(store, extraction)
    if len(table) > LARGEST_TABLE:
        return html.P(
            "There are too many to download here. Use ", html.Code("python -m loaders extract FILE"), " instead."
        )
    count = len(extraction.observations)
    text = f"Download {'this observation' if count == 1 else f'these {count:,} observations'} as CSV"
    return html.Form(
        html.Input(type="hidden", name=TABLE_FIELD, value=table),
        components.button(text),
        action=read.TABLE_PATH,
        method="post",
        className="take",
        aria_label="Observations as a file",
    )


def _table(store: Store, matches: list[RecordMatch]) -> Content:
    """Every grade; its inspection is named unless it is the one that the facts above are about."""
    own = next((_visit(f) for f in matches if f.observation.evidence != "mention"), None)
    is_one_council = len({f.observation.authority_id for f in matches}) == 1
    main = own if is_one_council else None
    head = ["What was graded", "As printed", "Where in the file", "The record"]
    rows = [_row(store, each, is_named=_visit(each) != main) for each in matches[:MOST_SHOWN]]
    caption = f"Grades found in the file, beside the record: {_shown(len(matches))}"
    return components.table(caption, head, rows, name="found", labels=head)


def _visit(each: RecordMatch) -> tuple[str, dt.date]:
    return each.observation.authority_id, each.observation.date


def _shown(number: int) -> str:
    if number > MOST_SHOWN:
        return f"the first {MOST_SHOWN} of {number:,}; what differs comes first, the CSV has all"
    return wording.count(number, "grade")


def _row(store: Store, each: RecordMatch, *, is_named: bool) -> list[Content]:
    o = each.observation
    row = match_record.observed(o)
    judged: list[Content] = [
        wording.thing(store.reference, o.service, o.aspect),
        html.Small("printed ", html.Q(o.judgement)),
    ]
    if is_named:
        name = wording.council_of(store.reference, o.authority_id)
        judged.append(
            html.Small(f"{name}, {wording.framework_name(store.reference, o.framework)}, {wording.date(row)}")
        )
    printed: list[Content] = [components.grade(store, row, is_short=True)]
    if o.grade_text.strip().lower() != o.grade_original.strip().lower():
        printed.append(html.Small("in full ", html.Q(o.grade_text)))
    where = html.Div(components.evidence(store, row["evidence"]), html.Small(o.locator), className="source")
    return [judged, printed, where, _record(store, each)]


def _record(store: Store, each: RecordMatch) -> Content:
    words = html.Span(wording.upper_first(VERDICTS[each.verdict][0]), className=f"verdict {each.verdict}")
    if each.inspection is None:
        return [words, html.Small("This inspection is not in the record.")]
    authority_id = each.inspection["authority_id"]
    place = html.Small(html.A(_inspection(store, each.inspection), href=f"/authority/{authority_id}"))
    known = each.judgement
    if known is None:
        said: list[Content] = [html.Small("The record has this inspection, but not this grade.")]
    elif known["grade_original"].casefold() == each.observation.grade_original.casefold():
        said = [components.source(store, known)]  # the grade as printed stands beside it
    else:
        said = [components.grade(store, known, is_short=True), components.source(store, known)]
    return html.Div(words, *said, place, className="record")


def _inspection(store: Store, row: InspectionRow) -> str:
    return f"{wording.upper_first(wording.framework_name(store.reference, row['framework']))}, {wording.date(row)}"
