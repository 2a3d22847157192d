"""The accessibility statement: what works, how that was tested, and what is not known to work."""

import dash

from dashboard.address import Parameters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store
from dashboard.texts import texts_of

dash.register_page(
    __name__,
    path="/accessibility",
    name="Accessibility",
    title="Accessibility",
    description="What works, how we tested it, and what may not work.",
    order=8,
)
PARAMETERS: tuple[str, ...] = ()


def layout(_store: Store, _parameters: Parameters) -> View:
    words = texts_of("accessibility")
    main: list[Content] = [
        html.Section(
            html.H2(part["title"]),
            components.bullets(part["points"]) if "points" in part else html.P(part["text"]),
        )
        for part in words["part"]
    ]
    return View("", "Accessibility", main, lead=words["lead"])
