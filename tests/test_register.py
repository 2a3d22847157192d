"""The register: an authority is an answer only for days on which it existed, and a trust only where it runs one."""

import datetime as dt

import pytest

from loaders.record.errors import SourceRefused
from loaders.record.reference import Reference


@pytest.mark.parametrize(
    ("name", "day", "authority_id"),
    [
        ("Dorset", dt.date(2016, 5, 23), "dorset-county"),
        ("Dorset", dt.date(2021, 11, 19), "dorset"),
        ("Corporation of London", dt.date(2008, 1, 1), "city-of-london"),
        ("Bath & N E Somerset", dt.date(2006, 1, 1), "bath-and-north-east-somerset"),
        ("Brighter Futures for Children", dt.date(2022, 1, 1), "reading"),
        ("Medway Children's Services", dt.date(2019, 1, 1), "medway"),
        ("Northamptonshire Children’s Trust", dt.date(2020, 11, 1), "northamptonshire"),
    ],
)
def test_a_name_leads_to_the_authority_that_existed_then(
    name: str, day: dt.date, authority_id: str, reference: Reference
) -> None:
    assert reference.register.resolve(name, day).authority_id == authority_id


@pytest.mark.parametrize(
    ("name", "day", "message"),
    [
        (
            "Northamptonshire",
            dt.date(2023, 5, 3),
            "Northamptonshire ended on 31 March 2021; on 3 May 2023 its services belonged to North Northamptonshire "
            "and West Northamptonshire",
        ),
        ("Cumberland", dt.date(2022, 9, 1), "Cumberland began on 1 April 2023; .* belonged to Cumbria"),
        (
            "Northamptonshire Children's Trust",
            dt.date(2023, 5, 3),
            "runs the services of North Northamptonshire and West Northamptonshire; wanted the authority",
        ),
        ("Achieving for Children", dt.date(2023, 5, 3), "Kingston upon Thames and Richmond upon Thames and Windsor"),
        ("Atlantis", None, 'knows no authority "Atlantis"'),
    ],
)
def test_who_is_no_answer_is_refused_with_those_who_are(
    name: str, day: dt.date | None, message: str, reference: Reference
) -> None:
    with pytest.raises(SourceRefused, match=message):
        reference.register.resolve(name, day)
    assert reference.register.find(name, day) is None


def test_a_code_that_an_authority_had_then_or_has_now_leads_to_it(reference: Reference) -> None:
    for code in ("E08000016", "E08000038"):
        assert reference.register.resolve("", dt.date(2024, 9, 1), code).authority_id == "barnsley"
    with pytest.raises(SourceRefused, match="Northamptonshire ended"):
        reference.register.resolve("", dt.date(2023, 5, 3), "E10000021")


@pytest.mark.parametrize("code", ["", " "])
def test_no_code_is_that_of_an_authority_without_one(code: str, reference: Reference) -> None:
    """Bedfordshire and Cheshire ended before their numbers could be established."""
    assert reference.register.find_code(code.strip()) is None
    assert reference.register.resolve("Kent", dt.date(2008, 1, 1), code).authority_id == "kent"


def test_a_name_beside_the_code_of_another_authority_is_neither(reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=r'"Rutland" stands beside E06000016, which is the code of Leicester'):
        reference.register.resolve("Rutland", dt.date(2023, 3, 6), "E06000016")


def test_a_code_of_the_past_beside_the_name_of_another_authority_is_neither(reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=r'"Rutland" stands beside E10000006, which is the code of Cumbria'):
        reference.register.resolve("Rutland", dt.date(2024, 3, 6), "E10000006")
    # The list of 2022 has the county's inspections beside the code of the authority that took its name.
    assert reference.register.resolve("Dorset", dt.date(2011, 10, 28), "E06000059").authority_id == "dorset-county"


def test_every_trust_and_neighbour_is_of_the_register(reference: Reference) -> None:
    register = reference.register
    for trust in register.trusts:
        assert set(trust.authority_ids) <= register.by_id.keys()
        assert not any(register.find(name) for name in trust.names)
    for model, neighbours in reference.neighbours.models.items():
        for authority_id, others in neighbours.items():
            assert len(set(others)) == 10, (model, authority_id)
            assert {authority_id, *others} <= register.by_id.keys()
            assert authority_id not in others
    assert reference.neighbours.latest("worcestershire")[0] == "2025-05"
    assert reference.neighbours.latest("northamptonshire")[0] == "2021-04"


@pytest.mark.parametrize(
    "text", ["Inspection of South Somerset", "The borough of Newcastle-under-Lyme", "West Kent", "NORTH NORFOLK"]
)
def test_a_name_within_the_name_of_another_place_names_no_authority(text: str, reference: Reference) -> None:
    assert reference.register.find_in(text) == []


@pytest.mark.parametrize(
    "text", ["North Somerset", "Newcastle-upon-Tyne", "Stockton-on-Tees", "East Sussex", "Kent-led"]
)
def test_a_name_of_several_words_is_still_found(text: str, reference: Reference) -> None:
    assert len(reference.register.find_in(text)) == 1
