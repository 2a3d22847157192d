"""A council's page with the project's own data: what it says, counted again from the tables without its code."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from dashboard.store import DEFAULT_FOLDER
from tests.shipped_tables import table

NUMBERS = ("no", "one", "two", "three")
AREAS = {
    "Overall": ("whole_service", "overall"),
    "Leadership": ("whole_service", "leadership"),
    "Safeguarding": ("safeguarding", "overall"),
    "Looked-after children": ("looked_after_children", "overall"),
    "Care leavers": ("care_leavers", "overall"),
}
COUNCILS = ("worcestershire", "telford-and-wrekin", "somerset", "isles-of-scilly", "westmorland-and-furness", "essex")
BREAK = "2013-11-01"
"""From here on grades can be compared with today's."""


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    return {
        name: table(name) for name in ("judgements", "inspections", "movements", "authorities", "coverage", "panel")
    }


@pytest.fixture(scope="module")
def complete_to() -> str:
    return str(json.loads((DEFAULT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))["complete_to"])


def page_of(shipped: FlaskClient, authority_id: str) -> str:
    answer = shipped.get(f"/authority/{authority_id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split()).replace(" ,", ",").replace(" .", ".")


def cells(page: str) -> dict[str, str]:
    """The glance row: what stands under each area's name."""
    row = page.split('id="glance"')[1].split("</dl>")[0]
    matches = re.findall(r"<dt>(.*?)(?:, ([^<]*))?</dt>(.*?)</div>", row)
    return {unescape(name): f"{month} | {plain(rest)}" for name, month, rest in matches}


def in_force(
    tables: dict[str, list[dict[str, str]]], authority_id: str, service: str, aspect: str, day: str
) -> dict[str, str] | None:
    """The grade on a day, after what the later inspections say of it."""
    ours = [row for row in tables["judgements"] if row["authority_id"] == authority_id and row["date"] <= day]
    of_pair = [row for row in ours if (row["service"], row["aspect"]) == (service, aspect) and row["grade"]]
    if not of_pair:
        return None
    last = max(of_pair, key=lambda row: row["date"])
    for inspection in tables["inspections"]:
        if inspection["authority_id"] == authority_id and last["date"] < inspection["date"] <= day:
            missing = ";".join(inspection[column] for column in ("not_judged", "not_given", "not_established"))
            if f"{service}/{aspect}" in missing.split(";"):
                return None
    return last


@pytest.mark.slow
@pytest.mark.parametrize("authority_id", COUNCILS)
def test_the_glance_row_has_the_grades_of_the_table_and_their_months(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], complete_to: str, authority_id: str
) -> None:
    glance_cells = cells(page_of(shipped, authority_id))
    for name, (service, aspect) in AREAS.items():
        row = in_force(tables, authority_id, service, aspect, complete_to)
        if row is None:
            assert name not in glance_cells or "Not" in glance_cells[name]
            continue
        word = row["grade_original"].capitalize().replace(" to be good", "").replace("Require ", "Requires ")
        month = dt.date.fromisoformat(row["date"]).strftime("%b %Y")
        assert glance_cells[name].startswith(f"{month} | {word}"), name


@pytest.mark.parametrize("authority_id", COUNCILS)
def test_arrows_and_words_are_those_of_the_movements_and_only_of_comparable_ones(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], complete_to: str, authority_id: str
) -> None:
    glance_cells = cells(page_of(shipped, authority_id))
    for name, (service, aspect) in AREAS.items():
        row = in_force(tables, authority_id, service, aspect, complete_to)
        if row is None:
            continue
        steps = [
            step
            for step in tables["movements"]
            if step["to_inspection_id"] == row["inspection_id"]
            and (step["service"], step["aspect"]) == (service, aspect)
        ]
        if not steps:
            assert "First grade in this record" in glance_cells[name]
        elif steps[0]["comparability"] == "loose":
            assert "not comparable" in glance_cells[name]
            assert not re.search(r"\b(Up|Down|No change)\b", glance_cells[name])
        else:
            change = int(steps[0]["change"])
            grades = f"{NUMBERS[abs(change)]} grade{'' if abs(change) == 1 else 's'}"
            words = "No change" if not change else f"{'Up' if change > 0 else 'Down'} {grades}"
            assert words in glance_cells[name]
            assert ("with caution" in glance_cells[name]) == (steps[0]["comparability"] == "close")


