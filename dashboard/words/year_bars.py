"""What the bars of councils by grade show for each year: panels, parts of a bar, their names, and labels.

Made from an Overview alone. Called by what draws the bars: the home page, and its picture for slides.
"""

from dataclasses import dataclass

from dashboard.analysis.national.overview import Overview
from dashboard.analysis.national.panels import Panel, YearCounts
from dashboard.analysis.national.years import CHANGED
from dashboard.store import Store
from dashboard.words import overview as words, wording
from loaders.record.vocabulary import Grade

LEAST = 0.056
"""From which share of the bar on a part has room for its number."""


@dataclass(frozen=True)
class BarPart:
    """One part of a bar: a grade, or why there is none (`unknown`, `earlier`, `over`)."""

    kind: str
    number: int
    grade: Grade | None = None


def panels(overview: Overview) -> list[tuple[str, Panel]]:
    """The panels that there are, each with its title; nothing joins them. Chosen years are one, with their name."""
    month, chosen = wording.month(CHANGED), "" if overview.period.is_whole else overview.period.title
    titled_panels = ((f"Before {month}", overview.before), (f"Since {month}", overview.since))
    return [(chosen or title, panel) for title, panel in titled_panels if panel]


def parts(store: Store, overview: Overview, panel: Panel, *, year: YearCounts) -> list[BarPart]:
    """The parts of one year's bar that have a number, from the top down, the best grade last."""
    names = words.layer_names(store, overview, panel)
    if names["unknown"] == names["earlier"]:
        layers = [BarPart("earlier", year.unknown + year.earlier), BarPart("over", year.over)]
    else:
        layers = [BarPart(kind, getattr(year, kind)) for kind in ("unknown", "earlier", "over")]
    layers += [BarPart("", year.words[term.name], term) for term in reversed(store.reference.vocabulary.printed)]
    return [part for part in layers if part.number]


def has_room(part: BarPart, year: YearCounts) -> bool:
    return part.number >= LEAST * year.councils


def label(panel: Panel, year: YearCounts) -> str:
    """The year below its bar; the month, where the last bar is of a day within a year."""
    return wording.month(panel.day)[:3] if panel.ends_within(year) else f"’{year.year % 100:02}"


def share(year: YearCounts) -> str:
    return wording.percent(year.good_share) if year.is_well_known else ""


def key(store: Store, overview: Overview) -> list[tuple[BarPart, str]]:
    """The grades and states that the bars have, by name, as parts without a number."""
    titled_panels = panels(overview)
    years = [year for _, panel in titled_panels for year in panel.years]
    items = [
        (BarPart("", 0, term), term.title)
        for term in store.reference.vocabulary.printed
        if any(year.words[term.name] for year in years)
    ]
    for _, panel in titled_panels:
        for kind, name in words.layer_names(store, overview, panel).items():
            if any(getattr(year, kind) for year in panel.years) and name not in [title for _, title in items]:
                items.append((BarPart("earlier" if name == words.NOT_YET else kind, 0), name))
    return items


def base(overview: Overview) -> str:
    councils = [year.councils for _, panel in panels(overview) for year in panel.years]
    least, most = min(councils), max(councils)
    number = str(most) if least == most else f"{least} to {most}"
    return f"Each bar is {number} {'council' if most == 1 else 'councils'}, as they existed at the time."


def notes(overview: Overview) -> list[str]:
    return [note for note in (words.not_inadequate(overview), base(overview), words.bias(overview)) if note]
