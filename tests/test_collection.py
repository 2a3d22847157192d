"""What a folder of documents is, as a statement: how far it reaches, and which statements are not believed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from loaders.building import build
from loaders.reading.extract import extract
from loaders.reading.parsers import collection
from loaders.record.errors import SourceRefused
from loaders.record.model import Extraction, Observation
from loaders.record.reference import Reference
from tests.documents import extraction, observation

TODAY = dt.date(2026, 11, 28)
SOUND: dict[str, Any] = {
    "what": "Every report",
    "complete_to": dt.date(2026, 8, 21),
    "checked": dt.date(2026, 8, 22),
    "listed_at": "https://example.org/reports",
    "frameworks": ["sif", "ilacs"],
    "file_address": "https://example.org/file/{number}",
    "documents": {
        "50004178.pdf": {"number": "50004178"},
        "letter.pdf": {"address": "https://example.org/letter"},
        "paper.txt": {"title": "no address is known"},
    },
}


def test_a_collection_says_how_far_it_reaches_and_where_its_documents_are(reference: Reference) -> None:
    statement = collection.parse(SOUND, reference, TODAY)
    assert (statement.complete_to, statement.frameworks) == (dt.date(2026, 8, 21), ("sif", "ilacs"))
    assert statement.addresses == (
        ("50004178.pdf", "https://example.org/file/50004178"),
        ("letter.pdf", "https://example.org/letter"),
    )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("complete_to", "21 August 2026", "complete_to is '21 August 2026'; wanted a date"),
        ("complete_to", dt.date(2026, 8, 23), "complete to 2026-08-23 and was checked on 2026-08-22"),
        ("checked", dt.date(2071, 1, 1), "checked on 2071-01-01"),
        ("frameworks", [], "names no frameworks"),
        ("frameworks", ["ofsted"], "the unknown framework ofsted"),
        ("frameworks", [["sif"], {"ilacs": 1}], r"the unknown framework \['sif'\]"),
        ("documents", {"a.pdf": {"address": "javascript:alert(1)"}}, "'javascript:alert.1.' is no web address"),
        ("documents", {"a.pdf": {"address": 5}}, "'5' is no web address"),
        ("documents", [1], "documents is no table of tables"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(name: str, value: object, message: str, reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=message):
        collection.parse({**SOUND, name: value}, reference, TODAY)


def test_a_statement_without_a_part_is_refused_with_its_name(reference: Reference) -> None:
    values = {name: value for name, value in SOUND.items() if name != "listed_at"}
    with pytest.raises(SourceRefused, match="it does not say listed_at"):
        collection.parse(values, reference, TODAY)


def statement(tmp_path: Path, complete_to: str, reference: Reference, frameworks: str = '"sif", "ilacs"') -> Extraction:
    path = tmp_path / "collection.toml"
    path.write_text(
        f'what = "Every report"\ncomplete_to = {complete_to}\nchecked = 2026-08-22\n'
        f'listed_at = "https://example.org"\nframeworks = [{frameworks}]\n[documents."report.txt"]\n'
        'address = "https://example.org/1"\n',
        encoding="utf-8",
    )
    return extract(path, reference)


def visit(reference: Reference, **changed: Any) -> Observation:
    day = dt.date(2019, 6, 28)
    return observation(reference, **({"framework": "ilacs", "words": "Good", "day": day} | changed))


def reached(reference: Reference, *extractions: Extraction) -> tuple[str, list[str]]:
    """The day to which the record is complete, and what is said of the sources whose day is not used."""
    record = build.record(extractions, reference)
    said = [str(row["message"]) for row in record.tables["sources"] if "not used" in str(row["message"])]
    assert len(said) == len(record.reach.doubts)
    return str(record.reach.complete_to or ""), said


@pytest.mark.slow
def test_the_record_reaches_as_far_as_its_newest_sound_source_says(tmp_path: Path, reference: Reference) -> None:
    report = extraction("report", visit(reference))
    listed = visit(reference, evidence="statistics", source_id="statistics")
    statistics = extraction("statistics", listed, complete_to=dt.date(2025, 3, 31), kind="spreadsheet")
    sound = statement(tmp_path, "2026-08-21", reference)
    assert sound.source.kind == "collection"
    assert reached(reference, report) == ("", [])
    assert reached(reference, report, statistics) == ("2025-03-31", [])
    assert reached(reference, report, statistics, sound) == ("2026-08-21", [])
    wrong = statement(tmp_path, "2026-09-30", reference)
    assert wrong.source.status == "refused"
    assert reached(reference, report, statistics, wrong) == ("2025-03-31", [])


def test_a_collection_of_which_no_report_was_read_reaches_nowhere(tmp_path: Path, reference: Reference) -> None:
    """Its statement beside nothing would call a record of nothing complete."""
    statistics = extraction(
        "statistics", visit(reference, evidence="statistics"), complete_to=dt.date(2025, 3, 31), kind="spreadsheet"
    )
    day, (messages,) = reached(reference, statistics, statement(tmp_path, "2026-08-21", reference))
    assert day == "2025-03-31"
    assert messages == "not used to say how far the record reaches: none of its reports was read"


def test_a_collection_that_lacks_an_inspection_that_statistics_list_is_not_complete(
    tmp_path: Path, reference: Reference
) -> None:
    report = extraction("report", visit(reference))
    later = visit(reference, day=dt.date(2023, 5, 26), evidence="statistics")
    sound = statement(tmp_path, "2026-08-21", reference)
    day, (messages,) = reached(reference, report, extraction("statistics", later), sound)
    assert day == ""
    assert messages.endswith(
        "no report was read of 1 of the inspections that statistics list, such as worcestershire-2023-05-ilacs"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        {"day": dt.date(2026, 8, 28)},
        {"authority_id": "northamptonshire"},
        {"framework": "slac", "day": dt.date(2010, 10, 8), "words": "Adequate"},
    ],
    ids=["after its day", "of an authority that has ended", "of another framework"],
)
def test_what_a_collection_does_not_claim_to_hold_does_not_speak_against_it(
    changed: dict[str, Any], tmp_path: Path, reference: Reference
) -> None:
    report = extraction("report", visit(reference))
    other = extraction("statistics", visit(reference, **({"evidence": "statistics"} | changed)))
    assert reached(reference, report, other, statement(tmp_path, "2026-08-21", reference)) == ("2026-08-21", [])


def test_a_source_without_the_framework_in_force_says_nothing_of_today(tmp_path: Path, reference: Reference) -> None:
    report = extraction("report", observation(reference, framework="sif", words="Good", day=dt.date(2016, 11, 4)))
    alone = statement(tmp_path, "2026-08-21", reference, frameworks='"sif"')
    day, (messages,) = reached(reference, report, alone)
    assert day == ""
    assert messages.endswith("it holds nothing of the framework in force on 2026-08-21 (ilacs)")
    before = extraction("list", report.observations[0], complete_to=dt.date(2017, 12, 31))
    assert reached(reference, before) == ("2017-12-31", [])


def test_a_source_has_the_address_that_the_collection_gives_it(tmp_path: Path, reference: Reference) -> None:
    report = extraction("report", observation(reference))
    rows = build.record([report, statement(tmp_path, "2026-08-21", reference)], reference).tables
    assert [row["source_url"] for row in rows["judgements"]] == ["https://example.org/1"]
