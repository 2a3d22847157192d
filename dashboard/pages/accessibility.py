"""The accessibility statement: what works, how that was tested, and what is not known to work."""

import dash

from dashboard.address import Parameters
from dashboard.markup import elements as html
from dashboard.markup.page_view import View
from dashboard.store import Store

dash.register_page(
    __name__,
    path="/accessibility",
    name="Accessibility",
    title="Accessibility",
    description="What works, how we tested it, and what may not work.",
    order=8,
)
PARAMETERS: tuple[str, ...] = ()
AXE = "4.14.1"
"""The version of axe-core that the browser tests run (`tests/browser/vendor`)."""
WORKS = (
    "Every page is complete without JavaScript: headings, sentences, strips of grades, tables and forms. Interactive "
    "charts are added where there is JavaScript.",
    "Every chart has a text summary and a table of the same data. You can read a chart with the arrow keys: left and "
    "right go from point to point, up and down change the row. The page shows each point in words, and screen readers "
    "can announce it.",
    "Everything works by keyboard. You can always see where the focus is, and the first link skips to the content.",
    "You can tell grades apart by their word, letter and shape, never by colour alone. Their colours have a contrast "
    "of at least 3:1 and differ for people with the common colour-vision deficiencies.",
    "Text has a contrast of at least 4.5:1, in light and in dark. Pages follow the setting of your system. With "
    "colours of your own (high contrast), grades keep theirs.",
    "Pages work in a window 320 pixels wide, which is a zoom of 400% on a usual screen. Most tables then show one cell "
    "under the other. Nothing moves by itself.",
)
TESTS = (
    f"Automatic checks with axe-core {AXE} in Chromium, against the rules of WCAG 2.0 to 2.2, levels A and AA: every "
    "kind of page, 1,280 and 390 pixels wide, and contrast in dark as well. They find nothing.",
    "Clipped text and sideways scrolling, measured in the browser: the main pages at 400% and 200% zoom (320 and 640 "
    "pixels), and with text alone at 200%.",
    "Keyboard: the skip link, the search, the map and the charts, driven in the browser.",
    "Forced colours (high contrast): the grades’ marks of a council’s page, a comparison and the tables.",
    "No JavaScript and print: the main pages are opened without scripts, and printed, as well.",
)
LIMITS = (
    "We have not tested with screen readers, nor with people who use one. Automatic checks find only part of what can "
    "be wrong.",
    "We have tested in Chromium only.",
    "Wide tables of numbers, and those of years against councils, scroll sideways on small screens. A shade at "
    "the edge shows that there is more; you can focus them and scroll with the arrow keys.",
    "Some screen readers pass the arrow keys to a chart only in focus mode. The table beside it has the same data.",
    "Inspection reports are Ofsted’s own PDF files, and may not be accessible.",
)


def layout(_store: Store, _parameters: Parameters) -> View:
    lead = (
        "Everyone should be able to use Gradeline. We aim at level AA of the Web Content Accessibility Guidelines "
        "(WCAG) 2.2."
    )
    main = [
        html.Section(html.H2("What works"), html.Ul([html.Li(text) for text in WORKS])),
        html.Section(html.H2("How we tested it"), html.Ul([html.Li(text) for text in TESTS])),
        html.Section(html.H2("What may not work"), html.Ul([html.Li(text) for text in LIMITS])),
        html.Section(
            html.H2("Privacy"),
            html.P("These pages set no cookies, load nothing from other sites and do not track you."),
        ),
    ]
    return View("", "Accessibility", main, lead)
