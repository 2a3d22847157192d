"""Spreadsheets that repeat a cell a million times, declare entities, or unpack to more than they say."""

import struct
import zipfile
from io import BytesIO

from tests import documents
from tests.hostile.files import ANY_REASON, DAMAGED_SHEET, DAMAGED_ZIP, MIB, STOPPED, Hostile, flate_bomb

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {n} "{f"&{o};" * 10}">' for o, n in zip("abcdefghij", "bcdefghijk", strict=True))
)


def xlsx(sheet: str, shared: str = "", beginning: str = "") -> bytes:
    """An XLSX of one sheet with these rows, given as XML."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relationship = '<Relationships xmlns="{0}/relationships">{1}</Relationships>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": relationship.format(
            package, f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relationship.format(
            package,
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>',
        ),
        "xl/worksheets/sheet1.xml": f"{beginning}<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>",
    }
    if shared:
        files["xl/sharedStrings.xml"] = f"<sst {main}>{shared}</sst>"
    return documents.archive(files)


def cell(place: str, value: str = "1", kind: str = "n") -> str:
    row = "".join(filter(str.isdigit, place))
    return f'<row r="{row}"><c r="{place}" t="{kind}"><v>{value}</v></c></row>'


def repeated(rows: int, columns: int, text: str = "x") -> bytes:
    one = documents.text_cell(text).replace(
        "<table:table-cell", f'<table:table-cell table:number-columns-repeated="{columns}"', 1
    )
    return documents.ods(rows=f'<table:table-row table:number-rows-repeated="{rows}">{one}</table:table-row>')


def archive_of_many(count: int) -> bytes:
    return documents.archive({"content.xml": "<a/>"} | {f"{n}.xml": "" for n in range(count)})


def large_ods(size: int, stated: int) -> bytes:
    """An ODS whose content has `size` bytes, and which says that it has `stated`."""
    packed = flate_bomb(b" ", size)[2:-4]
    name = b"content.xml"
    fields = (20, 0, 8, 0, 33, 0, len(packed), stated, len(name))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields, 0) + name + packed
    central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0, 0) + name
    return local + central + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)


def archive_with_a_password() -> bytes:
    """An ODS whose parts are marked as encrypted."""
    content = bytearray(documents.ods(documents.text_cell("Good")))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + place] |= 1
    return bytes(content)


def encrypted_ods() -> bytes:
    manifest = (
        "<manifest:manifest><manifest:file-entry>"
        '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return documents.archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": "\u0394\u2020\u2021"})


def two_contents() -> bytes:
    out = BytesIO(documents.ods(documents.text_cell("Good")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("CONTENT.xml", "<a/>")
    return out.getvalue()


def deep_elements(count: int) -> bytes:
    inner = "<text:p>" * count + "x" + "</text:p>" * count
    return documents.ods(f'<table:table-cell office:value-type="string">{inner}</table:table-cell>')


def many_sheets(count: int) -> bytes:
    sheet = "<table:table table:name='{0}'><table:table-row><table:table-cell/></table:table-row></table:table>"
    rows = "</table:table>" + "".join(sheet.format(n) for n in range(count)) + "<table:table>"
    return documents.ods(rows=rows)


UNKNOWN_SHEETS = r"a spreadsheet, but no statistics that we know"
SPREADSHEETS = [
    Hostile(
        "laughs.ods",
        lambda: documents.archive({"mimetype": "", "content.xml": f"{LAUGHS}<a>&k;</a>"}),
        r"declares XML entities",
    ),
    Hostile("laughs.xlsx", lambda: xlsx(cell("A1", "&k;"), beginning=LAUGHS), r"declares XML entities"),
    Hostile(
        "a file of this machine as an entity.xlsx",
        lambda: xlsx(cell("A1", "&k;"), beginning='<!DOCTYPE l [<!ENTITY k SYSTEM "file:///etc/passwd">]>'),
        r"declares XML entities",
    ),
    Hostile(
        "a million rows at a stroke.ods", lambda: repeated(1_048_576, 1), r"has 1,048,576 rows; the limit is 100,000"
    ),
    Hostile("sixteen thousand million cells at a stroke.ods", lambda: repeated(1_048_576, 16_384), DAMAGED_SHEET),
    Hostile(
        "a hundred million cells at a stroke.ods",
        lambda: repeated(90_000, 1_000),
        f"cells; the limit is 2,000,000|{STOPPED}|{DAMAGED_SHEET}",
    ),
    Hostile("a row of two to the sixty-third.ods", lambda: repeated(1, 2**63), UNKNOWN_SHEETS),
    Hostile("columns less than none.ods", lambda: repeated(1, -1), DAMAGED_SHEET),
    Hostile(
        "empty rows to the horizon.ods",
        lambda: documents.ods(
            rows='<table:table-row table:number-rows-repeated="1099511627776">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
        UNKNOWN_SHEETS,
    ),
    Hostile(
        "a million elements in one another.ods",
        lambda: deep_elements(1_000_000),
        f"more than 32,767 characters|{DAMAGED_SHEET}",
    ),
    Hostile(
        "four thousand million spaces.ods",
        lambda: documents.ods(
            '<table:table-cell office:value-type="string">'
            '<text:p>a<text:s text:c="4000000000"/></text:p></table:table-cell>'
        ),
        DAMAGED_SHEET,
    ),
    Hostile("a thousand sheets.ods", lambda: many_sheets(1_000), r"the spreadsheet has 1001 sheets; the limit is 100"),
    Hostile(
        "the far corner.xlsx",
        lambda: xlsx(cell("A1") + cell("XFD1048576")),
        r"has 1,048,576 rows; the limit is 100,000",
    ),
    Hostile(
        "beyond the far corner.xlsx", lambda: xlsx(cell("A1") + cell("ZZZZZZZZZ99")), r"cells; the limit is 2,000,000"
    ),
    Hostile(
        "row four thousand million.xlsx", lambda: xlsx(cell("A1") + cell("A4294967295")), r"rows; the limit is 100,000"
    ),
    Hostile(
        "a megabyte in each of ten thousand cells.xlsx",
        lambda: xlsx("<row>" + '<c t="s"><v>0</v></c>' * 10_000 + "</row>", f"<si><t>{'x' * 1_000_000}</t></si>"),
        STOPPED,
    ),
    Hostile(
        "a megabyte in a cell.xlsx",
        lambda: xlsx(cell("A1", "0", "s"), f"<si><t>{'x' * 1_000_000}</t></si>"),
        r"a cell of the sheet S has more than 32,767 characters",
    ),
    Hostile("rows in one another.xlsx", lambda: xlsx("<row>" * 1_000_000), ANY_REASON),
    Hostile(
        "unpacks to a gibibyte.ods",
        lambda: large_ods(1024 * MIB, 1024 * MIB),
        r"unpacks to 1024 MiB; the limit is 200 MiB",
    ),
    Hostile(
        "unpacks to a gibibyte and says ten bytes.ods",
        lambda: large_ods(1024 * MIB, 10),
        r"unpacks to 201 MiB; the limit is 200 MiB",
    ),
    Hostile(
        "five thousand parts.ods",
        lambda: archive_of_many(5_000),
        r"the archive has 5,?001 parts; the limit is (?:1000|5,000)",
    ),
    Hostile("two parts of one name.ods", two_contents, r"the archive holds two parts of one name"),
    Hostile("with a password.ods", archive_with_a_password, r"the document is encrypted and needs a password"),
    Hostile("encrypted.ods", encrypted_ods, r"the spreadsheet is encrypted and needs a password"),
    Hostile("cut short.ods", lambda: documents.ods(documents.text_cell("x"))[:-30], DAMAGED_ZIP),
    Hostile("a name and nothing else.ods", lambda: b"PK\3\4", DAMAGED_ZIP),
    Hostile(
        "another archive.xlsx",
        lambda: documents.archive({"../../etc/passwd": "x"}),
        r"a zip archive, and no document that we read",
    ),
]
