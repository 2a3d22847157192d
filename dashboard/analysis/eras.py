"""The spans of time in which inspection frameworks were in force, as charts and strips name them above their years.

Called by the time line, and by strips on pages and slides.
"""

import datetime as dt
from dataclasses import dataclass

from dashboard.words.wording import framework_title
from loaders.record.reference import Framework, Reference


@dataclass(frozen=True)
class Era:
    """A span in which one family of frameworks was in force; `title` is short, `names` are their full ones."""

    title: str
    names: str
    frameworks: tuple[str, ...]
    start: dt.date
    end: dt.date


def eras_between(reference: Reference, first: dt.date, last: dt.date) -> list[Era]:
    """The frameworks in force between two days, those that overlap in their first half taken together.

    What a date alone never tells (a return visit, a rating, a score) is in the span of another framework.
    """
    spans: list[list[Framework]] = []
    for framework in sorted(reference.frameworks.values(), key=lambda f: (f.from_date, -len(f.judgements))):
        if spans and (not framework.by_date or framework.from_date < _middle(spans[-1][0], last)):
            spans[-1].append(framework)
        else:
            spans.append([framework])
    starts = [span[0].from_date for span in spans]
    eras = []
    for span, start, following in zip(spans, starts, [*starts[1:], last], strict=True):
        begin, end = max(start, first), min(following, last)
        if begin < end:
            names = [reference.vocabulary.frameworks[f.framework] for f in span]
            title = " · ".join(name.initials for name in names if name.initials) or names[0].short
            titles = "; ".join(framework_title(reference, f.framework) for f in span)
            eras.append(
                Era(title=title, names=titles, frameworks=tuple(f.framework for f in span), start=begin, end=end)
            )
    return eras


def _middle(framework: Framework, last: dt.date) -> dt.date:
    until = framework.until or last
    return framework.from_date + max(until - framework.from_date, dt.timedelta(days=1)) / 2
