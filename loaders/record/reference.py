"""What we know about frameworks, scales, comparability and authorities: `data/reference`, read and checked whole.

Everything here is frozen and is loaded once a process. A reference file that contradicts itself stops the program with
every contradiction listed, since every later stage trusts these tables.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from loaders.record import frameworks as framework_files
from loaders.record.errors import FolderInvalid
from loaders.record.frameworks import OVERALL, Framework, Judgement
from loaders.record.neighbours import Neighbours, neighbours
from loaders.record.phrases import Phrase, Phrases, any_of
from loaders.record.register import Authority, Register, authorities, normalise_name, trusts
from loaders.record.rows import GradedRow
from loaders.record.scales import LATER_WORD, Scale, Word, scales as read_scales
from loaders.record.search_names import search_names
from loaders.record.table_heads import table_heads
from loaders.record.toml_file import from_entry, read_toml
from loaders.record.vocabulary import Grade, Vocabulary, problems as vocabulary_problems, vocabulary

__all__ = [
    "COMPARABLE",
    "DATA_FOLDER",
    "LATER_WORD",
    "OVERALL",
    "REFERENCE_FOLDER",
    "Authority",
    "Framework",
    "Judgement",
    "Reference",
    "Register",
    "Scale",
    "load",
    "normalise_name",
]

_ROOT = Path(__file__).parents[2]
# In a checkout the data stand beside the packages; where they are installed, inside `gradeline`.
DATA_FOLDER = _ROOT / "gradeline" / "data" if (_ROOT / "gradeline" / "data").is_dir() else _ROOT / "data"
REFERENCE_FOLDER = DATA_FOLDER / "reference"

# What a sentence may call a rise or a fall.
COMPARABLE = ("same", "close")


@dataclass(frozen=True, kw_only=True)
class Join:
    """How a time line steps from one framework to another: see `joins.toml`."""

    from_frameworks: tuple[str, ...] = ()
    to_frameworks: tuple[str, ...] = ()
    service: str = ""
    aspect: str = ""
    across: dt.date | None = None
    comparability: str
    because: str = ""


SAME_FRAMEWORK = Join(comparability="same")
NO_RULE = Join(comparability="loose", because="no rule joins these two frameworks")


@dataclass(frozen=True)
class OtherInspection:
    """Another kind of inspection or paper, and what it is known by: titles, sentences of the head, words anywhere."""

    title: str
    recognise: Phrases
    states: Phrases
    anywhere: Phrases
    # What a whole cell beside grades calls it, in small letters; alone such a word is no title.
    cells: tuple[str, ...] = ()
    # Whether a table that is headed so may be one of inspections, as a comparison of authorities is.
    may_be_table: bool = False


@dataclass(frozen=True)
class DisputedRemark:
    """A later report's remark that is known to be wrong, by what it says; its file says why."""

    authority_id: str
    service: str
    date: str
    words: str


@dataclass(frozen=True, eq=False)
class Reference:
    frameworks: dict[str, Framework]
    scales: dict[str, Scale]
    vocabulary: Vocabulary
    joins: tuple[Join, ...]
    register: Register
    other_inspections: tuple[OtherInspection, ...]
    papers: tuple[OtherInspection, ...]
    primary_marks: tuple[Phrase, ...]
    copied_marks: tuple[Phrase, ...]
    author_marks: tuple[Phrase, ...]
    secondary_marks: tuple[Phrase, ...]
    title_without: Phrase
    front_page_words: frozenset[str]
    front_page_lines: Phrases
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

    def printed_grade(self, grade: str, framework: str, printed: str = "") -> Grade:
        """A harmonised grade by the word that reports of a framework print for it; of several, by the printed words."""
        return self.vocabulary.grade(grade, self.frameworks[framework].scale, printed)

    def word_of(self, row: GradedRow) -> Grade:
        return self.printed_grade(row["grade"], row["framework"], row["grade_original"])

    def is_disputed(self, authority_id: str, service: str, date: dt.date, *, words: str) -> bool:
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
        self, from_framework: str, to_framework: str, service: str, *, aspect: str, from_date: dt.date, to_date: dt.date
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
    scales = read_scales(folder / "scales.toml")
    words = vocabulary(read_toml(folder / "vocabulary.toml"))
    other = read_toml(folder / "other_inspections.toml")
    names = search_names(folder / "search_names.toml")
    register = Register(authorities(folder / "authorities.csv", names.display), trusts(folder / "trusts.toml"), names)
    front_page_lines = any_of(other["front_page"]["lines"])
    papers, inspections = _others(other["paper"]), _others(other["other"])
    titles = Phrases(tuple(title for kind in (*papers, *inspections) for title in kind.recognise.phrases))
    heads = table_heads(folder / "table_heads.toml", papers=titles, lines=front_page_lines, register=register)
    frameworks = framework_files.frameworks(folder / "frameworks", heads)
    if unknown := [
        f"frameworks/{name}.toml: unknown comparability {level!r}"
        for name, framework in frameworks.items()
        for level in [j.comparability for j in framework.judgements] + [e.comparability for e in framework.earlier]
        if level not in words.comparability
    ]:
        raise FolderInvalid(unknown)
    frameworks = framework_files.as_the_newest_has_it(frameworks, list(words.comparability))
    reference = Reference(
        frameworks=frameworks,
        scales=scales,
        vocabulary=words,
        joins=tuple(
            from_entry(Join, entry, from_frameworks=tuple(entry["from"]), to_frameworks=tuple(entry["to"]))
            for entry in read_toml(folder / "joins.toml", part="join")
        ),
        register=register,
        other_inspections=inspections,
        papers=papers,
        primary_marks=tuple(map(Phrase, other["primary"]["marks"])),
        copied_marks=tuple(map(Phrase, other["primary"]["copied"])),
        author_marks=tuple(map(Phrase, other["primary"]["authors"])),
        secondary_marks=tuple(map(Phrase, other["secondary"]["marks"])),
        title_without=Phrase(other["primary"]["title_without"]),
        front_page_words=frozenset(other["front_page"]["words"]),
        front_page_lines=front_page_lines,
        neighbours=neighbours(folder / "statistical_neighbours.csv"),
        disputed_remarks=tuple(
            from_entry(DisputedRemark, entry) for entry in read_toml(folder / "disputed_remarks.toml", part="remark")
        ),
        **read_toml(folder / "sources.toml"),
    )
    if problems := _problems(reference):
        raise FolderInvalid(problems)
    return reference


def _others(entries: list[dict[str, Any]]) -> tuple[OtherInspection, ...]:
    return tuple(
        from_entry(
            OtherInspection,
            entry,
            **{kind: any_of(entry.get(kind, [])) for kind in ("recognise", "states", "anywhere")},
        )
        for entry in entries
    )


def _problems(reference: Reference) -> list[str]:
    """Every contradiction between the files."""
    words = reference.vocabulary
    problems = vocabulary_problems(
        words,
        frameworks={name: framework.scale for name, framework in reference.frameworks.items()},
        graded=[
            (scale.scale, word.words, word.grade)
            for scale in reference.scales.values()
            for word in scale.words
            if word.grade
        ],
    )
    for scale in reference.scales.values():
        if len(scale.by_words) != len(scale.words):
            problems.append(f"scales.toml: {scale.scale} lists a word twice")
        problems += [
            f"scales.toml: {scale.scale}: {word.words!r} has the unknown grade {word.grade!r}"
            for word in scale.words
            if word.grade and word.grade not in words.grades
        ]
    for framework in reference.frameworks.values():
        where = f"frameworks/{framework.framework}.toml"
        if framework.scale not in reference.scales:
            problems.append(f"{where}: unknown scale {framework.scale!r}")
        for judgement in framework.judgements:
            if judgement.service not in words.services or judgement.aspect not in words.aspects:
                problems.append(f"{where}: unknown service or aspect {judgement.service}/{judgement.aspect}")
            if judgement.comparability != "same" and not judgement.because:
                problems.append(f"{where}: {judgement.service}/{judgement.aspect} says no reason for its comparability")
    for join in reference.joins:
        unknown = {*join.from_frameworks, *join.to_frameworks} - set(reference.frameworks)
        problems += [f"joins.toml: unknown framework {name!r}" for name in sorted(unknown)]
    problems += reference.register.search_names.problems(reference.register.by_id)
    for authority in reference.register.authorities:
        for other_id in (*authority.predecessors, *authority.successors):
            if other_id not in reference.register.by_id:
                problems.append(f"authorities.csv: {authority.authority_id} names the unknown authority {other_id!r}")
    return problems
