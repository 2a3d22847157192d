"""Every council, year by year: the chart of them over time with its table, and every grade at each year's end.

`/lists/by-year`, with a service, years, a region and an order. The file beside it has the judgements behind it.
"""

import datetime as dt
from collections.abc import Sequence

import dash
import pandas as pd

from dashboard.address import Parameters, clean
from dashboard.analysis.national.moves import Moves, RankedCouncil, by_council, comparable, in_order
from dashboard.analysis.national.picture import NationalPicture, PictureChoice, choose, picture
from dashboard.analysis.national.years import PERIODS
from dashboard.filters import Filters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import national_series, tapestry
from dashboard.selection import positions
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.record.reference import OVERALL

dash.register_page(
    __name__,
    path="/lists/by-year",
    name="Every council, year by year",
    title="Every council, year by year",
    description="The grade of every English council’s children’s services at the end of each year.",
    order=20,
)
PARAMETERS = ("service", "period", "region", "sort")


def layout(store: Store, parameters: Parameters) -> View:
    choice = choose(store, parameters)
    national_picture = picture(store, choice.service, choice.period, region=choice.region)
    name = wording.thing(store.reference, choice.service) + (f", {choice.region}" if choice.region else "")
    councils = in_order(
        national_picture.authorities,
        national_picture.latest,
        moves(store, national_picture),
        sort=choice.sort,
    )
    is_within = (national_picture.day.month, national_picture.day.day) != (12, 31)
    latest = f" (latest: {wording.day(national_picture.day)})" if is_within else ""
    lead = (
        f"{name}: the grade of each council at the end of each year{latest}. A grade stays until the next "
        "inspection. A new council starts with no grade."
    )
    filters = _filters(choice, national_picture)
    main: list[Content] = [
        _controls(store, choice),
        national_series.over_time(store, national_picture, clean(parameters), judged=filters.pairs()),
        _tapestry(store, choice, national_picture, councils=councils, filters=filters),
    ]
    kicker = [html.A("Lists of councils", href="/lists"), f" / {name}"]
    return View(f"Every council, year by year: {name}", "Every council, year by year", main, lead=lead, kicker=kicker)


def moves(store: Store, national_picture: NationalPicture) -> dict[str, Moves]:
    """What each council's steps come to between comparable inspections of one measure."""
    breaks = [change.day for change in national_picture.breaks if change.comparability == "loose"]
    steps = comparable(national_picture.steps)
    since, as_at = pd.Timestamp(max(breaks, default=dt.date.min)), pd.Timestamp(store.as_at)
    return by_council(steps[(steps["from_date"] >= since) & (steps["to_date"] <= as_at)])


def _controls(store: Store, choice: PictureChoice) -> Content:
    usual = choose(store, {})
    periods = [(period.period, period.title) for period in PERIODS.values()]
    orders = [(name, title) for name, (title, _) in texts_of("by_year")["sort"].items()]
    return components.form(
        "/lists/by-year",
        "Which councils and years",
        components.service_select(store, choice.service),
        components.select("period", periods, choice.period, label="Years", default=usual.period),
        components.region_select(store, choice.region),
        components.select("sort", orders, choice.sort, label="Sort by", default=usual.sort),
        components.button("Update"),
        kind="row one-line",
    )


def _tapestry(
    store: Store,
    choice: PictureChoice,
    national_picture: NationalPicture,
    *,
    councils: Sequence[RankedCouncil],
    filters: Filters,
) -> Content:
    words = texts_of("by_year")
    caption = f"{len(national_picture.authorities)} councils by year, {words['sort'][choice.sort][1]}"
    since = {"before-2013": "", "all": " since November 2013"}.get(choice.period, " of these years")
    return html.Section(
        html.H2("Grade at the end of each year"),
        tapestry.key(store, national_picture),
        html.P(words["hint"].format(since=since), className="hint"),
        tapestry.tapestry(store, national_picture, councils, caption=caption, is_grouped=choice.sort == "region"),
        components.downloads(filters.pairs(), len(positions(store, filters))),
        id="authorities",
    )


def _filters(choice: PictureChoice, national_picture: NationalPicture) -> Filters:
    is_whole = national_picture.period.is_whole
    return Filters(
        service=[choice.service],
        aspect=[OVERALL],
        region=[choice.region] if choice.region else [],
        from_year=None if is_whole else national_picture.period.start.year,
        to_year=None if is_whole else national_picture.day.year,
    )
