"""A strip in words: what stands in its blocks, what each of them says when pointed at, and its whole history.

Never imports Dash. `markup.strips` asks here; so may every file and picture that shows the same history.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.analysis.strips import INSIDE, TOGETHER, UNKNOWN, Strip, StripBlock, Unknown, is_round
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import Authority
from loaders.record.rows import DatedRow, GradedRow

NOT_KNOWN = "Grade not known"
NOT_KNOWN_KEY = "inspected, or due to be: grade not in this record"


@dataclass(frozen=True)
class NamedStrip:
    """A strip with its name: its area, or its council. `is_own`: that of the council that others are compared with.

    `predecessor` is the council whose strip it is, where another one replaced it; "" elsewhere. It is drawn in grey,
    since no grade passes from one council to another.
    """

    strip: Strip
    name: str
    predecessor: str = ""
    is_own: bool = False


def of_group(strips: Iterable[Strip], own: Authority | None) -> list[NamedStrip]:
    """The strips of several councils by their names."""
    return [
        NamedStrip(strip, wording.authority_name(strip.authority), is_own=strip.authority == own) for strip in strips
    ]


def label(store: Store, block: StripBlock) -> tuple[str, str]:
    """The words in a block and the letter that stands for them where it is narrow."""
    if block.row is not None:
        return grade(store, block.row), store.reference.word_of(block.row).letter
    if block.kind == UNKNOWN:
        return NOT_KNOWN, "?"
    return wording.upper_first(together(store, block).replace("graded together", "together")), ""


def grade(store: Store, row: GradedRow) -> str:
    """The grade as it was printed, as short as it can be: "Good", "Requires improvement", "4 of 4"."""
    term = store.reference.word_of(row)
    word = wording.word_at_the_time(store.reference, row) or wording.grade_word(row)
    first = term.prose.split()[0].removesuffix("s")
    if word.startswith(first):
        return term.title
    number = row["grade_number_original"]
    scale = store.reference.scales[row["scale"]]
    best = max((entry.number for entry in scale.words if entry.number is not None), default=None)
    return f"{number} of {best}" if number and best else wording.upper_first(word)


def together(store: Store, block: StripBlock) -> str:
    """How a service was graded that had no grade of its own."""
    if block.kind == INSIDE:
        return "graded inside each service"
    service = store.reference.vocabulary.services.get(block.beside)
    return f"graded together with {service.prose if service else 'another service'}"


def block(store: Store, stretch: StripBlock, *, is_brief: bool = False) -> str:
    """One block in words, as its tooltip and as a part of the history.

    In brief it says of the framework the initials, and of the evidence what is no report or list of the inspectorate:
    in strips of many councils, each of which has the whole on a page of its own.
    """
    reference = store.reference
    if stretch.row is not None:
        row = stretch.row
        kind = reference.vocabulary.evidence[row["evidence"]]
        evidence = kind.prose
        framework = wording.framework_name(reference, row["framework"])
        word = grade(store, row)
        prose = wording.lower_first(word) if not word[0].isdigit() else wording.said_grade(reference, row)
        join = reference.vocabulary.comparability[stretch.join].prose if stretch.join else ""
        if is_brief:
            framework = reference.vocabulary.frameworks[row["framework"]].initials or framework
            day, evidence = short_when(row), evidence if kind.is_hollow else ""
            return ", ".join(filter(None, (f"{prose}, {day}", framework, evidence, join, "latest" * stretch.is_latest)))
        join = f"{join} with the grade before" if join else ""
        until = f"the latest inspection in this record, as at {wording.day(store.as_at)}"
        day = wording.date(row, short=True)
        day = f"published {day}" if row["date_basis"] == "publication" else day
        return ", ".join(filter(None, (f"{prose}, {day}", framework, evidence, join, until * stretch.is_latest)))
    if stretch.kind == UNKNOWN:
        return f"{', '.join(_round(store, row) for row in stretch.rounds)}: grade not in this record"
    first, last = stretch.start.year, stretch.end.year
    return f"{together(store, stretch)}, {first if first == last else f'{first} to {last}'}"


def history(store: Store, strip: Strip) -> str:
    """The whole strip as a sentence, for those who do not see it."""
    thing = wording.thing(store.reference, strip.service, strip.aspect)
    parts = "; ".join(facts(store, strip, strip.blocks))
    return f"{wording.authority_name(strip.authority)}, {wording.lower_first(thing)}{': ' if parts else ''}{parts}."


def facts(store: Store, strip: Strip, blocks: Sequence[StripBlock]) -> list[str]:
    """What some blocks of a strip say, between what no block of it says."""
    parts = [block(store, stretch) for stretch in blocks]
    began, ended = strip.existed
    if began:
        parts.insert(0, f"the council began in {wording.month(began)}")
    if strip.given_up:
        parts.append(f"no longer graded after {wording.month(strip.given_up)}")
    if ended:
        parts.append(f"the council ended in {wording.month(ended)}")
    if not strip.blocks:
        parts.append("no grade in this record")
    return parts


def short_when(row: DatedRow) -> str:
    """Month and year, the month in three letters, for narrow places: "May 2023"; the year where no more is known."""
    return str(row["date"].year) if row["date_precision"] == "year" else short_month(row["date"])


def latest(store: Store, strip: Strip) -> tuple[str, str]:
    """The latest grade and its month, for a last column; what stands there where there is none."""
    last_block = strip.latest
    if last_block is not None and last_block.row is not None:
        return grade(store, last_block.row), short_when(last_block.row)
    last = strip.last
    if last is None:
        return "Not graded", ""
    if strip.existed[1]:
        return "Council ended", short_month(strip.existed[1])
    if strip.given_up:
        return "No longer graded", ""
    if last.kind == TOGETHER:
        return wording.upper_first(together(store, last)), ""
    return ("Not known" if last.kind == UNKNOWN else "Not graded"), ""


def short_month(day: dt.date) -> str:
    return f"{day:%b} {day.year}"


def _round(store: Store, row: Unknown) -> str:
    """A round of coverage, or an inspection of which the record has not this grade."""
    if is_round(row):
        perhaps = "" if row["expected"] == "yes" else " (if it took place)"
        return wording.round_name(store.reference, row) + perhaps
    return f"{wording.framework_name(store.reference, row['framework'])}, {wording.date(row, short=True)}"
