"""Rows of a release that give one inspection two grades: neither is read, and the two places are named.

Used by the parser of statistics for its tables and its lists. Days of one inspection differ by misprints and by what
they are days of, so that rows whose days are near each other are of one: no service was inspected twice in half a year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from loaders.reading.parsers.statistics_cells import fold
from loaders.record.model import GradedLine, Reading

_ONE_VISIT = dt.timedelta(days=90)


def agreeing(readings: Iterable[Reading]) -> tuple[list[Reading], list[str]]:
    """The readings without the grades of which two rows give different ones, and what those were."""
    rows = list(readings)
    lines_by_judgement: dict[tuple[object, ...], list[tuple[dt.date, GradedLine]]] = {}
    for reading in rows:
        for line in reading.lines:
            for judged, day in _judged(reading, line):
                lines_by_judgement.setdefault(judged, []).append((day, line))
    agreed: list[Reading] = []
    problems: list[str] = []
    for reading in rows:
        refused: dict[GradedLine, dict[str, str]] = {}
        for line in reading.lines:
            for judged, day in _judged(reading, line):
                near = [other for when, other in lines_by_judgement[judged] if abs(when - day) <= _ONE_VISIT]
                places = {other.words.lower(): other.locator for other in reversed(near)}
                if len(places) > 1:
                    refused[line] = dict(reversed(places.items()))
        if lines := tuple(line for line in reading.lines if line not in refused):
            agreed.append(replace(reading, lines=lines))
        problems += [
            f'{" and ".join(places.values())}: "{line.label}" of {reading.authority} has two grades, and neither '
            "was read"
            for line, places in refused.items()
        ]
    return agreed, list(dict.fromkeys(problems))


def _judged(reading: Reading, line: GradedLine) -> list[tuple[tuple[object, ...], dt.date]]:
    """What a line of a reading is the grade of, an inspection by a day on site, and by the day of its report."""
    days = {"visit": reading.inspection_start or reading.inspection_end, "published": reading.published}
    inspected = fold(reading.authority), reading.framework
    return [((*inspected, what, line.service, line.aspect), day) for what, day in days.items() if day]
