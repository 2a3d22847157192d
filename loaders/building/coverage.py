"""What was expected to be inspected, and what of it is known: the rows of `coverage.csv`, from `rounds.toml`.

Called by `build` and `panel`.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from loaders.building.columns import Row
from loaders.record.matching import Inspection
from loaders.record.precision import period
from loaders.record.reference import OVERALL, REFERENCE_FOLDER, Reference
from loaders.record.toml_file import from_entry, read_toml


@dataclass(frozen=True, kw_only=True)
class Round:
    """One round: a framework (with its year where it was made yearly), its days, and for whom it was due."""

    name: str
    framework: str
    first_day: dt.date
    until: dt.date | None = None
    as_of: dt.date
    expected: str
    complete: bool = False
    # Whoever this framework had inspected by then was left out of the round.
    left_out: str = ""

    def holds(self, inspection: Inspection) -> bool:
        """Whether an inspection is of the round; one that is dated by its year may be of any day in it."""
        first, last = period(inspection.date, inspection.precision)
        return self.first_day <= last and (self.until is None or first <= self.until)


@cache
def rounds() -> tuple[Round, ...]:
    """Every round of `rounds.toml`. Raises FolderInvalid where it cannot be read."""
    return tuple(
        from_entry(Round, entry, name=entry["round"], first_day=entry["from"])
        for entry in read_toml(REFERENCE_FOLDER / "rounds.toml", part="round")
    )


def coverage(inspections: list[Inspection], judgements: list[Row], reference: Reference) -> list[Row]:
    """One row per round and authority that was due in it, or that has an inspection of it."""
    services: dict[str, set[str]] = defaultdict(set)
    for row in judgements:
        if row["grade"] and row["aspect"] == OVERALL:
            services[str(row["inspection_id"])].add(str(row["service"]))
    graded = {str(row["inspection_id"]) for row in judgements if row["grade"]}
    by_authority: dict[str, list[Inspection]] = defaultdict(list)
    for inspection in sorted(inspections, key=lambda i: (i.date, i.inspection_id)):
        by_authority[inspection.authority_id].append(inspection)
    rows = []
    for part in rounds():
        for authority in reference.register.authorities:
            of_authority = by_authority[authority.authority_id]
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
