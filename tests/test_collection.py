"""What a folder of documents is, as a statement: how far it reaches, and which statements are not believed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from loaders.building import build
from loaders.reading.extract import extract
from loaders.reading.parsers import collection
from loaders.record.errors import SourceRefused
from loaders.record.model import Extraction
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
    ("name", "value", "said"),
    [
        ("complete_to", "21 August 2026", "complete_to is '21 August 2026'; wanted a date"),
        ("complete_to", dt.date(2026, 8, 23), "complete to 2026-08-23 and was checked on 2026-08-22"),
        ("checked", dt.date(2071, 1, 1), "checked on 2071-01-01"),
        ("frameworks", [], "names no frameworks"),
        ("frameworks", ["ofsted"], "the unknown framework ofsted"),
        ("documents", [1], "documents is no table of tables"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(name: str, value: object, said: str, reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=said):
        collection.parse({**SOUND, name: value}, reference, TODAY)


def test_a_statement_without_a_part_is_refused_with_its_name(reference: Reference) -> None:
    values = {name: value for name, value in SOUND.items() if name != "listed_at"}
    with pytest.raises(SourceRefused, match="it does not say listed_at"):
        collection.parse(values, reference, TODAY)


def statement(tmp_path: Path, complete_to: str, reference: Reference) -> Extraction:
    path = tmp_path / "collection.toml"
    path.write_text(
        f'what = "Every report"\ncomplete_to = {complete_to}\nchecked = 2026-08-22\n'
        'listed_at = "https://example.org"\nframeworks = ["sif"]\n[documents."report.txt"]\n'
        'address = "https://example.org/1"\n',
        encoding="utf-8",
    )
    return extract(path, reference)


def test_the_record_reaches_as_far_as_its_newest_sound_source_says(tmp_path: Path, reference: Reference) -> None:
    report = extraction("report", observation(reference))
    statistics = extraction("statistics", observation(reference), complete_to=dt.date(2025, 3, 31), kind="spreadsheet")
    sound = statement(tmp_path, "2026-08-21", reference)
    assert sound.source.kind == "collection"
    assert build.complete_to([report]) is None
    assert build.complete_to([report, statistics]) == dt.date(2025, 3, 31)
    assert build.complete_to([report, statistics, sound]) == dt.date(2026, 8, 21)
    wrong = statement(tmp_path, "2026-09-30", reference)
    assert wrong.source.status == "refused"
    assert build.complete_to([report, statistics, wrong]) == dt.date(2025, 3, 31)


def test_a_source_has_the_address_that_the_collection_gives_it(tmp_path: Path, reference: Reference) -> None:
    report = extraction("report", observation(reference))
    rows = build.tables([report, statement(tmp_path, "2026-08-21", reference)], reference)
    assert [row["source_url"] for row in rows["judgements"]] == ["https://example.org/1"]
