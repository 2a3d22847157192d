"""What we know about frameworks, scales, comparability and authorities: `data/reference`, read and checked whole.

Everything here is frozen and is loaded once a process. A reference file that contradicts itself stops the program with
every contradiction listed, since every later stage trusts these tables.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from loaders.record.errors import FolderInvalid
from loaders.record.neighbours import Neighbours, neighbours
from loaders.record.register import Authority, Register, authorities, normalise_name, trusts
from loaders.record.search_names import search_names
from loaders.record.validity import is_within
from loaders.record.vocabulary import Grade, Vocabulary, vocabulary
from loaders.record.vocabulary import problems as vocabulary_problems

__all__ = [
    "COMPARABLE",
    "DATA_FOLDER",
    "REFERENCE_FOLDER",
    "Authority",
    "Framework",
    "Reference",
    "Register",
    "load",
    "normalise_name",
]

# The scale of words that later reports put on grades of frameworks that did not have them.
LATER_WORD = "later-word"
_ROOT = Path(__file__).parents[2]
# In a checkout the data stand beside the packages; where they are installed, inside `gradeline`.
DATA_FOLDER = _ROOT / "gradeline" / "data" if (_ROOT / "gradeline" / "data").is_dir() else _ROOT / "data"
REFERENCE_FOLDER = DATA_FOLDER / "reference"


@dataclass(frozen=True)
class Phrase:
    """A data file's pattern: any white space for a space, case apart, `^` and `$` by line.

    It is compiled when it is first looked for: what shows the record never looks for one.
    """

    pattern: str

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern.replace(" ", r"\s+"), re.IGNORECASE | re.MULTILINE)

    def search(self, text: str) -> re.Match[str] | None:
        return self._regex.search(text)


@dataclass(frozen=True)
class Word:
    """One wording on a scale; `grade` is empty for words that say that no grade was given."""

    words: str
    number: int | None
    grade: str
    misprint: str


@dataclass(frozen=True, eq=False)
class Scale:
    scale: str
    title: str
    direction: str
    best_number: int | None
    used: str
    words: tuple[Word, ...]
    # Whether reports print these words, so that a remark in one of them can.
    spoken: bool = True

    @cached_property
    def by_words(self) -> dict[str, Word]:
        return {word.words: word for word in self.words}

    @cached_property
    def by_number(self) -> dict[int, Word]:
        return {word.number: word for word in self.words if word.number is not None and not word.misprint}

    def word(self, printed: str) -> Word | None:
        """The entry for words as printed (case, white space and a final full stop apart), or None."""
        return self.by_words.get(" ".join(printed.split()).rstrip(".").lower())

    def reversed(self) -> Scale:
        """The same scale with its numbers counted from the other end; reversed twice it is itself."""
        numbers = sorted({word.number for word in self.words if word.number is not None})
        turned = dict(zip(numbers, numbers[::-1], strict=True))
        words = tuple(
            Word(
                word.words,
                turned[word.number] if word.number is not None else None,
                word.grade,
                word.misprint,
            )
            for word in self.words
        )
        best = turned[self.best_number] if self.best_number is not None else None
        direction = f"{best} is best" if best is not None else self.direction
        return Scale(self.scale, self.title, direction, best, self.used, words)


@dataclass(frozen=True)
class Judgement:
    """One line that a framework grades; `from_date` and `until` bound the inspections that have it."""

    service: str
    aspect: str
    labels: tuple[str, ...]
    sentences: tuple[str, ...]
    block: str
    required: bool
    required_where: Phrase | None
    from_date: dt.date | None
    until: dt.date | None
    comparability: str
    because: str
    # Not required in a document that has this: another edition of the schedule, with other rows.
    required_unless: Phrase | None = None

    def in_force(self, date: dt.date | None) -> bool:
        return is_within(date, self.from_date, self.until)


@dataclass(frozen=True)
class NotGiven:
    """A service and aspect for which a framework gives no grade by design in these years, and why."""

    service: str
    aspect: str
    from_date: dt.date | None
    until: dt.date | None
    why: str
    # What becomes of the grade that was in force before, as `panel.csv` calls it.
    status: str

    def in_force(self, date: dt.date | None) -> bool:
        return is_within(date, self.from_date, self.until)


@dataclass(frozen=True, eq=False)
class Framework:
    framework: str
    title: str
    short_title: str
    inspectorate: str
    legal_basis: str
    from_date: dt.date
    until: dt.date | None
    in_force_note: str
    scale: str
    numbered: bool
    parser: str
    recognise: tuple[Phrase, ...]
    types: tuple[tuple[str, Phrase], ...]
    blocks: dict[str, tuple[str, ...]]
    judgements: tuple[Judgement, ...]
    not_given: tuple[NotGiven, ...]
    by_date: bool = True
    heading: str = ""
    heading_label: str = ""
    # Made once an authority and year, so that the year alone tells which one a source speaks of.
    yearly: bool = False
    # Whether its table of numbers stands above the key to them, as in a letter.
    table_above_key: bool = False
    # Services whose grades of earlier frameworks this one ends, though it says nothing of them.
    ends_series: tuple[str, ...] = ()

    def supersedes(self, service: str, date: dt.date) -> str:
        """What becomes of an earlier overall grade at an inspection of this framework that does not grade the service.

        "judged_together", "not_judged", or "" where it stays in force.
        """
        if service in self.ends_series:
            return "not_judged"
        gaps = (n for n in self.not_given if (n.service, n.aspect) == (service, "overall") and n.in_force(date))
        return next((gap.status for gap in gaps), "")

    def in_force(self, date: dt.date) -> bool:
        return is_within(date, self.from_date, self.until)

    def judgement(self, service: str, aspect: str, date: dt.date | None = None) -> Judgement | None:
        """The framework's judgement of this service and aspect at this date, or None where it makes none."""
        return next(
            (j for j in self.judgements if (j.service, j.aspect) == (service, aspect) and j.in_force(date)),
            None,
        )

    def is_heading(self, label: str, between: str) -> bool:
        """Whether a label and what stands between it and a grade make them one of this framework's section headings.

        Lists of an earlier inspection's grades look much the same: one framework's headings have the grade on a line
        of its own, or a label in full (`heading_label`), where the lists have a colon; the other's have a colon.
        """
        if self.heading == "line":
            is_full = bool(self.heading_label) and label.lower().startswith(self.heading_label.lower())
            return ":" not in between and ("\n" in between or is_full)
        return self.heading == "colon" and ":" in between

    def judges(self, service: str, aspect: str = "overall") -> bool:
        return any((j.service, j.aspect) == (service, aspect) for j in self.judgements)


