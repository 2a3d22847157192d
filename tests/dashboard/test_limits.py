"""What every request must keep to: methods, bodies, the site that a form comes from, and Dash's own callback."""

import io
import json

import pytest
from flask.testing import FlaskClient

from dashboard.web.dash_adapter import CALLBACK
from dashboard.web.limits import BODIES

CALLBACK_OUTPUTS = "..page.html...page.children...page.slots...page.title...page.answered.."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
@pytest.mark.parametrize(
    "address", ["/", "/data", "/authority/devon", "/download/judgements.csv", "/healthz", "/assets/page.js", "/nowhere"]
)
def test_pages_and_downloads_are_only_asked_for(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", ["/data", "/read", "/download/judgements.xlsx", "/download/judgements.csv"])
def test_the_head_of_an_answer_has_no_body(client: FlaskClient, address: str) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer.get_data()) == (200, b"")


def test_forms_are_posted_where_they_belong(client: FlaskClient) -> None:
    assert client.get("/read").status_code == 200
    refused = client.get("/read.csv")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    refused = client.get("/_dash-update-component")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")


def test_what_is_asked_for_brings_nothing_along(client: FlaskClient) -> None:
    assert client.get("/data", data=b"x").status_code == 400
    assert client.get("/download/judgements.csv", headers={"Transfer-Encoding": "chunked"}).status_code == 400


@pytest.mark.parametrize("address", ["/read.csv", "/_dash-update-component"])
def test_a_body_is_no_longer_than_it_has_to_be(client: FlaskClient, address: str) -> None:
    kind = "application/json" if address == CALLBACK else "application/x-www-form-urlencoded"
    answer = client.post(address, data=b" " * (BODIES[address] + 1), content_type=kind)
    assert (answer.status_code, answer.mimetype) == (413, "text/plain")


def test_a_file_that_is_too_large_is_taken_to_its_end(client: FlaskClient) -> None:
    """A browser that is cut off while it sends shows no answer."""
    size = BODIES["/read"] + 1
    body = io.BytesIO(bytes(size))
    answer = client.post(
        "/read", input_stream=body, content_length=size, content_type="multipart/form-data; boundary=x"
    )
    assert (answer.status_code, answer.mimetype, body.tell()) == (413, "text/html", size)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        "1",
        '"x"',
        '{"output": "x"}',
        json.dumps({"output": CALLBACK_OUTPUTS, "outputs": [], "inputs": [], "changedPropIds": []}),
        json.dumps({"output": CALLBACK_OUTPUTS, "outputs": {}, "inputs": "page", "changedPropIds": 7}),
        "[" * 50_000,
        "{",
        "\xff",
    ],
)
def test_what_is_no_callback_of_these_pages_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize("address", ["/read", "/read.csv"])
@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://localhost"}, False),
        ({}, False),
    ],
)
def test_no_page_of_another_site_sends_a_form(
    client: FlaskClient, address: str, headers: dict[str, str], is_refused: bool
) -> None:
    answer = client.post(address, headers=headers)
    assert answer.status_code == (403 if is_refused else 400)


@pytest.mark.parametrize("address", ["/%09/elsewhere.example/", "/%5Celsewhere.example/", "/%2F/elsewhere.example//"])
def test_no_address_leads_to_another_site(client: FlaskClient, address: str) -> None:
    """A browser reads //elsewhere.example as another site, and leaves a tab out of an address."""
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "name", ["", "dash", "dash/nothing.js", "nothing/nothing.js", "dash/..%2F..%2Fapp.py", "../app.py"]
)
def test_a_script_that_dash_does_not_have_is_absent(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/_dash-component-suites/{name}", follow_redirects=True)
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers
