"""Inspection frameworks: what each grades, when, under which labels, and how its reports are recognised.

`reference.load` reads them from `data/reference/frameworks`, one file a framework.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from loaders.record.errors import FolderInvalid
from loaders.record.grouping import grouped
from loaders.record.phrases import Phrase
from loaders.record.precision import is_within
from loaders.record.table_heads import TableHeads
from loaders.record.toml_file import from_entry, read_toml

OVERALL = "overall"
"""The aspect that is the headline grade of a service."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One line that a framework grades; `from_date` and `until` bound the inspections that have it."""

    service: str
    aspect: str
    labels: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    block: str = ""
    required: bool = True
    required_where: Phrase | None
    from_date: dt.date | None
    until: dt.date | None = None
    comparability: str
    because: str = ""
    # The schedule of its framework that alone has this line, where the framework had several.
    schedule: str = ""
    # Other wordings of the label, which papers print and which are read, but which no table lists.
    also_printed: tuple[str, ...] = ()
    # Labels that say "overall" of no service: they count beside the rows of all other lines alone.
    beside: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every label that a paper may print for this line, the framework's own ones first."""
        return self.labels + self.also_printed

    @property
    def is_headline(self) -> bool:
        """Whether it is the grade of the whole, which may stand above a list in a sentence or in other words."""
        return (self.service, self.aspect) == ("whole_service", OVERALL)

    def in_force(self, date: dt.date | None) -> bool:
        return is_within(date, self.from_date, self.until)


@dataclass(frozen=True, kw_only=True)
class NotGiven:
    """A service and aspect for which a framework gives no grade by design in these years, and why."""

    service: str
    aspect: str
    from_date: dt.date | None
    until: dt.date | None = None
    why: str
    # What becomes of the grade that was in force before, as `panel.csv` calls it.
    status: str = "not_judged"
    # The service that it is judged together with; "" where it is judged with none.
    together_with: str

    def in_force(self, date: dt.date | None) -> bool:
        return is_within(date, self.from_date, self.until)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """How close earlier frameworks' judgements can be to this one's at most; an empty service or aspect is any."""

    service: str = ""
    aspect: str = ""
    comparability: str
    because: str

    def bounds(self, judgement: Judgement) -> bool:
        return self.service in ("", judgement.service) and self.aspect in ("", judgement.aspect)


@dataclass(frozen=True, eq=False, kw_only=True)
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
    parser: str = ""
    recognise: tuple[Phrase, ...]
    types: tuple[tuple[str, Phrase], ...]
    blocks: dict[str, tuple[str, ...]]
    judgements: tuple[Judgement, ...]
    not_given: tuple[NotGiven, ...]
    # What may stand above the grades of any framework.
    heads: TableHeads
    by_date: bool
    heading: str = ""
    heading_label: str = ""
    # Made once an authority and year, so that the year alone tells which one a source speaks of.
    yearly: bool = False
    # Whether its report is a letter to the council. No other framework's has a salutation.
    by_letter: bool = False
    # By which words a line above labels speaks of a block, in other words than its titles.
    words: dict[str, Phrase]
    # Patterns of the titles of blocks that a framework leaves out of the one that it is based on, and of the headings
    # behind which the blocks begin anew.
    foreign_titles: tuple[str, ...]
    begins_anew: tuple[str, ...] = ()
    # Headings that stand between the rows of a block.
    inner_headings: tuple[Phrase, ...]
    # Labels that a block has besides those of its judgements, and that are none of this record's there.
    other_labels: dict[str, tuple[str, ...]]
    # Labels by which a schedule is known, some of which this record has no place for.
    schedules: dict[str, tuple[str, ...]]
    # The names of the column of a table of grades that holds the framework's own, and others that may stand beside it.
    columns: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    # Services whose grades of earlier frameworks this one ends, though it says nothing of them.
    ends_series: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Every wording of every judgement's label, and of rows that this record has no place for, each once."""
        wordings = [label for judgement in self.judgements for label in judgement.wordings]
        return tuple(dict.fromkeys([*wordings, *(label for labels in self.schedules.values() for label in labels)]))

    def supersedes(self, service: str, date: dt.date) -> str:
        """What becomes of an earlier overall grade at an inspection of this framework that does not grade the service.

        "judged_together", "not_judged", or "" where it stays in force.
        """
        if service in self.ends_series:
            return "not_judged"
        gap = self.gap(service, OVERALL, date)
        return gap.status if gap else ""

    def gap(self, service: str, aspect: str, date: dt.date) -> NotGiven | None:
        """What it says of this service and aspect that it gives no grade to on a day; None where it says nothing."""
        gaps = (gap for gap in self.not_given if (gap.service, gap.aspect) == (service, aspect) and gap.in_force(date))
        return next(gaps, None)

    def in_force(self, date: dt.date) -> bool:
        return is_within(date, self.from_date, self.until)

    def judgement(self, service: str, aspect: str, date: dt.date | None = None) -> Judgement | None:
        """The framework's judgement of this service and aspect at this date, or None where it makes none."""
        return next((line for line in self.lines(service, aspect) if line.in_force(date)), None)

    def at(self, field: str, date: dt.date) -> Judgement | None:
        """The same for a service and aspect in one word: "safeguarding/overall"."""
        service, _, aspect = field.partition("/")
        return self.judgement(service, aspect, date)

    def is_heading(self, label: str, between: str) -> bool:
        """Whether a label and what stands between it and a grade make them one of this framework's section headings.

        Lists of an earlier inspection's grades look much the same: one framework's headings have the grade on a line
        of its own, or a label in full (`heading_label`), where the lists have a colon; the other's have a colon.
        """
        if self.heading == "line":
            is_full = bool(self.heading_label) and label.lower().startswith(self.heading_label.lower())
            return ":" not in between and ("\n" in between or is_full)
        return self.heading == "colon" and ":" in between

    def lines(self, service: str, aspect: str = OVERALL) -> list[Judgement]:
        """Its judgements of this service and aspect: several where they changed part-way."""
        return self._lines.get((service, aspect), [])

    @cached_property
    def _lines(self) -> dict[tuple[str, str], list[Judgement]]:
        return grouped(self.judgements, lambda judgement: (judgement.service, judgement.aspect))

    def judges(self, service: str, aspect: str = OVERALL) -> bool:
        return bool(self.lines(service, aspect))

    def judges_from(self, service: str) -> dt.date | None:
        """The first day on which it grades a service as a whole; None where it never does."""
        return min(
            (max(self.from_date, line.from_date or self.from_date) for line in self.lines(service)), default=None
        )


