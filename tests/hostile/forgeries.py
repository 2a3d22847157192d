"""PDFs whose text is not what their page shows: a "Good" that nobody sees, and how each is made.

Each is a report of four rows. `hide` draws the grade of a row so that a reader of the page sees something else, or
nothing; the labels are drawn plainly. What is said of all of them: no row is good, and a message says why. Where the
page shows another grade, that one may be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests import documents
from tests.hostile.pdf import HELVETICA, pdf_of, stream

HEAD = (
    "Inspection of Hillingdon local authority",
    "childrens services",
    "Inspection dates: 16 April to 27 April 2018",
    "Lead inspector: A Person, Her Majestys Inspector",
    "Judgement Grade",
)
LABELS = documents.ILACS_2018
PLAIN_LINE = "Here is a line of a report that says nothing of any grade, and is as long as most."
PLAIN_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 22 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
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
    label: Callable[[float, float, str], bytes] | None = None

    def make(self, *, pages_before: int = 0) -> bytes:
        """The report, behind so many pages of plain text."""
        return report(self.hide, self.page, self.label or words, pages_before)


def report(
    grade: Callable[[float], bytes], page: Page, label: Callable[[float, float, str], bytes], pages_before: int
) -> bytes:
    """A report whose grades and the lines of whose labels are drawn so, behind so many pages of plain text."""
    drawn = [page.before]
    for number, line in enumerate(HEAD):
        drawn.append(words(50, 800 - 16 * number, line))
    y = FIRST_ROW
    for title in LABELS:
        lines = documents.wrap(title, 44)
        for number, line in enumerate(lines):
            drawn.append(label(50, y + 6 * (len(lines) - 1) - 12 * number, line))
        drawn.append(grade(y))
        y -= ROW
    content = b"\n".join(drawn)
    kids = b"21 0 R " * pages_before + b"3 0 R"
    pages = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages_before + 1, kids)
    plain = {21: PLAIN_PAGE, 22: stream(b"".join(words(50, 800 - 14 * n, PLAIN_LINE) for n in range(50)))}
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R %s >> %s >> %s >>"
    ) % (page.box, page.fonts, page.resources, page.entries)
    catalogue = b"<< /Type /Catalog /Pages 2 0 R %s >>" % page.catalogue
    return pdf_of({1: catalogue, 2: pages, 3: leaf, 4: stream(content), 5: HELVETICA, **plain, **page.objects})


def words(x: float, y: float, text: str | bytes = "Good", state: bytes = b"", font: bytes = b"/F1 10 Tf") -> bytes:
    """Text at a place, after a change of the graphics state that ends with it."""
    shown = text.encode("cp1252") if isinstance(text, str) else text
    return b"q %s BT %s 1 0 0 1 %.2f %.2f Tm (%s) Tj ET Q\n" % (state, font, x, y, shown)


def codes(x: float, y: float, shown: bytes, font: bytes = b"/F2 10 Tf") -> bytes:
    return b"q BT %s 1 0 0 1 %.2f %.2f Tm <%s> Tj ET Q\n" % (font, x, y, shown)


def box(y: float, colour: bytes = b"1 g", height: float = 14) -> bytes:
    return b"q %s %.2f %.2f 90 %.2f re f Q\n" % (colour, X - 4, y - 4, height)


def state(entries: bytes) -> Page:
    return Page(resources=b"/ExtGState << /G1 8 0 R >>", objects={8: b"<< /Type /ExtGState %s >>" % entries})


def annotated(subtype: bytes, entries: bytes = b"", appearance: bool = True) -> Page:
    drawn = b"1 g 0 0 180 140 re f 1 0 0 rg BT /F1 14 Tf 10 70 Td (Inadequate) Tj ET"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 180 140] /Resources << /Font << /F1 5 0 R >> >>"
    note = b"<< /Type /Annot /Subtype /%s /Rect [320 590 500 740] /F 4 %s %s >>" % (
        subtype,
        entries,
        b"/AP << /N 10 0 R >>" if appearance else b"",
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
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def "
        b"1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar %s endbfchar endcmap end end"
        % (len(meanings), pairs)
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
    bytes((0, 255) * 32),
    b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
)
PALE = PICTURE.replace(b"\x00", b"\xf0")
HIGHLIGHT = b"/QuadPoints [320 740 500 740 320 590 500 590] /C [1 1 0]"
FORM = b"/Type /XObject /Subtype /Form /BBox [-10 -10 600 900] /Resources << /Font << /F1 5 0 R >> >>"
LAYER_OFF = b"/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] /Order [8 0 R] >> >>"
LAYER = b"<< /Type /OCG /Name (h) >>"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHERS = "nopqrstuvwxyzabcdefghijklm"
SHIFTED = Page(
    fonts=b"/F2 6 0 R",
    objects={
        6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R /Encoding << /Type /Encoding "
        b"/BaseEncoding /WinAnsiEncoding /Differences [97 %s] >> >>" % b" ".join(b"/%c" % ord(c) for c in OTHERS),
        7: stream(
            b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7a> <0020> endbfrange "
            b"endcmap"
        ),
    },
)


def without(letters: str) -> Page:
    """A second font that draws nothing for these letters."""
    encoding = SHIFTED.objects[6].split(b"/Differences")[0]
    spaces = b" ".join(b"%d /space" % ord(letter) for letter in letters)
    return Page(
        fonts=b"/F2 6 0 R",
        objects={6: encoding + b"/Differences [%s] >> >>" % spaces, 7: SHIFTED.objects[7]},
    )


FORGERIES = [
    Forgery("labels that are invisible", lambda y: words(X, y), label=lambda x, y, line: words(x, y, line, b"3 Tr")),
    Forgery("labels in white", lambda y: words(X, y), label=lambda x, y, line: words(x, y, line, b"1 g")),
    Forgery("labels beside the page", lambda y: words(X, y), label=lambda x, y, line: words(x - 500, y, line)),
    Forgery(
        "labels in other letters",
        lambda y: words(X, y),
        SHIFTED,
        label=lambda x, y, line: words(x, y, line, font=b"/F2 10 Tf"),
    ),
    Forgery(
        "labels without one of their letters",
        lambda y: words(X, y),
        without("r"),
        label=lambda x, y, line: words(x, y, line, font=b"/F2 10 Tf"),
    ),
    Forgery(
        "labels without letters that the font of the grades has",
        lambda y: words(X, y, "Requires improvement to be good"),
        without("gt"),
        label=lambda x, y, line: words(x, y, line, font=b"/F2 10 Tf"),
    ),
    Forgery(
        "labels under white",
        lambda y: words(X, y),
        label=lambda x, y, line: words(x, y, line) + b"q 1 g %.2f %.2f 270 13 re f Q" % (x - 2, y - 4),
    ),
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
    Forgery(
        "clipped by other text", lambda y: words(50, 20, b"x", b"7 Tr").removesuffix(b"Q\n") + words(X, y) + b"Q\n"
    ),
    Forgery("covered in white", lambda y: words(X, y) + box(y)),
    Forgery("half covered", lambda y: words(X, y) + b"q 1 g %.2f %.2f 12 14 re f Q\n" % (X - 1, y - 4)),
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
        lambda y: (
            words(X, y)
            + b"".join(
                b"q 1 G 1 w %.2f %.2f m %.2f %.2f l S Q\n" % (X - 4, y + n, X + 86, y + n) for n in range(-3, 11)
            )
        ),
    ),
    Forgery(
        "covered with full stops",
        lambda y: words(X, y) + b"".join(words(X - 12 + 11 * n, y - 3, b".", b"1 g", b"/F1 120 Tf") for n in range(3)),
    ),
    Forgery("under other text", lambda y: words(X, y) + words(X, y, "Inadequate")),
    Forgery("struck out", lambda y: words(X, y) + b"q 1 w %.2f %.2f m %.2f %.2f l S Q" % (X, y + 3, X + 24, y + 3)),
    Forgery(
        "struck out at a slant",
        lambda y: words(X, y) + b"q 1.5 w %.2f %.2f m %.2f %.2f l S Q" % (X - 3, y + 5, X + 30, y + 2),
    ),
    Forgery(
        "crossed out",
        lambda y: words(X, y) + b"q 1 0 0 1 %.2f %.2f cm 1 w 0 0 m 25 8 l S 0 8 m 25 0 l S Q" % (X, y),
    ),
    Forgery(
        "scribbled over",
        lambda y: words(X, y) + b"q 1 0 0 1 %.2f %.2f cm 1.5 w 0 0 m 8 8 l 16 0 l 25 8 l S Q" % (X, y),
    ),
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
    Forgery("leaning far over", lambda y: b"q BT /F1 10 Tf 1 0 8 1 %.2f %.2f Tm (Good) Tj ET Q" % (X, y)),
    Forgery(
        "inverted on white",
        lambda y: words(X, y, state=b"/G1 gs"),
        replace(state(b"/BM /Difference"), before=b"q 1 g 0 0 595 842 re f Q"),
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


def piecewise(y: float) -> bytes:
    return b"q BT /F1 10 Tf 1 0 0 1 %.2f %.2f Tm (G) Tj (o) Tj [(o) -20 (d)] TJ ET Q" % (X, y)


def font_named(name: bytes) -> Page:
    return Page(fonts=b"/F2 6 0 R", objects={6: HELVETICA.replace(b"/Helvetica", b"/" + name)})


# Pages whose drawing is turned, so that it is upright as the page is shown.
TURNED = {
    90: Page(entries=b"/Rotate 90", box=b"[0 0 842 595]", before=b"0 1 -1 0 842 0 cm"),
    180: Page(entries=b"/Rotate 180", before=b"-1 0 0 -1 595 842 cm"),
    270: Page(entries=b"/Rotate 270", box=b"[0 0 842 595]", before=b"0 -1 1 0 0 595 cm"),
}
FORGERIES += [
    Forgery(
        f"struck out on a page turned by {turn}",
        lambda y: words(X, y) + b"q %.2f %.2f 24 1 re f Q" % (X, y + 2.5),
        page,
    )
    for turn, page in TURNED.items()
]
SECOND_FONT = b"/F2 10 Tf"
# What honest papers do with their grades: each of these is read, and nothing is said of it.
HONEST = [
    Forgery("plain", lambda y: words(X, y)),
    Forgery("white on dark", lambda y: box(y, b"0.1 0.1 0.4 rg") + words(X, y, state=b"1 g")),
    Forgery("dark on a light colour", lambda y: box(y, b"0.85 0.9 0.8 rg") + words(X, y)),
    Forgery("in blue", lambda y: words(X, y, state=b"0 0.2 0.7 rg")),
    Forgery("in red", lambda y: words(X, y, state=b"0.8 0 0 rg")),
    Forgery("in grey", lambda y: words(X, y, state=b"0.55 g")),
    Forgery("drawn twice", lambda y: words(X, y) + words(X + 0.2, y)),
    Forgery("with a shadow", lambda y: words(X + 0.7, y - 0.7, state=b"0.7 g") + words(X, y)),
    Forgery("fill and outline", lambda y: words(X, y, state=b"2 Tr 0.3 w")),
    Forgery(
        "underlined", lambda y: words(X, y) + b"q 0.6 w %.2f %.2f m %.2f %.2f l S Q" % (X, y - 1.5, X + 26, y - 1.5)
    ),
    Forgery(
        "with a ring around it",
        lambda y: (
            words(X, y)
            + b"q 1 0 0 1 %.2f %.2f cm 1 w -8 3.5 m -8 18 33 18 33 3.5 c 33 -11 -8 -11 -8 3.5 c S Q" % (X, y)
        ),
    ),
    Forgery(
        "with a tick behind it",
        lambda y: words(X, y) + b"q 1 0 0 1 %.2f %.2f cm 1 w 30 4 m 33 0 l 40 9 l S Q" % (X, y),
    ),
    Forgery("in a cell with borders", lambda y: words(X, y) + b"q 0.5 w %.2f %.2f 90 16 re S Q" % (X - 5, y - 5)),
    Forgery("in a cell that clips", lambda y: words(X, y, state=b"%.2f %.2f 90 16 re W n" % (X - 5, y - 5))),
    Forgery("letter by letter", piecewise),
    Forgery("leaning", lambda y: b"q BT /F1 10 Tf 1 0 0.33 1 %.2f %.2f Tm (Good) Tj ET Q" % (X, y)),
    Forgery("a font of one point, enlarged", lambda y: b"q BT /F1 1 Tf 10 0 0 10 %.2f %.2f Tm (Good) Tj ET Q" % (X, y)),
    Forgery("a little narrow", lambda y: words(X, y, font=b"80 Tz /F1 10 Tf")),
    Forgery("six points", lambda y: words(X, y, font=b"/F1 6 Tf")),
    *(
        Forgery(f"in {name.decode()}", lambda y: words(X, y, font=SECOND_FONT), font_named(name))
        for name in (b"Times-Roman", b"Times-BoldItalic", b"Courier", b"Helvetica-BoldOblique")
    ),
    Forgery("in capitals", lambda y: words(X, y, "GOOD")),
    Forgery("said to be the same word", lambda y: b"/Span << /ActualText (Good) >> BDC " + words(X, y) + b" EMC"),
    Forgery("in a font that tells the truth", lambda y: codes(X, y, b"01020304"), lying_font(b"/G /o /o /d", *"Good")),
    Forgery(
        "on a layer that is on",
        lambda y: b"/OC /L1 BDC " + words(X, y) + b" EMC",
        Page(
            resources=b"/Properties << /L1 8 0 R >>",
            catalogue=b"/OCProperties << /OCGs [8 0 R] /D << /ON [8 0 R] /Order [8 0 R] >> >>",
            objects={8: LAYER},
        ),
    ),
    Forgery(
        "in a form",
        lambda y: b"q 1 0 0 1 0 %.2f cm /X1 Do Q" % (y - 700),
        Page(resources=b"/XObject << /X1 10 0 R >>", objects={10: stream(words(X, 700), FORM)}),
    ),
    Forgery("a little transparent", lambda y: words(X, y, state=b"/G1 gs"), state(b"/ca 0.7")),
    Forgery("highlighted", lambda y: words(X, y), annotated(b"Highlight", HIGHLIGHT, appearance=False)),
    Forgery("with a link", lambda y: words(X, y), annotated(b"Link", b"/A << /S /URI /URI (x) >>", appearance=False)),
    Forgery("with a hidden note", lambda y: words(X, y), annotated(b"FreeText", b"/F 2", appearance=True)),
    Forgery(
        "over a pale picture",
        lambda y: words(X, y),
        Page(
            resources=b"/XObject << /I1 10 0 R >>",
            objects={10: PALE},
            before=b"q 500 0 0 700 50 100 cm /I1 Do Q",
        ),
    ),
    Forgery("over a pale word", lambda y: words(X, y), Page(before=words(40, 640, "COPY", b"0.8 g", b"/F1 180 Tf"))),
    Forgery("within a crop box", lambda y: words(X, y), Page(entries=b"/CropBox [20 500 500 830]")),
    Forgery("on a page that does not begin at zero", lambda y: words(X, y), Page(box=b"[-100 -50 600 900]")),
    *(Forgery(f"on a page turned by {turn}", lambda y: words(X, y), page) for turn, page in TURNED.items()),
    Forgery(
        "white on dark on a page turned by 90",
        lambda y: box(y, b"0 g") + words(X, y, state=b"1 g"),
        replace(TURNED[90], entries=b"/Rotate 90 /CropBox [10 20 830 560]"),
    ),
]
