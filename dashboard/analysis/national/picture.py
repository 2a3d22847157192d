"""The national picture of a store: what an address chooses, and what there is to show of it.

Called by the national pages, the lists and the files.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import address
from dashboard.address import Parameters
from dashboard.analysis.national import moves as national_moves, spans as national
from dashboard.analysis.national.breaks import Break, between, breaks
from dashboard.analysis.national.spans import ABSENT, PERIODS, Period, Run, SpanRow, YearEnd
from dashboard.store import Store, once_a_store
from loaders.frames import records
from loaders.record.rows import GradedRow, is_graded

SERVICE = "safeguarding"
"""The service that is shown where none is chosen: the one that every framework has judged."""


@dataclass(frozen=True)
class PictureChoice:
    """What the address chooses. `region` "" is all of England."""

    service: str = SERVICE
    period: str = "all"
    region: str = ""
    sort: str = "region"


def choose(store: Store, parameters: Parameters) -> PictureChoice:
    return PictureChoice(
        address.choice(parameters, "service", tuple(store.reference.services), SERVICE),
        address.choice(parameters, "period", tuple(PERIODS), "all"),
        address.choice(parameters, "region", store.regions),
        address.choice(parameters, "sort", tuple(national_moves.SORTS), "region"),
    )


@dataclass(frozen=True, eq=False)
class NationalPicture:
    """One service in one period: every span, every authority's years, and the breaks between frameworks."""

    service: str
    period: Period
    columns: tuple[YearEnd, ...]
    authorities: pd.DataFrame
    spans: tuple[SpanRow, ...]
    states: pd.DataFrame
    steps: pd.DataFrame
    breaks: tuple[Break, ...]
    newest: dt.date

    @property
    def day(self) -> dt.date:
        """The last day that is looked at."""
        return self.columns[-1].day if self.columns else self.newest

    @property
    def is_today(self) -> bool:
        return self.day == self.newest

    @cached_property
    def runs(self) -> dict[str, list[Run]]:
        """Made for the pages that draw every council's years: most ask for the states alone."""
        return national.runs(self.states)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The states on the last day, those of authorities that no longer exist left out."""
        last = self.columns[-1].year if self.columns else 0
        return self.states[(self.states["year"] == last) & (self.states["state"] != ABSENT)]


@once_a_store
def judged(store: Store, service: str) -> dict[str, GradedRow]:
    """A service's grades by inspection."""
    return {
        row["inspection_id"]: row
        for row in store.rows("judgements")
        if (row["service"], row["aspect"]) == (service, national.ASPECT) and is_graded(row)
    }


@once_a_store
def _spans(store: Store, service: str) -> tuple[pd.DataFrame, tuple[SpanRow, ...]]:
    """A service's spans as a frame and as rows, which all of its pictures share."""
    frame = national.spans(store.tables, _register(store), store.reference, service)
    return frame, tuple(records(frame))


@once_a_store
def _register(store: Store) -> pd.DataFrame:
    return national.register_frame(store.reference.register.authorities)


def picture(store: Store, service: str, period: str, region: str) -> NationalPicture:
    """The picture of one service in one period and region ("" is all of England, whose pictures are kept)."""
    if region:
        return _picture(store, service, period, region)
    return store.cached(("picture", service, period), lambda: _picture(store, service, period, ""))


def _picture(store: Store, service: str, period: str, region: str) -> NationalPicture:
    chosen = PERIODS[period]
    columns = national.year_ends(chosen, store.oldest, store.as_at)
    authorities = _register(store)
    if columns:
        authorities = national.existing(authorities, columns[0].start, columns[-1].day)
    if region:
        authorities = authorities[authorities["region"] == region]
    frame, spans = _spans(store, service)
    return NationalPicture(
        service=service,
        period=chosen,
        columns=tuple(columns),
        authorities=authorities,
        spans=spans,
        states=national.states(frame, authorities, columns),
        steps=national_moves.steps_of_service(store.tables["movements"], service, chosen, authorities),
        breaks=tuple(between(breaks(store.reference, service), columns)),
        newest=store.as_at,
    )
