"""Small words for values: dates as exact as known, grades as printed with their scale, things by their names.

Names come from the vocabulary of the reference; every page, sentence and hover text asks here for them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from loaders.record.reference import OVERALL, Authority, Reference
from loaders.record.rows import CoverageRow, DatedRow, GradedRow, PrintedRow

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day(date: dt.date | None) -> str:
    """23 March 2012; "" where there is no date."""
    return f"{date.day} {month(date)}" if date else ""


def month(date: dt.date | None) -> str:
    return f"{date:%B} {date.year}" if date else ""


def as_read(text: str) -> str:
    """A reading as a source has it: a date as far as it is given (2010-11 is November 2010), anything else as it is."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return day(dt.date.fromisoformat(text))
    return month(dt.date.fromisoformat(f"{text}-01")) if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else text


def date(row: DatedRow, *, short: bool = False) -> str:
    """The date of a row as exactly as it is known, and no more exactly."""
    if row["date_precision"] == "year":
        return str(row["date"].year)
    if row["date_precision"] == "month" or short:
        return month(row["date"])
    return day(row["date"])


def dated(row: DatedRow) -> str:
    """The same, and that it is when a report came out, where the day of the inspection is not known."""
    return f"published {date(row)}" if row["date_basis"] == "publication" else date(row)


def date_range(row: DatedRow) -> str:
    start, end = row["inspection_start"], row["inspection_end"]
    if start and end and start != end:
        return f"{day(start)} to {day(end)}"
    if start or end:
        return day(start or end)
    if row["published"]:
        return f"published {day(row['published'])}; the source has no inspection dates"
    return f"{date(row)} ({row['date_precision']} only)"


def count(number: int, singular: str, plural: str = "") -> str:
    """ "no inspections", "one inspection", "12 inspections"."""
    words = NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
    return f"{words} {singular if number == 1 else plural or singular + 's'}"


def number(count: int, singular: str, plural: str = "") -> str:
    """The same in figures: "1 council", "1,204 councils"."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def percent(share: float | None) -> str:
    """ "64%"; never 0% where there is some, and a dash where no share is known."""
    if share is None:
        return "–"
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def thing(reference: Reference, service: str, aspect: str = OVERALL) -> str:
    """What was graded, as a heading: "Looked-after children", "Looked-after children: leadership"."""
    words = reference.vocabulary
    title = words.services[service].title
    return title if aspect == OVERALL else f"{title}: {words.aspects[aspect].prose}"


def short_thing(reference: Reference, service: str, aspect: str = OVERALL) -> str:
    """What was graded, for the middle of a sentence: "leadership", "care leavers", "leadership (safeguarding)"."""
    words = reference.vocabulary
    name, part = words.services[service].prose, words.aspects[aspect].prose
    if aspect == OVERALL:
        return name
    return part if service == "whole_service" else f"{part} ({name})"


def subject(reference: Reference, service: str, aspect: str) -> str:
    """What a sentence on grades is about: "safeguarding", "the overall grade", "the grade for looked-after children".

    Children and care leavers are people, and no grade of theirs rises or falls but the grade for them.
    """
    if (service, aspect) == ("safeguarding", OVERALL):
        return short_thing(reference, service, aspect)
    if (service, aspect) == ("whole_service", OVERALL):
        return "the overall grade"
    return f"the grade for {short_thing(reference, service, aspect)}"


def names_in_reports(reference: Reference, services: Iterable[str]) -> str:
    """What today's reports call some services, where they use other names; "" where they do not."""
    terms = [reference.vocabulary.services[service] for service in services]
    renamed = [f"{term.prose} “{term.also}”" for term in terms if term.also]
    return f"Today’s reports call {listed(renamed)}." if renamed else ""


def framework_name(reference: Reference, framework: str) -> str:
    """A framework in the middle of a sentence: "joint area review"."""
    return reference.vocabulary.frameworks[framework].prose


def framework_title(reference: Reference, framework: str) -> str:
    """A framework with its initials and years: "Joint area review (JAR, 2005–2008)"."""
    name = reference.vocabulary.frameworks[framework]
    return f"{name.title} ({', '.join(filter(None, (name.initials, name.years)))})"


