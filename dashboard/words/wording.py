"""Small words for values: dates as exact as known, grades as printed with their scale."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from dashboard.appearance import BY_GRADE
from loaders.record.reference import Authority, Reference

TableRow = Mapping[str, str]
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day(iso: str) -> str:
    """2012-03-23 as 23 March 2012; "" stays ""."""
    if not iso:
        return ""
    date = dt.date.fromisoformat(iso)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month(iso: str) -> str:
    return " ".join(day(iso).split()[1:])


def date(row: TableRow, *, short: bool = False) -> str:
    """The date of a row as exactly as it is known, and no more exactly."""
    if row["date_precision"] == "year":
        return row["date"][:4]
    if row["date_precision"] == "month" or short:
        return month(row["date"])
    return day(row["date"])


def date_range(row: TableRow) -> str:
    start, end = row["inspection_start"], row["inspection_end"]
    if start and end and start != end:
        return f"{day(start)} to {day(end)}"
    if start or end:
        return day(start or end)
    if row["published"]:
        return f"published {day(row['published'])}; the source gives no inspection dates"
    return f"{date(row)} (as exact as the source gives it)"


def count(number: int, one: str, many: str = "") -> str:
    """ "no inspections", "one inspection", "12 inspections"."""
    words = NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
    return f"{words} {one if number == 1 else many or one + 's'}"


def thing(reference: Reference, service: str, aspect: str) -> str:
    """What was judged: "Looked-after children", "Looked-after children: leadership"."""
    title = reference.services.get(service, service)
    return title if aspect == "overall" else f"{title}: {lower_first(reference.aspects.get(aspect, aspect))}"


SHORT_SERVICES = {
    "safeguarding": "safeguarding",
    "looked_after_children": "children in care",
    "care_leavers": "care leavers",
    "adoption": "adoption",
    "disabilities": "children with disabilities",
    "lscb": "the Local Safeguarding Children Board",
}
"""Services as a sentence names them. What the newest framework grades as help and protection is safeguarding here."""


def short_thing(reference: Reference, service: str, aspect: str) -> str:
    """What was judged, for the middle of a sentence: "leadership", "children in care", "leadership in safeguarding"."""
    name = SHORT_SERVICES.get(service, "")
    part = lower_first(reference.aspects.get(aspect, aspect))
    if service == "whole_service":
        return "children’s services overall" if aspect == "overall" else part
    return name if aspect == "overall" else f"{part} ({name})"


def as_named(reference: Reference, row: TableRow) -> str:
    """What a row judges; safeguarding is help and protection where it is, nearly or quite, today’s measure."""
    is_todays = (row["service"], row["aspect"]) == ("safeguarding", "overall") and row["comparability"] != "loose"
    return "help and protection" if is_todays else short_thing(reference, row["service"], row["aspect"])


def round_name(reference: Reference, row: TableRow) -> str:
    """A round of inspections as a sentence names it: "annual performance assessment 2006", "joint area review"."""
    framework = reference.frameworks[row["framework"]]
    year = f" {row['round_from'][:4]}" if framework.yearly else ""
    return f"{lower_first(framework.title)}{year}"


def authority_name(authority: Authority) -> str:
    """An authority's name, with the year in which it ended: an old county and its successor can share a name."""
    return f"{authority.name} (to {authority.valid_to.year})" if authority.valid_to else authority.name


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def on_scale(reference: Reference, row: TableRow) -> str:
    """ "3 on the scale 1 to 4, where 4 is best", or what stands in place of a number."""
    scale = reference.scales[row["scale"]]
    if scale.best_number is None:
        return f"on the scale {lower_first(scale.title)}"
    number = row["grade_number_original"]
    return f"{number} on the scale {scale.title}" if number else f"no number known, on the scale {scale.title}"


def printed(reference: Reference, row: TableRow) -> str:
    """The grade as printed, always with its scale: “Adequate”, 3 on the scale 1 to 4, where 1 is best."""
    if row["scale"] == RELABELLED:
        at_the_time = word_at_the_time(row)
        listed = f"listed as “{row['grade_original']}”"
        return f"{listed}; the word at the time was {at_the_time}" if at_the_time else f"{listed} by the inspectorate"
    return f"printed “{row['grade_original']}”, {on_scale(reference, row)}"


def grade_word(row: TableRow) -> str:
    """The printed word for use in a sentence: good, requires improvement to be good."""
    return row["grade_original"].strip().rstrip(".").lower()


RELABELLED = "statistics-relabelled"
"""The scale of the inspectorate’s list of 2009 to 2023, which prints today’s words for older grades too."""


def word_at_the_time(row: TableRow) -> str:
    """The word that an inspection’s report used, where a list prints today’s instead; "" where they are the same."""
    is_third = row["grade"] == "requires_improvement_or_adequate"
    return "adequate" if row["scale"] == RELABELLED and is_third and grade_word(row) != "adequate" else ""


def said_grade(row: TableRow) -> str:
    """The printed word in a sentence about one thing; the harmonised grade in brackets where it is another word."""
    if at_the_time := word_at_the_time(row):
        return f"{at_the_time} (listed as {grade_word(row)})"
    word = re.sub(r"^require\b", "requires", grade_word(row))
    title = lower_first(grade_title(row["grade"]))
    is_told = any(word.startswith(each) for each in title.split(" or "))
    return word if is_told else f"{word} (harmonised: {title})"


def grade_title(grade: str) -> str:
    return BY_GRADE[grade].title if grade in BY_GRADE else "No grade given"


def movement(change: int) -> str:
    """How far, and which way, on the harmonised order."""
    if change == 0:
        return "no change of harmonised grade"
    return f"{count(abs(change), 'grade')} {'up (better)' if change > 0 else 'down (worse)'}"


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1] if items else ""
