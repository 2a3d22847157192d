"""The fold at a main figure that says how to take it along: its link, code for a frame, and how to cite it.

`fold` stands on the pages of a council, of comparisons and of England. Addresses are made whole in the browser, as on
the data page (`data-address`).
"""

from __future__ import annotations

from html import escape

from dashboard.export import citation
from dashboard.markup import elements as html
from dashboard.markup.elements import Markup, attributes
from dashboard.markup.view import Content
from dashboard.pages.data_files import copy
from dashboard.store import Store

HEIGHT = 640
"""Pixels of the frame that the code asks for: enough for a council's strips at 800 pixels of width."""


def titled(heading: Content, fold: Content) -> Content:
    """A figure's heading with the fold on the same line, so that the closed fold takes no room of its own."""
    return html.Div([heading, fold], className="with-share")


def fold(store: Store, *, title: str, page: str, embed: str) -> Content:
    """`page` and `embed` are the addresses of the view and of its figure alone, `title` what the figure shows."""
    plain = title.replace('"', "”")
    before = '<iframe src="'
    after = f'" title="{plain}" width="100%" height="{HEIGHT}" loading="lazy" style="border:0"></iframe>'
    cited = citation.text(store)
    return html.Details(
        [
            html.Summary("Share or reuse this figure"),
            _part("Link to this view", "share-link", [_address(page)]),
            _part("Code for a frame on your site", "share-frame", [_code(before), _address(embed), _code(after)]),
            _part("Citation", "share-citation", [f"{title}. In: {cited} ", _address(page)]),
            html.P(
                [
                    html.A("The figure alone", href=embed),
                    " · The code and the link always show the newest data. Please keep the source line.",
                ],
                className="hint",
            ),
        ],
        className="share",
        id="share",
    )


def _part(title: str, name: str, content: list[Content]) -> Content:
    return html.Div(
        [
            html.P(html.Strong(title), className="part"),
            html.Pre(html.Code(content, id=name), tabIndex="0", role="region", **attributes(aria_label=title)),
            html.P(copy(name), className="copy"),
        ]
    )


def _code(text: str) -> Content:
    """HTML to be read, not run, its quotation marks escaped too: no program takes it for a link of this page."""
    return Markup(escape(text))


def _address(path: str) -> Content:
    return html.Span(path, **attributes(data_address=path))
