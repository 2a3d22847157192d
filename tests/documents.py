"""What the tests write themselves: short documents in each layout, and observations for the stages behind the parsers.

The documents are in our own words; labels and grades stand as reports print them. A text document comes out as `str`,
a PDF as `bytes`. Every part that a test may want to bend is an argument. The PDFs have one Helvetica, no compression,
and the order of their cells is that of the published reports: the lines of a label, then the lines of its grade.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd

from loaders import frames
from loaders.building import build
from loaders.building.reconcile import Row
from loaders.reading import extract, readers
from loaders.record import schema
from loaders.record.model import Document, Extraction, GradedLine, Observation, Source
from loaders.record.reference import Reference

NUMBERED_KEY = (
    ("Outstanding (Grade 1)", "far more than is asked"),
    ("Good (Grade 2)", "more than is asked"),
    ("Adequate (Grade 3)", "what is asked"),
    ("Inadequate (Grade 4)", "less than is asked"),
)
WORDS_KEY = tuple((words.split(" (")[0], meaning) for words, meaning in NUMBERED_KEY)

SAFEGUARDING_BLOCK = "Safeguarding services"
LOOKED_AFTER_BLOCK = "Services for looked after children"
SAFEGUARDING = (
    "Overall effectiveness",
    "Capacity for improvement",
    "Children and young people are safe and feel safe",
    "Quality of provision",
    "The contribution of health agencies to keeping children and young people safe",
    "Ambition and prioritisation",
    "Leadership and management",
    "Performance management and quality assurance",
    "Partnership working",
    "Equality and diversity",
)
LOOKED_AFTER = (
    "Overall effectiveness",
    "Capacity for improvement",
    "Being healthy",
    "Staying safe",
    "Enjoying and achieving",
    "Making a positive contribution, including user engagement",
    "Economic well-being",
    "Quality of provision",
    "Ambition and prioritisation",
    "Leadership and management",
    "Performance management and quality assurance",
    "Equality and diversity",
)
# Rows that open a part of a block and have no grade of their own, before the row that follows them.
PART_HEADINGS = {
    "Children and young people are safe and feel safe": "Safeguarding outcomes for children and young people",
    "Being healthy": "How good are outcomes for looked after children and care leavers?",
}
WITHOUT_HEALTH = tuple(label for label in SAFEGUARDING if "health agencies" not in label)
CHILD_PROTECTION = (
    "Overall effectiveness",
    "The effectiveness of the help and protection provided to children, young people, families and carers",
    "The quality of practice",
    "Leadership and governance",
)
JOINT_AREA_REVIEW = (
    "Safeguarding",
    "Looked after children",
    "Learning difficulties and/or disabilities",
    "Service management",
    "Capacity to improve",
)
LAC = (
    "Overall effectiveness",
    "Capacity to improve",
    "Outcomes for looked after children and young people",
    "Quality of provision",
    "Leadership and management",
)
SIF = (
    "1. Children who need help and protection",
    "2. Children looked after and achieving permanence",
    "2.1 Adoption performance",
    "2.2 Experiences and progress of care leavers",
    "3. Leadership, management and governance",
)
LEADERS = "The impact of leaders on social work practice with children and families"
PROTECTION = "The experiences and progress of children who need help and protection"
IN_CARE = "The experiences and progress of children in care"
IN_CARE_AND_LEAVERS = "The experiences and progress of children in care and care leavers"
CARE_LEAVERS = "The experiences and progress of care leavers"
ILACS_2018 = (LEADERS, PROTECTION, IN_CARE_AND_LEAVERS, "Overall effectiveness")
ILACS_2023 = (LEADERS, PROTECTION, IN_CARE, CARE_LEAVERS, "Overall effectiveness")
ILACS_2026 = (LEADERS, PROTECTION, IN_CARE, CARE_LEAVERS)

SLAC_TITLE = "Inspection of safeguarding and looked after children services"
SAFEGUARDING_TITLE = "Inspection of safeguarding"
CHILD_PROTECTION_TITLE = "Inspection of local authority arrangements for the protection of children"
LAC_TITLE = "Inspection of looked after children services"
SIF_TITLE = "Inspection of services for children in need of help and protection, children looked after and care leavers"
SIF_REINSPECTION_TITLE = f"Re-i{SIF_TITLE[1:]}"

# Characters that Windows-1252 has not and reports have: ligatures, a bullet of a symbol font, a space of no width.
OWN_GLYPHS = {"\ufb01": "/fi", "\ufb02": "/fl", "\uf0b7": "/uniF0B7", "\u2009": "/uni2009", "\u200b": "/uni200B"}
Blocks = Mapping[str, Mapping[str, str]]
Fragment = tuple[float, float, str]


def graded(labels: Iterable[str], words: str, **others: str) -> dict[str, str]:
    """The same words for each label, except where a keyword begins a label: `partnership="Good"`."""
    return {
        label: next((other for start, other in others.items() if label.lower().startswith(start)), words)
        for label in labels
    }


def findings(blocks: Blocks, rows: str = "tab", title: str = "Record of main findings:") -> str:
    """A record of main findings as a text document has it: cells apart by tabs, or by bars; headings without grade."""

    def row(*cells: str) -> str:
        return "| " + " | ".join(cells) + " |" if rows == "bar" else "\t".join(cells) + "\t"

    lines = [title, ""]
    for block, grades in blocks.items():
        if block:
            lines.append(row(block, ""))
        for label, words in grades.items():
            if label in PART_HEADINGS:
                lines += [row(PART_HEADINGS[label], ""), row("", "")]
            lines.append(row(label, words))
    return "\n".join(lines)


def contents(blocks: Blocks, rows: str = "tab") -> str:
    """A page of contents, with every label and a page number that is no grade."""
    numbered = {block: {label: str(page) for page, label in enumerate(grades, 3)} for block, grades in blocks.items()}
    return findings(numbered, rows, "Contents")


def report(
    title: str,
    authority: str,
    blocks: Blocks,
    *,
    dates: str = "Inspection dates: 19 \u2013 23 March 2012",
    published: str = "Published: 23 April 2012",
    key: Iterable[tuple[str, str]] = NUMBERED_KEY,
    rows: str = "tab",
    body: str = "",
    listed: Blocks | None = None,
) -> str:
    """A report of 2009 to 2013 as text: cover, contents, key to the grades, sections, record of main findings.

    `listed` is what the page of contents names, where that is more than what the record grades.
    """
    bar, end = ("| ", " |") if rows == "bar" else ("", "\t")
    middle = " | " if rows == "bar" else "\t"
    legend = "\n".join(f"{bar}{words}{middle}{meaning}{end}" for words, meaning in key)
    parts = [
        title,
        authority,
        f"{dates} Reporting inspector A Person HMI",
        "Age group: All",
        published,
        contents(listed or blocks, rows),
        "1. The words that this report uses for its judgements, best first.",
        legend,
        body,
        findings(blocks, rows),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def slac(authority: str = "Telford and Wrekin Council", words: str = "Adequate", **bent: Any) -> str:
    """An inspection of safeguarding and looked-after children: 22 grades in two blocks, all of them `words`."""
    blocks = bent.pop("blocks", two_blocks(words))
    return report(SLAC_TITLE, authority, blocks, **bent)


def two_blocks(words: str = "Adequate", **others: str) -> Blocks:
    """The 22 rows of a record of main findings."""
    return {
        SAFEGUARDING_BLOCK: graded(SAFEGUARDING, words, **others),
        LOOKED_AFTER_BLOCK: graded(LOOKED_AFTER, words, **others),
    }


def safeguarding(authority: str = "Worcestershire", words: str = "Adequate", **bent: Any) -> str:
    """A return visit on safeguarding alone: nine grades, and health agencies in the contents only."""
    blocks = bent.pop("blocks", {SAFEGUARDING_BLOCK: graded(WITHOUT_HEALTH, words)})
    bent.setdefault("listed", {SAFEGUARDING_BLOCK: graded(SAFEGUARDING, words)})
    return report(SAFEGUARDING_TITLE, authority, blocks, **bent)


def child_protection(authority: str = "Devon County Council", words: str = "Inadequate", **bent: Any) -> str:
    """Arrangements for the protection of children: four grades in words, no publication date."""
    blocks = bent.pop("blocks", {"": graded(CHILD_PROTECTION, words)})
    defaults: dict[str, Any] = {"dates": "Inspection dates:15 - 24 April 2013", "published": "", "key": WORDS_KEY}
    return report(f"{CHILD_PROTECTION_TITLE} {authority}", "", blocks, **(defaults | bent))


def council_paper(
    authority: str = "Dudley", visit: str = "28 November 2011 to 9 December 2011", body: str = "", words: str = "Good"
) -> str:
    """A paper to a council's cabinet about an inspection, with the inspection's record in an appendix."""
    return "\n\n".join(
        [
            "The Cabinet \u2013 Wednesday 8 February 2012",
            "Report of the Director of Children\u2019s Services",
            "Inspection of Safeguarding and Looked after Children",
            "Purpose of Report",
            f"1. To tell members of the {SLAC_TITLE.replace('safeguarding', 'Safeguarding')} in {authority} "
            f"which took place between {visit}.",
            "Background",
            "2. What the four words mean.",
            "\n".join(f"{words}\t{meaning}" for words, meaning in NUMBERED_KEY),
            "3. Members are asked to take note of this paper.",
            findings(two_blocks(words), title="Appendix 1: Record of main findings"),
            body,
        ]
    )


def joint_area_review(
    authority: str = "Worcestershire Children's Services Authority Area",
    numbers: str = "33333",
    *,
    published: str = "Published: 18 November 2008",
    key: str = "4: outstanding; 3: good; 2: adequate; 1: inadequate",
    body: str = "",
) -> str:
    """A joint area review: a key, a table of numbers, then sections with a bar of words that proves nothing."""
    table = "\n".join(f"{label}\t{number}" for label, number in zip(JOINT_AREA_REVIEW, numbers, strict=False))
    parts = [
        "Joint area review",
        authority,
        "Review of services for children and young people",
        published,
        "Contents",
        "\n".join(f"\t{n}.\t{label}\t{n + 5}" for n, label in enumerate(JOINT_AREA_REVIEW, 1)),
        "1. This review looks at what local services do for children.",
        "Grades",
        key,
        f"\tLocal services overall\n{table}",
        "Safeguarding",
        "\t\t\t\u0425\t\t\nInadequate\tAdequate\tGood\t^\tOutstanding\t",
        body,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def sentence(subject: str, words: str, number: int = 18) -> str:
    """A numbered paragraph that opens with the sentence which gives a grade."""
    return f"{number}. {subject} is {words}. Much more is said here about it."


# --- PDF


def pdf(
    *pages: Sequence[Fragment], encrypted: bool = False, font: bytes = b"/Subtype /Type1 /BaseFont /Helvetica"
) -> bytes:
    """A PDF of pages of (x, y, text), drawn in that order. `encrypted` asks for a password that nobody has."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    objects[3] = (
        b"<< /Type /Font %s /Encoding << /Type /Encoding "
        b"/BaseEncoding /WinAnsiEncoding /Differences [1 %s] >> >>" % (font, " ".join(OWN_GLYPHS.values()).encode())
    )
    kids = []
    for page in pages:
        stream = b"BT /F1 10 Tf\n" + b"".join(map(_shown, page)) + b"ET\n50 780 400 2 re f\n"
        number = max(objects) + 1
        objects[number] = b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream)
        objects[number + 1] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % number
        )
        kids.append(b"%d 0 R" % (number + 1))
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    trailer = b"<< /Size %d /Root 1 0 R" % (len(objects) + 1)
    if encrypted:
        secret = b"<" + b"5a" * 32 + b">"
        objects[len(objects) + 1] = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >>" % (secret, secret)
        trailer = b"<< /Size %d /Root 1 0 R /Encrypt %d 0 R /ID [<00> <00>]" % (len(objects) + 1, len(objects))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in sorted(objects.items()):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n%s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, table))


