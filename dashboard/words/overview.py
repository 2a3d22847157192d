"""What the home page says: the finding with its base and day, how it changed, and how well it is known.

Made from an Overview alone. A change is said only of years of one panel, which are comparable with each other, and a
share only where at least nine in ten grades are known. Called by the home page, its pictures and the lists.
"""

import datetime as dt

from dashboard.analysis import queries
from dashboard.analysis.national import breaks
from dashboard.analysis.national.overview import Overview
from dashboard.analysis.national.panels import Panel, YearCounts
from dashboard.analysis.national.years import CHANGED
from dashboard.store import Store
from dashboard.words import wording

NOT_SEPARATE, NO_LONGER, YET_TO_COME = "Not graded separately", "No longer graded", "Not yet graded"
NOT_YET, NOT_KNOWN = "Not yet inspected", "Not known"


def when(day: dt.date, newest: dt.date) -> str:
    """ "as at 21 August 2026", how far the record reaches; "at the end of 2017"; "at the end of October 2013"."""
    if day == newest:
        return f"as at {wording.day(day)}"
    return f"at the end of {day.year if (day.month, day.day) == (12, 31) else wording.month(day)}"


def shares(year: YearCounts) -> tuple[str, str]:
    """The shares good or better and not inadequate; a dash where too few grades are known for a share."""
    if not year.is_well_known:
        return "–", "–"
    return wording.percent(year.good_share), wording.percent(year.above_worst_share)


def subject(store: Store, overview: Overview) -> str:
    """What the bars are of: "London, safeguarding"."""
    return f"{overview.region or 'England'}, {wording.short_thing(store.reference, overview.service)}"


def whom(store: Store, service: str, number: int = 2) -> str:
    """Who is graded for a service: councils, or bodies of their own."""
    term = store.reference.vocabulary.services[service]
    one, more = (term.title, term.bodies) if term.bodies else ("council", "councils")
    return one if number < 2 else more


def on_what(store: Store, service: str) -> str:
    """ " for safeguarding"; "" where those who are graded have their names from it."""
    term = store.reference.vocabulary.services[service]
    return "" if term.bodies else f" for {term.prose}"


def place(overview: Overview) -> str:
    """ " in London", " in the South East"; "" for all of England."""
    region = overview.region
    is_plain = region == "London" or region.startswith("Yorkshire")
    return f" in {'' if is_plain else 'the '}{region}" if region else ""


def finding(store: Store, overview: Overview) -> str:
    """The state of things on the day, as the heading of the page."""
    year = overview.year
    day = "" if overview.is_today else f" {when(overview.day, overview.newest)}"
    if year is None or not year.known:
        title, why = store.reference.vocabulary.services[overview.service].title, not_graded(store, overview.service)
        is_over = year is None or year.over or why == YET_TO_COME
        state = "no grade is known" if not is_over else "not graded" if day else wording.lower_first(why)
        return f"{title}: {state}{place(overview)}{day}"
    finding = f"{year.good} of {base(store, overview, year)} {be(overview, year.good)} good or outstanding"
    return f"{finding}{on_what(store, overview.service)}{day}"


def be(overview: Overview, number: int = 2) -> str:
    """ "are", or "is" of one; "were" and "was" of a day before that of the record."""
    return (("were", "was"), ("are", "is"))[overview.is_today][number == 1]


def base(store: Store, overview: Overview, year: YearCounts) -> str:
    """Of how many something is said: all who are graded, or those with a known grade."""
    who = f"{whom(store, overview.service)}{place(overview)}"
    if year.known == year.councils:
        return f"{year.councils} {who}"
    words = f"{year.known} {who} with a known grade"
    return words if year.is_well_known else f"the {words}"