@pytest.mark.parametrize("authority_id", COUNCILS)
def test_neighbours_are_counted_as_at_the_day_of_those_that_have_a_grade(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], complete_to: str, authority_id: str
) -> None:
    glance_cells = cells(page_of(shipped, authority_id))
    (register,) = [row for row in tables["authorities"] if row["authority_id"] == authority_id]
    around = register["statistical_neighbours"].split(";")
    for name, (service, aspect) in AREAS.items():
        if name not in glance_cells:
            continue
        rows = [in_force(tables, neighbour, service, aspect, complete_to) for neighbour in around]
        ranks = [int(row["grade_rank"]) for row in rows if row is not None and row["date"] >= BREAK]
        good = sum(rank <= 2 for rank in ranks)
        verb = "is" if good == 1 else "are"
        others = len(around) - len(ranks)
        why = f" ({others} not graded)" if others else ""
        said = f"{good} of its {len(around)} neighbours {verb} good or outstanding{why}"
        assert said in glance_cells[name], name
        assert glance_cells[name].endswith(said), "nothing else is said of them"
        if aspect == "overall":  # the panel has the same, by a rule of its own
            panel = [
                int(row["grade_rank"])
                for row in tables["panel"]
                if row["authority_id"] in around
                and (row["service"], row["year_end"], row["status"]) == (service, complete_to, "known")
            ]
            assert (len(panel), sum(rank <= 2 for rank in panel)) == (len(ranks), good)


@pytest.mark.parametrize("authority_id", [*COUNCILS, "cumbria"])
def test_the_lead_is_the_newest_inspection(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], authority_id: str
) -> None:
    lead = plain(re.findall(r'<p class="lead">(.*?)</p>', page_of(shipped, authority_id))[0])
    rows = [
        row
        for row in tables["judgements"]
        if row["authority_id"] == authority_id and row["grade"] and (row["service"], row["aspect"]) in AREAS.values()
    ]
    newest = max(row["date"] for row in rows)
    assert f"in {dt.date.fromisoformat(newest):%B %Y}," in lead
    grades = {row["service"] + row["aspect"]: row["grade"] for row in rows if row["date"] == newest}
    whole = grades.get("whole_serviceoverall")
    assert ("gave no overall grade" in lead) == (whole is None)
    words = {"outstanding": "outstanding", "good": "good", "inadequate": "inadequate"}
    for grade in grades.values():
        assert words.get(grade, "requires improvement") in lead


@pytest.mark.parametrize("authority_id", COUNCILS)
def test_missing_inspections_are_named(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], authority_id: str
) -> None:
    text = plain(page_of(shipped, authority_id))
    missing = [
        row
        for row in tables["coverage"]
        if row["authority_id"] == authority_id
        and row["expected"] == "yes"
        and row["status"] in ("not_known", "inspected")
    ]
    assert ("Inspected, but the grades are not in this record" in text) == bool(missing)
    match = re.search(r"not in this record: ([^.]*)\.", text)
    for row in missing:
        assert match is not None
        names = {
            "apa": "annual performance assessment",
            "car": "annual children’s services rating",
            "jar": "joint area",
        }
        assert names[row["framework"]] in match[1]
        if row["framework"] != "jar":
            assert row["round_from"][:4] in match[1]


@pytest.mark.parametrize("authority_id", [*COUNCILS, "cumbria", "devon"])
def test_the_table_has_every_judgement_once_and_no_change_across_the_break(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], authority_id: str
) -> None:
    section = page_of(shipped, authority_id).split('id="by-inspection"')[1].split("</section>")[0]
    groups = re.findall(r'<tbody role="rowgroup" id="([^"]*)">(.*?)</tbody>', section, flags=re.DOTALL)
    ours = [row for row in tables["judgements"] if row["authority_id"] == authority_id]
    assert [name for name, _ in groups] == [
        row["inspection_id"]
        for row in sorted(
            (row for row in tables["inspections"] if row["authority_id"] == authority_id),
            key=lambda row: (row["date"], row["inspection_id"]),
            reverse=True,
        )
    ]
    loose = {
        step["to_inspection_id"] + step["service"] + step["aspect"]
        for step in tables["movements"]
        if step["authority_id"] == authority_id and step["comparability"] == "loose"
    }
    for name, body in groups:
        graded = [row for row in ours if row["inspection_id"] == name and row["grade"]]
        assert body.count("<q>") == len(graded), name
        rises = len(re.findall(r"<b>(?:Up|Down|No change)", body))
        comparable = [row for row in graded if name + row["service"] + row["aspect"] not in loose]
        assert rises <= len(comparable)
    recent, _, earlier = section.partition('<details id="before"')
    for part, is_recent in ((recent, True), (earlier, False)):
        for month in re.findall(r'<tbody[^>]*id="[a-z-]*-(\d{4}-\d\d)-', part):
            assert (month >= BREAK[:7]) == is_recent


