"""The five real documents, and small ones in the same layouts: every judgement that they print, read by a person.

The documents are not part of the project; what they print is. Each entry is the label and the words of the document's
own table of findings, with the number that stands beside them or that its scale gives them. Every law is held against
the small documents (`small_reports`), and against the published ones where they stand beside the checkout.
"""

import re
from pathlib import Path

import pytest

from loaders.building import build
from loaders.frames import load_folder
from loaders.reading import extract
from loaders.record.model import Extraction, Observation
from loaders.record.reference import Reference
from tests import small_reports
from tests.shared_material import SHARED

PUBLISHED = SHARED / "reports" / "text"

WORCESTERSHIRE_2008 = "004_9dfceb316e67dfb4.txt"
WORCESTERSHIRE_2012 = "000_0bd9bb33986ba961.txt"
DEVON = "001_0b1c72c4e2585ce8.txt"
DUDLEY = "002_2c2e3d51dea60eb9.txt"
TELFORD = "003_ef26eed6991a0a82.txt"

# service/aspect: (label as printed, words as printed, number)
Expected = dict[str, tuple[str, str, int | None]]

JUDGEMENTS: dict[str, Expected] = {
    # A table of numbers, in which 4 is best; the words are those of the key above it.
    WORCESTERSHIRE_2008: {
        "safeguarding/overall": ("Safeguarding", "good", 3),
        "looked_after_children/overall": ("Looked after children", "good", 3),
        "disabilities/overall": ("Learning difficulties and/or disabilities", "good", 3),
        "whole_service/leadership": ("Service management", "good", 3),
        "whole_service/capacity_for_improvement": ("Capacity to improve", "good", 3),
    },
    # 1 is best. Health agencies stand in the contents and are not judged.
    WORCESTERSHIRE_2012: {
        "safeguarding/overall": ("Overall effectiveness", "Adequate", 3),
        "safeguarding/capacity_for_improvement": ("Capacity for improvement", "Adequate", 3),
        "safeguarding/safe_and_feel_safe": ("Children and young people are safe and feel safe", "Adequate", 3),
        "safeguarding/quality_of_provision": ("Quality of provision", "Adequate", 3),
        "safeguarding/ambition": ("Ambition and prioritisation", "Adequate", 3),
        "safeguarding/leadership": ("Leadership and management", "Good", 2),
        "safeguarding/performance_management": ("Performance management and quality assurance", "Adequate", 3),
        "safeguarding/partnership": ("Partnership working", "Adequate", 3),
        "safeguarding/equality": ("Equality and diversity", "Adequate", 3),
    },
    # Words alone.
    DEVON: {
        "safeguarding/overall": ("Overall effectiveness", "Inadequate", None),
        "safeguarding/outcomes": (
            "The effectiveness of the help and protection provided to children, young people, families and carers",
            "Inadequate",
            None,
        ),
        "safeguarding/quality_of_provision": ("The quality of practice", "Inadequate", None),
        "safeguarding/leadership": ("Leadership and governance", "Inadequate", None),
    },
    DUDLEY: {
        "safeguarding/overall": ("Overall effectiveness", "Adequate", 3),
        "safeguarding/capacity_for_improvement": ("Capacity for improvement", "Good", 2),
        "safeguarding/safe_and_feel_safe": ("Children and young people are safe and feel safe", "Adequate", 3),
        "safeguarding/quality_of_provision": ("Quality of provision", "Adequate", 3),
        "safeguarding/health_contribution": (
            "The contribution of health agencies to keeping children and young people safe",
            "Adequate",
            3,
        ),
        "safeguarding/ambition": ("Ambition and prioritisation", "Good", 2),
        "safeguarding/leadership": ("Leadership and management", "Good", 2),
        "safeguarding/performance_management": ("Performance management and quality assurance", "Adequate", 3),
        "safeguarding/partnership": ("Partnership working", "Good", 2),
        "safeguarding/equality": ("Equality and diversity", "Good", 2),
        "looked_after_children/overall": ("Overall effectiveness", "Good", 2),
        "looked_after_children/capacity_for_improvement": ("Capacity for improvement", "Good", 2),
        "looked_after_children/being_healthy": ("Being healthy", "Adequate", 3),
        "looked_after_children/staying_safe": ("Staying safe", "Good", 2),
        "looked_after_children/enjoying_and_achieving": ("Enjoying and achieving", "Outstanding", 1),
        "looked_after_children/positive_contribution": (
            "Making a positive contribution, including user engagement",
            "Good",
            2,
        ),
        "looked_after_children/economic_wellbeing": ("Economic well-being", "Good", 2),
        "looked_after_children/quality_of_provision": ("Quality of provision", "Adequate", 3),
        "looked_after_children/ambition": ("Ambition and prioritisation", "Good", 2),
        "looked_after_children/leadership": ("Leadership and management", "Good", 2),
        "looked_after_children/performance_management": ("Performance management and quality assurance", "Adequate", 3),
        "looked_after_children/equality": ("Equality and diversity", "Good", 2),
    },
    # Leadership and management: adequate in the one block, good in the other.
    TELFORD: {
        "safeguarding/overall": ("Overall effectiveness", "Adequate", 3),
        "safeguarding/capacity_for_improvement": ("Capacity for improvement", "Adequate", 3),
        "safeguarding/safe_and_feel_safe": ("Children and young people are safe and feel safe", "Adequate", 3),
        "safeguarding/quality_of_provision": ("Quality of provision", "Inadequate", 4),
        "safeguarding/health_contribution": (
            "The contribution of health agencies to keeping children and young people safe",
            "Adequate",
            3,
        ),
        "safeguarding/ambition": ("Ambition and prioritisation", "Good", 2),
        "safeguarding/leadership": ("Leadership and management", "Adequate", 3),
        "safeguarding/performance_management": ("Performance management and quality assurance", "Adequate", 3),
        "safeguarding/partnership": ("Partnership working", "Good", 2),
        "safeguarding/equality": ("Equality and diversity", "Adequate", 3),
        "looked_after_children/overall": ("Overall effectiveness", "Adequate", 3),
        "looked_after_children/capacity_for_improvement": ("Capacity for improvement", "Adequate", 3),
        "looked_after_children/being_healthy": ("Being healthy", "Adequate", 3),
        "looked_after_children/staying_safe": ("Staying safe", "Good", 2),
        "looked_after_children/enjoying_and_achieving": ("Enjoying and achieving", "Adequate", 3),
        "looked_after_children/positive_contribution": (
            "Making a positive contribution, including user engagement",
            "Good",
            2,
        ),
        "looked_after_children/economic_wellbeing": ("Economic well-being", "Adequate", 3),
        "looked_after_children/quality_of_provision": ("Quality of provision", "Inadequate", 4),
        "looked_after_children/ambition": ("Ambition and prioritisation", "Good", 2),
        "looked_after_children/leadership": ("Leadership and management", "Good", 2),
        "looked_after_children/performance_management": ("Performance management and quality assurance", "Adequate", 3),
        "looked_after_children/equality": ("Equality and diversity", "Adequate", 3),
    },
}

