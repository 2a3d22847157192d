"""Tables of Word, OpenDocument and web pages whose cells are merged, turned round or headed by something else."""

from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents, office

LEADERS, HELP, CARE, OVERALL = documents.ILACS_2018
GRADES = ("Good", "Requires improvement to be good", "Outstanding", "Inadequate")
ASPECTS = (
    ("whole_service", "leadership"), ("safeguarding", "overall"), ("looked_after_children", "overall"),
    ("whole_service", "overall"),
)  # fmt: skip
HARMONISED = ("good", "requires_improvement_or_adequate", "outstanding", "inadequate")
ALL = dict(zip(ASPECTS, HARMONISED, strict=True))
ROWS = list(zip(documents.ILACS_2018, GRADES, strict=True))


Row = Sequence[str | tuple[str, int]]
"""The cells of a row; a cell over several rows with their number, as HTML has them."""


def web(rows: Sequence[Row]) -> bytes:
    return office.html(
        office.web_body(office.report()[:3])
        + "<table>"
        + "".join(
            "<tr>"
            + "".join(
                f"<td>{escape(cell)}</td>"
                if isinstance(cell, str)
                else f'<td rowspan="{cell[1]}">{escape(cell[0])}</td>'
                for cell in row
            )
            + "</tr>"
            for row in rows
        )
        + "</table>"
    )


def laid_out(rows: Sequence[Row]) -> list[list[tuple[str, int]]]:
    """Each row with a cell in every column: its words and over how many rows it goes, 0 if it lies under another."""
    under: dict[int, int] = {}
    placed: list[list[tuple[str, int]]] = []
    for row in rows:
        cells: list[tuple[str, int]] = []
        given = list(row)
        while given or under.get(len(cells), 0):
            if under.get(len(cells), 0):
                under[len(cells)] -= 1
                cells.append(("", 0))
            else:
                cell = given.pop(0)
                if not isinstance(cell, str):
                    under[len(cells)] = cell[1] - 1
                cells.append((cell, 1) if isinstance(cell, str) else cell)
        placed.append(cells)
    return placed


