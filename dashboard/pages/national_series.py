"""The councils at each grade over time: bars, and the same numbers with their shares as a table."""

from collections.abc import Sequence

from dashboard.address import link
from dashboard.analysis.national import overview as national, panels
from dashboard.analysis.national.breaks import ENDS, Break
from dashboard.analysis.national.panels import YearCounts
from dashboard.analysis.national.picture import NationalPicture
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.pages import share, year_bars
from dashboard.store import Store
from dashboard.words import overview as words, wording


def over_time(
    store: Store,
    picture: NationalPicture,
    query: Sequence[tuple[str, str]],
    *,
    judged: Sequence[tuple[str, str]],
) -> Content:
    """`query` is what the address of the page chooses, `judged` which judgements it shows."""
    if not picture.columns:
        return components.notice("The record does not reach these years.")
    region = dict(query).get("region", "")
    years = panels.without_unknown(store, picture.service, region, years=panels.by_year(store.reference, picture))
    overview = national.of_period(store, picture, region)
    sentences = [f"{words.finding(store, overview)}."]
    if overview.year and overview.year.known:
        sentences.append(words.lead(store, overview))
    heading, page = html.H2("Councils by grade"), link("/lists/by-year", query)
    has_bars = overview.before is not None or overview.since is not None
    notes = components.bullets(_explained(store, change) for change in picture.breaks)
    explained = html.Details(html.Summary("What changed between these years"), notes, className="explained")
    return html.Section(
        share.titled(heading, year_bars.fold(store, overview, page, judged=judged)) if has_bars else heading,
        html.Div(
            html.P(" ".join(sentences)),
            [html.P(words.reading(overview)), year_bars.year_bars(store, overview)] if has_bars else None,
            explained if picture.breaks else None,
        ),
        components.folded("The same by year, as a table", _shares_table(store, picture, years), "shares-by-year"),
        id="over-time",
        className="over-time",
    )


def _explained(store: Store, change: Break) -> str:
    level = store.reference.vocabulary.comparability.get(change.comparability)
    parts = [wording.upper_first(change.words) + (f": {level.prose}" if level else ""), change.because]
    return "; ".join(filter(None, parts))


def _dated(store: Store, change: Break) -> str:
    """A break in a few words: ≠ SIF, Nov 2013."""
    month, year = wording.month(change.day).split()
    level = store.reference.vocabulary.comparability.get(change.comparability)
    sign = f"{level.sign} " if level and level.line != "solid" else ""
    return f"{'no longer graded' if change.short == ENDS else sign + change.short}, {month[:3]} {year}"


def _shares_table(store: Store, picture: NationalPicture, years: Sequence[YearCounts]) -> Content:
    printed = store.reference.vocabulary.printed
    terms = [term for term in printed if any(year.words[term.name] for year in years)] or printed
    without = {
        "over": words.over_name(store, picture.service),
        "earlier": words.NOT_YET,
        "unknown": words.NOT_KNOWN,
    }
    others = [(kind, title) for kind, title in without.items() if any(getattr(year, kind) for year in years)]
    titles = [*(term.letter for term in terms), *(title for _, title in others)]
    head = ["Year’s end", *titles, "Good or outstanding", "Not inadequate"]
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
    return components.table(caption, head, rows, name="shares-table", numeric=range(1, len(head)), labels=())
