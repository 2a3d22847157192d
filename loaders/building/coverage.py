"""What was expected to be inspected, and what of it is known: the rows of `coverage.csv`.

Called by `build`.
"""

from collections import defaultdict

from loaders.building.columns import Row
from loaders.record.grouping import grouped
from loaders.record.matching import Inspection
from loaders.record.reference import OVERALL, Reference
from loaders.record.rounds import rounds


def coverage(inspections: list[Inspection], judgements: list[Row], reference: Reference) -> list[Row]:
    """One row per round and authority that was due in it, or that has an inspection of it."""
    services: dict[str, set[str]] = defaultdict(set)
    for row in judgements:
        if row["grade"] and row["aspect"] == OVERALL:
            services[str(row["inspection_id"])].add(str(row["service"]))
    graded = {str(row["inspection_id"]) for row in judgements if row["grade"]}
    in_time = sorted(inspections, key=lambda i: (i.date, i.inspection_id))
    by_authority = grouped(in_time, lambda inspection: inspection.authority_id)
    rows = []
    for part in rounds():
        for authority in reference.register.authorities:
            of_authority = by_authority.get(authority.authority_id, [])
            of_round = [i for i in of_authority if i.framework == part.framework and part.holds(i)]
            if not of_round and not authority.existed(part.as_of):
                continue
            with_grades = [i for i in of_round if i.inspection_id in graded]
            first = next(iter(with_grades or of_round), None)
            is_left_out = not of_round and any(
                i.framework == part.left_out and i.date <= part.as_of for i in of_authority
            )
            absent = "not_inspected" if part.complete or is_left_out else "not_known"
            expected = part.expected if authority.existed(part.as_of) else "perhaps"
            rows.append(
                {
                    "authority_id": authority.authority_id,
                    "authority": authority.name,
                    "round": part.name,
                    "framework": part.framework,
                    "round_from": part.first_day,
                    "round_until": part.until,
                    "expected": "no" if is_left_out else expected,
                    "status": "known" if with_grades else "inspected" if of_round else absent,
                    "evidence": first.evidence if first else "",
                    "inspection_id": first.inspection_id if first else "",
                    "services": ";".join(sorted({s for i in of_round for s in services[i.inspection_id]})),
                }
            )
    return rows
