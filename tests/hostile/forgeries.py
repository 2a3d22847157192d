"""PDFs whose text is not what their page shows: a "Good" that nobody sees, and how each is made.

Each is a report of four rows. `hide` draws the grade of a row so that a reader of the page sees something else, or
nothing; the labels are drawn plainly. What is said of all of them: no row is good, and a message says why. Where the
page shows another grade, that one may be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests import documents
from tests.hostile.pdf import HELVETICA, pdf_of, stream

HEAD = (
    "Inspection of Hillingdon local authority",
    "childrens services",
    "Inspection dates: 16 April to 27 April 2018",
    "Lead inspector: A Person, Her Majestys Inspector",
    "Judgement Grade",
)
X, ROW = 330.0, 38.0
FIRST_ROW = 714.0


@dataclass(frozen=True)
class Page:
    """What a page has beside its drawing: entries of its resources, of itself and of the catalogue, and objects."""

    resources: bytes = b""
    entries: bytes = b""
    catalogue: bytes = b""
    objects: Mapping[int, bytes] = field(default_factory=dict)
    fonts: bytes = b""
    before: bytes = b""
    box: bytes = b"[0 0 595 842]"


@dataclass(frozen=True)
class Forgery:
    """`hide(y)` draws the grade of the row at a height. `shows` is what a reader sees there, if it is a grade."""

    name: str
    hide: Callable[[float], bytes]
    page: Page = Page()
    shows: str = ""
    labels_too: bool = False

    def make(self) -> bytes:
        return report(self.hide, self.page)


def report(grade: Callable[[float], bytes], page: Page, labels: Callable[[float, float, str], bytes] | None = None) -> bytes:
    """A report whose grades are drawn by `grade`, and its labels too where `labels` is given."""
    drawn = [page.before]
    for number, line in enumerate(HEAD):
        drawn.append(words(50, 800 - 16 * number, line))
    y = FIRST_ROW
    for label in documents.ILACS_2018:
        lines = documents.wrap(label, 44)
        for number, line in enumerate(lines):
            drawn.append((labels or words)(50, y + 6 * (len(lines) - 1) - 12 * number, line))
        drawn.append(grade(y))
        y -= ROW
    content = b"\n".join(drawn)
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R %s >> %s >> %s >>"
    ) % (page.box, page.fonts, page.resources, page.entries)
    catalogue = b"<< /Type /Catalog /Pages 2 0 R %s >>" % page.catalogue
    return pdf_of({1: catalogue, 2: pages, 3: leaf, 4: stream(content), 5: HELVETICA, **page.objects})


def words(x: float, y: float, text: str | bytes = "Good", state: bytes = b"", font: bytes = b"/F1 10 Tf") -> bytes:
    """Text at a place, after a change of the graphics state that ends with it."""
    shown = text.encode("cp1252") if isinstance(text, str) else text
    return b"q %s BT %s 1 0 0 1 %.2f %.2f Tm (%s) Tj ET Q" % (state, font, x, y, shown)


def codes(x: float, y: float, shown: bytes, font: bytes = b"/F2 10 Tf") -> bytes:
    return b"q BT %s 1 0 0 1 %.2f %.2f Tm <%s> Tj ET Q" % (font, x, y, shown)


def box(y: float, colour: bytes = b"1 g", height: float = 14) -> bytes:
    return b"q %s %.2f %.2f 90 %.2f re f Q" % (colour, X - 4, y - 4, height)


def state(entries: bytes) -> Page:
    return Page(resources=b"/ExtGState << /G1 8 0 R >>", objects={8: b"<< /Type /ExtGState %s >>" % entries})


def annotated(subtype: bytes, entries: bytes = b"", appearance: bool = True) -> Page:
    drawn = b"1 g 0 0 180 140 re f 1 0 0 rg BT /F1 14 Tf 10 70 Td (Inadequate) Tj ET"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 180 140] /Resources << /Font << /F1 5 0 R >> >>"
    note = b"<< /Type /Annot /Subtype /%s /Rect [320 590 500 740] /F 4 %s %s >>" % (
        subtype, entries, b"/AP << /N 10 0 R >>" if appearance else b"",
    )
    return Page(
        entries=b"/Annots [9 0 R]", catalogue=b"/AcroForm << /Fields [9 0 R] >>" if subtype == b"Widget" else b"",
        objects={9: note, 10: stream(drawn, form)},
    )  # fmt: skip


INADEQUATE = b"/I /n /a /d /e /q /u /a /t /e"
ALL_CODES = b"0102030405060708090a"


def cmap(*meanings: str) -> bytes:
    """A table that says what each code from 1 on is to be read as."""
    pairs = b" ".join(
        b"<%02x> <%s>" % (code, meaning.encode("utf-16-be").hex().encode()) for code, meaning in enumerate(meanings, 1)
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def 1 begincodespacerange <00> <ff> "
        b"endcodespacerange %d beginbfchar %s endbfchar endcmap end end" % (len(meanings), pairs)
    )


def lying_font(names: bytes, *meanings: str) -> Page:
    """A second font that draws letters of these names, and says that they mean something else."""
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R "
        b"/Encoding << /Type /Encoding /Differences [1 %s] >> >>" % names
    )
    return Page(fonts=b"/F2 6 0 R", objects={6: font, 7: stream(cmap(*meanings))})


def drawn_font(glyph: bytes) -> Page:
    """A second font whose letters are drawings: G draws this, the others nothing."""
    procedures = b"<< /G 11 0 R /o 12 0 R /d 12 0 R >>"
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 6000 800] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 71 "
        b"/LastChar 111 /Widths [%s] /Encoding << /Type /Encoding /Differences [71 /G 100 /d 111 /o] >> /CharProcs %s "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % (b"600 " * 41, procedures)
    )
    empty = b"600 0 50 -10 550 560 d1 300 0 1 1 re f"
    return Page(fonts=b"/F2 6 0 R", objects={6: font, 11: stream(glyph), 12: stream(empty)})


PICTURE = stream(
    bytes((0, 255) * 32), b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
)
FORM = b"/Type /XObject /Subtype /Form /BBox [-10 -10 600 900] /Resources << /Font << /F1 5 0 R >> >>"
LAYER_OFF = b"/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] /Order [8 0 R] >> >>"
LAYER = b"<< /Type /OCG /Name (h) >>"
FORGERIES = [
    Forgery("invisible", lambda y: words(X, y, state=b"3 Tr")),
    Forgery("kept as a clip alone", lambda y: words(X, y, state=b"7 Tr")),
    Forgery("white on white", lambda y: words(X, y, state=b"1 g")),
    Forgery("nearly white", lambda y: words(X, y, state=b"0.96 g")),
    Forgery("outlined in white", lambda y: words(X, y, state=b"1 Tr 1 G")),
    Forgery("black on black", lambda y: box(y, b"0 g") + words(X, y)),
    Forgery("blue on blue", lambda y: box(y, b"0.1 0.2 0.6 rg") + words(X, y, state=b"0.1 0.2 0.6 rg")),
    Forgery("transparent", lambda y: words(X, y, state=b"/G1 gs"), state(b"/ca 0 /CA 0")),
    Forgery("nearly transparent", lambda y: words(X, y, state=b"/G1 gs"), state(b"/ca 0.04 /CA 0.04")),
    Forgery("lightened away", lambda y: words(X, y, state=b"/G1 gs 1 g"), state(b"/BM /Multiply")),
    Forgery(
        "masked",
        lambda y: words(X, y, state=b"/G1 gs"),
        Page(
            resources=b"/ExtGState << /G1 8 0 R >>",
            objects={
                8: b"<< /Type /ExtGState /SMask << /S /Luminosity /G 10 0 R >> >>",
                10: stream(b"0 g 0 0 600 900 re f", FORM + b" /Group << /S /Transparency /CS /DeviceGray >>"),
            },
        ),
    ),
    Forgery("a hundredth of a point", lambda y: words(X, y, font=b"/F1 0.01 Tf")),
    Forgery("one point", lambda y: words(X, y, font=b"/F1 1 Tf")),
    Forgery("pressed together", lambda y: words(X, y, font=b"0.5 Tz /F1 10 Tf")),
    Forgery(
        "on a layer that is off",
        lambda y: b"/OC /L1 BDC " + words(X, y) + b" EMC",
        Page(resources=b"/Properties << /L1 8 0 R >>", catalogue=LAYER_OFF, objects={8: LAYER}),
    ),
    Forgery(
        "on a group of layers that are off",
        lambda y: b"/OC /L1 BDC " + words(X, y) + b" EMC",
        Page(
            resources=b"/Properties << /L1 9 0 R >>",
            catalogue=LAYER_OFF,
            objects={8: LAYER, 9: b"<< /Type /OCMD /OCGs [8 0 R] /P /AnyOn >>"},
        ),
    ),
    Forgery(
        "in a form on a layer that is off",
        lambda y: b"q 1 0 0 1 0 %.2f cm /X1 Do Q" % (y - 700),
        Page(
            resources=b"/XObject << /X1 10 0 R >>",
            catalogue=LAYER_OFF,
            objects={8: LAYER, 10: stream(words(X, 700), FORM + b" /OC 8 0 R")},
        ),
    ),
    Forgery(
        "in a form that is transparent",
        lambda y: b"q /G1 gs 1 0 0 1 0 %.2f cm /X1 Do Q" % (y - 700),
        Page(
            resources=b"/XObject << /X1 10 0 R >> /ExtGState << /G1 8 0 R >>",
            objects={
                8: b"<< /Type /ExtGState /ca 0 >>",
                10: stream(words(X, 700), FORM + b" /Group << /S /Transparency >>"),
            },
        ),
    ),
    Forgery("beside the page", lambda y: words(5000, y)),
    Forgery("above the page", lambda y: words(X, y + 2000)),
    Forgery("left of the page", lambda y: words(-40, y)),
    Forgery("outside the crop box", lambda y: words(X, y), Page(entries=b"/CropBox [0 0 320 842]")),
    Forgery("clipped away", lambda y: words(X, y, state=b"0 0 1 1 re W n")),
    Forgery("clipped by a triangle", lambda y: words(X, y, state=b"300 0 m 500 0 l 400 9 l h W n")),
    Forgery(
        "clipped by what looks like a box",
        lambda y: words(X, y, state=b"0 0 m 595 0 l 595 842 l 0 0 l h W n"),
    ),
    Forgery("clipped by other text", lambda y: words(50, 20, b"x", b"7 Tr").removesuffix(b"Q") + words(X, y) + b" Q"),
    Forgery("covered in white", lambda y: words(X, y) + box(y)),
    Forgery("half covered", lambda y: words(X, y) + b"q 1 g %.2f %.2f 12 14 re f Q" % (X - 1, y - 4)),
    Forgery("covered by another word", lambda y: words(X, y) + box(y) + words(X, y, "Inadequate"), shows="inadequate"),
    Forgery(
        "covered by a picture",
        lambda y: words(X, y) + b"q 90 0 0 14 %.2f %.2f cm /I1 Do Q" % (X - 4, y - 4),
        Page(resources=b"/XObject << /I1 10 0 R >>", objects={10: PICTURE}),
    ),
    Forgery(
        "covered by a shading",
        lambda y: words(X, y) + b"q %.2f %.2f 90 14 re W n /S1 sh Q" % (X - 4, y - 4),
        Page(
            resources=b"/Shading << /S1 8 0 R >>",
            objects={
                8: b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 595 0] /Extend [true true] "
                b"/Function << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0.9] /N 1 >> >>"
            },
        ),
    ),
    Forgery(
        "covered by a form",
        lambda y: words(X, y) + b"q 1 0 0 1 0 %.2f cm /X1 Do Q" % (y - 700),
        Page(resources=b"/XObject << /X1 10 0 R >>", objects={10: stream(box(700), FORM)}),
    ),
    Forgery("covered with strips", lambda y: words(X, y) + b"".join(box(y + n, height=2) for n in range(12))),
    Forgery(
        "covered with a wide line",
        lambda y: words(X, y) + b"q 1 G 14 w %.2f %.2f m %.2f %.2f l S Q" % (X - 4, y + 3, X + 86, y + 3),
    ),
    Forgery(
        "covered with thin lines",
        lambda y: words(X, y)
        + b"".join(b"q 1 G 1 w %.2f %.2f m %.2f %.2f l S Q" % (X - 4, y + n, X + 86, y + n) for n in range(-3, 11)),
    ),
    Forgery(
        "covered with full stops",
        lambda y: words(X, y) + b"".join(words(X - 12 + 11 * n, y - 3, b".", b"1 g", b"/F1 120 Tf") for n in range(3)),
    ),
    Forgery("under other text", lambda y: words(X, y) + words(X, y, "Inadequate")),
    Forgery("struck out", lambda y: words(X, y) + b"q 1 w %.2f %.2f m %.2f %.2f l S Q" % (X, y + 3, X + 24, y + 3)),
    Forgery("struck out with a bar", lambda y: words(X, y) + b"q %.2f %.2f 24 1 re f Q" % (X, y + 2.5)),
    Forgery(
        "said to be another word",
        lambda y: b"/Span << /ActualText (Good) >> BDC " + words(X, y, "Inadequate") + b" EMC",
        shows="inadequate",
    ),
    Forgery(
        "said to be another word, among properties",
        lambda y: b"/Span /P1 BDC " + words(X, y, "Inadequate") + b" EMC",
        Page(resources=b"/Properties << /P1 8 0 R >>", objects={8: b"<< /ActualText (Good) >>"}),
        shows="inadequate",
    ),
    Forgery(
        "letters that are nothing",
        lambda y: codes(X, y, ALL_CODES),
        lying_font(INADEQUATE, *"Good", *"\u200b" * 6),
        shows="inadequate",
    ),
    Forgery(
        "letters that are spaces",
        lambda y: codes(X, y, ALL_CODES),
        lying_font(INADEQUATE, *"Good", *" " * 6),
        shows="inadequate",
    ),
    Forgery(
        "letters that are zeros",
        lambda y: codes(X, y, ALL_CODES),
        lying_font(INADEQUATE, *"Good", *"\0" * 6),
        shows="inadequate",
    ),
    Forgery(
        "one letter for a word",
        lambda y: codes(X, y, ALL_CODES),
        lying_font(INADEQUATE, "Good", *" " * 9),
        shows="inadequate",
    ),
    Forgery(
        "a beginning that is nothing",
        lambda y: codes(X, y, b"01020304"),
        lying_font(b"/P /o /o /r", *"Good"),
    ),
    Forgery(
        "a font that draws a word as a letter",
        lambda y: words(X, y, font=b"/F2 10 Tf"),
        drawn_font(b"600 0 50 -10 5500 750 d1 BT /F1 1000 Tf (Inadequate) Tj ET"),
    ),
    Forgery(
        "a font that draws a word in the box of a letter",
        lambda y: words(X, y, font=b"/F2 10 Tf"),
        drawn_font(b"600 0 50 -10 650 750 d1 BT /F1 1000 Tf (Inadequate) Tj ET"),
    ),
    Forgery(
        "a font that draws nothing",
        lambda y: words(X, y, font=b"/F2 10 Tf"),
        drawn_font(b"600 0 50 -10 650 750 d1 300 0 1 1 re f"),
    ),
    Forgery("mirrored", lambda y: b"q BT /F1 10 Tf -1 0 0 1 %.2f %.2f Tm (Good) Tj ET Q" % (X + 40, y)),
    *(
        Forgery(f"under {name}", lambda y: words(X, y), annotated(subtype, entries, appearance))
        for name, subtype, entries, appearance in (
            ("a note", b"FreeText", b"/Contents (Inadequate) /DA (/Helv 12 Tf 1 0 0 rg)", True),
            ("a note that a reader draws itself", b"FreeText", b"/Contents (Inadequate) /DA (/Helv 12 Tf)", False),
            ("a stamp", b"Stamp", b"", True),
            ("a square", b"Square", b"/IC [1 1 1]", True),
            ("a square without a picture of it", b"Square", b"/IC [1 1 1]", False),
            ("a field", b"Widget", b"/FT /Tx /T (a) /V (Inadequate) /MK << /BG [1 1 1] >>", True),
            ("a field without a picture of it", b"Widget", b"/FT /Tx /T (a) /V (Inadequate)", False),
            ("a line of deletion", b"StrikeOut", b"/QuadPoints [320 740 500 740 320 590 500 590]", False),
            ("a redaction", b"Redact", b"/QuadPoints [320 740 500 740 320 590 500 590]", False),
            ("a highlight that covers", b"Highlight", b"/QuadPoints [320 740 500 740 320 590 500 590]", True),
            ("a link with a picture", b"Link", b"", True),
        )
    ),
]
