"""What an inspection type in a row of statistics stands for, and whether an inspection's dates are in its time.

Used by the parsers of statistics alone: by the layouts, which name the types, and by both readers of rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from loaders.record.matching import TO_PUBLICATION
from loaders.record.reference import Framework


@dataclass(frozen=True)
class Kind:
    """What an inspection type as printed stands for. Visits are not graded."""

    framework: str
    inspection_type: str
    graded: bool


def is_in_time(framework: Framework, start: dt.date | None, published: dt.date | None) -> bool:
    """Whether an inspection of these dates can be one of the framework; the day on site decides where it is known."""
    if start:
        return framework.in_force(start)
    # Of a publication the visit lies some time before it.
    return published is None or (
        framework.from_date <= published and (framework.until is None or published - TO_PUBLICATION <= framework.until)
    )
