"""Every page as the server sends it: whole and readable before any script, with an honest status."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.figures import template
from dashboard.markup.render import VOID
from dashboard.pages import methodology
from dashboard.texts import texts_of
from dashboard.web import routes

routes.load_pages()
PATHS = [route.path for route in routes.routes()]
PAGES = [
    "/",
    "/?service=whole_service&region=London",
    "/?service=disabilities",
    "/lists/inadequate-now",
    "/lists/changed-this-year?service=looked_after_children",
    "/lists/moves",
    "/lists/not-comparable",
    "/lists/longest-inadequate",
    "/lists/next-inspection",
    "/lists/by-year?sort=-grade",
    "/authority/worcestershire",
    "/authority/worcestershire/briefing",
    "/authority/worcestershire?service=safeguarding&aspect=overall&aspect=leadership",
    "/authority/worcestershire?service=lscb",
    "/authority/worcestershire?group=region&service=safeguarding",
    "/authority/bedford",
    "/authority/bedfordshire",
    "/authority/devon",
    "/authority/leeds",
    "/authority/york",
    "/compare",
    "/compare?a=worcestershire-2008-11-jar&b=worcestershire-2016-11-sif",
    "/compare?a=worcestershire-2012-03-safeguarding&b=dudley-2011-12-slac",
    "/compare?a=worcestershire-2008-11-jar&other=Dudley",
    "/compare?b=worcestershire-2016-11-sif",
    "/compare?authority=worcestershire&from=2008&to=2012",
    "/compare?authority=worcestershire",
    "/compare?authorities=worcestershire&authorities=dudley&authorities=york",
    "/compare?authorities=York&service=lscb",
    "/compare?authority=worcestershire&authority=dudley",
    "/compare?of=worcestershire",
    "/compare?of=worcestershire&group=neighbours-2021-04&authorities=leeds&order=name",
    "/compare?region=London&service=adoption",
    "/compare?group=inadequate",
    "/compare?service=lscb",
    "/authority/worcestershire?group=region",
    "/authority/worcestershire?group=list",
    "/authority/worcestershire?authorities=Leeds&authorities=bedfordshire&service=safeguarding",
    "/authority/bedfordshire?group=type",
    "/data",
    "/data?service=safeguarding&grade=inadequate&sort=-date&rows=25",
    "/data?authority=Hull",
    "/sources",
    "/sources?source=jar-2008",
    "/methodology",
    "/accessibility",
]
PAGES += [path for path in PATHS if "<" not in path and path not in PAGES]
WRONG = [
    ("/authority/atlantis", 404, "We do not know a council called ‘atlantis’"),
    ("/authority/worcestershyre", 404, "Worcestershire"),
    ("/nothing", 404, "There is no page /nothing"),
    ("/authority", 404, "There is no page"),
    ("/compare?a=nothing&b=worcestershire-2016-11-sif", 404, "There is no inspection ‘nothing’"),
    ("/compare?authority=worcestershire&from=1999", 404, "no inspection of Worcestershire in 1999"),
    ("/compare?authority=leeds", 404, "a comparison needs two"),
    ("/compare?authority=leeds", 404, "Too few inspections to compare"),
    ("/compare?authority=leeds", 404, "Leeds and other councils over time"),
    ("/compare?from=2008", 400, "without an authority"),
    ("/compare?authorities=atlantis", 404, "We do not know a council called ‘atlantis’"),
    ("/compare?authorities=york&a=x", 400, "given together with ‘a’"),
    ("/compare?group=region", 400, "Give ‘of’ as well"),
    ("/compare?group=friends&of=york", 400, "‘group’ takes: neighbours"),
    ("/compare?region=Mercia", 400, "‘region’ takes: "),
    ("/compare?of=atlantis", 404, "We do not know a council called ‘atlantis’"),
    ("/authority/devon?group=inadequate", 400, "‘group’ takes here: neighbours"),
    ("/compare?c=x", 400, "There is no parameter ‘c’"),
    ("/authority/devon?service=safegarding", 400, "Did you mean ‘safeguarding’?"),
    ("/authority/devon?behind=region", 400, "There is no parameter ‘behind’"),
    ("/data?sevice=x", 400, "Did you mean ‘service’?"),
    ("/data?page=0", 400, "a whole number from 1"),
    ("/data?from=20x8", 400, "a whole number from 1990 to 2100"),
    ("/?q=Hull", 400, "There is no parameter ‘q’"),
    ("/?period=since-2018", 400, "There is no parameter ‘period’"),
    ("/data?authority=" + "x" * 5000, 400, "too long"),
]


class Outline(HTMLParser):
    """Reads a page as a browser would, and notes tags that are not closed, ids given twice, headings and labels."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        self.problems += [f"<{tag}> is not closed" for tag in self.open]
        self.problems += [f"the id {name} is given twice" for name in {i for i in self.ids if self.ids.count(i) > 1}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if name := found.get("id"):
            self.ids.append(name)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing that is open")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def text_of(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("address", [*PAGES, *(address for address, _, _ in WRONG)])
def test_every_page_is_sound_html(client: FlaskClient, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    outline = Outline(page)
    assert outline.problems == []
    assert len(outline.all("h1")) == len(outline.all("main")) == len(outline.all("title")) == 1
    assert outline.all("html")[0]["lang"] == "en-GB"
    assert [a for a in outline.all("a") if a.get("class") == "skip"]
    labelled = {label["for"] for label in outline.all("label")}
    for control in (*outline.all("input"), *outline.all("select")):
        assert control.get("type") == "hidden" or control["id"] in labelled
    for table in outline.all("th"):
        assert table["scope"] in ("col", "row", "colgroup", "rowgroup")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_there_before_any_script(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    text = text_of(re.sub(r"<code.*?</code>", "", answer.get_data(as_text=True), flags=re.DOTALL))
    assert len(text) > 200
    assert not re.search(r"\b(None|nan|NaN|NaT|undefined)\b|[{}]|&lt;NA&gt;", text)


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_links_within_the_dashboard_lead_somewhere(client: FlaskClient, address: str) -> None:
    outline = Outline(client.get(address).get_data(as_text=True))
    own = {a["href"] for a in outline.all("a") if (a["href"] or "").startswith("/")}
    assert {"/", "/data", "/methodology"} <= own
    for href in sorted(str(goal) for goal in own)[:40]:
        assert client.get(href).status_code in (200, 302, 303), href
    for href in (a["href"] or "" for a in outline.all("a")):
        if href.startswith("#"):
            assert href[1:] in outline.ids


@pytest.mark.parametrize(("address", "status", "said"), WRONG)
def test_what_cannot_be_answered_says_why(client: FlaskClient, address: str, status: int, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    text = text_of(answer.get_data(as_text=True))
    assert said in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("address", "goal"),
    [
        ("/compare?a=nothing", "/compare"),
        ("/compare?b=worcestershire-2012-03-slac", "/compare?b=worcestershire-2012-03-safeguarding"),
        ("/data?inspection=worcestershire-2012-03-slac", "/data?inspection=worcestershire-2012-03-safeguarding"),
    ],
)
def test_an_unknown_inspection_leads_back_to_what_was_meant(client: FlaskClient, address: str, goal: str) -> None:
    main = client.get(address).get_data(as_text=True).partition("<main")[2]
    assert f'<a href="{goal}">' in main


@pytest.mark.parametrize(
    ("address", "goal"),
    [
        ("/search?q=Hull", "/authority/kingston-upon-hull"),
        ("/search?q=telford+%26+wrekin", "/authority/telford-and-wrekin"),
        ("/authority/hull", "/authority/kingston-upon-hull"),
        ("/data/?service=lscb", "/data?service=lscb"),
    ],
)
def test_other_names_lead_to_the_page(client: FlaskClient, address: str, goal: str) -> None:
    answer = client.get(address)
    assert 300 < answer.status_code < 400
    assert answer.headers["Location"].endswith(goal)


@pytest.mark.parametrize(
    ("path", "goals"),
    [
        ("/nosuch", []),
        ("/sorces", ["/sources"]),
        ("/by-year", ["/lists/by-year"]),
        ("/what-happens-next", ["/transitions"]),
        ("/council/worcestershire", ["/authority/worcestershire"]),
        ("/Hull", ["/authority/kingston-upon-hull"]),
    ],
)
def test_an_unknown_page_offers_what_is_spelled_alike_and_once_the_home_page(
    path: str, goals: list[str], client: FlaskClient
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    main = answer.get_data(as_text=True).partition('<p class="lead"')[2].partition("</main>")[0]
    choices, _, others = main.partition("Or go to")
    assert re.findall('<a href="([^"]+)"', choices) == goals
    assert re.findall('<a href="([^"]+)"', others)[0] == "/"
    assert main.count('href="/"') == 1
    assert 'type="search"' not in main, "the search stands in the header"


def test_every_route_is_asked_for_here() -> None:
    """The pages of every route are tested above; a route without an example gets tested as it stands."""
    asked = {re.sub(r"^/authority/[^/]*", "/authority/<authority_id>", page.split("?")[0]) for page in PAGES}
    asked |= {re.sub(r"^/lists/.*", "/lists/<list_name>", page) for page in asked}
    assert asked >= set(PATHS)


def test_worcestershire_tells_the_trap(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/worcestershire").get_data(as_text=True))
    assert (
        "Safeguarding rose from inadequate in 2016 to requires improvement in 2019; Ofsted changed its framework"
        in text
    )
    assert "Today’s reports call safeguarding “help and protection”" in text
    assert "The number 3 meant good in 2008 and adequate in 2012: 4 is best, then 1 is best." in text


def test_compare_asks_for_a_council_first(client: FlaskClient) -> None:
    page = client.get("/compare").get_data(as_text=True)
    outline = Outline(page)
    assert [form["action"] for form in outline.all("form") if form["action"] != "/search"] == ["/compare"] * 2
    assert {field["name"] for field in outline.all("input")} == {"authority", "of", "group", "q"}
    assert "Choose a council to see its latest two inspections" in text_of(page)


def test_two_inspections_by_years_and_by_id_are_one_page(client: FlaskClient) -> None:
    by_years = client.get("/compare?authority=worcestershire&from=2008&to=2012").get_data(as_text=True)
    text = text_of(by_years)
    assert "The two inspections were too different to call that a fall" in text
    assert "Graded once only: two areas in 2008 and one area in 2012" in text
    assert not re.search(r"\b(rose|fell)\b", text)
    ids = "a=worcestershire-2008-11-jar&b=worcestershire-2012-03-safeguarding"
    by_ids = client.get(f"/compare?{ids}").get_data(as_text=True)
    # Each is printed with the address that it was asked for by.
    shown = [text_of(page.partition('<p class="printed">')[0]) for page in (by_years, by_ids)]
    assert shown[0] == shown[1] != ""


def test_one_inspection_chosen_twice_is_not_compared_with_itself(client: FlaskClient) -> None:
    inspection = "worcestershire-2012-03-safeguarding"
    for address in (f"a={inspection}&b={inspection}", "authority=worcestershire&from=2012&to=2012"):
        page = client.get(f"/compare?{address}").get_data(as_text=True)
        assert "<h1>One inspection of Worcestershire, March 2012</h1>" in page
        assert "Both choices are the same inspection. Choose another one to compare it with." in page
        assert "both times" not in page
        assert 'id="field-b"' in page
        assert page.count('class="card"') == 1


def test_two_inspections_of_one_year_are_its_first_and_its_last(shipped: FlaskClient) -> None:
    page = shipped.get("/compare?authority=northamptonshire&from=2013&to=2013").get_data(as_text=True)
    assert "Two inspections of Northamptonshire (to 2021), March 2013 and August 2013</h1>" in page


def test_the_same_number_faces_itself_at_two_grades(client: FlaskClient) -> None:
    page = client.get("/compare?authority=worcestershire&from=2008&to=2012").get_data(as_text=True)
    scales = [tag["aria-label"] for tag in Outline(page).all("div") if tag.get("class") == "scale"]
    assert scales == [
        "2008: the report prints 3, good, on a scale from inadequate (1) to outstanding (4)",
        "2012: the report prints 3, adequate, on a scale from inadequate (4) to outstanding (1)",
    ]
    line = next(tag for tag in Outline(page).all("line"))
    # Better is on the right: good is the third quarter and adequate the second.
    assert (line["class"], line["x1"], line["x2"]) == ("dotted", "62.5%", "37.5%")
    assert "same number, another grade" in page


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("a=worcestershire-2016-11-sif&b=worcestershire-2019-06-ilacs", "dashed"),
        ("a=worcestershire-2019-06-ilacs&b=bedford-2022-01-ilacs", "solid"),
    ],
)
def test_the_line_between_two_scales_is_that_of_their_comparability(
    client: FlaskClient, address: str, kind: str
) -> None:
    assert [tag["class"] for tag in Outline(client.get(f"/compare?{address}").get_data(as_text=True)).all("line")] == [
        kind
    ]


def test_no_line_joins_two_scales_that_are_not_comparable(client: FlaskClient) -> None:
    address = "/compare?a=worcestershire-2012-03-safeguarding&b=worcestershire-2016-11-sif"
    page = client.get(address).get_data(as_text=True)
    assert not Outline(page).all("line")
    assert '<text class="break"' in page


def test_every_chart_can_be_saved_as_a_picture_here_and_nowhere_else(client: FlaskClient) -> None:
    for path in ("/lists/by-year", "/authority/worcestershire", "/transitions"):
        page = Outline(client.get(path).get_data(as_text=True))
        charts = [tag["data-chart"] for tag in page.all("div") if "data-chart" in tag]
        buttons = [(b["data-picture-of"], b["data-ending"]) for b in page.all("button") if "data-picture-of" in b]
        assert sorted(buttons) == sorted((name, ending) for name in charts for ending in ("png", "svg"))
        assert any(tag.get("data-date") == "2022-01-21" for tag in page.all("span"))
        assert any(tag.get("data-picture") == "source" for tag in page.all("p"))
    assert template.CONFIG["showSendToCloud"] is False
    assert template.CONFIG["displayModeBar"] is False


def test_several_councils_stand_on_one_page_by_any_name(client: FlaskClient) -> None:
    address = "/compare?authorities=Worcestershire+County+Council&authorities=dudley&authorities=york"
    page = client.get(address).get_data(as_text=True)
    text = text_of(page)
    # Dudley's grade is from before November 2013 and York has none: neither is in the count.
    assert "Only 1 of these 3 councils has a known grade for safeguarding" in text
    assert "Grade not known: Dudley and York." in text
    names = re.findall(r'<div class="name"><a href="/authority/([^"]*)"', page)
    assert names == ["worcestershire", "dudley", "york"]
    again = client.get("/compare?authority=worcestershire&authority=dudley&authority=york").get_data(as_text=True)
    assert re.findall(r'<div class="name"><a href="/authority/([^"]*)"', again) == names


def test_a_grade_always_comes_with_its_scale_and_the_harmonised_grade(client: FlaskClient) -> None:
    columns = "&".join(f"column={name}" for name in ("grade", "harmonised"))
    text = text_of(client.get(f"/data?authority=worcestershire&service=safeguarding&{columns}").get_data(as_text=True))
    assert "Good , 3 (4 is best) Good" in text
    assert "Adequate , 3 (1 is best) Requires improvement or adequate" in text


def test_both_readings_of_a_disagreement_stand_on_the_page(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/devon").get_data(as_text=True))
    assert "Inadequate sources disagree" in text
    assert "Sources disagree Safeguarding, April 2013, grade. This page shows inadequate (inspection report," in text
    assert text.index("The other reading is adequate (Ofsted statistics,") < text.index("row 3")


def test_a_predecessors_record_stays_its_own(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/bedford").get_data(as_text=True))
    assert (
        "Began on 1 April 2009, when it replaced part of Bedfordshire (to 2009) . "
        "Its predecessor’s grades are shown in grey."
    ) in text
    assert "Replaced in 2009 by Bedford and Central Bedfordshire , which have their own pages." in text_of(
        client.get("/authority/bedfordshire").get_data(as_text=True)
    )
    page = client.get("/authority/bedford").get_data(as_text=True)
    lanes = re.findall(r'<li(?: class="([^"]*)")?><div class="name"><h3>Safeguarding</h3>(.*?)</div>', page)
    assert lanes == [("", ""), ("other", "<small>Bedfordshire (to 2009)</small>")]
    assert "bedfordshire" not in page.split('id="judgements"')[1].split("</table>")[0]


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/compare?authority=worcestershire", "pairs"),
        ("/data", "data-table"),
        ("/sources", "sources-table"),
        ("/methodology", "crosswalk-safeguarding"),
        ("/compare?authorities=worcestershire&authorities=dudley", "group-table"),
    ],
)
def test_each_cell_of_a_wide_table_carries_its_columns_name(client: FlaskClient, address: str, table: str) -> None:
    page = client.get(address).get_data(as_text=True)
    box = page[page.rindex("<div", 0, page.index(f'id="{table}"')) :]
    box = box[: box.index("</table>")]
    assert 'class="table-box stack"' in box
    body = box[box.index("<tbody>") :]
    heads = [
        " ".join(re.sub(r"<[^>]+>", " ", head).split())
        for head in re.findall(r"<th[^>]*>(.*?)</th>", box[: box.index("<tbody>")])
    ]
    labels = [unescape(label) for label in re.findall(r'<td[^>]* data-label="([^"]*)"', body)]
    assert len(labels) == body.count("<td")
    assert labels[: len(heads) - 1] == [re.sub(r" [▲▼].*", "", head) for head in heads[1:]]


def test_a_comparison_says_once_a_row_that_two_grades_are_not_comparable(client: FlaskClient) -> None:
    page = client.get("/compare?a=worcestershire-2008-11-jar&b=worcestershire-2016-11-sif").get_data(as_text=True)
    table = page[page.index('id="pairs"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[table.index("<tbody>") : table.index("</tbody>")])
    assert rows
    for row in rows:
        assert len(re.findall("not comparable", row, re.IGNORECASE)) == 1
        assert '<span aria-hidden="true">–</span><span class="unseen">not stated</span>' in row


def test_long_tables_fold_to_one_line_that_says_how_much_is_in_it(client: FlaskClient) -> None:
    by_year = client.get("/lists/by-year").get_data(as_text=True)
    for name in ("shares-by-year", "cells"):
        assert re.search(rf'<details class="folded" id="{name}"><summary>\w', by_year), name


def test_texts_from_sources_are_never_markup(client: FlaskClient) -> None:
    for address in (
        "/authority/devon",
        "/data?authority=devon",
        "/sources",
        "/sources?source=devon+%3Cb%3E2013%3C/b%3E",
    ):
        page = client.get(address).get_data(as_text=True)
        for markup in ("<script>alert", "<b>2013", "<i>1</i>", "<!DOCTYPE html>&quot;"):
            assert markup not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get("/authority/devon").get_data(as_text=True)


def test_the_data_page_says_the_number_of_rows_before_the_download(client: FlaskClient) -> None:
    page = client.get("/data?service=safeguarding").get_data(as_text=True)
    match = re.search(r"Download these (\d+) rows", page)
    assert match is not None
    rows = client.get("/download/judgements.csv?service=safeguarding").get_data(as_text=True).splitlines()
    assert len(rows) - 1 == int(match.group(1))


def test_an_authority_pages_download_is_every_judgement_of_it(client: FlaskClient) -> None:
    page = client.get("/authority/worcestershire?service=safeguarding").get_data(as_text=True)
    href = re.search(r'href="(/download/judgements\.csv[^"]*)"', page)
    assert href is not None
    rows = client.get(href.group(1).replace("&amp;", "&")).get_data(as_text=True).splitlines()[1:]
    assert f"Download these {len(rows)} rows" in page
    section = page.split('id="by-inspection"')[1].split("</section>")[0]
    assert section.count("<summary>p. 1, table") == len(rows)


def test_whatever_methodology_draws_has_a_section_of_its_text() -> None:
    assert {section["name"] for section in texts_of("methodology")["section"]} >= methodology.DRAWN.keys()


def test_methodology_is_drawn_from_the_reference(client: FlaskClient) -> None:
    text = text_of(client.get("/methodology").get_data(as_text=True))
    for part in (
        "4 is best",
        "1 is best",
        "Joint area review",
        "the best number was 4 in the earlier and 1 in the later",
        "Open Government Licence",
        "One of Ofsted’s lists prints “requires improvement to be good” for grades that were “adequate”",
    ):
        assert part in text


def test_the_readme_lists_the_address_of_every_page() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"`([^`]+)`", readme.partition("## Web addresses")[2].partition("## Serving it")[0])
    plain = {re.sub(r"<\w+>", "<>", address.partition("?")[0].partition("#")[0]) for address in listed}
    pages = {re.sub(r"<\w+>", "<>", path) for path in PATHS}
    # Every year of every council is one of the lists, with an address of its own.
    assert pages - {"/lists/by-year"} <= plain


def test_the_accessibility_statement_names_the_checker_that_the_tests_run(client: FlaskClient) -> None:
    (checker,) = (Path(__file__).parents[1] / "browser" / "vendor").glob("axe-core-*.min.js")
    version = checker.name.removeprefix("axe-core-").removesuffix(".min.js")
    assert f"axe-core {version} in Chromium" in text_of(client.get("/accessibility").get_data(as_text=True))


def test_sources_stand_by_framework_and_council_under_short_names(client: FlaskClient) -> None:
    page = client.get("/sources").get_data(as_text=True)
    captions = re.findall(r"<caption>(.*?)</caption>", page)
    order = [caption.split(" (")[0].split(":")[0] for caption in captions]
    assert order.index("Single inspection framework") < order.index("Joint area review")
    assert order[-1] == "Could not be read"
    jar = page[page.index("<caption>Joint area review") :].split("</table>")[0]
    names = re.findall(r'<th scope="row"[^>]*><span id="[^"]*">(?:<a [^>]*>)?(.*?)<', jar)
    assert any(name.startswith("Worcestershire, November 2008") for name in names)
    assert names == sorted(names)
    folds = re.findall(r"<summary>([^<]*)</summary>", page.partition('id="sources-table"')[2])
    assert [re.sub(r": \d+$", "", fold) for fold in folds] == [caption.split(":")[0] for caption in captions]
    assert page.count("<tr>") - len(captions) == len(client.get("/download/sources.csv").get_data().splitlines()) - 1


def test_a_column_of_sources_that_would_say_one_thing_is_left_out(client: FlaskClient) -> None:
    refused = client.get("/sources").get_data(as_text=True)
    table = refused[refused.index("<caption>Could not be read") :].split("</table>")[0]
    assert re.findall(r'<th scope="col">(.*?)</th>', table) == ["Source", "Grades read", "Notes"]


def test_sources_say_why_a_file_was_refused(client: FlaskClient) -> None:
    text = text_of(client.get("/sources").get_data(as_text=True))
    assert "Not a PDF: the file begins with" in text


def test_what_could_not_be_read_is_the_one_fold_of_sources_that_is_open(client: FlaskClient) -> None:
    folds = client.get("/sources").get_data(as_text=True).partition('id="sources-table"')[2].split("<details")[1:]
    assert [fold.partition(">")[0].endswith(" open") for fold in folds] == [False] * (len(folds) - 1) + [True]
    assert "<summary>Could not be read" in folds[-1]


def test_a_comparison_names_a_grade_by_the_word_of_its_time_in_sentence_and_table(shipped: FlaskClient) -> None:
    """The official list prints requires improvement for an adequate of March 2013."""
    page = shipped.get("/compare?authority=cornwall&from=2009&to=2013").get_data(as_text=True)
    assert "inadequate in 2009, adequate in 2013" in page
    cell = page.split('<td data-label="2013">')[1].split("</td>")[0]
    text = " ".join(re.sub(r"<[^>]*>", " ", cell).split())
    assert text.startswith("Adequate listed as requires improvement to be good")
