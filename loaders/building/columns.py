"""Inspections and observations as the columns of the tables; used by `extract`, `build` and `/read` alike."""

from collections.abc import Iterator
from dataclasses import fields

from loaders.record.matching import Inspection, inspection_id
from loaders.record.model import Extraction, Observation
from loaders.record.reference import Reference

Row = dict[str, object]
_OF_THE_INSPECTION = {"authority_id", "framework"}
_FLAGS = {"is_shared", "is_disputed", "is_framework_named"}
_OBSERVED = tuple(f.name for f in fields(Observation) if f.name not in _OF_THE_INSPECTION | _FLAGS)


def observation_columns(o: Observation) -> Row:
    """What one observation says, as columns."""
    return {name: getattr(o, name) for name in _OBSERVED} | {"establishes": "yes" if establishes(o) else "no"}


def establishes(o: Observation) -> bool:
    """Whether an observation can establish a judgement by itself.

    One grade said of several services that were graded apart cannot, nor can a remark that is disputed.
    """
    return not (o.is_shared or o.is_disputed)


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
        "date_basis": inspection.date_basis,
    }


def _authority_columns(authority_id: str, reference: Reference) -> Row:
    authority = reference.register.by_id[authority_id]
    return {
        "authority_id": authority.authority_id,
        "authority": authority.name,
        "gss_code": authority.gss_code,
        "region": authority.region,
        "dfe_la_number": authority.dfe_la_number,
    }


def source_rows(extraction: Extraction, reference: Reference) -> Iterator[Row]:
    """The observations of one source that no other has been compared with: the columns of `observations.csv`, and
    `file_name`. The inspection's id is the one that it would have on its own.
    """
    for o in extraction.observations:
        yield {
            **_authority_columns(o.authority_id, reference),
            "inspection_id": inspection_id(o.authority_id, o.date, o.framework),
            "framework": o.framework,
            **observation_columns(o),
            "source_url": extraction.source.url,
            "file_name": extraction.source.file_name,
        }
