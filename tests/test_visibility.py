"""Is what was read what is shown? Forged pages, each with a grade that a reader of the page would not give."""

import re
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.reading.readers import grade_lines, pdf
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Extraction
from loaders.record.reference import Reference
from tests import documents
from tests.hostile import forgeries, office
from tests.hostile.forgeries import Forgery
from tests.hostile.office import Hidden
from tests.hostile.pdf import CATALOG, one_page, pdf_of, stream

HEAD = [
    "Inspection of Hillingdon local authority children's services",
    "Inspection dates: 16 April to 27 April 2018",
    "Judgement Grade",
]
LABELS = [
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care and care leavers",
    "Overall effectiveness",
]


def show(text: str, x: float, y: float, before: str = "", size: float = 10, after: str = "") -> str:
    before = before.format(low=y - 5)
    escaped = text.replace("(", r"\(").replace(")", r"\)")
    return f"q {before} BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET {after} Q\n"


def page(grade: str = "Good", **how: object) -> bytes:
    """A front page whose grades are drawn in one way: `show`'s arguments, and `x` for where they stand."""
    x = float(how.pop("x", 430))  # type: ignore[arg-type]
    drawn = [show(line, 30, 800 - 20 * number) for number, line in enumerate(HEAD)]
    for number, label in enumerate(LABELS):
        y = 700 - 30 * number
        drawn += [show(label, 30, y), show(grade, x, y, **how)]  # type: ignore[arg-type]
    return "".join(drawn).encode("latin-1")


def read(content: bytes, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    return extract(path, reference)


def grades(extraction: Extraction) -> list[str]:
    return [o.grade for o in extraction.observations]


DARK = "0 0.2 0.4 rg 425 {low} 100 18 re f 1 g"


@pytest.mark.parametrize(
    "how",
    [{}, {"before": "1 0 0 rg"}, {"before": DARK}, {"size": 7}, {"before": "400 560 150 200 re W n"}],
    ids=["plain", "red", "white on dark", "small", "within its clip"],
)
def test_what_the_page_shows_is_read(how: dict[str, object], tmp_path: Path, reference: Reference) -> None:
    extraction = read(one_page(stream(page(**how))), tmp_path, reference)
    assert grades(extraction) == ["good"] * 4
    assert "does not show" not in extraction.source.message


COVER = "1 g 420 560 150 200 re f"
FORGED = {
    "invisible render mode": one_page(stream(page(before="3 Tr"))),
    "clipping render mode": one_page(stream(page(before="7 Tr"))),
    "white on white": one_page(stream(page(before="1 g"))),
    "nearly white": one_page(stream(page(before="0.98 g"))),
    "tiny": one_page(stream(page(size=0.01))),
    "squeezed to no width": one_page(stream(page(before="0.01 Tz"))),
    "off the page": one_page(stream(page(x=2430))),
    "left of the page": one_page(stream(page(x=-300))),
    "clipped away": one_page(stream(page(before="0 0 1 1 re W n"))),
    "covered later": one_page(stream(page() + COVER.encode())),
    "transparent": one_page(stream(page(before="/G1 gs")), resources=b"/ExtGState << /G1 << /ca 0 /CA 0 >> >>"),
    "out of the crop box": one_page(stream(page()), box=b"[0 0 595 842] /CropBox [0 0 400 842]"),
    "a layer that is off": pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >> >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R"
            b" >> /Properties << /L1 8 0 R >> >> >>",
            4: stream(page(before="/OC /L1 BDC", after="EMC")),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            8: b"<< /Type /OCG /Name (h) >>",
        }
    ),
    "a note stamped over it": pdf_of(
        {
            1: CATALOG,
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R"
            b" >> >> /Annots [9 0 R] >>",
            4: stream(page()),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            9: b"<< /Type /Annot /Subtype /FreeText /Rect [420 560 560 740] /Contents (Inadequate) /F 4 >>",
        }
    ),
}