def _shown(fragment: Fragment) -> bytes:
    x, y, text = fragment
    codes = {ord(glyph): code for code, glyph in enumerate(OWN_GLYPHS, 1)}
    shown = text.translate(codes).encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"1 0 0 1 %.1f %.1f Tm (%s) Tj\n" % (x, y, shown)


def page(
    *lines: str, rows: Sequence[tuple[str, str]] = (), after: Sequence[str] = (), width: int = 44
) -> list[Fragment]:
    """A page of lines, a table of wrapped cells, and more lines. `\\n` in a cell says where it wraps."""
    drawn: list[Fragment] = []
    y = 800.0
    for line in lines:
        drawn.append((50, y, line))
        y -= 14
    for label, words in rows:
        cells = [label.split("\n") if "\n" in label else wrap(label, width), words.split("\n")]
        height = max(map(len, cells))
        for x, cell in zip((50, 330), cells, strict=True):
            top = y - 12 * (height - len(cell)) / 2
            drawn += [(x, top - 12 * n, line) for n, line in enumerate(cell)]
        y -= 12 * height + 10
    for line in after:
        drawn.append((50, y, line))
        y -= 14
    return drawn


def wrap(text: str, width: int) -> list[str]:
    """Text broken between words at a width, as a narrow cell breaks it."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf_without_its_font() -> bytes:
    """A line in a font of narrow letters that neither the document nor the reader has."""
    widths = b" ".join([b"300"] * 95)
    descriptor = b"<< /Type /FontDescriptor /FontName /Nowhere /Flags 32 /StemV 80 /FontBBox [0 -200 1000 800] >>"
    font = b"/Subtype /TrueType /BaseFont /Nowhere /FirstChar 32 /LastChar 126 /Widths [%s] /FontDescriptor %s"
    return pdf([(50, 700, "Hamburg")], font=font % (widths, descriptor))


def picture_only_pdf() -> bytes:
    """Two pages on which something is drawn and nothing is written."""
    return pdf([], [])


def lac_pdf(
    authority: str = "Sandwell Metropolitan Borough Council", words: str = "Inadequate", sections: Sequence[str] = ()
) -> bytes:
    """An inspection of looked-after children's services of 2013: key, sections, and the record on the last page."""
    return pdf(
        page(
            "Inspection of looked after children",
            "services",
            authority,
            "Inspection dates: 24 \u2013 28 June 2013",
            "Reporting inspector A Person HMI",
            "Age group: All",
            "Published: 2 August 2013",
        ),
        page("The words that this report uses:", rows=NUMBERED_KEY),
        page(*sections),
        page("Record of main findings", "Services for looked after children", rows=[(label, words) for label in LAC]),
    )


