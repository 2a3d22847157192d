"""Dates as reports print them: each form that was met, and every range in each form by law."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from loaders.reading.dates import LONGEST_INSPECTION, MONTHS, date_range, month_number

Range = tuple[dt.date, dt.date]


def on(first: str, last: str = "") -> Range:
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)


@pytest.mark.parametrize(
    ("printed_words", "dates"),
    [
        ("19 – 23 March 2012", on("2012-03-19", "2012-03-23")),
        ("25 June-6 July 2012", on("2012-06-25", "2012-07-06")),
        ("15 ─ 24 April 2013", on("2013-04-15", "2013-04-24")),
        ("15 — 24 April 2013", on("2013-04-15", "2013-04-24")),
        ("15\u201124 April 2013", on("2013-04-15", "2013-04-24")),
        ("28 November 2011 to 9 December 2011", on("2011-11-28", "2011-12-09")),
        ("4 July 2016–28 July 2016", on("2016-07-04", "2016-07-28")),
        ("between 28 November and 9 December 2011", on("2011-11-28", "2011-12-09")),
        ("from Monday 4 July to Friday 8 July 2016", on("2016-07-04", "2016-07-08")),
        ("Mon 4 to Fri 8 July 2016", on("2016-07-04", "2016-07-08")),
        ("Mon, 4 July 2016 to Fri. 8 July 2016", on("2016-07-04", "2016-07-08")),
        ("Tues 5 – Thurs 7 July 2016", on("2016-07-05", "2016-07-07")),
        ("4th to 8th July 2016", on("2016-07-04", "2016-07-08")),
        ("1st, 2nd and 3rd July 2016", on("2016-07-01", "2016-07-03")),
        ("24 Feb – 18 Mar 2015", on("2015-02-24", "2015-03-18")),
        ("28 Sept to 2 Oct 2015", on("2015-09-28", "2015-10-02")),
        ("12 December to 13 January 2014", on("2013-12-12", "2014-01-13")),
        ("30 December 2024 to 10 January 2025", on("2024-12-30", "2025-01-10")),
        ("10/05/2014", on("2014-05-10")),
        ("19/11/2013 – 11/12/2013", on("2013-11-19", "2013-12-11")),
        ("28 July 2016", on("2016-07-28")),
        ("28\nJuly\n2016", on("2016-07-28")),
        ("5 to 9 December 2022 and 14 to 15 February 2023", on("2022-12-05", "2023-02-15")),
        ("5 to 9 December 2022\nand 14 to 15 February 2023", on("2022-12-05", "2023-02-15")),
        ("5 to 9 December 2022,\n14 to 15 February 2023", on("2022-12-05", "2023-02-15")),
        ("30 September to 11 October 2024 and 13 to 16 January 2025", on("2024-09-30", "2025-01-16")),
        ("20 January & 27 January 2014", on("2014-01-20", "2014-01-27")),
        ("24 March 2014 to16 April 2014", on("2014-03-24", "2014-04-16")),
        ("24–28 March 2014; 7–11 April 2014", on("2014-03-24", "2014-04-11")),
        ("24.03.2014 to 16.04.2014", on("2014-03-24", "2014-04-16")),
        ("24-03-2014 - 16-04-2014", on("2014-03-24", "2014-04-16")),
        ("24/03/14 to 16/04/14", on("2014-03-24", "2014-04-16")),
        ("2014-03-24 to 2014-04-16", on("2014-03-24", "2014-04-16")),
        ("2014-03-24", on("2014-03-24")),
    ],
)
def test_a_printed_form_reads_as_its_first_and_last_day(printed_words: str, dates: Range) -> None:
    assert date_range(printed_words) == dates


@pytest.mark.parametrize(
    "behind",
    [
        " Reporting inspector A Person HMI",
        "\nLead inspector: A Person",
        "\n1. Children who need help and protection Good",
        "\n2 Contents",
        "\n12 June 2012",
        "\nMonday 11 June 2012",
        "\n\n2012-06-11",
        ", published later",
        ". It was carried out under the Children Act 2004.",
        "Lead inspector",
        "",
    ],
)
def test_what_stands_behind_the_dates_does_not_change_them(behind: str) -> None:
    assert date_range(f"19 – 23 March 2012{behind}") == on("2012-03-19", "2012-03-23")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Reporting inspector",
        "March 2012",
        "March 24 2012 to April 16 2012",
        "2012",
        "19 – 23 March",
        "in the week of 19 March 2012",
        "31 February 2012",
        "32/01/2012",
        "23 March 2012 to 19 March 2012",
        "1 January 2012 to 31 December 2012",
        "06/12/2023 to 06/23/2023",
        "06/05/2023 to 06/09/2023",
    ],
)
def test_what_gives_no_day_or_no_possible_visit_gives_nothing(text: str) -> None:
    assert date_range(text) is None


def test_what_lasts_longer_than_three_hundred_days_is_no_visit() -> None:
    first = dt.date(2012, 1, 9)
    longest, longer = first + dt.timedelta(300), first + dt.timedelta(301)
    assert date_range(f"{first:%d/%m/%Y} to {longest:%d/%m/%Y}") == (first, longest)
    assert date_range(f"{first:%d/%m/%Y} to {longer:%d/%m/%Y}") is None


@pytest.mark.parametrize(
    "text",
    [
        "30 February – 2 March 2012",
        "25 to 31 February 2024",
        "31 April 2024 to 3 May 2024",
        "29/02/2023 to 3 March 2023",
        "2023-02-28 to 2023-02-30",
    ],
)
def test_of_two_days_one_of_which_does_not_exist_none_counts(text: str) -> None:
    assert date_range(text) is None


@pytest.mark.parametrize("number", range(1, 13))
def test_a_month_is_known_by_its_name_and_by_its_short_form_in_any_case(number: int) -> None:
    name = MONTHS[number - 1]
    assert month_number(name) == month_number(name[:3].upper()) == month_number(name.title()) == number


def named(day: dt.date, form: str = "%d %B %Y") -> str:
    return day.strftime(form).lstrip("0")


def shortest(first: dt.date, last: dt.date, join: str) -> str:
    """The first day without the month and year that it shares with the last, as most reports print it."""
    form = "%d" if first.replace(day=1) == last.replace(day=1) else "%d %B" if first.year == last.year else "%d %B %Y"
    return f"{named(first, form)}{join}{named(last)}"


FORMS: dict[str, Callable[[dt.date, dt.date], str]] = {
    "dash": lambda first, last: shortest(first, last, " – "),
    "hyphen without spaces": lambda first, last: shortest(first, last, "-"),
    "box drawing": lambda first, last: shortest(first, last, " ─ "),
    "to": lambda first, last: shortest(first, last, " to "),
    "between and": lambda first, last: f"between {shortest(first, last, ' and ')}",
    "both in full": lambda first, last: f"{named(first)} to {named(last)}",
    "short months": lambda first, last: f"{named(first, '%d %b %Y')} - {named(last, '%d %b %Y')}",
    "weekdays": lambda first, last: f"{first:%A} {named(first)} to {last:%A} {named(last)}",
    "numeric": lambda first, last: f"{first:%d/%m/%Y} – {last:%d/%m/%Y}",
    "year left to the last": lambda first, last: f"{named(first, '%d %B')} to {named(last)}",
    "capitals": lambda first, last: shortest(first, last, " TO ").upper(),
}

days = st.dates(dt.date(2002, 1, 1), dt.date(2030, 12, 31))
lengths = st.integers(0, 60).map(dt.timedelta)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@given(first=days, length=lengths)
def test_any_visit_reads_back_from_each_printed_form(form: str, first: dt.date, length: dt.timedelta) -> None:
    last = first + length
    assert date_range(FORMS[form](first, last)) == (first, last)


@given(first=days, length=st.integers(0, 20), gap=st.integers(1, 120), second=st.integers(0, 20))
def test_of_two_visits_the_first_day_of_the_first_and_the_last_day_of_the_last_count(
    first: dt.date, length: int, gap: int, second: int
) -> None:
    parts = [first + dt.timedelta(days) for days in (0, length, length + gap, length + gap + second)]
    printed = f"{shortest(*parts[:2], ' to ')} and {shortest(*parts[2:], ' to ')}"
    assert date_range(printed) == (parts[0], parts[-1])


tokens = st.sampled_from(
    ["0", "7", "31", "99", "2012", "1999", "00/00/0000", "31/02/2012", "٣", "March", "feb", "and", "–", ",", "to", "th"]
)


@given(st.lists(tokens, max_size=12).map(" ".join) | st.text(max_size=80))
def test_no_text_whatever_gives_more_than_a_possible_visit_or_nothing(text: str) -> None:
    found = date_range(text)
    assert found is None or found[0] <= found[1] <= found[0] + LONGEST_INSPECTION
