"""data/reference, tested by looping over itself: one law a test, over every framework, scale, join and authority."""

import csv
import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import fields
from itertools import combinations, pairwise, permutations
from pathlib import Path

import pytest

from loaders.reading import recognise
from loaders.reading.extract import PARSERS
from loaders.record import reference as reference_module
from loaders.record.errors import FolderInvalid
from loaders.record.frameworks import NotGiven
from loaders.record.model import Document
from loaders.record.reference import LATER_WORD, REFERENCE_FOLDER, Authority, Framework, Join, Judgement, Scale
from loaders.record.toml_file import read_toml

KNOWN = reference_module.load()
FRAMEWORKS = list(KNOWN.frameworks.values())
WITH_PARSER = [framework for framework in FRAMEWORKS if framework.parser]
LINES = [(framework, judgement) for framework in FRAMEWORKS for judgement in framework.judgements]
AUTHORITIES = KNOWN.register.authorities
FIRST, LAST = dt.date(1974, 4, 1), dt.date(2100, 1, 1)

Test = Callable[..., None]


def over(cases: Mapping[str, object]) -> Callable[[Test], Callable[[], None]]:
    """One test that goes through every case, each with a name, and says at which of them it failed."""

    def decorate(test: Test) -> Callable[[], None]:
        def loop() -> None:
            assert cases
            for name, case in cases.items():
                try:
                    test(*case) if isinstance(case, tuple) else test(case)
                except AssertionError as error:
                    error.add_note(f"of {name}")
                    raise

        loop.__name__, loop.__doc__ = test.__name__, test.__doc__
        return loop

    return decorate


by_framework = over(KNOWN.frameworks)
by_line = over({f"{f.framework}:{j.service}/{j.aspect}@{j.from_date}": (f, j) for f, j in LINES})
by_scale = over(KNOWN.scales)
by_authority = over(KNOWN.register.by_id)


def overlap(one: Authority | Judgement, other: Authority | Judgement) -> bool:
    def span(entry: Authority | Judgement) -> tuple[dt.date, dt.date]:
        if isinstance(entry, Authority):
            return entry.valid_from or FIRST, entry.valid_to or LAST
        return entry.from_date or FIRST, entry.until or LAST

    (start, end), (other_start, other_end) = span(one), span(other)
    return start <= other_end and other_start <= end


# --- frameworks


@by_framework
def test_a_framework_says_what_it_is_when_it_held_and_how_it_grades(framework: Framework) -> None:
    assert re.fullmatch(r"[a-z_]+", framework.framework)
    assert framework.title
    assert framework.short_title
    assert framework.inspectorate.startswith(("Ofsted", "Audit Commission"))
    assert framework.in_force_note
    assert framework.scale in KNOWN.scales
    assert framework.from_date < (framework.until or LAST)
    assert framework.judgements


@by_framework
def test_a_framework_is_in_force_from_the_first_of_the_years_that_pages_name(framework: Framework) -> None:
    years = KNOWN.vocabulary.frameworks[framework.framework].years
    assert years.startswith("to ") or str(framework.from_date.year) in re.findall(r"\d{4}", years)[:1]


@by_framework
def test_every_key_of_a_framework_file_is_one_that_is_read(framework: Framework) -> None:
    entry = read_toml(REFERENCE_FOLDER / "frameworks" / f"{framework.framework}.toml")
    others = {"in_force", "judgement", "block", "schedule", "based_on", "keep_services", "without", "only_named"}
    assert entry.keys() <= {field.name for field in fields(Framework)} | others
    for part, kind, renamed in (("judgement", Judgement, {"from"}), ("not_given", NotGiven, {"from", "with"})):
        for line in entry.get(part, []):
            assert line.keys() <= {field.name for field in fields(kind)} | renamed


@by_framework
def test_a_framework_numbers_its_grades_only_if_its_scale_does(framework: Framework) -> None:
    assert framework.numbered == (KNOWN.scales[framework.scale].best_number is not None)


