"""The councils at each grade over time: a chart to explore, to save as a picture, and the same numbers as a table."""

from collections.abc import Sequence

from dashboard import figures
from dashboard.address import link
from dashboard.analysis.national import panels
from dashboard.analysis.national.breaks import ENDS, Break
from dashboard.analysis.national.panels import YearCounts
from dashboard.analysis.national.picture import NationalPicture
from dashboard.figures.national import FrameworkChange, Layer, Year
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.pages import share
from dashboard.store import Store
from dashboard.words import national as words, overview, wording
from loaders.record.reference import OVERALL


def _without(store: Store, service: str) -> tuple[tuple[str, str], ...]:
    """The counts of a year's councils without a grade that counts, by their titles."""
    names = (overview.over_name(store, service), overview.NOT_YET, overview.NOT_KNOWN)
    return tuple(zip(("over", "earlier", "unknown"), names, strict=True))


def over_time(store: Store, picture: NationalPicture, name: str, query: Sequence[tuple[str, str]]) -> Content:
    """`query` is what the address of the page chooses."""
    if not picture.columns:
        return components.notice("The record does not reach these years.")
    council_years = panels.comparable_years(store.reference, picture)
    years = panels.by_year(store.reference, picture, council_years)
    years = panels.without_unknown(store, picture.service, dict(query).get("region", ""), years)
    title = f"{name}: {wording.lower_first(words.over_time(picture, years) or words.known(picture, years))}"
    same, caution = words.same_councils(picture, council_years), words.caution(picture, years)
    summary = " ".join(filter(None, (words.reading(picture), same, caution)))
    levels = store.reference.vocabulary.comparability
    changes = [
        FrameworkChange(
            change.year, _mark(store, change), levels[change.comparability].line if change.comparability else ""
        )
        for change in picture.breaks
    ]
    marks = [
        Year(year.year, _year_text(store, picture, year), wording.percent(year.good_share or 0) * year.is_well_known)
        for year in years
    ]
    layers = [
        Layer(term.short, [year.words[term.name] for year in years], rank=term.rank, is_light=term.is_light)
        for term in store.reference.vocabulary.printed
    ]
    without = _without(store, picture.service)
    layers += [Layer(title, [getattr(year, kind) for year in years], kind=kind) for kind, title in without]
    figure = figures.shares(marks, layers, changes)
    notes = [
        f"{wording.upper_first(change.words)}"
        + (f": {levels[change.comparability].prose}" if change.comparability else "")
        + (f"; {change.because}" if change.because else "")
        for change in picture.breaks
    ]
    explained = html.Details(
        html.Summary("What the gaps and dashed lines mean"),
        html.Ul([html.Li(note) for note in notes]),
        html.P("A line or a gap comes before the first year-end after the change."),
        className="explained",
    )
    return html.Section(
        share.titled(html.H2("Councils by grade"), _share(store, picture, name, query=query)),
        components.chart(
            "shares",
            title,
            figure,
            summary=summary,
            table_id="shares-table",
            key=explained if notes else None,
            is_shared=True,
        ),
        components.folded("The same by year, as a table", _shares_table(store, picture, years), "shares-by-year"),
        id="over-time",
        className="over-time",
    )


def _share(store: Store, picture: NationalPicture, name: str, query: Sequence[tuple[str, str]]) -> Content:
    place = [(key, value) for key, value in query if key in ("service", "region")]
    judgement_query = [
        ("service", picture.service),
        ("aspect", OVERALL),
        *(pair for pair in place if pair[0] == "region"),
    ]
    title = f"{name}: councils by grade, year by year"
    return share.fold(
        store,
        title=title,
        page=link("/lists/by-year", query),
        embed=link("/embed/national", place),
        pictures=components.picture_buttons("shares", title),
        data=[*share.judgements(judgement_query), ("Every council and year (CSV)", "/download/panel.csv")],
    )


def _mark(store: Store, change: Break) -> str:
    level = store.reference.vocabulary.comparability.get(change.comparability)
    return f"{level.sign} {change.short}" if level and level.line != "solid" else change.short


def _dated(store: Store, change: Break) -> str:
    """A break in a few words: ≠ SIF, Nov 2013."""
    month, year = wording.month(change.day).split()
    short = "no longer graded" if change.short == ENDS else _mark(store, change)
    return f"{short}, {month[:3]} {year}"


def _year_text(store: Store, picture: NationalPicture, year: YearCounts) -> str:
    """One year in words, for pointer and keyboard."""
    is_last = year.year == picture.columns[-1].year
    when = words.when(picture.day, picture.newest) if is_last else f"at the end of {year.year}"
    grades = [(term.title, year.words[term.name]) for term in store.reference.vocabulary.printed]
    others = [(title, getattr(year, kind)) for kind, title in _without(store, picture.service)]
    lines = [
        wording.upper_first(when),
        f"{year.known} of {year.councils} councils known",
        *(f"{title}: {number}" for title, number in (*grades, *others) if number),
    ]
    return "\n".join([*lines, *(wording.upper_first(b.words) for b in picture.breaks if b.year == year.year)])


def _shares_table(store: Store, picture: NationalPicture, years: Sequence[YearCounts]) -> Content:
    printed = store.reference.vocabulary.printed
    terms = [term for term in printed if any(year.words[term.name] for year in years)] or printed
    without = _without(store, picture.service)
    others = [(kind, title) for kind, title in without if any(getattr(year, kind) for year in years)]
    titles = [*(term.letter for term in terms), *(title for _, title in others)]
    head = ["Year’s end", *titles, "Good or better", "Not inadequate"]
    rows = []
    for year in years:
        changes = [_dated(store, change) for change in picture.breaks if change.year == year.year]
        rows.append(
            [
                [str(year.year), *(html.Small(text) for text in changes)],
                *(str(year.words[term.name]) for term in terms),
                *(str(getattr(year, kind)) for kind, _ in others),
                *words.shares(year),
            ]
        )
    caption = (
        "Councils by grade at the end of each year. "
        f"{wording.upper_first(wording.listed([f'{term.letter} {term.prose}' for term in terms]))}. Shares are "
        f"given where at least 90% are known. The last year is as at {wording.day(picture.day)}."
    )
    return components.table(caption, head, rows, name="shares-table", numeric=tuple(range(1, len(head))))
