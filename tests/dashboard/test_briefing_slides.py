"""The slides of a briefing: what they say against the CSV files and the page, and that they can be edited.

They are read with python-pptx, and counted again from the CSV files of the record as it ships.
"""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.store import open_store
from dashboard.web.server import create_app
from tests.shipped_tables import rows

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data"
AS_AT = json.loads((DATA / "built" / "datapackage.json").read_text(encoding="utf-8"))["complete_to"]
MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SERVICES = ("safeguarding", "looked_after_children")
TITLES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement_or_adequate": "Requires improvement",
    "inadequate": "Inadequate",
}
COUNCILS = ("worcestershire", "telford-and-wrekin", "birmingham", "westmorland-and-furness", "cumbria")


@pytest.fixture(scope="module")
def decks(shipped: FlaskClient) -> dict[str, bytes]:
    return {council: shipped.get(f"/download/briefing/{council}.pptx").data for council in COUNCILS}


def shapes(slide: Any) -> Iterator[Any]:
    """Every shape of a slide, those in groups included."""
    for shape in slide.shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shape.shapes


def tables(deck: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in Presentation(io.BytesIO(deck)).slides
        for shape in slide.shapes
        if shape.has_table
    ]


def texts(deck: bytes) -> str:
    said = [
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(deck)).slides
        for shape in shapes(slide)
        if shape.has_text_frame
    ]
    cells = [cell for table in tables(deck) for row in table for cell in row]
    return " ".join([*said, *cells])


def latest(council: str, service: str) -> dict[str, str]:
    graded = [
        row
        for row in rows("built/judgements.csv")
        if (row["authority_id"], row["service"], row["aspect"]) == (council, service, "overall")
        and row["grade"]
        and row["date"] <= AS_AT
    ]
    return max(graded, key=lambda row: row["date"])


@pytest.mark.parametrize("council", ["worcestershire", "birmingham"])
def test_the_neighbours_table_has_each_one_s_latest_grade(decks: dict[str, bytes], council: str) -> None:
    models = rows("reference/statistical_neighbours.csv")
    newest = max(row["model"] for row in models if row["authority_id"] == council)
    ranked = sorted(
        (row for row in models if (row["authority_id"], row["model"]) == (council, newest)),
        key=lambda row: int(row["rank"]),
    )
    ids = [council, *(row["neighbour_id"] for row in ranked)]
    (table,) = (table_rows for table_rows in tables(decks[council]) if table_rows[0][0] == "Council")
    assert len(table) == 1 + len(ids) == 12
    for line, authority in zip(table[1:], ids, strict=True):
        grades = [TITLES[latest(authority, service)["grade"]] for service in SERVICES]
        assert [line[1], line[3]] == grades
        assert [line[2][-4:], line[4][-4:]] == [latest(authority, service)["date"][:4] for service in SERVICES]


@pytest.mark.parametrize("council", COUNCILS)
def test_what_the_slides_say_the_printed_page_says(shipped: FlaskClient, decks: dict[str, bytes], council: str) -> None:
    answer = shipped.get(f"/authority/{council}/briefing").get_data(as_text=True)
    page = " ".join(unescape(re.sub(r"<[^>]+>", "", answer)).split())
    slide_texts = texts(decks[council])
    sentences = re.findall(r"(?:Since November 2013|As at \d)[^.]*?\.(?=\s|[A-Z])", page)
    assert bool(sentences) == (council != "cumbria")
    for sentence in sentences:
        assert sentence in slide_texts
    assert f"/authority/{council}/briefing" in slide_texts
    assert "Record complete to" in slide_texts
    for row in rows("built/judgements.csv"):
        is_drawn = (row["authority_id"], row["service"], row["aspect"]) == (council, "safeguarding", "overall")
        if is_drawn and row["grade"] and row["source_url"]:
            assert re.sub(r"^https?://(www\.)?", "", row["source_url"]) in slide_texts


@pytest.mark.parametrize("council", COUNCILS)
def test_strips_are_shapes_with_words_for_those_who_do_not_see_them(decks: dict[str, bytes], council: str) -> None:
    deck = Presentation(io.BytesIO(decks[council]))
    groups = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert groups
    for group in groups:
        assert len(group.shapes) > 0
        assert group._element.xpath(".//p:cNvPr")[0].get("descr")
    (safeguarding,) = (shape for shape in groups if shape.name == "Safeguarding")
    graded = [
        row
        for row in rows("built/judgements.csv")
        if (row["authority_id"], row["service"], row["aspect"]) == (council, "safeguarding", "overall") and row["grade"]
    ]
    told = [shape.name for shape in safeguarding.shapes if re.search(r"\b(19|20)\d\d\b", shape.name)]
    for row in graded:
        assert any(row["date"][:4] in name for name in told), row["date"]
    assert not [shape for slide in deck.slides for shape in shapes(slide) if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


@pytest.mark.parametrize("council", COUNCILS)
def test_everything_stands_on_the_slide_and_titles_are_titles(decks: dict[str, bytes], council: str) -> None:
    deck = Presentation(io.BytesIO(decks[council]))
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        for shape in shapes(slide):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_grades_of_a_council_that_was_replaced_are_grey(decks: dict[str, bytes]) -> None:
    slide = Presentation(io.BytesIO(decks["westmorland-and-furness"])).slides[1]
    (before,) = (shape for shape in slide.shapes if "Cumbria" in shape.name)
    boxes = [shape for shape in before.shapes if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]
    colours = {str(shape.fill.fore_color.rgb) for shape in boxes}
    assert len(boxes) > 3
    for colour in colours:
        parts = [int(colour[place : place + 2], 16) for place in (0, 2, 4)]
        assert max(parts) - min(parts) <= 8, colour


def test_the_same_data_give_the_same_bytes_and_no_name_or_time(shipped: FlaskClient, decks: dict[str, bytes]) -> None:
    again = create_app(open_store(DATA / "built")).server.test_client().get("/download/briefing/worcestershire.pptx")
    assert hashlib.sha256(again.data).digest() == hashlib.sha256(decks["worcestershire"]).digest()
    with zipfile.ZipFile(io.BytesIO(again.data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]
        about = file.read("docProps/core.xml").decode()
    assert AS_AT in about
    assert "Gradeline" in about
    assert "Canny" not in about


def test_how_it_is_served(shipped: FlaskClient) -> None:
    answer = shipped.get("/download/briefing/worcestershire.pptx")
    assert answer.mimetype == MEDIA
    name = f'attachment; filename="gradeline-worcestershire-briefing-{AS_AT}.pptx"'
    assert answer.headers["Content-Disposition"] == name
    same = shipped.get("/download/briefing/worcestershire.pptx", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304
    absent = shipped.get("/download/briefing/worcestershir.pptx")
    assert absent.status_code == 404
    assert "Perhaps: Worcestershire" in absent.get_data(as_text=True)
    assert shipped.get("/download/briefing/worcestershire.pptx?page=1").status_code == 400
    page = shipped.get("/authority/worcestershire/briefing").get_data(as_text=True)
    assert 'href="/download/briefing/worcestershire.pptx"' in page


def test_a_server_that_is_asked_for_no_slides_does_not_load_what_makes_them() -> None:
    code = "import sys, dashboard.web.server; print('pptx' in sys.modules, 'lxml' in sys.modules)"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=DATA.parent, capture_output=True, text=True, check=True, timeout=60
    )
    assert process.stdout.strip() == "False False"
