"""Readers: what each format comes out as, and what is said of a file that is none of them."""

import codecs
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from loaders.reading import readers
from loaders.reading.readers import pdf, spreadsheet, text as texts
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from tests import documents


def read(content: bytes, name: str = "source.txt") -> Document:
    return readers.read(Path(name), content)


def refusal(content: bytes, name: str = "source.txt") -> str:
    with pytest.raises(SourceRefused) as refused:
        read(content, name)
    message = str(refused.value)
    assert message
    assert message.isprintable()
    return message


# --- text


def test_a_utf_8_text_is_one_page_with_plain_line_ends_and_spaces() -> None:
    document = read("\ufeffOne – two\r\nthree\u00a0four\rfive".encode())
    assert document == Document("text", ("One – two\nthree four\nfive",))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ids=["UTF-8", "UTF-8 with mark", "UTF-16", "Windows-1252"]
)
def test_a_text_reads_the_same_in_every_encoding_that_we_know(encoding: str) -> None:
    printed = "Children’s services – “good”\n"
    assert read(printed.encode(encoding)).pages == (printed,)


def test_utf_16_is_read_in_either_byte_order() -> None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert read(mark + "Good".encode(encoding)).pages == ("Good",)


def test_bytes_in_no_encoding_that_we_know_are_refused() -> None:
    assert "unknown encoding; wanted a text in UTF-8, UTF-16 or Windows-1252" in refusal(b"Good \x81\x8d\x8f\x90")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_its_mark(encoding: str) -> None:
    assert texts.read("Overall effectiveness\u2019s\tGood".encode(encoding)).pages == (
        "Overall effectiveness\u2019s\tGood",
    )


@pytest.mark.parametrize("content", [b"\x00\xff" * 400, b"\xff\x00" * 400, b"\x00G\x00o" + b"\x00\x01" * 40])
def test_bytes_of_which_every_other_is_zero_are_no_text(content: bytes) -> None:
    assert "control character" in refusal(content)


def test_marks_of_the_direction_of_writing_are_left_out() -> None:
    assert texts.read("\u200eGood\u200f".encode()).pages == ("Good",)


def test_utf_16_that_is_cut_in_the_middle_of_a_character_is_refused() -> None:
    assert "unknown encoding" in refusal("Good".encode("utf-16")[:-1])


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x07", "\x1b"])
def test_control_characters_are_no_text(control: str) -> None:
    assert "it holds control characters" in refusal(f"Joint area review{control}".encode())


def test_form_feeds_end_lines_and_tabs_are_text() -> None:
    assert read(b"page 1\tx\x0cpage 2\n\x0cpage 3").pages == ("page 1\tx\npage 2\npage 3",)


def test_a_text_of_white_space_alone_is_refused() -> None:
    assert refusal(b" \r\n\t\n") == "the file holds no text; wanted an inspection report"


# --- what is no source at all


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == f"the file is empty; {readers.WANTED}"


def test_a_web_page_under_a_pdf_name_is_refused_with_its_first_characters() -> None:
    page = b"\n<!DOCTYPE html>\n<html><title>Report not found</title></html>"
    assert refusal(page, "2761820.pdf").startswith('not a PDF: the file begins with "<!DOCTYPE html>"')


@pytest.mark.parametrize(
    "beginning",
    [
        "<html>",
        "<HTML lang='en'>",
        "<!doctype HTML>",
        "<body>",
        "<!-- saved -->\n<html>",
        "<?xml version='1.0'?><html>",
        "<div class='report'>",
    ],
)
def test_a_web_page_is_read_under_any_other_name(beginning: str) -> None:
    document = read(f"\ufeff {beginning}<p>Good".encode(), "page.txt")
    assert (document.kind, document.pages) == ("html", ("Good",))


def test_xml_that_is_no_web_page_is_no_report() -> None:
    assert refusal(b"<?xml version='1.0'?><p>Good</p>", "page.txt").startswith(
        'not a report: the file begins with "<?xml version=\'"; wanted a PDF'
    )


def test_a_text_under_a_pdf_name_is_no_pdf() -> None:
    assert refusal(b"Page not found", "report.PDF") == 'not a PDF: the file begins with "Page not found"'


