"""Questions to the store: what they give."""

import datetime as dt
from itertools import pairwise

import pytest

from dashboard.analysis import queries
from dashboard.analysis.eras import eras_between
from dashboard.filters import Filters
from dashboard.selection import positions
from dashboard.store import Store
from loaders.record.reference import Reference


def test_filters_narrow_and_an_empty_one_gives_everything(store: Store) -> None:
    assert len(positions(store, Filters())) == len(store.judgements)
    chosen = Filters(authority=("worcestershire",), service=("safeguarding",), from_year=2008, to_year=2012)
    found = store.judgements.take(positions(store, chosen))
    assert found["date"].dt.strftime("%Y-%m-%d").tolist() == ["2008-11-18", "2010-10-01", "2012-03-23", "2012-03-23"]


def pair(store: Store, a: str, b: str, service: str, aspect: str = "overall") -> queries.Pair:
    pairs = queries.compare(store, store.inspections[a], store.inspections[b])
    return next(p for p in pairs if (p.service, p.aspect) == (service, aspect))


def test_the_same_number_on_opposite_scales_is_one_grade_down(store: Store) -> None:
    moved = pair(store, "worcestershire-2008-11-jar", "worcestershire-2012-03-safeguarding", "safeguarding")
    assert moved.a is not None
    assert moved.b is not None
    assert moved.a["grade_number_original"] == moved.b["grade_number_original"] == 3
    assert (moved.change, moved.comparability) == (-1, "loose")
    assert "best number was 4 in the earlier and 1 in the later" in moved.because


def test_swapping_two_inspections_flips_the_sign_and_nothing_else(store: Store) -> None:
    names = ("worcestershire-2008-11-jar", "worcestershire-2012-03-safeguarding")
    there, back = pair(store, *names, "safeguarding"), pair(store, *reversed(names), "safeguarding")
    assert there.change == -1
    assert back.change == 1
    assert (there.comparability, there.because) == (back.comparability, back.because)


@pytest.mark.parametrize(
    ("inspection", "service", "kind", "words"),
    [
        ("worcestershire-2012-03-safeguarding", "looked_after_children", "not_inspected", "Not graded: not inspected"),
        ("worcestershire-2019-06-ilacs", "care_leavers", "not_given", "Not graded under this framework"),
        ("worcestershire-2016-11-sif", "looked_after_children", "not_established", "Not known"),
        ("leeds-2015-02-sif", "adoption", "not_judged", "Not graded"),
        ("worcestershire-2010-10-slac", "looked_after_children", "not_mentioned", "Not known"),
        ("worcestershire-2008-11-jar", "adoption", "not_inspected", "Not graded: not inspected"),
    ],
)
def test_a_missing_grade_is_called_by_its_kind(
    store: Store, inspection: str, service: str, kind: str, words: str
) -> None:
    absence = queries.absence(store, store.inspections[inspection], service, aspect="overall")
    assert (absence.kind, absence.words) == (kind, words)
    assert absence.why


def test_a_line_printed_as_not_judged_is_paired_as_not_judged(store: Store) -> None:
    found = pair(store, "leeds-2015-02-sif", "worcestershire-2016-11-sif", "adoption")
    assert found.a is None
    assert found.change is None
    assert found.a_absent is not None
    assert found.a_absent.kind == "not_judged"


def test_a_mention_between_two_inspections_is_found(store: Store) -> None:
    a, b = store.inspections["worcestershire-2008-11-jar"], store.inspections["worcestershire-2012-03-safeguarding"]
    between = queries.between(store, a, b, service="safeguarding", aspect="overall")
    assert [(row["date"], row["evidence"], row["grade"]) for row in between] == [
        (dt.date(2010, 10, 1), "mention", "inadequate")
    ]


def test_eras_follow_each_other_without_gap_or_overlap(reference: Reference) -> None:
    eras = eras_between(reference, dt.date(2005, 1, 1), dt.date(2026, 7, 1))
    assert [era.title for era in eras][0::5] == ["APA · CPA · JAR", "ILACS"]
    assert all(a.end == b.start for a, b in pairwise(eras))
    assert {f for era in eras for f in era.frameworks} == set(reference.frameworks)


def test_the_best_known_inspection_of_a_year_is_the_inspectorates_own(store: Store) -> None:
    rows = queries.inspections_of(store, "worcestershire")
    best = queries.best_known(store, rows[:3])
    assert best is not None
    assert best["inspection_id"] == "worcestershire-2008-11-jar"
