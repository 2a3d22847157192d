"""Observations to inspections and judgements: which observations speak of the same visit, and what it was graded.

Accounts of one authority and framework whose dates are nearest speak of one inspection (`record/matching`). The
strongest evidence gives each judgement, and every observation that disagrees stands in the discrepancies: a weaker one
never decides and never vanishes. Nothing is filled in from anywhere else. Called by `build`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from loaders.building.columns import Row, establishes, inspection_columns, observation_columns
from loaders.record.grouping import grouped
from loaders.record.matching import (
    TO_PUBLICATION,
    Inspection,
    Reading,
    agreement,
    inspection_id,
    inspection_of,
    is_echo,
    new_inspection,
)
from loaders.record.model import Observation
from loaders.record.precision import as_exact, period
from loaders.record.reference import LATER_WORD, Reference

PLACES = ("table", "sheet", "heading", "sentence", "list", "mention")


@dataclass(frozen=True)
class Reconciled:
    """The inspections of all sources, their judgements and where sources disagree, as rows ready for the tables."""

    inspections: list[Inspection]
    judgements: list[Row]
    discrepancies: list[Row]


def reconcile(
    observations: Iterable[Observation], reference: Reference, released: Mapping[str, dt.date | None] | None = None
) -> Reconciled:
    """Every observation to its inspection, and every inspection to its judgements.

    `released` says when each source came out: of two releases of statistics the newer corrects the older.
    """
    ordered = sorted(observations, key=lambda o: _order(o, reference, released or {}))
    by_authority = grouped(ordered, lambda o: o.authority_id)
    inspections: list[Inspection] = []
    for authority_id in sorted(by_authority):
        inspections += _inspections(by_authority[authority_id], reference)
    _name(inspections)
    judgements: list[Row] = []
    discrepancies: list[Row] = []
    for inspection in inspections:
        for group in _by_judgement(inspection).values():
            if best := _best(group):
                judgements.append(_judgement(inspection, best, group, reference=reference))
                discrepancies += [
                    _disagreement(inspection, best, o) for o in group if o is not best and o.grade != best.grade
                ]
        discrepancies += _date_disagreements(inspection)
        discrepancies += _remark_disagreements(inspection)
    return Reconciled(inspections, judgements, discrepancies)


def _order(
    observation: Observation, reference: Reference, released: Mapping[str, dt.date | None]
) -> tuple[object, ...]:
    precision = ("day", "month", "year").index(observation.date_precision)
    day = released.get(observation.source_id) if observation.evidence == "statistics" else None
    return (
        reference.evidence[observation.evidence],
        precision,
        not (observation.inspection_start or observation.inspection_end),
        PLACES.index(observation.place),
        -(day or dt.date.min).toordinal(),
        observation.source_id,
        observation.date,
    )


def _inspections(observations: list[Observation], reference: Reference) -> list[Inspection]:
    inspections: list[Inspection] = []
    for account in grouped(observations, _account).values():
        inspection = inspection_of(account[0], inspections, reference)
        if inspection is None:
            inspection = new_inspection(account[0])
            inspections.append(inspection)
        _add(inspection, account)
    inspections = _without_echoes(inspections, reference)
    for inspection in inspections:
        inspection.observations = [_fit(o, inspection, reference) for o in inspection.observations]
    return inspections


def _account(o: Observation) -> tuple[object, ...]:
    """What the observations of one account share: a source tells of an inspection at once, but remarks one by one."""
    account = (o.evidence, o.source_id, o.framework, o.inspection_start, o.inspection_end)
    return (*account, id(o)) if o.place == "mention" else (*account, o.published, o.date, o.inspection_type)


def _add(inspection: Inspection, observations: list[Observation]) -> None:
    first = observations[0]
    inspection.observations += observations
    inspection.start = inspection.start or first.inspection_start
    inspection.end = inspection.end or first.inspection_end
    inspection.published = inspection.published or first.published
    if inspection.end or inspection.start:
        inspection.date, inspection.precision = inspection.end or inspection.start or inspection.date, "day"
        inspection.date_basis = "inspection"
    elif inspection.published:
        inspection.date, inspection.precision, inspection.date_basis = inspection.published, "day", "publication"


def _without_echoes(inspections: list[Inspection], reference: Reference) -> list[Inspection]:
    """The inspections, less those that remarks alone tell of and that say nothing new of one known within a year.

    Their observations go to the inspection that they repeat, where their dates stand in the discrepancies.
    """
    accounts = [i for i in inspections if i.evidence != "mention"]
    remarked = [i for i in inspections if i.evidence == "mention"]
    for echo in sorted(remarked, key=lambda i: -len(_readings(i))):  # what tells more is there before what repeats it
        framework, readings = reference.frameworks[echo.framework], _readings(echo)
        repeated = [
            i
            for i in accounts
            if i.framework == echo.framework and is_echo(framework, i.date - echo.date, readings, graded=_graded(i))
        ]
        if repeated:
            nearest = min(repeated, key=lambda i: (abs(i.date - echo.date), i.date))
            nearest.observations += echo.observations
        else:
            accounts.append(echo)
    return accounts


def _readings(inspection: Inspection) -> set[Reading]:
    return {(o.service, o.aspect, o.grade) for o in inspection.observations}


def _graded(inspection: Inspection) -> set[Reading]:
    """The readings of an inspection that count: of a line with a judgement its grade alone, else whatever is told."""
    graded: set[Reading] = set()
    for line, group in _by_judgement(inspection).items():
        best = _best(group)
        graded |= {(*line, o.grade) for o in ([best] if best else group)}
    return graded


def _best(group: list[Observation]) -> Observation | None:
    """The observation that gives the judgement: the strongest that can establish one."""
    return next(filter(establishes, group), None)


def _fit(o: Observation, inspection: Inspection, reference: Reference) -> Observation:
    """An observation as one of its inspection: that framework's scale, and its comparability on that date."""
    framework = reference.frameworks[inspection.framework]
    judgement = framework.judgement(o.service, o.aspect, inspection.start or inspection.date)
    scale = o.scale
    if o.framework != inspection.framework:
        has_word = reference.scales[framework.scale].word(o.grade_original) is not None
        scale = framework.scale if has_word else LATER_WORD
    return replace(o, scale=scale, comparability=judgement.comparability if judgement else o.comparability)


