"""Tables of which it is known what each grade is the grade of: is what was read what stands in the label's own cell?

A table is made as a reader of the page would draw it: labels and grades in rows or in columns, beside the grades of
another inspection or council, with cells that are blank or merged, with lines that are lost. What it shows stands at
the end of the file. Where a layout leaves a doubt nothing needs to be read; what is read must be so.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.record import reference
from tests import office

_SHOWN = re.compile(rb"shows ([\w/=,]*)[^\w]*\Z")
Judged = tuple[str, str]
Rows = list[list[str]]


@dataclass(frozen=True)
class TableKind:
    """A kind of report: its head, the head of this inspection's column and those of others."""

    framework: str
    head: tuple[str, ...]
    own: tuple[str, ...]
    others: tuple[str, ...]
    titles: tuple[str, ...] = ("",)


KINDS = (
    TableKind(
        "ilacs",
        ("Inspection of Rutland local authority children\u2019s services", "Inspection dates: 6 to 10 March 2023"),
        ("Grade", "This inspection", "Judgement 2023", "Rutland"),
        ("Previous inspection", "2018", "Grade in 2018", "England average", "Target grade"),
    ),
    TableKind(
        "child_protection",
        ("Inspection of local authority arrangements for the protection of children", "Rutland",
         "Inspection dates: 3 to 12 June 2013"),
        ("Grade", "This inspection"),
        ("Last inspection", "2010", "National"),
    ),
    TableKind(
        "slac",
        ("Inspection of safeguarding and looked after children services", "Rutland County Council",
         "Inspection dates: 7 - 18 March 2011"),
        ("Grade",),
        ("Previous grade",),
        ("Safeguarding services", "Services for looked after children"),
    ),
    TableKind(
        "jar",
        ("Joint area review", "Rutland Children\u2019s Services Authority Area", "Published: 4 March 2008", "Grades",
         "4: outstanding; 3: good; 2: adequate; 1: inadequate"),
        ("Local services overall",),
        ("Council services", "Health services"),
    ),
)  # fmt: skip


def make(chance: random.Random) -> tuple[str, bytes]:
    """A document, and behind it what it shows."""
    kind = chance.choice(KINDS)
    blocks: list[str | Rows] = [*kind.head]
    certain_grades: dict[Judged, str] = {}
    layout = chance.choice(LAYOUTS)
    for block, title in zip(_blocks(kind), kind.titles, strict=True):
        labels = chance.sample(sorted(block), k=min(4, len(block)))
        grade_words = {label: chance.choice(_words(kind.framework)) for label in labels}
        if title:
            blocks.append(title)
        rows, certain = layout(chance, kind, grade_words)
        blocks.append(rows)
        certain_grades |= {
            block[label]: _grade(kind.framework, words) for label, words in grade_words.items() if label in certain
        }
    grades = (f"{service}/{aspect}={grade}" for (service, aspect), grade in certain_grades.items())
    statement = f"shows {','.join(grades)}"
    ending = chance.choice(("txt", "md", "html", "docx", "odt"))
    return f"table.{ending}", _write(chance, blocks, ending, statement)


def shown_grades(content: bytes) -> Mapping[Judged, str] | None:
    """The grade of each judgement that a table shows; None for other documents."""
    if (statement := _SHOWN.search(content[-2_000:])) is None:
        return None
    pairs = (part.partition("=") for part in statement[1].decode().split(",") if part)
    return {(place.partition("/")[0], place.partition("/")[2]): grade for place, _, grade in pairs}


@cache
def _blocks(kind: TableKind) -> list[dict[str, Judged]]:
    """The labels of each block of a framework, and what they are of."""
    framework = reference.load().frameworks[kind.framework]
    day = dt.date(2023, 3, 6) if kind.framework == "ilacs" else None
    judgements = [
        judgement
        for judgement in framework.judgements
        if judgement.in_force(day) and not (judgement.until and kind.framework == "jar")
    ]
    return [
        {
            judgement.labels[0]: (judgement.service, judgement.aspect)
            for judgement in judgements
            if judgement.block == block
        }
        for block in framework.blocks or [""]
    ]


@cache
def _words(framework: str) -> list[str]:
    reference_data = reference.load()
    scale = reference_data.scales[reference_data.frameworks[framework].scale]
    words = [word for word in scale.words if word.grade]
    if framework == "jar":
        return sorted({str(word.number) for word in words if word.number})
    longest = {word.grade: max((w.words for w in words if w.grade == word.grade), key=len) for word in words}
    return sorted(longest.values())


