"""Search: leads to the one council that a text can mean, or lists those that it may mean, with their latest grades.

The form stands in the header of every page (`markup.chrome`). Without a text the page lists every council by region.
"""

from collections.abc import Sequence

import dash

from dashboard import address
from dashboard.address import LONGEST_SEARCH, AddressProblem, Parameters
from dashboard.analysis.standing import EARLIER, ENDED, NOT_KNOWN, Standing, standing
from dashboard.filters import Filters
from dashboard.find_council import CouncilIndex, council_index
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, Redirect, View
from dashboard.selection import positions
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.grouping import grouped
from loaders.record.reference import Authority, normalise_name

dash.register_page(
    __name__,
    path="/search",
    name="Search",
    title="Find a council",
    description="Find a council by any name or code that it has or had, and see its latest grades.",
    order=9,
)
PARAMETERS = ("q",)
IN_LISTS = ("safeguarding", "looked_after_children", "whole_service")
"""The services whose grades stand beside a council's name."""
FIRST = 15
"""How many councils are shown at once."""


def layout(store: Store, parameters: Parameters) -> View | Redirect:
    text = " ".join(address.value(parameters, "q").split())
    if len(text) > LONGEST_SEARCH:
        raise AddressProblem.of("name_too_long", length=len(text), most=LONGEST_SEARCH)
    if not text:
        return _everyone(store)
    main: list[Content]
    result = council_index(store).find(text)
    if result.only:
        return Redirect(f"/authority/{result.only.authority_id}", 303)
    if result.councils:
        named = [council for council in result.councils if council not in result.in_area]
        lead = f"{wording.upper_first(wording.count(len(named), 'council'))} could be meant by ‘{text}’."
        main = [_lead(lead), *_listed(store, named), _in_the_data(store, text) if result.has_more else None]
        if result.in_area:
            more = wording.upper_first(wording.count(len(result.in_area), "council"))
            main += [html.H2(f"{more} in an area with such a name"), *_listed(store, result.in_area, "area")]
        return View(f"Councils for ‘{text}’", "Which council?", main, description=lead)
    lead = f"We do not know a council called ‘{text}’."
    advice = "Check the spelling, or type part of the name, a former name, or a code such as E10000034 or 885."
    in_the_data = _in_the_data(store, text)
    main = [_lead(lead), html.P(advice), in_the_data]
    if result.suggestions and in_the_data is None:  # "children in care" is no slip for Worcestershire
        main += [html.H2("Did you mean"), *_listed(store, result.suggestions)]
    main.append(html.P(html.A("All councils by region", href="/search")))
    return View(f"No council for ‘{text}’", "No council found", main, description=lead)


def _in_the_data(store: Store, text: str) -> Content:
    """What is no council may be a service, a label or a grade, which the search of the data finds."""
    number = len(positions(store, Filters(search=text))) if normalise_name(text) else 0
    if not number:
        return None
    goal = html.A(f"Search the data for ‘{text}’", href=address.link("/data", [("search", text)]))
    return html.P(goal, f" ({wording.number(number, 'judgement')})")


def _lead(text: str) -> Content:
    return html.P(text, className="lead", id="found")


def _listed(store: Store, councils: Sequence[Authority], kind: str = "councils") -> list[Content]:
    """The councils, best matches first; of many the rest behind one line that opens. `kind` is the table's name."""
    caption = f"Latest grades as at {wording.day(store.as_at)}"
    caption += ", councils in the area" if kind == "area" else ""
    services = [wording.thing(store.reference, service) for service in IN_LISTS]
    note = wording.names_in_reports(store.reference, IN_LISTS)
    rows = [[_name(store, a), *(_grade(store, a, service) for service in IN_LISTS)] for a in councils]
    table = components.long_table(caption, ["Council", *services], rows, name=kind, first=FIRST)
    return [table, html.P(html.Small(note)) if note and kind == "councils" else None]


def _name(store: Store, authority: Authority) -> Content:
    later = authority.successors if authority.valid_to else ()
    names = [wording.council_name(store.reference.register.by_id[other]) for other in later]
    note = f"replaced by {wording.listed(names)}" if names else authority.region
    return [components.council(store, authority.authority_id), html.Small(note)]


def _grade(store: Store, authority: Authority, service: str) -> Content:
    now = standing(store, authority, service)
    if now.kind == ENDED:
        return None  # the council's name says that it has been replaced
    if (row := now.grade) is None:
        return html.Span(_absence(now), className="absent")
    term = store.reference.word_of(row)
    return html.Div(components.grade_chip(term), html.Small(wording.month(row["date"])), className="grade")


def _absence(now: Standing) -> str:
    if now.kind == ENDED:
        return "No longer a council"
    return "Not known" if now.kind in (NOT_KNOWN, EARLIER) else "Not graded"


def _everyone(store: Store) -> View:
    lead = (
        "Type a council’s name or code above, or choose one below. Former names, short names and the beginning of a "
        "name work too."
    )
    councils = sorted(store.reference.register.authorities, key=wording.council_name)
    groups = grouped(councils, lambda authority: authority.region)
    regions = [
        html.Div(
            html.H3(region, id=_anchor(region)),
            components.bullets((components.council(store, a.authority_id) for a in groups[region]), className="plain"),
        )
        for region in sorted(groups)
    ]
    main: list[Content] = [
        _lead(lead),
        html.H2("All councils by region"),
        html.Nav(
            components.links(((region, f"#{_anchor(region)}") for region in sorted(groups)), className="inline"),
            aria_label="Regions",
        ),
        html.Div(regions, className="regions"),
    ]
    return View("", "Find a council", main, description=lead)


def _anchor(region: str) -> str:
    return region.lower().replace(" ", "-")


def suggestions(store: Store) -> list[dict[str, object]]:
    """Every council, those that exist first: its names and its grade, for suggestions as one types (`search.js`)."""
    index = council_index(store)
    councils = sorted(
        store.reference.register.authorities, key=lambda a: (a.valid_to is not None, wording.council_name(a))
    )
    return [_suggestion(store, index, authority) for authority in councils]


def _suggestion(store: Store, index: CouncilIndex, authority: Authority) -> dict[str, object]:
    now = standing(store, authority, IN_LISTS[0])
    service = wording.thing(store.reference, IN_LISTS[0])
    note, grade = _absence(now).lower(), None
    if row := now.grade:
        term = store.reference.word_of(row)
        note, grade = f"{term.title}, {wording.month(row['date'])}", [term.letter, components.letter_class(term)]
    return {
        "page": f"authority/{authority.authority_id}",
        "name": wording.authority_name(authority),
        "names": [*index.names_of(authority), *index.trusts_of(authority)],
        "areas": index.areas_of(authority),
        "codes": index.codes_of(authority),
        "note": f"{service}: {note}",
        "grade": grade,
    }