def word(rows: Sequence[Row], covered: str = "") -> bytes:
    cells = (
        "".join(
            f'<w:tc><w:tcPr><w:vMerge w:val="{"restart" if over else "continue"}"/></w:tcPr>'
            f"{office.paragraph(words if over else covered)}</w:tc>"
            for words, over in row
        )
        for row in laid_out(rows)
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    return office.docx(office.word_body(office.report()[:3]) + table)


def odt(rows: Sequence[Row], covered: str = "") -> bytes:
    cells = (
        "".join(
            f'<table:table-cell table:number-rows-spanned="{over}"><text:p>{escape(words)}</text:p></table:table-cell>'
            if over
            else f"<table:covered-table-cell><text:p>{escape(covered)}</text:p></table:covered-table-cell>"
            for words, over in row
        )
        for row in laid_out(rows)
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return office.odt(office.odt_body(office.report()[:3]) + f"<table:table>{table}</table:table>")


MADE: dict[str, Callable[[Sequence[Row]], bytes]] = {"html": web, "docx": word, "odt": odt}


def read(content: bytes, ending: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / f"report.{ending}"
    path.write_bytes(content)
    return extract(path, reference)


def grades(extraction: Extraction) -> dict[tuple[str, str], str]:
    return {(o.service, o.aspect): o.grade for o in extraction.observations}


def without(*labels: str) -> dict[tuple[str, str], str]:
    return {
        aspect: grade
        for (aspect, grade), label in zip(ALL.items(), documents.ILACS_2018, strict=True)
        if label not in labels
    }


TABLES: dict[str, tuple[Sequence[Row], dict[tuple[str, str], str]]] = {
    "labels beside each other": ([documents.ILACS_2018, GRADES], ALL),
    "labels beside each other, headed": ([("Judgement", *documents.ILACS_2018), ("Grade", *GRADES)], ALL),
    "a blank below a label": ([documents.ILACS_2018, (GRADES[0], "", *GRADES[2:])], without(HELP)),
    "fewer grades than labels": ([documents.ILACS_2018, GRADES[:3]], {}),
    "two rows of grades, one headed by an earlier year": (
        [("", *documents.ILACS_2018), ("2014", *["Good"] * 4), ("2018", *GRADES)],
        ALL,
    ),
    "two rows of grades without heads": ([documents.ILACS_2018, GRADES, ["Good"] * 4], {}),
    "a label over three grades": ([((LEADERS, 3), "Good"), ("Inadequate",), ("Good",), *ROWS[1:]], without(LEADERS)),
    "a grade over two labels": (
        [(LEADERS, ("Good", 2)), (HELP,), *ROWS[2:]],
        ALL | {("safeguarding", "overall"): "good"},
    ),
    "an earlier grade over two rows": (
        [("Judgement", "2014", "2018"), (LEADERS, ("Inadequate", 2), "Good"), (HELP, GRADES[1])],
        without(CARE, OVERALL),
    ),
    "a long text beside two labels": (
        [(LEADERS, ("Good leaders listen to children, and that is what we saw them do every day here.", 2)), (HELP,)],
        {},
    ),
    "a title over all rows": (
        [(("Judgements of this inspection", 4), *ROWS[0]), *ROWS[1:]],
        ALL,
    ),
    "the head of another year": ([("Judgement", "Grade in 2014"), *ROWS], {}),
    "the head of other councils": ([("Judgement", "England average"), *ROWS], {}),
    "two columns, one of them earlier": (
        [("Judgement", "Previous inspection", "This inspection"), *((label, "Good", grade) for label, grade in ROWS)],
        ALL,
    ),
    "a blank in the column of this inspection": (
        [
            ("Judgement", "This inspection", "Previous inspection"),
            *((label, "" if label == HELP else grade, "Good") for label, grade in ROWS),
        ],
        without(HELP),
    ),
    "a mark below one of the grades": (
        [("Judgement", *GRADES), *((label, *("x" if n == m else "" for m in range(4))) for n, label in
            enumerate(documents.ILACS_2018))],
        ALL,
    ),
    "a mark beside words": (
        [("Judgement", *GRADES), *((label, *("x" if n == m else "see below" if n == m + 1 else "" for m in range(4)))
            for n, label in enumerate(documents.ILACS_2018))],
        {ASPECTS[0]: HARMONISED[0]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("ending", MADE)
@pytest.mark.parametrize("name", TABLES)
def test_a_grade_is_that_of_its_own_cell(name: str, ending: str, tmp_path: Path, reference: Reference) -> None:
    rows, right = TABLES[name]
    assert grades(read(MADE[ending](rows), ending, tmp_path, reference)) == right


def test_a_column_that_is_not_this_inspections_is_named(tmp_path: Path, reference: Reference) -> None:
    extraction = read(web([("Judgement", "England average"), *ROWS]), "html", tmp_path, reference)
    assert 'not read, since they are headed "England average": The impact of leaders' in extraction.source.message


def test_a_row_above_that_heads_no_column_says_nothing_of_the_grades(tmp_path: Path, reference: Reference) -> None:
    rows = [("Published", "30 May 2018"), ("Local authority", "Hillingdon"), *ROWS]
    assert grades(read(web(rows), "html", tmp_path, reference)) == ALL


@pytest.mark.parametrize(("ending", "made"), [("docx", word), ("odt", odt)])
def test_what_lies_under_a_merged_cell_is_not_read(
    ending: str, made: Callable[..., bytes], tmp_path: Path, reference: Reference
) -> None:
    content = made([(LEADERS, ("Good", 2)), (HELP,), *ROWS[2:]], covered="Outstanding")
    extraction = read(content, ending, tmp_path, reference)
    assert grades(extraction) == ALL | {("safeguarding", "overall"): "good"}
    assert "in a cell that lies under another one" in extraction.source.message


SLAC = ["Overall effectiveness", "Capacity for improvement", "Quality of provision"]
FIRST, SECOND = ["Adequate", "Good", "Inadequate"], ["Good", "Outstanding", "Adequate"]
BLOCKS = ["Safeguarding services", "Services for looked after children"]


@pytest.mark.parametrize(
    "rows",
    [
        [[BLOCKS[0], *row] for row in zip(SLAC, FIRST, strict=True)]
        + [[BLOCKS[1], *row] for row in zip(SLAC, SECOND, strict=True)],
        [["", *SLAC], [BLOCKS[0], *FIRST], [BLOCKS[1], *SECOND]],
        [["", *BLOCKS], *map(list, zip(SLAC, FIRST, SECOND, strict=True))],
    ],
    ids=["a block in each row", "a row for each block", "a column for each block"],
)
def test_a_block_that_a_table_names_beside_its_grades(
    rows: list[list[str]], tmp_path: Path, reference: Reference
) -> None:
    head = ["Inspection of safeguarding and looked after children services", "Rutland County Council",
            "Inspection dates: 7 - 18 March 2011"]  # fmt: skip
    found = grades(read(office.html([*head, rows]), "html", tmp_path, reference))
    assert found == {
        ("safeguarding", "overall"): "requires_improvement_or_adequate",
        ("safeguarding", "capacity_for_improvement"): "good",
        ("safeguarding", "quality_of_provision"): "inadequate",
        ("looked_after_children", "overall"): "good",
        ("looked_after_children", "capacity_for_improvement"): "outstanding",
        ("looked_after_children", "quality_of_provision"): "requires_improvement_or_adequate",
    }


def test_a_merged_cell_of_a_row_that_is_hidden_is_not_seen_in_the_next(tmp_path: Path, reference: Reference) -> None:
    content = web([(LEADERS, ("Good", 2)), (HELP,), *ROWS[2:]]).replace(b"<tr>", b'<tr style="display: none">', 1)
    assert grades(read(content, "html", tmp_path, reference)) == without(LEADERS, HELP)


@pytest.mark.parametrize("ending", MADE)
def test_a_mark_stands_in_the_row_that_its_locator_names(ending: str, tmp_path: Path, reference: Reference) -> None:
    before: list[Row] = [("Step", "Done by")] * 120
    tables = [[*before, *TABLES["a mark below one of the grades"][0]], [*before, ("Judgement", "Grade"), *ROWS]]
    places = [[o.locator for o in read(MADE[ending](t), ending, tmp_path, reference).observations] for t in tables]
    lines = [[place.split(",")[0] for place in of_table] for of_table in places]
    assert lines[0] == lines[1]
    assert len(set(lines[0])) == len(ROWS)
