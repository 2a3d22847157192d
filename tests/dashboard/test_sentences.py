"""Sentences: whole, with printed words and scales, and true to the rows that they are made of."""

import pytest

from dashboard.analysis import queries
from dashboard.store import Row, Store, records
from dashboard.words import comparison as sentences
from dashboard.words import history as history_sentences
from dashboard.words import wording
from loaders.record.reference import Reference


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
        "Both are number 3 on their own scale, yet the grades differ",
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
    assert history_sentences.sequence(store, rows) == (
        "Safeguarding: good in 2008 (JAR); inadequate in 2010 (SLAC, known from a mention), "
        "adequate in 2012 (Safeguarding); inadequate in 2016 (SIF), requires improvement to be good in 2019 (ILACS)."
    )
    assert "The number 3 stands for good in 2008 and for adequate in 2012" in sentences.same_number(store, rows)


FRAMEWORKS = {"2008": "jar", "2012": "safeguarding", "2014": "sif", "2016": "sif"}


def history(store: Store, *grades: tuple[str, str], service: str = "safeguarding") -> list[Row]:
    """Rows of one service: a year, with "m" after it for a mention, and the printed word."""
    rows = []
    for when, words in grades:
        year = when[:4]
        framework = FRAMEWORKS.get(year, "ilacs")
        word = store.reference.scales[store.framework(framework).scale].word(words)
        assert word is not None
        rows.append(
            {
                "inspection_id": f"x-{year}",
                "service": service,
                "aspect": "overall",
                "date": f"{year}-06-01",
                "date_precision": "day",
                "framework": framework,
                "grade": word.grade,
                "grade_rank": str(store.reference.grades[word.grade]),
                "grade_original": words,
                "scale": store.framework(framework).scale,
                "inspection_start": "",
                "evidence": "mention" if when.endswith("m") else "primary",
                "comparability": "same" if framework == "ilacs" else "close",
            }
        )
    return rows


@pytest.mark.parametrize(
    ("grades", "title"),
    [
        (
            [("2008", "good"), ("2012m", "inadequate"), ("2016", "Good"), ("2019", "Good")],
            "Safeguarding fell from good to inadequate between 2008 and 2012 (known from a mention), across a change "
            "of framework, and has been good since 2016",
        ),
        ([("2016", "Good"), ("2019", "Inadequate")], "Safeguarding fell from good to inadequate between 2016 and 2019"),
        (
            [("2014", "Good"), ("2016", "Inadequate"), ("2019", "Inadequate")],
            "Safeguarding fell from good to inadequate between 2014 and 2016 and has not moved since",
        ),
        (
            [("2012", "adequate"), ("2016", "Good")],
            "Safeguarding rose from adequate to good between 2012 and 2016, across a change of framework",
        ),
        (
            [("2016", "Requires improvement"), ("2019", "Requires improvement to be good")],
            "Safeguarding was graded requires improvement or requires improvement to be good at each of two "
            "inspections from 2016 to 2019",
        ),
        ([("2016m", "Good")], "Safeguarding was good in 2016 (known from a mention), the only grade known"),
    ],
)
def test_a_charts_title_is_its_finding(store: Store, grades: list[tuple[str, str]], title: str) -> None:
    assert history_sentences.finding(store, history(store, *grades)) == title


def test_the_only_grade_is_not_said_to_be_graded(store: Store) -> None:
    rows = [row | {"service": "whole_service"} for row in history(store, ("2022", "Requires improvement to be good"))]
    wanted = "The overall grade was requires improvement to be good in 2022, the only grade known"
    assert history_sentences.finding(store, rows) == wanted


def test_the_chart_of_a_comparison_says_what_it_shows(store: Store) -> None:
    a, b = (store.inspections[f"worcestershire-{each}"] for each in ("2008-11-jar", "2012-03-safeguarding"))
    wanted = "From 2008 to 2012, one grade went down, across a break in the measure"
    assert sentences.tally(queries.compare(store, a, b), "2008", "2012") == wanted
    assert sentences.tally([], "2008", "2012") == "No judgement has a grade both in 2008 and in 2012"


def test_what_is_no_longer_judged_has_no_grade_today(store: Store) -> None:
    grades = [("2014", "Good"), ("2016", "Inadequate")]
    rows = history(store, ("2012", "good"), *grades, ("2019", "Good"))
    assert history_sentences.finding(store, rows, ended=True).endswith("and was good when last judged, in 2019")


def test_a_run_stays_within_one_measure_and_never_says_so_where_it_does_not(store: Store) -> None:
    rows = history(store, ("2008", "good"), ("2012", "good"), ("2016", "Good"), ("2019", "Good"), ("2022", "Good"))
    text = history_sentences.sequence(store, rows)
    assert "The longest run: good at three inspections in a row, 2016 to 2022." in text
    assert "Never inadequate at these five inspections, across two changes of framework." in text
    fallen = history(store, ("2012", "inadequate"), ("2016", "Good"), ("2019", "Good"))
    assert "Not inadequate again since 2012, across a change of framework." in history_sentences.sequence(store, fallen)


def test_the_latest_inspection_leads_with_its_finding(store: Store) -> None:
    judgements = records(store.of_authority("judgements", "worcestershire"))
    assert history_sentences.latest(store, judgements) == (
        "Requires improvement to be good overall at the latest inspection (June 2019, ILACS); "
        "requires improvement to be good for help and protection."
    )
    bedford = records(store.of_authority("judgements", "bedford"))
    assert history_sentences.latest(store, bedford) == (
        "Outstanding for help and protection at the latest inspection (January 2022, ILACS); good for children in care."
    )


def test_a_printed_word_leads_and_another_harmonised_one_follows() -> None:
    row = {"grade_original": "Performs poorly", "grade": "inadequate", "scale": "performs"}
    assert wording.said_grade(row) == "performs poorly (harmonised: inadequate)"
    third = {"grade_original": "Require improvement", "grade": "requires_improvement_or_adequate"}
    assert wording.said_grade(third | {"scale": "words-requires-improvement"}) == "requires improvement"


def test_what_a_list_prints_in_todays_words_is_said_in_the_word_of_the_time(reference: Reference) -> None:
    listed = {
        "grade_original": "Requires improvement to be good",
        "grade_number_original": "",
        "grade": "requires_improvement_or_adequate",
        "scale": "statistics-relabelled",
    }
    assert wording.said_grade(listed) == "adequate (listed as requires improvement to be good)"
    assert wording.printed(reference, listed) == (
        "listed as “Requires improvement to be good”; the word at the time was adequate"
    )
    good = listed | {"grade_original": "Good", "grade": "good"}
    assert wording.said_grade(good) == "good"
    assert wording.printed(reference, good) == "listed as “Good” by the inspectorate"


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
