"""What the lists are called and what they say first: made from their rows, with the day, the number and the base.

Called by the pages of lists and by the home page.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.analysis.lists import catalogue
from dashboard.analysis.lists.next_inspection import BackTest
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import overview, wording
from loaders.frames import records
from loaders.record.vocabulary import Grade

MOST_NAMED = 10
"""How many councils a sentence names."""


def title(name: str, store: Store) -> str:
    """The list by its name, with the day or the year that it is of."""
    titled: str = texts_of("lists")["list"][name]["title"]
    return titled.format(day=wording.day(store.as_at), year=store.as_at.year)


def grades(store: Store) -> dict[str, Grade]:
    return {term.name: term for term in store.reference.vocabulary.printed}


def council(store: Store, row: Mapping[Any, Any]) -> str:
    return wording.authority_name(store.reference.register.by_id[row["authority_id"]])


def heading(store: Store, name: str, service: str, *, rows: pd.DataFrame) -> str:
    what = wording.short_thing(store.reference, service)
    if name in ("inadequate-now", "changed-this-year"):
        number, home = len(rows), catalogue.now(store, service)
        if not home.year or not home.year.known:
            why = wording.lower_first(overview.not_graded(store, service))
            return f"{store.reference.vocabulary.services[service].title}: {why}"
        if name == "changed-this-year":
            return f"In {store.as_at.year}, {rise_and_fall(rows)} for {what}"
        base, verb = overview.base(store, home, home.year), overview.be(home, number or 1)
        return f"{number or 'Not one'} of {base} {verb} inadequate{overview.on_what(store, service)}"
    empty: str = texts_of("lists")["list"][name].get("empty", "")
    if not len(rows) and empty:
        return empty.format(what=what)
    if name == "moves":
        return f"Since November 2013, grades for {what} {rose_and_fell(_since(rows))}"
    if name == "longest-inadequate":
        return f"{wording.number(len(rows), 'period')} graded inadequate for {what} since November 2013"
    if name == "not-comparable":
        pairs = f"{wording.number(len(rows), 'pair')} of {what} grades"
        return f"{pairs} {'differs and is' if len(rows) == 1 else 'differ and are'} neither a rise nor a fall"
    return "When each council was last inspected, and when it may be next"


def is_graded(store: Store, service: str) -> bool:
    """Whether any council has a grade of this service on the day of the record."""
    year = catalogue.now(store, service).year
    return year is not None and year.known > 0


def rise_and_fall(rows: pd.DataFrame) -> str:
    """ "10 councils rose and 3 fell", of steps with at most one of each council that counts."""
    up, down = (rows[mask]["authority_id"].nunique() for mask in _ways(rows))
    return f"{up or 'no'} {'council' if up == 1 else 'councils'} rose and {down or 'none'} fell"


def rose_and_fell(rows: pd.DataFrame) -> str:
    up, down = (int(mask.sum()) for mask in _ways(rows))
    return f"{_times(up, 'rose')} and {_times(down, 'fell')}"


def _cautious(rows: pd.DataFrame) -> str:
    """ "; 16 of the 19 with caution"; "" where there is no change, or none that asks for caution."""
    number = int((rows["comparability"] == "close").sum())
    of = "the one" if len(rows) == 1 else "all" if number == len(rows) else f"{number} of the {len(rows)}"
    return f"; {of} with caution" if number else ""


def _ways(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    change = rows["change"]
    return change > 0, change < 0


def _since(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["from_date"] >= pd.Timestamp(catalogue.SINCE)]


def _times(number: int, verb: str) -> str:
    """ "rose 147 times", "fell once", "never fell"."""
    return f"{verb} {'once' if number == 1 else f'{number} times'}" if number else f"never {verb}"


def number(of: int, thing: str) -> str:
    """ "20 rises", "1 fall", "no falls": in figures, as the numbers beside it are."""
    return f"{of or 'no'} {thing}{'' if of == 1 else 's'}"


def lead(store: Store, name: str, service: str, *, rows: pd.DataFrame) -> str:
    day = wording.day(store.as_at)
    if name == "inadequate-now":
        is_certain = not rows["is_at_least"].iloc[1:].any()  # what began on an earlier, unknown day may be longer
        longest_of = [
            f" For longest: {wording.council_of(store.reference, row['authority_id'])}, {since(row)}."
            for row in records(rows.head(1))
            if is_certain
        ]
        return f"As at {day}, by the latest inspection of each council.{''.join(longest_of)}"
    if name == "changed-this-year":
        base = inspected_this_year(store, service, f" from January to {day}")
        fell = list(dict.fromkeys(council(store, row) for row in records(rows[_ways(rows)[1]])))
        who = f" Fell: {wording.listed(fell)}." if 0 < len(fell) <= MOST_NAMED else ""
        caution = _cautious(rows)
        return f"{base} Only grades that are comparable with the one before are counted{caution}.{who}"
    if name == "moves":
        early = len(rows) - len(_since(rows))
        more = "1 more change began before; it is" if early == 1 else f"{early} more changes began before; they are"
        before = f" {more} listed too, and not counted here." if early else ""
        order = ", latest first" if len(rows) > 1 else ""
        caution = _cautious(_since(rows))
        return f"As at {day}, from one inspection to the next where the two are comparable{caution}{order}.{before}"
    if name == "longest-inadequate":
        return f"As at {day}. {longest(store, rows)}".strip()
    if name == "not-comparable":
        return f"As at {day}. {texts_of('lists')['pair']}"
    return f"As at {day}. {how_often_right(catalogue.back_test(store))}"


def inspected_this_year(store: Store, service: str, when: str = "") -> str:
    """How many councils were inspected in the year of the record, and how many of them have a grade of a service."""
    inspected, graded = catalogue.inspected_in(store, service, store.as_at.year)
    were = f"{wording.number(inspected, 'council was', 'councils were')} inspected{when}"
    of_them = f", {graded or 'none'} of them with a grade for {wording.short_thing(store.reference, service)}"
    return f"{were}{of_them if graded < inspected else ''}."


def longest(store: Store, rows: pd.DataFrame) -> str:
    """The longest time that is known, with how many there were, may have been longer, and still last."""
    if not len(rows):
        return ""
    first = records(rows.head(1))[0]
    still = int((rows["end"] == "still_inadequate").sum())
    longer = sum(duration(row).startswith("at least") for row in records(rows))
    verb = f"{'has been' if first['end'] == 'still_inadequate' else 'was'} graded inadequate for the longest"
    last = f" {wording.number(still, 'council is', 'councils are')} still inadequate." if still else ""
    which = f"All {longer}" if 1 < longer == len(rows) else f"{longer} of the {len(rows)}"
    doubt = (
        f" {which} may have lasted longer; {'it says' if longer == 1 else 'they say'} “at least”."
        if longer
        else (f" That is the longest of {len(rows)}." if len(rows) > 1 else "")
    )
    qualifier = " known" if longer else ""
    return f"{council(store, first)} {verb}{qualifier} time: {duration(first)}.{doubt}{last}"


def duration(row: Mapping[Any, Any]) -> str:
    """ "7.5 years", "at least 7.2 years"."""
    is_open = row["is_at_least"] or row.get("end") not in (None, "better", "still_inadequate")
    return f"{'at least ' if is_open else ''}{row['years']:.1f} years"


def since(row: Mapping[Any, Any]) -> str:
    """ "since July 2022"; "since February 2015 or earlier" where it may have begun earlier."""
    return f"since {wording.month(row['from_date'])}{' or earlier' if row['is_at_least'] else ''}"


def end(store: Store, row: Mapping[str, Any]) -> str:
    if row["end"] == "still_inadequate":
        return f"still inadequate on {wording.day(store.as_at)}"
    return f"{texts_of('lists')['end'][row['end']]} in {wording.month(row['to_date'])}"


def how_often_right(test: BackTest) -> str:
    """What a range is, and how often such ranges were right."""
    words = texts_of("lists")["range"]
    if not test.decided:
        return f"{words['explained']} {words['too_few']}"
    is_one_year = test.first_year == test.last_year
    years = str(test.first_year) if is_one_year else f"{test.first_year} to {test.last_year}"
    share = wording.percent(test.right / test.decided)
    left_out = words["open"] if test.open else ""
    explanation = " ".join(filter(None, (words["explained"], words["tested"], left_out)))
    return explanation.format(**vars(test), decided=test.decided, years=years, share=share)


def next_range(row: Mapping[str, Any]) -> str:
    """ "October 2026 to December 2027", or that no end can be given."""
    if not row["range_from"]:
        return "longer since the last inspection than any council has waited" if row["last_date"] else "not known"
    first = wording.month(row["range_from"])
    if not row["range_to"]:
        return f"{first} or later"
    last = wording.month(row["range_to"])
    return first if first == last else f"{first} to {last}"


def step(store: Store, row: Mapping[str, Any]) -> str:
    """ "Good, from requires improvement"; with caution where the two are comparable so."""
    names, caution = grades(store), ", with caution" if row["comparability"] == "close" else ""
    return f"{names[row['to_grade']].title}, from {names[row['from_grade']].prose}{caution}"
