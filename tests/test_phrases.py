"""What a phrase is looked for by: words that no text is without in which its pattern is found."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from loaders.record.phrases import Phrase, Searched, any_of, has_words, words_of
from loaders.record.reference import Reference

PATTERNS = (
    r"inspection of services for children",
    r"(?:re-?)?inspections? of (?:the |our )?council",
    r"\b(?:mock|peer|pre-?) (?:review|visits?)\b|\bdrafts?\b",
    r"joint (?!area)[^.]{0,20}\breview(?: report)?",
    r"(?-i:SEND)|special needs?|(?P<word>local) offer",
    r"[abc|d]+word*|colou?r{1,2}s|(?:|ends) here",
    r"(visits?)? (?:to (?:a|the) (?:school|home))+",
)
_PIECES = st.sampled_from(
    [
        *sorted({piece for pattern in PATTERNS for piece in re.findall(r"[A-Za-z]+", pattern)}),
        *(" ", "-", ".", "\n", "s", "re", "a", "u", "  ", "d", "ddd", "Local"),
    ]
)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=12))
def test_no_text_that_has_a_pattern_is_without_its_words(pattern: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    if re.search(pattern, text, re.IGNORECASE):
        assert has_words(Searched(text), words_of(pattern))


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [*PATTERNS, r"(?!(?-i:send) offer)special|\bLocal", r"^a\w* draft|\bvisit$"])
@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=12))
def test_a_phrase_is_where_its_pattern_is(pattern: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    match = Phrase(pattern).search(text)
    expected = re.search(pattern.replace(" ", r"\s+"), text, re.IGNORECASE | re.MULTILINE)
    assert (match and match.span()) == (expected and expected.span())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("inspection of services", "An inspection of schools"),
        ("(?:peer|mock) review", "a review"),
        ("drafts?|final version", "the final report"),
        (r"(?-i:\bSEND\b) inspection", "an inspection"),
    ],
)
def test_a_text_without_the_words_is_not_searched(pattern: str, text: str) -> None:
    assert not has_words(Searched(text), words_of(pattern))


def test_words_may_be_parted_by_any_white_space_and_printed_in_capitals() -> None:
    match = Phrase("inspection of services").search("The INSPECTION\n of  Services")
    assert match
    assert match.start() == 4


def test_of_several_phrases_the_match_that_stands_first_counts() -> None:
    phrases = any_of(["monitoring visit", "focused visit", "visit"])
    match = phrases.search("Focused visit, then a monitoring visit")
    assert match
    assert match.group() == "Focused visit"
    assert phrases.match("a visit") is None
    assert phrases.match("Visit").group() == "Visit"  # type: ignore[union-attr]


def test_of_several_phrases_those_are_possible_whose_words_a_text_has() -> None:
    phrases = any_of(["monitoring visit", "focused visit", "peer review"])
    assert [phrase.pattern for phrase in phrases.possible_in("Visit, focused").phrases] == ["focused visit"]
    assert not phrases.possible_in("An inspection")
    assert not any_of([])
    assert any_of([]).search("An inspection") is None


def test_every_phrase_of_the_reference_finds_what_its_pattern_finds(reference: Reference) -> None:
    phrases = [phrase for framework in reference.frameworks.values() for phrase in framework.recognise]
    titles = [framework.title for framework in reference.frameworks.values()]
    assert phrases
    for phrase in phrases:
        spaced = re.compile(phrase.pattern.replace(" ", r"\s+"), re.IGNORECASE | re.MULTILINE)
        for title in titles:
            assert bool(phrase.search(title)) == bool(spaced.search(title))
