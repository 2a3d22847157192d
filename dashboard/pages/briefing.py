"""A briefing about one council, one page when printed: its history, its neighbours, what usually came next, sources.

Everything is as at the day to which the record is complete. The strips, the glance row and the answer are those of the
council's own page; what is more here are the places in the sources, the address and the version.
"""

import dash

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import briefing as contents, glance as analysis, groups, strips
from dashboard.analysis.briefing import SERVICES
from dashboard.analysis.groups import Group
from dashboard.markup import components, elements as html, strips as drawing
from dashboard.markup.page_view import Content, Redirect, View
from dashboard.pages import authority_glance, group_strips
from dashboard.store import Store
from dashboard.words import briefing as words, glance as glance_words, groups as group_words, wording
from dashboard.words.strips import NamedStrip
from loaders.record.reference import Authority
from loaders.record.rows import GradedRow

dash.register_page(
    __name__,
    path_template="/authority/<authority_id>/briefing",
    name="Briefing",
    title="Briefing",
    description="One page to print about one council: its grades, its neighbours, what usually came next, sources.",
    order=22,
)
PARAMETERS = ()


def addresses(_store: Store) -> list[str]:
    """None for the site map: search engines lead to the council's own page, which says the same and more."""
    return []


def layout(store: Store, _parameters: Parameters, authority_id: str) -> View | Redirect:
    authority = address.authority(authority_id, store)
    if authority.authority_id != authority_id:
        return Redirect(f"/authority/{authority.authority_id}/briefing")
    lead = glance_words.lead(store, authority)
    rows = glance_words.named_strips(store, authority, contents.council_strips(store, authority))
    gaps = glance_words.missing(store, authority_id)
    slides = f"/download/briefing/{authority_id}.pptx"
    main: list[Content] = [
        authority_glance.lead(lead),
        *authority_glance.seams(store, authority),
        html.P(
            html.Button("Print this page", type="button", data_print="yes"),
            html.A("Slides (PPTX)", href=slides, data_download="pptx"),
            html.A("Back to the council’s page", href=f"/authority/{authority_id}"),
            className="buttons",
        ),
        authority_glance.row(store, analysis.glance(store, authority)) if rows else None,
        _history(store, authority, rows, gaps=gaps) if rows else None,
        *(_around(store, authority) if rows and not authority.valid_to else []),
        _sources(store, authority, [row.strip for row in rows]),
    ]
    name = wording.authority_name(authority)
    as_at = glance_words.as_at(store, authority)
    return View(
        f"{name}: briefing",
        f"{name}: children’s services",
        [html.Div(main, className="briefing")],
        description=f"{glance_words.plain(lead)} One page to print, {as_at}.",
        kicker=f"Inspection briefing, {as_at}",
        card=f"/download/card/{authority_id}.png",
    )


def _history(store: Store, authority: Authority, rows: list[NamedStrip], *, gaps: str) -> Content:
    first = min((row.strip.blocks[0].start for row in rows if row.strip.blocks), default=store.as_at)
    title = f"Grades since {first.year}"
    label = f"{title}: {wording.council_name(authority)}"
    below = html.P(gaps, className="as-at") if gaps else None
    return html.Section(html.H2(title), drawing.figure(store, rows, label, below), id="history")


def _around(store: Store, authority: Authority) -> list[Content]:
    """The neighbours' strips of two services, and below them what came next after this council's grades."""
    group = groups.around(store, {}, authority)
    after = [
        html.P(words.came_next(store, authority, service, next_grades=contents.next_grades(store, authority, service)))
        for service in contents.SERVICES
    ]
    goal = link("/transitions", [("service", SERVICES[0])])
    return [
        _neighbours(store, group),
        html.Section(
            html.H2("What usually came next"),
            html.Div(after, className="two-texts"),
            html.P(words.NOTE, " ", html.A("What happens next, in full", href=goal), className="as-at"),
            id="next",
        ),
    ]


def _neighbours(store: Store, group: Group) -> Content:
    title = html.H2(group_words.title(store, group))
    if not group.members:
        return html.Section(title, html.P(group_words.about(group)), id="neighbours")
    answer = group_words.answer(store, group, groups.against(store, group, SERVICES))
    pair = group_strips.pair(store, group, SERVICES, label=group_words.title(store, group))
    return html.Section(title, html.P(answer), pair, id="neighbours")


def _sources(store: Store, authority: Authority, own_strips: list[strips.Strip]) -> Content:
    """Every source of the strips of this council with the places in it; then address, day and version."""
    newest = contents.sources(store, authority, own_strips)
    path = f"/authority/{authority.authority_id}/briefing"
    return html.Section(
        html.H2("Sources"),
        components.bullets((_source(store, rows) for rows in newest), className="plain sources"),
        html.P(
            html.B("Address: "),
            html.A(path, href=path, data_address=path),
            f". Complete to {wording.day(store.as_at)}. Data version {store.version}. Not an Ofsted website.",
            className="as-at",
            id="version",
        ),
        id="sources",
    )


def _source(store: Store, rows: list[GradedRow]) -> list[Content]:
    """ "May 2023: inspection report, p. 1 (files.ofsted.gov.uk/…)"."""
    identifier = rows[0]["source_id"]
    url = store.published_at(identifier)
    href = components.source_address(store, identifier)
    text = words.shown_address(url) if url else "report read for this record"
    kind = store.reference.vocabulary.evidence[rows[0]["evidence"]].prose
    return [html.B(words.inspected(rows)), f": {kind}, {words.place(rows)} (", html.A(text, href=href), ")"]