@pytest.mark.parametrize("authority_id", ["devon", "northamptonshire"])
def test_no_grade_of_before_the_break_is_called_comparable_with_todays(shipped: FlaskClient, authority_id: str) -> None:
    """A child protection inspection graded nearly what is graded today, and the frameworks still cannot be compared."""
    section = page_of(shipped, authority_id).split('id="by-inspection"')[1].split("</section>")[0]
    recent, _, earlier = section.partition('<details id="before"')
    levels = set(re.findall(r"With today’s grades: ([a-z ]+)", earlier))
    assert "-child_protection" in earlier
    assert levels <= {"not comparable", "no longer graded"}
    assert "not comparable: adequate, which passed, gave way to requires improvement" in earlier
    assert "With today’s grades: comparable with caution" in recent


def test_a_grade_that_today_is_given_no_more_is_not_compared_with_todays(shipped: FlaskClient) -> None:
    row = re.search(r"<tr[^>]*><th[^>]*>Overall</th>.*?</tr>", page_of(shipped, "worcestershire"))
    assert row is not None
    assert "With today’s grades: no longer graded: no overall judgement is given since April 2026." in row[0]


@pytest.mark.parametrize("inspection", ["worcestershire-2019-06-ilacs", "south-tyneside-2023-02-ilacs"])
def test_care_leavers_were_graded_with_looked_after_children_in_visits_begun_before_2023(
    shipped: FlaskClient, inspection: str
) -> None:
    page = page_of(shipped, inspection.partition("-20")[0])
    group = page.split(f'id="{inspection}"')[1].split("</tbody>")[0]
    assert "Care leavers Not graded Graded together with looked-after children" in plain(group)


def test_what_was_graded_once_is_a_line_of_text_and_no_strip(shipped: FlaskClient) -> None:
    page = page_of(shipped, "worcestershire")
    lanes = re.findall(r'<li><div class="name"><h3>(.*?)</h3>', page)
    assert lanes == [
        "Children’s services overall", "Leadership", "Safeguarding", "Looked-after children", "Care leavers"
    ]  # fmt: skip
    assert (
        "Graded once: adoption (requires improvement, 2016), disabled children (good, 2008), "
        "Local Safeguarding Children Board (requires improvement, 2016)." in plain(page)
    )


def test_a_council_that_ended_keeps_its_last_grades_and_has_no_count_of_neighbours(shipped: FlaskClient) -> None:
    text = plain(page_of(shipped, "cumbria"))
    assert "Ofsted’s last inspection of Cumbria, in September 2022, graded children’s services" in text
    assessed = plain(page_of(shipped, "bedfordshire"))
    assert "The last assessment of Bedfordshire in this record, for 2008, graded children’s services 3 of 4" in assessed
    listed = plain(page_of(shipped, "dorset-county"))
    assert "Ofsted’s last inspection of Dorset, published in May 2016, graded children’s services" in listed
    assert "neighbours" not in cells(page_of(shipped, "cumbria"))["Safeguarding"]
    assert "Replaced in 2023 by Cumberland and Westmorland and Furness" in text


def test_the_key_of_strips_does_not_say_that_what_was_due_took_place(shipped: FlaskClient) -> None:
    """In 2007 an assessment of Kent was due unless it had a joint area review, which is not known either."""
    page = page_of(shipped, "kent")
    assert "2007 (if it took place): grade not in this record" in page
    key = page.split('class="strip-key"')[1].split("</ul>")[0]
    assert "inspected, or due to be: grade not in this record" in key


@pytest.mark.parametrize(
    ("authority_id", "said"),
    [
        ("worcestershire", "England / West Midlands / county council, code 885"),
        ("isles-of-scilly", "England / South West / Isles of Scilly council, code 420"),
        ("city-of-london", "England / London / city corporation, code 201"),
    ],
)
def test_where_a_council_is_and_what_kind_it_is(shipped: FlaskClient, authority_id: str, said: str) -> None:
    assert said in plain(page_of(shipped, authority_id))