@by_framework
def test_a_parser_that_is_named_exists_and_reads_only_what_is_recognised(framework: Framework) -> None:
    assert framework.parser in {"", *PARSERS}
    assert bool(framework.parser) == bool(framework.recognise)


def test_every_parser_is_used_by_a_framework() -> None:
    assert {framework.parser for framework in WITH_PARSER} == set(PARSERS)


@over({framework.framework: framework for framework in WITH_PARSER})
def test_a_framework_recognises_its_own_title_and_no_others(framework: Framework) -> None:
    for other in WITH_PARSER:
        document = Document("text", (f"\n{other.title}\n\nDevon County Council\n",))
        assert (recognise.framework(document, KNOWN) is framework) == (other is framework)


@over({other.title: other for other in KNOWN.other_inspections})
def test_the_title_of_a_framework_is_no_other_kind_of_inspections(other: reference_module.OtherInspection) -> None:
    assert not [framework.title for framework in WITH_PARSER if other.recognise.search(framework.title)]


@by_line
def test_a_line_has_a_service_an_aspect_a_label_and_a_comparability(framework: Framework, line: Judgement) -> None:
    assert line.service in KNOWN.services
    assert line.aspect in KNOWN.aspects
    assert line.labels
    assert all(label == " ".join(label.split()) for label in line.labels)
    assert line.comparability in KNOWN.comparability


@by_line
def test_a_line_that_is_not_the_newest_measure_says_why(framework: Framework, line: Judgement) -> None:
    in_force = [f for f in FRAMEWORKS if f.until is None]
    today = [j for f in in_force for j in f.judgements if (j.service, j.aspect) == (line.service, line.aspect)]
    newest = next((j for j in today if j.until is None), None)
    if line.comparability == "same":
        assert newest in (None, line)
    assert line.because or newest is line or framework.until is None


@by_line
def test_a_sentence_ends_in_its_grade_and_is_a_pattern(framework: Framework, line: Judgement) -> None:
    for sentence in line.sentences:
        assert sentence.count("{grade}") == 1
        assert sentence.endswith("{grade}")
        assert not re.compile(sentence.removesuffix("{grade}")).match("")


@by_line
def test_a_line_stands_in_a_block_of_its_framework_if_in_any(framework: Framework, line: Judgement) -> None:
    assert line.block in {"", *framework.blocks}


@by_framework
def test_a_label_means_one_line_in_its_block_at_any_time(framework: Framework) -> None:
    for one, other in combinations(framework.judgements, 2):
        shared = {label.lower() for label in one.labels} & {label.lower() for label in other.labels}
        assert not shared or one.block != other.block or not overlap(one, other), shared


@by_framework
def test_a_service_and_aspect_has_one_line_at_any_time(framework: Framework) -> None:
    for one, other in combinations(framework.judgements, 2):
        assert (one.service, one.aspect) != (other.service, other.aspect) or not overlap(one, other)


@by_framework
def test_what_is_not_given_is_not_graded_in_the_same_years(framework: Framework) -> None:
    for absent in framework.not_given:
        assert absent.why
        for date in (absent.from_date or framework.from_date, absent.until or LAST):
            assert framework.judgement(absent.service, absent.aspect, date) is None


@by_framework
def test_a_block_that_is_named_has_lines(framework: Framework) -> None:
    for block, titles in framework.blocks.items():
        assert titles
        assert any(line.block == block for line in framework.judgements)