def round_name(reference: Reference, row: CoverageRow) -> str:
    """A round of inspections as a sentence names it: "annual performance assessment 2006", "joint area review"."""
    year = f" {row['round_from'].year}" if reference.frameworks[row["framework"]].yearly else ""
    return f"{framework_name(reference, row['framework'])}{year}"


def council_name(authority: Authority) -> str:
    """The name that people use: Hull, Bristol, Herefordshire. Data and files keep the register's form."""
    return authority.display_name or authority.name


def authority_name(authority: Authority) -> str:
    """A council's name, with the year in which it ended: an old county and its successor can share a name."""
    name = council_name(authority)
    return f"{name} (to {authority.valid_to.year})" if authority.valid_to else name


def council_of(reference: Reference, authority_id: str) -> str:
    """The name of the council that a row is about, as `authority_name` has it."""
    return authority_name(reference.register.by_id[authority_id])


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def on_scale(reference: Reference, row: PrintedRow) -> str:
    """ "3 on the scale 1 to 4, where 4 is best", or what stands in place of a number."""
    scale = reference.scales[row["scale"]]
    if scale.best_number is None:
        is_own = row["scale"] == reference.frameworks[row["framework"]].scale
        return "no numbers in this framework" if is_own else f"on the scale {lower_first(scale.title)}"
    number = row["grade_number_original"]
    return f"{number} on the scale {scale.title}" if number else f"no number known, on the scale {scale.title}"


def printed_words(reference: Reference, row: PrintedRow) -> str:
    """The grade as printed, always with its scale: “Adequate”, 3 on the scale 1 to 4, where 1 is best."""
    if row["scale"] == RELABELLED:
        at_the_time = word_at_the_time(reference, row)
        words = f"listed as “{row['grade_original']}”"
        return f"{words}; the word at the time was {at_the_time}" if at_the_time else f"{words} by the inspectorate"
    return f"printed “{row['grade_original']}”, {on_scale(reference, row)}"


def grade_word(row: PrintedRow) -> str:
    """The printed word for use in a sentence: good, requires improvement to be good."""
    return row["grade_original"].strip().rstrip(".").lower()


RELABELLED = "statistics-relabelled"
"""The scale of the inspectorate’s list of 2009 to 2023, which prints today’s words for older grades too."""


def word_at_the_time(reference: Reference, row: PrintedRow) -> str:
    """The word that an inspection’s report used, where a list prints today’s instead; "" where they are the same."""
    if row["scale"] != RELABELLED or not row["grade"]:
        return ""
    word = reference.printed_grade(row["grade"], row["framework"], row["grade_original"]).prose
    return "" if grade_word(row).startswith(word) else word


def said_grade(reference: Reference, row: GradedRow) -> str:
    """The printed word in a sentence about one thing; the harmonised grade in brackets where it is another word."""
    if at_the_time := word_at_the_time(reference, row):
        return f"{at_the_time} (listed as {grade_word(row)})"
    word = re.sub(r"^require\b", "requires", grade_word(row))
    prose = reference.vocabulary.grades[row["grade"]].prose
    is_told = any(word.startswith(part) for part in prose.split(" or "))
    return word if is_told else f"{word} ({prose} on the common scale)"


def quoted_in(reference: Reference, row: DatedRow) -> str:
    """From what a grade is known that the inspectorate's own pages do not give, in brackets; "" where they do."""
    evidence = reference.vocabulary.evidence[row["evidence"]]
    return f" ({evidence.prose})" if evidence.is_hollow else ""


def grade_title(reference: Reference, row: PrintedRow) -> str:
    if not row["grade"]:
        return "Not graded"
    return reference.printed_grade(row["grade"], row["framework"], row["grade_original"]).title


def movement(change: int) -> str:
    """How far, and which way, between grades that are comparable: "up one grade", "down two grades", "no change"."""
    return f"{'up' if change > 0 else 'down'} {count(abs(change), 'grade')}" if change else "no change"


def listed(items: Sequence[str], conjunction: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return ", ".join(items[:-1]) + (f" {conjunction} " if len(items) > 1 else "") + items[-1] if items else ""
