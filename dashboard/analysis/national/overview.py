"""What the home page shows of one service: the councils on one day, comparable with each other, and the years behind.

Comes in: an address. Goes out: an Overview. The day is that to which the record is complete, or the end of a year in
which so many grades are known that something can be said of all councils.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis.national.panels import Panel, YearCounts, comparable_years, panels
from dashboard.analysis.national.picture import (
    SERVICE,
    NationalPicture,
    choose as choose_picture,
    picture,
    query_of,
    service_of,
)
from dashboard.analysis.national.years import ABSENT, PERIODS, CouncilYear, Period
from dashboard.store import Store
from loaders.record.rows import GradedRow

PARAMETERS = ("service", "region", "year")


@dataclass(frozen=True, eq=False)
class Overview:
    """`year` and `panel` are those shown; None where no grade of the service is known at all.

    `councils` has those that exist on the day, by their ids. `period`: of which years it is.
    """

    service: str
    region: str
    year: YearCounts | None
    panel: Panel | None
    before: Panel | None
    since: Panel | None
    day: dt.date
    newest: dt.date
    councils: Mapping[str, CouncilYear]
    years: tuple[int, ...]
    default_year: int
    period: Period = PERIODS["all"]

    @property
    def place(self) -> list[tuple[str, str]]:
        """What a picture of it is asked for with, as pairs for `link`."""
        period = "" if self.period.is_whole else self.period.period
        return [*query_of(self.service), ("region", self.region), ("period", period)]

    @property
    def is_today(self) -> bool:
        return self.day == self.newest

    @property
    def grades(self) -> list[GradedRow]:
        return [council.grade for council in self.councils.values() if council.grade]


def choose(store: Store, parameters: Parameters) -> tuple[str, str, int | None]:
    """The service, the region ("" is all of England) and the year (None is the latest that can be shown)."""
    service = service_of(store, parameters)
    region = address.choice(parameters, "region", store.regions)
    years, _ = _years(store, service, region)
    try:
        year = address.choice(parameters, "year", tuple(str(number) for number in years))
    except AddressProblem as wrong:
        first, last = store.oldest.year, store.as_at.year
        if wrong.text.isdecimal() and first <= int(wrong.text) <= last:
            wrong.plain = f"At the end of {wrong.text} too few councils had a known and comparable grade to show all."
        elif wrong.text.isdecimal():
            wrong.plain = f"The record has no grades of {wrong.text}, only of the years from {first} to {last}."
        place = [*query_of(service), ("region", region)]
        wrong.suggestions = [(str(number), link("/", [*place, ("year", str(number))])) for number in years]
        raise
    return service, region, int(year) if year else None


def _years(store: Store, service: str, region: str) -> tuple[tuple[int, ...], int]:
    """The years that can be shown, latest first, and which of them is shown where none is chosen."""
    every = [year for panel in panels(store, service, region) if panel for year in panel.years]
    well_known = [year.year for year in every if year.is_well_known]
    last = store.as_at.year
    default_year = max(well_known, default=last)
    return tuple(sorted({*well_known, last}, reverse=True)), default_year


def overview(store: Store, service: str = SERVICE, region: str = "", year: int | None = None) -> Overview:
    """The councils as `choose` says."""
    before, since = panels(store, service, region)
    years, default = _years(store, service, region)
    chosen = year or default
    panel = next((p for p in (since, before) if p and any(y.year == chosen for y in p.years)), None)
    is_before = panel is not None and panel is before
    national = picture(store, service, "before-2013" if is_before else "all", region=region)
    days = {column.year: column.day for column in national.columns}
    at_day = [council for council in comparable_years(store.reference, national) if council.year == chosen]
    return Overview(
        service=service,
        region=region,
        year=next((y for y in panel.years if y.year == chosen), None) if panel else None,
        panel=panel,
        before=before,
        since=since,
        day=days.get(chosen, national.day),
        newest=store.as_at,
        councils={council.authority_id: council for council in at_day if council.state != ABSENT},
        years=years,
        default_year=default,
    )


def of_period(store: Store, national: NationalPicture, region: str) -> Overview:
    """The last day of a picture, and the panels with its years alone; none where the record does not reach them."""
    last = national.columns[-1].year if national.columns else None
    whole = overview(store, national.service, region, last)
    before, since = (_within(panel, national) for panel in (whole.before, whole.since))
    panel = before if whole.panel is whole.before else since
    return replace(whole, before=before, since=since, panel=panel, period=national.period)


def _within(panel: Panel | None, national: NationalPicture) -> Panel | None:
    years = {column.year for column in national.columns}
    chosen = tuple(year for year in panel.years if year.year in years) if panel else ()
    if panel is None or not chosen or panel.day < national.period.start:
        return None
    return replace(panel, years=chosen, day=min(panel.day, national.day))


def shared(store: Store, parameters: Parameters) -> tuple[Overview, str]:
    """What a frame or a picture shows, and the page of it: with a period, that of every council year by year."""
    if "period" not in parameters:
        address.check_names(parameters, PARAMETERS)
        return overview(store, *choose(store, parameters)), link("/", address.clean(parameters))
    address.check_names(parameters, ("service", "region", "period"))
    choice = choose_picture(store, parameters)
    national = picture(store, choice.service, choice.period, region=choice.region)
    return of_period(store, national, choice.region), link("/lists/by-year", address.clean(parameters))
