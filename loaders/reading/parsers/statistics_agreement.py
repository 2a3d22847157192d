"""Rows of one sheet that give one inspection two grades: neither is read, and the two places are named.

Used by the parser of statistics for its tables and its lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from loaders.reading.parsers.statistics_cells import fold
from loaders.record.model import GradedLine, Reading


def agreeing(readings: Iterable[Reading]) -> tuple[list[Reading], list[str]]:
    """The readings of a sheet without the grades of which two rows give different ones, and what those were."""
    rows = list(readings)
    said: dict[tuple[object, ...], dict[str, str]] = {}
    for reading in rows:
        for line in reading.lines:
            for judged in _judged(reading, line):
                said.setdefault(judged, {}).setdefault(line.words.lower(), line.locator)
    agreed: list[Reading] = []
    problems: list[str] = []
    for reading in rows:
        refused = {
            line: places
            for line in reading.lines
            for judged in _judged(reading, line)
            if len(places := said[judged]) > 1
        }
        if lines := tuple(line for line in reading.lines if line not in refused):
            agreed.append(replace(reading, lines=lines))
        problems += [
            f'{" and ".join(places.values())}: "{line.label}" of {reading.authority} has two grades, and neither '
            "was read"
            for line, places in refused.items()
        ]
    return agreed, problems


def _judged(reading: Reading, line: GradedLine) -> list[tuple[object, ...]]:
    """What a line of a reading is the grade of: an inspection by its first day, and by the day of its report."""
    return [
        (fold(reading.authority), reading.framework, what, day, line.service, line.aspect)
        for what, day in (("start", reading.inspection_start), ("published", reading.published))
        if day
    ]
