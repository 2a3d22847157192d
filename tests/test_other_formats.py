"""Word, OpenDocument and web pages: the same report in each gives the same grades, and hostile ones give one line."""

import io
import re
import warnings
import zipfile
from pathlib import Path

import pytest

from loaders.reading import readers
from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import office

HEAD = ["Inspection of Rutland local authority children’s services", "Inspection dates: 6 to 10 March 2023"]
ROWS = [
    ("Judgement", "Grade"),
    ("The impact of leaders on social work practice with children and families", "Good"),
    ("The experiences and progress of children who need help and protection", "Requires improvement to be good"),
    ("The experiences and progress of children in care", "Good"),
    ("The experiences and progress of care leavers", "Outstanding"),
    ("Overall effectiveness", "Good"),
]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
ODT_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def archive(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(head: list[str] = HEAD, before: str = "") -> bytes:
    def paragraph(text: str) -> str:  # a word may stand in several runs
        half = len(text) // 2
        return f"<w:p><w:r><w:t>{text[:half]}</w:t></w:r><w:r><w:t>{text[half:]}</w:t></w:r></w:p>"

    table = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in ROWS)
    body = f'{before}<w:document xmlns:w="{WORD}"><w:body>{"".join(map(paragraph, head))}<w:tbl>{table}</w:tbl>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": f"{body}</w:body></w:document>"})


def odt(kind: str = "text") -> bytes:
    head = "".join(f"<t:p>{line}</t:p>" for line in HEAD)
    cells = "".join(
        f"<b:table-row>{''.join(f'<b:table-cell><t:p>{cell}</t:p></b:table-cell>' for cell in row)}</b:table-row>"
        for row in ROWS
    )
    content = f'<o xmlns:t="{ODT_TEXT}" xmlns:b="{ODT_TABLE}">{head}<b:table>{cells}</b:table></o>'
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def html(more: str = "") -> bytes:
    rows = "".join(f"<tr><td>{label}</td><td><b>{grade}</b></td></tr>" for label, grade in ROWS)
    head = "".join(f"<p>{line}</p>" for line in HEAD)
    body = f"{head}<table>{rows}</table>{more}"
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>".encode()


def text() -> bytes:
    return "\n".join([*HEAD, *("\t".join(row) for row in ROWS)]).encode()


