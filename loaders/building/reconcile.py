"""Observations to inspections and judgements: which observations speak of the same visit, and what it was graded.

Reports, statistics and papers of one authority and framework whose dates meet speak of one inspection. A mention is
put to the inspection of its authority that graded its service in the period that it names; where there is none, the
mentions themselves make an inspection, as exact in its date as they are. The strongest evidence gives each judgement;
every observation that disagrees stands in the discrepancies. Nothing is filled in from anywhere else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from loaders.reading.harmonise import period
from loaders.record.model import Evidence, Extraction, Observation, Precision
from loaders.record.reference import Reference

PLACES = ("table", "sheet", "heading", "sentence", "list", "mention")
# Two inspections under one framework never come within this of each other, while the dates that a report, the
# statistics and a later quotation give for one visit (first day, last day, publication) do.
SAME_VISIT = dt.timedelta(days=31)
TO_PUBLICATION = dt.timedelta(days=120)

Row = dict[str, object]


@dataclass
class Inspection:
    """One authority, one framework, one set of dates, and the observations that speak of it."""

    authority_id: str
    framework: str
    start: dt.date | None
    end: dt.date | None
    published: dt.date | None
    date: dt.date
    precision: Precision
    inspection_id: str = ""
    observations: list[Observation] = field(default_factory=list)

    @property
    def evidence(self) -> Evidence:
        return self.observations[0].evidence

    @property
    def inspection_type(self) -> str:
        return next((o.inspection_type for o in self.observations if o.inspection_type), "")

    def span(self) -> tuple[dt.date, dt.date]:
        """First and last day that the inspection is known to reach, publication left out."""
        if self.start or self.end:
            return self.start or self.end or self.date, self.end or self.start or self.date
        return period(self.date, self.precision)

    def grades(self, service: str, aspect: str) -> bool:
        return any((o.service, o.aspect) == (service, aspect) for o in self.observations)


@dataclass(frozen=True)
class Reconciled:
    """The inspections of all sources, their judgements and where sources disagree, as rows ready for the tables."""

    inspections: list[Inspection]
    judgements: list[Row]
    discrepancies: list[Row]


def inspection_id(authority_id: str, date: dt.date, framework: str) -> str:
    return f"{authority_id}-{date:%Y-%m}-{framework}"


def reconcile(observations: Iterable[Observation], reference: Reference) -> Reconciled:
    """Every observation to its inspection, and every inspection to its judgements."""
    by_authority: dict[str, list[Observation]] = defaultdict(list)
    for observation in sorted(observations, key=lambda o: _order(o, reference)):
        by_authority[observation.authority_id].append(observation)
    inspections: list[Inspection] = []
    for authority_id in sorted(by_authority):
        inspections += _inspections(by_authority[authority_id], reference)
    _name(inspections)
    judgements: list[Row] = []
    discrepancies: list[Row] = []
    for inspection in inspections:
        for group in _by_judgement(inspection).values():
            judgements.append(_judgement(inspection, group, reference))
            discrepancies += [
                _disagreement(inspection, group[0], other) for other in group[1:] if other.grade != group[0].grade
            ]
        discrepancies += _date_disagreements(inspection)
    return Reconciled(inspections, judgements, discrepancies)


def _order(observation: Observation, reference: Reference) -> tuple[object, ...]:
    precision = ("day", "month", "year").index(observation.date_precision)
    return (
        reference.evidence[observation.evidence],
        precision,
        PLACES.index(observation.place),
        observation.source_id,
        observation.date,
    )


def _inspections(observations: list[Observation], reference: Reference) -> list[Inspection]:
    inspections: list[Inspection] = []
    readings: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for o in observations:
        if o.evidence != "mention":
            key = (o.evidence, o.source_id, o.framework, o.inspection_start, o.inspection_end, o.published)
            readings[key].append(o)
    for reading in readings.values():
        first = reading[0]
        known = inspection_of(first, inspections)
        if known is None:
            known = _new(first)
            inspections.append(known)
        _add(known, reading)
    for o in observations:
        if o.evidence == "mention":
            known = inspection_of(o, inspections)
            if known is None:
                known = _new(o)
                inspections.append(known)
            _add(known, [_on_scale_of(o, known, reference)])
    return inspections


def inspection_of(o: Observation, inspections: list[Inspection]) -> Inspection | None:
    """Which of its authority's inspections an observation speaks of; None where it is the first to do so."""
    if o.evidence == "mention":
        return _mentioned(inspections, o)
    return next((i for i in inspections if i.framework == o.framework and _same_visit(i, o)), None)