def test_the_crosswalk_of_the_contract_holds() -> None:
    """The examples that the contract gives for each framework's labels."""
    examples = {
        ("jar", "Safeguarding"): "safeguarding/overall",
        ("jar", "Service management"): "whole_service/leadership",
        ("jar", "Capacity to improve"): "whole_service/capacity_for_improvement",
        ("jar", "Learning difficulties and/or disabilities"): "disabilities/overall",
        ("child_protection", "Overall effectiveness"): "safeguarding/overall",
        ("child_protection", "The quality of practice"): "safeguarding/quality_of_provision",
        ("child_protection", "Leadership and governance"): "safeguarding/leadership",
        ("sif", "Children who need help and protection"): "safeguarding/overall",
        ("sif", "Children looked after and achieving permanence"): "looked_after_children/overall",
        ("sif", "Adoption performance"): "adoption/overall",
        ("sif", "Experiences and progress of care leavers"): "care_leavers/overall",
        ("sif", "Leadership, management and governance"): "whole_service/leadership",
        ("sif", "The Local Safeguarding Children Board"): "lscb/overall",
        ("ilacs", "Overall effectiveness"): "whole_service/overall",
        ("ilacs", "The experiences and progress of children who need help and protection"): "safeguarding/overall",
        ("ilacs", "The experiences and progress of children in care"): "looked_after_children/overall",
        ("ilacs", "The experiences and progress of care leavers"): "care_leavers/overall",
    }
    for (framework, label), meaning in examples.items():
        (line,) = [line for line in KNOWN.frameworks[framework].judgements if label in line.labels]
        assert f"{line.service}/{line.aspect}" == meaning


# --- scales


@by_scale
def test_each_word_of_a_scale_stands_once_in_lower_case_and_maps_once(scale: Scale) -> None:
    words = [word.words for word in scale.words]
    assert len(set(words)) == len(words)
    assert all(word == " ".join(word.lower().split()) for word in words)
    for word in scale.words:
        assert scale.word(word.words) == word


@by_scale
def test_a_scale_has_all_four_grades_and_at_least_one_word_without_any(scale: Scale) -> None:
    if scale.scale == LATER_WORD:  # words of the third grade alone changed
        assert {word.grade for word in scale.words} == {"requires_improvement_or_adequate"}
    else:
        assert {word.grade for word in scale.words} == {*KNOWN.grades, ""}
    assert all(word.number is None for word in scale.words if not word.grade)


@by_scale
def test_the_numbers_of_a_scale_run_one_way_and_its_direction_says_which(scale: Scale) -> None:
    steps = [(KNOWN.grades[word.grade], word.number) for word in scale.words if word.grade and word.number is not None]
    if scale.best_number is None:
        assert steps == []
        best = next((word.words for word in scale.words if word.grade == "outstanding"), "outstanding")
        assert scale.direction == f"{best} is best"
        return
    assert {number for _, number in steps} == {1, 2, 3, 4}
    assert all((number - scale.best_number) in (rank - 1, 1 - rank) for rank, number in steps)
    assert scale.direction == f"{scale.best_number} is best"
    assert f"{scale.best_number} is best" in scale.title


@over({name: scale for name, scale in KNOWN.scales.items() if scale.spoken})
def test_one_word_of_each_number_is_the_scales_own_and_others_say_why_they_are_read(scale: Scale) -> None:
    own = [word.number for word in scale.words if word.number is not None and not word.misprint]
    assert len(own) == len(set(own))
    assert set(own) == {word.number for word in scale.words if word.number is not None}


def test_every_scale_is_used() -> None:
    others = {name for name, scale in KNOWN.scales.items() if scale.also_of}
    assert {kind for scale in KNOWN.scales.values() for kind in scale.also_of} <= set(KNOWN.evidence)
    assert {framework.scale for framework in FRAMEWORKS} | others == set(KNOWN.scales)


# Graded today under the heading of another service: leaders once for the whole, help and protection as one.
UNDER_ANOTHER_HEADING = {
    ("apa", "whole_service", "staying_safe"): "loose",
    ("jar", "whole_service", "staying_safe"): "loose",
    ("slac", "safeguarding", "leadership"): "loose",
    ("slac", "safeguarding", "ambition"): "loose",
    ("slac", "looked_after_children", "leadership"): "loose",
    ("slac", "looked_after_children", "ambition"): "loose",
    ("safeguarding", "safeguarding", "leadership"): "loose",
    ("safeguarding", "safeguarding", "ambition"): "loose",
    ("child_protection", "safeguarding", "outcomes"): "close",
    ("child_protection", "safeguarding", "leadership"): "close",
    ("lac", "looked_after_children", "leadership"): "loose",
}


