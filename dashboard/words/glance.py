"""A council at a glance in words: the sentence that answers, what is missing, and the lines of each cell.

Never imports Dash. A rise or a fall is only said between grades that are comparable. Called by council pages, briefings
and cards.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.analysis import queries
from dashboard.analysis.glance import AREAS, WHOLE, GlanceArea, GradeChange
from dashboard.analysis.standing import Tally
from dashboard.analysis.strips import UNKNOWN, Strip
from dashboard.store import Store
from dashboard.words import groups, strips, wording
from dashboard.words.strips import NamedStrip
from loaders.record.grouping import grouped
from loaders.record.reference import OVERALL, Authority
from loaders.record.rows import GradedRow, first_day, is_graded

PREPOSITIONS = {"publication": "published in", "assessment_year": "for"}
"""How a sentence says what the date of an inspection is a date of, where it is not the visit's."""


@dataclass(frozen=True)
class SentencePart:
    """A part of a sentence; `is_strong` where it is the grade that the reader came for."""

    text: str
    is_strong: bool = False


def plain(parts: Iterable[SentencePart]) -> str:
    return "".join(part.text for part in parts)


def as_at(store: Store, authority: Authority) -> str:
    """The day that a council's grades are said of; and whether inspections of later days are among them."""
    later = [row for row in queries.inspections_of(store, authority.authority_id) if row["date"] > store.as_at]
    day = f"as at {wording.day(store.as_at)}"
    months = wording.listed(list(dict.fromkeys(wording.month(row["date"]) for row in later)))
    return f"{day}, with {wording.count(len(later), 'inspection')} since then, in {months}" if later else day


def lead(store: Store, authority: Authority) -> list[SentencePart]:
    """What the latest inspection found, area by area, best first; or that this record has no grade."""
    lines = [row for pair in AREAS if (row := _latest(store, authority).get(pair))]
    if not lines:
        return [SentencePart(f"This record has no grade of {wording.council_name(authority)}.")]
    whole = next((row for row in lines if _pair(row) == WHOLE), None)
    parts = [SentencePart(f"{_inspection(store, authority, lines[0])} ")]
    rest = sorted((row for row in lines if row is not whole), key=lambda row: row["grade_rank"])
    groups = [(word, list(rows)) for word, rows in groupby(rest, lambda row: _word(store, row))]
    if whole is None:
        gap = store.framework(lines[0]["framework"]).gap(*WHOLE, first_day(lines[0]))
        since = f" (none has since {wording.month(gap.from_date)})" if gap and gap.from_date else ""
        parts.append(SentencePart(f"gave no overall grade{since}. It graded children’s services "))
        return [*parts, *_groups(store, groups, "")]
    parts += [SentencePart("graded children’s services "), SentencePart(_word(store, whole), True)]
    if not groups:
        best = store.reference.scales[whole["scale"]].best_number if parts[-1].text[:1].isdigit() else None
        return [*parts, SentencePart(f", where {best} is best." if best else ".")]
    if len(groups) == 1 and groups[0][0] == _word(store, whole):
        return [*parts, SentencePart(f", overall and for {_areas(store, groups[0][1])}.")]
    return [
        *parts,
        SentencePart(" overall: " if len(groups) > 1 else " overall, and "),
        *_groups(store, groups, _word(store, whole)),
    ]


def missing(store: Store, authority_id: str) -> str:
    """The inspections that took place and whose grades this record does not have; "" where it has them all."""
    names = []
    rounds = grouped(queries.not_known(store, authority_id), lambda row: row["framework"])
    for framework, rows in rounds.items():
        years = [str(row["round_from"].year) for row in rows]
        name = wording.framework_name(store.reference, framework)
        if not store.framework(framework).yearly:
            names.append(name)
        else:
            names.append(f"{name}{'s' if len(years) > 1 else ''} of {wording.listed(years)}")
    return f"Inspected, but the grades are not in this record: {wording.listed(names)}." if names else ""


def area(store: Store, service: str, aspect: str) -> str:
    """An area as the heading of a cell or a row: "Overall", "Leadership", "Looked-after children"."""
    if service == "whole_service":
        return store.reference.vocabulary.aspects[aspect].title
    return wording.thing(store.reference, service, aspect)


def named_strips(store: Store, authority: Authority, council_strips: Iterable[Strip]) -> list[NamedStrip]:
    """A council's strips by their areas; those of a council that it replaced also with that one's name."""
    rows = []
    for strip in council_strips:
        predecessor = wording.authority_name(strip.authority) if strip.authority != authority else ""
        # No heading says whose overall grade it is.
        is_overall = strip.aspect == OVERALL
        name = wording.thing(store.reference, strip.service) if is_overall else area(store, *strip.pair)
        rows.append(NamedStrip(strip, name, predecessor))
    return rows


