"""What stands beside, on or instead of the words of an office document: margins, notes, shapes, symbols, controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from loaders.reading import readers
from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents, office
from tests.test_other_formats import docx_with, odt_with

LABELS = documents.ILACS_2018
WPS = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def read(content: bytes, name: str, folder: Path, reference: Reference) -> Extraction:
    path = folder / name
    path.write_bytes(content)
    return extract(path, reference)


def word(cell: Callable[[str], str], grade: str = "Good", **more: str) -> bytes:
    """A report whose grades stand in cells of this making."""
    rows = [(label, grade) for label in LABELS]
    table = office.word_table(rows, lambda words: cell(words) if words == grade else office.paragraph(words))
    return office.docx(office.word_body(office.report()[:3]) + table, **more)


def open_text(cell: Callable[[str], str], styles: str = "", grade: str = "Good") -> bytes:
    rows = [(label, grade) for label in LABELS]
    shown = lambda words: cell(words) if words == grade else f"<text:p>{words}</text:p>"  # noqa: E731
    return office.odt(office.odt_body(office.report()[:3]) + office.odt_table(rows, shown), styles)


@pytest.mark.parametrize("make", [docx_with, odt_with])
@pytest.mark.parametrize(
    ("words", "is_read"),
    [("Overall effectiveness: Inadequate", False), ("Overall effectiveness: Good", True), ("Was: inadequate", True)],
)
@pytest.mark.parametrize("kind", ["header", "footer"])
def test_a_grade_at_the_edge_of_every_page_is_none_and_may_contradict_one(
    make: Callable[..., bytes], words: str, is_read: bool, kind: str, tmp_path: Path, reference: Reference
) -> None:
    name = "r.docx" if make is docx_with else "r.odt"
    extraction = read(make(words, kind), name, tmp_path, reference)
    overall = [o.grade for o in extraction.observations if (o.service, o.aspect) == ("whole_service", "overall")]
    assert (len(extraction.observations), overall) == ((5, ["good"]) if is_read else (4, []))
    assert (f'a header or footer says "{words}"' in extraction.source.message) is not is_read


def shape(behind: int, wrap: str = "wrapNone", fill: str = "solidFill") -> str:
    return (
        f'<w:r><w:drawing><wp:anchor {WPS} behindDoc="{behind}"><wp:{wrap}/><a:spPr><a:{fill}/></a:spPr></wp:anchor>'
        "</w:drawing></w:r>"
    )


def in_paragraph(*pieces: str) -> Callable[[str], str]:
    """A cell of its words with something in front of them and behind."""
    return lambda words: f"<w:p>{''.join(pieces).replace('~', office.run(words))}</w:p>"


STYLE = (
    '<w:style w:type="table" w:styleId="T">'
    '<w:tblStylePr w:type="{}"><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>'
)
PICTURES = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
BLACK = '<w14:srgbClr w14:val="000000"><w14:alpha w14:val="{}"/></w14:srgbClr>'


def coloured(properties: str) -> Callable[[str], str]:
    return lambda words: f"<w:p>{office.run(words, properties)}</w:p>"


def filled(fill: str) -> Callable[[str], str]:
    return coloured(f'<w14:textFill xmlns:w14="w14">{fill}</w14:textFill>')


def indented(indent: str) -> Callable[[str], str]:
    return lambda words: f"<w:p><w:pPr><w:ind {indent}/></w:pPr>{office.run(words)}</w:p>"


def control(properties: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>~</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (in_paragraph("~", shape(0)), 0),
        (in_paragraph("~", shape(1)), 4),
        (in_paragraph("~", shape(0, "wrapSquare")), 4),
        (in_paragraph("~", shape(0, fill="noFill")), 4),
        (in_paragraph(control("<w:showingPlcHdr/>")), 0),
        (in_paragraph(control("<w:text/>")), 4),
        (lambda words: f"<w:p>{office.run(words, PICTURES)}</w:p>", 0),
        # A field shows its result and not its code, nor anything where it has no result.
        (in_paragraph(BEGIN, "~", SEPARATE, END), 0),
        (in_paragraph(BEGIN, "~", END), 0),
        (in_paragraph(BEGIN, BEGIN, SEPARATE, "~", END, SEPARATE, END), 0),
        (in_paragraph(BEGIN, SEPARATE, "~", END), 4),
        (in_paragraph(BEGIN, END, "~"), 4),
        (in_paragraph(END, "~"), 4),
        (filled('<w14:gradFill><w14:gs><w14:srgbClr w14:val="FFFFFF"/></w14:gs></w14:gradFill>'), 0),
        (filled('<w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>'), 0),
        (filled(f"<w14:solidFill>{BLACK.format(100_000)}</w14:solidFill>"), 0),
        (filled(f"<w14:solidFill>{BLACK.format(20_000)}</w14:solidFill>"), 4),
        (coloured('<w:color w:val="000000" w:themeColor="background1"/>'), 0),
        (coloured('<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>'), 4),
        (coloured('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="auto" w:themeFill="text1"/>'), 0),
        (coloured('<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'), 0),
        (coloured('<w:color w:val="000000"/><w:shd w:val="pct95" w:color="auto" w:fill="FFFFFF"/>'), 0),
        (coloured('<w:color w:val="000000"/><w:shd w:val="pct10" w:color="auto" w:fill="FFFFFF"/>'), 4),
        (indented('w:hanging="20000"'), 0),
        (indented('w:firstLine="20000"'), 0),
        (indented('w:right="20000"'), 0),
        (indented('w:left="720" w:hanging="720"'), 4),
    ],
)
def test_words_that_a_word_document_does_not_show_give_no_grade(
    cell: Callable[[str], str], count: int, tmp_path: Path, reference: Reference
) -> None:
    assert len(read(word(cell), "r.docx", tmp_path, reference).observations) == count


def test_a_symbol_in_a_font_of_pictures_is_the_one_that_is_shown() -> None:
    tick = f"<w:p>{office.run(chr(0xFC), PICTURES)}</w:p>"
    assert readers.read(Path("r.docx"), office.docx(tick + office.paragraph("Good"))).pages == ("\u2713\n\nGood",)


@pytest.mark.parametrize(("part", "count"), [("lastCol", 0), ("firstRow", 4)])
def test_a_style_may_hide_some_columns_of_its_tables(
    part: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    table = office.word_table([(label, "Good") for label in LABELS])
    table = table.replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr>')
    content = office.docx(office.word_body(office.report()[:3]) + table, STYLE.format(part))
    assert len(read(content, "r.docx", tmp_path, reference).observations) == count


NOTES: Sequence[tuple[str, int]] = [
    ("This is the grade of the previous inspection.", 0),
    ("Corrected after publication: inadequate.", 0),
    ("Published in June.", 4),
]


@pytest.mark.parametrize(("note", "count"), NOTES)
@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_told_by_their_ids(note: str, count: int, kind: str, tmp_path: Path, reference: Reference) -> None:
    xml = f'<w:{kind}s {office.WORD}><w:{kind} w:id="7">{office.paragraph(note)}</w:{kind}></w:{kind}s>'
    cell = in_paragraph("~", f'<w:r><w:{kind}Reference w:id="7"/></w:r>')
    content = word(cell, **{f"word/{kind}s.xml": xml})
    assert len(read(content, "r.docx", tmp_path, reference).observations) == count


FRAME = (
    '<style:style style:name="F" style:family="graphic">'
    '<style:graphic-properties style:wrap="run-through" style:run-through="{}"/></style:style>'
)
FONT = (
    '<style:style style:name="S" style:family="text"><style:text-properties fo:font-family="Wingdings"/></style:style>'
)
SMALL = (
    'loext:opacity="0%" xmlns:loext="l"', 'style:text-position="9000% 100%"', 'style:text-position="0% 1%"',
    'fo:letter-spacing="-10pt"', 'fo:font-size="2%"',
)  # fmt: skip
USUAL = ('fo:letter-spacing="-0.2pt"', 'fo:font-size="80%"', 'style:text-position="0% 100%"')
PARAGRAPH = '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:{}/></style:style>'
STYLED = '<text:p text:style-name="P">{}</text:p>'
HIDDEN_FIELDS = ("placeholder", "script", "conditional-text", 'user-field-get text:display="none"')
SPAN = '<text:p><text:span text:style-name="S">{}</text:span></text:p>'
FRAMED = '<text:p>{}<draw:frame draw:style-name="F"><draw:image/></draw:frame></text:p>'
NOTED = (
    "<text:p>{}<text:note><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>{}</text:p></text:note-body></text:note></text:p>"
)


@pytest.mark.parametrize(
    ("styles", "cell", "count"),
    [
        (FRAME.format("foreground"), FRAMED, 0),
        (FRAME.format("background"), FRAMED, 4),
        (FONT, SPAN, 0),
        (FONT.replace("Wingdings", "Arial"), SPAN, 4),
        *((FONT.replace('fo:font-family="Wingdings"', small), SPAN, 0) for small in SMALL),
        *((FONT.replace('fo:font-family="Wingdings"', usual), SPAN, 4) for usual in USUAL),
        *((PARAGRAPH.format(aside), STYLED, 0) for aside in ('margin-left="60cm"', 'text-indent="-30cm"')),
        (PARAGRAPH.format('line-height="0.01cm"'), STYLED, 0),
        (PARAGRAPH.format('line-height="115%" fo:margin-left="6mm" fo:text-indent="-6mm"'), STYLED, 4),
        *(("", f"<text:p><text:{field}>{{}}</text:{field.split()[0]}></text:p>", 0) for field in HIDDEN_FIELDS),
        ("", "<text:p><text:user-field-get>{}</text:user-field-get></text:p>", 4),
        *(("", NOTED.replace("{}</text:p></text:note", f"{note}</text:p></text:note"), count) for note, count in NOTES),
    ],
)
def test_words_that_an_opendocument_text_takes_back_or_does_not_show_give_no_grade(
    styles: str, cell: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    content = open_text(cell.format, styles)
    assert len(read(content, "r.odt", tmp_path, reference).observations) == count


@pytest.mark.parametrize(("font", "count"), [("Wingdings", 0), ("'Wingdings 2', serif", 0), ("Georgia", 4)])
def test_a_font_of_pictures_shows_no_grade_on_a_web_page(
    font: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    page = office.html(office.report()).decode().replace(">Good<", f'><b style="font-family: {font}">Good</b><')
    assert len(read(page.encode(), "r.html", tmp_path, reference).observations) == count
