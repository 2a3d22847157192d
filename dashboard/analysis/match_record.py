"""Observations of a report beside what the record has: the same inspection, and whether its grade is the same.

Comes in: a store and an extraction. Goes out: each observation with the judgement that the record has for it, found by
the rule by which `loaders build` would put it there. Nothing is added to the record.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, cast

from dashboard.store import Store
from loaders.building.columns import source_rows
from loaders.record.matching import Inspection, inspection_of, known_inspection
from loaders.record.model import Extraction, Observation
from loaders.record.rows import InspectionRow, JudgementRow, ObservationRow, SourceRow

AGREES, DIFFERS, NEW = "agrees", "differs", "new"


@dataclass(frozen=True)
class RecordMatch:
    """One observation, the inspection of the record that it speaks of, and the record's judgement, where it has one."""

    observation: Observation
    inspection: InspectionRow | None
    judgement: JudgementRow | None

    @property
    def verdict(self) -> str:
        if self.judgement is None:
            return NEW
        return AGREES if (self.judgement["grade"] or "") == self.observation.grade else DIFFERS


def matches(store: Store, extraction: Extraction) -> list[RecordMatch]:
    """Every observation with what the record has for it: what differs first, then what is new, then what agrees."""
    inspections: dict[str, list[Inspection]] = {}
    judgements: dict[tuple[str, str, str], JudgementRow] = {}
    results = []
    for observation in extraction.observations:
        authority_id = observation.authority_id
        if authority_id not in inspections:
            rows = store.of_authority("judgements", authority_id)
            judgements |= {(row["inspection_id"], row["service"], row["aspect"]): row for row in rows}
            inspections[authority_id] = list(_inspections(store, authority_id, rows))
        inspection = inspection_of(observation, inspections[authority_id], store.reference)
        if inspection is None:
            results.append(RecordMatch(observation, None, None))
            continue
        key = (inspection.inspection_id, observation.service, observation.aspect)
        results.append(RecordMatch(observation, store.inspections[inspection.inspection_id], judgements.get(key)))
    return sorted(results, key=lambda match: (DIFFERS, NEW, AGREES).index(match.verdict))


def same_file(store: Store, extraction: Extraction) -> SourceRow | None:
    """The source of the record that is this very file, if it is one."""
    sha256 = extraction.source.sha256
    return next((row for row in store.sources.values() if row["sha256"] == sha256), None) if sha256 else None


def observed(store: Store, extraction: Extraction) -> Iterator[list[str]]:
    """The observations as `loaders extract` writes them, header first: as in observations.csv, and the file's name."""
    header = [*store.described["observations"].header, "file_name"]
    yield header
    for row in source_rows(extraction, store.reference):
        yield ["" if row.get(name) is None else str(row[name]) for name in header]


def as_row(o: Observation) -> ObservationRow:
    """An observation with its fields as the columns that they are named as."""
    return cast(ObservationRow, asdict(o))


def _inspections(store: Store, authority_id: str, judgements: list[JudgementRow]) -> Iterator[Inspection]:
    """The record's inspections of an authority, strongest evidence first, as the rule that compares them wants them."""
    strength = store.reference.evidence
    inspections = store.of_authority("inspections", authority_id)
    for row in sorted(inspections, key=lambda line: (strength[line["evidence"]], line["date"])):
        of_it = [line for line in judgements if line["inspection_id"] == row["inspection_id"]]
        yield replace(known_inspection(row), observations=[_observation(line) for line in of_it])


def _observation(row: JudgementRow) -> Observation:
    """A judgement of the record as the observation that it rests on; the rule looks at its service and aspect."""
    names = {field.name for field in fields(Observation)}
    values: dict[str, Any] = {name: cell for name, cell in row.items() if name in names}
    values |= {"inspection_type": row["inspection_type"] or "", "grade": row["grade"] or ""}
    return Observation(**values, grade_text=row["grade_original"], place="")
