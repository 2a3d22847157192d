"""The national picture of a store: what an address chooses, and what there is to show of it.

Called by the national pages, the lists and the files.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import address
from dashboard.address import Parameters
from dashboard.analysis.national import moves, years
from dashboard.analysis.national.breaks import Break, between, breaks
from dashboard.analysis.national.years import ABSENT, NEVER, PERIODS, CouncilYear, Events, Period, YearEnd
from dashboard.analysis.queries import of_series
from dashboard.store import Store, once_a_store
from loaders.record.in_force import events_by_authority
from loaders.record.reference import OVERALL, Authority
from loaders.record.rows import GradedRow, is_graded

SERVICE = "safeguarding"
"""The service that is shown where none is chosen: the one that every framework has judged."""


def service_of(store: Store, parameters: Parameters) -> str:
    return address.choice(parameters, "service", tuple(store.reference.services), default=SERVICE)


def query_of(service: str) -> list[tuple[str, str]]:
    """A service as the parameter of a link, which leaves out the usual one."""
    return [("service", service)] if service != SERVICE else []


@dataclass(frozen=True)
class PictureChoice:
    """What the address chooses. `region` "" is all of England."""

    service: str = SERVICE
    period: str = "all"
    region: str = ""
    sort: str = "region"


def choose(store: Store, parameters: Parameters) -> PictureChoice:
    return PictureChoice(
        service_of(store, parameters),
        address.choice(parameters, "period", tuple(PERIODS), default="all"),
        address.choice(parameters, "region", store.regions),
        address.choice(parameters, "sort", moves.SORTS, default="region"),
    )


@dataclass(frozen=True, eq=False)
class NationalPicture:
    """One service in one period: every council's years, the steps of grades, and the breaks between frameworks."""

    service: str
    period: Period
    columns: tuple[YearEnd, ...]
    authorities: tuple[Authority, ...]
    years: tuple[CouncilYear, ...]
    steps: pd.DataFrame
    breaks: tuple[Break, ...]
    newest: dt.date

    @property
    def day(self) -> dt.date:
        return self.columns[-1].day if self.columns else self.newest

    @cached_property
    def latest(self) -> dict[str, CouncilYear]:
        """The councils that exist on the last day, as they stand then."""
        last = self.columns[-1].year if self.columns else 0
        return {year.authority_id: year for year in self.years if year.year == last and year.state != ABSENT}


@once_a_store
def judged(store: Store, service: str) -> dict[str, GradedRow]:
    return {
        row["inspection_id"]: row
        for row in store.rows("judgements")
        if (row["service"], row["aspect"]) == (service, OVERALL) and is_graded(row)
    }


@once_a_store
def _events(store: Store, service: str) -> Events:
    rows = store.rows("inspections"), store.rows("judgements"), store.rows("coverage")
    return events_by_authority(*rows, service, reference=store.reference)


@once_a_store
def _steps(store: Store, service: str) -> dict[str, str]:
    """By inspection how far its grade and the one before are one measure."""
    steps = of_series(store.tables["movements"], service)
    return dict(zip(steps["to_inspection_id"], steps["comparability"], strict=True))


def picture(store: Store, service: str, period: str, *, region: str) -> NationalPicture:
    """The picture of one service in one period and region ("" is all of England, whose pictures are kept)."""
    if region:
        return _picture(store, service, period, region=region)
    return store.cached(("picture", service, period), lambda: _picture(store, service, period, region=""))


def _picture(store: Store, service: str, period: str, *, region: str) -> NationalPicture:
    chosen = PERIODS[period]
    columns = years.year_ends(chosen, store.oldest, store.as_at)
    authorities = [a for a in store.reference.register.authorities if region in ("", a.region)]
    if columns:
        first, last = columns[0].start, columns[-1].day
        authorities = [a for a in authorities if (a.valid_from or first) <= last and (a.valid_to or NEVER) >= first]
    states = years.council_years(
        _events(store, service),
        authorities,
        columns,
        steps=_steps(store, service),
        reference=store.reference,
        service=service,
    )
    return NationalPicture(
        service=service,
        period=chosen,
        columns=tuple(columns),
        authorities=tuple(authorities),
        years=tuple(states),
        steps=moves.steps_of_service(store.tables["movements"], service, chosen, authorities=authorities),
        breaks=tuple(between(breaks(store.reference, service), columns)),
        newest=store.as_at,
    )
