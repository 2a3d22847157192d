"""Every page as the server sends it: whole and readable before any script, with an honest status."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from dashboard import figures
from dashboard.markup.render import VOID
from dashboard.web import routes

routes.load_pages()
PATHS = [route.path for route in routes.routes()]
PAGES = [
    "/",
    "/authority/worcestershire",
    "/authority/worcestershire?service=safeguarding&aspect=overall&aspect=leadership",
    "/authority/worcestershire?service=lscb",
    "/authority/worcestershire?behind=neighbours",
    "/authority/worcestershire?behind=region&service=safeguarding",
    "/authority/bedfordshire?behind=neighbours",
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
    "/data",
    "/data?service=safeguarding&grade=inadequate&sort=-date&rows=25",
    "/data?authority=Hull",
    "/sources",
    "/sources?status=refused",
    "/sources?source=jar-2008",
    "/methodology",
    "/accessibility",
]
PAGES += [path for path in PATHS if "<" not in path and path not in PAGES]
WRONG = [
    ("/authority/atlantis", 404, "There is no authority “atlantis”"),
    ("/authority/worcestershyre", 404, "Worcestershire"),
    ("/nothing", 404, "There is no page /nothing"),
    ("/authority", 404, "There is no page"),
    ("/compare?a=nothing&b=worcestershire-2016-11-sif", 404, "There is no inspection “nothing”"),
    ("/compare?authority=worcestershire&from=1999", 404, "no inspection of Worcestershire in 1999"),
    ("/compare?authority=leeds", 404, "a comparison needs two"),
    ("/compare?from=2008", 400, "without an authority"),
    ("/compare?authorities=atlantis", 404, "There is no authority “atlantis”"),
    ("/compare?service=lscb", 400, "without “authorities”"),
    ("/compare?authorities=york&a=x", 400, "given together with “a”"),
    (
        "/compare?authorities=york&authorities=leeds&authorities=devon&authorities=dudley&authorities=bury"
        "&authorities=kent&authorities=essex&authorities=hull&authorities=barnet",
        400,
        "names 9 authorities",
    ),
    ("/compare?c=x", 400, "There is no parameter “c”"),
    ("/authority/devon?service=safegarding", 400, "Did you mean “safeguarding”?"),
    ("/authority/devon?behind=friends", 400, "“behind” takes: neighbours, region"),
    ("/data?sevice=x", 400, "Did you mean “service”?"),
    ("/data?page=0", 400, "a whole number from 1"),
    ("/data?from=20x8", 400, "a whole number from 1990 to 2100"),
    ("/?q=Atlantis", 404, "There is no authority “Atlantis”"),
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


@pytest.mark.parametrize("address", PAGES)
def test_links_within_the_dashboard_lead_somewhere(client: FlaskClient, address: str) -> None:
    outline = Outline(client.get(address).get_data(as_text=True))
    own = {a["href"] for a in outline.all("a") if (a["href"] or "").startswith("/")}
    for href in sorted(str(each) for each in own)[:40]:
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
        ("/?q=Hull", "/authority/kingston-upon-hull"),
        ("/?q=telford+%26+wrekin", "/authority/telford-and-wrekin"),
        ("/authority/hull", "/authority/kingston-upon-hull"),
        ("/data/?service=lscb", "/data?service=lscb"),
    ],
)
def test_other_names_lead_to_the_page(client: FlaskClient, address: str, goal: str) -> None:
    answer = client.get(address)
    assert 300 < answer.status_code < 400
    assert answer.headers["Location"].endswith(goal)


def test_every_route_is_asked_for_here() -> None:
    """The pages of every route are tested above; a route without an example gets tested as it stands."""
    asked = {re.sub(r"^/authority/.*", "/authority/<authority_id>", page.split("?")[0]) for page in PAGES}
    assert asked >= set(PATHS)


def test_worcestershire_tells_the_trap(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/worcestershire").get_data(as_text=True))
    assert "good in 2008 (joint area review); inadequate in 2010 (safeguarding and looked-after children insp" in text
    assert "Safeguarding rose from inadequate in 2016 to requires improvement to be good in 2019; earlier" in text
    assert "Today’s reports call safeguarding “help and protection”" in text
    assert "The number 3 stands for good in 2008 and for adequate in 2012: 4 is best, then 1 is best." in text


def test_compare_opens_on_the_trap(client: FlaskClient) -> None:
    page = client.get("/compare").get_data(as_text=True)
    text = text_of(page)
    assert "Safeguarding: good in 2008, adequate in 2012; not comparable" in text
    assert "Both are number 3 on their own scale, yet the grades differ" in text
    assert "(quoted in a later report) gave inadequate" in text
    assert "Not graded: not inspected" in text
    by_years = client.get("/compare?authority=worcestershire&from=2008&to=2012").get_data(as_text=True)
    assert text_of(by_years) == text


def test_every_chart_can_be_saved_as_a_picture_here_and_nowhere_else(client: FlaskClient) -> None:
    for path in ("/", "/authority/worcestershire", "/compare", "/transitions"):
        page = Outline(client.get(path).get_data(as_text=True))
        charts = [tag["data-chart"] for tag in page.all("div") if "data-chart" in tag]
        buttons = [(b["data-picture-of"], b["data-ending"]) for b in page.all("button") if "data-picture-of" in b]
        assert sorted(buttons) == sorted((name, ending) for name in charts for ending in ("png", "svg"))
        assert any(tag.get("data-date") == "2022-01-21" for tag in page.all("span"))
        assert any(tag.get("data-picture") == "source" for tag in page.all("p"))
    assert figures.CONFIG["showSendToCloud"] is False
    assert figures.CONFIG["displayModeBar"] is False


def test_several_authorities_stand_on_one_page_by_any_name(client: FlaskClient) -> None:
    address = "/compare?authorities=Worcestershire+County+Council&authorities=dudley&authorities=york"
    text = text_of(client.get(address).get_data(as_text=True))
    assert (
        "Safeguarding, latest grade in this record: adequate in Dudley (2011); requires improvement to be good in "
        "Worcestershire (2019)" in text
    )
    assert "five grades of Worcestershire, one grade of Dudley and no grades of York" in text
    assert "One row for each council. A line joins two grades only where they are comparable." in text
    assert "York . No grade is known here." in text


def test_a_grade_always_comes_with_its_scale_and_the_harmonised_grade(client: FlaskClient) -> None:
    columns = "&".join(f"column={name}" for name in ("grade", "harmonised"))
    text = text_of(client.get(f"/data?authority=worcestershire&service=safeguarding&{columns}").get_data(as_text=True))
    assert "Good , 3 (4 is best) Good" in text
    assert "Adequate , 3 (1 is best) Requires improvement or adequate" in text


def test_the_region_stands_behind_an_authority_with_counts_and_unknowns(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/worcestershire?behind=region&service=safeguarding").get_data(as_text=True))
    assert "grades of the 13 other authorities of West Midlands at the end of each year" in text
    # Dudley alone is known: adequate from December 2011.
    assert "End of 2012 0 0 1 0 Requires improvement or adequate 1 of 13 12 0" in text
    none = text_of(client.get("/authority/bedfordshire?behind=neighbours").get_data(as_text=True))
    assert "names no statistical neighbours of Bedfordshire" in none


def test_both_readings_of_a_disagreement_stand_on_the_page(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/devon").get_data(as_text=True))
    assert "Where sources disagree" in text
    assert "sources disagree, see above" in text
    assert text.index("The other reading") < text.index("row 3")


def test_a_predecessors_record_stays_its_own(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/bedford").get_data(as_text=True))
    assert "took over from Bedfordshire (to 2009) . Its grades are shown apart and are never carried forward" in text
    assert "The record of Bedfordshire, a predecessor" in text
    assert "Bedford did not inherit them" in text
    assert "Its services went to Bedford and Central Bedfordshire" in text_of(
        client.get("/authority/bedfordshire").get_data(as_text=True)
    )


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/authority/devon", "judgements"),
        ("/authority/devon", "inspections"),
        ("/compare", "pairs"),
        ("/data", "data-table"),
        ("/sources", "sources-table"),
        ("/methodology", "crosswalk-safeguarding"),
        ("/compare?authorities=worcestershire&authorities=dudley", "grades"),
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


def test_the_front_page_puts_the_finding_before_what_is_loaded(client: FlaskClient) -> None:
    text = text_of(client.get("/").get_data(as_text=True))
    assert text.index("Find an authority") < text.index("The national picture") < text.index("What is loaded")


def test_long_tables_fold_to_one_line_that_says_how_much_is_in_it(client: FlaskClient) -> None:
    home = client.get("/").get_data(as_text=True)
    for name in ("shares-by-year", "moves-up", "cells"):
        assert re.search(rf'<details class="folded" id="{name}"><summary>\w', home), name
    devon = client.get("/authority/devon").get_data(as_text=True)
    assert re.search(r'id="every-judgement"><summary>\w+ judgements?</summary>', devon)


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
    said = re.search(r"Download these (\d+) rows", page)
    assert said is not None
    rows = client.get("/download/judgements.csv?service=safeguarding").get_data(as_text=True).splitlines()
    assert len(rows) - 1 == int(said.group(1))


def test_an_authority_pages_download_is_what_it_shows(client: FlaskClient) -> None:
    page = client.get("/authority/worcestershire?service=safeguarding").get_data(as_text=True)
    href = re.search(r'href="(/download/judgements\.csv[^"]*)"', page)
    assert href is not None
    rows = client.get(href.group(1).replace("&amp;", "&")).get_data(as_text=True).splitlines()[1:]
    assert len(rows) == page.split('id="judgements"')[1].split("</table>")[0].count("<tr>") - 1
    assert all(",safeguarding,overall," in row for row in rows)


def test_methodology_is_drawn_from_the_reference(client: FlaskClient) -> None:
    text = text_of(client.get("/methodology").get_data(as_text=True))
    for part in (
        "4 is best",
        "1 is best",
        "Joint area review",
        "the direction of the numbers turned round",
        "Open Government Licence",
    ):
        assert part in text


def test_sources_say_why_a_file_was_refused(client: FlaskClient) -> None:
    text = text_of(client.get("/sources?status=refused").get_data(as_text=True))
    assert "not a PDF: the file begins with" in text
