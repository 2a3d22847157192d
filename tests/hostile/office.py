"""Word documents, OpenDocument texts and web pages that hide a grade, or that are made to do harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests import documents, office
from tests.hostile.files import DAMAGED_ZIP, MIB, Hostile
from tests.hostile.spreadsheet import LAUGHS

LABELS = documents.ILACS_2018


@dataclass(frozen=True)
class Hidden:
    """A report in which nobody sees the grades, or in which all do; `name` ends in its format.

    Of what is no text of the document at all, such as scripts and comments, nothing is said.
    """

    name: str
    make: Callable[[], bytes]
    is_silent: bool = False


def word(grade: str, *, styles: str = "", row: str = "", cell: str = "", table_style: str = "") -> bytes:
    """A report whose grades are this XML: the paragraphs of a cell."""
    table = "".join(
        f"<w:tr><w:trPr>{row}</w:trPr><w:tc>{office.paragraph(label)}</w:tc>"
        f"<w:tc><w:tcPr>{cell}</w:tcPr>{grade}</w:tc></w:tr>"
        for label in LABELS
    )
    properties = f'<w:tblPr><w:tblStyle w:val="{table_style}"/></w:tblPr>'
    return office.docx(office.word_body(office.report()[:3]) + f"<w:tbl>{properties}{table}</w:tbl>", styles)


def good(properties: str = "", before: str = "") -> str:
    return f"<w:p><w:pPr>{before}</w:pPr>{office.run('Good', properties)}</w:p>"


def text(grade: str, *, styles: str = "", row: str = "", cell: str = "") -> bytes:
    """The same as an OpenDocument text."""
    blocks = office.report()[:3]
    table = "".join(
        f"<table:table-row{row}><table:table-cell><text:p>{escape(label)}</text:p></table:table-cell>"
        f"<table:table-cell{cell}>{grade}</table:table-cell></table:table-row>"
        for label in LABELS
    )
    return office.odt(office.odt_body(blocks) + f"<table:table>{table}</table:table>", styles)


def style(name: str, family: str, properties: str, parent: str = "") -> str:
    based = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{based}>{properties}</style:style>'


def web(grade: str, head: str = "", row: str = "", label: str = "{}") -> bytes:
    """The same as a web page."""
    table = "".join(f"<tr{row}><td>{label.format(escape(name))}</td><td>{grade}</td></tr>" for name in LABELS)
    return office.html(office.web_body(office.report()[:3]) + f"<table>{table}</table>", head)


def spanned(properties: str) -> bytes:
    return text(
        '<text:p><text:span text:style-name="T1">Good</text:span></text:p>',
        styles=style("T1", "text", f"<style:text-properties {properties}/>"),
    )


SPAN = '<text:p><text:span text:style-name="T1">Good</text:span></text:p>'
BOX = f"<w:r><w:pict><w:txbxContent>{good()}</w:txbxContent></w:pict></w:r>"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
STYLED = '<w:style w:type="{}" w:styleId="S"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B">{}</w:style>'
TABLE_STYLE = '<w:style w:type="table" w:styleId="S">{}</w:style>'
HIDDEN = [
    Hidden("marked as hidden.docx", lambda: word(good("<w:vanish/>"))),
    Hidden(
        "hidden by its style.docx",
        lambda: word(good('<w:rStyle w:val="S"/>'), styles=STYLED.format("character", "<w:rPr><w:vanish/></w:rPr>")),
    ),
    Hidden(
        "hidden by the style of its paragraph.docx",
        lambda: word(
            good("", '<w:pStyle w:val="S"/>'), styles=STYLED.format("paragraph", "<w:rPr><w:vanish/></w:rPr>")
        ),
    ),
    Hidden("white.docx", lambda: word(good('<w:color w:val="FFFFFF"/>'))),
    Hidden("nearly white.docx", lambda: word(good('<w:color w:val="F7F7F7"/>'))),
    Hidden(
        "black on black.docx", lambda: word(good('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'))
    ),
    Hidden(
        "dark on a dark cell.docx",
        lambda: word(good('<w:color w:val="000080"/>'), cell='<w:shd w:val="clear" w:fill="000080"/>'),
    ),
    Hidden("half a point.docx", lambda: word(good('<w:sz w:val="1"/>'))),
    Hidden("pressed together.docx", lambda: word(good('<w:w w:val="1"/>'))),
    Hidden("struck out.docx", lambda: word(good("<w:strike/>"))),
    Hidden("deleted cell.docx", lambda: word(good(), cell='<w:cellDel w:id="1"/>')),
    Hidden("struck out twice.docx", lambda: word(good("<w:dstrike/>"))),
    Hidden(
        "deleted.docx", lambda: word("<w:p><w:del><w:r><w:delText>Good</w:delText><w:t>Good</w:t></w:r></w:del></w:p>")
    ),
    Hidden("moved from here.docx", lambda: word(f"<w:p><w:moveFrom>{office.run('Good')}</w:moveFrom></w:p>")),
    Hidden("in the colour of the page.docx", lambda: word(good('<w:color w:val="auto" w:themeColor="background1"/>'))),
    Hidden("far below its line.docx", lambda: word(good('<w:position w:val="-3000"/>'))),
    Hidden("letters on each other.docx", lambda: word(good('<w:spacing w:val="-400"/>'))),
    Hidden("fitted into nothing.docx", lambda: word(good('<w:fitText w:val="1"/>'))),
    Hidden("rows that are deleted.docx", lambda: word(good(), row="<w:del/>")),
    Hidden("rows that are hidden.docx", lambda: word(good(), row="<w:hidden/>")),
    Hidden("rows of no height.docx", lambda: word(good(), row='<w:trHeight w:val="1" w:hRule="exact"/>')),
    Hidden("in a frame.docx", lambda: word(good("", '<w:framePr w:w="2000" w:x="6000" w:y="9000"/>'))),
    Hidden("filled with nothing.docx", lambda: word(good(f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"))),
    Hidden(
        "filled with white.docx",
        lambda: word(good(f'<w14:textFill {W14}><w14:srgbClr w14:val="FFFFFF"/></w14:textFill>')),
    ),
    Hidden(
        "a choice that Word does not take.docx",
        lambda: word(f'<mc:AlternateContent {MC}><mc:Choice Requires="zz">{good()}</mc:Choice></mc:AlternateContent>'),
    ),
    Hidden("beside the page.docx", lambda: word(good("", '<w:ind w:left="31680"/>'))),
    Hidden("in a text box.docx", lambda: word(f"<w:p>{BOX}</w:p>")),
    Hidden("under a text box.docx", lambda: word(f"<w:p>{BOX}</w:p>" + good())),
    Hidden("in lines of no height.docx", lambda: word(good("", '<w:spacing w:line="10" w:lineRule="exact"/>'))),
    Hidden(
        "hidden by the style of its table.docx",
        lambda: word(good(), styles=TABLE_STYLE.format("<w:rPr><w:vanish/></w:rPr>"), table_style="S"),
    ),
    Hidden(
        "white by default.docx",
        lambda: word(
            good("", '<w:pStyle w:val="T"/>'),
            styles='<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:rPrDefault>'
            "</w:docDefaults>"
            '<w:style w:type="paragraph" w:default="1" w:styleId="S"><w:rPr><w:color w:val="000000"/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="T"/>',
        ),
    ),
    Hidden(
        "in what older programs show.docx",
        lambda: word(
            f"<w:p><mc:AlternateContent xmlns:mc='m'><mc:Fallback>{office.run('Good')}</mc:Fallback>"
            "</mc:AlternateContent></w:p>"
        ),
        is_silent=True,
    ),
    Hidden(
        "a field's instruction.docx",
        lambda: word("<w:p><w:r><w:instrText>Good</w:instrText></w:r></w:p>"),
        is_silent=True,
    ),
    Hidden("marked as hidden.odt", lambda: spanned('text:display="none"')),
    Hidden("white.odt", lambda: spanned('fo:color="#ffffff"')),
    Hidden("black on black.odt", lambda: spanned('fo:color="#000000" fo:background-color="#000000"')),
    Hidden("half a point.odt", lambda: spanned('fo:font-size="0.5pt"')),
    Hidden("pressed together.odt", lambda: spanned('style:text-scale="1%"')),
    Hidden(
        "in a paragraph that is hidden.odt",
        lambda: text('<text:p>Good<text:hidden-paragraph text:is-hidden="true"/></text:p>'),
    ),
    Hidden("struck out.odt", lambda: spanned('style:text-line-through-style="solid"')),
    Hidden(
        "hidden by a parent style.odt",
        lambda: text(
            SPAN,
            styles=style("B", "text", '<style:text-properties text:display="none"/>') + style("T1", "text", "", "B"),
        ),
    ),
    Hidden(
        "hidden by the paragraph's style.odt",
        lambda: text(
            '<text:p text:style-name="P1">Good</text:p>',
            styles=style("P1", "paragraph", '<style:text-properties text:display="none"/>'),
        ),
    ),
    Hidden(
        "dark on a dark cell.odt",
        lambda: text(
            SPAN,
            cell=' table:style-name="C1"',
            styles=style("C1", "table-cell", '<style:table-cell-properties fo:background-color="#000080"/>')
            + style("T1", "text", '<style:text-properties fo:color="#000080"/>'),
        ),
    ),
    Hidden("hidden text.odt", lambda: text("<text:p><text:hidden-text>Good</text:hidden-text></text:p>")),
    Hidden(
        "a hidden paragraph.odt", lambda: text("<text:hidden-paragraph><text:p>Good</text:p></text:hidden-paragraph>")
    ),
    Hidden(
        "a hidden section.odt", lambda: text('<text:section text:display="none"><text:p>Good</text:p></text:section>')
    ),
    Hidden("rows that are hidden.odt", lambda: text("<text:p>Good</text:p>", row=' table:visibility="collapse"')),
    Hidden(
        "rows of no height.odt",
        lambda: text(
            "<text:p>Good</text:p>",
            row=' table:style-name="R1"',
            styles=style("R1", "table-row", '<style:table-row-properties style:row-height="0.01cm"/>'),
        ),
    ),
    Hidden(
        "deleted.odt",
        lambda: text(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Good</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        ),
    ),
    Hidden(
        "in a text box.odt",
        lambda: text("<text:p><draw:frame><draw:text-box><text:p>Good</text:p></draw:text-box></draw:frame></text:p>"),
    ),
    Hidden(
        "in a comment.odt",
        lambda: text("<text:p><office:annotation><text:p>Good</text:p></office:annotation></text:p>"),
    ),
    Hidden("in a note.odt", lambda: text("<text:p><text:note><text:p>Good</text:p></text:note></text:p>")),
    *(
        Hidden(f"{name}.html", lambda style=style: web(f'<span style="{style}">Good</span>'))
        for name, style in {
            "not displayed": "display:none",
            "not visible": "visibility: hidden",
            "transparent": "opacity:0",
            "nearly transparent": "opacity: .02",
            "white": "color:#fff",
            "white by name": "color: White",
            "white by numbers": "color: rgb(255, 255, 255)",
            "no colour": "color:transparent",
            "black on black": "color:#000;background:#000000",
            "no size": "font-size:0",
            "one pixel": "font-size: 1px",
            "indented away": "text-indent:-9999px",
            "beside the page": "position:absolute;left:-10000px",
            "above the page": "position:fixed; top:-900em",
            "clipped": "position:absolute;clip:rect(0 0 0 0)",
            "clipped by a path": "clip-path: inset(100%)",
            "of no height": "height:0;overflow:hidden",
            "of one pixel": "width:1px;height:1px;overflow:hidden",
            "shrunk": "transform:scale(0)",
            "struck out by style": "text-decoration: line-through",
            "important": "display:none !important",
        }.items()
    ),
    *(
        Hidden(f"{name}, another way.html", lambda style=style: web(f'<span style="{style}">Good</span>'))
        for name, style in {
            "content not visible": "content-visibility:hidden",
            "a font of nothing": "font:0/0 a",
            "clear": "color:rgba(0,0,0,0)",
            "clear, with a stroke": "color:rgb(0 0 0 / 0%)",
            "white by its hue": "color:hsl(0,0%,100%)",
            "filtered": "filter:opacity(0)",
            "masked": "mask:linear-gradient(transparent,transparent)",
            "zoomed away": "zoom:0",
            "letters on each other": "letter-spacing:-1em",
        }.items()
    ),
    *(
        Hidden(f"in a {tag}.html", lambda tag=tag: web(f"<{tag}>Good</{tag}>"), is_silent=True)
        for tag in ("dialog", "noframes", "noembed", "meter", "progress")
    ),
    Hidden("backwards.html", lambda: web('<bdo dir="rtl">Good</bdo>'), is_silent=True),
    Hidden("marked as hidden.html", lambda: web("<span hidden>Good</span>")),
    Hidden("struck out.html", lambda: web("<s>Good</s>")),
    Hidden("deleted.html", lambda: web("<del>Good</del>")),
    Hidden("in a script.html", lambda: web("<script>Good</script>"), is_silent=True),
    Hidden("in a template.html", lambda: web("<template>Good</template>"), is_silent=True),
    Hidden("without scripts alone.html", lambda: web("<noscript>Good</noscript>"), is_silent=True),
    Hidden("in a choice.html", lambda: web("<select><option>Good<option>Inadequate</select>"), is_silent=True),
    Hidden("in a field.html", lambda: web('<textarea>Good</textarea><input value="Good">'), is_silent=True),
    Hidden("in a comment.html", lambda: web("<!-- Good -->"), is_silent=True),
    Hidden("by a rule for a class.html", lambda: web('<b class="a x">Good</b>', "<style>u, .x{display:none}</style>")),
    Hidden("by a rule for an id.html", lambda: web('<b id="x">Good</b>', "<style>/* c */ #x { color : #FFF }</style>")),
    Hidden("by a rule for an element.html", lambda: web("<i>Good</i>", "<style>i{font-size:0px}</style>")),
    Hidden(
        "by a rule for what is within.html", lambda: web('<b class="x">Good</b>', "<style>td > .x{opacity:0}</style>")
    ),
    Hidden(
        "by a rule for wide screens.html",
        lambda: web('<b class="x">Good</b>', "<style>@media (min-width:1px){.x{display:none}}</style>"),
    ),
    Hidden("white by attribute.html", lambda: web('<font color="white">Good</font>')),
    Hidden("rows that are not displayed.html", lambda: web("Good", row=' style="display:none"')),
    Hidden("rows that are left open.html", lambda: web("Good<tr hidden><td>x", row=" hidden")),
]
SHOWN = [
    Hidden(
        "white on a dark cell.docx",
        lambda: word(good('<w:color w:val="FFFFFF"/>'), cell='<w:shd w:val="clear" w:fill="1F3864"/>'),
    ),
    Hidden("white on a dark run.docx", lambda: word(good('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'))),
    Hidden("highlighted.docx", lambda: word(good('<w:highlight w:val="yellow"/>'))),
    Hidden("not hidden after all.docx", lambda: word(good('<w:vanish w:val="0"/>'))),
    Hidden("in automatic colour.docx", lambda: word(good('<w:color w:val="auto"/>'))),
    Hidden("in several runs.docx", lambda: word(f"<w:p>{office.run('Go')}{office.run('od', '<w:b/>')}</w:p>")),
    Hidden("in a link.docx", lambda: word(f"<w:p><w:hyperlink>{office.run('Good')}</w:hyperlink></w:p>")),
    Hidden("in a control.docx", lambda: word(f"<w:sdt><w:sdtContent>{good()}</w:sdtContent></w:sdt>")),
    Hidden("the mark of the paragraph is hidden.docx", lambda: word(good("", "<w:rPr><w:vanish/></w:rPr>"))),
    Hidden("with an empty paragraph before it.docx", lambda: word(office.paragraph("") + good())),
    Hidden(
        "beside a paragraph that is not hidden.odt", lambda: text(f"{SPAN}<text:p><text:hidden-paragraph/></text:p>")
    ),
    Hidden(
        "white in the first row of its table's style.docx",
        lambda: word(
            good(),
            styles=TABLE_STYLE.format(
                '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr>'
            ),
            table_style="S",
        ),
    ),
    Hidden("in a table within.docx", lambda: word(f"<w:tbl><w:tr><w:tc>{good()}</w:tc></w:tr></w:tbl>")),
    Hidden(
        "white on a dark cell.odt",
        lambda: text(
            SPAN,
            cell=' table:style-name="C1"',
            styles=style("C1", "table-cell", '<style:table-cell-properties fo:background-color="#1f3864"/>')
            + style("T1", "text", '<style:text-properties fo:color="#ffffff"/>'),
        ),
    ),
    Hidden("in several spans.odt", lambda: text("<text:p>Go<text:span>od</text:span></text:p>")),
    Hidden(
        "in a list.odt", lambda: text("<text:list><text:list-item><text:p>Good</text:p></text:list-item></text:list>")
    ),
    *(
        Hidden(f"{name}.html", lambda style=style: web(f'<span style="{style}">Good</span>'))
        for name, style in {
            "black by its parts": "color:rgb(0,0,0)",
            "black and opaque": "color:rgba(0, 0, 0, 1)",
            "dark by its hue": "color:hsl(210, 50%, 20%)",
            "in a font": "font:bold 12px/1.5 Arial",
            "a little narrow": "letter-spacing:-0.02em",
        }.items()
    ),
    Hidden("white on a dark cell.html", lambda: web('<span style="color:#fff;background:#333">Good</span>')),
    Hidden("white on a picture.html", lambda: web('<b style="color:#fff;background:url(x.png)">Good</b>')),
    Hidden("white on a dark row.html", lambda: web('<b style="color:white">Good</b>', row=' bgcolor="#000080"')),
    Hidden(
        "below a list of links.html",
        lambda: office.html(
            office.web_body(office.report()[:3])
            + '<ul><li><a href="#a">Summary</a></li><li><a href="#b">What needs to improve</a></li></ul>'
            + office.web_table([(label, "Good") for label in LABELS])
        ),
    ),
    Hidden("inserted.html", lambda: web("<ins>Good</ins>")),
    Hidden(
        "hidden on paper alone.html",
        lambda: web('<b class="x">Good</b>', "<style>@media print {.x{display:none}}</style>"),
    ),
    Hidden("hidden for the menu alone.html", lambda: web("<i>Good</i>", "<style>nav i{display:none}</style>")),
    Hidden(
        "cells left open.html",
        lambda: office.html(
            office.web_body(office.report()[:3])
            + "<table>"
            + "".join(f"<tr><td>{label}<td>Good" for label in LABELS)
            + "</table>"
        ),
    ),
    Hidden("with entities and line breaks.html", lambda: web("<p>\n  G&#111;od&nbsp;\n</p>")),
    Hidden(
        "terms and what is said of them.html",
        lambda: office.html(
            office.web_body(office.report()[:3])
            + "<dl>"
            + "".join(f"<dt>{label}</dt><dd>Good</dd>" for label in LABELS)
            + "</dl>"
        ),
    ),
]


def deep_word(depth: int) -> bytes:
    return office.docx("<w:smartTag>" * depth + "x" + "</w:smartTag>" * depth)


def tables_within(depth: int) -> bytes:
    return office.docx("<w:tbl><w:tr><w:tc>" * depth + good() + "</w:tc></w:tr></w:tbl>" * depth)


OFFICE = [
    Hostile(
        "laughs.docx",
        lambda: documents.archive({"[Content_Types].xml": "", "word/document.xml": f"{LAUGHS}<a>&k;</a>"}),
        r"declares XML entities",
    ),
    Hostile(
        "laughs.odt",
        lambda: documents.archive(
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"{LAUGHS}<a>&k;</a>"}
        ),
        r"declares XML entities",
    ),
    Hostile(
        "a file of this machine as an entity.docx",
        lambda: documents.archive(
            {
                "[Content_Types].xml": "",
                "word/document.xml": '<!DOCTYPE l [<!ENTITY k SYSTEM "file:///etc/passwd">]><l>&k;</l>',
            }
        ),
        r"declares XML entities",
    ),
    Hostile("elements in one another.docx", lambda: deep_word(1_000_000), r"nests its elements more than 500 deep"),
    Hostile("tables in one another.docx", lambda: tables_within(120), r"tables within tables, more than 40 deep"),
    Hostile(
        "ten million letters.docx",
        lambda: office.docx(office.paragraph("Good " * 2_000_000)),
        r"the text has more than 2,000,000 characters",
    ),
    Hostile("a gibibyte of spaces.docx", lambda: office.docx(" " * (100 * MIB)), r"unpacks to more than 50 MiB"),
    Hostile(
        "ten thousand parts.docx",
        lambda: office.docx("", **{f"media/{n}": "" for n in range(10_000)}),
        r"the archive has 10,004 parts; the limit is 5,000",
    ),
    Hostile("cut short.docx", lambda: office.docx(office.report())[:-30], DAMAGED_ZIP),
    Hostile(
        "no XML.docx",
        lambda: documents.archive({"[Content_Types].xml": "", "word/document.xml": "<w:p>"}),
        r"the document is damaged: its text is no XML",
    ),
    Hostile(
        "nothing.odt",
        lambda: documents.archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
        r"the document is damaged: it has no text",
    ),
    Hostile(
        "encrypted.odt",
        lambda: office.odt(office.report(), manifest="<manifest:encryption-data/>"),
        r"the document is encrypted and needs a password",
    ),
    Hostile("with macros.docx", lambda: office.docx(office.report(), **{"word/vbaProject.bin": "x" * 1000})),
    Hostile(
        "a hundred thousand columns.odt",
        lambda: office.odt(
            '<table:table><table:table-row><table:table-cell table:number-columns-repeated="999999999"/>'
            "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>" * 100
        ),
        r"no inspection framework recognised",
    ),
    Hostile(
        "four thousand million spaces.odt",
        lambda: office.odt('<text:p>x<text:s text:c="4000000000"/>x</text:p>'),
        r"no inspection framework recognised",
    ),
    Hostile(
        "styles in a circle.docx",
        lambda: office.docx(
            office.report(),
            '<w:style w:styleId="A" w:default="1" w:type="paragraph"><w:basedOn w:val="B"/></w:style>'
            '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
        ),
    ),
    Hostile(
        "elements in one another.html", lambda: office.html("<div>" * 100_000), r"nests its elements more than 500 deep"
    ),
    Hostile("a page of six mebibytes.html", lambda: office.html("x" * (6 * MIB)), r"the web page has more than 5 MiB"),
    Hostile(
        "a tag that never ends.html",
        lambda: office.html("<a " + "b=c " * 500_000),
        r"no text|no inspection framework recognised|took longer",
    ),
    Hostile(
        "comments that never end.html",
        lambda: office.html("<!--" * 200_000),
        r"no text|no inspection framework recognised|took longer|a line of more than",
    ),
    Hostile(
        "half tags.html", lambda: office.html("</" * 500_000), r"no text|no inspection framework recognised|took longer"
    ),
    Hostile("rules without end.html", lambda: office.html(office.report(), "<style>" + "a{" * 300_000 + "</style>")),
    Hostile(
        "rules for paper without end.html",
        lambda: office.html(office.report(), "<style>" + "@media print{a{}" * 30_000 + "</style>"),
    ),
    Hostile(
        "ends of what was never open.html",
        lambda: office.html("<p>x</p>" + "</div></td></table>" * 100_000),
        r"no inspection framework recognised",
    ),
]
