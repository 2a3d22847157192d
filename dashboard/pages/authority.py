"""One council's history: the answer first, then its picture, then every grade in one table, then sources.

Predecessors' grades are drawn in grey; no grade passes from one council to another.
"""

from collections.abc import Sequence

import dash

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import glance as analysis, groups, queries
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, Redirect, View
from dashboard.pages import authority_glance, authority_history, authority_sources, authority_table, neighbours_block
from dashboard.store import Store
from dashboard.words import glance as words, groups as group_words, wording
from loaders.record.reference import Authority
from loaders.record.rows import InspectionRow

dash.register_page(
    __name__,
    path_template="/authority/<authority_id>",
    name="A council",
    title="Inspection history",
    description="Every grade of one council over time, by service, with its scale and its source.",
    order=1,
)
PARAMETERS = ("service", "aspect", *groups.AROUND)


def addresses(store: Store) -> list[str]:
    """Every council with an inspection, for the site map."""
    return [f"/authority/{name}" for name in sorted({row["authority_id"] for row in store.inspections.values()})]


def layout(store: Store, parameters: Parameters, authority_id: str) -> View | Redirect:
    authority = address.authority(authority_id, store)
    if authority.authority_id != authority_id:
        return Redirect(f"/authority/{authority.authority_id}")
    chart_choice = authority_history.choose(store, parameters, authority)
    inspections = queries.inspections_of(store, authority.authority_id)
    cells = analysis.glance(store, authority)
    lead = words.lead(store, authority)
    main: list[Content] = [authority_glance.lead(lead), *authority_glance.seams(store, authority)]
    if inspections or chart_choice.offered:
        main += [
            authority_glance.row(store, cells),
            _as_at(store, authority, cells),
            _actions(store, authority, inspections),
            authority_history.section(store, chart_choice),
            neighbours_block.block(store, parameters, authority),
            authority_table.section(store, authority, inspections),
            authority_sources.section(store, authority, inspections),
        ]
    else:
        main.append(components.notice(_nothing(authority)))
    name = wording.authority_name(authority)
    return View(
        f"{name}: inspection history",
        name,
        main,
        description=words.plain(lead),
        kicker=_kicker(store, authority),
        card=f"/download/card/{authority.authority_id}.png",
    )


def _kicker(store: Store, authority: Authority) -> Content:
    kind = authority.authority_type.split(" (")[0]
    is_own_name = kind == wording.council_name(authority)
    kind = f"{kind} council" if is_own_name else group_words.councils(store, kind, 1)
    code = f", code {authority.dfe_la_number}" if authority.dfe_la_number else ""
    return [html.A("England", href="/"), " / ", " / ".join(filter(None, (authority.region, f"{kind}{code}")))]


def _nothing(authority: Authority) -> str:
    return (
        f"No source read for this record has a grade for {wording.council_name(authority)}. That does not mean that it "
        "was not inspected: see the coverage on the methodology page."
    )


def _as_at(store: Store, authority: Authority, cells: Sequence[analysis.GlanceArea]) -> Content:
    """The day that all of it is said of, today's names of services, and what a caution is."""
    services = dict.fromkeys(service for service, _ in analysis.AREAS)
    day = "These are its last grades" if authority.valid_to else wording.upper_first(words.as_at(store, authority))
    caution: list[Content] = []
    if any(cell.change and cell.change.comparability == "close" for cell in cells):
        more = html.A("With caution", href="/methodology#comparability")
        caution = [" “", more, "”: the two inspections differ a little."]
    return html.P(f"{day}. {wording.names_in_reports(store.reference, services)}", *caution, className="as-at")


def _actions(store: Store, authority: Authority, inspections: Sequence[InspectionRow]) -> Content:
    buttons = [authority_table.report(store, inspections)]
    if len(inspections) > 1:
        href = link("/compare", [("authority", authority.authority_id)])
        buttons.append(html.A("Compare two inspections", href=href))
    buttons.append(html.A("Briefing (one page)", href=f"/authority/{authority.authority_id}/briefing"))
    buttons.append(html.A("Every judgement in the data", href=link("/data", [("authority", authority.authority_id)])))
    return html.P([button for button in buttons if button], className="buttons")
