"""Texts in small letters and lines by their words: places in them are places in the text."""

from loaders.record import small_letters


def test_a_text_stays_as_long_as_it_is() -> None:
    text = "\u0130n ISTANBUL\nGOOD"
    assert small_letters.lowered(text) == "in istanbul\ngood"
    assert len(text.lower()) > len(text)


def test_a_long_text_is_lowered_as_a_short_one() -> None:
    long = "GOOD " * 30_000
    assert small_letters.lowered_page(long) == long.lower()
    assert small_letters.lowered_page("GOOD") == "good"


def test_words_are_found_whatever_their_capitals() -> None:
    assert small_letters.has_any("The grade is GOOD.", ("poor", "good"))
    assert not small_letters.has_any("The grade is GOOD.", ("poor",))


def test_each_line_is_found_once_in_its_order_up_to_the_last() -> None:
    text = "Revised on Monday\nnothing\nA REVISED and amended line\n\nthe last is amended"
    lines = [text[slice(*line)] for line in small_letters.lines_with(text, ("amend", "revis"))]
    assert lines == ["Revised on Monday", "A REVISED and amended line", "the last is amended"]
    assert small_letters.lines_with(text, ("absent",)) == []
