"""Names and messages as cells and lines: nothing that a spreadsheet runs, nothing that cannot be seen."""

from pathlib import Path

import pytest

from loaders.record import safe_text


@pytest.mark.parametrize(
    ("text", "visible_text"),
    [
        ("=1+1", r"\x3d1+1"),
        ("+44", r"\x2b44"),
        ("@SUM(A1)", r"\x40SUM(A1)"),
        ("Leeds = York", "Leeds = York"),
        ("Leeds", "Leeds"),
        ("", ""),
        ("a\u202eb", r"a\u202eb"),
        ("a\x00b", r"a\x00b"),
        ("a\U000e0001b", r"a\U000e0001b"),
    ],
)
def test_a_cell_holds_no_formula_and_nothing_that_is_not_seen(text: str, visible_text: str) -> None:
    assert safe_text.cell(text) == visible_text


def test_a_file_name_with_bytes_that_are_no_text_shows_them() -> None:
    assert safe_text.file_name(Path("reports") / b"caf\xe9.pdf".decode("utf-8", "surrogateescape")) == r"caf\xe9.pdf"


def test_a_long_message_is_cut_and_says_by_how_much() -> None:
    assert safe_text.one_line("a\n b\tc") == "a b c"
    assert safe_text.one_line("x" * 12, longest=10) == f"{'x' * 10} … (2 more characters)"
