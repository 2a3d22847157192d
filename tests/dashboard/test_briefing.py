"""What the briefing says, counted again from the CSV files, and the places of every grade that it draws."""

import datetime as dt
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.words import briefing as words
from tests.shipped_tables import table

BUILT = Path(__file__).parents[2] / "data" / "built"
AS_AT = json.loads((BUILT / "datapackage.json").read_text(encoding="utf-8"))["complete_to"]
WORDS = {"requires_improvement_or_adequate": "requires improvement"}
"""What the frameworks since November 2013 print for a harmonised grade that is called otherwise."""
THINGS = (("safeguarding", "safeguarding"), ("looked_after_children", "looked-after children"))
COUNCILS = ("worcestershire", "birmingham", "devon", "kent")


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


@pytest.mark.slow
@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize(("service", "thing"), THINGS)
def test_what_came_next_is_counted_again(shipped: FlaskClient, council: str, service: str, thing: str) -> None:
    """Comparable pairs since November 2013 that begin at the council's own grade and end up to the day."""
    rows = [
        row
        for row in table("judgements")
        if row["authority_id"] == council and row["service"] == service and row["aspect"] == "overall" and row["grade"]
    ]
    own = max((row for row in rows if row["date"] <= AS_AT), key=lambda row: row["date"])
    pairs = [
        move
        for move in table("movements")
        if move["service"] == service
        and move["aspect"] == "overall"
        and move["comparability"] in ("same", "close")
        and move["from_date"] >= "2013-11-01"
        and move["to_date"] <= AS_AT
        and move["from_grade"] == own["grade"]
    ]
    assert pairs
    counts = Counter(WORDS.get(move["to_grade"], move["to_grade"]) for move in pairs)
    text = text_of(shipped, f"/authority/{council}/briefing")
    grade = WORDS.get(own["grade"], own["grade"])
    start = rf"Since November 2013, (\d+) inspections that graded {thing} {grade} were followed by a comparable one"
    match = re.search(rf"{start}: ([^.]*)", text)
    assert match
    assert int(match[1]) == len(pairs)
    parts = re.split(", | and ", match[2])
    numbers = {name: int(number) for number, _, name in (part.partition(" ") for part in parts)}
    assert numbers == counts
    waited = (dt.date.fromisoformat(AS_AT) - dt.date.fromisoformat(own["date"])).days / 365.25
    assert f"latest was {waited:.1f} years before" in text


@pytest.mark.parametrize("council", COUNCILS)
def test_every_grade_of_safeguarding_has_its_source(shipped: FlaskClient, council: str) -> None:
    said = shipped.get(f"/authority/{council}/briefing").get_data(as_text=True)
    addresses = {
        row["source_url"]
        for row in table("judgements")
        if row["authority_id"] == council
        and (row["service"], row["aspect"]) == ("safeguarding", "overall")
        and row["grade"]
        and row["source_url"]
    }
    assert addresses
    for address in addresses:
        assert f'href="{address}"' in said


def test_places_are_pages_and_lines_by_number() -> None:
    rows = [
        {"locator": locator}
        for locator in ("p. 33, sentence", "p. 1, judgement table", "p. 1, sentence", "sheet A, row 3")
    ]
    assert words.place(rows) == "pp. 1, 33; sheet A, row 3"
    assert words.place([{"locator": "line 190, Record"}]) == "line 190"


def test_a_council_by_its_name_leads_to_its_own_briefing(shipped: FlaskClient) -> None:
    answer = shipped.get("/authority/Worcestershire/briefing")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/authority/worcestershire/briefing"
    assert shipped.get("/authority/atlantis/briefing").status_code == 404


def test_a_replaced_council_says_by_which_and_a_new_one_of_which(shipped: FlaskClient) -> None:
    replaced = text_of(shipped, "/authority/cumbria/briefing")
    assert "Replaced in 2023 by Cumberland and Westmorland and Furness" in replaced
    one_of_two = text_of(shipped, "/authority/cumberland/briefing")
    assert "Began on 1 April 2023, when it replaced part of Cumbria" in one_of_two
    of_three = text_of(shipped, "/authority/bournemouth-christchurch-and-poole/briefing")
    assert "when it replaced Bournemouth (to 2019) , Poole (to 2019) and part of Dorset (to 2019) . " in of_three


@pytest.mark.parametrize("council", COUNCILS)
def test_a_source_is_called_quoted_for_quoted_inspections_alone(shipped: FlaskClient, council: str) -> None:
    """A report that recalls an earlier inspection is its own inspection's report all the same."""
    answer = shipped.get(f"/authority/{council}/briefing").get_data(as_text=True)
    items = re.findall(r"<li><b>([^<]*)</b>: ([^<]*)", answer.split('id="sources"')[1])
    quoted = {row["date"][:4] for row in table("judgements") if row["authority_id"] == council} - {
        row["date"][:4]
        for row in table("judgements")
        if row["authority_id"] == council and row["evidence"] != "mention" and row["grade"]
    }
    years = {year for dates, kind in items if kind.startswith("quoted") for year in re.findall(r"\d{4}", dates)}
    assert years <= quoted
