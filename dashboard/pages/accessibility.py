"""The accessibility statement. What it says has been checked; what is not known to work is said as well."""

from __future__ import annotations

import dash

from dashboard.address import Parameters
from dashboard.markup import elements as html
from dashboard.markup.view import View
from dashboard.store import Store

dash.register_page(
    __name__,
    path="/accessibility",
    name="Accessibility",
    title="Accessibility",
    description="What works for whom, and what is not known to work.",
    order=8,
)
PARAMETERS: tuple[str, ...] = ()
WORKS = (
    "Every page is complete without JavaScript: headings, sentences, tables and forms. Charts are drawn on "
    "top of that.",
    "Every chart has a text summary and a table of the same data. A focused chart is read with the arrow keys: "
    "left and right "
    "go through its points, up and down change the row, and each point is put into words on the page and announced.",
    "Everything works by keyboard, with a visible focus and a link that skips to the content.",
    "Grades are told apart by word, symbol and position, never by colour alone; the colours keep a contrast of "
    "3:1 and stay "
    "apart under the common colour-vision deficiencies.",
    "Text keeps a contrast of at least 4.5:1 in the light and the dark appearance, which follow your system’s setting.",
    "Pages reflow down to 320 pixels: there each row of a wide table becomes a block with its cells one under the "
    "other, and long tables fold to a line that opens. Motion is not used.",
)
LIMITS = (
    "The pages were tested with automatic checks (axe-core), by keyboard and in Chromium. No tests with people who use "
    "screen readers have been made.",
    "Tables of numbers, and those of years and of inspections against services, scroll sideways on small screens; the "
    "box can be focused and scrolled with the arrow keys.",
    "Some screen readers pass arrow keys to a chart only in focus mode; the table beside it has the same data.",
    "Inspection reports that the pages link to are the inspectorate’s own PDF files and may not be accessible.",
)


def layout(_store: Store, _parameters: Parameters) -> View:
    lead = "Gradeline is meant to be usable by everyone. It aims at WCAG 2.2, level AA."
    main = [
        html.P(lead, className="lead"),
        html.Section([html.H2("What works"), html.Ul([html.Li(text) for text in WORKS])]),
        html.Section([html.H2("What is not known, or known not to work"), html.Ul([html.Li(text) for text in LIMITS])]),
        html.Section(
            [
                html.H2("Privacy"),
                html.P("These pages set no cookies, load nothing from other hosts and do not track anyone."),
            ]
        ),
    ]
    return View("", "Accessibility", main, lead)
