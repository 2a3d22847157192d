"""What a briefing about one council is made of: its strips, the groups of its sources, and what came next.

Comes in: a store and a council. Goes out: plain values, the same for the printed page and for its slides.
"""

from collections.abc import Iterable, Iterator

from dashboard.analysis import what_next
from dashboard.analysis.glance import AREAS, is_drawn
from dashboard.analysis.standing import standing
from dashboard.analysis.strips import OVERALL, Strip, strip
from dashboard.analysis.what_next import NextGrades
from dashboard.store import Store, grouped
from loaders.record.reference import Authority
from loaders.record.rows import GradedRow, is_graded

SERVICES = ("safeguarding", "looked_after_children")
"""The services of which a briefing shows the neighbours and what came next."""


def council_strips(store: Store, authority: Authority) -> list[Strip]:
    """A strip for each main area; of a council that was replaced by this one, that of safeguarding, last."""
    strips = [strip(store, authority, *pair) for pair in AREAS]
    register = store.reference.register.by_id
    before = [strip(store, register[authority_id], SERVICES[0], OVERALL) for authority_id in authority.predecessors]
    return [history for history in strips if is_drawn(history)] + [history for history in before if history.graded]


def came_next(store: Store, authority: Authority) -> Iterator[tuple[str, NextGrades | None]]:
    for service in SERVICES:
        yield service, what_next.after(store, standing(store, authority, service), service)


def sources(store: Store, authority: Authority, strips: Iterable[Strip]) -> list[list[GradedRow]]:
    """The judgements of a council's strips by their sources, that of the newest inspection first."""
    pairs = {(history.service, history.aspect) for history in strips if history.authority == authority}
    lines = [row for row in store.of_authority("judgements", authority.authority_id) if is_graded(row)]
    strip_lines = [row for row in lines if (row["service"], row["aspect"]) in pairs]
    by_source = grouped(strip_lines, lambda row: row["source_id"]).values()
    return sorted(by_source, key=lambda rows: max(row["date"] for row in rows), reverse=True)
