"""/compare: two inspections side by side, several councils over time, or the question which.

What an address chooses decides: `a`, `b` or one `authority` lead to two inspections, several councils or a group to
strips over time, and nothing to a form.
"""

import dash

from dashboard import address
from dashboard.address import AddressProblem, Parameters
from dashboard.markup.page_view import View
from dashboard.pages import compare_ask, compare_many, compare_two
from dashboard.store import Store

dash.register_page(
    __name__,
    path="/compare",
    name="Compare",
    title="Compare councils and inspections",
    description="Two inspections side by side, or several councils over time, and what of it is comparable.",
    order=2,
    in_navigation=True,
)
PARAMETERS = (*compare_two.ADDRESS, *compare_many.ADDRESS)


def layout(store: Store, parameters: Parameters) -> View:
    names = address.values(parameters, "authority")
    several = [name for name in compare_many.CHOOSING if address.values(parameters, name)]
    if len(names) > 1:
        several.append("authority")
        parameters = {**parameters, "authorities": [*parameters.get("authorities", ()), *names], "authority": ()}
    two = [name for name in compare_two.ADDRESS if address.values(parameters, name)]
    if several and two:
        accepted = ", ".join(f"‘{name}’" for name in compare_many.ADDRESS)
        raise AddressProblem(
            400,
            f"‘{several[0]}’ is given together with ‘{two[0]}’.",
            f"Several councils go with {accepted}; two inspections are compared with ‘a’ and ‘b’.",
            plain="This address asks for several councils and for two inspections. Choose one of the two.",
        )
    if several:
        return compare_many.layout(store, parameters)
    return compare_two.layout(store, parameters) if two else compare_ask.layout(store, parameters)
