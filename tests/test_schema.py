"""tables.toml against the contract: the columns that other programs rely on, and the package that describes them."""

import json
import re

import pytest

from loaders.record import schema
from loaders.record.reference import Reference

# What the contract promises of judgements.csv: these columns, in this order, of these types.
JUDGEMENTS = {
    "authority_id": "string",
    "authority": "string",
    "gss_code": "string",
    "region": "string",
    "inspection_id": "string",
    "framework": "string",
    "inspection_type": "string",
    "inspection_start": "date",
    "inspection_end": "date",
    "published": "date",
    "date": "date",
    "date_precision": "string",
    "service": "string",
    "aspect": "string",
    "judgement": "string",
    "grade_original": "string",
    "grade_number_original": "integer",
    "scale": "string",
    "grade": "string",
    "grade_rank": "integer",
    "comparability": "string",
    "evidence": "string",
    "source_id": "string",
    "locator": "string",
    "observations": "integer",
    "agreement": "string",
    "date_basis": "string",
    "dfe_la_number": "string",
    "source_url": "string",
}
SOURCES = [
    "source_id",
    "file_name",
    "kind",
    "title",
    "publisher",
    "published",
    "url",
    "sha256",
    "status",
    "message",
    "observations",
    "complete_to",
]
MOVEMENTS = [
    "authority_id",
    "service",
    "aspect",
    "from_inspection_id",
    "to_inspection_id",
    "from_date",
    "to_date",
    "from_grade",
    "to_grade",
    "change",
    "comparability",
    "because",
]
TABLES = [
    "judgements", "observations", "inspections", "sources", "discrepancies", "movements", "coverage", "panel",
    "authorities", "frameworks", "crosswalk", "codebook",
]  # fmt: skip
SERVICES = [
    "whole_service",
    "safeguarding",
    "looked_after_children",
    "care_leavers",
    "adoption",
    "disabilities",
    "lscb",
]
ASPECTS = [
    "overall",
    "capacity_for_improvement",
    "leadership",
    "quality_of_provision",
    "ambition",
    "performance_management",
    "partnership",
    "equality",
    "health_contribution",
    "safe_and_feel_safe",
    "outcomes",
    "being_healthy",
    "staying_safe",
    "enjoying_and_achieving",
    "positive_contribution",
    "economic_wellbeing",
    "social_care",
    "education",
]
GRADES = ["outstanding", "good", "requires_improvement_or_adequate", "inadequate"]
DATED = {
    "inspection_start", "inspection_end", "published", "date", "from_date", "to_date", "complete_to", "round_from",
    "round_until", "year_end", "since", "valid_from", "valid_to", "valid_until", "in_force_from", "in_force_until",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(reference: Reference) -> dict[str, schema.Table]:
    return schema.tables(reference)


def column(table: schema.Table, name: str) -> schema.Column:
    return next(column for column in table.columns if column.name == name)


def test_the_folder_has_the_tables_of_the_contract(tables: dict[str, schema.Table]) -> None:
    assert list(tables) == TABLES


def test_the_judgements_have_the_columns_of_the_contract_in_order(tables: dict[str, schema.Table]) -> None:
    table = tables["judgements"]
    assert {column.name: column.type for column in table.columns} == JUDGEMENTS
    assert table.header == list(JUDGEMENTS)
    assert table.sort == ("authority_id", "date", "inspection_id", "service", "aspect")
    assert table.key == ("inspection_id", "service", "aspect")


def test_the_observations_have_the_same_columns_and_the_grade_as_its_place_prints_it(
    tables: dict[str, schema.Table],
) -> None:
    judged, observed = set(JUDGEMENTS), set(tables["observations"].header)
    assert judged - observed == {"observations", "agreement"}
    assert observed - judged == {"grade_text", "place", "establishes"}
    for name in judged & observed:
        assert column(tables["observations"], name) == column(tables["judgements"], name)


def test_sources_and_movements_have_the_columns_of_the_contract(tables: dict[str, schema.Table]) -> None:
    assert tables["sources"].header == SOURCES
    assert tables["movements"].header[: len(MOVEMENTS)] == MOVEMENTS


def test_words_with_a_meaning_are_restricted_to_those_of_the_contract(
    reference: Reference, tables: dict[str, schema.Table]
) -> None:
    allowed = {
        "service": SERVICES,
        "aspect": ASPECTS,
        "grade": GRADES,
        "comparability": ["same", "close", "loose", "ended"],
        "evidence": ["primary", "statistics", "secondary", "mention"],
        "agreement": ["single", "agreed", "conflict"],
        "date_precision": ["day", "month", "year"],
        "framework": list(reference.frameworks),
        "scale": list(reference.scales),
    }
    for name, words in allowed.items():
        assert list(column(tables["judgements"], name).enum) == words
    assert column(tables["sources"], "status").enum == ("read", "refused")
    assert (column(tables["judgements"], "grade_rank").minimum, column(tables["judgements"], "grade_rank").maximum) == (
        1,
        4,
    )


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_says_what_it_means(name: str, tables: dict[str, schema.Table]) -> None:
    table = tables[name]
    assert table.title
    assert table.description.endswith(".")
    assert len(set(table.header)) == len(table.header)
    for column in table.columns:
        assert column.description, f"{name}.{column.name}"
        assert column.type in ("string", "integer", "date")
        assert (column.type == "date") == (column.name in DATED)
        assert re.compile(column.pattern)


@pytest.mark.parametrize("name", TABLES)
def test_keys_order_and_references_name_columns_that_are_there(name: str, tables: dict[str, schema.Table]) -> None:
    table = tables[name]
    assert set(table.key) <= set(table.header)
    assert set(table.sort) <= set(table.header)
    assert table.sort
    for own, (other, other_column) in table.foreign.items():
        assert own in table.header
        assert tables[other].key == (other_column,)


REACH = {"complete_to": "2026-08-21", "created": "2026-07-30"}


def test_the_package_describes_every_column_type_and_constraint(tables: dict[str, schema.Table]) -> None:
    files = {name: {"bytes": 1, "hash": "sha256:0", "rows": 0} for name in tables}
    package = json.loads(json.dumps(schema.data_package(tables.values(), files, REACH)))
    assert package["profile"] == "tabular-data-package"
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    for resource, table in zip(package["resources"], tables.values(), strict=True):
        assert (resource["name"], resource["path"]) == (table.name, f"{table.name}.csv")
        assert resource["schema"]["missingValues"] == [""]
        assert resource["schema"].get("primaryKey", []) == list(table.key)
        assert {
            key["fields"]: (key["reference"]["resource"], key["reference"]["fields"])
            for key in resource["schema"].get("foreignKeys", [])
        } == table.foreign
        for field, column in zip(resource["schema"]["fields"], table.columns, strict=True):
            constraints = field.get("constraints", {})
            assert (field["name"], field["type"], field["description"]) == (
                column.name,
                column.type,
                column.description,
            )
            assert constraints.get("required", False) == column.required
            assert tuple(constraints.get("enum", ())) == column.enum
            assert (constraints.get("minimum"), constraints.get("maximum")) == (column.minimum, column.maximum)
            assert constraints.get("pattern", "") == column.pattern
