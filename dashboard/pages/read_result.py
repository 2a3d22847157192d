"""What the loaders found in a visitor's file, beside what the record has. Nothing is kept."""

import base64
import datetime as dt
from collections import Counter
from collections.abc import Hashable, Sequence

from dashboard.analysis import match_record
from dashboard.analysis.match_record import AGREES, DIFFERS, NEW, RecordMatch
from dashboard.export.text import csv_rows
from dashboard.markup import components, elements as html
from dashboard.markup.elements import Markup
from dashboard.markup.page_view import Content, View
from dashboard.pages import read
from dashboard.pages.read import TITLE, WORDS
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.grouping import grouped
from loaders.record.model import Extraction, Observation
from loaders.record.rows import InspectionRow

MOST_SHOWN = 200
MOST_PLACES = 4
"""The places of one grade that a row names; the file of observations has all."""
LARGEST_TABLE = 4 * 2**20
CHECK_FIRST = "Where a grade differs, compare your file with the published report before you use it."


def result(store: Store, extraction: Extraction) -> View:
    source = extraction.source
    if source.status == "refused":
        return read.refusal(store, source.file_name, source.message)
    matches = match_record.matches(store, extraction)
    grades = _grades(matches)
    counts = Counter(places[0].verdict for places in grades)
    extent = f", printed in {len(matches):,} places" if len(matches) > len(grades) else ""
    parts = [
        wording.number(counts[name], *WORDS["verdict"][name][:2]) for name in (AGREES, DIFFERS, NEW) if counts[name]
    ]
    if len(parts) == 1 and len(grades) > 1:
        parts = [WORDS["verdict"][grades[0][0].verdict][2]]
    lead = (
        f"We recognised {source.file_name} as {source.title or 'a source of grades'}, "
        f"and found {wording.number(len(grades), 'grade')} in it{extent}: {wording.listed(parts)}."
    )
    main: list[Content] = [
        _known_file(store, extraction),
        _facts(store, extraction, matches),
        _not_established(extraction),
        html.P(CHECK_FIRST) if counts[DIFFERS] else None,
        _download(store, extraction),
        _table(store, grades),
        html.H2("Read another report"),
        read.form(),
    ]
    return View(f"{TITLE}: {source.file_name}", source.file_name, main, lead=lead, kicker=TITLE)


def _known_file(store: Store, extraction: Extraction) -> Content:
    document = match_record.same_file(store, extraction)
    if document is None:
        return None
    return components.notice(
        [
            "The record already holds this file, as ",
            components.source_link(store, document["source_id"]),
            ", so the match below proves nothing.",
        ]
    )


def _grades(matches: Sequence[RecordMatch]) -> list[list[RecordMatch]]:
    """Each grade with the places that print it: a report has one in its table, again in a heading, again in a text."""

    def grade(match: RecordMatch) -> Hashable:
        o = match.observation
        words = o.grade or o.grade_original.casefold()
        return _visit(match), o.framework, o.service, o.aspect, o.evidence, words, o.grade_number_original

    return list(grouped(matches, grade).values())