def test_what_a_message_quotes_of_a_file_can_be_printed_on_one_line() -> None:
    assert refusal(b"\x07\x1b[2Jbell\nnext", "report.pdf") == 'not a PDF: the file begins with "??[2Jbell"'


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
SAVE = "save it as a Word document (.docx), as PDF or as text, and read that"
RECOGNISE = "have its text recognised (OCR) by another program, save that as text or as a Word document, and read that"
ATTACHED = "save the report that is attached to it, and read that"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{\\rtf1 Good}", f"a rich text document (.rtf); {SAVE}"),
        (b"\x89PNG\r\n\x1a\n", f"a PNG picture; {RECOGNISE}"),
        (b"\xff\xd8\xff\xe0 JFIF", f"a JPEG picture; {RECOGNISE}"),
        (b"GIF89a", f"a GIF picture; {RECOGNISE}"),
        (b"II*\x00", f"a TIFF picture; {RECOGNISE}"),
        (b"MM\x00*", f"a TIFF picture; {RECOGNISE}"),
        (b"RIFF\x00\x00\x01\x00WEBPVP8", f"a WebP picture; {RECOGNISE}"),
        (b"\x00\x00\x00\x18ftypheic", f"a HEIC or AVIF picture; {RECOGNISE}"),
        (b"<svg xmlns='x'><text>Good</text></svg>", f"an SVG picture; {RECOGNISE}"),
        (b"AT&TFORM\x00", f"a DjVu document; {RECOGNISE}"),
        (b"%!PS-Adobe-3.0", f"a PostScript document; {SAVE}"),
        (b"\x1f\x8b\x08", "a gzip archive; unpack it, and read the report that is in it"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it, and read the report that is in it"),
        (b"Rar!\x1a\x07\x01", "a RAR archive; unpack it, and read the report that is in it"),
        (OLE, f"an old binary Office document; {SAVE}"),
        (OLE + "WordDocument".encode("utf-16-le"), f"a Word document in the old binary format (.doc); {SAVE}"),
        (
            OLE + "Workbook".encode("utf-16-le"),
            "a spreadsheet in the old binary format (.xls); save it as .xlsx or .ods, and read that",
        ),
        (OLE + "__properties_version1.0".encode("utf-16-le"), f"an e-mail of Outlook (.msg); {ATTACHED}"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "an Office document that is encrypted and needs a password; save it without one, and read that",
        ),
        (b"From: A <a@b.c>\r\nMIME-Version: 1.0\r\n\r\nGood", f"an e-mail (.eml); {ATTACHED}"),
        (b"Received: by x\nSubject: Report\n\nGood", f"an e-mail (.eml); {ATTACHED}"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
            'a web page saved as an archive (.mhtml); save it as "web page, HTML only" or print it to a PDF',
        ),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', f"a Word document saved as XML; {SAVE}"),
        (
            b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
            f"an OpenDocument file saved as flat XML (.fodt, .fods); {SAVE}",
        ),
        (documents.archive({"ppt/presentation.xml": "<a/>"}), f"a presentation (.pptx); {SAVE}"),
        (
            documents.archive({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<a/>"}),
            f"a presentation (.odp); {SAVE}",
        ),
        (
            documents.archive({"mimetype": "application/vnd.oasis.opendocument.formula", "content.xml": "<a/>"}),
            f"a formula (.odf); {SAVE}",
        ),
        (documents.archive({"Index/Document.iwa": "x"}), f"a document of Pages, Numbers or Keynote; {SAVE}"),
        (documents.archive({"mimetype": "application/epub+zip"}), f"an electronic book (.epub); {SAVE}"),
    ],
)
def test_a_known_other_format_is_named_and_what_to_do_beside_it(content: bytes, said: str) -> None:
    assert refusal(content, "report.pdf") == said


def test_a_letter_that_begins_like_an_e_mail_is_a_text() -> None:
    assert read(b"To: all members\nDate: 1 May 2012\nThe inspection").kind == "text"


@pytest.mark.parametrize("content", [b" \n", b"\xad", "\u200b\n".encode()])
def test_a_text_of_nothing_that_anybody_sees_is_refused(content: bytes) -> None:
    assert refusal(content, "source.txt") == "the file holds no text; wanted an inspection report"


def outcome(content: bytes, name: str) -> tuple[bool, str]:
    """Whether a file gave any text or sheet, and what its refusal said."""
    try:
        document = read(content, name)
    except SourceRefused as refused:
        return False, str(refused)
    return bool(document.sheets) or any(page.strip() for page in document.pages), ""


@given(
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"\xd0\xcf\x11\xe0"]),
    st.binary(max_size=400),
    st.sampled_from(["source.pdf", "source.txt", "source.ods"]),
)
def test_any_bytes_whatever_give_text_or_a_refusal_that_can_be_printed(
    beginning: bytes, rest: bytes, name: str
) -> None:
    has_text, message = outcome(beginning + rest, name)
    assert has_text != bool(message)
    assert message.isprintable()


# --- PDF