def glyphs(shown: str, said: str) -> bytes:
    """Grades whose glyphs are one word and whose text, by the font's own map, another."""
    codes = "".join(f"{number:02x}" for number in range(1, len(shown) + 1))
    said = said.ljust(len(shown), "\u200b")
    pairs = "".join(f"<{n:02x}> <{ord(letter):04x}> " for n, letter in enumerate(said, 1))
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def 1 begincodespacerange <00> <ff> "
        f"endcodespacerange {len(said)} beginbfchar {pairs}endbfchar endcmap end end"
    )
    differences = " ".join(f"/{letter}" for letter in shown)
    drawn = "".join(show(line, 30, 800 - 20 * number) for number, line in enumerate(HEAD))
    for number, label in enumerate(LABELS):
        y = 700 - 30 * number
        drawn += show(label, 30, y) + f"q BT /F2 10 Tf 1 0 0 1 430 {y} Tm <{codes}> Tj ET Q\n"
    return pdf_of(
        {
            1: CATALOG,
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R"
            b" /F2 6 0 R >> >> >>",
            4: stream(drawn.encode()),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding"
            b" << /Type /Encoding /Differences [1 %s] >> /ToUnicode 7 0 R >>" % differences.encode(),
            7: stream(to_unicode.encode()),
        }
    )