def test_what_no_framework_in_force_grades_is_ended_and_nothing_else_is() -> None:
    graded = {(j.service, j.aspect) for f in FRAMEWORKS if f.until is None for j in f.judgements}
    for framework, judgement in LINES:
        theme = (framework.framework, judgement.service, judgement.aspect)
        is_ended = (judgement.service, judgement.aspect) not in graded and theme not in UNDER_ANOTHER_HEADING
        assert (judgement.comparability == "ended") == is_ended, (framework.framework, judgement.labels)


@pytest.mark.parametrize(("theme", "comparability"), UNDER_ANOTHER_HEADING.items(), ids=str)
def test_what_is_graded_today_under_another_heading_is_no_more_than_its_scope_allows(
    theme: tuple[str, str, str], comparability: str
) -> None:
    framework, service, aspect = theme
    assert {
        j.comparability for j in KNOWN.frameworks[framework].judgements if (j.service, j.aspect) == (service, aspect)
    } == {comparability}


def test_the_grades_are_ranked_one_to_four_with_outstanding_first() -> None:
    assert KNOWN.grades == {
        "outstanding": 1,
        "good": 2,
        "requires_improvement_or_adequate": 3,
        "inadequate": 4,
    }
    assert sorted(KNOWN.evidence, key=KNOWN.evidence.__getitem__) == ["primary", "statistics", "secondary", "mention"]


# --- joins


@over({str(join): join for join in KNOWN.joins})
def test_a_join_names_frameworks_and_says_how_and_why(join: Join) -> None:
    assert {*join.from_frameworks, *join.to_frameworks} <= set(KNOWN.frameworks)
    assert join.comparability in KNOWN.comparability
    assert join.because
    assert join.service in ("", *KNOWN.services)
    assert join.aspect in ("", *KNOWN.aspects)


def test_no_solid_line_runs_across_years_in_which_a_service_had_no_grade_of_its_own() -> None:
    days = {"from_date": dt.date(2016, 11, 17), "to_date": dt.date(2023, 5, 26)}
    step = KNOWN.join("sif", "ilacs", "care_leavers", aspect="overall", **days)
    assert step.comparability == "close"


def test_no_join_is_hidden_behind_an_earlier_one() -> None:
    def steps(join: Join) -> set[tuple[str, str]]:
        return {(one, other) for one in join.from_frameworks for other in join.to_frameworks}

    for number, join in enumerate(KNOWN.joins):
        hidden = {
            step
            for earlier in KNOWN.joins[:number]
            for step in steps(earlier) & steps(join)
            if earlier.service in ("", join.service) and earlier.aspect in ("", join.aspect) and not earlier.across
        }
        assert hidden != steps(join)


@over({" to ".join(pair): pair for pair in pairwise(["jar", "slac", "child_protection", "sif", "ilacs"])})
def test_a_line_never_runs_the_same_from_one_framework_to_the_next(earlier: str, later: str) -> None:
    dates = KNOWN.frameworks[earlier].from_date, KNOWN.frameworks[later].from_date
    join = KNOWN.join(earlier, later, "safeguarding", aspect="overall", from_date=dates[0], to_date=dates[1])
    assert join.comparability != "same"


# --- authorities


@by_authority
def test_an_authority_has_an_id_a_name_a_region_and_codes_of_the_right_form(authority: Authority) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", authority.authority_id)
    assert authority.name == authority.name.strip() != ""
    assert authority.region
    for code in (authority.gss_code, *authority.previous_gss_codes):
        assert re.fullmatch(r"E(?:06|08|09|10)\d{6}", code)
    assert authority.valid_from is None or authority.valid_to is None or authority.valid_from < authority.valid_to


@by_authority
def test_predecessors_and_successors_exist_and_name_each_other(authority: Authority) -> None:
    for other_id in authority.successors:
        assert authority.authority_id in KNOWN.register.by_id[other_id].predecessors
    for other_id in authority.predecessors:
        assert authority.authority_id in KNOWN.register.by_id[other_id].successors
    assert bool(authority.successors) == (authority.valid_to is not None)


@by_authority
def test_a_successor_begins_the_day_after_its_predecessor_ends(authority: Authority) -> None:
    for other_id in authority.successors:
        assert authority.valid_to is not None
        assert KNOWN.register.by_id[other_id].valid_from == authority.valid_to + dt.timedelta(1)