def lead(store: Store, overview: Overview) -> str:
    year = overview.year
    if year is None or not year.known:
        return "Choose another service below."
    who = whom(store, overview.service)
    if not year.is_well_known:
        return f"A grade is known for {year.known} of {year.councils} {who}, so we give no share."
    ends = compared(overview)
    texts = [
        f"That is {wording.percent(year.good_share)}{change(year, ends, 'good_share')}. "
        f"{wording.percent(year.above_worst_share)} {be(overview)} not inadequate"
        f"{change(year, ends, 'above_worst_share', is_short=True)}.",
        f"{year.worst or 'No'} {whom(store, overview.service, year.worst)} {be(overview, year.worst or 1)} inadequate"
        f"{on_what(store, overview.service)}.",
        caution(store, overview),
    ]
    return " ".join(filter(None, texts))


def compared(overview: Overview) -> YearCounts | None:
    """The first well-known year of the same panel, if it is another one."""
    if overview.panel is None or overview.year is None:
        return None
    comparable_years = [year for year in overview.panel.years if year.is_well_known and year.year < overview.year.year]
    return comparable_years[0] if comparable_years else None


def change(year: YearCounts, earlier: YearCounts | None, share: str, *, is_short: bool = False) -> str:
    """ ", up from 29% at the end of 2017"; shorter where the year was said just before."""
    if earlier is None:
        return ""
    now, then = (round(100 * (getattr(one_year, share) or 0)) for one_year in (year, earlier))
    verb = "up from" if now > then else "down from" if now < then else "the same as at the end of"
    if now == then:
        return f", {verb} {earlier.year}"
    return f", {verb} {then}%" + ("" if is_short else f" at the end of {earlier.year}")


def caution(store: Store, overview: Overview) -> str:
    """That the framework changed between the two years that are compared, comparably but with caution."""
    return _caution(store, overview, since=compared(overview), until=overview.day)


def _caution(store: Store, overview: Overview, since: YearCounts | None, *, until: dt.date) -> str:
    if since is None:
        return ""
    changes = [
        change
        for change in breaks.breaks(store.reference, overview.service)
        if change.comparability == "close" and dt.date(since.year, 12, 31) < change.day <= until
    ]
    if not changes:
        return ""
    months = wording.listed([wording.month(change.day) for change in changes])
    return f"Ofsted changed its inspection framework in {months}, so compare with caution."


def coverage(store: Store, overview: Overview) -> str:
    """For how many councils a grade is known, from how many inspections, to which day; and what came since then."""
    year = overview.year
    parts = []
    if year is not None and year.known < year.councils:
        day = "" if overview.is_today else f" {when(overview.day, overview.newest)}"
        why = f"it {be(overview, 1)} {wording.lower_first(over_name(store, overview.service))}"
        others = f"; for {year.over} {why}" if year.over else ""
        who = whom(store, overview.service)
        parts.append(f"A grade is known for {year.known} of {year.councils} {who}{day}{others}.")
    quoted = sum(grade["evidence"] == "mention" for grade in overview.grades)
    if quoted:
        parts.append(f"{quoted} of them {'is' if quoted == 1 else 'are'} quoted in a later report only.")
    reach = f" and is complete to {wording.day(overview.newest)}"
    reach = reach if store.complete_to else ", and no source says to which day it is complete"
    parts.append(f"The record has {len(store.inspections):,} inspections{reach}.")
    if store.since_then:
        parts.append(f"{wording.upper_first(wording.count(store.since_then, 'inspection'))} since then.")
    return " ".join(parts)


def over_time_title(overview: Overview) -> str:
    """What became of the share and of the inadequate between two comparable years, as a heading."""
    years = overview.since.years if overview.since else ()
    well_known = [year for year in years if year.is_well_known]
    if len(well_known) < 2 or well_known[-1] is not years[-1]:
        return "Councils by grade at the end of each year"
    first, last = well_known[0], well_known[-1]
    good, worst = (_way((last, first), number) for number in ("good", "worst"))
    return f"{wording.upper_first(good)} good, {worst} inadequate since {first.year}"


def picture_title(store: Store, overview: Overview) -> str:
    """What the picture by year is called where it stands without its page."""
    return f"{subject(store, overview)}: {wording.lower_first(over_time_title(overview))}"