def frameworks(folder: Path, heads: TableHeads) -> dict[str, Framework]:
    """Every framework of a folder by its id, earliest first. Raises FolderInvalid where a file cannot be read."""
    raw = {path.stem: read_toml(path) for path in sorted(folder.glob("*.toml"))}
    if not raw:
        raise FolderInvalid([f"{folder.name}: no framework file found"])
    parsed = {}
    for name, entry in raw.items():
        try:
            parsed[name] = _framework(name, entry, raw, heads=heads)
        except (KeyError, TypeError) as missing:
            raise FolderInvalid([f"frameworks/{name}.toml: a key is missing: {missing}"]) from missing
        except FolderInvalid as lacking:
            raise FolderInvalid([f"frameworks/{name}.toml: {problem}" for problem in lacking.problems]) from lacking
    return dict(sorted(parsed.items(), key=lambda item: (item[1].from_date, item[1].until or dt.date.max, item[0])))


def as_the_newest_has_it(frameworks: dict[str, Framework], levels: Sequence[str]) -> dict[str, Framework]:
    """The same frameworks, each judgement no closer than every later framework's `earlier` allows.

    Comparability is relative to the newest framework. A new one says in its own file what it means for those before it,
    so that no line of theirs is written again. `levels` are the degrees of comparability, closest first.
    """
    newest = dict(frameworks)
    for later in frameworks.values():
        for name, framework in newest.items():
            if framework.from_date < later.from_date and later.earlier:
                judgements = tuple(_bound(judgement, later.earlier, levels) for judgement in framework.judgements)
                newest[name] = replace(framework, judgements=judgements)
    return newest


def _bound(judgement: Judgement, bounds: Sequence[Earlier], levels: Sequence[str]) -> Judgement:
    for bound in bounds:
        if bound.bounds(judgement) and levels.index(bound.comparability) > levels.index(judgement.comparability):
            judgement = replace(judgement, comparability=bound.comparability, because=bound.because)
    return judgement


def _judgement_of(entry: dict[str, Any]) -> Judgement:
    where = Phrase(entry["required_where"]) if "required_where" in entry else None
    return from_entry(Judgement, entry, from_date=entry.get("from"), required_where=where)


def _framework(name: str, entry: dict[str, Any], raw: dict[str, dict[str, Any]], *, heads: TableHeads) -> Framework:
    all_blocks = blocks = entry.get("block", [])
    foreign_titles: list[str] = []
    judgements = entry.get("judgement", [])
    if base := entry.get("based_on"):
        earlier = raw[base]
        without = [(w["service"], w["aspect"]) for w in entry.get("without", [])]
        services, its_blocks = entry["keep_services"], earlier.get("block", [])
        all_blocks = its_blocks + blocks
        foreign_titles = [title for b in its_blocks if b["id"] not in services for title in b["titles"]]
        blocks = [b for b in its_blocks if b["id"] in services] + blocks
        its_judgements = [j for j in earlier["judgement"] if j["service"] in services]
        judgements = [j for j in its_judgements if (j["service"], j["aspect"]) not in without] + judgements
        entry = {k: earlier[k] for k in ("begins_anew", "inner_headings", "schedule") if k in earlier} | entry
    return from_entry(
        Framework,
        entry,
        framework=name,
        from_date=entry["in_force"]["from"],
        until=entry["in_force"].get("until"),
        recognise=tuple(map(Phrase, entry.get("recognise", []))),
        types=tuple((t["type"], Phrase(t["title"])) for t in entry.get("types", [])),
        blocks={block["id"]: tuple(block["titles"]) for block in blocks},
        judgements=tuple(map(_judgement_of, judgements)),
        not_given=tuple(
            from_entry(NotGiven, n, from_date=n.get("from"), together_with=n.get("with", ""))
            for n in entry.get("not_given", [])
        ),
        heads=heads,
        by_date="based_on" not in entry and not entry.get("only_named", False),
        words={block["id"]: Phrase(block["words"]) for block in all_blocks if "words" in block},
        foreign_titles=tuple(foreign_titles),
        other_labels={block["id"]: tuple(block.get("also", [])) for block in blocks},
        inner_headings=tuple(map(Phrase, entry.get("inner_headings", []))),
        schedules={s["id"]: tuple(s["labels"]) for s in entry.get("schedule", [])},
        earlier=tuple(from_entry(Earlier, earlier) for earlier in entry.get("earlier", [])),
    )
