"""The history of one service of one council as blocks in time, from each inspection to the next.

Comes in: a store, a council, a service and an aspect. Goes out: a `Strip`, whose blocks never overlap. What is not
known is a block too: an inspection or a round that took place and whose grade the record does not have, and a time in
which the service was graded with another one. A block ends with the next inspection, with the council, and where nobody
grades the service any more. `markup.strips` draws strips, `words.strips` puts them into words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from dashboard.analysis import queries
from dashboard.store import Store, once_a_store
from loaders.record.in_force import graded_from, status_of
from loaders.record.reference import OVERALL, Authority, Framework
from loaders.record.rows import CoverageRow, GradedRow, InspectionRow, first_day

if TYPE_CHECKING:
    from typing_extensions import TypeIs

GRADED, UNKNOWN, TOGETHER, INSIDE = "graded", "unknown", "together", "inside"
"""Kinds of blocks: a grade; inspected, grade not in this record; graded with another service; within each service."""
GROUP_SINCE = 2009
"""The first year that strips of several councils show: of the years before, most councils' grades are not known."""
Unknown = CoverageRow | InspectionRow
"""A round of which the record has nothing, or an inspection of which it has not this grade."""


def is_round(row: Unknown) -> TypeIs[CoverageRow]:
    return "round" in row


@dataclass(frozen=True)
class StripBlock:
    """From one inspection to the next.

    row     the judgement, where `kind` is "graded"
    join    how far it is comparable with the grade before it: "same", "close", "loose"; "" for the first one, and for
            what nobody grades any more
    beside  the service that it was graded with, where `kind` is "together"
    is_latest  the council's latest grade, in force on the day to which the record is complete
    rounds     where `kind` is "unknown": the rows of coverage or inspections that are not known
    """

    start: dt.date
    end: dt.date
    kind: str
    row: GradedRow | None = None
    join: str = ""
    is_latest: bool = False
    rounds: tuple[Unknown, ...] = ()
    beside: str = ""


@dataclass(frozen=True)
class Strip:
    """The blocks of one service of one council in the order of time.

    existed     the days of the council between which it can have been inspected; None where it began or ends outside
    given_up    the last day on which anybody graded this; None where it is still graded
    """

    authority: Authority
    service: str
    aspect: str
    blocks: tuple[StripBlock, ...]
    existed: tuple[dt.date | None, dt.date | None]
    given_up: dt.date | None = None

    @property
    def pair(self) -> tuple[str, str]:
        return self.service, self.aspect

    @property
    def graded(self) -> tuple[StripBlock, ...]:
        return tuple(block for block in self.blocks if block.kind == GRADED)

    @property
    def latest(self) -> StripBlock | None:
        """The grade in force; None where there is none, or none is known."""
        return next((block for block in self.blocks if block.is_latest), None)

    @property
    def last(self) -> StripBlock | None:
        """The last block that is no grade in force: what was known last, or that nothing is."""
        return self.blocks[-1] if self.blocks and not self.blocks[-1].is_latest else None


def span(strips: Iterable[Strip], store: Store) -> tuple[dt.date, dt.date]:
    """The days between which strips are drawn: from the year of the first block, or of the council, to the last day."""
    starts = [
        min(filter(None, (block.start, history.existed[0]))) for history in strips for block in history.blocks[:1]
    ]
    first = min(starts, default=store.as_at)
    # An inspection from after the day to which the record is complete still needs room for its block.
    return dt.date(first.year, 1, 1), max(store.as_at, store.newest + dt.timedelta(days=120) * (store.since_then > 0))


def group_span(strips: Iterable[Strip], store: Store) -> tuple[dt.date, dt.date]:
    """The same for strips of several councils, of which no years before GROUP_SINCE are drawn."""
    first, last = span(strips, store)
    return dt.date(max(GROUP_SINCE, first.year), 1, 1), last


def share(day: dt.date, axis: tuple[dt.date, dt.date]) -> float:
    """Where a day stands between the ends of an axis, from 0 to 1."""
    return (day - axis[0]) / (axis[1] - axis[0])


@once_a_store
def strip(store: Store, authority: Authority, service: str, aspect: str = OVERALL) -> Strip:
    """The history of one service and aspect of a council, on its own: nothing passes from one council to another."""
    last = min(store.reference.judged_until(service, aspect, store.as_at), authority.valid_to or dt.date.max)
    horizon = max(store.as_at, store.newest)
    events = sorted(
        _events(store, authority, service, aspect=aspect), key=lambda event: (event.start, event.kind == GRADED)
    )
    blocks = []
    for event, following in zip_longest(events, events[1:]):
        next_start = following.start if following else dt.date.max
        end = min(next_start, event.end, last, max(horizon, event.start))
        is_replaced = following is not None and following.kind == GRADED and next_start == event.start
        if event.kind and not is_replaced and event.start <= min(last, horizon):
            blocks.append(replace(event, end=max(event.start, end)))
    blocks = list(_with_joins(store, _merge(blocks)))
    if blocks and blocks[-1].kind == GRADED and blocks[-1].end >= store.as_at:
        blocks[-1] = replace(blocks[-1], is_latest=True)
    return Strip(
        authority=authority,
        service=service,
        aspect=aspect,
        blocks=tuple(blocks),
        existed=(authority.valid_from, authority.valid_to),
        given_up=last if last < store.as_at and last != authority.valid_to else None,
    )