def sif_pdf(
    authority: str = "Southend-on-Sea",
    grades: Mapping[str, str] | None = None,
    overall: str = "Children\u2019s services in {authority} require improvement to be good",
    *,
    title: str = SIF_TITLE,
    dates: str = "Inspection date: 25 April to 19 May 2016",
    published: str = "Report published: 7 July 2016",
    board: str | None = "The Local Safeguarding Children Board requires improvement",
    sections: Sequence[str] = (),
    before_table: Sequence[str] = (),
) -> bytes:
    """A report under the single inspection framework: front page, sections, and the board's review at the end."""
    front = page(
        "1",
        authority,
        *wrap(title, 56),
        *(["and", "Review of the effectiveness of the Local Safeguarding Children", "Board1"] if board else []),
        dates,
        published,
        *wrap(overall.format(authority=authority), 60),
        *before_table,
        rows=[*(grades if grades is not None else graded(SIF, "Requires improvement")).items()],
        after=["1 This report is one of two in the same cover."] if board else [],
    )
    review = [page("The Local Safeguarding Children Board (LSCB)", board)] if board else []
    return pdf(front, page("Contents", "Section 1: the local authority 3"), page(*sections), *review)


def ilacs_pdf(
    authority: str = "Hillingdon",
    grades: Mapping[str, str] | None = None,
    *,
    title: str = "Inspection of {authority} local authority children\u2019s services",
    dates: str = "Inspection dates: 16 April to 27 April 2018",
    first_paragraph: Sequence[str] = ("Children here are helped when they need it.",),
    sections: Sequence[str] = (),
) -> bytes:
    """An ILACS report: a front page whose table is headed Judgement and Grade, then its sections."""
    return pdf(
        page(
            *wrap(title.format(authority=authority), 40),
            dates,
            "Lead inspector: A Person, Her Majesty\u2019s Inspector",
            "Judgement Grade",
            rows=[*(grades if grades is not None else graded(ILACS_2018, "Good")).items()],
            after=first_paragraph,
        ),
        page("2", "What the local authority should do next."),
        page("3", *sections),
    )