def _facts(store: Store, extraction: Extraction, matches: Sequence[RecordMatch]) -> Content:
    source = extraction.source
    authorities = {o.authority_id for o in extraction.observations}
    facts: list[tuple[Content, Content]] = [
        ("Read as", WORDS["kind"].get(source.kind, source.kind)),
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
    inspection = _own_inspection(matches)
    if inspection:
        place = html.A(_inspection(store, inspection), href=f"/authority/{inspection['authority_id']}")
        facts.append(("In the record", place))
    if source.published:
        facts.append(("Published", wording.day(source.published)))
    return html.Section(components.definition_list([fact for fact in facts if fact[1]]), className="facts")


def _dates(o: Observation) -> str:
    return wording.date_range(match_record.as_row(o)) + (f", {o.inspection_type}" if o.inspection_type else "")


def _not_established(extraction: Extraction) -> Content:
    if extraction.source.message:
        heading = html.P("What we did not read in this file, and why:")
        return components.notice([heading, read.message_list(extraction.source.message)], "problem")
    evidence = {o.evidence for o in extraction.observations}
    if "primary" in evidence:
        return html.P("We found every grade that this kind of report has.")
    if "secondary" in evidence:
        return html.P("A paper like this may give only some of an inspection’s grades.")
    return None


def _download(store: Store, extraction: Extraction) -> Content:
    """The observations as a file that the page itself holds: nothing is sent again, and no script is needed."""
    table = csv_rows(match_record.observed(store, extraction))
    if len(table) > LARGEST_TABLE:
        return html.P("The file has too many grades to download here.")
    text = f"Download {wording.number(len(extraction.observations), 'row')} as CSV"
    file = f"data:text/csv;charset=utf-8;base64,{base64.b64encode(table.encode()).decode()}"
    return html.P(Markup(f'<a download="gradeline-observations.csv" href="{file}">{text}</a>'), className="downloads")


def _table(store: Store, grades: Sequence[list[RecordMatch]]) -> Content:
    """Every grade; its inspection is named unless it is the one that the facts above are about."""
    matches = [match for places in grades for match in places]
    own, inspection = _own_visit(matches), _own_inspection(matches)
    head = ["What was graded", "As printed", "Where in the file", "The record"]
    rows = []
    for places in grades[:MOST_SHOWN]:
        is_own = _visit(places[0]) == own and places[0].observation.evidence != "mention"
        in_record = _record(store, places[0], is_named=places[0].inspection is not inspection)
        rows.append([*_grade_cells(store, places, is_own=is_own), in_record])
    caption = f"{_extent(len(grades))} found in the file, beside the record"
    return components.table(caption, head, rows, name="found")


def _visit(match: RecordMatch) -> tuple[str, dt.date]:
    return match.observation.authority_id, match.observation.date


def _own_visit(matches: Sequence[RecordMatch]) -> tuple[str, dt.date] | None:
    """The inspection that a report of one council is about."""
    if len({match.observation.authority_id for match in matches}) != 1:
        return None
    return next((_visit(match) for match in matches if match.observation.evidence != "mention"), None)


def _own_inspection(matches: Sequence[RecordMatch]) -> InspectionRow | None:
    """The same inspection in the record, if it is there."""
    own = _own_visit(matches)
    return next((match.inspection for match in matches if match.inspection and _visit(match) == own), None)


def _extent(number: int) -> str:
    if number > MOST_SHOWN:
        return f"The first {MOST_SHOWN} of {number:,} grades (what differs first; the CSV has all)"
    return wording.number(number, "grade")


def _grade_cells(store: Store, places: Sequence[RecordMatch], *, is_own: bool) -> list[Content]:
    o = places[0].observation
    row = match_record.as_row(o)
    thing: list[Content] = [
        wording.thing(store.reference, o.service, o.aspect),
        html.Small("printed ", html.Q(o.judgement)),
    ]
    if not is_own:
        name = wording.council_of(store.reference, o.authority_id)
        thing.append(html.Small(f"{name}, {wording.framework_name(store.reference, o.framework)}, {wording.date(row)}"))
    grade_cell: list[Content] = [components.grade(store, row)]
    if o.grade_text.strip().lower() != o.grade_original.strip().lower():
        grade_cell.append(html.Small("in full ", html.Q(o.grade_text)))
    kind = None if is_own else components.evidence(store, row["evidence"])
    locators = list(dict.fromkeys(match.observation.locator for match in places))
    more = f" and {len(locators) - MOST_PLACES:,} more" if len(locators) > MOST_PLACES else ""
    where = f"{'; '.join(locators[:MOST_PLACES])}{more}"
    return [thing, grade_cell, html.Div(kind, html.Small(where), className="source")]


def _record(store: Store, match: RecordMatch, *, is_named: bool) -> Content:
    """Whether the record has the grade, and where; `is_named` is the inspection, unless the facts above name it."""
    words = html.Span(wording.upper_first(WORDS["verdict"][match.verdict][0]), className=f"verdict {match.verdict}")
    if match.inspection is None:
        return [words, html.Small("This inspection is not in the record.")]
    authority_id = match.inspection["authority_id"]
    place = html.Small(html.A(_inspection(store, match.inspection), href=f"/authority/{authority_id}"))
    judgement = match.judgement
    if judgement is None:
        parts: list[Content] = [html.Small("The record has this inspection, but not this grade.")]
    elif judgement["grade_original"].casefold() == match.observation.grade_original.casefold():
        parts = [components.source(store, judgement)]  # the grade as printed stands beside it
    else:
        parts = [components.grade(store, judgement), components.source(store, judgement)]
    return html.Div(words, *parts, place if is_named else None, className="record")


def _inspection(store: Store, row: InspectionRow) -> str:
    return f"{wording.upper_first(wording.framework_name(store.reference, row['framework']))}, {wording.date(row)}"
