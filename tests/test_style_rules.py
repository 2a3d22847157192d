"""Rules of a web page that show words elsewhere than beside their neighbours in its source, or not at all.

The pages are made up; each of the rules is for the first of two rows, and browsers do what it says.
"""

import subprocess
import sys
import time
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


def test_a_sheet_that_is_left_open_holds(read: Read) -> None:
    assert "looked_after_children" not in read(f"<table>{TABLE}</table><style>.r0 .b {{ display: none }}")


def test_a_column_that_is_collapsed_is_not_read(read: Read) -> None:
    assert read(f"<table><col><col style='visibility: collapse'>{TABLE}</table>") == set()


@pytest.mark.parametrize("page", [table, lines])
@pytest.mark.parametrize(
    "declaration",
    [
        "color: rgb(100% 100% 100%)", "color: hwb(0 100% 0)", "color: rgb(from white r g b)", "color: white; color: x",
        "transform: scale(1, 0)", "clip-path: inset(0 0 100% 0)", "clip-path: path('M0 0')", "text-indent: -50em",
        "text-indent: 100%; overflow: hidden", "translate: 0 5em", "transform: translateY(2em)", "margin-top: -3em",
        "transform: rotate(.5turn)", "rotate: x 90deg", "-webkit-text-security: disc", "content: url(x.png)",
        "background: black", "background: #000; color: inherit", "background: #111; color: currentcolor",
        "line-height: 0; overflow: hidden", "transform: skewX(89deg)", "display: none; display: x",
        "opacity: 0; opacity: 1px", "color: lab(100% 0 0)", "color: lch(100% 0 0)",
        "background: #7b7b7b; color: color(xyz .19 .2 .22)", "filter: invert(1)", "filter: invert()",
        "letter-spacing: 300em", "padding-left: 5000px", "margin-left: 5000px", "-webkit-text-stroke: 4px white",
        "offset-path: path('M0 900')", "transform: perspective(1px) translateZ(2px)",
    ],
)  # fmt: skip
def test_more_that_hides_or_moves(declaration: str, page: Callable[[str], str], read: Read) -> None:
    assert "looked_after_children" not in read(page(f"{FIRST} {{ {declaration} }}"))


@pytest.mark.parametrize(
    "style",
    [
        # which elements
        "tr:nth-child(1) > :nth-child(2) { D }", "body > table > tbody > .r0 > .b { D }",
        ".r0 td:nth-child(2 of .a, .b) { D }", ".r0 .b:is(td, th) { D }", ".r0 .b:has(:hover), .r0 .b { D }",
        # which rule is the strongest
        ".r0 .b { opacity: 0 } tr.r0 td.b { display: table-cell }",
        "@layer a, b; @layer b { .b { D } } @layer a { td { display: table-cell } } .r1 td { display: table-cell }",
        "@layer a { .r0 .b { display: none !important } } .r0 .b { display: table-cell !important }",
        ".r0 .b { &{ display: table-cell } D }",
        # under which condition
        ".r0 .b { @media (min-width: 1px) { D } }",
        "@supports (display: block) { .r0 .b { D } }", "@media (max-width: 9px) or (min-width: 9px) { .r0 .b { D } }",
        "@media (height: 700px) { .r0 .b { D } }",
        "@keyframes k { to { opacity: 0 } } .r0 .b { animation: k 0s forwards }",
        "@media (min-width: 1400px) { .r0 .b { D } } @media (hover) { .r0 .b { display: table-cell } }",
        # variables
        "html { --a: 0; --b: var(--a) } .r0 .b { opacity: var(--b) }",
        "html { --b: 0; --a: var(--b) } .r0 { --b: 1 } .r0 .b { opacity: var(--a) }",
        # what is handed on
        "body { color: #fff }", ".r0 { background: #000 }", ".r0 { font-size: .3em } .r0 .b { font-size: .3em }",
        "body { background: #000; color: #fff } .r0 .b { color: initial }",
        ":root { color-scheme: dark } .r0 .b { color: #000 }",
        ".t { opacity: .4 } .r0 { opacity: .4 } .r0 .b { opacity: .4 }",
        # what lies over it
        ".r0 .b::after { content: ''; position: absolute; inset: 0; background: #fff }",
        # what is no part of a rule
        "i { content: '</b>' } .r0 .b { D }", f"i {{ background: url(data:{'A' * 1_200_000}) }} .r0 .b {{ D }}",
    ],
)  # fmt: skip
def test_rules_are_followed_as_browsers_follow_them(style: str, read: Read) -> None:
    assert "looked_after_children" not in read(table(style.replace("D", "display: none")))


