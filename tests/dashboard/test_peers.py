"""Who stands behind an authority, and the middle of grades, which have no average."""

import pytest

from dashboard.analysis import peers
from dashboard.markup.render import render
from dashboard.markup.view import View
from dashboard.pages import authority
from dashboard.store import Store


@pytest.mark.parametrize(
    ("counts", "middle"),
    [((1, 1, 1, 0), (2, 2)), ((1, 0, 0, 1), (1, 4)), ((0, 2, 2, 0), (2, 3)), ((0, 0, 0, 0), None)],
)
def test_the_median_is_a_grade_or_lies_between_two(counts: tuple[int, ...], middle: peers.MiddleGrade) -> None:
    assert peers.middle_grade(counts) == middle


def test_neighbours_are_those_of_the_register_and_the_region_is_without_the_authority(store: Store) -> None:
    worcestershire = store.reference.register.by_id["worcestershire"]
    neighbours = peers.peers(store, worcestershire, peers.NEIGHBOURS)
    assert [each.dfe_la_number for each in neighbours] == list(worcestershire.statistical_neighbours)
    region = peers.peers(store, worcestershire, peers.REGION)
    assert worcestershire not in region
    assert {each.region for each in region} == {"West Midlands"}


def test_a_grade_stands_from_its_inspection_and_what_is_not_known_is_counted(store: Store) -> None:
    others = [store.reference.register.by_id[name] for name in ("dudley", "devon", "york")]
    rows = {row["year"]: row for row in peers.at_year_ends(store, others, "safeguarding", 2000)}
    assert min(rows) == 2011
    assert (rows[2011]["known"], rows[2011]["unknown"], rows[2011]["grade_3"]) == (1, 2, 1)
    assert (rows[2013]["grade_3"], rows[2013]["grade_4"], rows[2013]["median"]) == (1, 1, (3, 4))


def test_what_stands_behind_is_drawn_first_and_is_no_point_of_the_keyboard(store: Store) -> None:
    view = authority.layout(store, {"behind": ["region"]}, "worcestershire")
    assert isinstance(view, View)
    figure = dict(render(view.main).islands)["history"].figure
    first = figure["data"][:2]
    assert [trace["name"] for trace in first] == ["others", "middle grade of others"]
    assert all("meta" not in trace for trace in first)
    assert "End of 2012: 1 requires improvement or adequate (1 of 13 known)" in first[0]["hovertext"]