# framework, evidence, authority, first day, last day, publication
DOCUMENTS = {
    WORCESTERSHIRE_2008: ("jar", "primary", "worcestershire", "", "", "2008-11-18"),
    WORCESTERSHIRE_2012: ("safeguarding", "primary", "worcestershire", "2012-03-19", "2012-03-23", "2012-04-23"),
    DEVON: ("child_protection", "primary", "devon", "2013-04-15", "2013-04-24", ""),
    DUDLEY: ("slac", "secondary", "dudley", "2011-11-28", "2011-12-09", ""),
    TELFORD: ("slac", "primary", "telford-and-wrekin", "2012-06-25", "2012-07-06", "2012-08-10"),
}

# service/aspect: (number of headings and of sentences that repeat the grade), where any do
REPEATED: dict[str, dict[str, tuple[int, int]]] = {
    WORCESTERSHIRE_2008: {
        "safeguarding/overall": (0, 1),
        "looked_after_children/overall": (0, 1),
        "disabilities/overall": (0, 1),
        "whole_service/leadership": (0, 3),
        "whole_service/capacity_for_improvement": (0, 1),
    },
    WORCESTERSHIRE_2012: {
        "safeguarding/overall": (0, 1),
        "safeguarding/capacity_for_improvement": (0, 1),
        "safeguarding/safe_and_feel_safe": (1, 0),
        "safeguarding/quality_of_provision": (0, 1),
        "safeguarding/ambition": (0, 1),
        "safeguarding/leadership": (1, 1),
        "safeguarding/performance_management": (1, 1),
        "safeguarding/partnership": (0, 1),
    },
    DEVON: {
        "safeguarding/overall": (0, 2),
        "safeguarding/outcomes": (1, 1),
        "safeguarding/quality_of_provision": (1, 1),
        "safeguarding/leadership": (1, 1),
    },
    DUDLEY: {
        "safeguarding/overall": (1, 1),
        "safeguarding/capacity_for_improvement": (1, 1),
        "looked_after_children/overall": (1, 1),
        "looked_after_children/capacity_for_improvement": (1, 1),
    },
    TELFORD: {
        **{name: (1, 0) for name in JUDGEMENTS[TELFORD] if not name.endswith("/equality")},
        "safeguarding/overall": (1, 1),
        "safeguarding/capacity_for_improvement": (1, 1),
        "safeguarding/quality_of_provision": (1, 1),
        "safeguarding/health_contribution": (1, 1),
        "safeguarding/ambition": (1, 1),
        "looked_after_children/capacity_for_improvement": (1, 1),
        "looked_after_children/quality_of_provision": (1, 1),
        "looked_after_children/performance_management": (1, 1),
    },
}

