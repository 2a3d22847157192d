"""Questions to the store. Comes in: a store and plain arguments. Goes out: new frames and rows; nothing is changed.

Never imports Dash. What is missing is said as what it is: printed as not judged, not given by the framework, not
covered by it, or not established from the sources that were read.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.store import Store, once_a_store
from loaders.record import steps
from loaders.record.frameworks import Framework, Judgement
from loaders.record.grouping import grouped
from loaders.record.reference import COMPARABLE, OVERALL, Reference
from loaders.record.rows import CoverageRow, GradedRow, InspectionRow, JudgementRow, is_graded
from loaders.record.steps import End, Step


def of_series(frame: pd.DataFrame, service: str, aspect: str = OVERALL) -> pd.DataFrame:
    """The rows of one service and aspect."""
    return frame[(frame["service"] == service) & (frame["aspect"] == aspect)]


def in_reference_order(reference: Reference, pairs: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Services and aspects in the order in which the reference lists them."""
    services, aspects = list(reference.services), list(reference.aspects)
    return sorted(pairs, key=lambda pair: (services.index(pair[0]), aspects.index(pair[1])))


def last_judged_day(reference: Reference, service: str, aspect: str, *, framework: str = "") -> dt.date | None:
    """The last day on which any framework, or the one that is named, gives this judgement.

    The last day that there is (`date.max`) where one still gives it; None where none ever did.
    """
    frameworks = [reference.frameworks[framework]] if framework else reference.frameworks.values()
    days = [
        min(giver.until or dt.date.max, line.until or dt.date.max)
        for giver in frameworks
        for line in giver.lines(service, aspect)
    ]
    return max(days, default=None)


NOT_GIVEN = "Not graded under this framework"


@dataclass(frozen=True)
class Absence:
    """Why an inspection has no grade for a service and aspect: a kind, the words for it, and the reason if known."""

    kind: str
    words: str
    why: str = ""


def absence(store: Store, inspection: InspectionRow, service: str, aspect: str) -> Absence:
    """Why this inspection gives no grade here. Never silence, never a guess."""
    framework = store.framework(inspection["framework"])
    name = store.reference.vocabulary.frameworks[framework.framework].prose
    kind = left_ungraded(inspection).get((service, aspect))
    if kind == "not_judged":
        return Absence("not_judged", "Not graded", "the source prints that no grade was given")
    if kind == "not_given":
        reasons = [n.why for n in framework.not_given if (n.service, n.aspect) == (service, aspect)]
        return Absence("not_given", NOT_GIVEN, reasons[0] if reasons else f"the {name} does not grade this")
    if kind == "not_established":
        why = f"the {name} grades this, but no source read here establishes the grade"
        return Absence("not_established", "Not known", why)
    if framework.judges(service, aspect):
        if inspection["evidence"] == "mention":
            return Absence("not_mentioned", "Not known", "a later report quotes this inspection, and not this grade")
        return Absence("not_given", NOT_GIVEN, f"the {name} did not grade this at that date")
    if not any(judgement.service == service for judgement in framework.judgements):
        return Absence("not_inspected", "Not graded: not inspected", f"the {name} does not cover this service")
    return Absence("not_given", NOT_GIVEN, f"the {name} does not grade this")


@dataclass(frozen=True)
class Pair:
    """One service and aspect in two inspections: a row or an absence for each, and the step between them."""

    service: str
    aspect: str
    a: GradedRow | None
    b: GradedRow | None
    a_absent: Absence | None
    b_absent: Absence | None
    change: int | None
    comparability: str
    because: str


def compare(store: Store, a: InspectionRow, b: InspectionRow) -> list[Pair]:
    """Every service and aspect that either inspection grades or prints as not judged, paired."""
    rows_a, rows_b = graded_lines(store, a), graded_lines(store, b)
    pairs = []
    for service, aspect in in_reference_order(store.reference, rows_a.keys() | rows_b.keys()):
        row_a, row_b = graded(rows_a.get((service, aspect))), graded(rows_b.get((service, aspect)))
        change, comparability, because = None, "", ""
        if row_a and row_b:
            change = row_a["grade_rank"] - row_b["grade_rank"]
            between = step(store.reference, row_a, row_b)
            comparability, because = between.comparability, between.because
        pairs.append(
            Pair(
                service=service,
                aspect=aspect,
                a=row_a,
                b=row_b,
                a_absent=None if row_a else absence(store, a, service, aspect=aspect),
                b_absent=None if row_b else absence(store, b, service, aspect=aspect),
                change=change,
                comparability=comparability,
                because=because,
            )
        )
    return pairs


def graded(row: JudgementRow | None) -> GradedRow | None:
    """A judgement, where it has a grade."""
    return row if row is not None and is_graded(row) else None


def step(reference: Reference, a: JudgementRow, b: JudgementRow) -> Step:
    """How far two graded lines are one measure, and why not: the rule for the step in the order of their dates."""
    earlier, later = sorted((a, b), key=lambda row: (row["date"], row["inspection_id"]))
    ends = {"earlier": End.of(earlier), "later": End.of(later)}
    return steps.step(reference, earlier["service"], earlier["aspect"], **ends)


