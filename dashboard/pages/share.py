"""The fold at a main figure with all ways to take it along: link, code for a frame, picture, data, citation.

`fold` stands on the pages of a council, of comparisons and of England. Addresses are made whole in the browser, as on
the data page (`data-address`).
"""

from collections.abc import Sequence
from html import escape

from dashboard.address import link
from dashboard.export import citation
from dashboard.markup import elements as html
from dashboard.markup.elements import Markup
from dashboard.markup.page_view import Content
from dashboard.pages.data_files import to_copy
from dashboard.store import Store

HEIGHT = 640
"""Pixels of the frame that the code asks for: enough for a council's strips at 800 pixels of width."""


def judgements(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    files = (("CSV", "csv"), ("Excel (XLSX)", "xlsx"))
    return [(text, link(f"/download/judgements.{ending}", pairs)) for text, ending in files]


def titled(heading: Content, fold: Content) -> Content:
    """A figure's heading with the fold on the same line, so that the closed fold takes no room of its own."""
    return html.Div(heading, fold, className="with-share")


def fold(
    store: Store,
    *,
    title: str,
    page: str,
    embed: str,
    pictures: Sequence[Content],
    data: Sequence[tuple[str, str]],
    name: str = "share",
    what: str = "this figure",
) -> Content:
    """`page` and `embed` are the addresses of the view and of its figure alone, `title` what the figure shows.

    `pictures` are what saves the figure as PNG and SVG, none where there is nothing to draw; `data` are its files, each
    with what its link says. A second fold on a page has a `name` of its own, and says `what` it shares.
    """
    plain = title.replace('"', "”")
    before = '<iframe src="'
    after = f'" title="{plain}" width="100%" height="{HEIGHT}" loading="lazy" style="border:0"></iframe>'
    cited = citation.text(store)
    return html.Details(
        html.Summary("Share", html.Span(f" or reuse {what}")),
        _part("Link to this view", f"{name}-link", [_address(page)], what=what),
        _part(
            "Code for a frame on your site", f"{name}-frame", [_code(before), _address(embed), _code(after)], what=what
        ),
        _files("Picture", pictures) if pictures else None,
        _files("Data", [html.A(text, href=href) for text, href in data]),
        _part("Citation", f"{name}-citation", [f"{title}. In: {cited} ", _address(page)], what=what),
        html.P(
            html.A("The figure alone", href=embed),
            " · The code and the link always show the newest data. Please keep the source line.",
            className="hint",
        ),
        className="share",
        id=name,
    )


def _part(title: str, name: str, content: list[Content], *, what: str) -> Content:
    return html.Div(
        html.P(html.Strong(title), className="part"),
        *to_copy(html.Code(content, id=name), name, f"{title}, {what}"),
    )


def _files(title: str, links: Sequence[Content]) -> Content:
    return html.P(html.Strong(f"{title}: "), *links, className="take-group")


def slide_links(address: str) -> list[Content]:
    """A picture of 16:9: as PNG by `assets/groups.js`, as SVG from the server."""
    png = html.Button("PNG for a slide (16:9)", type="button", className="picture", data_slide="yes")
    return [png, html.A("SVG", href=address, data_download="svg")]


def _code(text: str) -> Content:
    """HTML to be read, not run, its quotation marks escaped too: no program takes it for a link of this page."""
    return Markup(escape(text))


def _address(path: str) -> Content:
    return html.Span(path, data_address=path)
