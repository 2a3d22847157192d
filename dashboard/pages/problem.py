"""The pages for what cannot be answered: what was wrong, what is accepted, and what may have been meant."""

from __future__ import annotations

from dashboard.address import AddressProblem
from dashboard.markup import elements as html
from dashboard.markup.view import Content, View
from dashboard.pages.home import find_form
from dashboard.store import Store

TITLES = {
    400: "This address cannot be read",
    404: "Not found",
    405: "Not possible here",
    500: "Something went wrong here",
}


def layout(store: Store, problem: AddressProblem) -> View:
    title = TITLES.get(problem.status, "This address cannot be answered")
    main: list[Content] = [html.P(problem.problem, className="lead")]
    if problem.accepted:
        main.append(html.P(problem.accepted))
    if problem.suggestions:
        items = [html.Li(html.A(text, href=href)) for text, href in problem.suggestions]
        main.append(html.Section([html.H2("Perhaps you meant"), html.Ul(items)]))
    main += [
        find_form(store),
        html.P(["Or go to ", html.A("the start page", href="/"), ", ", html.A("the data", href="/data"), "."]),
    ]
    return View(title, title, main, problem.problem, status=problem.status)
