"""The vocabulary: every name that people read, each entry whole or refused with the missing word named."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from loaders.building import reference_tables
from loaders.record import reference as reference_module
from loaders.record.errors import FolderInvalid
from loaders.record.reference import REFERENCE_FOLDER
from loaders.record.vocabulary import FORMS, Term, vocabulary

KNOWN = reference_module.load()
ENTRIES: dict[str, Any] = tomllib.loads((REFERENCE_FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))
KINDS = ("grade", "word", "service", "aspect", "evidence", "comparability", "framework")


def problems(folder: Path) -> list[str]:
    with pytest.raises(FolderInvalid) as invalid:
        reference_module.load(folder)
    return list(invalid.value.problems)


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "vocabulary.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_service_aspect_and_framework_of_the_reference_has_its_words() -> None:
    words = KNOWN.vocabulary
    for framework in KNOWN.frameworks.values():
        assert framework.framework in words.frameworks
        for judgement in framework.judgements:
            assert judgement.service in words.services
            assert judgement.aspect in words.aspects
            assert judgement.comparability in words.comparability


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_an_entry_without_one_of_its_words_is_named(kind: str, form: str) -> None:
    entry = dict(ENTRIES[kind][0])
    del entry[form]
    changed = vocabulary({**ENTRIES, kind: [entry, *ENTRIES[kind][1:]]})
    assert changed.missing == (f"vocabulary.toml: {kind} {entry[kind]} has no {form}",)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("grade", "letter"),
        ("word", "letter"),
        ("evidence", "strength"),
        ("comparability", "line"),
        ("framework", "years"),
    ],
)
def test_what_only_some_entries_need_is_named_too(kind: str, field: str) -> None:
    entry = dict(ENTRIES[kind][-1])
    del entry[field]
    changed = vocabulary({**ENTRIES, kind: [*ENTRIES[kind][:-1], entry]})
    assert changed.missing == (f"vocabulary.toml: {kind} {entry[kind]} has no {field}",)


def test_a_new_service_without_words_for_a_sentence_stops_the_program(copied: Path) -> None:
    change(copied, "service = [", 'service = [\n  { service = "fostering", title = "Fostering", short = "Fostering" },')
    assert problems(copied) == ["vocabulary.toml: service fostering has no prose"]


def test_a_framework_without_a_name_stops_the_program(copied: Path) -> None:
    change(copied, 'framework = "jar"', 'framework = "jars"')
    assert problems(copied) == [
        "vocabulary.toml: framework jar has no entry",
        "vocabulary.toml: framework jars is in no file",
    ]


def test_a_scale_whose_third_word_has_no_name_stops_the_program(copied: Path) -> None:
    change(copied, ', "words-adequate", "performs"]', ', "words-adequate"]')
    assert problems(copied) == [
        "vocabulary.toml: requires_improvement_or_adequate has no word on the scale performs",
    ]


def test_a_grade_that_is_printed_by_its_own_name_needs_no_word_on_other_scales(copied: Path) -> None:
    """A new scale names its own words; the older ones, which have none for these grades, are left as they are."""
    word = '  { word = "strong", grade = "good", letter = "S", title = "Strong", short = "Strong", prose = "strong", '
    change(copied, "word = [\n", f'word = [\n{word}scales = ["words-adequate"] }},\n')
    words = reference_module.load(copied).vocabulary
    assert words.grade("good", "words-adequate").title == "Strong"
    assert words.grade("good", "performs").title == "Good"
    assert [term.title for term in words.printed] == [
        "Outstanding", "Strong", "Good", "Requires improvement", "Adequate", "Inadequate",
    ]  # fmt: skip


def test_of_several_words_of_a_scale_the_printed_one_is_told(copied: Path) -> None:
    change(copied, '["words-requires-improvement"]', '["words-requires-improvement", "words-adequate"]')
    words = reference_module.load(copied).vocabulary
    for printed in ("Requires improvement to be good", "Adequate", "ADEQUATE."):
        term = words.grade("requires_improvement_or_adequate", "words-adequate", printed)
        assert printed.lower().startswith(term.prose)


def test_of_several_words_of_a_scale_each_wording_is_one(copied: Path) -> None:
    change(copied, '["words-requires-improvement"]', '["words-requires-improvement", "words-adequate"]')
    scales = copied / "scales.toml"
    start, name, rest = scales.read_text(encoding="utf-8").partition("[words-adequate]")
    scales.write_text(start + name + rest.replace('words = "adequate"', 'words = "barely adequate"', 1), "utf-8")
    assert problems(copied) == [
        "vocabulary.toml: no word of requires_improvement_or_adequate on the scale words-adequate is 'barely adequate'"
    ]


def test_a_word_of_an_unknown_grade_stops_the_program(copied: Path) -> None:
    change(
        copied,
        'word = "adequate", grade = "requires_improvement_or_adequate"',
        'word = "adequate", grade = "adequate_or_better"',
    )
    assert "vocabulary.toml: word adequate has no known grade" in problems(copied)


def test_a_fifth_word_of_a_grade_needs_no_more_than_its_entry() -> None:
    entry = {"word": "poor", "grade": "inadequate", "letter": "P", "scales": ["new"]} | dict.fromkeys(FORMS, "poor")
    words = vocabulary({**ENTRIES, "word": [*ENTRIES["word"], entry]})
    assert words.missing == ()
    assert (words.grade("inadequate", "new").letter, words.grade("inadequate", "performs").letter) == ("P", "I")
    assert [term.letter for term in words.printed] == ["O", "G", "R", "A", "P", "I"]


@pytest.mark.parametrize(
    ("framework", "letter"), [("jar", "A"), ("slac", "A"), ("car", "A"), ("cpa", "A"), ("sif", "R"), ("ilacs", "R")]
)
def test_the_third_grade_has_the_word_that_its_framework_prints(framework: str, letter: str) -> None:
    assert KNOWN.printed_grade("requires_improvement_or_adequate", framework).letter == letter
    assert KNOWN.printed_grade("good", framework).letter == "G"


def every_term() -> list[Term]:
    words = KNOWN.vocabulary
    kinds = (words.grades, words.services, words.aspects, words.evidence, words.comparability, words.frameworks)
    return [*words.printed, *(term for kind in kinds for term in kind.values())]


def test_pages_have_the_curly_apostrophe_and_data_files_the_straight_one() -> None:
    assert any("’" in term.title for term in every_term())
    for term in every_term():
        assert "'" not in f"{term.title}{term.short}{term.prose}"
        assert "’" not in term.meaning


def test_services_comparability_and_evidence_have_the_names_that_people_use() -> None:
    words = KNOWN.vocabulary
    assert [term.title for term in words.services.values()] == [
        "Children’s services overall",
        "Safeguarding",
        "Looked-after children",
        "Care leavers",
        "Adoption",
        "Disabled children",
        "Local Safeguarding Children Board",
    ]
    assert [term.title for term in words.comparability.values()] == [
        "Comparable",
        "Comparable with caution",
        "Not comparable",
        "No longer graded",
    ]
    assert [words.evidence[kind].prose for kind in ("primary", "statistics", "mention")] == [
        "inspection report",
        "Ofsted statistics",
        "quoted in a later report",
    ]


def test_the_name_of_a_framework_is_never_that_of_a_service() -> None:
    words = KNOWN.vocabulary
    services = {form.lower() for term in words.services.values() for form in (term.title, term.prose)}
    assert not services & {term.prose.lower() for term in words.frameworks.values()}


def test_the_codebook_has_the_meaning_of_what_an_inspection_is_and_of_what_sources_differ_on() -> None:
    meanings = {
        (row["column"], row["value"]): row["meaning"] for row in reference_tables.codebook(KNOWN) if row["value"]
    }
    assert meanings["inspection_type", "short"].startswith("A shorter inspection")
    assert {value for column, value in meanings if column == "inspection_type"} == {
        "standard",
        "short",
        "re-inspection",
    }
    assert {value for column, value in meanings if column == "field"} == {
        "grade", "inspection_start", "inspection_end", "published", "date", "framework"
    }  # fmt: skip
    described = {row["meaning"] for row in reference_tables.codebook(KNOWN) if not row["value"]}
    assert not described & {
        meaning for (column, _), meaning in meanings.items() if column in ("inspection_type", "field")
    }


def test_the_codebook_says_of_a_value_what_it_means_in_its_own_column() -> None:
    meanings = {
        (row["column"], row["value"]): row["meaning"]
        for row in reference_tables.codebook(KNOWN)
        if row["table"] in ("judgements", "observations", "discrepancies")
    }
    assert meanings["framework", "safeguarding"] == KNOWN.frameworks["safeguarding"].title
    assert meanings["service", "safeguarding"] == "Help, protection and safeguarding of children"
    assert meanings["evidence", "mention"] == meanings["other_evidence", "mention"] == "A remark in a later document"
    assert meanings["comparability", "ended"].startswith("no framework in force today")
    assert all("’" not in str(meaning) for meaning in meanings.values())


def test_no_name_of_a_framework_is_taken_for_what_is_graded() -> None:
    """ "Looked-after children" in a column of frameworks was read as the service."""
    words = KNOWN.vocabulary
    graded = {
        name.casefold()
        for term in (*words.services.values(), *words.aspects.values())
        for name in (term.title, term.short, term.prose, getattr(term, "also", ""))
    }
    for framework in words.frameworks.values():
        assert not graded & {name.casefold() for name in (framework.title, framework.short, framework.prose)}
