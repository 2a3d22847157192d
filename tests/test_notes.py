"""Notes of a paper that take a grade for something else, in texts, Word documents and web pages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.reference import Reference
from tests import documents, office

EARLIER = "These grades are from the previous inspection."
LABELS = documents.ILACS_2018


def grades(content: bytes | str, name: str, folder: Path, reference: Reference) -> tuple[list[str], str]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    extraction = extract(path, reference)
    return [observation.grade or "" for observation in extraction.observations], extraction.source.message


def report(mark: str, note: str, *, on_label: bool = False) -> str:
    rows = [(label + mark, "Good") if on_label else (label, f"Good{mark}") for label in LABELS]
    return office.plain([*office.report()[:3], rows, note])


@pytest.mark.parametrize(
    ("mark", "on_label"),
    [
        *((mark, on) for mark in ("*", "**", "\u2020", "\u00b9", "1", "[1]", " (a)", "\u00a7") for on in (False, True)),
        (" 1", False),  # behind a label it is the number of a page
    ],
)
def test_a_note_that_names_another_inspection_takes_the_grade_away(
    mark: str, on_label: bool, tmp_path: Path, reference: Reference
) -> None:
    note = mark.strip()
    read, message = grades(report(mark, f"{note} {EARLIER}", on_label=on_label), "a.txt", tmp_path, reference)
    assert read == []
    assert f'not read, since its note says "{EARLIER}"' in message
    read, message = grades(report(mark, f"{note} Published in June.", on_label=on_label), "a.txt", tmp_path, reference)
    assert read == ["good"] * 4
    assert message == ""


def test_a_note_on_one_grade_leaves_the_others(tmp_path: Path, reference: Reference) -> None:
    rows = [(label, "Good*" if number == 1 else "Good") for number, label in enumerate(LABELS)]
    text = office.plain([*office.report()[:3], rows, "* A target for 2019."])
    read, message = grades(text, "a.txt", tmp_path, reference)
    assert len(read) == 3
    assert LABELS[1] in message


@pytest.mark.parametrize(
    ("note", "count"),
    [("corrected to Good in June", 0), ("This should read: inadequate", 0), ("raised from April by a good deal", 4)],
)
def test_a_note_that_corrects_a_grade_takes_it_away(
    note: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    assert len(grades(report("*", f"* {note}"), "a.txt", tmp_path, reference)[0]) == count


def test_the_number_of_a_paragraph_behind_a_heading_with_its_grade_is_no_mark(
    tmp_path: Path, reference: Reference
) -> None:
    rows = [(label, "Good") for label in LABELS]
    heading = f"{LABELS[1]}: good 1. Children are seen often."
    text = office.plain([*office.report()[:3], rows, heading, f"1 {EARLIER}"])
    read, message = grades(text, "a.txt", tmp_path, reference)
    assert read[:4] == ["good"] * 4
    assert message == ""


def test_a_paragraph_whose_number_stands_beside_a_grade_is_no_note(tmp_path: Path, reference: Reference) -> None:
    text = documents.slac(words="Grade 3 (Adequate)") + "\n3 The previous inspection found much the same.\n"
    assert len(grades(text, "a.txt", tmp_path, reference)[0]) > 10


def word_cell(words: str) -> str:
    return (
        f"<w:p>{office.run(words)}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        if words == "Good"
        else (office.paragraph(words))
    )


@pytest.mark.parametrize(("note", "count"), [(EARLIER, 0), ("Published in June.", 4)])
def test_notes_of_a_word_document_are_read(note: str, count: int, tmp_path: Path, reference: Reference) -> None:
    rows = [(label, "Good") for label in LABELS]
    body = office.word_body(office.report()[:3]) + "".join(office.word_table([row], word_cell) for row in rows)
    paragraphs = "".join(
        f"<w:footnote><w:p><w:r><w:footnoteRef/></w:r>{office.run(note)}</w:p></w:footnote>" for _ in rows
    )
    notes = {"word/footnotes.xml": f"<w:footnotes {office.WORD}>{paragraphs}</w:footnotes>"}
    assert len(grades(office.docx(body, **notes), "a.docx", tmp_path, reference)[0]) == count


def test_a_footer_that_says_draft_refuses_a_word_document(tmp_path: Path, reference: Reference) -> None:
    relation = '<Relationship Id="r1" Type="http://x/footer" Target="footer1.xml"/>'
    parts = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{office.PACKAGE}/r">{relation}</Relationships>',
        "word/footer1.xml": f"<w:ftr {office.WORD}>{office.paragraph('DRAFT')}</w:ftr>",
    }
    read, message = grades(office.docx(office.report(), **parts), "a.docx", tmp_path, reference)
    assert (read, message[:7]) == ([], "a draft")


def test_what_a_property_was_before_a_change_counts_no_more(tmp_path: Path, reference: Reference) -> None:
    change = '<w:pPr><w:pPrChange w:id="3"><w:pPr><w:ind w:left="31000"/></w:pPr></w:pPrChange></w:pPr>'
    rows = [(label, "Good") for label in LABELS]
    table = office.word_table(rows, lambda words: f"<w:p>{change}{office.run(words)}</w:p>")
    content = office.docx(office.word_body(office.report()[:3]) + table)
    assert len(grades(content, "a.docx", tmp_path, reference)[0]) == 4


def test_a_symbol_marks_a_column(tmp_path: Path, reference: Reference) -> None:
    tick = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    rows = [["Judgement", "Outstanding", "Good", "Inadequate"], *([label, "", "tick", ""] for label in LABELS)]
    table = office.word_table(rows, lambda words: tick if words == "tick" else office.paragraph(words))
    content = office.docx(office.word_body(office.report()[:3]) + table)
    assert grades(content, "a.docx", tmp_path, reference)[0] == ["good"] * 4


@pytest.mark.parametrize(
    ("rule", "is_read"),
    [
        ("[data-x='1']{display:none}", False),
        ("[data-x]{display:none}", False),
        ("[data-y]{display:none}", True),
        ("table td b i{display:none}", False),
        ("nav td b i{display:none}", True),
        ("b.a i{display:none}", False),
        ("b.c i{display:none}", True),
        ("td:nth-child(2) i{display:none}", False),
        ("i:not(.k){display:none}", False),
        ("i:hover{display:none}", True),
        (":root{--ink:#fff} i{color:var(--ink)}", False),
        (":root{--ink:#111} i{color:var(--ink)}", True),
        ("i::before{content:'Not '}", False),
        ("i::before{content:'\\2022'}", True),
        ("i{unicode-bidi:bidi-override;direction:rtl}", False),
    ],
)
def test_rules_of_a_web_page_are_followed(rule: str, is_read: bool, tmp_path: Path, reference: Reference) -> None:
    table = office.web_table(
        [(label, "Good") for label in LABELS], lambda w: f"<b class='a'><i data-x='1'>{w}</i></b>" if w == "Good" else w
    )
    page = office.html(office.web_body(office.report()[:3]) + table, f"<style>{rule}</style>")
    assert bool(grades(page, "a.html", tmp_path, reference)[0]) is is_read


@pytest.mark.slow
@pytest.mark.parametrize(
    "style",
    [
        "a[b='" * 5_000,
        ":not(" * 2_000 + "{display:none}",
        "a" * 200_000,
        ":root{--a:x;}" + "var(--a)" * 20_000,
        "a::before{content:" + "x" * 4_000 + "}",
        "".join(f"p.c{number} b{{display:none}}" for number in range(5_000)),
    ],
    ids=["attributes", "negations", "one word", "variables", "content", "rules"],
)
def test_rules_of_style_take_little_time(style: str, tmp_path: Path, reference: Reference) -> None:
    body = office.web_body(office.report()) + '<p class="c1 x"><i>word</i> text</p>' * 2_000
    begun = time.process_time()
    assert grades(office.html(body, f"<style>{style}</style>"), "a.html", tmp_path, reference)[0] == ["good"] * 4
    assert time.process_time() - begun < 5


@pytest.mark.slow
def test_a_page_with_more_rules_than_can_be_followed_is_refused(tmp_path: Path, reference: Reference) -> None:
    style = "div b{display:none}" * 5_000
    body = office.web_body(office.report()) + "<section>" * 300 + "<b>word</b>" * 200
    page = office.html(body, f"<style>{style}</style>")
    assert "too many rules of style" in grades(page, "a.html", tmp_path, reference)[1]