def _new(o: Observation) -> Inspection:
    return Inspection(
        o.authority_id,
        o.framework,
        o.inspection_start,
        o.inspection_end,
        o.published,
        o.date,
        o.date_precision,
    )


def _add(inspection: Inspection, observations: list[Observation]) -> None:
    first = observations[0]
    inspection.observations += observations
    inspection.start = inspection.start or first.inspection_start
    inspection.end = inspection.end or first.inspection_end
    inspection.published = inspection.published or first.published
    if first.evidence != "mention":
        inspection.date = inspection.end or inspection.start or inspection.published or inspection.date
        inspection.precision = "day"


def _same_visit(inspection: Inspection, o: Observation) -> bool:
    """Whether a reading with dates of its own is of this inspection: their days on site meet, or publication does."""
    start, end = o.inspection_start or o.inspection_end, o.inspection_end or o.inspection_start
    if start and end and (inspection.start or inspection.end):
        first, last = inspection.span()
        return start - SAME_VISIT <= last and first - SAME_VISIT <= end
    if o.published and inspection.published:
        return abs(o.published - inspection.published) <= SAME_VISIT
    if o.published and (inspection.start or inspection.end):
        return dt.timedelta(0) <= o.published - inspection.span()[1] <= TO_PUBLICATION
    if start and inspection.published:
        return dt.timedelta(0) <= inspection.published - start <= TO_PUBLICATION
    return False


def _mentioned(inspections: list[Inspection], o: Observation) -> Inspection | None:
    """The inspection that a mention speaks of: on site in the period that it names, else published or nearly so."""
    first, last = period(o.date, o.date_precision)
    ranked = []
    for index, inspection in enumerate(inspections):
        start, end = inspection.span()
        same = inspection.framework == o.framework
        if not same and not inspection.grades(o.service, o.aspect):
            continue
        if start <= last and first <= end:
            distance = 0
        elif inspection.published and first <= inspection.published <= last:
            distance = 1
        elif (
            same
            and o.date_precision != "year"
            and start - SAME_VISIT <= last
            and first <= (inspection.published or end) + SAME_VISIT
        ):
            distance = 2
        else:
            continue
        ranked.append((not inspection.grades(o.service, o.aspect), distance, not same, index, inspection))
    return min(ranked, key=lambda item: item[:4])[4] if ranked else None


def _on_scale_of(o: Observation, inspection: Inspection, reference: Reference) -> Observation:
    """A mention as an observation of the inspection that it speaks of: that framework's judgement, scale and date."""
    if o.framework == inspection.framework:
        return o
    framework = reference.frameworks[inspection.framework]
    judgement = framework.judgement(o.service, o.aspect, inspection.start or inspection.date)
    return replace(
        o,
        framework=inspection.framework,
        scale=framework.scale,
        comparability=judgement.comparability if judgement else o.comparability,
    )


def _name(inspections: list[Inspection]) -> None:
    """Give every inspection its id. Two of one month and framework (never seen) are told apart by a number."""
    taken: dict[str, int] = defaultdict(int)
    for inspection in sorted(inspections, key=lambda i: (i.authority_id, i.framework, i.date, i.precision)):
        base = inspection_id(inspection.authority_id, inspection.date, inspection.framework)
        taken[base] += 1
        inspection.inspection_id = base if taken[base] == 1 else f"{base}-{taken[base]}"


def _by_judgement(inspection: Inspection) -> dict[tuple[str, str], list[Observation]]:
    groups: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for observation in inspection.observations:
        groups[observation.service, observation.aspect].append(observation)
    return groups