def test_no_two_councils_have_pages_of_one_name(shipped: FlaskClient, tables: dict[str, list[dict[str, str]]]) -> None:
    """An old county and the council that took over from it can share a name: Dorset."""
    for page in ("", "/briefing"):
        ids = [row["authority_id"] for row in tables["authorities"] if "dorset" in row["authority_id"]]
        pages = [page_of(shipped, f"{authority_id}{page}") for authority_id in ids]
        for tag in ("h1", "title"):
            names = [re.findall(rf"<{tag}>(.*?)</{tag}>", text)[0] for text in pages]
            assert len(set(names)) == len(names) == 2, names


def test_the_chart_shows_the_service_that_the_address_names(shipped: FlaskClient) -> None:
    page = shipped.get("/authority/worcestershire?service=looked_after_children").get_data(as_text=True)
    current = re.findall(r'aria-current="true"[^>]*>([^<]*)</a>', page)
    assert current == ["Looked-after children"]
    assert "Grades over time. Looked-after children: good, November 2008" in unescape(page)


def test_a_caution_is_explained_where_it_is_first_met(shipped: FlaskClient) -> None:
    """Worcestershire has a grade that is compared with caution; a council with one inspection has none."""
    said = plain(page_of(shipped, "worcestershire").split('class="as-at"')[1].split("</p>")[0])
    assert "“ With caution ”: the two inspections differ a little" in said
    assert "With caution" not in page_of(shipped, "westmorland-and-furness").split('class="as-at"')[1].split("</p>")[0]


def test_sources_are_a_list_by_kind_and_reports_have_the_names_of_their_frameworks(shipped: FlaskClient) -> None:
    sources = page_of(shipped, "worcestershire").split('id="sources"')[1].split("</section>")[0]
    kinds = [plain(title) for title in re.findall(r"<li[^>]*><b>(.*?)</b>", sources)]
    assert kinds[:2] == ["Inspection report", "Ofsted statistics"]
    reports = sources.split("<ul>")[1].split("</ul>")[0]
    names = [plain(item) for item in re.findall(r"<li>(.*?)</li>", reports)]
    assert "Single inspection framework, January 2017" in names
    assert len(names) == len(set(names)) == reports.count("<a ")
    summary = re.search(r'<details class="earlier" id="documents"><summary>(.*?)</summary>', sources)
    assert summary is not None, "few read the documents one by one: they open, and print open"
    documents = set(re.findall(r'<li><a href="([^"]*)"', sources))  # one can be evidence of two kinds
    assert summary[1] == f"{len(documents)} documents, which disagree once"


def test_a_page_shows_the_date_that_it_says_to_show_where_sources_disagree(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]]
) -> None:
    """Two remarks can differ on a date of which the inspectorate's list has a third."""
    dates = {row["inspection_id"]: row["date"] for row in tables["inspections"]}
    methodology = plain(shipped.get("/methodology").get_data(as_text=True).split('id="disagreements"')[1])
    thirds = 0
    for row in table("discrepancies"):
        if row["field"] != "date":
            continue
        sources = plain(page_of(shipped, row["authority_id"]).split('id="sources"')[1].split("</section>")[0])
        day = dt.date.fromisoformat(dates[row["inspection_id"]])
        shown_day = f"{day.day} {day:%B %Y}"
        if dates[row["inspection_id"]].startswith(row["reading"]):
            assert f", date. This page shows {shown_day} (" in sources
        else:
            thirds += 1
            assert f". This page shows published {shown_day}." in sources
            assert f"published {shown_day}" in methodology
    assert thirds > 3


def test_every_source_has_its_month_and_readings_the_word_of_the_time(shipped: FlaskClient) -> None:
    sources = plain(page_of(shipped, "worcestershire").split('id="sources"')[1].split("</section>")[0])
    for month in ("July 2023", "July 2019"):
        assert f"Inspection of local authority children’s services, {month}" in sources
    assert "This page shows adequate (listed as requires improvement to be good) (Ofsted statistics," in sources


@pytest.mark.parametrize("authority_id", COUNCILS)
def test_a_day_of_publication_is_no_day_of_an_inspection(
    shipped: FlaskClient, tables: dict[str, list[dict[str, str]]], authority_id: str
) -> None:
    page = page_of(shipped, authority_id)
    headings = dict(re.findall(r'<tbody[^>]* id="([^"]+)".*?<b>(.*?)</b>', page))
    for row in tables["inspections"]:
        if row["authority_id"] == authority_id:
            is_published = headings[row["inspection_id"]].startswith("Published ")
            assert is_published == (row["date_basis"] == "publication"), row["inspection_id"]
