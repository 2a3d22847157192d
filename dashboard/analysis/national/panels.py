"""The national picture over time, by printed word: each year counts only grades that are comparable with its own time.

Where a framework began whose grades are not comparable with those before, the count starts anew: what a council was
given before the change is no grade of the new kind, and is counted as `earlier`. Called by the chart of the national
picture, by the table beside it, and by what is said of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.national.breaks import breaks
from dashboard.analysis.national.picture import Picture
from dashboard.analysis.national.spans import ABSENT, GOOD, KNOWN, OVER, UNKNOWN
from loaders.record.reference import Reference

EARLIER = "earlier"


@dataclass(frozen=True)
class YearCounts:
    """How many councils at the end of one year: by the word of their grade, and without one that counts.

    `earlier`: graded before the change, and not inspected since. `over`: no longer graded.
    """

    year: int
    words: Mapping[str, int]
    good: int
    earlier: int
    unknown: int
    over: int

    @property
    def known(self) -> int:
        return sum(self.words.values())

    @property
    def councils(self) -> int:
        return self.known + self.earlier + self.unknown + self.over

    @property
    def good_share(self) -> float | None:
        """The share of the known that are good or better; None where none is known."""
        return self.good / self.known if self.known else None


def comparable_states(reference: Reference, picture: Picture) -> pd.DataFrame:
    """The states of a picture, `earlier` instead of known where the grade is of before the change."""
    changes = [each.day for each in breaks(reference, picture.service) if each.comparability == "loose"]
    starts = {c.year: max((day for day in changes if day <= c.day), default="") for c in picture.columns}
    states = picture.states
    is_earlier = [
        state == KNOWN and picture.spans[span]["date"] < starts[year]
        for state, span, year in zip(*(states[name].tolist() for name in ("state", "span", "year")), strict=True)
    ]
    return states.assign(state=states["state"].mask(pd.Series(is_earlier, index=states.index, dtype=bool), EARLIER))


def by_year(reference: Reference, picture: Picture, states: pd.DataFrame) -> list[YearCounts]:
    """The counts of every year of a picture, earliest first. `states`: its comparable ones."""
    counted: Counter[tuple[int, str]] = Counter()
    good: Counter[int] = Counter()
    columns = (states[name].tolist() for name in ("year", "state", "rank", "span"))
    for year, state, rank, span in zip(*columns, strict=True):
        if state == KNOWN:
            grade = picture.spans[span]
            counted[year, reference.printed_grade(grade["grade"], grade["framework"]).name] += 1
            good[year] += rank <= GOOD
        elif state != ABSENT:
            counted[year, state] += 1
    words = [word.name for word in reference.vocabulary.printed]
    return [
        YearCounts(
            year=year,
            words={name: counted[year, name] for name in words},
            good=good[year],
            earlier=counted[year, EARLIER],
            unknown=counted[year, UNKNOWN],
            over=counted[year, OVER],
        )
        for year in (column.year for column in picture.columns)
    ]