@pytest.mark.parametrize(
    "style",
    [
        "tr:nth-child(3) .b { D }", ".r0 td + td + td { D }", ".b ~ .a { D }", "tr:has(p) .b { D }", ".b:not(td) { D }",
        "tr.r0 .b { D; color: #333 !important } tr.r0 td.b { display: table-cell }",
        "@layer a { .r0 .b { D } } td { display: table-cell }", ".r0 .b { D; & { display: table-cell } }",
        "@media not screen { .b { D } }", "@media speech { .b { D } }", "@media (width < 500px) { .b { D } }",
        "nav { --d: none } td { display: var(--d) }", ".r1 { --c: #fff } .r1 td { background: #036; color: var(--c) }",
        "body { background: #111; color: #eee }", ".r0 { color: transparent } .r0 td { color: #222 }",
        "td { background: rgba(0, 0, 0, .04) }", "html { font-size: 62.5% } td { font-size: 1.4rem }",
        ".b::before { content: 'Not ' } tr .b::before { content: none }", ".b::before { content: 'Not '; D }",
        "@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }",
        "body { background: #111; color: #eee } td { color: var(--none) }",
        "tr { -webkit-text-fill-color: #fff } td { -webkit-text-fill-color: currentcolor }",
        "@media not all and (min-width: 640px) { .b { D } }",
        ".b::after { content: ''; position: absolute; inset: 0; background: rgba(0, 0, 0, .05) }",
        ".b::after { content: ''; position: absolute; width: 100%; height: 2px; background: #333 }",
        ".b::after { content: ''; position: absolute; inset: 0; background: #eee; z-index: -1 }",
        ".b { line-height: 1.2; overflow: hidden; opacity: .8 }",
        ".b { filter: invert(0); letter-spacing: .1em; padding: 0 50%; offset: none; -webkit-text-stroke: 0 }",
    ],
)  # fmt: skip
def test_what_a_person_sees_is_read(style: str, read: Read) -> None:
    assert read(table(style.replace("D", "display: none"))) == {"looked_after_children", "whole_service"}


@pytest.mark.parametrize(
    ("head", "grade", "is_read"),
    [
        ("", "<font color=ffffff>{}</font>", False), ("", "<font color=White>{}</font>", False),
        ("", "<span style='display: none' style=''>{}</span>", False),
        ("", "<span style='display: none !important; display: inline'>{}</span>", False),
        ("<style>span { display: var(--d) }</style>", "<span style='--d: none'>{}</span>", False),
        ("<style media='not print'>.r0 .b { display: none }</style>", "{}", False),
        ("<style media=print>.r0 .b { display: none }</style>", "{}", True),
        ("<style type=text/less>.r0 .b { display: none }</style><style>i { color: red }</style>", "{}", True),
        ("<link rel=stylesheet href='data:text/css,.r0 .b%7Bdisplay:none%7D'>", "{}", False),
        ("<link rel=stylesheet href='data:text/css;base64,LnIwIC5ie2Rpc3BsYXk6bm9uZX0='>", "{}", False),
        ("<link rel=stylesheet href='data:text/css;base64,x'>", "{}", True),
        ("<style>body .r0 .b { display: none }</style></head><body>Words</body></html>", "{}", False),
    ],
)  # fmt: skip
def test_attributes_and_tags_that_are_left_out_count(head: str, grade: str, is_read: bool, read: Read) -> None:
    rows = TABLE.replace(ROWS[0][1], grade.format(ROWS[0][1]))
    assert ("looked_after_children" in read(f"{head}<table>{rows}</table>")) is is_read


