"""What is printed to what it means: scales, numbers, contradictions, and the framework of a mention by its date."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from loaders.reading import harmonise
from loaders.record import reference as reference_module
from loaders.record.model import GradedLine, Mention, Observation, Reading
from loaders.record.precision import Precision
from loaders.record.reference import Scale

DAY = dt.date(2012, 3, 23)
KNOWN = reference_module.load()
PRINTABLE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=30)


def line(words: str, number: int | None = None, service: str = "safeguarding", aspect: str = "overall") -> GradedLine:
    text = f"Grade {number} ({words})" if number else words
    return GradedLine(
        service=service,
        aspect=aspect,
        label="Overall effectiveness",
        grade_text=text,
        words=words,
        number=number,
        locator="line 9, table",
        place="table",
    )


def reading(
    framework: str, *lines: GradedLine, day: dt.date | None = DAY, mentions: tuple[Mention, ...] = ()
) -> Reading:
    return Reading(
        framework=framework,
        authority="Worcestershire",
        evidence="primary",
        lines=lines,
        inspection_start=day,
        inspection_end=day,
        published=None,
        mentions=mentions,
    )


def harmonised(framework: str, *lines: GradedLine, day: dt.date = DAY) -> tuple[list[Observation], list[str]]:
    return harmonise.observations(reading(framework, *lines, day=day), "worcestershire", "report", reference=KNOWN)


def remark(
    service: str, date: dt.date, precision: Precision = "month", words: str = "inadequate", framework: str = ""
) -> Mention:
    return Mention(
        service=service,
        aspect="overall",
        label="children",
        grade_text=words,
        words=words,
        date=date,
        precision=precision,
        locator="para 1",
        framework=framework,
    )


def mentioned(mention: Mention) -> Observation | None:
    observations, problems = harmonise.observations(
        reading("sif", day=dt.date(2017, 1, 1), mentions=(mention,)), "york", "r", reference=KNOWN
    )
    assert problems == []
    return observations[0] if observations else None


def test_a_remark_of_before_an_authority_began_is_none_of_its_inspections() -> None:
    early = remark("safeguarding", dt.date(2016, 9, 1), framework="sif")
    late = remark("safeguarding", dt.date(2021, 4, 1), words="good", framework="ilacs")
    observations, problems = harmonise.observations(
        reading("ilacs", day=dt.date(2026, 5, 22), mentions=(early, late)),
        "west-northamptonshire",
        "r",
        reference=KNOWN,
    )
    assert [o.date for o in observations] == [late.date]
    assert len(problems) == 1
    assert "West Northamptonshire began on 1 April 2021" in problems[0]
    assert "on 30 September 2016 its services belonged to Northamptonshire (para 1)" in problems[0]


# --- words and numbers on scales


@pytest.mark.parametrize(
    ("framework", "day", "words", "number", "grade", "rank"),
    [
        ("jar", dt.date(2008, 11, 18), "outstanding", 4, "outstanding", 1),
        ("jar", dt.date(2008, 11, 18), "good", 3, "good", 2),
        ("jar", dt.date(2008, 11, 18), "adequate", 2, "requires_improvement_or_adequate", 3),
        ("jar", dt.date(2008, 11, 18), "inadequate", 1, "inadequate", 4),
        ("slac", DAY, "Outstanding", 1, "outstanding", 1),
        ("slac", DAY, "Good", 2, "good", 2),
        ("slac", DAY, "Adequate", 3, "requires_improvement_or_adequate", 3),
        ("slac", DAY, "Inadequate", 4, "inadequate", 4),
    ],
)
def test_a_number_means_what_its_own_framework_says(
    framework: str, day: dt.date, words: str, number: int, grade: str, rank: int
) -> None:
    (observation,), problems = harmonised(framework, line(words, number), day=day)
    assert (observation.grade, observation.grade_rank, observation.grade_number_original) == (grade, rank, number)
    assert problems == []


def test_three_in_2008_and_three_in_2012_are_one_grade_apart() -> None:
    (earlier,), _ = harmonised("jar", line("good", 3), day=dt.date(2008, 11, 18))
    (later,), _ = harmonised("safeguarding", line("Adequate", 3))
    assert earlier.grade_number_original == later.grade_number_original == 3
    assert (earlier.scale, later.scale) == ("four-point-4-best", "four-point-1-best")
    assert earlier.grade_rank is not None
    assert later.grade_rank is not None
    assert earlier.grade_rank - later.grade_rank == -1


def test_words_alone_get_the_number_that_a_numbering_framework_gives_them() -> None:
    (observation,), _ = harmonised("slac", line("Inadequate"))
    assert observation.grade_number_original == 4
    assert observation.grade_text == "Inadequate"


@pytest.mark.parametrize(("framework", "words"), [("child_protection", "Adequate"), ("sif", "Requires improvement")])
def test_a_framework_without_numbers_gets_none(framework: str, words: str) -> None:
    (observation,), _ = harmonised(
        framework, line(words), day=dt.date(2013, 4, 24) if words == "Adequate" else dt.date(2016, 5, 1)
    )
    assert observation.grade_number_original is None
    assert observation.grade == "requires_improvement_or_adequate"


@pytest.mark.parametrize("words", ["Satisfactory", "Requires improvement", "Fairly good", "good enough", "", "3"])
def test_a_word_on_no_scale_gives_no_grade_and_is_named(words: str) -> None:
    observations, problems = harmonised("safeguarding", line(words), line("Good"))
    assert [o.grade for o in observations] == ["good"]
    assert problems == [f'Overall effectiveness: "{words}" is on no scale of this framework (line 9, table)']


def test_a_word_of_an_earlier_scale_is_on_no_later_one() -> None:
    observations, problems = harmonised("ilacs", line("Adequate"), day=dt.date(2019, 6, 1))
    assert observations == []
    assert len(problems) == 1


@pytest.mark.parametrize(("framework", "words", "number", "expected"), [("slac", "Good", 3, 2), ("jar", "good", 2, 3)])
def test_a_number_that_contradicts_its_word_gives_no_grade(
    framework: str, words: str, number: int, expected: int
) -> None:
    day = DAY if framework == "slac" else dt.date(2008, 11, 18)
    observations, problems = harmonised(framework, line(words, number), day=day)
    assert observations == []
    assert problems == [
        f'Overall effectiveness: "Grade {number} ({words})" gives {number} to {words.lower()}, '
        f"which is {expected} on this framework's scale (line 9, table)"
    ]


def test_not_judged_keeps_its_words_and_has_neither_grade_nor_number() -> None:
    (observation,), problems = harmonised("slac", line("Not judged"))
    assert (
        observation.grade_original,
        observation.grade,
        observation.grade_rank,
        observation.grade_number_original,
    ) == (
        "Not judged",
        "",
        None,
        None,
    )
    assert problems == []


def test_what_the_framework_does_not_grade_at_that_date_gives_no_grade() -> None:
    observations, problems = harmonised("ilacs", line("Good", service="whole_service"), day=dt.date(2026, 7, 10))
    assert observations == []
    assert problems == ["Overall effectiveness: not graded under this framework (line 9, table)"]


@pytest.mark.parametrize(("day", "comparability"), [(dt.date(2022, 12, 5), "close"), (dt.date(2023, 1, 16), "same")])
def test_comparability_is_that_of_the_line_in_force(day: dt.date, comparability: str) -> None:
    (observation,), _ = harmonised("ilacs", line("Good", service="looked_after_children"), day=day)
    assert observation.comparability == comparability


def test_the_end_of_the_visit_dates_it_and_its_start_decides_what_was_judged() -> None:
    two_part = Reading(
        framework="ilacs",
        authority="South Tyneside",
        evidence="primary",
        lines=(line("Inadequate", service="looked_after_children"),),
        inspection_start=dt.date(2022, 12, 5),
        inspection_end=dt.date(2023, 2, 15),
    )
    (observation,), _ = harmonise.observations(two_part, "south-tyneside", "r", reference=KNOWN)
    assert (observation.date, observation.date_precision, observation.comparability) == (
        dt.date(2023, 2, 15),
        "day",
        "close",
    )


def test_publication_dates_what_prints_no_visit_and_nothing_dates_what_prints_neither() -> None:
    published = Reading(
        framework="jar", authority="x", evidence="primary", lines=(line("good", 3),), published=dt.date(2008, 11, 18)
    )
    (observation,), _ = harmonise.observations(published, "worcestershire", "r", reference=KNOWN)
    assert observation.date == dt.date(2008, 11, 18)
    undated = Reading(framework="jar", authority="x", evidence="primary", lines=(line("good", 3),))
    assert harmonise.observations(undated, "worcestershire", "r", reference=KNOWN) == (
        [],
        ["no inspection or publication date found"],
    )


# --- mentions


@pytest.mark.parametrize(
    ("service", "date", "precision", "framework", "comparability"),
    [
        ("whole_service", dt.date(2007, 1, 1), "year", "apa", "loose"),
        ("safeguarding", dt.date(2010, 10, 1), "month", "slac", "loose"),
        ("looked_after_children", dt.date(2010, 10, 1), "month", "slac", "loose"),
        ("safeguarding", dt.date(2013, 1, 1), "month", "child_protection", "close"),
        ("looked_after_children", dt.date(2013, 7, 1), "month", "lac", "loose"),
        ("whole_service", dt.date(2016, 1, 1), "year", "sif", "close"),
        ("care_leavers", dt.date(2015, 5, 1), "month", "sif", "close"),
        ("whole_service", dt.date(2019, 6, 1), "month", "ilacs", "same"),
    ],
)
def test_a_mention_is_of_the_framework_that_judged_its_service_at_its_date(
    service: str, date: dt.date, precision: Precision, framework: str, comparability: str
) -> None:
    observation = mentioned(remark(service, date, precision))
    assert observation is not None
    assert (observation.framework, observation.comparability) == (framework, comparability)
    assert observation.scale == KNOWN.frameworks[framework].scale
    assert (observation.date, observation.date_precision, observation.evidence) == (date, precision, "mention")
    assert (observation.inspection_start, observation.inspection_end, observation.published) == (None, None, None)


def test_a_mention_that_names_its_framework_is_of_that_one() -> None:
    observation = mentioned(remark("safeguarding", dt.date(2012, 6, 1), framework="slac"))
    assert observation is not None
    assert (observation.framework, observation.is_framework_named) == ("slac", True)
    told_by_its_date = mentioned(remark("safeguarding", dt.date(2011, 6, 1)))
    assert told_by_its_date is not None
    assert (told_by_its_date.framework, told_by_its_date.is_framework_named) == ("slac", False)


def test_a_mention_keeps_what_the_document_calls_the_service_and_where() -> None:
    mention = replace(
        remark("safeguarding", dt.date(2012, 3, 1)), label="help for children", grade_text="inadequate (4)"
    )
    observation = mentioned(mention)
    assert observation is not None
    assert (observation.judgement, observation.grade_text) == ("help for children", "inadequate (4)")
    assert (observation.source_id, observation.locator, observation.inspection_type) == ("r", "para 1", "")


def test_a_month_may_be_that_of_the_publication_and_a_bare_year_is_not() -> None:
    """Only the inspections of child protection, the last of them in October 2013, graded the quality of practice."""
    mention = replace(remark("safeguarding", dt.date(2014, 1, 1)), aspect="quality_of_provision")
    observation = mentioned(mention)
    assert observation is not None
    assert observation.framework == "child_protection"
    assert mentioned(replace(mention, precision="year")) is None


def test_a_return_visit_is_never_assumed_only_named() -> None:
    for date in (dt.date(2010, 3, 1), dt.date(2012, 3, 1)):
        observation = mentioned(remark("safeguarding", date))
        assert observation is not None
        assert observation.framework == "slac"


@pytest.mark.parametrize(
    ("service", "date"),
    [("care_leavers", dt.date(2010, 5, 1)), ("adoption", dt.date(2012, 1, 1)), ("care_leavers", dt.date(2020, 5, 1))],
)
def test_a_mention_of_what_nobody_judged_then_gives_nothing(service: str, date: dt.date) -> None:
    assert mentioned(remark(service, date)) is None


def test_the_last_day_of_a_framework_is_its_own_and_the_day_after_is_nobodys() -> None:
    last = remark("care_leavers", dt.date(2018, 8, 31), "day")
    after = remark("care_leavers", dt.date(2018, 9, 1), "day")
    observation = mentioned(last)
    assert observation is not None
    assert observation.framework == "sif"
    assert mentioned(after) is None


def test_mentions_of_one_date_are_put_to_the_framework_that_graded_all_of_their_services() -> None:
    june, july = dt.date(2012, 6, 1), dt.date(2012, 7, 1)

    def frameworks(*remarks: Mention) -> list[str]:
        report = reading("sif", day=dt.date(2017, 1, 1), mentions=remarks)
        return [o.framework for o in harmonise.observations(report, "york", "r", reference=KNOWN)[0]]

    safeguarding, in_care = remark("safeguarding", june), remark("looked_after_children", june)
    assert frameworks(safeguarding) == ["child_protection"]
    assert frameworks(safeguarding, in_care) == ["slac", "slac"]
    assert frameworks(safeguarding, remark("looked_after_children", july)) == ["child_protection", "slac"]
    assert frameworks(safeguarding, remark("looked_after_children", dt.date(2012, 1, 1), "year")) == [
        "child_protection",
        "slac",
    ]


def test_mentions_of_one_date_are_told_apart_by_aspects_as_by_services() -> None:
    june = dt.date(2012, 6, 1)
    overall = remark("safeguarding", june)
    report = reading("sif", day=dt.date(2017, 1, 1), mentions=(overall, replace(overall, aspect="partnership")))
    assert [o.framework for o in harmonise.observations(report, "york", "r", reference=KNOWN)[0]] == ["slac", "slac"]


def test_a_framework_in_force_comes_before_one_whose_last_reports_came_out_then() -> None:
    august = dt.date(2012, 8, 1)
    beside = remark("adoption", august)  # which neither of the two graded
    assert [
        framework.framework
        for framework in harmonise.mentioned_frameworks(remark("safeguarding", august), [beside], KNOWN)
    ] == ["child_protection", "slac"]


def test_the_last_reports_of_a_framework_come_out_within_the_lag_of_publication() -> None:
    until = KNOWN.frameworks["slac"].until
    assert until is not None
    for days, framework in ((0, "slac"), (1, None)):
        day = until + harmonise.PUBLICATION_LAG + dt.timedelta(days)
        observation = mentioned(remark("looked_after_children", day, "day"))
        assert (observation.framework if observation else None) == framework


def test_a_mention_keeps_what_its_date_is_a_date_of() -> None:
    observation = mentioned(replace(remark("safeguarding", dt.date(2010, 10, 1)), date_basis="publication"))
    assert observation is not None
    assert observation.date_basis == "publication"


def test_the_lines_behind_one_that_was_not_graded_are_read() -> None:
    observations, problems = harmonised("safeguarding", line("Good", service="adoption"), line("Good"))
    assert [o.service for o in observations] == ["safeguarding"]
    assert problems == ["Overall effectiveness: not graded under this framework (line 9, table)"]


def test_a_number_beside_a_mention_counts_where_its_framework_has_numbers_and_must_be_that_of_the_word() -> None:
    def of(year: int, number: int) -> Observation | None:
        return mentioned(replace(remark("safeguarding", dt.date(year, 3, 1), words="inadequate"), number=number))

    there, elsewhere = of(2011, 4), of(2015, 4)
    assert there is not None
    assert (there.framework, there.grade_number_original) == ("slac", 4)
    assert of(2011, 3) is None
    assert elsewhere is not None
    assert (elsewhere.framework, elsewhere.grade_number_original) == ("sif", None)


def test_a_mention_in_the_words_of_today_keeps_its_words_and_has_their_rank() -> None:
    observation = mentioned(remark("safeguarding", dt.date(2012, 1, 1), words="require improvement"))
    assert observation is not None
    assert (observation.grade_original, observation.grade, observation.grade_rank) == (
        "require improvement",
        "requires_improvement_or_adequate",
        3,
    )
    assert observation.scale == "later-word"


@pytest.mark.parametrize("words", ["satisfactory", "not judged", "improving"])
def test_a_mention_without_a_grade_on_any_scale_gives_nothing(words: str) -> None:
    assert mentioned(remark("safeguarding", dt.date(2010, 10, 1), words=words)) is None


@pytest.mark.parametrize(
    ("date", "precision", "first", "last"),
    [
        (dt.date(2012, 2, 9), "day", dt.date(2012, 2, 9), dt.date(2012, 2, 9)),
        (dt.date(2012, 2, 1), "month", dt.date(2012, 2, 1), dt.date(2012, 2, 29)),
        (dt.date(2012, 1, 1), "year", dt.date(2012, 1, 1), dt.date(2012, 12, 31)),
    ],
)
def test_a_date_means_the_days_that_its_precision_allows(
    date: dt.date, precision: Precision, first: dt.date, last: dt.date
) -> None:
    assert harmonise.period(date, precision) == (first, last)


# --- laws

scales = st.sampled_from(sorted(KNOWN.scales.values(), key=lambda scale: scale.scale))


def test_the_scales_of_both_directions_count_from_either_end() -> None:
    turned, straight = KNOWN.scales["four-point-4-best"], KNOWN.scales["four-point-1-best"]
    assert (turned.best_number, straight.best_number) == (4, 1)
    assert (turned.direction, straight.direction) == ("4 is best", "1 is best")
    for word in straight.words:
        number = turned.by_words[word.words].number
        assert (number is None) == (word.number is None)
        assert number is None or number + (word.number or 0) == 5


@given(scales.filter(lambda scale: scale.best_number is not None), st.data())
def test_harmonising_keeps_the_order_of_the_numbers(scale: Scale, data: st.DataObject) -> None:
    one, other = data.draw(st.tuples(*[st.sampled_from(sorted(scale.by_number))] * 2))
    ranks = [KNOWN.grades[scale.by_number[number].grade] for number in (one, other)]
    is_better = one < other if scale.best_number == 1 else one > other
    assert (ranks[0] < ranks[1]) == is_better
    assert (ranks[0] == ranks[1]) == (one == other)


@given(st.sampled_from(sorted(KNOWN.frameworks)), PRINTABLE, st.none() | st.integers(0, 9))
def test_an_unknown_word_never_yields_a_grade(name: str, words: str, number: int | None) -> None:
    framework = KNOWN.frameworks[name]
    judgement = framework.judgements[0]
    entry = KNOWN.scales[framework.scale].word(words)
    observations, problems = harmonised(
        name,
        line(words, number, judgement.service, judgement.aspect),
        day=judgement.from_date or framework.from_date,
    )
    assert len(observations) + len(problems) == 1
    assert bool(observations) == (entry is not None and number in (None, entry.number))


@given(st.sampled_from(sorted(KNOWN.frameworks)), st.data())
def test_every_word_of_a_scale_in_any_case_and_spacing_yields_its_grade(name: str, data: st.DataObject) -> None:
    framework = KNOWN.frameworks[name]
    judgement = framework.judgements[0]
    word = data.draw(st.sampled_from(KNOWN.scales[framework.scale].words))
    change = data.draw(st.sampled_from([str.upper, str.title, str.capitalize, lambda text: f" {text}. "]))
    space = data.draw(st.sampled_from([" ", "\n", "  ", "\u00a0"]))
    printed = change(word.words).replace(" ", space)
    (observation,), problems = harmonised(
        name, line(printed, None, judgement.service, judgement.aspect), day=judgement.from_date or framework.from_date
    )
    assert observation.grade == word.grade
    assert observation.grade_rank == KNOWN.grades.get(word.grade)
    assert observation.grade_original == printed
    assert problems == []


@given(PRINTABLE, st.dates(dt.date(2002, 1, 1), dt.date(2030, 1, 1)), st.sampled_from(["day", "month", "year"]))
def test_a_mention_of_an_unknown_word_never_yields_a_grade(words: str, date: dt.date, precision: Precision) -> None:
    observation = mentioned(remark("safeguarding", date, precision, words))
    known = {w.grade for s in KNOWN.scales.values() if (w := s.word(words)) and w.grade}
    assert ({observation.grade} if observation else set()) <= known


def test_the_month_of_publication_just_behind_a_framework_is_of_that_framework() -> None:
    """In August 2012 the last reports of July came out; no inspection looked at looked-after children then."""
    for month, framework in ((8, "slac"), (10, "slac"), (11, None)):
        observation = mentioned(remark("looked_after_children", dt.date(2012, month, 1), words="adequate"))
        assert (observation.framework if observation else None) == framework
    assert mentioned(remark("looked_after_children", dt.date(2013, 6, 1), words="adequate")).framework == "lac"


def test_a_remark_that_is_known_to_be_wrong_is_marked_and_others_are_not() -> None:
    remarks = [remark(s, dt.date(2010, 10, 1), words="inadequate") for s in ("looked_after_children", "safeguarding")]
    later = reading("sif", day=dt.date(2017, 1, 1), mentions=tuple(remarks))
    for authority_id, disputed in (("worcestershire", [True, False]), ("york", [False, False])):
        observations, _ = harmonise.observations(later, authority_id, "r", reference=KNOWN)
        assert [o.is_disputed for o in observations] == disputed


def test_an_observation_says_what_its_date_is_a_date_of() -> None:
    def dated(**changed: Any) -> tuple[str, str, str]:
        visit = reading("slac", line("Good", 2))
        (observation,), _ = harmonise.observations(
            replace(visit, **changed), "worcestershire", "report", reference=KNOWN
        )
        return observation.date.isoformat(), observation.date_precision, observation.date_basis

    off_site = {"inspection_start": None, "inspection_end": None}
    assert dated() == ("2012-03-23", "day", "inspection")
    assert dated(**off_site, published=DAY) == ("2012-03-23", "day", "publication")
    assert dated(**off_site, year=2011) == ("2011-01-01", "year", "assessment_year")
    assert dated(**off_site, published=DAY, date_basis="assessment_year")[2] == "assessment_year"
