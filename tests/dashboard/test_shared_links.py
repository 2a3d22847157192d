"""Links as people share them: what others add is taken off, and no stranger changes where one leads."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from dashboard.web.server import Gradeline


@pytest.mark.parametrize(
    ("asked", "goal"),
    [
        ("/?utm_source=mail", "/"),
        ("/authority/devon?fbclid=x&utm_campaign=a%20b", "/authority/devon"),
        ("/authority/devon/?gclid=x", "/authority/devon"),
        (
            "/compare?authority=worcestershire&utm_medium=x&from=2008&to=2012&mc_cid=1&mc_eid=2",
            "/compare?authority=worcestershire&from=2008&to=2012",
        ),
        ("/data?service=safeguarding&service=adoption&gclid=x", "/data?service=safeguarding&service=adoption"),
        (
            "/download/judgements.csv?utm_source=x&authority=devon&authority=leeds",
            "/download/judgements.csv?authority=devon&authority=leeds",
        ),
        ("/download/judgements.xlsx?fbclid=", "/download/judgements.xlsx"),
        ("/healthz?utm_source=x", "/healthz"),
    ],
)
def test_what_mail_and_networks_add_is_taken_off_by_a_redirect(client: FlaskClient, asked: str, goal: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, goal)
    assert client.get(goal).status_code == 200


@pytest.mark.parametrize("asked", ["/nothing?utm_source=x", "/%2F/elsewhere.example/?utm_source=x", "/authority/x?u=1"])
def test_nothing_else_is_led_anywhere(client: FlaskClient, asked: str) -> None:
    answer = client.get(asked)
    assert answer.status_code in (400, 404)
    assert "Location" not in answer.headers


def test_other_parameters_are_still_refused(client: FlaskClient) -> None:
    for name in ("utm", "xfbclid", "gclid2", "autm_source"):
        assert client.get(f"/data?{name}=x").status_code == 400


def test_a_kept_page_is_kept_under_its_clean_address_alone(app: Gradeline, client: FlaskClient) -> None:
    client.get("/sources?utm_source=x")
    assert app.edition.pages.get(("/sources", "utm_source=x")) is None


@pytest.mark.parametrize(
    "query", ["", "?v=", "?v=0", "?v={last}", "?v={version}&x=1", "?v={version}&v=0", "?x={version}"]
)
def test_only_a_file_named_by_its_content_is_kept_for_ever(app: Gradeline, client: FlaskClient, query: str) -> None:
    address = app.assets["page.js"].address
    version = address.partition("?v=")[2]
    answer = client.get("/assets/page.js" + query.format(version=version, last=version[-1]))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_request_of_http_1_1_names_its_host(app: Gradeline) -> None:
    for path in ("/", "/healthz", "/download/judgements.csv"):
        for protocol, has_host, status in (("1.1", True, 200), ("1.1", False, 400), ("1.0", False, 200)):
            environ = EnvironBuilder(path).get_environ() | {"SERVER_PROTOCOL": f"HTTP/{protocol}"}
            if not has_host:
                del environ["HTTP_HOST"]
            parts, answered, _ = run_wsgi_app(app.server, environ)
            b"".join(parts)
            assert answered.startswith(str(status)), (path, protocol, has_host)
