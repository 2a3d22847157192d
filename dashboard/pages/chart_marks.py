"""Rows of the record as marks of a chart, with what is said where one is pointed at."""

import datetime as dt
from collections.abc import Iterable

from dashboard.analysis import queries
from dashboard.figures.timeline import Point, TimelineStep, Ungraded
from dashboard.markup import components
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.grouping import grouped
from loaders.record.rows import CoverageRow, GradedRow, InspectionRow, MovementRow

KEY = (
    "pale line: the latest grade, until the next inspection",
    "?: inspected, and the grade is not in this record",
    "–: not graded at that inspection",
)


def point(store: Store, row: GradedRow, own_id: str) -> Point:
    """A grade of an authority, or of a predecessor where its id is not `own_id`."""
    reference = store.reference
    term = reference.word_of(row)
    evidence = reference.vocabulary.evidence[row["evidence"]]
    is_own = row["authority_id"] == own_id
    whose = "" if is_own else f"{row['authority']}: "
    hover = (
        f"{whose}{wording.thing(reference, row['service'], row['aspect'])}",
        f"{term.title}, {wording.dated(row)}",
        wording.printed_words(reference, row),
        components.inspection_name(store, row),
        f"{evidence.title}; {row['locator']}",
    )
    return Point(
        date=row["date"],
        rank=term.rank,
        letter=term.letter,
        hover="\n".join(hover),
        text=f"{whose}{term.prose}, {wording.date(row, short=True)}",
        is_light=term.is_light,
        is_hollow=evidence.is_hollow,
        is_own=is_own,
    )


def steps(
    store: Store, authority_ids: Iterable[str], pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], list[TimelineStep]]:
    """The steps of authorities by service and aspect; the first of the ids is the chart's own."""
    own_id, *_ = ids = tuple(authority_ids)
    ranks, levels = store.reference.grades, store.reference.vocabulary.comparability

    def step(row: MovementRow) -> TimelineStep:
        level = levels[row["comparability"]]
        return TimelineStep(
            start=row["from_date"],
            end=row["to_date"],
            from_rank=ranks[row["from_grade"]],
            to_rank=ranks[row["to_grade"]],
            line=level.line,
            hover=f"{level.title} with the grade before\n{wording.upper_first(row['because'] or '')}",
            is_own=row["authority_id"] == own_id,
        )

    movements = [row for authority_id in ids for row in store.of_authority("movements", authority_id)]
    by_pair = grouped(movements, lambda row: (row["service"], row["aspect"]))
    return {pair: [step(row) for row in by_pair.get(pair, ())] for pair in pairs}


def not_graded(store: Store, pair: tuple[str, str], inspection: InspectionRow) -> Ungraded:
    """An inspection that did not grade this, or whose grade for it is not established."""
    absence = queries.absence(store, inspection, *pair)
    hover = (
        wording.thing(store.reference, *pair),
        f"{absence.words}, {wording.date(inspection)}",
        wording.upper_first(absence.why),
        wording.framework_title(store.reference, inspection["framework"]),
    )
    sign = "?" if absence.kind == "not_established" else "–"
    return Ungraded(inspection["date"], sign, "\n".join(filter(None, hover)))


def not_known(store: Store, pair: tuple[str, str], day: dt.date, row: CoverageRow) -> Ungraded:
    """A round of inspections that took place, and of which this record has no grade."""
    hover = (
        wording.thing(store.reference, *pair),
        "Inspected, grade not in this record",
        wording.upper_first(wording.round_name(store.reference, row)),
    )
    return Ungraded(day, "?", "\n".join(hover))