# --- spreadsheets


def ods(cells: str = "<table:table-cell/>", rows: str = "") -> bytes:
    """The least ODS there can be, of one sheet with one row of these cells, or these rows, given as XML."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    body = rows or f"<table:table-row>{cells}</table:table-row>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


STATISTICS = ("Local authority name", "Inspection date", "Inspection type", *ILACS_2018)


def statistics_ods(*rows: Sequence[str]) -> bytes:
    """One table of inspections as the official statistics print them: the cells of each row under `STATISTICS`."""
    return ods(
        rows="".join(
            f"<table:table-row>{''.join(map(text_cell, row))}</table:table-row>" for row in (STATISTICS, *rows)
        )
    )


def text_cell(text: str) -> str:
    """One cell of text for `ods`."""
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def archive(files: Mapping[str, str]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return out.getvalue()


# --- what the stages hand on


def as_document(content: str | bytes, name: str = "") -> Document:
    """What the readers make of a text or a PDF."""
    path = Path(name or ("report.pdf" if isinstance(content, bytes) else "report.txt"))
    return readers.read(path, content if isinstance(content, bytes) else content.encode())


def parsed(content: str | bytes, framework: str, reference: Reference) -> list[GradedLine]:
    """The graded lines that a framework's own parser finds, dates taken from the document as `extract` takes them."""
    chosen = reference.frameworks[framework]
    return extract.PARSERS[chosen.parser](as_document(content), chosen, reference.scales[chosen.scale]).lines


