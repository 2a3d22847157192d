"""Rules of a web page that show words elsewhere than beside their neighbours in its source, or not at all.

The pages are made up; each of the rules is for the first of two rows, and browsers do what it says.
"""

from collections.abc import Callable, Set as AbstractSet
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.reference import Reference

ROWS = (("The experiences and progress of children in care", "Outstanding"), ("Overall effectiveness", "Good"))
TABLE = "".join(f"<tr class=r{n}><td class=a>{label}<td class=b>{grade}" for n, (label, grade) in enumerate(ROWS))
LINES = "".join(f"<p class='a r{n}'>{label}</p><p class='b r{n}'>{grade}</p>" for n, (label, grade) in enumerate(ROWS))
FIRST = ".r0 .b, .b.r0"

Read = Callable[[str], AbstractSet[str]]


@pytest.fixture
def read(tmp_path: Path, reference: Reference) -> Read:
    """The services that grades are read of, with a page's style and body."""

    def of_page(page: str) -> AbstractSet[str]:
        path = tmp_path / "page.html"
        title = "<h1>Inspection of Rutland local authority children's services</h1>"
        path.write_text(f"<!doctype html>{title}<p>Inspection dates: 6 to 17 March 2023</p>{page}", encoding="utf-8")
        return {o.service for o in extract(path, reference).observations}

    return of_page


def table(style: str) -> str:
    return f"<style>{style}</style><table class=t>{TABLE}</table>"


def lines(style: str) -> str:
    return f"<style>{style}</style><div class=t>{LINES}</div>"


@pytest.mark.parametrize("page", [table, lines])
@pytest.mark.parametrize(
    "declaration",
    [
        "order: 2", "grid-row: 3", "grid-area: 2 / 1", "position: absolute; top: 90px", "translate: 0 40px",
        "position: relative; top: 60px", "transform: translateY(40px)", "margin-top: -60px", "direction: rtl",
        "writing-mode: vertical-rl", "transform: rotate(180deg)", "-webkit-order: 3",
        "-webkit-text-fill-color: white", "color: azure", "color: oklch(1 0 0)", "color: color(srgb 1 1 1)",
        "clip-path: polygon(0 0, 0 0)", "filter: blur(9px)", "scale: 0", "display: n\\6f ne",
        "font-size: calc(0px)", "block-size: 0; overflow: hidden", "--h: none; display: var(--h)",
    ],
)  # fmt: skip
def test_a_grade_that_is_moved_or_not_seen_is_not_read(
    declaration: str, page: Callable[[str], str], read: Read
) -> None:
    assert read(page("")) == {"looked_after_children", "whole_service"}
    assert "looked_after_children" not in read(page(f"{FIRST} {{ {declaration} }}"))


@pytest.mark.parametrize(
    "style",
    [
        ".t { display: flex; flex-direction: column-reverse }", ".t { display: flex; flex-flow: row-reverse }",
        ".t { display: grid; grid-auto-flow: column }", ".b { float: right }", ".t { direction: rtl }",
    ],
)  # fmt: skip
def test_lines_in_another_order_give_no_grade(style: str, read: Read) -> None:
    assert read(lines(style)) == set()


@pytest.mark.parametrize("style", [".b { float: right }", "div { float: left }", ".t { order: 2 }"])
def test_a_grade_that_stays_in_its_line_is_read(style: str, read: Read) -> None:
    rows = "".join(f"<div><span class=a>{label}</span> <span class=b>{grade}</span></div>" for label, grade in ROWS)
    assert read(f"<style>{style}</style><div class=t>{rows}</div>") == {"looked_after_children", "whole_service"}


@pytest.mark.parametrize(
    "style",
    [
        "@media not print { X { display: none } }", "@media print, screen { X { display: none } }",
        "@media (max-width: 9999px) { X { display: none } }", "X:not(:hover) { display: none }",
        ":is(.r0) .b { display: none }", "X::first-line { font-size: 0 }", "tr { color: #111; .b { display: none } }",
        "X { display: none } td { display: table-cell }", "X { display: none !important } tr.r0 td { display: block }",
        "X::before { content: attr(class) }",
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_behind", [False, True])
def test_a_rule_holds_however_it_is_written_and_wherever(style: str, is_behind: bool, read: Read) -> None:
    written = f"<style>{style.replace('X', '.r0 .b')}</style>"
    rows = f"<table>{TABLE}</table>"
    assert "looked_after_children" not in read(rows + written if is_behind else written + rows)


@pytest.mark.parametrize(
    "around",
    [
        "<details><summary>Grades</summary>{}</details>", "<div dir=rtl>{}</div>", "<div popover>{}</div>",
        "<div><template shadowrootmode=open>Other words</template>{}</div>",
    ],
)  # fmt: skip
def test_what_a_page_does_not_open_or_turns_round_is_not_read(around: str, read: Read) -> None:
    assert read(around.format(f"<table>{TABLE}</table>")) == set()


def test_a_column_that_is_collapsed_is_not_read(read: Read) -> None:
    assert read(f"<table><col><col style='visibility: collapse'>{TABLE}</table>") == set()