@by_authority
def test_an_authority_is_found_by_each_of_its_names_while_it_exists(authority: Authority) -> None:
    register = KNOWN.register
    day = authority.valid_to or authority.valid_from or dt.date(2015, 6, 1)
    for name in (authority.name, *authority.aliases):
        assert register.find(name, day) is authority, name
        assert register.find(name.upper().replace(" AND ", " & "), day) is authority, name
        assert [found for _, found in register.find_in(f"About {name}, in short", day)] == [authority], name


@by_authority
def test_an_authority_is_found_by_each_of_its_codes_while_it_exists(authority: Authority) -> None:
    day = authority.valid_to or authority.valid_from or dt.date(2015, 6, 1)
    for code in (authority.gss_code, *authority.previous_gss_codes):
        assert KNOWN.register.find_code(code, day) is authority


def test_two_authorities_share_a_name_only_one_after_the_other() -> None:
    names: dict[str, list[Authority]] = {}
    for authority in AUTHORITIES:
        for name in {reference_module.normalise_name(name) for name in (authority.name, *authority.aliases)}:
            names.setdefault(name, []).append(authority)
    shared = {name: found for name, found in names.items() if len(found) > 1}
    assert "dorset" in shared
    for name, found in shared.items():
        assert not any(overlap(one, other) for one, other in permutations(found, 2)), name


def test_ids_and_codes_are_given_once() -> None:
    ids = [authority.authority_id for authority in AUTHORITIES]
    codes = [code for authority in AUTHORITIES for code in (authority.gss_code, *authority.previous_gss_codes)]
    urns = [authority.ofsted_urn for authority in AUTHORITIES if authority.ofsted_urn]
    for given in (ids, codes, urns):
        assert len(given) == len(set(given))


def test_there_are_153_authorities_today_in_nine_regions_and_seven_that_ended() -> None:
    current = [authority for authority in AUTHORITIES if authority.valid_to is None]
    assert (len(current), len(AUTHORITIES) - len(current)) == (153, 7)
    assert len({authority.region for authority in AUTHORITIES}) == 9
    assert len([authority for authority in current if authority.region == "London"]) == 33


@by_authority
def test_the_ten_statistical_neighbours_of_today_are_authorities(authority: Authority) -> None:
    _, neighbours = KNOWN.neighbours.latest(authority.authority_id)
    assert set(neighbours) <= {other.authority_id for other in AUTHORITIES} - {authority.authority_id}
    assert len(neighbours) in (0, 10)


# --- a reference that contradicts itself


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "scales.toml",
            'grade = "good"',
            'grade = "fine"',
            "scales.toml: four-point-4-best: 'good' has the unknown grade 'fine'",
        ),
        ("scales.toml", 'words = "excellent"', 'words = "good"', "scales.toml: four-point-4-best lists a word twice"),
        (
            "scales.toml",
            "[four-point-4-best]",
            "[four-point]",
            "frameworks/jar.toml: unknown scale 'four-point-4-best'",
        ),
        (
            "frameworks/sif.toml",
            'service = "adoption"',
            'service = "schools"',
            "frameworks/sif.toml: unknown service or aspect schools/overall",
        ),
        (
            "frameworks/sif.toml",
            'comparability = "close"',
            'comparability = "near"',
            "frameworks/sif.toml: unknown comparability 'near'",
        ),
        (
            "frameworks/jar.toml",
            'because = "judged a partnership and a wider safety agenda than help and protection"',
            "",
            "frameworks/jar.toml: safeguarding/overall says no reason for its comparability",
        ),
        (
            "frameworks/sif.toml",
            "title = ",
            "titel = ",
            "frameworks/sif.toml: a framework lacks title",
        ),
        (
            "frameworks/sif.toml",
            "in_force = ",
            "force = ",
            "frameworks/sif.toml: a key is missing: 'in_force'",
        ),
        (
            "frameworks/sif.toml",
            'labels = ["Leadership, management and governance"]\ncomparability = ',
            "comparable = ",
            "frameworks/sif.toml: a judgement lacks labels, comparability",
        ),
        (
            "frameworks/ilacs.toml",
            "[[judgement]]",
            '[[earlier]]\ncomparability = "near"\nbecause = "a new schedule"\n\n[[judgement]]',
            "frameworks/ilacs.toml: unknown comparability 'near'",
        ),
        ("joins.toml", 'from = ["sif"]', 'from = ["single"]', "joins.toml: unknown framework 'single'"),
        (
            "authorities.csv",
            "cumberland;westmorland-and-furness",
            "cumberland;westmorland",
            "authorities.csv: cumbria names the unknown authority 'westmorland'",
        ),
        ("vocabulary.toml", "grade = [", "grade = ", "vocabulary.toml: cannot be read: "),
    ],
)
def test_a_contradiction_in_the_reference_stops_everything_by_name(
    file: str, old: str, new: str, message: str, copied: Path
) -> None:
    change(copied / file, old, new)
    with pytest.raises(FolderInvalid) as invalid:
        reference_module.load(copied)
    assert any(problem.startswith(message) for problem in invalid.value.problems), invalid.value.problems


