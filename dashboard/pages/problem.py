"""The pages for what cannot be answered: what happened, and what to do next.

Called by the server for every address that raises an AddressProblem and for the errors that Flask finds. Readers are
told in plain words; the names of parameters stand in a fold, for those who write addresses.
"""

import difflib

from dashboard.address import AddressProblem, link
from dashboard.filters import BY_NAME
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store

TITLES = {
    400: "We cannot answer this address",
    404: "We could not find that",
    405: "That is not possible here",
    500: "Something went wrong here",
    503: "We are busy",
}
MOST_CHOICES = 12


def layout(store: Store, problem: AddressProblem, path: str = "") -> View:
    """`path` is the page that was asked for; "" where no page stands there."""
    title = problem.heading or TITLES.get(problem.status, "We cannot answer this request")
    lead, choices = _choices(store, problem, path)
    suggestions = [*choices, *problem.suggestions]
    advice = "Choose one of these, or search for a council." if choices else problem.accepted
    is_technical = bool(problem.plain)
    if is_technical and not choices:
        advice = "Choose one below, or search for a council." if suggestions else "Search for a council."
    if is_technical and path and (problem.status == 400 or path.count("/") == 1):
        suggestions.append(("This page as it usually opens", path))
    main: list[Content] = [html.P(advice) if advice else None]
    if suggestions:
        main.append(components.links(suggestions))
    others = (
        "Or go to the [national picture](/), [all councils by region](/search), the [lists of councils](/lists) or the "
        "[data](/data)."
    )
    main.append(html.P(components.linked(others)))
    if is_technical:
        main.append(technical(problem))
    return View(title, title, main, lead=lead, status=problem.status)


def technical(problem: AddressProblem) -> Content:
    words = html.P(html.Code(f"{problem.problem} {problem.accepted}".strip()))
    return html.Details(html.Summary("For those who write addresses"), words, id="address-details")


def _choices(store: Store, problem: AddressProblem, path: str) -> tuple[str, list[tuple[str, str]]]:
    """The first sentence, and the choices there are: those spelled alike, else all where they are few."""
    column_filter = BY_NAME.get(problem.parameter)
    if column_filter is None:
        return problem.plain or problem.problem, []
    titles = column_filter.values(store)
    near = difflib.get_close_matches(problem.text, titles, 3) or list(titles)
    choices = [(titles[value], link(path, [(problem.parameter, value)])) for value in near[:MOST_CHOICES]]
    lead = f"We do not know the {column_filter.label.lower()} ‘{problem.text}’."
    return lead, choices if len(near) <= MOST_CHOICES else []
