"""Sentences: whole, with printed words and scales, and true to the rows that they are made of."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from dashboard.analysis import queries
from dashboard.store import Store
from dashboard.words import comparison as sentences, history as history_sentences, wording
from dashboard.words.comparison import Ends
from loaders.record.reference import Reference
from loaders.record.rows import JudgementRow


@pytest.fixture(name="store")
def _frozen(frozen_store: Store) -> Store:
    """A framework, a word or a council that is added to the project's own reference changes no sentence here."""
    return frozen_store


@pytest.fixture(name="reference")
def _frozen_reference(frozen_store: Store) -> Reference:
    return frozen_store.reference


def pairs_and_ends(store: Store, a: str, b: str) -> tuple[list[queries.Pair], Ends]:
    first, second = store.inspections[a], store.inspections[b]
    return queries.compare(store, first, second), Ends(store.reference, first, second)


def test_the_trap_is_put_into_words(store: Store) -> None:
    pairs, ends = pairs_and_ends(store, "worcestershire-2008-11-jar", "worcestershire-2012-03-safeguarding")
    assert sentences.lead(store, pairs, ends) == (
        "Only safeguarding was graded both times: good in 2008, adequate in 2012. "
        "The two inspections were too different to call that a fall."
    )
    pair = sentences.most_telling(pairs)
    assert pair is not None
    assert sentences.numbers(store.reference, pair, ends) == (
        "Both reports print the same number, 3. In 2008 the best number was 4; in 2012 it was 1. "
        "So the same number means different grades."
    )
    others = queries.between(store, dict(ends.a), dict(ends.b), service="safeguarding", aspect="overall")
    assert sentences.between(store, pair, others) == (
        "Between the two, safeguarding was graded inadequate in October 2010 (quoted in a later report)."
    )
    assert ends.title == "Two inspections of Worcestershire, 2008 and 2012"


def test_what_was_graded_once_is_not_compared(store: Store) -> None:
    pairs, ends = pairs_and_ends(store, "worcestershire-2008-11-jar", "leeds-2015-02-sif")
    once = [pair for pair in pairs if pair.service != "safeguarding"]
    assert sentences.lead(store, once, ends) == "Nothing was graded in both inspections, so they cannot be compared."


def test_what_is_comparable_rose_or_fell(store: Store) -> None:
    pairs, ends = pairs_and_ends(store, "worcestershire-2016-11-sif", "worcestershire-2019-06-ilacs")
    assert sentences.lead(store, pairs, ends) == (
        "Safeguarding rose from inadequate in 2016 to requires improvement in 2019; Ofsted changed its framework in "
        "between. 2 areas were graded both times: 2 rose."
    )


def test_people_do_not_rise_and_are_many(shipped_store: Store) -> None:
    def said(a: str, b: str) -> list[str]:
        pairs, ends = pairs_and_ends(shipped_store, a, b)
        pair = next(pair for pair in pairs if pair.service == "looked_after_children" and pair.aspect == "overall")
        others = queries.between(shipped_store, dict(ends.a), dict(ends.b), service=pair.service, aspect=pair.aspect)
        change = sentences.change(shipped_store, pair, ends)
        return [sentences.lead(shipped_store, [pair], ends), change, sentences.between(shipped_store, pair, others)]

    assert said("kent-2013-07-lac", "kent-2017-03-sif") == [
        "One area was graded both times, looked-after children: adequate in 2013, good in 2017. "
        "The two inspections were too different to call that a rise.",
        "Looked-after children: adequate in 2013, good in 2017. "
        "The two inspections were too different to call that a rise.",
        "",
    ]
    assert said("kent-2017-03-sif", "kent-2025-11-ilacs")[1:] == [
        "The grade for looked-after children rose from good in 2017 to outstanding in 2025; Ofsted changed its "
        "framework in between.",
        "Between the two, the grade for looked-after children was outstanding in May 2022.",
    ]
    assert said("kent-2022-05-ilacs", "kent-2025-11-ilacs")[1] == (
        "The grade for looked-after children was outstanding both times, in 2022 and in 2025; compare with caution."
    )


def test_against_the_order_of_time_nothing_rises_or_falls(store: Store) -> None:
    pairs, ends = pairs_and_ends(store, "worcestershire-2019-06-ilacs", "worcestershire-2016-11-sif")
    text = sentences.lead(store, pairs, ends)
    assert not re.search("rose|fell|up one|down one", text)
    assert "The first is one grade higher; Ofsted changed its framework in between." in text


def test_one_council_is_not_said_to_have_risen_over_another(store: Store) -> None:
    pairs, ends = pairs_and_ends(store, "worcestershire-2019-06-ilacs", "bedford-2022-01-ilacs")
    text = sentences.lead(store, pairs, ends)
    assert text == (
        "Only safeguarding was graded in both: requires improvement in Worcestershire in 2019, outstanding in "
        "Bedford in 2022. The second is two grades higher."
    )
    assert ends.title == "Worcestershire in 2019 and Bedford in 2022"


def test_the_trap_is_found_in_a_councils_own_grades(store: Store) -> None:
    rows = [
        row
        for row in store.of_authority("judgements", "worcestershire")
        if (row["service"], row["aspect"]) == ("safeguarding", "overall")
    ]
    assert "The number 3 meant good in 2008 and adequate in 2012" in sentences.same_number(store, rows)


FRAMEWORKS = {"2008": "jar", "2012": "safeguarding", "2014": "sif", "2016": "sif"}