def _events(store: Store, authority: Authority, service: str, *, aspect: str) -> Iterator[StripBlock]:
    """What takes the place of the block before it, each as long as nothing follows; `kind` is "" where nothing does."""
    rounds = store.of_authority("coverage", authority.authority_id)
    yearly = [row for row in rounds if store.framework(row["framework"]).yearly]
    for row in rounds:
        if row["status"] == "not_known" and row["expected"] != "no":
            yield from _of_round(row, store.framework(row["framework"]), yearly, pair=(service, aspect))
    rounds_of = {row["framework"] for row in yearly}
    inspections = queries.inspections_of(store, authority.authority_id)
    # A yearly score that has no round of its own is made of other grades, and gives way to a known one of its year.
    for inspection in sorted(inspections, key=lambda row: _is_own(store, row, rounds_of)):
        yield from _of_inspection(store, inspection, yearly, pair=(service, aspect))


def _is_own(store: Store, inspection: InspectionRow, rounds_of: Collection[str]) -> bool:
    framework = store.framework(inspection["framework"])
    return not framework.yearly or framework.framework in rounds_of


def _of_round(
    row: CoverageRow, framework: Framework, yearly: Iterable[CoverageRow], *, pair: tuple[str, str]
) -> Iterator[StripBlock]:
    (service, aspect), first = pair, row["round_from"]
    if start := graded_from(framework, service, first, row["round_until"] or first, aspect=aspect):
        start = _year_start(row, framework) if framework.yearly else start
        yield StripBlock(start, _last_day(framework, start, yearly), UNKNOWN, rounds=(row,))
    elif _is_inside(framework, *pair):
        yield StripBlock(first, dt.date.max, INSIDE)


def _of_inspection(
    store: Store, inspection: InspectionRow, yearly: Iterable[CoverageRow], *, pair: tuple[str, str]
) -> Iterator[StripBlock]:
    """What `record.in_force` says of an inspection, as a block; a yearly grade has its year, whenever it came out."""
    framework, (service, aspect) = store.framework(inspection["framework"]), pair
    row, begun = queries.graded_lines(store, inspection).get(pair), first_day(inspection)
    start = _year_of(inspection, framework, yearly) or inspection["date"]
    block = StripBlock(start, _last_day(framework, start, yearly), "")
    match status_of(framework, service, begun, line=row, aspect=aspect):
        case "known":
            yield replace(block, kind=GRADED, row=queries.graded(row))
        case "not_known":
            yield replace(block, kind=UNKNOWN, rounds=(inspection,))
        case "judged_together":
            gap = framework.gap(service, aspect, begun)
            yield replace(block, kind=TOGETHER, beside=gap.together_with if gap else "")
        case "not_judged":
            yield block
        case _ if _is_inside(framework, service, aspect):
            yield replace(block, kind=INSIDE)


def _is_inside(framework: Framework, service: str, aspect: str) -> bool:
    """Whether a framework grades an aspect of each service and not of this one: leadership from 2009 to 2013."""
    aspects = {(judgement.service, judgement.aspect) for judgement in framework.judgements}
    return aspect != OVERALL and (service, aspect) not in aspects and any(other == aspect for _, other in aspects)


def _year_of(inspection: InspectionRow, framework: Framework, yearly: Iterable[CoverageRow]) -> dt.date | None:
    """The day from which a yearly grade holds, whenever in its year it was published."""
    if not framework.yearly:
        return None
    for row in yearly:
        last = row["round_until"] or dt.date.max
        if row["framework"] == framework.framework and row["round_from"] <= inspection["date"] <= last:
            return min(_year_start(row, framework), inspection["date"])
    return None


def _year_start(row: CoverageRow, framework: Framework) -> dt.date:
    """The day of a round's year on which its framework began: 1 January of assessments, 1 December of ratings."""
    return framework.from_date.replace(year=row["round_from"].year)


def _last_day(framework: Framework, start: dt.date, yearly: Iterable[CoverageRow]) -> dt.date:
    """The last day on which a grade can hold: of a yearly one the beginning of the next year's."""
    if not framework.yearly:
        return dt.date.max
    days = [_year_start(row, framework) for row in yearly if row["framework"] == framework.framework]
    following = [day for day in days if day > start + dt.timedelta(days=180)]
    return min([*following, framework.until or dt.date.max])


def _merge(blocks: Iterable[StripBlock]) -> list[StripBlock]:
    """Neighbouring blocks of one kind without a grade as one block."""
    merged: list[StripBlock] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and last.kind == block.kind != GRADED and last.end >= block.start:
            merged[-1] = replace(last, end=block.end, rounds=(*last.rounds, *block.rounds))
        else:
            merged.append(block)
    return merged


def _with_joins(store: Store, blocks: Iterable[StripBlock]) -> Iterator[StripBlock]:
    """Each grade with how far it is comparable with the one before it, whatever lies between."""
    earlier: GradedRow | None = None
    for block in blocks:
        level = queries.step(store.reference, earlier, block.row).comparability if earlier and block.row else ""
        yield replace(block, join=level) if level else block
        earlier = block.row or earlier