def _name(inspections: list[Inspection]) -> None:
    """Give every inspection its id. Two of one month and framework (never seen) are told apart by a number."""
    counts: dict[str, int] = defaultdict(int)
    for inspection in sorted(inspections, key=lambda i: (i.authority_id, i.framework, i.date, i.precision)):
        base = inspection_id(inspection.authority_id, inspection.date, inspection.framework)
        counts[base] += 1
        inspection.inspection_id = base if counts[base] == 1 else f"{base}-{counts[base]}"


def _by_judgement(inspection: Inspection) -> dict[tuple[str, str], list[Observation]]:
    return grouped(inspection.observations, lambda o: (o.service, o.aspect))


def _judgement(inspection: Inspection, best: Observation, group: list[Observation], *, reference: Reference) -> Row:
    return {
        **observation_columns(best),
        **inspection_columns(inspection, reference),
        "observations": len(group),
        "agreement": agreement([o.grade for o in group]),
    }


def _difference(
    inspection: Inspection, field: str, best: Observation, other: Observation, *, readings: tuple[str, str]
) -> Row:
    """The row of what two accounts of an inspection say differently, the stronger one first."""
    is_of_a_line = field in ("grade", "framework", "date")
    return {
        "authority_id": inspection.authority_id,
        "inspection_id": inspection.inspection_id,
        "service": other.service if is_of_a_line else "",
        "aspect": other.aspect if is_of_a_line else "",
        "field": field,
        "evidence": best.evidence,
        "reading": readings[0],
        "source_id": best.source_id,
        "locator": best.locator,
        "other_evidence": other.evidence,
        "other_reading": readings[1],
        "other_source_id": other.source_id,
        "other_locator": other.locator,
    }


def _disagreement(inspection: Inspection, best: Observation, other: Observation) -> Row:
    first, second = (o.grade_original if o.grade else "no grade given" for o in (best, other))
    return _difference(inspection, "grade", best, other, readings=(first, second))


def _date_disagreements(inspection: Inspection) -> list[Row]:
    """Dates that a source with dates of its own gives otherwise than the inspection's, once a source and field."""
    rows: dict[tuple[str, str], Row] = {}
    for name, day in (
        ("inspection_start", inspection.start),
        ("inspection_end", inspection.end),
        ("published", inspection.published),
    ):
        holder = next((o for o in inspection.observations if getattr(o, name) == day and day), None)
        for o in inspection.observations:
            value = getattr(o, name)
            if holder and day and value and value != day and (o.source_id, name) not in rows:
                readings = day.isoformat(), value.isoformat()
                rows[o.source_id, name] = _difference(inspection, name, holder, o, readings=readings)
    return list(rows.values())


def _remark_disagreements(inspection: Inspection) -> list[Row]:
    """Remarks that give another time or framework than the inspection has, once a source and field.

    The time is held against the days on site where they are known, though the remark may mean the publication; else
    against the publication, and against what the other remarks say.
    """
    remarks = [o for o in inspection.observations if o.place == "mention"]
    rows: dict[tuple[str, str, str], Row] = {}
    for o in remarks:
        best = inspection.observations[0]
        if best.evidence != "mention" and o.is_framework_named and o.framework != inspection.framework:
            row = _difference(inspection, "framework", best, o, readings=(inspection.framework, o.framework))
            rows.setdefault((o.source_id, "framework", ""), row)
        other = _contradicted(inspection, o, remarks)
        if other is not None and o.date_basis != "publication":
            time = as_exact(o.date, o.date_precision)
            is_remark = other.place == "mention"
            against = as_exact(other.date, other.date_precision) if is_remark else inspection.date.isoformat()
            row = _difference(inspection, "date", other, o, readings=(against, time))
            rows.setdefault((o.source_id, "date", time), row)
    return list(rows.values())


def _contradicted(inspection: Inspection, o: Observation, remarks: list[Observation]) -> Observation | None:
    """The account of an inspection that a remark's time contradicts, if it contradicts one."""
    first, last = period(o.date, o.date_precision)
    start, end = inspection.span()
    best = inspection.observations[0]
    if inspection.start or inspection.end:
        return best if last < start or end < first else None
    published = inspection.published if best.evidence != "mention" else None
    # Where only the publication is known, the visit was some time in the months before it.
    if published and (last < published - TO_PUBLICATION or published < first):
        return best
    earlier = remarks[0]
    others = period(earlier.date, earlier.date_precision)
    return earlier if last < others[0] or others[1] < first else None