def _way(years: tuple[YearCounts, YearCounts], number: str) -> str:
    """More or fewer is said where it is true of the numbers and of their shares of what is known."""
    now, then = (getattr(year, number) for year in years)
    shares = [getattr(year, number) / year.known for year in years]
    if (now - then) * (shares[0] - shares[1]) > 0:
        return "more" if now > then else "fewer"
    return "as many" if now == then else "about as many"


def reading(overview: Overview) -> str:
    has_both = overview.before is not None and overview.since is not None
    parted = (
        f" In {wording.month(CHANGED)} requires improvement replaced adequate: the two panels are not comparable."
        if has_both
        else ""
    )
    return (
        "Councils by grade at each year’s end; on top the share good or outstanding, where at least 90% are known."
        f"{parted}"
    )


def reading_alone(store: Store, overview: Overview) -> str:
    """The same with the caution between the years that the heading compares, where no lead above has it."""
    panel = overview.since
    first = next((year for year in panel.years if year.is_well_known), None) if panel else None
    caution = _caution(store, overview, since=first, until=panel.day) if panel else ""
    return " ".join(filter(None, (reading(overview), caution)))


def not_inadequate(overview: Overview) -> str:
    """The share that is not inadequate, first and last, of each panel where both are known."""
    parts = []
    for panel in (overview.before, overview.since):
        years = [year for year in panel.years if year.is_well_known] if panel else []
        if panel and years:
            last = years[-1]
            is_last = last is panel.years[-1]
            day = when(panel.day, overview.newest) if is_last else f"at the end of {last.year}"
            first = (
                f"{wording.percent(years[0].above_worst_share)} at the end of {years[0].year}, "
                if len(years) > 1
                else ""
            )
            parts.append(f"{first}{wording.percent(last.above_worst_share)} {day}")
    return f"Not inadequate: {'; '.join(parts)}." if parts else ""


def bias(overview: Overview) -> str:
    """Why no share is given of years that are known from what later sources recall."""
    if overview.before is None or overview.before.is_complete:
        return ""
    return (
        "Grades before November 2013 are known from later reports and published lists, which recall some grades more "
        "often than others. They are counts of what is known, not of all councils."
    )


def not_graded(store: Store, service: str) -> str:
    """Why nobody has a grade for a service on the day: it is given up, or too new."""
    return YET_TO_COME if queries.is_yet_to_come(store, service) else NO_LONGER


def over_name(store: Store, service: str) -> str:
    """What is said of a council whose grade for a service has lapsed: some are graded with others for a time."""
    changes = breaks.breaks(store.reference, service)
    is_with_another = any(change.short == breaks.NONE_OF_ITS_OWN for change in changes)
    return NOT_SEPARATE if is_with_another else not_graded(store, service)


def layer_names(store: Store, overview: Overview, panel: Panel) -> dict[str, str]:
    """What a council without a grade in a panel is called, by the counts of YearCounts."""
    return {
        "over": over_name(store, overview.service),
        "earlier": NOT_YET,
        "unknown": NOT_YET if panel.is_complete else NOT_KNOWN,
    }


def without_grade(store: Store, overview: Overview, panel: Panel, *, year: YearCounts) -> dict[str, int]:
    """How many councils of a year have no grade that counts, by what they are called; a name can be of two counts."""
    totals: dict[str, int] = {}
    for kind, name in layer_names(store, overview, panel).items():
        totals[name] = totals.get(name, 0) + getattr(year, kind)
    return totals


def panel_text(store: Store, overview: Overview, panel: Panel) -> str:
    """Every number of a panel in words: what its picture says to those who do not see it."""
    texts = []
    for year in panel.years:
        counts = [(term.prose, year.words[term.name]) for term in store.reference.vocabulary.printed]
        counts += [(name.lower(), number) for name, number in without_grade(store, overview, panel, year=year).items()]
        texts.append(f"{year_name(panel, year)}: {', '.join(f'{number} {name}' for name, number in counts if number)}")
    return "; ".join(texts) + "."


def year_name(panel: Panel, year: YearCounts) -> str:
    """ "2012", "October 2013", "August 2026": a panel can end within a year."""
    return wording.month(panel.day) if panel.ends_within(year) else str(year.year)