def history(store: Store, *grades: tuple[str, str], service: str = "safeguarding") -> list[JudgementRow]:
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
                "date": dt.date(int(year), 6, 1),
                "date_precision": "day",
                "framework": framework,
                "grade": word.grade,
                "grade_rank": store.reference.grades[word.grade],
                "grade_original": words,
                "scale": store.framework(framework).scale,
                "inspection_start": None,
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
            "Safeguarding was good at each of two inspections from 2016 to 2019; Ofsted changed its framework in "
            "between, and grades before 2016 are not comparable",
        ),
        (
            [("2016", "Good"), ("2019", "Inadequate")],
            "Safeguarding fell from good in 2016 to inadequate in 2019; Ofsted changed its framework in between",
        ),
        ([("2019", "Good"), ("2023", "Inadequate")], "Safeguarding fell from good in 2019 to inadequate in 2023"),
        (
            [("2014", "Good"), ("2016", "Inadequate"), ("2019", "Inadequate")],
            "Safeguarding fell from good in 2014 to inadequate in 2016, with no change since; Ofsted changed its "
            "framework in between",
        ),
        (
            [("2012", "adequate"), ("2016", "Good")],
            "Safeguarding was good in 2016; grades before 2016 are not comparable",
        ),
        (
            [("2016", "Requires improvement"), ("2019", "Requires improvement to be good")],
            "Safeguarding was graded requires improvement at each of two inspections from 2016 to 2019; Ofsted changed "
            "its framework in between",
        ),
        (
            [("2016m", "Good")],
            "Safeguarding was good in 2016 (quoted in a later report), the only grade in this record",
        ),
    ],
)
def test_a_charts_title_is_its_finding(store: Store, grades: list[tuple[str, str]], title: str) -> None:
    assert history_sentences.finding(store, history(store, *grades)) == title


def test_the_only_grade_is_not_said_to_be_graded(store: Store) -> None:
    rows = [row | {"service": "whole_service"} for row in history(store, ("2022", "Requires improvement to be good"))]
    expected = "The overall grade was requires improvement in 2022, the only grade in this record"
    assert history_sentences.finding(store, rows) == expected


def test_what_is_no_longer_judged_has_no_grade_today(store: Store) -> None:
    grades = [("2014", "Good"), ("2016", "Inadequate")]
    rows = history(store, ("2012", "good"), *grades, ("2019", "Good"))
    assert history_sentences.finding(store, rows, ended=True).endswith(
        "and was good when last graded, in 2019; Ofsted changed its framework in between, and grades before 2014 are "
        "not comparable"
    )


def test_a_printed_word_leads_and_another_harmonised_one_follows(reference: Reference) -> None:
    row = {"grade_original": "Performs poorly", "grade": "inadequate", "scale": "performs"}
    assert wording.said_grade(reference, row) == "performs poorly (inadequate on the common scale)"
    third = {"grade_original": "Require improvement", "grade": "requires_improvement_or_adequate"}
    assert wording.said_grade(reference, third | {"scale": "words-requires-improvement"}) == "requires improvement"


def test_what_a_list_prints_in_todays_words_is_said_in_the_word_of_the_time(reference: Reference) -> None:
    listed = {
        "grade_original": "Requires improvement to be good",
        "grade_number_original": "",
        "grade": "requires_improvement_or_adequate",
        "scale": "statistics-relabelled",
        "framework": "slac",
    }
    assert wording.said_grade(reference, listed) == "adequate (listed as requires improvement to be good)"
    assert wording.printed_words(reference, listed) == (
        "listed as “Requires improvement to be good”; the word at the time was adequate"
    )
    good = listed | {"grade_original": "Good", "grade": "good"}
    assert wording.said_grade(reference, good) == "good"
    assert wording.printed_words(reference, good) == "listed as “Good” by the inspectorate"


def test_dates_are_no_more_exact_than_known() -> None:
    row = {"date": dt.date(2010, 10, 1), "date_precision": "month"}
    assert wording.date(row) == "October 2010"
    assert wording.date({**row, "date_precision": "year"}) == "2010"
    assert wording.date({"date": dt.date(2012, 3, 23), "date_precision": "day"}) == "23 March 2012"


def test_a_share_is_no_zero_where_there_is_some_and_a_dash_where_there_is_none() -> None:
    shares = (0.64, 0.004, 0, None)
    assert [wording.percent(share) for share in shares] == ["64%", "under 1%", "0%", "–"]


def test_movements_are_named_with_their_direction() -> None:
    assert [wording.movement(change) for change in (-2, -1, 0, 1)] == [
        "down two grades",
        "down one grade",
        "no change",
        "up one grade",
    ]


def test_numbers_of_two_scales_are_explained_whatever_they_are(store: Store) -> None:
    """A grade of 2008 beside one of 2012: 4 was the best number and 1 is."""
    pairs, ends = pairs_and_ends(store, "worcestershire-2008-11-jar", "worcestershire-2012-03-safeguarding")
    pair = sentences.most_telling(pairs)
    assert pair is not None
    assert pair.a is not None
    assert pair.b is not None

    def said(first: tuple[int, str], second: tuple[int, str]) -> str:
        rows = [
            {**row, "grade_number_original": number, "grade": grade}
            for row, (number, grade) in ((pair.a, first), (pair.b, second))
        ]
        text = sentences.numbers(store.reference, replace(pair, a=rows[0], b=rows[1]), ends)
        return text.removesuffix(" In 2008 the best number was 4; in 2012 it was 1.")

    assert said((2, "good"), (2, "good")) == "Both reports print the number 2."
    assert said((3, "good"), (2, "good")) == "The reports print 3 and 2 for the same grade."
    assert said((4, "outstanding"), (2, "good")) == "The reports print 4 and 2."
