"""How far the step from one graded inspection to the next can be compared, and how a time line draws it.

One rule for the table of movements and for every page that sets two grades side by side. Called by `derive` for the
table of movements, and by the analysis.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast

from loaders.record.reference import Reference

# How a time line draws a step, which follows its comparability alone; a break is no line, with a mark between the two.
LINES = {"same": "solid", "close": "dashed", "loose": "break", "ended": "ends"}


@dataclass(frozen=True)
class End:
    """One end of a step: the framework, the day of the visit, and the judgement's comparability."""

    framework: str
    date: dt.date
    comparability: str

    @classmethod
    def of(cls, row: Mapping[str, object]) -> Self:
        """The end that a row of judgements is: what an inspection grades is settled on its first day."""
        day = cast(dt.date, row["inspection_start"] or row["date"])
        return cls(str(row["framework"]), day, str(row["comparability"]))


@dataclass(frozen=True)
class Step:
    """How far the two ends are one measure; `because` says why they are not the same."""

    comparability: str
    because: str

    @property
    def draw(self) -> str:
        """How a time line draws the step: solid, dashed, break or ends."""
        return LINES[self.comparability]


def step(reference: Reference, service: str, aspect: str, *, earlier: End, later: End) -> Step:
    """The step between two graded inspections of one service and aspect, the earlier one first.

    It is `same` only where both ends are. `ended` is said of a judgement, never of a step: two inspections of one
    framework stay comparable with each other, whatever is graded later.
    """
    join = reference.join(
        earlier.framework, later.framework, service=service, aspect=aspect, from_date=earlier.date, to_date=later.date
    )
    ends = (earlier.comparability, later.comparability)
    if join.comparability == "same" and ends != ("same", "same"):
        return Step("close", _why(reference, service, aspect, earlier, later))
    return Step(join.comparability, join.because)


def _why(reference: Reference, service: str, aspect: str, *ends: End) -> str:
    """Why an end is not the measure of today: the reason that its framework's file gives."""
    for end in ends:
        judgement = reference.frameworks[end.framework].judgement(service, aspect, end.date)
        if end.comparability != "same" and judgement is not None:
            return judgement.because
    return "not graded in this form today"