def step_to_today(store: Store, framework: Framework, line: Judgement, day: dt.date) -> Step:
    """How far what a framework grades on a day is one measure with the newest framework's grades, and why not.

    It may be close in what it grades, and a change lie between the two that leaves no grades comparable; or the newest
    framework no longer gives the grade.
    """
    newest = [*store.reference.frameworks.values()][-1]
    if gap := newest.gap(line.service, line.aspect, store.as_at):
        return Step("ended", gap.why)
    join = store.reference.join(
        framework.framework, newest.framework, line.service, aspect=line.aspect, from_date=day, to_date=store.as_at
    )
    if line.comparability in COMPARABLE and join.comparability not in COMPARABLE:
        return Step(join.comparability, join.because)
    return Step(line.comparability, line.because if line.comparability != "same" else "")


def graded_lines(store: Store, inspection: InspectionRow) -> dict[tuple[str, str], JudgementRow]:
    """The judgements of one inspection by service and aspect, those printed as not judged included."""
    return dict(_lines_by_inspection(store).get(inspection["inspection_id"], {}))


@once_a_store
def _lines_by_inspection(store: Store) -> dict[str, dict[tuple[str, str], JudgementRow]]:
    # Grouped once: a council's page asks this some forty times, and a mask on its frame takes 0.3 ms each time.
    by_inspection = grouped(store.rows("judgements"), lambda row: row["inspection_id"])
    return {key: {(row["service"], row["aspect"]): row for row in rows} for key, rows in by_inspection.items()}


def between(store: Store, a: InspectionRow, b: InspectionRow, *, service: str, aspect: str) -> list[GradedRow]:
    """Grades of the same authority, service and aspect that lie between two inspections in time."""
    if a["authority_id"] != b["authority_id"]:
        return []
    first, last = sorted((a["date"], b["date"]))
    return [row for row in grades(store, a["authority_id"], [(service, aspect)]) if first < row["date"] < last]


def grades(store: Store, authority_id: str, pairs: Collection[tuple[str, str]]) -> list[GradedRow]:
    """Every grade of a council for these services and aspects, earliest first."""
    rows = store.of_authority("judgements", authority_id)
    with_grades = [row for row in rows if is_graded(row) and (row["service"], row["aspect"]) in pairs]
    return sorted(with_grades, key=lambda row: (row["date"], row["inspection_id"]))


def inspections_of(store: Store, authority_id: str) -> list[InspectionRow]:
    """An authority's inspections, earliest first."""
    rows = store.of_authority("inspections", authority_id)
    return sorted(rows, key=lambda row: (row["date"], row["inspection_id"]))


def best_known(store: Store, inspections: Sequence[InspectionRow]) -> InspectionRow | None:
    """Of several inspections the one with the strongest evidence, then the most graded lines, then the latest."""
    strength = store.reference.evidence
    return max(inspections, key=lambda row: (-strength[row["evidence"]], row["judgements"], row["date"]), default=None)


def left_ungraded(inspection: InspectionRow) -> dict[tuple[str, str], str]:
    """The services and aspects that an inspection gave no grade of, each with the column that says so."""
    columns = {
        "not_judged": inspection["not_judged"],
        "not_given": inspection["not_given"],
        "not_established": inspection["not_established"],
    }
    named = [(part.partition("/"), kind) for kind, text in columns.items() for part in (text or "").split(";") if part]
    return {(service, aspect): kind for (service, _, aspect), kind in named}


def ungraded(store: Store, authority_id: str, pair: tuple[str, str]) -> list[InspectionRow]:
    """The inspections of this authority that say or show that they gave no grade of a service and aspect."""
    return [inspection for inspection in inspections_of(store, authority_id) if pair in left_ungraded(inspection)]


def not_known(store: Store, authority_id: str) -> list[CoverageRow]:
    """The rounds that this authority was due in and of which the record has no grade, earliest first."""
    rows = store.of_authority("coverage", authority_id)
    missing = [r for r in rows if r["expected"] == "yes" and r["status"] in ("not_known", "inspected")]
    return sorted(missing, key=lambda row: (row["round_from"], row["round"]))


def unknown_rounds(store: Store, authority_id: str, pair: tuple[str, str]) -> list[tuple[dt.date, CoverageRow]]:
    """Those rounds that graded a service and aspect, each with the day in its middle."""
    rounds = []
    for row in not_known(store, authority_id):
        first, last = row["round_from"], row["round_until"] or row["round_from"]
        middle = first + (last - first) / 2
        judgement = store.framework(row["framework"]).judgement(*pair, middle)
        if judgement is not None and judgement.required:
            rounds.append((middle, row))
    return rounds


@once_a_store
def is_yet_to_come(store: Store, service: str) -> bool:
    """Whether a framework grades a service of which no inspection up to the day of the record could have a grade."""
    frameworks = store.reference.frameworks.values()
    starts = {framework.framework: framework.judges_from(service) or dt.date.max for framework in frameworks}
    is_new = not any(starts[row["framework"]] <= row["date"] <= store.as_at for row in store.inspections.values())
    return is_new and store.reference.judged_until(service, OVERALL, store.as_at) > store.as_at
