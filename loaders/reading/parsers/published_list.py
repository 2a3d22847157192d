"""Published lists: a reviewed file of `data/lists` to a reading for each grade that the list prints.

Called by `extract` for TOML with grades in it. What the list prints is kept as printed; a file whose counts do not add
up, or with a name that no authority had on that day, is refused whole, since nobody could tell which row is wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from loaders.reading.parsers.statistics_kinds import is_in_time
from loaders.record.errors import SourceRefused
from loaders.record.model import DateBasis, Evidence, GradedLine, Reading
from loaders.record.precision import period
from loaders.record.reference import Framework, Reference, Scale
from loaders.record.safe_text import is_web_address, one_line

# The scale of the words that lists use for frameworks whose own scale is numbered with 4 as the best.
NUMBERED_SCALE = "published-list-4-best"
_BASIS: dict[str, DateBasis] = {"publication": "publication", "assessment year": "assessment_year"}
_STRENGTHS = ("secondary", "mention")
_HEAD = ("title", "publisher", "address", "published", "copy", "covers", "is_complete", "expected", "grades")
_GROUP = ("framework", "date_means", "service", "aspect", "evidence", "expected", "rows")
_MAY_HAVE = ("consulted", "date", "year", "printed", "number", "confidence", "note")
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True)
class PublishedList:
    """A list: what it is called, and a reading, with one graded line, for each grade in it."""

    title: str
    publisher: str
    address: str
    published: dt.date | None
    readings: tuple[Reading, ...]


def is_list(values: Mapping[str, Any]) -> bool:
    """Whether TOML is meant as a published list."""
    return "grades" in values


def parse(values: Mapping[str, Any], reference: Reference, today: dt.date) -> PublishedList:
    """A list's readings. Raises SourceRefused that names what is missing, unknown, doubled or does not add up."""
    _want(values, _HEAD, "the list")
    first_day, last_day = _published(values["published"])
    if first_day > today:
        raise SourceRefused(f"a published list, but it was published on {values['published']}, which is after today")
    if not is_web_address(address := str(values["address"])):
        raise SourceRefused(f"a published list, but {one_line(address, 100)!r} is no web address")
    readings: list[Reading] = []
    names: set[tuple[object, ...]] = set()
    for number, group in enumerate(_groups(values), 1):
        _want(group, _GROUP, f"[[grades]] {number}")
        lines = list(_readings(group, f"[[grades]] {number}", reference, today=today))
        if len(lines) != group["expected"]:
            raise SourceRefused(
                f"a published list, but [[grades]] {number} has {len(lines)} rows; expected {group['expected']}"
            )
        for reading in lines:
            line = reading.lines[0]
            if (reading.published or dt.date(reading.year or 1, 1, 1)) > last_day:
                what = f"came out on {reading.published}" if reading.published else f"is of {reading.year}"
                raise SourceRefused(f"a published list of {values['published']}, but [[grades]] {number} {what}")
            key = (reading.authority, reading.framework, reading.year, reading.published, line.service, line.aspect)
            if key in names:
                raise SourceRefused(f'a published list, but "{reading.authority}" stands twice ({line.locator})')
            names.add(key)
        readings += lines
    if not readings:
        raise SourceRefused("a published list, but no row holds a grade")
    if len(readings) != values["expected"]:
        raise SourceRefused(f"a published list, but it has {len(readings)} grades; expected {values['expected']}")
    return PublishedList(
        title=str(values["title"]),
        publisher=str(values["publisher"]),
        address=address,
        published=first_day if first_day == last_day else None,
        readings=tuple(readings),
    )


def _want(values: Mapping[str, Any], wanted: tuple[str, ...], where: str) -> None:
    if absent := [name for name in wanted if name not in values]:
        raise SourceRefused(f"a published list, but {where} is without {', '.join(absent)}")
    # A misspelt "number" would be passed over, and the grade read by its word alone.
    if unknown := [str(name) for name in values if name not in (*wanted, *_MAY_HAVE)]:
        raise SourceRefused(f"a published list, but {where} has the unknown key {one_line(unknown[0], 60)!r}")


