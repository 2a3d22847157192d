"""Addresses: what they mean, and what is said of those that mean nothing."""

import pytest

from dashboard import address, filters
from dashboard.address import AddressProblem
from dashboard.filters import Filters
from dashboard.store import Store


def refused(parameters: dict[str, list[str]], store: Store) -> AddressProblem:
    with pytest.raises(AddressProblem) as caught:
        filters.parse(parameters, store)
    return caught.value


def test_filters_are_repeatable_and_empty_values_mean_any(store: Store) -> None:
    parameters = {
        "service": ["safeguarding", "", "adoption", "safeguarding"],
        "region": [""],
        "from": ["2008"],
        "to": [""],
    }
    assert filters.parse(parameters, store) == Filters(service=("safeguarding", "adoption"), from_year=2008)


@pytest.mark.parametrize("name", ["kingston-upon-hull", "Hull", "Kingston upon Hull, City of", "E06000010"])
def test_an_authority_answers_to_every_name_and_code(store: Store, name: str) -> None:
    assert address.authority(name, store).authority_id == "kingston-upon-hull"


def test_an_unknown_authority_names_its_neighbours(store: Store) -> None:
    with pytest.raises(AddressProblem) as caught:
        address.authority("worcestershyre", store)
    assert caught.value.status == 404
    assert ("Worcestershire", "/authority/worcestershire") in caught.value.suggestions


@pytest.mark.parametrize(
    ("parameters", "problem", "accepted"),
    [
        ({"service": ["safegarding"]}, "Did you mean ‘safeguarding’?", "looked_after_children"),
        ({"grade": ["satisfactory"]}, "‘grade’ is ‘satisfactory’.", "requires_improvement_or_adequate"),
        ({"from": ["08"]}, "‘from’ is ‘08’.", "from 1990 to 2100"),
        ({"from": ["2012"], "to": ["2008"]}, "‘from’ is 2012 and ‘to’ is 2008.", "not be later"),
        ({"from": ["2012", "2013"]}, "‘from’ is given 2 times.", "once"),
        ({"inspection": ["worcestershire-2012-03-slac"]}, "There is no inspection", "an inspection’s id"),
        ({"authority": ["atlantis"]}, "We do not know a council called ‘atlantis’", "Check the spelling"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_accepted(
    store: Store, parameters: dict[str, list[str]], problem: str, accepted: str
) -> None:
    wrong = refused(parameters, store)
    assert wrong.status == 400
    assert problem in wrong.problem
    assert accepted in wrong.accepted


def test_an_unknown_parameter_is_refused_with_the_nearest() -> None:
    with pytest.raises(AddressProblem, match="Did you mean ‘service’"):
        address.check_names({"sevice": ["x"]}, filters.PARAMETERS)


def test_filters_written_and_read_again_are_the_same(store: Store) -> None:
    chosen = Filters(
        authority=("devon",), service=("safeguarding",), grade=("good", "inadequate"), from_year=2008, to_year=2013
    )
    parameters: dict[str, list[str]] = {}
    for name, value in chosen.pairs():
        parameters.setdefault(name, []).append(value)
    assert filters.parse(parameters, store) == chosen


def test_long_texts_from_an_address_are_cut_in_messages(store: Store) -> None:
    assert len(refused({"service": ["x" * 5000]}, store).problem) < 100
