"""HTML elements, as pages are made of them on the server: the names and attributes of `dash.html`, without its cost.

Dash's own components take 14 µs each to make, since its browser side must be able to draw them; a page has hundreds,
the national picture thousands. These are never handed to Dash: `render` writes them out. What Dash draws in the
browser, its charts, stands among them as `dcc` components.
"""

from typing import Any, ClassVar

KNOWN = frozenset({
    "id", "className", "style", "title", "role", "tabIndex", "lang", "hidden",
    "href", "hrefLang", "target", "download", "src", "alt", "dateTime", "open",
    "action", "method", "encType", "htmlFor", "name", "type", "value", "checked", "disabled", "selected", "list",
    "placeholder", "autoComplete", "inputMode", "min", "max", "step", "pattern", "required", "size", "spellCheck",
    "maxLength", "accept", "multiple", "readOnly",
    "colSpan", "rowSpan", "scope", "start", "label",
})  # fmt: skip


class Element:
    """One element: its children (texts, elements, lists of them; None is nothing) and its attributes.

    Attributes are called as in Dash (`className`, `htmlFor`), and `data_instant="change"` is data-instant; None and
    False are left out, True stands alone. Raises TypeError for a name that no element has; `data_` and `aria_` may go
    on as they like.
    """

    __slots__ = ("attributes", "children")
    tag: ClassVar[str] = ""

    def __init__(self, *children: Any, **attributes: Any) -> None:
        if not KNOWN.issuperset(attributes):
            attributes = {self._written(name): value for name, value in attributes.items()}
        self.children = children
        self.attributes = attributes

    def _written(self, name: str) -> str:
        if name not in KNOWN and not name.startswith(("data_", "aria_")):
            raise TypeError(f"<{self.tag}> has no attribute {name!r}")
        return name.replace("_", "-")


class Markup:
    """HTML or SVG of our own making, written as it is: never text that came from a source."""

    __slots__ = ("markup",)

    def __init__(self, markup: str) -> None:
        self.markup = markup


def _element(tag: str) -> type[Element]:
    return type(tag.capitalize(), (Element,), {"__slots__": (), "tag": tag, "__module__": __name__})


A = _element("a")
B = _element("b")
Button = _element("button")
Caption = _element("caption")
Code = _element("code")
Col = _element("col")
Colgroup = _element("colgroup")
Datalist = _element("datalist")
Dd = _element("dd")
Details = _element("details")
Div = _element("div")
Dl = _element("dl")
Dt = _element("dt")
Fieldset = _element("fieldset")
Figcaption = _element("figcaption")
Figure = _element("figure")
Footer = _element("footer")
Form = _element("form")
H1 = _element("h1")
H2 = _element("h2")
H3 = _element("h3")
Header = _element("header")
I = _element("i")  # noqa: E741
Input = _element("input")
Label = _element("label")
Legend = _element("legend")
Li = _element("li")
Nav = _element("nav")
Ol = _element("ol")
Optgroup = _element("optgroup")
Option = _element("option")
P = _element("p")
Pre = _element("pre")
Q = _element("q")
Section = _element("section")
Select = _element("select")
Small = _element("small")
Span = _element("span")
Strong = _element("strong")
Summary = _element("summary")
Table = _element("table")
Tbody = _element("tbody")
Td = _element("td")
Th = _element("th")
Thead = _element("thead")
Tr = _element("tr")
Ul = _element("ul")