def _groups(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    groups = values["grades"]
    if not isinstance(groups, list) or not groups or not all(isinstance(group, dict) for group in groups):
        raise SourceRefused("a published list, but grades is no list of tables ([[grades]])")
    return groups


def _published(text: object) -> tuple[dt.date, dt.date]:
    """The first and the last day that a list can be of, which gives its day, its month or its year."""
    match = _PUBLISHED.fullmatch(str(text.date() if isinstance(text, dt.datetime) else text))
    try:
        year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        return period(dt.date(year, month or 1, day or 1), "day" if day else "month" if month else "year")
    except ValueError:
        raise SourceRefused(
            f"a published list, but published is {str(text)[:40]!r}; wanted a day, month or year"
        ) from None


def _readings(group: Mapping[str, Any], where: str, reference: Reference, *, today: dt.date) -> Iterator[Reading]:
    words = [name for name in ("framework", "date_means", "service", "aspect", "evidence") if not _is_word(group[name])]
    if words or not isinstance(group["rows"], list):
        raise SourceRefused(
            f"a published list, but {where} has no {'text' if words else 'list'} for {(words or ['rows'])[0]}"
        )
    framework, scale = _framework(group, where, reference)
    evidence = group["evidence"]
    if evidence not in _STRENGTHS or evidence not in get_args(Evidence):
        raise SourceRefused(f"a published list, but {where} has the evidence {evidence!r}; wanted secondary or mention")
    date, year, basis = _dated(group, where, today)
    if not _is_in_time(framework, date, year):
        raise SourceRefused(
            f"a published list, but {where} is of {year or date}, when there was no {framework.short_title}"
        )
    if framework.judgement(group["service"], group["aspect"], date) is None:
        raise SourceRefused(
            f"a published list, but {framework.short_title} grades no {group['service']}/{group['aspect']} ({where})"
        )
    for row in group["rows"]:
        name, printed, locator, authority_id = _row(row, group, where)
        word = scale.word(printed)
        number = group.get("number", int(printed) if printed.isdigit() else None)
        if word is None or (number is not None and word.number != number):
            raise SourceRefused(f'a published list, but "{printed}" for {name} is not on the scale of {where}')
        register = reference.register
        authority = register.resolve_id(authority_id, date) if authority_id else register.resolve(name, date)
        if authority_id and (other := _named(name, date, reference)) not in ("", authority.authority_id):
            raise SourceRefused(f'a published list, but "{name}" is {other}, and {locator} says {authority_id}')
        yield Reading(
            framework=framework.framework,
            authority=authority.authority_id,
            evidence=evidence,
            lines=(
                GradedLine(
                    service=group["service"],
                    aspect=group["aspect"],
                    label=name,
                    grade_text=printed,
                    words=printed,
                    number=number,
                    locator=locator,
                    place="list",
                ),
            ),
            published=date if year is None else None,
            year=year,
            date_basis=basis,
            scale=scale.scale,
        )


def _is_word(value: object) -> bool:
    return isinstance(value, str)


def _is_in_time(framework: Framework, date: dt.date, year: int | None) -> bool:
    """Whether grades of a framework can be of a year, or have been published on a day."""
    if year is None:
        return is_in_time(framework, None, date)
    return framework.from_date.year <= year <= (framework.until or dt.date.max).year


def _named(name: str, date: dt.date, reference: Reference) -> str:
    """The authority that a printed name is of by itself, or nothing."""
    try:
        return reference.register.resolve(name, date).authority_id
    except SourceRefused:
        return ""


def _framework(group: Mapping[str, Any], where: str, reference: Reference) -> tuple[Framework, Scale]:
    framework = reference.frameworks.get(group["framework"])
    if framework is None:
        raise SourceRefused(f"a published list, but {where} names the unknown framework {group['framework']!r}")
    own = reference.scales[framework.scale]
    is_four_best = own.best_number == max(own.by_number, default=None)
    return framework, reference.scales[NUMBERED_SCALE] if framework.numbered and is_four_best else own


def _dated(group: Mapping[str, Any], where: str, today: dt.date) -> tuple[dt.date, int | None, DateBasis]:
    """The day, or the first of the year, that the grades are dated by; the year alone, if it is one; what it means."""
    basis = _BASIS.get(group["date_means"])
    date, year = group.get("date"), group.get("year")
    if isinstance(date, dt.datetime):
        raise SourceRefused(f"a published list, but {where} has a time in its date; wanted a day")
    if basis and isinstance(date, dt.date) and year is None and date <= today:
        return date, None, basis
    if basis and isinstance(year, int) and date is None and 1990 <= year <= today.year:
        return dt.date(year, 1, 1), year, basis
    raise SourceRefused(
        f"a published list, but {where} has no date of before today with its meaning; "
        f"wanted date or year, and date_means {' or '.join(_BASIS)}"
    )


def _row(row: Any, group: Mapping[str, Any], where: str) -> tuple[str, str, str, str]:
    """Name, grade as printed, locator, and the authority's id where the printed name is too short to be told alone."""
    cells = list(row) if isinstance(row, list) else []
    if "printed" in group and cells:
        cells.insert(1, group["printed"])
    if not 3 <= len(cells) <= 4 or not all(isinstance(cell, str) and cell for cell in cells):
        raise SourceRefused(f"a published list, but a row of {where} is no list of name, grade and locator: {row!r}")
    return cells[0], cells[1], cells[2], cells[3] if len(cells) == 4 else ""
