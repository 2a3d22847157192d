"""Steps, the matrix and spells of inadequate, from a few judgements whose every count is known by hand."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.analysis import transitions
from dashboard.analysis.transitions import StepChoice
from loaders.record.reference import Reference
from loaders.record.schema import tables
from loaders.record.steps import LINES
from tests.typed_frames import typed_frame

Line = tuple[str, str, str, str, str]
day = pd.Timestamp
NEWEST = dt.date(2026, 1, 1)
G, R, BAD, O = "good", "requires_improvement_or_adequate", "inadequate", "outstanding"  # noqa: E741

# authority, date, framework, grade, evidence
RECORD: list[Line] = [
    ("devon", "2010-01-01", "slac", BAD, "primary"),
    ("devon", "2013-02-01", "child_protection", R, "primary"),
    ("devon", "2014-06-01", "sif", G, "primary"),
    ("devon", "2019-06-01", "ilacs", G, "primary"),
    ("leeds", "2014-01-01", "sif", BAD, "primary"),
    ("leeds", "2018-01-01", "ilacs", BAD, "statistics"),
    ("leeds", "2021-01-01", "ilacs", G, "primary"),
    ("dudley", "2022-01-01", "ilacs", BAD, "mention"),
    ("dudley", "2024-01-01", "ilacs", G, "primary"),
    ("york", "2015-01-01", "sif", G, "primary"),
    ("york", "2018-09-01", "ilacs", R, "primary"),
    ("bedfordshire", "2006-05-01", "jar", BAD, "primary"),
]


class Frames:
    """Judgements of one service, and the movements that follow from them."""

    def __init__(self, reference: Reference, lines: Sequence[Line], service: str = "safeguarding") -> None:
        judged = [
            {
                "authority_id": authority,
                "authority": reference.register.by_id[authority].name,
                "inspection_id": f"{authority}-{date[:7]}-{framework}",
                "framework": framework,
                "date": date,
                "date_precision": "month" if evidence == "mention" else "day",
                "service": service,
                "aspect": "overall",
                "grade": grade,
                "evidence": evidence,
            }
            for authority, date, framework, grade, evidence in lines
        ]
        self.reference = reference
        self.judgements = typed_frame(judged, tables(reference)["judgements"])
        steps = [
            self._step(a, b)
            for a, b in pairwise(row for row in judged if row["grade"])
            if a["authority_id"] == b["authority_id"]
        ]
        self.movements = typed_frame(steps, tables(reference)["movements"])
        self.service = service

    def _step(self, a: dict[str, str], b: dict[str, str]) -> dict[str, str]:
        dates = {end: dt.date.fromisoformat(row["date"]) for end, row in (("from_date", a), ("to_date", b))}
        join = self.reference.join(a["framework"], b["framework"], a["service"], aspect=a["aspect"], **dates)
        ranks = self.reference.grades
        return {
            "authority_id": a["authority_id"],
            "service": a["service"],
            "aspect": a["aspect"],
            "from_inspection_id": a["inspection_id"],
            "to_inspection_id": b["inspection_id"],
            "from_date": a["date"],
            "to_date": b["date"],
            "from_grade": a["grade"],
            "to_grade": b["grade"],
            "change": str(ranks[a["grade"]] - ranks[b["grade"]]),
            "comparability": join.comparability,
            "because": join.because,
            "draw": LINES[join.comparability],
        }

    def choice(self, **more: object) -> StepChoice:
        return StepChoice(self.service, "overall", **more)  # type: ignore[arg-type]

    def all_steps(self) -> pd.DataFrame:
        lines = transitions.graded(self.judgements, self.choice())
        return transitions.steps(self.movements, lines, self.choice())

    def kept(self, **more: object) -> pd.DataFrame:
        return transitions.counted(self.all_steps(), self.choice(**more))

    def spells(self, newest: dt.date = NEWEST, **more: object) -> pd.DataFrame:
        choice, steps = self.choice(**more), self.all_steps()
        followed = steps[transitions.is_followed(steps, choice)]
        ids = set(zip(followed["from_inspection_id"], followed["to_inspection_id"], strict=True))
        lines = transitions.graded(self.judgements, choice)
        return transitions.spells(lines, ids, transitions.follow_up_ends(self.reference, choice, newest), choice=choice)

    def spell(self, authority: str, **more: object) -> dict[str, object]:
        found = self.spells(**more)
        rows: list[dict[str, object]] = found[found["authority_id"] == authority].to_dict("records")
        assert len(rows) == 1
        return rows[0]


@pytest.fixture
def record(reference: Reference) -> Frames:
    return Frames(reference, RECORD)


def moved(steps: pd.DataFrame) -> set[tuple[str, str, str]]:
    return set(zip(steps["authority_id"], steps["from_grade"], steps["to_grade"], strict=True))


def test_a_step_knows_its_frameworks_its_evidence_and_how_long_it_took(record: Frames) -> None:
    steps = record.all_steps().set_index("to_inspection_id")
    assert len(steps) == 7
    assert steps["crosses"].to_dict() == {
        "devon-2013-02-child_protection": True,
        "devon-2014-06-sif": True,
        "devon-2019-06-ilacs": True,
        "leeds-2018-01-ilacs": True,
        "leeds-2021-01-ilacs": False,
        "dudley-2024-01-ilacs": False,
        "york-2018-09-ilacs": True,
    }
    assert steps.index[steps["is_mention"]].tolist() == ["dudley-2024-01-ilacs"]
    assert steps["years"]["leeds-2018-01-ilacs"] == pytest.approx(1461 / 365.25)
    assert steps["authority"]["york-2018-09-ilacs"] == "York"


def test_another_aspect_has_no_part_in_it(record: Frames) -> None:
    other = record.judgements.assign(aspect="leadership")
    judgements = pd.concat([record.judgements, other], ignore_index=True)
    movements = pd.concat([record.movements, record.movements.assign(aspect="leadership")], ignore_index=True)
    lines = transitions.graded(judgements, record.choice())
    assert len(transitions.steps(movements, lines, record.choice())) == 7


def test_the_matrix_counts_each_move_once_with_its_share_of_the_row(record: Frames) -> None:
    matrix = transitions.matrix(record.kept(), record.reference.grades).set_index(["from_grade", "to_grade"])
    assert {pair: int(n) for pair, n in matrix["steps"].items() if n} == {
        (BAD, R): 1,
        (BAD, G): 2,
        (BAD, BAD): 1,
        (R, G): 1,
        (G, G): 1,
        (G, R): 1,
    }
    assert len(matrix) == 16
    assert matrix["of"][BAD].tolist() == [4, 4, 4, 4]
    cell = matrix.loc[(BAD, G)]
    assert (cell["share"], cell["low"], cell["high"]) == pytest.approx((0.5, 0.15, 0.85), abs=1e-3)
    nothing = matrix.loc[(BAD, O)]
    assert (nothing["share"], nothing["low"], nothing["high"]) == pytest.approx((0, 0, 0.4899), abs=1e-3)


def test_a_grade_at_which_no_step_began_has_no_share(record: Frames) -> None:
    matrix = transitions.matrix(record.kept(), record.reference.grades)
    row = matrix[matrix["from_grade"] == O]
    assert row["of"].tolist() == [0, 0, 0, 0]
    assert row[["share", "low", "high"]].isna().all().all()


@pytest.mark.parametrize(
    ("framework_step", "left"),
    [
        ("all", 7),
        ("joined", 6),  # not child protection to SIF (break)
        ("within", 2),
    ],
)
def test_changes_of_framework_can_be_left_out(record: Frames, framework_step: str, left: int) -> None:
    assert len(record.kept(framework_step=framework_step)) == left


def test_a_dashed_step_within_one_framework_is_kept_by_both(reference: Reference) -> None:
    lines = [("york", "2021-01-01", "ilacs", G, "primary"), ("york", "2024-01-01", "ilacs", R, "primary")]
    frames = Frames(reference, lines, "looked_after_children")
    assert frames.movements["draw"].tolist() == ["dashed"]
    assert len(frames.kept(framework_step="joined")) == len(frames.kept(framework_step="within")) == 1


def test_years_are_those_in_which_a_step_began(record: Frames) -> None:
    assert moved(record.kept(from_year=2015, to_year=2018)) == {("york", G, R), ("leeds", BAD, G)}


def test_counts_say_what_moved_what_crosses_and_what_was_left_out(record: Frames) -> None:
    counts = transitions.counts(record.kept(), record.all_steps(), record.choice())
    assert (counts.steps, counts.compared, counts.authorities) == (7, 6, 4)
    assert (counts.same, counts.better, counts.worse) == (2, 3, 1)
    assert (counts.crosses, counts.mentions) == (5, 1)
    assert (counts.first_year, counts.last_year) == ("2010", "2022")
    assert counts.left_out == 0
    narrow = {"framework_step": "joined"}
    counts = transitions.counts(record.kept(**narrow), record.all_steps(), record.choice(**narrow))
    assert (counts.steps, counts.left_out) == (6, 1)


def test_each_grade_says_how_soon_and_what_has_no_later_grade(record: Frames) -> None:
    choice = record.choice()
    lines = transitions.graded(record.judgements, choice)
    table = transitions.by_grade(record.kept(), lines, record.all_steps(), choice=choice).set_index("grade")
    assert table.loc[BAD, ["steps", "authorities", "better", "worse"]].tolist() == [4, 3, 3, 0]
    # 1127 days (Devon), 1461 and 1096 (Leeds), 730 (Dudley)
    assert table["years"][BAD] == pytest.approx((1127 + 1096) / 2 / 365.25)
    # Bedfordshire's inadequate; the last good ones of Devon, Leeds and Dudley; York's last
    assert table["waiting"].to_dict() == {BAD: 1, G: 3, R: 1}
    late = record.choice(from_year=2024)
    table = transitions.by_grade(record.kept(from_year=2024), lines, record.all_steps(), choice=late)
    assert table.set_index("grade")["waiting"].to_dict() == {G: 1}


def test_a_line_that_was_not_judged_is_no_grade_and_breaks_no_spell(reference: Reference) -> None:
    lines: list[Line] = [
        ("york", "2014-01-01", "sif", BAD, "primary"),
        ("york", "2016-01-01", "sif", "", "primary"),
        ("york", "2019-01-01", "ilacs", R, "primary"),
    ]
    frames = Frames(reference, lines)
    assert len(transitions.graded(frames.judgements, frames.choice())) == 2
    spell = frames.spell("york")
    assert (spell["why"], spell["to_date"]) == ("better", day("2019-01-01"))


def test_a_cell_holds_the_steps_of_its_row_and_column(record: Frames) -> None:
    chosen = transitions.in_cell(record.kept(), record.choice(from_grade=BAD, to_grade=G))
    assert set(chosen["authority_id"]) == {"leeds", "dudley"}
    assert len(transitions.in_cell(record.kept(), record.choice(to_grade=R))) == 2


def test_consecutive_inadequate_judgements_are_one_spell_from_the_first(record: Frames) -> None:
    spell = record.spell("leeds")
    assert (spell["from_date"], spell["to_date"], spell["judgements"]) == (day("2014-01-01"), day("2021-01-01"), 2)
    assert (spell["is_ended"], spell["why"]) == (True, "better")
    assert spell["years"] == pytest.approx(2557 / 365.25)


def test_a_better_grade_between_makes_two_spells(reference: Reference) -> None:
    lines: list[Line] = [
        ("york", "2014-01-01", "sif", BAD, "primary"),
        ("york", "2016-01-01", "sif", R, "primary"),
        ("york", "2019-01-01", "ilacs", BAD, "primary"),
        ("york", "2020-01-01", "ilacs", BAD, "primary"),
    ]
    spells = Frames(reference, lines).spells()
    assert spells["is_ended"].tolist() == [True, False]
    assert spells["from_date"].tolist() == [day("2014-01-01"), day("2019-01-01")]


def test_a_spell_without_a_better_grade_is_followed_to_the_end_of_the_record(reference: Reference) -> None:
    frames = Frames(reference, [("york", "2025-01-01", "ilacs", BAD, "primary")])
    spell = frames.spell("york")
    assert (spell["is_ended"], spell["why"], spell["to_date"]) == (False, "record", day("2026-01-01"))


def test_an_authority_that_ended_is_followed_to_its_last_day(record: Frames) -> None:
    last_day = record.reference.register.by_id["bedfordshire"].valid_to
    assert last_day is not None
    spell = record.spell("bedfordshire")
    assert (spell["is_ended"], spell["why"], spell["to_date"]) == (False, "authority", pd.Timestamp(last_day))


def test_where_the_judgement_is_no_longer_given_a_spell_is_followed_to_its_last_day(reference: Reference) -> None:
    frames = Frames(reference, [("york", "2025-01-01", "ilacs", BAD, "primary")], "whole_service")
    for followed in transitions.FRAMEWORK_STEPS:
        spell = frames.spell("york", newest=dt.date(2026, 9, 1), framework_step=followed)
        assert (spell["why"], spell["to_date"]) == ("series", day("2026-03-31")), followed
    assert transitions.series_end(reference, frames.choice()) == dt.date(2026, 3, 31)
    assert transitions.series_end(reference, StepChoice("safeguarding", "overall")) is None


def test_within_a_framework_a_spell_is_lost_at_its_last_day_or_at_the_change(reference: Reference) -> None:
    lines: list[Line] = [
        ("devon", "2010-01-01", "slac", BAD, "primary"),
        ("devon", "2014-06-01", "sif", G, "primary"),
        ("york", "2016-01-01", "sif", BAD, "primary"),
        ("york", "2018-02-01", "ilacs", R, "primary"),  # before the last day of the framework that it left
        ("leeds", "2017-01-01", "sif", BAD, "primary"),
    ]
    frames = Frames(reference, lines)
    for authority, last_day in (("devon", "2012-07-31"), ("york", "2018-02-01"), ("leeds", "2018-08-31")):
        spell = frames.spell(authority, framework_step="within")
        assert (spell["is_ended"], spell["why"], spell["to_date"]) == (False, "framework", day(last_day))
    assert frames.spell("york", framework_step="joined")["why"] == "better"
    assert frames.spell("leeds", framework_step="joined")["why"] == "record"
    devon = frames.spell("devon", framework_step="joined")
    assert (devon["why"], devon["to_date"]) == ("framework", day("2013-10-31"))


def test_no_spell_ends_before_its_own_last_judgement(reference: Reference) -> None:
    frames = Frames(reference, [("bedfordshire", "2012-01-01", "slac", BAD, "primary")])
    assert frames.spell("bedfordshire")["years"] == 0


def test_spells_are_those_that_began_in_the_years(record: Frames) -> None:
    assert set(record.spells(from_year=2014, to_year=2022)["authority_id"]) == {"leeds", "dudley"}


def test_survival_counts_who_is_followed(record: Frames) -> None:
    result = transitions.survival(record.spells())
    assert len(result.spells) == 4
    # Devon 3.09 years, Leeds 7.00, Dudley 2.00 (all better); Bedfordshire lost after 2.91
    assert result.curve["still"].tolist() == pytest.approx([1, 3 / 4, 3 / 4, 3 / 8, 0])
    assert result.by_year["at_risk"].tolist()[:5] == [4, 4, 3, 2, 1]


def test_few_spells_have_no_median(record: Frames) -> None:
    assert transitions.survival(record.spells()).median.years is None
    lines: list[Line] = []
    for authority in sorted(record.reference.register.by_id)[: transitions.FEW]:
        lines.append((authority, "2019-01-01", "ilacs", BAD, "primary"))
        lines.append((authority, "2021-01-01", "ilacs", G, "primary"))
    many = Frames(record.reference, lines)
    assert transitions.survival(many.spells()).median.years == pytest.approx(731 / 365.25)


def test_nothing_is_changed_and_an_empty_record_has_nothing(reference: Reference, record: Frames) -> None:
    before = record.movements.copy(), record.judgements.copy()
    record.kept(framework_step="joined")
    record.spells()
    pd.testing.assert_frame_equal(record.movements, before[0])
    pd.testing.assert_frame_equal(record.judgements, before[1])
    empty = Frames(reference, [])
    counts = transitions.counts(empty.kept(), empty.all_steps(), empty.choice())
    assert (counts.steps, counts.first_year) == (0, "")
    assert len(empty.spells()) == 0
    assert transitions.matrix(empty.kept(), reference.grades)["steps"].sum() == 0