def test_a_pdf_gives_the_text_of_each_page_with_wrapped_cells_label_first() -> None:
    front = documents.page(
        "Judgement Grade",
        rows=[("The experiences and progress of\nchildren in care", "Requires improvement\nto be good")],
    )
    document = read(documents.pdf(front, documents.page("Second page")), "report.pdf")
    assert document.kind == "pdf"
    assert [page.split("\n") for page in document.pages] == [
        [
            "Judgement Grade",
            "The experiences and progress of",
            "children in care",
            "Requires improvement",
            "to be good",
        ],
        ["Second page"],
    ]


def test_a_pdf_is_known_by_its_content_whatever_its_name() -> None:
    content = documents.pdf(documents.page("Good"))
    assert read(content, "report.txt").kind == "pdf"
    assert read(b"\n" * 100 + content, "report.txt").kind == "pdf"


def test_curly_quotes_dashes_and_hard_spaces_of_a_pdf_are_ordinary_characters() -> None:
    document = read(documents.pdf(documents.page("Children’s\u00a0services 19 – 23 (March) \\ 2012")))
    assert document.pages == ("Children’s services 19 – 23 (March) \\ 2012",)


def test_hyphens_at_line_ends_bullets_and_ligatures_of_a_pdf_are_put_right() -> None:
    document = read(documents.pdf(documents.page("\uf0b7 the multi-", "agency \ufb01rst \ufb02oor")))
    assert document.pages == ("\u2022 the multi-agency first floor",)


def test_thin_spaces_of_a_pdf_are_spaces_and_those_of_no_width_are_nothing() -> None:
    document = read(documents.pdf(documents.page("Over\u200ball effectiveness\u2009Good")))
    assert document.pages == ("Overall effectiveness Good",)


def test_an_encrypted_pdf_is_refused_as_such() -> None:
    content = documents.pdf(documents.page("Good"), encrypted=True)
    assert refusal(content) == "the PDF is encrypted and needs a password"


def test_a_pdf_of_pictures_alone_is_refused_as_such() -> None:
    assert refusal(documents.picture_only_pdf()) == (
        f"the PDF holds only pictures: no text on any of its 2 pages; {RECOGNISE}"
    )


def test_a_pdf_that_is_cut_short_is_refused_as_damaged() -> None:
    content = documents.sif_pdf()
    for length in (9, 200, len(content) // 2):
        assert refusal(content[:length]) == "the PDF is damaged or cut short and cannot be opened"


def test_a_pdf_without_any_page_is_refused() -> None:
    assert "the PDF" in refusal(documents.pdf())


def test_a_pdf_of_too_many_pages_is_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    content = documents.pdf(*[documents.page("Good")] * 3)
    assert refusal(content) == "the PDF has 3 pages; wanted a report of at most 2"


# --- spreadsheets


def test_an_ods_gives_its_sheets_and_cells() -> None:
    document = read(documents.ods(documents.text_cell("Devon") + documents.text_cell("Good")), "statistics.ods")
    assert document.kind == "spreadsheet"
    assert [(sheet.name, list(map(list, sheet.rows))) for sheet in document.sheets] == [("Sheet1", [["Devon", "Good"]])]


def test_a_zip_archive_that_is_no_spreadsheet_is_refused() -> None:
    content = documents.archive({"report.txt": "Good"})
    assert refusal(content, "reports.zip") == (
        "a zip archive, and no document that we read; unpack it, and read the report that is in it"
    )


def test_a_word_document_without_text_says_so() -> None:
    content = documents.archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
    assert refusal(content, "report.docx") == "the file holds no text; wanted an inspection report"


def test_a_zip_archive_that_is_cut_short_is_refused() -> None:
    content = documents.ods(documents.text_cell("Devon"))
    assert refusal(content[: len(content) // 2]) == "the file begins like a zip archive but is damaged or cut short"


def test_a_spreadsheet_that_would_unpack_to_too_much_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 2 * 2**20)
    bomb = documents.archive({"content.xml": "<a/>" * (2**20)})
    assert len(bomb) < 10_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("the archive was unpacked"))
    assert refusal(bomb) == "the spreadsheet unpacks to 4 MiB; the limit is 2 MiB"


def test_figures_of_every_other_script_are_put_right_on_pages_of_a_pdf() -> None:
    figures = [chr(code) for code in range(0x80, 0x110000) if chr(code).isdecimal()]
    assert len(figures) > 600
    assert [pdf.tidy(figure) for figure in figures] == [texts.with_our_figures(figure) for figure in figures]
    assert pdf.tidy("Grade \uff13, \u09ea\u3000 \u4e09") == "Grade 3, \ufffd  \u4e09"
