"""The typed rows are those of `tables.toml`, and typed frames give the texts of the files again."""

import datetime as dt

import pytest

from loaders import frames
from loaders.record import rows
from loaders.record.reference import Reference
from loaders.record.schema import Column, tables

ROWS: dict[str, type] = {
    "judgements": rows.JudgementRow,
    "observations": rows.ObservationRow,
    "inspections": rows.InspectionRow,
    "sources": rows.SourceRow,
    "discrepancies": rows.DiscrepancyRow,
    "movements": rows.MovementRow,
    "coverage": rows.CoverageRow,
    "codebook": rows.CodebookRow,
}
TYPES = {"string": "str", "integer": "int", "date": "dt.date"}


def _hint(column: Column) -> str:
    kind = "Precision" if column.name == "date_precision" else TYPES[column.type]
    return kind if column.required else f"{kind} | None"


@pytest.mark.parametrize("name", ROWS)
def test_rows_are_those_of_the_table(name: str, reference: Reference) -> None:
    hints = {column: hint.__forward_arg__ for column, hint in ROWS[name].__annotations__.items()}
    found = {column: hint.removeprefix("ReadOnly[").removesuffix("]") for column, hint in hints.items()}

    assert found == {column.name: _hint(column) for column in tables(reference)[name].columns}


def test_a_frame_gives_typed_rows_and_the_texts_again(reference: Reference) -> None:
    table = tables(reference)["panel"]
    known = {
        "authority_id": "leeds", "authority": "Leeds", "service": "safeguarding", "year_end": "2015-12-31",
        "grade": "good", "grade_rank": "2", "since": "2015-02-11", "inspection_id": "leeds-2015-02-sif",
        "comparability": "same", "status": "known",
    }  # fmt: skip
    unknown = known | dict.fromkeys(("grade", "grade_rank", "since", "inspection_id", "comparability"), "")
    columns = {name: (known[name], unknown[name]) for name in table.header}

    frame = frames.typed(columns, table)
    one, other = frames.records(frame)

    assert one["since"] == dt.date(2015, 2, 11)
    assert (one["grade_rank"], one["grade"]) == (2, "good")
    assert [other[name] for name in ("grade", "grade_rank", "since", "inspection_id")] == [None] * 4
    assert {name: tuple(frames.texts(frame[name])) for name in table.header} == columns


def test_an_empty_table_has_the_same_types(reference: Reference) -> None:
    table = tables(reference)["judgements"]
    frame = frames.typed(dict.fromkeys(table.header, ()), table)

    assert frames.records(frame) == []
    assert str(frame["date"].dtype) == "datetime64[us]"
    assert str(frame["grade_rank"].dtype) == "Int64"
    assert list(frame["grade"].cat.categories) == list(reference.grades)
