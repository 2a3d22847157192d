"""PDFs that unpack to gibibytes, go in circles, have pages without number, or fonts that are none."""

import struct
from collections.abc import Mapping

from tests import documents
from tests.hostile.files import (
    ANY_REASON,
    MIB,
    NO_PAGE,
    NO_REPORT,
    NO_TEXT,
    NOT_OPENED,
    STOPPED,
    TOO_LONG,
    Hostile,
    flate,
    flate_bomb,
)

TEXT = b"BT /F1 10 Tf 50 700 Td (Good) Tj ET\n"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def pdf_of(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size, table = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table)
    return bytes(out)


def one_page(
    content: bytes,
    more: Mapping[int, bytes] | None = None,
    *,
    font: bytes = HELVETICA,
    resources: bytes = b"",
    box: bytes = b"[0 0 595 842]",
) -> bytes:
    """A PDF of one page. Objects 1 to 5 are taken; `more` are those that it speaks of."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>" % (
        box,
        resources,
    )
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return pdf_of({1: CATALOG, 2: pages, 3: page, 4: content, 5: font, **(more or {})})


def pages_of(count: bytes, kids: bytes, more: Mapping[int, bytes]) -> bytes:
    return pdf_of({1: CATALOG, 2: b"<< /Type /Pages /Count %s /Kids [%s] >>" % (count, kids), **more})


def many_pages(count: int, content: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    return pages_of(
        b"%d" % count, kids, {3: content or stream(TEXT), 4: HELVETICA, **dict.fromkeys(range(10, 10 + count), page)}
    )


def deep_page_tree(depth: int) -> bytes:
    levels = {number: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1) for number in range(2, depth)}
    return pdf_of({1: CATALOG, **levels, depth: b"<< /Type /Page /MediaBox [0 0 9 9] >>"})


def doubling_page_tree(count: bytes) -> bytes:
    """Thirty levels, each of which has the next one ten times."""
    levels = {
        number: b"<< /Type /Pages %s /Kids [%s] >>" % (count, b"%d 0 R " % (number + 1) * 10) for number in range(2, 30)
    }
    return pdf_of({1: CATALOG, **levels, 30: b"<< /Type /Page >>"})


def nested_forms(depth: int) -> bytes:
    """Forms that draw the next one ten times each."""
    forms = {
        number: stream(
            b"/X Do " * 10 + TEXT,
            b"/Type /XObject /Subtype /Form /BBox [0 0 999 999] "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(6, 6 + depth)
    }
    return one_page(stream(b"/X Do " + TEXT), forms, resources=b"/XObject << /X 6 0 R >>")


def form_that_draws_itself() -> bytes:
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    return one_page(stream(b"/X Do " + TEXT), {6: stream(b"/X Do", entries)}, resources=b"/XObject << /X 6 0 R >>")


def font_that_draws_itself() -> bytes:
    shown = stream(b"BT /F1 10 Tf (aaaa) Tj ET")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 "
        b"/Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >> "
        b"/Resources << /Font << /F1 5 0 R >> >> >>"
    )
    return one_page(shown, {6: shown}, font=font)


def font_program(entry: bytes, program: bytes) -> bytes:
    """A font whose program is not one."""
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+X /FirstChar 0 /LastChar 255 /Widths 6 0 R "
        b"/FontDescriptor 7 0 R >>"
    )
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /%s 8 0 R >>" % entry
    return one_page(stream(TEXT), {6: b"[%s]" % (b"1e30 " * 300), 7: descriptor, 8: program}, font=font)


def to_unicode(table: bytes, entries: bytes = b"", shown: bytes = TEXT) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    return one_page(stream(shown), {6: stream(table, entries)}, font=font)


def long_characters() -> bytes:
    """Ten thousand characters, each of which stands for ten thousand."""
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <47> <%s> endbfchar" % (b"0041" * 10_000)
    shown = b"BT /F1 9 Tf 5 7 Td (%s) Tj ET" % (b"G" * 10_000)
    return to_unicode(b"begincmap %s endcmap" % table, shown=shown)


def full_page(characters: int) -> bytes:
    """A page with more characters than any page has, each at a place of its own."""
    lines = b"".join(
        b"1 0 0 1 %d %d Tm (%s) Tj\n" % (n % 7, n, b"Good " * 40) for n in range(10, 10 + characters // 200)
    )
    return one_page(stream(flate(b"BT /F1 1 Tf\n%sET" % lines), b"/Filter /FlateDecode"), box=b"[0 0 20000 20000]")


def object_stream(size: int) -> bytes:
    """A PDF whose catalogue lies in a stream that unpacks to `size`."""
    head = b"%PDF-1.7\n"
    packed = stream(flate_bomb(b" ", size), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    body = head + b"4 0 obj\n%s\nendobj\n" % packed
    rows = [(0, 0, 0), (2, 4, 0), (0, 0, 0), (0, 0, 0), (1, len(head), 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    references = stream(table, b"/Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R")
    return body + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (references, len(body))


def references_in_a_circle() -> bytes:
    content = one_page(stream(TEXT))
    table = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % table)


def too_many_references() -> bytes:
    content = one_page(stream(TEXT)).replace(b"0 6\n", b"0 999999999\n", 1)
    return content.replace(b"/Size 6", b"/Size 2147483647")


# What holds the word Good, and else nothing that is looked for, is read to its end and refused for what it is not.
PDFS = [
    Hostile(
        "spaces to a gibibyte.pdf",
        lambda: one_page(stream(flate_bomb(b" ", 1024 * MIB), b"/Filter /FlateDecode")),
        STOPPED,
    ),
    Hostile(
        "packed twice to ten gibibytes.pdf",
        lambda: one_page(stream(flate(flate_bomb(b" ", 10_240 * MIB)), b"/Filter [/FlateDecode /FlateDecode]")),
        f"{STOPPED}|{TOO_LONG}",
    ),
    Hostile(
        "text drawn three hundred thousand times.pdf",
        lambda: one_page(stream(flate_bomb(TEXT, 12 * MIB), b"/Filter /FlateDecode")),
        f"{NO_REPORT}|{STOPPED}",
    ),
    Hostile(
        "a page of half a million characters.pdf",
        lambda: full_page(500_000),
        r"page 1 of the PDF holds more than 100,000 characters",
    ),
    Hostile("objects packed to a gibibyte.pdf", lambda: object_stream(1024 * MIB), f"{STOPPED}|{NOT_OPENED}"),
    Hostile(
        "a font packed to two gibibytes.pdf",
        lambda: font_program(b"FontFile2", stream(flate_bomb(b"\0\1\0\0", 2048 * MIB), b"/Filter /FlateDecode")),
        f"{STOPPED}|{NO_REPORT}",
    ),
    Hostile(
        "a picture packed to a gibibyte.pdf",
        lambda: one_page(
            stream(b"/I Do " + TEXT),
            {
                6: stream(
                    flate_bomb(b"\0", 1024 * MIB),
                    b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 "
                    b"/ColorSpace /DeviceRGB /Filter /FlateDecode",
                )
            },
            resources=b"/XObject << /I 6 0 R >>",
        ),
        NO_REPORT,
    ),
    Hostile(
        "one stream a hundred thousand times.pdf",
        lambda: one_page(b"[%s]" % (b"6 0 R " * 100_000), {6: stream(flate_bomb(TEXT, MIB), b"/Filter /FlateDecode")}),
        STOPPED,
    ),
    Hostile(
        "a hundred thousand filters.pdf",
        lambda: one_page(stream(b"0" * 1000, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 100_000))),
        NO_TEXT,
    ),
    Hostile(
        "a predictor of two billion columns.pdf",
        lambda: one_page(
            stream(
                flate(b"x" * 1000),
                b"/Filter /FlateDecode "
                b"/DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 32 >>",
            )
        ),
        NO_TEXT,
    ),
    Hostile(
        "ten thousand pages.pdf", lambda: many_pages(10_000), r"the PDF has 10000 pages; wanted a report of at most 600"
    ),
    Hostile(
        "six hundred slow pages.pdf",
        lambda: many_pages(600, stream(flate_bomb(TEXT, 2 * MIB), b"/Filter /FlateDecode")),
        TOO_LONG,
        seconds=2,
    ),
    Hostile(
        "two billion pages by its own count.pdf",
        lambda: pages_of(b"2147483647", b"3 0 R", {3: b"<< /Type /Page /MediaBox [0 0 9 9] >>"}),
        NO_TEXT,
    ),
    Hostile(
        "less than no pages by its own count.pdf",
        lambda: pages_of(b"-5", b"3 0 R", {3: b"<< /Type /Page /MediaBox [0 0 9 9] >>"}),
        NO_TEXT,
    ),
    Hostile(
        "more pages by its own count than there are.pdf",
        lambda: pages_of(b"599", b"3 0 R", {3: b"<< /Type /Page /MediaBox [0 0 9 9] >>"}),
        NO_PAGE,
    ),
    Hostile("pages a hundred thousand deep.pdf", lambda: deep_page_tree(100_000), f"{NO_PAGE}|{NOT_OPENED}"),
    Hostile(
        "pages in a circle.pdf",
        lambda: pages_of(b"3", b"2 0 R 3 0 R 2 0 R", {3: b"<< /Type /Pages /Parent 2 0 R /Count 3 /Kids [2 0 R] >>"}),
        f"{NO_PAGE}|{NOT_OPENED}",
    ),
    Hostile("ten to the thirtieth pages.pdf", lambda: doubling_page_tree(b""), ANY_REASON),
    Hostile("ten to the thirtieth pages, counted.pdf", lambda: doubling_page_tree(b"/Count 600"), ANY_REASON),
    Hostile("a form that draws itself.pdf", form_that_draws_itself, NO_REPORT),
    Hostile("forms that draw each other.pdf", lambda: nested_forms(20), f"{STOPPED}|{TOO_LONG}", seconds=2),
    Hostile("a font that draws itself.pdf", font_that_draws_itself, NO_REPORT),
    Hostile(
        "a font that is none.pdf",
        lambda: font_program(b"FontFile2", stream(b"\0\1\0\0\xff\xff" + bytes(range(256)) * 50)),
        NO_REPORT,
    ),
    Hostile(
        "a compact font that is none.pdf",
        lambda: font_program(b"FontFile3", stream(b"\1\0\4\4" + bytes(range(256)) * 50, b"/Subtype /Type1C")),
        NO_REPORT,
    ),
    Hostile("characters of ten thousand characters.pdf", long_characters, f"{STOPPED}|page 1 of the PDF holds more"),
    Hostile(
        "a million ranges of characters.pdf",
        lambda: to_unicode(
            flate_bomb(b"1 beginbfrange <0000> <FFFF> <0041> endbfrange\n", 4 * MIB), b"/Filter /FlateDecode"
        ),
        NO_REPORT,
    ),
    Hostile(
        "a range of four billion characters.pdf",
        lambda: to_unicode(b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"),
        NO_REPORT,
    ),
    Hostile(
        "three thousand zeros before the text.pdf",  # so that the text stands beside the page
        lambda: one_page(stream(b"BT /F1 9 Tf 5 700 Td (%sGood) Tj ET" % (rb"\000" * 3000))),
        "the PDF shows no text",
    ),
    Hostile("a page of astronomical size.pdf", lambda: one_page(stream(TEXT), box=b"[0 0 1e38 1e38]"), NO_REPORT),
    Hostile(
        "a page inside out.pdf", lambda: one_page(stream(TEXT), box=b"[9999999999999 -1 -999999999999 5]"), NO_REPORT
    ),
    Hostile(
        "ten million arrays in one another.pdf",
        lambda: one_page(stream(flate(b"[" * 10_000_000), b"/Filter /FlateDecode")),
        NO_TEXT,
    ),
    Hostile("a million dictionaries in one another.pdf", lambda: one_page(b"<< /A " * 1_000_000), NO_TEXT),
    Hostile(
        "twenty million states kept.pdf",
        lambda: one_page(stream(flate(b"q " * 20_000_000 + TEXT), b"/Filter /FlateDecode")),
        f"{STOPPED}|{NO_REPORT}",
    ),
    Hostile("tables of references in a circle.pdf", references_in_a_circle, NO_REPORT),
    Hostile("a table of a billion references.pdf", too_many_references, NO_REPORT),
    Hostile(
        "encrypted.pdf",
        lambda: documents.pdf(documents.page("Good"), encrypted=True),
        r"the PDF is encrypted and needs a password",
    ),
    Hostile("cut short.pdf", lambda: documents.sif_pdf()[:3000], ANY_REASON),
    Hostile("nothing but a beginning.pdf", lambda: b"%PDF-1.7\n", NOT_OPENED),
    Hostile("pictures.pdf", documents.picture_only_pdf, NO_TEXT),
]