# How a time line draws a step, which follows its comparability alone; a break is no line, with a mark between the two.
LINES = {"same": "solid", "close": "dashed", "loose": "break", "ended": "ends"}
# What a sentence may call a rise or a fall.
COMPARABLE = ("same", "close")


@dataclass(frozen=True)
class Join:
    """How a time line steps from one framework to another: see `joins.toml`."""

    from_frameworks: tuple[str, ...]
    to_frameworks: tuple[str, ...]
    service: str
    aspect: str
    across: dt.date | None
    comparability: str
    because: str

    @property
    def draw(self) -> str:
        """How a time line draws the step."""
        return LINES[self.comparability]


SAME_FRAMEWORK = Join((), (), "", "", None, "same", "")
NO_RULE = Join((), (), "", "", None, "loose", "no rule joins these two frameworks")


@dataclass(frozen=True)
class OtherInspection:
    title: str
    recognise: Phrase


@dataclass(frozen=True)
class DisputedRemark:
    """A later report's remark that is known to be wrong: what it says, and why it decides nothing."""

    authority_id: str
    service: str
    date: str
    words: str
    reason: str


@dataclass(frozen=True, eq=False)
class Reference:
    frameworks: dict[str, Framework]
    scales: dict[str, Scale]
    vocabulary: Vocabulary
    joins: tuple[Join, ...]
    register: Register
    other_inspections: tuple[OtherInspection, ...]
    secondary_marks: tuple[Phrase, ...]
    primary_marks: tuple[Phrase, ...]
    primary_publisher: str
    secondary_publisher: str
    report_address: str
    neighbours: Neighbours
    disputed_remarks: tuple[DisputedRemark, ...]

    @cached_property
    def grades(self) -> dict[str, int]:
        """The harmonised grades with their ranks, best first."""
        return {name: grade.rank for name, grade in self.vocabulary.grades.items()}

    @cached_property
    def services(self) -> dict[str, str]:
        """The services with their titles, in the order in which pages list them."""
        return {name: term.title for name, term in self.vocabulary.services.items()}

    @cached_property
    def aspects(self) -> dict[str, str]:
        """The aspects with their titles, in the order in which pages list them."""
        return {name: term.title for name, term in self.vocabulary.aspects.items()}

    @cached_property
    def evidence(self) -> dict[str, int]:
        """The kinds of evidence with their strength, strongest (1) first."""
        return {name: term.strength for name, term in self.vocabulary.evidence.items()}

    @property
    def comparability(self) -> tuple[str, ...]:
        """The levels of comparability, closest first."""
        return tuple(self.vocabulary.comparability)

    def printed_grade(self, grade: str, framework: str) -> Grade:
        """A harmonised grade by the word that reports of a framework print for it."""
        return self.vocabulary.grade(grade, self.frameworks[framework].scale)

    def is_disputed(self, authority_id: str, service: str, date: dt.date, words: str) -> bool:
        """Whether a remark is one of those that are known to be wrong."""
        return any(
            (remark.authority_id, remark.service, remark.words) == (authority_id, service, words.lower())
            and date.isoformat().startswith(remark.date)
            for remark in self.disputed_remarks
        )

    def judged_until(self, service: str, aspect: str, day: dt.date) -> dt.date:
        """The last day, as seen from `day`, on which a framework in force graded this; date.max while one does.

        A service that frameworks will grade again counts as graded in between: its grade stays in force.
        """
        judging = [f for f in self.frameworks.values() if f.judges(service, aspect)]
        if any(f.until is None or f.until >= day for f in judging):
            return dt.date.max
        return max((f.until for f in judging if f.until), default=dt.date.min)

    def remark_word(self, framework: Framework, words: str) -> tuple[str, Word | None]:
        """The scale that a remark's words stand on, and their entry: the framework's own, else a later report's."""
        for scale in (self.scales[framework.scale], self.scales[LATER_WORD]):
            if word := scale.word(words):
                return scale.scale, word
        return framework.scale, None

    def join(
        self,
        from_framework: str,
        to_framework: str,
        service: str,
        aspect: str,
        from_date: dt.date,
        to_date: dt.date,
    ) -> Join:
        """How the series of a service and aspect steps between two inspections: the first rule that fits."""
        for join in self.joins:
            if (
                from_framework in join.from_frameworks
                and to_framework in join.to_frameworks
                and join.service in ("", service)
                and join.aspect in ("", aspect)
                and (join.across is None or from_date < join.across <= to_date)
            ):
                return join
        return SAME_FRAMEWORK if from_framework == to_framework else NO_RULE