def _judgement(inspection: Inspection, group: list[Observation], reference: Reference) -> Row:
    best = group[0]
    agreement = "agreed" if len({o.grade for o in group}) == 1 else "conflict"
    return {
        **observation_columns(best),
        **inspection_columns(inspection, reference),
        "observations": len(group),
        "agreement": agreement if len(group) > 1 else "single",
    }


def inspection_columns(inspection: Inspection, reference: Reference) -> Row:
    """The columns that every table of grades begins with."""
    return {
        **_authority_columns(inspection.authority_id, reference),
        "inspection_id": inspection.inspection_id,
        "framework": inspection.framework,
        "inspection_type": inspection.inspection_type,
        "inspection_start": inspection.start,
        "inspection_end": inspection.end,
        "published": inspection.published,
        "date": inspection.date,
        "date_precision": inspection.precision,
    }


def _authority_columns(authority_id: str, reference: Reference) -> Row:
    authority = reference.register.by_id[authority_id]
    return {
        "authority_id": authority.authority_id,
        "authority": authority.name,
        "gss_code": authority.gss_code,
        "region": authority.region,
    }


def source_rows(extraction: Extraction, reference: Reference) -> Iterator[Row]:
    """The observations of one source by themselves: the columns of observations.csv, and the file's name."""
    for o in extraction.observations:
        yield {
            **_authority_columns(o.authority_id, reference),
            "inspection_id": inspection_id(o.authority_id, o.date, o.framework),
            "framework": o.framework,
            **observation_columns(o),
            "file_name": extraction.source.file_name,
        }


def observation_columns(o: Observation) -> Row:
    """What one observation says, as columns."""
    return {
        "inspection_type": o.inspection_type,
        "inspection_start": o.inspection_start,
        "inspection_end": o.inspection_end,
        "published": o.published,
        "date": o.date,
        "date_precision": o.date_precision,
        "service": o.service,
        "aspect": o.aspect,
        "judgement": o.judgement,
        "grade_text": o.grade_text,
        "grade_original": o.grade_original,
        "grade_number_original": o.grade_number_original,
        "scale": o.scale,
        "grade": o.grade,
        "grade_rank": o.grade_rank,
        "comparability": o.comparability,
        "evidence": o.evidence,
        "source_id": o.source_id,
        "locator": o.locator,
        "place": o.place,
    }


def _disagreement(inspection: Inspection, best: Observation, other: Observation) -> Row:
    return {
        "authority_id": inspection.authority_id,
        "inspection_id": inspection.inspection_id,
        "service": best.service,
        "aspect": best.aspect,
        "field": "grade",
        "evidence": best.evidence,
        "reading": best.grade_original,
        "source_id": best.source_id,
        "locator": best.locator,
        "other_evidence": other.evidence,
        "other_reading": other.grade_original,
        "other_source_id": other.source_id,
        "other_locator": other.locator,
    }


def _date_disagreements(inspection: Inspection) -> list[Row]:
    """Dates that a source with dates of its own gives otherwise than the inspection's, once a source and field."""
    rows: dict[tuple[str, str], Row] = {}
    for name, chosen in (
        ("inspection_start", inspection.start),
        ("inspection_end", inspection.end),
        ("published", inspection.published),
    ):
        holder = next((o for o in inspection.observations if getattr(o, name) == chosen and chosen), None)
        for o in inspection.observations:
            value = getattr(o, name)
            if holder is None or value is None or value == chosen or (o.source_id, name) in rows:
                continue
            rows[o.source_id, name] = {
                "authority_id": inspection.authority_id,
                "inspection_id": inspection.inspection_id,
                "service": "",
                "aspect": "",
                "field": name,
                "evidence": holder.evidence,
                "reading": chosen.isoformat() if chosen else "",
                "source_id": holder.source_id,
                "locator": holder.locator,
                "other_evidence": o.evidence,
                "other_reading": value.isoformat(),
                "other_source_id": o.source_id,
                "other_locator": o.locator,
            }
    return list(rows.values())