def read(content: bytes, name: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / name
    path.write_bytes(content)
    return extract(path, reference)


def grades(extraction: Extraction) -> list[tuple[str, str, str]]:
    return [(o.service, o.aspect, o.grade) for o in extraction.observations]


@pytest.mark.parametrize(
    ("content", "name"), [(docx(), "r.docx"), (odt(), "r.odt"), (odt("text-web"), "w.odt"), (html(), "r.html")]
)
def test_the_same_report_gives_the_same_grades_in_every_format(
    content: bytes, name: str, tmp_path: Path, reference: Reference
) -> None:
    wanted = grades(read(text(), "r.txt", tmp_path, reference))
    assert len(wanted) == 5
    extraction = read(content, name, tmp_path, reference)
    assert (extraction.source.status, extraction.source.message) == ("read", "")
    assert grades(extraction) == wanted


def test_what_a_page_hides_by_its_own_markup_gives_no_grade(tmp_path: Path, reference: Reference) -> None:
    shown = grades(read(html(), "r.html", tmp_path, reference))
    one_more = html("<p>Overall effectiveness: Inadequate</p>")
    assert len(grades(read(one_more, "r.html", tmp_path, reference))) == len(shown) + 1
    for hidden in ('<div style="display: none">', "<div hidden>", "<script>", "<nav>", '<p aria-hidden="true">'):
        tag = hidden[1:].split(" ")[0].rstrip(">")
        more = f"{hidden}Overall effectiveness: Inadequate</{tag}>"
        assert grades(read(html(more), "r.html", tmp_path, reference)) == shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (docx(before='<!DOCTYPE x [<!ENTITY a "b">]>'), "declares XML entities"),
        (archive({"word/document.xml": "<w:document"}), "the document is damaged: its text is no XML"),
        (archive({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "nests its elements more than 500 deep"),
        (docx()[:-400], "(?:damaged or cut short|no ODS or XLSX)"),
        (archive({"word/document.xml": f"<a>{' ' * 60_000_000}</a>"}), "unpacks to more than 50 MiB"),
        (archive({"word/document.xml": "<a/>"}), "the file holds no text"),
    ],
)
def test_a_hostile_document_is_one_line(content: bytes, said: str, tmp_path: Path, reference: Reference) -> None:
    source = read(content, "r.docx", tmp_path, reference).source
    assert source.status == "refused"
    assert re.search(said, source.message), source.message


def test_a_page_under_the_name_of_a_pdf_is_no_report(tmp_path: Path, reference: Reference) -> None:
    source = read(html(), "50004178.pdf", tmp_path, reference).source
    assert source.message.startswith('not a PDF: the file begins with "<!DOCTYPE html>"')


def docx_with(part: str, kind: str = "header") -> bytes:
    """The report with such a header or footer, or with a mark across its pages."""
    relation = f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{kind}1.xml"/>'
    shape = '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{}"/></w:pict></w:r></w:p>'
    words = shape.format(part[1:]) if part.startswith("~") else office.paragraph(part)
    return office.docx(
        [*HEAD, ROWS],
        **{
            "word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>",
            f"word/{kind}1.xml": f"<w:hdr {office.WORD}>{words}</w:hdr>",
        },
    )


def odt_with(words: str, kind: str = "header") -> bytes:
    styles = f"<style:header-style/><style:{kind}><text:p>{words}</text:p></style:{kind}>"
    masters = f"<office:master-styles><style:master-page>{styles}</style:master-page></office:master-styles>"
    part = f"<office:document-styles {office.ODF}>{masters}</office:document-styles>"
    return office.odt([*HEAD, ROWS], **{"styles.xml": part})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx_with("DRAFT - not for publication"), "r.docx"),
        (docx_with("Draft v0.3", "footer"), "r.docx"),
        (docx_with("~DRAFT"), "r.docx"),
        (odt_with("DRAFT - not for publication"), "r.odt"),
        (odt_with("Draft v0.3", "footer"), "r.odt"),
    ],
)
def test_what_stands_at_the_edge_of_every_page_counts(
    content: bytes, name: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(content, name, tmp_path, reference)
    assert extraction.observations == ()
    assert "a draft" in extraction.source.message


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx_with("Inspection report: Rutland, March 2023"), "r.docx"),
        (docx_with("Page 2 of 9", "footer"), "r.docx"),
        (odt_with("Inspection report: Rutland, March 2023"), "r.odt"),
        (odt_with("Page 2 of 9", "footer"), "r.odt"),
    ],
)
def test_a_plain_header_or_footer_changes_nothing(
    content: bytes, name: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(content, name, tmp_path, reference)
    assert len(extraction.observations) == 5
    assert {o.evidence for o in extraction.observations} == {"primary"}


LINES = [f"{label}\t{grade}" for label, grade in ROWS[1:]]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            office.docx(
                office.word_body(HEAD)
                + "<w:p><w:r>"
                + "<w:br/>".join(
                    f'<w:t xml:space="preserve">{label}</w:t><w:tab/><w:t>{grade}</w:t>' for label, grade in ROWS[1:]
                )
                + "</w:r></w:p>"
            ),
            "r.docx",
        ),
        (
            office.odt(
                office.odt_body(HEAD)
                + f"<text:p>{'<text:line-break/>'.join(line.replace(chr(9), '<text:tab/>') for line in LINES)}</text:p>"
            ),
            "r.odt",
        ),
        (
            office.html(
                office.web_body(HEAD) + "<p>" + "<br>".join(line.replace("\t", ": ") for line in LINES) + "</p>"
            ),
            "r.html",
        ),
    ],
)
def test_lines_that_end_within_a_paragraph_are_lines(
    content: bytes, name: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(content, name, tmp_path, reference)
    assert grades(extraction) == grades(read(text(), "r.txt", tmp_path, reference))


def test_a_cell_of_word_that_takes_several_columns_keeps_the_others_in_place(
    tmp_path: Path, reference: Reference
) -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{}</w:tc>'
    narrow = "<w:tc>{}</w:tc>"

    def row(*cells: tuple[str, str]) -> str:
        return f"<w:tr>{''.join(kind.format(office.paragraph(words)) for kind, words in cells)}</w:tr>"

    rows = [row((narrow, "Judgement"), (narrow, "Grade"), (narrow, "Previous grade"))]
    rows += [row((narrow, label), (narrow, grade), (narrow, "Inadequate")) for label, grade in ROWS[1:-1]]
    rows += [row((wide, ROWS[-1][0]), (narrow, "Inadequate"))]
    extraction = read(
        office.docx(f"{office.word_body(HEAD)}<w:tbl>{''.join(rows)}</w:tbl>"), "r.docx", tmp_path, reference
    )
    wanted = grades(read(text(), "r.txt", tmp_path, reference))
    assert grades(extraction) == [line for line in wanted if line[:2] != ("whole_service", "overall")]


def of_word(*rows: list[tuple[str, str]]) -> str:
    """A table of Word of these rows: each cell's properties and its content as XML."""
    cells = ("".join(f"<w:tc><w:tcPr>{how}</w:tcPr>{what}</w:tc>" for how, what in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


OVER, UNDER = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
LEADERS, CARE, GOOD, BLANK = (office.paragraph(words) for words in ("Leaders", "Care", "Good", ""))
INNER = of_word([("", LEADERS), ("", GOOD)], [("", CARE), ("", office.paragraph("Inadequate"))])


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            of_word(
                *(
                    [("", label), (merge, grade)]
                    for label, merge, grade in (
                        (LEADERS, OVER, GOOD),
                        (office.paragraph("Help"), UNDER, BLANK),
                        (CARE, UNDER, BLANK),
                    )
                )
            ),
            ["Leaders\tGood", "Help\tGood", "Care\tGood"],
        ),
        (of_word([("", LEADERS + GOOD)]), ["Leaders", "Good"]),
        (
            of_word([("", office.paragraph("x") + INNER), ("", CARE)]),
            ["x", "Leaders\tGood", "Care\tInadequate", "Care"],
        ),
        (
            of_word([(OVER, office.paragraph("x")), ("", INNER)], [(UNDER, BLANK), ("", GOOD)]),
            ["x", "Leaders\tGood", "Care\tInadequate", "Good"],
        ),
    ],
)
def test_cells_of_word_are_lines_where_no_row_can_hold_them(table: str, lines: list[str]) -> None:
    document = readers.read(Path("r.docx"), office.docx(table))
    assert [line for line in document.pages[0].split("\n") if line] == lines


def packed(compression: int, damage: bool = False, twice: bool = False) -> bytes:
    """A Word document whose text is packed so, and perhaps is damaged or there twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("word/document.xml", *(["WORD/document.xml"] if twice else [])):
            file.writestr(name, "<a>Some words of a report</a>" * 9)
    content = buffer.getvalue()
    return content.replace(b"Some words", b"Xome words") if damage else content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed(zipfile.ZIP_BZIP2), "the archive is packed in a way that no document is"),
        (packed(zipfile.ZIP_STORED, damage=True), "the file begins like a zip archive but is damaged or cut short"),
        (packed(zipfile.ZIP_DEFLATED, twice=True), "the archive holds two parts of one name"),
    ],
)
def test_a_document_that_no_program_packs_so_is_one_line(
    content: bytes, said: str, tmp_path: Path, reference: Reference
) -> None:
    source = read(content, "r.docx", tmp_path, reference).source
    assert (source.status, source.message) == ("refused", said)
