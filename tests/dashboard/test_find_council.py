"""The search for councils: it forgives, and it never leads to a council that was not meant."""

import string
from collections.abc import Iterator

import pytest

from dashboard.find_council import CouncilIndex, is_one_error
from loaders.record.reference import Reference, normalise_name


@pytest.fixture(scope="module")
def index(reference: Reference) -> CouncilIndex:
    return CouncilIndex(reference.register)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Telford", "telford-and-wrekin"),
        ("telford & wrekin", "telford-and-wrekin"),
        ("Telfrod", "telford-and-wrekin"),
        ("worcs", "worcestershire"),
        ("WORCESTERSHIRE COUNTY COUNCIL", "worcestershire"),
        ("kensington", "kensington-and-chelsea"),
        ("kens chel", "kensington-and-chelsea"),
        ("Manchestr", "manchester"),
        ("885", "worcestershire"),
        ("e10000034", "worcestershire"),
        ("80474", "herefordshire"),
        ("B'ham", "birmingham"),
        ("B’ham", "birmingham"),
        ("Hull", "kingston-upon-hull"),
        ("Kingston upon Hull, City of", "kingston-upon-hull"),
        ("Bristol", "bristol"),
        ("City of York", "york"),
        ("Brighton", "brighton-and-hove"),
        ("Saint Helens", "st-helens"),
        ("Derby", "derby"),
        ("Bedford", "bedford"),
        ("E10000002", "buckinghamshire"),
        ("Medway Children's Services", "medway"),
        ("slough children first", "slough"),
    ],
)
def test_one_good_match_leads_there(index: CouncilIndex, text: str, expected: str) -> None:
    council = index.find(text).only
    assert council is not None
    assert council.authority_id == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northants", ["north-northamptonshire", "west-northamptonshire", "northamptonshire"]),
        ("bournemouth", ["bournemouth", "bournemouth-christchurch-and-poole"]),
        ("Cumbria", ["cumbria", "cumberland", "westmorland-and-furness"]),
        ("Dorset", ["dorset", "dorset-county", "bournemouth-christchurch-and-poole"]),
        ("Kingston", ["kingston-upon-hull", "kingston-upon-thames"]),
        ("Lutton", ["luton", "sutton"]),
        ("Bent", ["brent", "kent"]),
        ("Derbys", ["derby", "derbyshire"]),
        ("Achieving for Children", ["kingston-upon-thames", "richmond-upon-thames", "windsor-and-maidenhead"]),
    ],
)
def test_what_can_mean_several_lists_them(index: CouncilIndex, text: str, expected: list[str]) -> None:
    matches = index.find(text)
    assert matches.only is None
    assert sorted(a.authority_id for a in matches.councils) == sorted(expected)


def test_regions_and_other_parts_of_england_list_their_councils(index: CouncilIndex, reference: Reference) -> None:
    for region in {a.region for a in reference.register.authorities}:
        matches = index.find(region)
        assert matches.only is None
        assert {a.authority_id for a in matches.councils} >= {
            a.authority_id for a in reference.register.authorities if a.region == region
        }
    assert len(index.find("Berkshire").councils) == 6


@pytest.mark.parametrize("text", ["", "   ", "?!", "zzzzzz", "ÿ"])
def test_nothing_leads_nowhere(index: CouncilIndex, text: str) -> None:
    assert index.find(text).only is None
    assert not index.find(text).councils


def test_what_is_spelled_alike_is_suggested(index: CouncilIndex) -> None:
    matches = index.find("Wolverhamtpno")
    assert not matches.councils
    assert "wolverhampton" in [a.authority_id for a in matches.suggestions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ofsted kent", ["kent"]),
        ("Leeds safeguarding 2022", ["leeds"]),
        ("North East Lincolnshire inadequate", ["north-east-lincolnshire"]),
        ("Manchester or Salford", ["manchester", "salford"]),
    ],
)
def test_a_name_among_other_words_is_found_and_never_led_to(
    index: CouncilIndex, text: str, expected: list[str]
) -> None:
    matches = index.find(text)
    assert matches.only is None
    assert matches.has_more
    assert [a.authority_id for a in matches.councils] == expected
    assert not index.find(expected[0]).has_more


def test_every_name_and_alias_finds_its_council(index: CouncilIndex, reference: Reference) -> None:
    for authority in reference.register.authorities:
        also = reference.register.search_names.also.get(authority.authority_id, ())
        for name in (authority.name, authority.display_name, *authority.aliases, *also):
            matches = index.find(name)
            assert authority in matches.councils, name
            assert matches.only in (None, authority), name


def test_every_code_finds_its_council(index: CouncilIndex, reference: Reference) -> None:
    for authority in reference.register.authorities:
        codes = (authority.gss_code, *authority.previous_gss_codes, authority.dfe_la_number, authority.ofsted_urn)
        for code in filter(None, codes):
            matches = index.find(code)
            assert authority in matches.councils, code
            assert matches.only in (None, authority), code


@pytest.mark.slow
def test_a_beginning_never_leads_to_another_council(index: CouncilIndex, reference: Reference) -> None:
    """Each beginning of each name: the council is found, or another one has exactly this name (York of Yorkshire)."""
    for authority in reference.register.authorities:
        for name in {normalise_name(authority.name), normalise_name(authority.display_name)}:
            for end in range(1, len(name) + 1):
                matches = index.find(name[:end])
                if authority not in matches.councils:
                    text = " ".join(name[:end].split())
                    assert any(text in [*index.names_of(a), *index.areas_of(a)] for a in matches.councils), text


def variants(name: str) -> Iterator[str]:
    """The name with one letter left out, changed or added, or two neighbours swapped."""
    for at in range(len(name) + 1):
        rest = name[at:]
        if rest:
            yield name[:at] + rest[1:]
        if len(rest) > 1:
            yield name[:at] + rest[1] + rest[0] + rest[2:]
        for letter in string.ascii_lowercase:
            yield name[:at] + letter + rest
            if rest:
                yield name[:at] + letter + rest[1:]


@pytest.mark.slow
def test_no_typing_error_in_a_name_leads_to_another_council(index: CouncilIndex, reference: Reference) -> None:
    tried, exact = 0, []
    for authority in reference.register.authorities:
        for name in {normalise_name(authority.name), normalise_name(authority.display_name)}:
            for variant in variants(name):
                matches = index.find(variant)
                tried += 1
                if matches.only and variant in index.full_names_of(matches.only):
                    exact.append((name, variant))  # nobody can tell that Hertfordshire was meant as Herefordshire
                    continue
                assert authority in matches.councils, (name, variant)
                assert matches.only in (None, authority), (name, variant)
    assert tried > 100_000
    assert {pair for pair in exact if leads_to(index, pair[0]) != leads_to(index, pair[1])} == {
        ("herefordshire", "hertfordshire"),
        ("hertfordshire", "herefordshire"),
    }


def leads_to(index: CouncilIndex, name: str) -> str:
    council = index.find(name).only
    return council.authority_id if council else ""


def test_one_error_is_one_edit() -> None:
    def slow(one: str, other: str) -> bool:
        return one != other and (other in set(variants(one)))

    words = ["kent", "brent", "bent", "knet", "ken", "kents", "kant", "tkne", "ekntt", "", "k", "derby", "devon"]
    for one in words:
        for other in words:
            assert is_one_error(one, other) == slow(one, other), (one, other)