FORGED |= {
    "inadequate drawn, good said": glyphs("Inadequate", "Good"),
    "good drawn, inadequate said": glyphs("Goodxxxxxx", "Inadequate"),
    "inadequate drawn, outstanding said": glyphs("Inadequates", "Outstanding"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_grade_that_the_page_does_not_show_is_none_and_is_said(
    name: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(FORGED[name], tmp_path, reference)
    assert grades(extraction) == []
    assert "does not show" in extraction.source.message


def test_text_that_is_said_to_be_other_words_is_read_as_it_is_drawn(tmp_path: Path, reference: Reference) -> None:
    drawn = page(grade="Inadequate", before="/Span <</ActualText (Good)>> BDC", after="EMC")
    extraction = read(one_page(stream(drawn)), tmp_path, reference)
    assert grades(extraction) == ["inadequate"] * 4
    assert "does not show" in extraction.source.message


def test_honest_glyphs_of_the_same_kind_of_font_are_read(tmp_path: Path, reference: Reference) -> None:
    assert grades(read(glyphs("Inadequate", "Inadequate"), tmp_path, reference)) == ["inadequate"] * 4


def test_an_honest_grade_beside_a_hidden_one_is_read(tmp_path: Path, reference: Reference) -> None:
    hidden = "".join(show(f"{label} Good", 30, 2700 - 30 * n, "3 Tr") for n, label in enumerate(LABELS))
    extraction = read(one_page(stream(page("Inadequate") + hidden.encode())), tmp_path, reference)
    assert grades(extraction) == ["inadequate"] * 4
    assert "does not show" in extraction.source.message


# --- the corpus of forgeries


def named(each: Forgery | Hidden) -> str:
    return each.name


@pytest.mark.parametrize("forgery", forgeries.FORGERIES, ids=named)
def test_a_forged_grade_is_none_and_is_said(forgery: Forgery, tmp_path: Path, reference: Reference) -> None:
    extraction = read(forgery.make(), tmp_path, reference)
    assert set(grades(extraction)) <= {forgery.shows}
    assert "does not show" in extraction.source.message


@pytest.mark.slow
@pytest.mark.parametrize("forgery", forgeries.FORGERIES, ids=named)
def test_a_forgery_far_behind_the_front_is_found_as_well(forgery: Forgery, reference: Reference) -> None:
    words = grade_lines.stems(reference)
    document = pdf.read(forgery.make(pages_before=2), words)
    hidden = "Overall effectiveness" if forgery.label else "Good"
    assert hidden not in document.pages[2]
    assert [note[:25] for note in document.notes] == ["p. 3: text that the page "]


@pytest.mark.parametrize("state", [b"3 Tr", b"1 g", b"0.01 0 0 0.01 0 0 cm"])
@pytest.mark.parametrize("pages_before", [0, 2])
def test_letters_in_place_of_grades_are_looked_at_wherever_they_stand(
    state: bytes, pages_before: int, reference: Reference
) -> None:
    key = forgeries.words(50, 500, "O = outstanding, G = good, RI = requires improvement, I = inadequate")

    def report(state: bytes) -> Document:
        letters = Forgery("letters", lambda y: forgeries.words(forgeries.X, y, "G", state), forgeries.Page(before=key))
        return pdf.read(letters.make(pages_before=pages_before), grade_lines.stems(reference))

    shown, hidden = report(b""), report(state)
    assert (len(re.findall(r"\bG\s*$", shown.pages[-1], re.MULTILINE)), shown.notes) == (4, ())
    assert re.findall(r"\bG\s*$", hidden.pages[-1], re.MULTILINE) == []
    assert [note[6:25] for note in hidden.notes] == ["text that the page "]


@pytest.mark.parametrize("honest", forgeries.HONEST, ids=named)
def test_an_honest_grade_is_read_however_it_is_drawn(honest: Forgery, tmp_path: Path, reference: Reference) -> None:
    extraction = read(honest.make(), tmp_path, reference)
    assert (grades(extraction), extraction.source.message) == (["good"] * 4, "")


@pytest.mark.parametrize("hidden", office.HIDDEN, ids=named)
def test_a_grade_that_a_document_or_a_web_page_hides_is_none(
    hidden: Hidden, tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / hidden.name
    path.write_bytes(hidden.make())
    extraction = extract(path, reference)
    assert grades(extraction) == []
    assert "no grade found for" in extraction.source.message
    assert hidden.is_silent or re.search("does not show|tracked changes", extraction.source.message)


@pytest.mark.parametrize("shown", office.SHOWN, ids=named)
def test_a_grade_that_a_document_or_a_web_page_shows_is_read(
    shown: Hidden, tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / shown.name
    path.write_bytes(shown.make())
    extraction = extract(path, reference)
    assert (grades(extraction), extraction.source.message) == (["good"] * 4, "")


def figures(drawn: bytes, said: str) -> bytes:
    """A joint area review whose numbers are drawn with a glyph of one name and said to be another figure."""
    page = forgeries.lying_font(drawn, said)
    lines = ["Joint area review", "Grades", "4: outstanding; 3: good; 2: adequate; 1: inadequate"]
    text = b"".join(forgeries.words(50, 800 - 16 * number, line) for number, line in enumerate(lines))
    for number, label in enumerate(("Safeguarding", "Looked after children", "Service management")):
        text += forgeries.words(50, 700 - 20 * number, label) + forgeries.codes(330, 700 - 20 * number, b"01")
    return one_page(stream(text), page.objects, resources=b"").replace(b"/F1 5 0 R", b"/F1 5 0 R " + page.fonts)


@pytest.mark.parametrize("figure", ["1", "2", "3", "4"])
def test_a_figure_that_is_drawn_as_another_is_left_out(figure: str, reference: Reference) -> None:
    words = grade_lines.stems(reference)
    names = {"1": b"/one", "2": b"/two", "3": b"/three", "4": b"/four"}
    for said, name in names.items():
        document = pdf.read(figures(name, figure), words)
        is_true = said == figure
        assert (f"Safeguarding {figure}" in document.pages[0]) == is_true
        assert bool(document.notes) != is_true


def test_the_layer_of_text_over_scanned_pages_is_refused_with_what_to_do() -> None:
    scanned = one_page(stream(page(before="3 Tr").replace(b"q  BT", b"q 3 Tr BT")))
    with pytest.raises(SourceRefused) as refused:
        pdf.read(scanned)
    assert str(refused.value).startswith("the PDF shows no text: p. 1: text that the page does not show was left out")
    assert "have its text recognised (OCR) by another program, save that as text" in str(refused.value)


def test_the_number_of_a_paragraph_that_is_not_seen_is_not_worth_a_word(tmp_path: Path, reference: Reference) -> None:
    extraction = read(one_page(stream(page() + show("1.", 30, 500, "3 Tr").encode())), tmp_path, reference)
    assert (grades(extraction), extraction.source.message) == (["good"] * 4, "")


@pytest.mark.parametrize(
    ("text", "looked_at"),
    [
        ("Grades\nSafeguarding 2 3 4", ["4", "2", "3"]),
        ("Local services overall\nSafeguarding 2", ["2"]),
        ("4 = outstanding; 1 = inadequate\nSafeguarding 2", ["outstanding", "inadequate", "2"]),
        ("Good Overall effectiveness", ["Good"]),
        ("Overall effectiveness Inadequate Good", ["Inadequate", "Good"]),
        ("Partners do good work together here", []),
    ],
)
def test_grades_of_every_column_and_in_front_of_labels_are_looked_at(
    text: str, looked_at: list[str], reference: Reference
) -> None:
    text = text.replace("\n", "\r\n")
    places = grade_lines.find(text, grade_lines.stems(reference))
    assert [text[first:end] for first, end in places.words] == looked_at


@pytest.mark.parametrize(("stamp", "size", "is_draft"), [("DRAFT", 90, True), ("COPY", 90, False), ("Good", 90, False)])
def test_a_word_stamped_over_a_page_is_read(
    stamp: str, size: int, is_draft: bool, tmp_path: Path, reference: Reference
) -> None:
    aslant = f"q 0.85 g BT /F1 {size} Tf 0.7 0.7 -0.7 0.7 120 250 Tm ({stamp}) Tj ET Q\n"
    extraction = read(one_page(stream(aslant.encode() + page())), tmp_path, reference)
    assert ("a draft" in extraction.source.message) == is_draft
    assert grades(extraction) == ([] if is_draft else ["good"] * 4)
    # A grade in letters that cannot be measured is none.
    assert ("does not show" in extraction.source.message) == (stamp == "Good")


@pytest.mark.parametrize(("state", "over"), [(b"3 Tr", b""), (b"1 g", b""), (b"", b"q 1 g 40 796 500 14 re f Q\n")])
def test_a_title_in_the_place_of_the_one_that_is_shown_is_left_out(
    state: bytes, over: bytes, tmp_path: Path, reference: Reference
) -> None:
    title = forgeries.words(50, 800, "Inspection of Barnet local authority and its services for children", state)
    page = forgeries.Page(before=title + over)
    extraction = read(Forgery("title", lambda y: forgeries.words(330, y), page).make(), tmp_path, reference)
    assert {observation.authority_id for observation in extraction.observations} == {"hillingdon"}
    assert "does not show" in extraction.source.message


@pytest.mark.parametrize("place", range(1, 10))
@pytest.mark.parametrize("hiding", ["3 Tr", "1 g", "/F1 0.4 Tf"])
def test_a_hidden_word_in_a_long_line_of_the_front_is_left_out(
    place: int, hiding: str, tmp_path: Path, reference: Reference
) -> None:
    title = "Inspection of the services for children of the council of Hillingdon made by inspectors of Ofsted"
    words = title.split()
    line = f"({' '.join(words[:place])} ) Tj {hiding} (Rutland ) Tj 0 Tr 0 g /F1 8 Tf ({' '.join(words[place:])}) Tj"
    drawn = f"BT /F1 8 Tf 40 800 Td {line} ET "
    rows = ["Inspection dates: 16 to 27 April 2018", *(f"{label} Good" for label in documents.ILACS_2018)]
    drawn += "".join(f"BT /F1 8 Tf 40 {780 - 20 * n} Td ({row}) Tj ET " for n, row in enumerate(rows))
    path = tmp_path / "report.pdf"
    path.write_bytes(one_page(stream(drawn.encode("cp1252"))))
    extraction = extract(path, reference)
    assert "rutland" not in {o.authority_id for o in extraction.observations}
    assert "text that the page does not show was left out" in extraction.source.message
