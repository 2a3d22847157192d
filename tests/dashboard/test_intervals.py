"""Intervals and survival against values worked out by hand, published ones, and scipy's.

scipy is imported by the tests that use it: it takes seconds, and pytest imports every module of tests first.
"""

import math
import warnings

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from dashboard.analysis.intervals import Median, by_year, kaplan_meier, median_survival, wilson

Z = 1.959963984540054
# Weeks to relapse under 6-mercaptopurine (Freireich and others, 1963): the example of every textbook on survival.
FREIREICH = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [
    True,
    True,
    True,
    False,
    True,
    False,
    True,
    False,
    False,
    True,
    True,
    *[False] * 3,
    True,
    True,
    *[False] * 5,
]


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, Z**2 / (10 + Z**2)),  # 0 to 27.8%
        (10, 10, 10 / (10 + Z**2), 1.0),
        (2, 4, 0.5 - 0.5 * Z / math.sqrt(4 + Z**2), 0.5 + 0.5 * Z / math.sqrt(4 + Z**2)),  # 15 to 85%
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_wilsons_interval(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=6e-5)


def test_survival_is_that_of_the_textbook() -> None:
    curve = kaplan_meier(FREIREICH, RELAPSED).set_index("years")
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for week, share in published.items():
        assert curve["still"][week] == pytest.approx(share, abs=6e-4)
    assert curve["still"][9] == curve["still"][7]  # one lost from view ends nothing
    assert median_survival(curve.reset_index()) == Median(23.0, 13.0, None)


def test_survival_and_its_interval_by_hand() -> None:
    """Three: one ends at 1, one is lost at 2, one ends at 3. After 1: 2 of 3; after 3 none is left."""
    curve = kaplan_meier([1.0, 2.0, 3.0], [True, False, True])
    assert curve["years"].tolist() == [0, 1, 2, 3]
    assert curve["still"].tolist() == pytest.approx([1, 2 / 3, 2 / 3, 0])
    greenwood = 1 / (3 * 2)  # one event among three, two left
    width = Z * math.sqrt(greenwood) / abs(math.log(2 / 3))
    low, high = (2 / 3) ** math.exp(width), (2 / 3) ** math.exp(-width)
    assert curve["low"].tolist() == pytest.approx([math.nan, low, low, math.nan], nan_ok=True)
    assert curve["high"].tolist() == pytest.approx([math.nan, high, high, math.nan], nan_ok=True)
    assert median_survival(curve) == Median(3.0, 1.0, None)


def test_a_curve_that_stays_above_one_half_has_no_median() -> None:
    curve = kaplan_meier([1.0, 2.0, 2.0, 2.0], [True, False, False, False])
    assert median_survival(curve).years is None


def test_where_nothing_ended_the_curve_stays_at_all_without_an_interval() -> None:
    curve = kaplan_meier([0.0, 2.0], [False, False])
    assert curve["still"].tolist() == [1, 1]
    assert curve[["low", "high"]].isna().all().all()


def test_without_a_spell_there_is_no_curve() -> None:
    assert len(kaplan_meier([], [])) == 0
    assert len(by_year(kaplan_meier([], []), [], [])) == 0


def test_each_year_says_who_is_left_who_ended_and_who_was_lost() -> None:
    years, is_ended = [0.5, 1.0, 1.5, 2.0, 2.5], [True, False, True, True, False]
    table = by_year(kaplan_meier(years, is_ended), years, is_ended)
    assert table["year"].tolist() == [0, 1, 2]
    assert table["at_risk"].tolist() == [5, 4, 1]  # lost at 1: still followed then; ended at 2: no longer
    assert table["ended"].tolist() == [0, 1, 3]
    assert table["lost"].tolist() == [0, 0, 1]
    assert table["still"].tolist() == pytest.approx([1, 4 / 5, 4 / 5 * 2 / 3 * 1 / 2])


DURATIONS = st.lists(st.tuples(st.floats(0.01, 12), st.booleans()), min_size=1, max_size=40)


@pytest.mark.slow
@given(DURATIONS)
def test_no_one_is_counted_twice_and_the_curve_only_falls(spells: list[tuple[float, bool]]) -> None:
    years, is_ended = [time for time, _ in spells], [ended for _, ended in spells]
    curve = kaplan_meier(years, is_ended)
    table = by_year(curve, years, is_ended)
    assert (table["at_risk"] + table["ended"] + table["lost"] == len(spells)).all()
    assert curve["still"].is_monotonic_decreasing
    inside = curve.dropna()
    assert ((inside["low"] <= inside["still"]) & (inside["still"] <= inside["high"])).all()


def test_where_no_one_is_lost_the_curve_is_the_share_that_is_left() -> None:
    curve = kaplan_meier([1.0, 2.0, 3.0, 4.0], [True] * 4)
    assert curve["still"].tolist() == pytest.approx([1, 3 / 4, 2 / 4, 1 / 4, 0])


@pytest.mark.slow
@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_has_the_interval_that_scipy_gives_it(counts: tuple[int, int]) -> None:
    from scipy.stats import binomtest

    interval = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert wilson(*counts) == pytest.approx((interval.low, interval.high), abs=1e-12)


@pytest.mark.parametrize(("count", "of"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_share_has_no_interval(count: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"no share: {count} of {of}"):
        wilson(count, of)


# Durations that often coincide, as whole years do, and some of 0.
TIED = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40)


@pytest.mark.slow
@given(DURATIONS | TIED)
def test_survival_and_its_interval_are_those_of_scipy(spells: list[tuple[float, bool]]) -> None:
    from scipy.stats import CensoredData, ecdf

    years, is_ended = [time for time, _ in spells], [ended for _, ended in spells]
    theirs = ecdf(CensoredData.right_censored(years, [not ended for ended in is_ended])).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of the logarithms of 0 and 1, where there is no interval
        interval = theirs.confidence_interval(0.95, method="log-log")
    ours = kaplan_meier(years, is_ended)
    if min(years) > 0:
        assert ours.iloc[0].dropna().to_dict() == {"years": 0, "still": 1}
        ours = ours.iloc[1:]
    columns = {
        "years": theirs.quantiles,
        "still": theirs.probabilities,
        "low": interval.low.probabilities,
        "high": interval.high.probabilities,
    }
    pd.testing.assert_frame_equal(ours.reset_index(drop=True), pd.DataFrame(columns, dtype=float), rtol=1e-9)
