"""The OpenAPI description says what the downloads do: every path, parameter and value of it is asked for here."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.export import openapi
from dashboard.store import Store
from dashboard.web import downloads, file_answers


@pytest.fixture(scope="module")
def description(store: Store) -> dict[str, Any]:
    return openapi.description(store)


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of one value, where it is not empty."""
    found: dict[str, Any] = schema.get("items") or schema.get("anyOf", [schema])[0]
    return found


def addresses(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every path with its operation, each table put in, and one council."""
    for path, item in description["paths"].items():
        operation = item["get"]
        values = [(p["name"], p["schema"]["enum"]) for p in operation["parameters"] if p["in"] == "path"]
        for name, allowed in values or [("", [""])]:
            for value in allowed[:1] if name == "authority" else allowed:
                yield path.replace(f"{{{name}}}", value), operation


def resolved(description: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    reference = answer.get("$ref", "")
    return description["components"]["responses"][reference.rpartition("/")[2]] if reference else answer


def test_it_is_served_and_says_what_it_is(client: FlaskClient, description: dict[str, Any]) -> None:
    answer = client.get("/download/openapi.json")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == description
    assert description["openapi"] == "3.1.0"
    for page in ("/data", "/methodology"):
        assert 'href="/download/openapi.json"' in client.get(page).get_data(as_text=True)


def test_every_download_is_described_and_nothing_else(store: Store, description: dict[str, Any]) -> None:
    described = {path.removeprefix("/download/") for path, _ in addresses(description) if path != "/healthz"}
    assert described == {*downloads.download_names(store), "briefing/barking-and-dagenham.pptx"}
    briefing = description["paths"]["/download/briefing/{authority}.pptx"]["get"]
    assert set(briefing["parameters"][0]["schema"]["enum"]) == set(store.reference.register.by_id)


def test_every_path_answers_as_it_says(client: FlaskClient, description: dict[str, Any]) -> None:
    for path, operation in addresses(description):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert [answer.mimetype] == list(operation["responses"]["200"]["content"]), path
        for header in operation["responses"]["200"].get("headers", ()):
            assert header in answer.headers, path
        wrong = client.get(f"{path}?no-such-parameter=1")
        assert wrong.status_code == 400, path
        assert [wrong.mimetype] == list(resolved(description, operation["responses"]["400"])["content"])
        if "304" in operation["responses"]:
            assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304, path


def test_a_table_or_council_that_is_not_listed_is_absent(client: FlaskClient, description: dict[str, Any]) -> None:
    for path, item in description["paths"].items():
        if "{" in path:
            answer = client.get(re.sub(r"\{\w+\}", "toys", path))
            assert str(answer.status_code) in item["get"]["responses"]
            assert answer.status_code == 404


def test_what_is_written_one_at_a_time_may_have_to_be_asked_for_again(description: dict[str, Any]) -> None:
    for path, operation in addresses(description):
        is_written_so = set(operation["responses"]["200"]["content"]) & set(file_answers.KEPT)
        assert ("503" in operation["responses"]) == (bool(is_written_so) or path == "/healthz"), path


@pytest.mark.slow
def test_every_value_of_every_parameter_is_taken(client: FlaskClient, description: dict[str, Any]) -> None:
    for parameter in description["paths"]["/download/judgements.csv"]["get"]["parameters"]:
        schema = plain(parameter["schema"])
        found = schema.get("enum") or [schema.get("minimum", "Devon"), schema.get("maximum", "x" * 200)]
        for value in found:
            answer = client.get("/download/judgements.csv", query_string={parameter["name"]: value})
            assert answer.status_code == 200, (parameter["name"], value)
        is_number = schema["type"] == "integer"
        answer = client.get("/download/judgements.csv", query_string={parameter["name"]: "0" if is_number else "“”"})
        assert answer.status_code == 400, parameter["name"]


def test_an_empty_value_is_described_as_it_is_taken(client: FlaskClient, description: dict[str, Any]) -> None:
    """A form sends one for whatever it leaves open."""
    for parameter in description["paths"]["/download/judgements.json"]["get"]["parameters"]:
        schema = parameter["schema"]
        of_text = [schema, schema.get("items", {}), *schema.get("anyOf", [])]
        is_described = any("" in kind.get("enum", [kind.get("const")]) for kind in of_text)
        is_described |= bool(re.search(schema.get("pattern", "x"), ""))
        assert is_described, parameter["name"]
        assert client.get("/download/judgements.json", query_string={parameter["name"]: ""}).status_code == 200


def test_a_filter_is_repeated_and_the_others_are_not(client: FlaskClient, description: dict[str, Any]) -> None:
    for parameter in description["paths"]["/download/judgements.json"]["get"]["parameters"]:
        schema = parameter["schema"]
        values = schema["items"]["enum"][1:3] if schema.get("type") == "array" else ["1999", "2000"]
        query = "&".join(f"{parameter['name']}={value}" for value in values)
        answer = client.get(f"/download/judgements.json?{query}")
        is_repeatable = schema.get("type") == "array" or len(values) < 2
        assert answer.status_code == (200 if is_repeatable else 400), query


def test_the_parameters_are_those_that_the_downloads_accept(description: dict[str, Any]) -> None:
    for ending in ("csv", "json", "xlsx", "zip"):
        found = description["paths"][f"/download/judgements.{ending}"]["get"]["parameters"]
        own = ["bom"] if ending == "csv" else []
        assert [parameter["name"] for parameter in found] == [*downloads.PARAMETERS, *own]


def test_rows_fit_their_schema(client: FlaskClient, store: Store, description: dict[str, Any]) -> None:
    operation = description["paths"]["/download/judgements.json"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["items"]
    rows = json.loads(client.get("/download/judgements.json").get_data())
    assert len(rows) == len(store.judgements)
    for row in rows:
        assert list(row) == schema["required"] == list(schema["properties"])
        for name, value in row.items():
            check(schema["properties"][name], value)


def check(schema: dict[str, Any], value: str | int | None) -> None:
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    assert {int: "integer", str: "string", type(None): "null"}[type(value)] in kinds
    assert value in schema.get("enum", [value])
    if isinstance(value, int):
        assert schema.get("minimum", value) <= value <= schema.get("maximum", value)
    if isinstance(value, str):
        assert re.search(schema.get("pattern", ""), value)
