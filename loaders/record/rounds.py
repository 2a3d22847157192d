"""The rounds in which every authority was to be inspected: `rounds.toml`.

Called by `building.coverage`, and by `in_force` for what is known of no round.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loaders.record.precision import period
from loaders.record.reference import REFERENCE_FOLDER
from loaders.record.toml_file import from_entry, read_toml

if TYPE_CHECKING:  # what shows the record matches nothing
    from loaders.record.matching import Inspection


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
