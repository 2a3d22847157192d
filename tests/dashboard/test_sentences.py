"""Sentences: whole, with printed words and scales, and true to the rows that they are made of."""

from dashboard import queries, sentences, wording
from dashboard.store import Store, records


def movement(store: Store, a: str, b: str, service: str) -> str:
    first, second = store.inspections[a], store.inspections[b]
    pair = next(p for p in queries.compare(store, first, second) if (p.service, p.aspect) == (service, "overall"))
    return sentences.movement(store, pair, queries.between(store, first, second, service, "overall"))


def test_the_trap_is_put_into_words(store: Store) -> None:
    text = movement(store, "worcestershire-2008-11-jar", "worcestershire-2012-03-safeguarding", "safeguarding")
    for part in (
        "one grade down (worse), from good in November 2008",
        "“good”, 3 on the scale 1 to 4, where 4 is best",
        "“Adequate”, 3 on the scale 1 to 4, where 1 is best",
        "Both print the number 3, yet the grades differ",
        "not one measure",
        "an inspection of October 2010, known only from a mention, gave inadequate",
    ):
        assert part in text


def test_what_was_not_judged_has_no_movement(store: Store) -> None:
    text = movement(store, "worcestershire-2008-11-jar", "worcestershire-2012-03-safeguarding", "looked_after_children")
    assert "not judged: not inspected at the second inspection" in text
    assert "Nothing can be said of a movement" in text


def test_the_headline_is_the_finding(store: Store) -> None:
    pairs = queries.compare(
        store, store.inspections["worcestershire-2008-11-jar"], store.inspections["worcestershire-2012-03-safeguarding"]
    )
    assert (
        sentences.headline(store, pairs) == "Help, protection and safeguarding: one grade down, from good to adequate"
    )
    assert "one grade went down" in sentences.comparison(pairs)


def test_a_sequence_says_what_is_known_only_from_a_mention(store: Store) -> None:
    rows = records(queries.series(store.of_authority("judgements", "worcestershire"), ["safeguarding"], ["overall"]))
    text = sentences.sequence(store, rows)
    assert "good in November 2008 (JAR), inadequate in October 2010 (SLAC, known only from a mention)" in text
    assert "The number 3 stands for good in 2008 and for adequate in 2012" in sentences.same_number(store, rows)


def test_dates_are_no_more_exact_than_known() -> None:
    row = {"date": "2010-10-01", "date_precision": "month"}
    assert wording.date(row) == "October 2010"
    assert wording.date({**row, "date_precision": "year"}) == "2010"
    assert wording.date({"date": "2012-03-23", "date_precision": "day"}) == "23 March 2012"


def test_movements_are_named_with_their_direction() -> None:
    assert [wording.movement(change) for change in (-2, -1, 0, 1)] == [
        "two grades down (worse)",
        "one grade down (worse)",
        "no change of harmonised grade",
        "one grade up (better)",
    ]