SMALL = {
    WORCESTERSHIRE_2008: small_reports.worcestershire_2008,
    WORCESTERSHIRE_2012: small_reports.worcestershire_2012,
    DEVON: small_reports.devon,
    DUDLEY: small_reports.dudley,
    TELFORD: small_reports.telford,
}

by_document = pytest.mark.parametrize("name", JUDGEMENTS)


@pytest.fixture(scope="module", params=["small", "published"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "published":
        if not PUBLISHED.is_dir():
            pytest.skip(f"the five documents are not beside the checkout: {PUBLISHED}")
        return PUBLISHED
    place = tmp_path_factory.mktemp("small")
    for name, write in SMALL.items():
        (place / name).write_text(write(JUDGEMENTS[name]), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def extracted(folder: Path, reference: Reference) -> dict[str, Extraction]:
    return {name: extract.extract(folder / name, reference) for name in JUDGEMENTS}


@pytest.fixture(scope="module")
def built(extracted: dict[str, Extraction], tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    place = tmp_path_factory.mktemp("built") / "data"
    build.build(list(extracted.values()), place, reference)
    return place


def own(extraction: Extraction) -> list[Observation]:
    """What a document says of its own inspection."""
    return [o for o in extraction.observations if o.evidence != "mention"]


def test_there_are_62_judgements_in_five_documents(folder: Path) -> None:
    assert len(list(folder.iterdir())) == len(JUDGEMENTS) == 5
    assert sum(map(len, JUDGEMENTS.values())) == 62


@by_document
def test_every_judgement_that_the_table_prints_comes_out_exactly(name: str, extracted: dict[str, Extraction]) -> None:
    found = {
        f"{o.service}/{o.aspect}": (o.judgement, o.grade_original, o.grade_number_original)
        for o in own(extracted[name])
        if o.place == "table"
    }
    assert found == JUDGEMENTS[name]
    assert len([o for o in own(extracted[name]) if o.place == "table"]) == len(JUDGEMENTS[name])


@by_document
def test_headings_and_sentences_repeat_the_grades_and_none_contradicts_them(
    name: str, folder: Path, extracted: dict[str, Extraction]
) -> None:
    found: dict[str, list[int]] = {}
    for o in own(extracted[name]):
        key = f"{o.service}/{o.aspect}"
        words, number = JUDGEMENTS[name][key][1:]
        assert (o.grade_original.lower(), o.grade_number_original) == (words.lower(), number), o.locator
        if o.place != "table":
            found.setdefault(key, [0, 0])[("heading", "sentence").index(o.place)] += 1
    assert found
    if folder == PUBLISHED:
        assert {key: tuple(counts) for key, counts in found.items()} == REPEATED[name]


@by_document
def test_framework_evidence_authority_and_dates_are_those_of_the_document(
    name: str, extracted: dict[str, Extraction]
) -> None:
    assert extracted[name].source.status == "read"
    assert extracted[name].source.message == ""
    assert {
        (
            o.framework,
            o.evidence,
            o.authority_id,
            *(day.isoformat() if day else "" for day in (o.inspection_start, o.inspection_end, o.published)),
        )
        for o in own(extracted[name])
    } == {DOCUMENTS[name]}


@by_document
def test_every_locator_leads_to_the_line_that_prints_the_grade(
    name: str, folder: Path, extracted: dict[str, Extraction]
) -> None:
    lines = (folder / name).read_text(encoding="utf-8-sig").split("\n")
    assert extracted[name].observations
    for o in extracted[name].observations:
        (number,) = re.findall(r"line (\d+)", o.locator)
        here = "\n".join(lines[int(number) - 1 : int(number) + 5]).lower()
        assert o.judgement.lower() in " ".join(here.split()), o.locator
        assert o.grade_text.lower().split()[-1].strip("()") in here, o.locator
        if paragraph := re.match(r"para (\d+) ", o.locator):
            assert f"{paragraph[1]}." in lines[int(number) - 1]


def test_earlier_inspections_are_mentions_as_exact_as_the_text(folder: Path, extracted: dict[str, Extraction]) -> None:
    lines = (folder / WORCESTERSHIRE_2012).read_text(encoding="utf-8-sig").split("\n")
    (remark,) = [number for number, line in enumerate(lines, 1) if "judged safeguarding to be inadequate" in line]
    mentions = {
        name: [
            (o.framework, f"{o.service}/{o.aspect}", o.date.isoformat(), o.date_precision, o.grade, o.locator)
            for o in extraction.observations
            if o.evidence == "mention"
        ]
        for name, extraction in extracted.items()
    }
    assert mentions[WORCESTERSHIRE_2012] == [
        ("slac", "safeguarding/overall", "2010-01-01", "year", "inadequate", f"para 1 (line {remark})")
    ]
    assert [(framework, what, grade) for framework, what, _, _, grade, _ in mentions[WORCESTERSHIRE_2008]] == [
        ("apa", "whole_service/overall", "outstanding"),
        ("apa", "whole_service/capacity_for_improvement", "outstanding"),
        ("apa", "whole_service/staying_safe", "outstanding"),
    ]
    assert {(date, precision) for _, _, date, precision, *_ in mentions[WORCESTERSHIRE_2008]} == {
        ("2007-01-01", "year")
    }
    assert mentions[DEVON] == mentions[DUDLEY] == mentions[TELFORD] == []


def test_worcestershires_safeguarding_fell_and_rose_and_its_equal_numbers_are_no_equal_grades(
    built: Path, reference: Reference
) -> None:
    frames = load_folder(built)
    judgements = frames["judgements"]
    series = judgements[
        (judgements["authority_id"] == "worcestershire")
        & (judgements["service"] == "safeguarding")
        & (judgements["aspect"] == "overall")
    ]
    columns = ["framework", "grade_number_original", "scale", "grade", "grade_rank", "evidence", "date_precision"]
    assert [",".join(row) for row in series[columns].astype("string").fillna("").to_numpy()] == [
        "jar,3,four-point-4-best,good,2,primary,day",
        "slac,,four-point-1-best,inadequate,4,mention,year",
        "safeguarding,3,four-point-1-best,requires_improvement_or_adequate,3,primary,day",
    ]
    movements = frames["movements"]
    steps = movements[
        (movements["authority_id"] == "worcestershire")
        & (movements["service"] == "safeguarding")
        & (movements["aspect"] == "overall")
    ]
    assert list(zip(steps["change"], steps["comparability"], steps["draw"], strict=True)) == [
        (-2, "loose", "break"),
        (1, "close", "dashed"),
    ]


def test_what_was_not_judged_is_nowhere_filled_in(built: Path, reference: Reference) -> None:
    frames = load_folder(built)
    judgements = frames["judgements"]
    visit = judgements[judgements["inspection_id"] == "worcestershire-2012-03-safeguarding"]
    assert set(visit["service"]) == {"safeguarding"}
    assert "health_contribution" not in set(visit["aspect"])
    assert len(judgements[judgements["evidence"] != "mention"]) == 62
    assert list(frames["discrepancies"].index) == []
    assert set(judgements["agreement"]) == {"single", "agreed"}
    assert frames["inspections"]["not_established"].isna().all()