def _grade(framework: str, words: str) -> str:
    reference_data = reference.load()
    scale = reference_data.scales[reference_data.frameworks[framework].scale]
    word = scale.by_number[int(words)] if words.isdigit() else scale.word(words)
    return (word.grade or "") if word else ""


# --- layouts: a table, and the labels whose grades it leaves no doubt of


def _one_column(chance: random.Random, _: TableKind, grade_words: Mapping[str, str]) -> tuple[Rows, set[str]]:
    """Each grade behind its label, in front, below or above it; or all labels, then all grades."""
    rows = list(grade_words.items())
    shapes: list[Rows] = [
        [[label, words] for label, words in rows],
        [[words, label] for label, words in rows],
        [[cell] for row in rows for cell in row],
        [[cell] for row in rows for cell in reversed(row)],
        [*([label] for label in grade_words), *([words] for words in grade_words.values())],
    ]
    return chance.choice(shapes), set(grade_words)


def _beside_others(chance: random.Random, kind: TableKind, grade_words: Mapping[str, str]) -> tuple[Rows, set[str]]:
    """Columns of other inspections or councils on either side, and now and then a blank in this one's."""
    heads = [chance.choice(kind.own), *chance.sample(kind.others, k=chance.randint(1, len(kind.others[:2])))]
    own = heads[0]
    chance.shuffle(heads)
    blank = chance.choice(list(grade_words)) if chance.random() < 0.5 else ""
    rows = [["", *heads]] if kind.framework == "jar" else [["Judgement", *heads]]
    for label, words in grade_words.items():
        cells = [words if head == own else chance.choice(_words(kind.framework)) for head in heads]
        if label == blank:
            cells[heads.index(own)] = ""
        rows.append([label, *cells])
    return rows, set(grade_words) - {blank}


def _of_others(chance: random.Random, kind: TableKind, grade_words: Mapping[str, str]) -> tuple[Rows, set[str]]:
    """A column of another inspection or council alone."""
    first = "" if kind.framework == "jar" else "Judgement"
    return [[first, chance.choice(kind.others)], *([label, words] for label, words in grade_words.items())], set()


def _turned(chance: random.Random, _: TableKind, grade_words: Mapping[str, str]) -> tuple[Rows, set[str]]:
    """Labels beside each other, and their grades below; now and then one is blank."""
    blank = chance.choice(list(grade_words)) if chance.random() < 0.4 else ""
    row = ["" if label == blank else words for label, words in grade_words.items()]
    return [[*grade_words], row], set(grade_words) - {blank}


def _a_blank(chance: random.Random, _: TableKind, grade_words: Mapping[str, str]) -> tuple[Rows, set[str]]:
    blank = chance.choice(list(grade_words))
    rows = [[label, "" if label == blank else words] for label, words in grade_words.items()]
    return rows, set(grade_words) - {blank}


LAYOUTS = (*[_one_column] * 5, _beside_others, _beside_others, _of_others, _turned, _a_blank)


# --- formats


def _write(chance: random.Random, blocks: Sequence[str | Rows], ending: str, statement: str) -> bytes:
    match ending:
        case "docx":
            return _with_comment(office.docx(blocks), statement)
        case "odt":
            return _with_comment(office.odt(blocks), statement)
        case "html":
            return office.html(blocks) + f"<!--{statement}-->".encode()
    between = {"txt": chance.choice(("\t", "\t", " | ", "    ")), "md": " | "}[ending]
    edge = "| " if ending == "md" else ""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines += [block, *([""] if chance.random() < 0.5 else [])]
        elif between == "    ":  # what stands in which column cannot be told from single lines: as wide as they are
            widths = [max(len(row[n]) for row in block if n < len(row)) + 4 for n in range(max(map(len, block)))]
            lines += ["".join(cell.ljust(widths[n]) for n, cell in enumerate(row)).rstrip() for row in block]
        else:
            lines += [edge + between.join(row) + (" |" if edge else "") for row in block]
    end = " " if ending == "txt" and chance.random() < 0.15 else "\n"
    return (end.join(lines) + f"\n\n{statement}\n").encode()


def _with_comment(archive: bytes, comment: str) -> bytes:
    """A zip archive with a comment behind its end."""
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment.encode()