@cache
def load(folder: Path = REFERENCE_FOLDER) -> Reference:
    """Read and check `data/reference`. Raises FolderInvalid with every problem found."""
    problems: list[str] = []
    scales = _scales(folder)
    words = vocabulary(_toml(folder / "vocabulary.toml"))
    frameworks = _frameworks(folder / "frameworks")
    other = _toml(folder / "other_inspections.toml")
    names = search_names(folder / "search_names.toml")
    reference = Reference(
        frameworks=frameworks,
        scales=scales,
        vocabulary=words,
        joins=_joins(folder),
        register=Register(
            authorities(folder / "authorities.csv", names.display), trusts(folder / "trusts.toml"), names
        ),
        other_inspections=tuple(OtherInspection(o["title"], Phrase(o["recognise"])) for o in other["other"]),
        secondary_marks=tuple(Phrase(mark) for mark in other["secondary"]),
        primary_marks=tuple(Phrase(mark) for mark in other["primary"]),
        neighbours=neighbours(folder / "statistical_neighbours.csv"),
        disputed_remarks=tuple(
            DisputedRemark(r["authority_id"], r["service"], r["date"], r["words"], r["reason"])
            for r in _toml(folder / "disputed_remarks.toml")["remark"]
        ),
        **_toml(folder / "sources.toml"),
    )
    problems += vocabulary_problems(
        words,
        frameworks={name: framework.scale for name, framework in frameworks.items()},
        graded=[(scale.scale, word.grade) for scale in scales.values() for word in scale.words if word.grade],
    )
    for scale in scales.values():
        if len(scale.by_words) != len(scale.words):
            problems.append(f"scales.toml: {scale.scale} lists a word twice")
        problems += [
            f"scales.toml: {scale.scale}: {word.words!r} has the unknown grade {word.grade!r}"
            for word in scale.words
            if word.grade and word.grade not in words.grades
        ]
    for framework in frameworks.values():
        where = f"frameworks/{framework.framework}.toml"
        if framework.scale not in scales:
            problems.append(f"{where}: unknown scale {framework.scale!r}")
        for judgement in framework.judgements:
            if judgement.service not in words.services or judgement.aspect not in words.aspects:
                problems.append(f"{where}: unknown service or aspect {judgement.service}/{judgement.aspect}")
            if judgement.comparability not in words.comparability:
                problems.append(f"{where}: unknown comparability {judgement.comparability!r}")
            if judgement.comparability != "same" and not judgement.because:
                problems.append(f"{where}: {judgement.service}/{judgement.aspect} says no reason for its comparability")
    for join in reference.joins:
        unknown = {*join.from_frameworks, *join.to_frameworks} - set(frameworks)
        problems += [f"joins.toml: unknown framework {name!r}" for name in sorted(unknown)]
    problems += names.problems(reference.register.by_id)
    for authority in reference.register.authorities:
        for other_id in (*authority.predecessors, *authority.successors):
            if other_id not in reference.register.by_id:
                problems.append(f"authorities.csv: {authority.authority_id} names the unknown authority {other_id!r}")
    if problems:
        raise FolderInvalid(problems)
    return reference


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error


