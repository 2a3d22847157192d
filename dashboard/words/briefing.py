"""What the briefing about one council says beside its pictures: what usually came next, and where its grades are from.

Never imports Dash. Everything is as at the day to which the record is complete, and nothing says what will happen.
Called by the page and the slides of a briefing.
"""

import re
from collections.abc import Iterable, Sequence

from dashboard.analysis.briefing import NextGrades
from dashboard.store import Store
from dashboard.words import groups, strips, wording
from loaders.record.reference import Authority
from loaders.record.rows import GradedRow

NOTE = "Inspections that no other has followed yet are not counted. This is what happened, not a forecast."
_NUMBERED = re.compile(r"(p\.|line) (\d+)")


def came_next(store: Store, authority: Authority, service: str, *, next_grades: NextGrades | None) -> str:
    """The next grades after the one that a council has now, in numbers with their base; or why there are none."""
    thing = wording.short_thing(store.reference, service)
    name = wording.authority_name(authority)
    if next_grades is None:
        return f"{name} has no grade for {thing} that can be compared with later ones."
    grade = next_grades.grade.prose
    if not next_grades.of:
        return f"No inspection that graded {thing} {grade} has been followed by a comparable one."
    many, were = (f"{next_grades.of:,} inspections", "were") if next_grades.of > 1 else ("One inspection", "was")
    parts = [f"{number} {term.prose}" for term, number in next_grades.grades]
    sentences = [
        f"Since November 2013, {many} that graded {thing} {grade} {were} followed by a comparable one: "
        f"{wording.listed(parts)}."
    ]
    if next_grades.years:
        low, high = next_grades.years
        sentences.append(f"Half of the next inspections came {low:.1f} to {high:.1f} years later.")
    day, whose = wording.day(store.as_at), groups.possessive(wording.council_name(authority))
    sentences.append(f"{whose} latest was {next_grades.waited:.1f} years before {day}.")
    return " ".join(sentences)


def place(rows: Iterable[GradedRow]) -> str:
    """Where in a source its grades are: pages and lines by their numbers, other places in their own words."""
    pages: dict[str, set[int]] = {"p.": set(), "line": set()}
    others: list[str] = []
    for row in rows:
        numbered = _NUMBERED.match(row["locator"])
        if numbered:
            pages[numbered[1]].add(int(numbered[2]))
        elif row["locator"] not in others:
            others.append(row["locator"])
    several = {"p.": "pp.", "line": "lines"}
    places = [
        f"{name if len(numbers) == 1 else several[name]} {', '.join(map(str, sorted(numbers)))}"
        for name, numbers in pages.items()
        if numbers
    ]
    return "; ".join([*places, *others])


def inspected(rows: Sequence[GradedRow]) -> str:
    """When the inspections were that a source tells of: "May 2023", "2007 and 2008"."""
    dates = list(dict.fromkeys(strips.short_when(row) for row in sorted(rows, key=lambda row: row["date"])))
    return wording.listed(dates)


def shown_address(url: str) -> str:
    """An address as it is printed: without what a browser adds by itself."""
    return re.sub(r"^https?://(?:www\.)?", "", url)
