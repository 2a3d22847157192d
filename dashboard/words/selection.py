"""What a selection of judgements is, in words: for the data page's lead and title, and for the names of its files."""

import hashlib
import re

from dashboard.filters import BY_NAME, Filters
from dashboard.store import Store
from dashboard.words import glance, wording

MOST_NAMES = 3
"""So many councils are named; more are counted."""
LONGEST_STEM = 90


def value_title(store: Store, name: str, value: str) -> str:
    """A value of a filter as readers know it; years and words as they stand."""
    return BY_NAME[name].values(store)[value] if name in BY_NAME else value


def parts(store: Store, filters: Filters) -> list[str]:
    """The selection, a phrase for each filter: "Worcestershire and Devon", "Safeguarding", "from 2013", "‘good’"."""
    phrases = []
    for name, values in filters.values.items():
        titles = [value_title(store, name, value) for value in values]
        if name == "authority" and len(values) > MOST_NAMES:
            phrases.append(f"{len(values)} councils")
        else:
            phrases.append(wording.listed(titles, "and" if name == "authority" else "or"))
    first, last = filters.from_year, filters.to_year
    if first and last:
        phrases.append(f"{first}" if first == last else f"{first}–{last}")
    elif first or last:
        phrases.append(f"from {first}" if first else f"to {last}")
    if filters.search:
        phrases.append(f"‘{filters.search}’")
    return phrases


def title(store: Store, filters: Filters) -> str:
    """ "Worcestershire, Safeguarding, 2013–2023"; "every judgement" of all."""
    return ", ".join(parts(store, filters)) or "every judgement"


def gaps(store: Store, filters: Filters) -> list[str]:
    """Of each council that is chosen, which inspections took place and are not known: no row of them is no news."""
    names = filters["authority"][:MOST_NAMES]
    texts = {wording.council_of(store.reference, name): glance.missing(store, name) for name in names}
    return [f"{council}: {wording.lower_first(text)}" for council, text in texts.items() if text]


def stem(filters: Filters) -> str:
    """The same for the name of a file, in plain letters; what is too long for one is cut and marked."""
    words: list[str] = []
    for name, values in filters.values.items():
        is_many = len(values) > MOST_NAMES
        words += [f"{len(values)}-{'councils' if name == 'authority' else name}"] if is_many else map(_slug, values)
    first, last = filters.from_year, filters.to_year
    if first or last:
        words.append(f"{first or 'to'}-{last or 'on'}" if first != last else f"{first}")
    if filters.search:
        words.append(_slug(filters.search))
    named = "-".join(["gradeline-judgements", *filter(None, words)])
    is_told = len(named) <= LONGEST_STEM and all(len(values) <= MOST_NAMES for values in filters.values.values())
    mark = hashlib.sha256(repr(filters.pairs()).encode()).hexdigest()[:6]
    return named if is_told else f"{named[: LONGEST_STEM - 7].rstrip('-')}-{mark}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
