"""/changes: the versions of the data, and what each changed."""

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store
from tests.shipped_tables import rows

KINDS = ("added", "corrected", "withdrawn")


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def body(page: str, table: str) -> list[list[str]]:
    rows = page.split(f'id="{table}"')[1].split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub("<[^>]*>", "", cell) for cell in row] for row in cells]


def changed(page: str) -> list[list[str]]:
    """The changes of a page: those that it shows at once, and those in the fold behind them."""
    return body(page, "changes") + (body(page, "changes-rest") if 'id="changes-rest"' in page else [])


def test_every_version_is_listed_newest_first(shipped: FlaskClient, shipped_store: Store) -> None:
    page = page_of(shipped, "/changes")
    listed = body(page, "versions")
    newest_first = rows("changes/versions.csv")[::-1]
    assert [row[0] for row in listed] == [row["version"] for row in newest_first]
    assert [row[3].replace(",", "") for row in listed] == [row["judgements"] for row in newest_first]
    assert f"These pages show version {shipped_store.version}" in page


def test_the_changes_of_a_version_and_of_a_council(shipped: FlaskClient) -> None:
    for version in rows("changes/versions.csv"):
        page = page_of(shipped, f"/changes?version={version['version']}")
        number = sum(row["version"] == version["version"] for row in rows("changes/changes.csv"))
        if number:
            assert f"{number:,} judgements changed" in page
            lead = re.findall(r"<p>It (added [^<]*?) judgements?\.", page)
            counts = [int(version[kind]) for kind in ("added", "corrected", "withdrawn") if int(version[kind])]
            assert [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", lead[0])] == counts
            assert sum(counts) == number
            assert len(changed(page)) == min(number, 200)
            assert number <= 200 or f"{number:,} judgements changed (the first 20)" in page
            assert number <= 200 or "Show the first 200" in page
        else:
            assert "No judgement changed." in page
    page = page_of(shipped, "/changes?authority=worcestershire")
    expected = [row for row in rows("changes/changes.csv") if row["authority_id"] == "worcestershire"]
    assert len(changed(page)) == len(expected)
    assert sum(row[2].startswith("Corrected") for row in changed(page)) == sum(
        row["change"] == "corrected" for row in expected
    )


def test_the_files_are_the_tables(shipped: FlaskClient) -> None:
    for name in ("versions.csv", "changes.csv"):
        text = shipped.get(f"/download/{name}").get_data(as_text=True)
        found = list(csv.DictReader(io.StringIO(text)))
        plain = [{k: v.removeprefix("'") if v == "'-" else v for k, v in row.items()} for row in found]
        assert plain == rows(f"changes/{name}")


def test_a_record_without_noted_changes_says_so(client: FlaskClient, store: Store) -> None:
    page = page_of(client, "/changes")
    assert f"version {store.version}" in page
    assert "What it changed has not been noted." in page


@pytest.mark.parametrize(("query", "status"), [("version=1999", 404), ("authority=atlantis", 404), ("page=2", 400)])
def test_a_wrong_address_says_so(shipped: FlaskClient, query: str, status: int) -> None:
    assert shipped.get(f"/changes?{query}").status_code == status


def test_no_date_is_more_exact_than_it_is_known(shipped: FlaskClient) -> None:
    """A year stands as its first day in the tables, a month as its first."""
    for version in rows("changes/versions.csv"):
        page = page_of(shipped, f"/changes?version={version['version']}")
        if 'id="changes"' in page:
            states = [cell for row in changed(page) for cell in row[3:]]
            assert not [state for state in states if re.search(r", 1 [A-Z][a-z]+ \d{4}$", state)]


def test_what_was_wrong_comes_first_and_few_rows_are_open(shipped: FlaskClient) -> None:
    for version in {row["version"] for row in rows("changes/changes.csv")}:
        page = page_of(shipped, f"/changes?version={version}")
        expected = [row for row in rows("changes/changes.csv") if row["version"] == version]
        assert len(body(page, "changes")) == min(len(expected), 20)
        assert (
            page.index('id="changes"') < page.index("<details", page.index("<main")) < page.index('id="changes-rest"')
        )
        grades = [row for row in expected if row["change"] == "corrected" and "grade" in row["what"].split(";")]
        worst = [row for row in expected if row["change"] == "withdrawn"] + grades
        assert [row[2].split(":")[0] for row in body(page, "changes")[: len(worst)]] == [
            row["change"].title() for row in worst
        ]
        corrected = sum(row["change"] == "corrected" for row in expected)
        said = f"Of the {corrected:,} corrections, {len(grades) or 'none'} changed a grade"
        assert (said in page) == bool(corrected)
        if grades:
            assert f"{said}, {corrected - len(grades):,} changed only a date or framework." in page


def test_every_council_leads_to_all_its_changes(shipped: FlaskClient) -> None:
    # The newest that changed a judgement: a build may change no more than how tables are described.
    version = rows("changes/changes.csv")[-1]["version"]
    expected = [row for row in rows("changes/changes.csv") if row["version"] == version]
    page = page_of(shipped, "/changes")
    councils = body(page, "councils")
    assert sum(int(cell) for row in councils for cell in row[1:]) == len(expected)
    own = [row for row in expected if row["authority_id"] == "worcestershire"]
    assert ["Worcestershire", *(str(sum(row["change"] == kind for row in own)) for kind in KINDS)] in councils
    address = f"/changes?version={version}&authority=worcestershire"
    assert f'href="{address}"' in page
    assert len(changed(page_of(shipped, address))) == len(own)


def test_a_word_of_a_later_scale_stands_behind_the_word_of_the_time(shipped: FlaskClient) -> None:
    """Lists print “requires improvement” for inspections that graded “adequate”."""
    states = [row[3:] for row in changed(page_of(shipped, "/changes"))]
    assert ["Adequate, July 2012", "Adequate (listed as “Requires improvement to be good”), 27 July 2012"] in states