def test_a_column_within_a_group_that_is_collapsed_is_not_read(read: Read) -> None:
    columns = "<colgroup><col><col style='visibility: collapse'></colgroup>"
    assert read(f"<table>{columns}{TABLE}</table>") == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("div div div div div div div div q { color: red }", "<div>" * 300 + "<q>word</q>" * 300),
        ("p ~ p ~ p ~ p ~ b { display: none }", "<p>word</p>" * 20_000 + "<b>word</b>"),
        (":nth-of-type(2n) { color: red }", "<p>word</p>" * 20_000),
        (":has(q) { color: red }", "<p><b>word</b></p>" * 5_000),
        ("a " * 3_000 + "{ display: none }", ""), ("a, a {" + "&&, && {" * 20 + "color: red", ""),
        ("p { width: " + "1" * 5_000 + "}", ""), ("p { width: " + "calc(" * 20_000, ""),
        ("p {" + "".join(f"--a{n}: var(--a{n + 1}) var(--a{n + 1});" for n in range(25)) + "color: var(--a0)}", ""),
        ("p {" + "".join(f"--a{n}: var(--a{n + 1}) var(--a{n + 1});" for n in range(25)) + "--a25: ;}", ""),
        ("", "<p style='" + "width:1px;" * 200_000 + "'>word</p>"), ("", "<i>word</i>\n" * 200_000),
    ],
    ids=[
        "around", "before", "alike", "within", "long", "nested", "figures", "brackets", "variables", "empty", "own",
        "elements",
    ],
)  # fmt: skip
def test_a_hostile_style_takes_little_time(style: str, body: str, read: Read) -> None:
    begun = time.process_time()
    read(f"{table(style)}{body}<p>word</p>")
    assert time.process_time() - begun < 5


def test_style_sheets_need_no_package_until_a_page_is_read() -> None:
    code = "import sys, loaders.reading.sandbox; sys.exit(bool({'tinycss2', 'cssselect2'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0


@pytest.mark.parametrize(
    ("style", "is_read"),
    [
        ("position: fixed; inset: 0; background: #fff", False),
        ("position: absolute; top: 0; left: 0; width: 100%; height: 100vh; background: white", False),
        ("position: fixed; top: 0; right: 0; bottom: 0; left: 0; background-color: #0b0c0c; z-index: 9", False),
        ("position: fixed; inset: 0; background: rgba(0, 0, 0, .4)", True),
        ("position: fixed; inset: 0; background: #fff; display: none", True),
        ("position: fixed; inset: 0; background: #fff; opacity: 0", True),
        ("position: fixed; inset: 0; background: #fff; z-index: -1", True),
        ("position: fixed; inset: 0; background: #fff; transform: translateX(-100%)", True),
        ("position: fixed; top: 0; left: 0; width: 100%; height: 50px; background: #fff", True),
        ("position: fixed; bottom: 0; left: 0; right: 0; background: #fff", True),
        ("position: sticky; top: 0; background: #fff", True),
        ("position: absolute; inset: 0", True),
    ],
)
def test_a_page_under_one_of_its_parts_is_refused_by_name(
    style: str, is_read: bool, tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "page.html"
    head = (
        "<h1>Inspection of Rutland local authority children's services</h1><p>Inspection dates: 6 to 17 March 2023</p>"
    )
    path.write_text(f"<!DOCTYPE html><html>{head}<table>{TABLE}</table><div style='{style}'>Words</div></html>")
    extraction = extract(path, reference)
    assert bool(extraction.observations) is is_read
    assert ("one part lies over all the others" in extraction.source.message) is not is_read


def test_a_part_that_lies_over_another_part_alone_hides_no_page(read: Read) -> None:
    banner = "<div style='position: relative'><div style='position: absolute; inset: 0; background: #036'></div></div>"
    assert read(f"{banner}<table>{TABLE}</table>") == {"looked_after_children", "whole_service"}