def observation(reference: Reference, **changed: Any) -> Observation:
    """The adequate safeguarding of Worcestershire in March 2012, from its report; what changes stays consistent.

    `day` sets the inspection's only day; `framework` takes its scale and comparability along, `words` the grade.
    """
    framework = reference.frameworks[str(changed.pop("framework", "safeguarding"))]
    words = str(changed.pop("words", "Adequate"))
    day = changed.pop("day", dt.date(2012, 3, 23))
    service, aspect = changed.get("service", "safeguarding"), changed.get("aspect", "overall")
    scale_id, word = reference.remark_word(framework, words)
    assert word is not None
    judgement = framework.judgement(str(service), str(aspect), day)
    is_mention = changed.get("evidence") == "mention"
    plain = Observation(
        authority_id="worcestershire",
        framework=framework.framework,
        inspection_type="",
        inspection_start=None if is_mention else day,
        inspection_end=None if is_mention else day,
        published=None,
        date=day,
        date_precision="day",
        service="safeguarding",
        aspect="overall",
        judgement="Overall effectiveness",
        grade_text=words,
        grade_original=words,
        grade_number_original=word.number if framework.numbered and not is_mention else None,
        scale=scale_id,
        grade=word.grade,
        grade_rank=reference.grades.get(word.grade),
        comparability=judgement.comparability if judgement else "loose",
        evidence="primary",
        source_id="report",
        locator="line 1, Record of main findings",
        place="mention" if is_mention else "table",
    )
    return replace(plain, **changed)


def mention(reference: Reference, date: dt.date, precision: str = "day", **changed: Any) -> Observation:
    """What a later report remarks on the safeguarding of Worcestershire; `date` is as exact as the remark."""
    defaults: dict[str, Any] = {
        "framework": "slac",
        "words": "inadequate",
        "source_id": "later",
        "locator": "para 1 (line 38)",
    }
    return observation(reference, evidence="mention", day=date, date_precision=precision, **(defaults | changed))


def extraction(source_id: str, *observations: Observation, **changed: Any) -> Extraction:
    """A source that was read and gave these observations."""
    plain = Source(
        source_id=source_id,
        file_name=f"{source_id}.txt",
        kind="text",
        title="A report",
        publisher="Ofsted",
        published=None,
        url="",
        sha256=source_id.encode().hex()[:64].ljust(64, "0"),
        status="read",
        message="",
        observations=len(observations),
    )
    return Extraction(
        replace(plain, **changed),
        tuple(replace(o, source_id=source_id) for o in observations),
    )


def tables_of(reference: Reference, *observations: Observation) -> dict[str, list[Row]]:
    """The rows of every table from these observations, grouped by the source that each names."""
    by_source: dict[str, list[Observation]] = {}
    for o in observations:
        by_source.setdefault(o.source_id, []).append(o)
    return build.record([extraction(name, *found) for name, found in by_source.items()], reference).tables


def frames_of(rows: Mapping[str, Iterable[Row]], reference: Reference) -> dict[str, pd.DataFrame]:
    """These rows as the typed frames that a data folder is written from."""
    return {name: frames.from_rows(rows[name], table) for name, table in schema.tables(reference).items()}