def test_an_unknown_comparability_is_named_where_a_later_framework_bounds_it(copied: Path) -> None:
    change(
        copied / "frameworks/ilacs.toml",
        "[[judgement]]",
        '[[earlier]]\ncomparability = "close"\nbecause = "new"\n\n[[judgement]]',
    )
    change(copied / "frameworks/sif.toml", 'comparability = "close"', 'comparability = "near"')
    with pytest.raises(FolderInvalid, match=r"sif\.toml: unknown comparability 'near'"):
        reference_module.load(copied)


def test_every_contradiction_is_listed_at_once(copied: Path) -> None:
    change(copied / "joins.toml", 'from = ["sif"]', 'from = ["single"]')
    change(copied / "scales.toml", 'grade = "good"', 'grade = "fine"')
    with pytest.raises(FolderInvalid) as invalid:
        reference_module.load(copied)
    assert len(invalid.value.problems) == 2


@pytest.mark.parametrize("file", ["scales.toml", "authorities.csv", "vocabulary.toml", "joins.toml", "sources.toml"])
def test_a_reference_file_that_is_gone_is_named(file: str, copied: Path) -> None:
    (copied / file).unlink()
    with pytest.raises(FolderInvalid) as invalid:
        reference_module.load(copied)
    (problem,) = invalid.value.problems
    assert problem.startswith(f"{file}: cannot be read: ")


def test_scales_without_what_may_stand_beside_a_grade_are_refused(copied: Path) -> None:
    change(copied / "scales.toml", "[beside]", "[besides]")
    with pytest.raises(FolderInvalid, match=r"scales\.toml: cannot be read: 'beside'"):
        reference_module.load(copied)


def test_a_reference_without_any_framework_is_said_to_have_none(copied: Path) -> None:
    shutil.rmtree(copied / "frameworks")
    with pytest.raises(FolderInvalid, match="frameworks: no framework file found"):
        reference_module.load(copied)


def test_a_framework_is_added_by_a_file_and_its_name(copied: Path) -> None:
    text = (copied / "frameworks" / "child_protection.toml").read_text(encoding="utf-8")
    renamed = re.sub(r"(?ms)^recognise = \[.*?^\]", 'recognise = ["services for unicorns"]', text)
    (copied / "frameworks" / "unicorns.toml").write_text(renamed, encoding="utf-8")
    name = 'framework = "unicorns", title = "Unicorn inspection", short = "Unicorns", prose = "unicorn inspection"'
    change(copied / "vocabulary.toml", "framework = [", f'framework = [\n  {{ {name}, years = "since 2027" }},')
    known = reference_module.load(copied)
    document = Document("text", ("Inspection of local authority services for unicorns\nDevon",))
    assert recognise.framework(document, known).framework == "unicorns"


def test_the_register_file_has_one_row_an_authority() -> None:
    with (REFERENCE_FOLDER / "authorities.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(AUTHORITIES)