def when(cell: GlanceArea) -> str:
    return strips.short_when(cell.row) if cell.row is not None else ""


def change(store: Store, step: GradeChange | None, *, is_first: bool) -> tuple[str, str]:
    """How a grade compares with the one before: what it did, and from what; ("", why) where it cannot be said."""
    if step is None:
        return "", "First grade in this record" if is_first else ""
    before = strips.grade(store, step.before)
    month = strips.short_when(step.before)
    if not step.is_comparable:
        return "", f"{before} in {step.before['date'].year}: not comparable"
    caution = ", with caution" if step.comparability == "close" else ""
    if not step.grades and store.reference.word_of(step.before) == store.reference.word_of(step.row):
        return "No change", f" since {month}{caution}"
    movement = wording.upper_first(wording.movement(step.grades))
    return movement, f" from {wording.lower_first(before)}, {month}{caution}"


def among(neighbours: Tally | None) -> str:
    """How the neighbours stand, in the words of the block about them; "" where no grade of theirs is known."""
    return groups.good(neighbours, groups.ITS_NEIGHBOURS) if neighbours and neighbours.known else ""


def nothing(store: Store, cell: GlanceArea) -> str:
    """What a cell says in place of a grade; that a council has ended is said above all of its cells."""
    last = cell.strip.last
    if last is not None and cell.strip.existed[1]:
        return "Not known" if last.kind == UNKNOWN else "Not graded"
    return strips.latest(store, cell.strip)[0]


def seam(store: Store, authority: Authority) -> list[list[str | Authority]]:
    """From whom a council took over and who replaced it: sentences in parts, words and councils.

    A council that several replaced was replaced by none of them alone: each replaced a part of it.
    """
    register = store.reference.register.by_id
    seams = []
    if authority.predecessors and authority.valid_from:
        names = [register[authority_id] for authority_id in authority.predecessors]
        whose = "Its predecessor’s" if len(names) == 1 else "Its predecessors’"
        seams.append(
            [
                f"Began on {wording.day(authority.valid_from)}, when it replaced ",
                *_named(names, has_parts=True),
                f". {whose} grades are shown in grey.",
            ]
        )
    if authority.successors and authority.valid_to:
        names = [register[authority_id] for authority_id in authority.successors]
        pages = "which has its own page" if len(names) == 1 else "which have their own pages"
        seams.append([f"Replaced in {authority.valid_to.year} by ", *_named(names), f", {pages}."])
    return seams


def _named(authorities: Sequence[Authority], *, has_parts: bool = False) -> Iterator[str | Authority]:
    for index, authority in enumerate(authorities):
        if index:
            yield " and " if index == len(authorities) - 1 else ", "
        if has_parts and len(authority.successors) > 1:
            yield "part of "
        yield authority


def _latest(store: Store, authority: Authority) -> dict[tuple[str, str], GradedRow]:
    """The graded lines of the newest inspection that grades one of the areas."""
    for inspection in reversed(queries.inspections_of(store, authority.authority_id)):
        lines = queries.graded_lines(store, inspection)
        graded = {pair: row for pair, row in lines.items() if is_graded(row) and pair in AREAS}
        if graded:
            return graded
    return {}


def _inspection(store: Store, authority: Authority, row: GradedRow) -> str:
    framework = store.framework(row["framework"])
    inspector = "Ofsted’s" if "Ofsted" in framework.inspectorate else "The"
    what = "assessment" if framework.yearly else "inspection"
    latest = f"last {what} of {wording.council_name(authority)}" if authority.valid_to else f"latest {what}"
    if any(
        (gap["round_until"] or row["date"]) >= row["date"] for gap in queries.not_known(store, authority.authority_id)
    ):
        latest += " in this record"
    return f"{inspector} {latest}, {PREPOSITIONS.get(row['date_basis'], 'in')} {wording.date(row, short=True)},"


def _pair(row: GradedRow) -> tuple[str, str]:
    return row["service"], row["aspect"]


def _word(store: Store, row: GradedRow) -> str:
    return wording.lower_first(strips.grade(store, row))


def _areas(store: Store, rows: Sequence[GradedRow]) -> str:
    ordered = sorted(rows, key=lambda row: AREAS.index(_pair(row)))
    return wording.listed([wording.short_thing(store.reference, *_pair(row)) for row in ordered])


def _groups(store: Store, groups: Sequence[tuple[str, list[GradedRow]]], usual: str) -> list[SentencePart]:
    """ "good for leadership and safeguarding, and requires improvement for care leavers"."""
    parts: list[SentencePart] = []
    for index, (word, rows) in enumerate(groups):
        if index:
            parts.append(SentencePart(", and " if index == len(groups) - 1 else ", "))
        parts += [SentencePart(word, word != usual), SentencePart(f" for {_areas(store, rows)}")]
    return [*parts, SentencePart(".")]