def _scales(folder: Path) -> dict[str, Scale]:
    return {
        name: Scale(
            name,
            entry["title"],
            entry["direction"],
            entry.get("best_number"),
            entry["used"],
            tuple(Word(w["words"], w.get("number"), w.get("grade", ""), w.get("misprint", "")) for w in entry["word"]),
            entry.get("spoken", True),
        )
        for name, entry in _toml(folder / "scales.toml").items()
    }


def _frameworks(folder: Path) -> dict[str, Framework]:
    raw = {path.stem: _toml(path) for path in sorted(folder.glob("*.toml"))}
    if not raw:
        raise FolderInvalid([f"{folder.name}: no framework file found"])
    frameworks = {name: _framework(name, entry, raw) for name, entry in raw.items()}
    return dict(sorted(frameworks.items(), key=lambda item: (item[1].from_date, item[1].until or dt.date.max, item[0])))


def _framework(name: str, entry: dict[str, Any], raw: dict[str, dict[str, Any]]) -> Framework:
    blocks = entry.get("block", [])
    judgements = entry.get("judgement", [])
    if base := entry.get("based_on"):
        without = {(w["service"], w["aspect"]) for w in entry.get("without", [])}
        services = entry["keep_services"]
        blocks = [b for b in raw[base].get("block", []) if b["id"] in services] + blocks
        judgements = [
            j for j in raw[base]["judgement"] if j["service"] in services and (j["service"], j["aspect"]) not in without
        ] + judgements
    return Framework(
        framework=name,
        title=entry["title"],
        short_title=entry["short_title"],
        inspectorate=entry["inspectorate"],
        legal_basis=entry["legal_basis"],
        from_date=entry["in_force"]["from"],
        until=entry["in_force"].get("until"),
        in_force_note=entry["in_force_note"],
        scale=entry["scale"],
        numbered=entry["numbered"],
        parser=entry.get("parser", ""),
        recognise=tuple(Phrase(pattern) for pattern in entry.get("recognise", [])),
        types=tuple((t["type"], Phrase(t["title"])) for t in entry.get("types", [])),
        blocks={block["id"]: tuple(block["titles"]) for block in blocks},
        judgements=tuple(
            Judgement(
                j["service"],
                j["aspect"],
                tuple(j["labels"]),
                tuple(j.get("sentences", [])),
                j.get("block", ""),
                j.get("required", True),
                Phrase(j["required_where"]) if "required_where" in j else None,
                j.get("from"),
                j.get("until"),
                j["comparability"],
                j.get("because", ""),
                Phrase(j["required_unless"]) if "required_unless" in j else None,
            )
            for j in judgements
        ),
        not_given=tuple(
            NotGiven(n["service"], n["aspect"], n.get("from"), n.get("until"), n["why"], n.get("status", "not_judged"))
            for n in entry.get("not_given", [])
        ),
        by_date="based_on" not in entry and not entry.get("only_named", False),
        heading=entry.get("heading", ""),
        heading_label=entry.get("heading_label", ""),
        yearly=entry.get("yearly", False),
        table_above_key=entry.get("table_above_key", False),
        ends_series=tuple(entry.get("ends_series", [])),
    )


def _joins(folder: Path) -> tuple[Join, ...]:
    return tuple(
        Join(
            tuple(j["from"]),
            tuple(j["to"]),
            j.get("service", ""),
            j.get("aspect", ""),
            j.get("across"),
            j["comparability"],
            j["because"],
        )
        for j in _toml(folder / "joins.toml")["join"]
    )
