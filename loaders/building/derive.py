"""What follows from the judgements: the table of inspections, with what each left ungraded, and the movements.

Called by `build`.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from loaders.building.columns import Row, inspection_columns
from loaders.record.grouping import grouped
from loaders.record.matching import Inspection
from loaders.record.reference import Reference
from loaders.record.steps import End, step


def inspections(visits: list[Inspection], judgements: list[Row], reference: Reference) -> list[Row]:
    """One row per inspection; what it did not judge, does not give, or could not be established, each named."""
    graded: dict[str, dict[tuple[str, str], bool]] = defaultdict(dict)
    for row in judgements:
        graded[str(row["inspection_id"])][str(row["service"]), str(row["aspect"])] = bool(row["grade"])
    rows = []
    for inspection in visits:
        framework = reference.frameworks[inspection.framework]
        date = inspection.start or inspection.date
        lines = graded[inspection.inspection_id]
        is_mentioned_only = inspection.evidence == "mention"
        required = [
            (j.service, j.aspect)
            for j in framework.judgements
            if j.required and j.in_force(date) and not is_mentioned_only
        ]
        rows.append(
            {
                **inspection_columns(inspection, reference),
                "evidence": inspection.evidence,
                "judgements": sum(lines.values()),
                "not_judged": _pairs(line for line, has_grade in lines.items() if not has_grade),
                "not_given": _pairs((n.service, n.aspect) for n in framework.not_given if n.in_force(date)),
                "not_established": _pairs(line for line in required if line not in lines),
                "sources": ";".join(dict.fromkeys(o.source_id for o in inspection.observations)),
            }
        )
    return rows


def _pairs(lines: Iterable[tuple[str, str]]) -> str:
    return ";".join(sorted({f"{service}/{aspect}" for service, aspect in lines}))


def movements(judgements: list[Row], reference: Reference) -> list[Row]:
    """One row per step between neighbouring graded inspections of one authority, service and aspect."""
    graded = (row for row in judgements if row["grade"])
    series = grouped(graded, lambda row: (str(row["authority_id"]), str(row["service"]), str(row["aspect"])))
    rows = []
    for (authority_id, service, aspect), of_series in sorted(series.items()):
        ordered = sorted(of_series, key=lambda row: (row["date"], row["inspection_id"]))
        for earlier, later in pairwise(ordered):
            between = step(reference, service, aspect, earlier=End.of(earlier), later=End.of(later))
            rows.append(
                {
                    "authority_id": authority_id,
                    "service": service,
                    "aspect": aspect,
                    "from_inspection_id": earlier["inspection_id"],
                    "to_inspection_id": later["inspection_id"],
                    "from_date": earlier["date"],
                    "to_date": later["date"],
                    "from_grade": earlier["grade"],
                    "to_grade": later["grade"],
                    "change": int(str(earlier["grade_rank"])) - int(str(later["grade_rank"])),
                    "comparability": between.comparability,
                    "because": between.because,
                    "draw": between.draw,
                }
            )
    return rows
