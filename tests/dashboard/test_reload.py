"""A data folder replaced while it is served: the new record is answered from, and nothing of the old one stays."""

import datetime as dt
import gc
import threading
import time
import weakref
from pathlib import Path

import pytest
from werkzeug.test import Client

from dashboard.store import Store
from dashboard.web.reload import ReloadingServer
from loaders.record import folder
from loaders.record.reference import Reference
from tests.documents import frames_of, observation, tables_of

pytestmark = pytest.mark.slow

PATIENCE = 30.0
PAGES = (
    "/",
    "/lists/by-year?sort=-grade",
    "/authority/worcestershire",
    "/authority/worcestershire?group=region",
    "/compare",
    "/transitions",
    "/data?search=good&sort=-grade",
    "/sources",
    "/methodology",
    "/download/judgements.csv?search=good",
    "/download/judgements.xlsx",
    "/download/openapi.json",
)
WORDS = ("Outstanding", "Good", "Adequate", "Outstanding", "Good", "Adequate")


def write(place: Path, reference: Reference, words: str) -> None:
    """A record of two inspections: these words, then inadequate, so that the pages have a move to show."""
    grades = ((words, dt.date(2010, 9, 10)), ("Inadequate", dt.date(2012, 3, 23)))
    observations = [observation(reference, words=grade, day=day) for grade, day in grades]
    folder.write(place, frames_of(tables_of(reference, *observations), reference), reference)


@pytest.fixture
def place(tmp_path: Path, reference: Reference) -> Path:
    write(tmp_path / "data", reference, WORDS[0])
    return tmp_path / "data"


def reload(server: ReloadingServer) -> None:
    """Ask until the folder that is in place now has been taken or refused."""
    before, refused, until = server.app.edition, server.app.edition.newer_refused, time.monotonic() + PATIENCE
    while server.app.edition is before and before.newer_refused == refused:
        assert time.monotonic() < until
        assert Client(server).get("/healthz").status_code == 200
        time.sleep(0.01)
    for thread in threading.enumerate():
        if thread.name == "gradeline-reload":
            thread.join(PATIENCE)


def test_of_five_replaced_editions_nothing_is_left(place: Path, reference: Reference) -> None:
    server = ReloadingServer(place, seconds_between_looks=0)
    replaced: list[weakref.ref[object]] = []
    for words in WORDS[1:]:
        for address in PAGES:
            assert Client(server).get(address).status_code == 200, address
        store = server.app.edition.store
        replaced += [
            weakref.ref(server.app.edition),
            weakref.ref(store),
            weakref.ref(store.judgements),
            weakref.ref(store.cached("spans of a test", lambda store=store: store.judgements.copy())),
        ]
        del store
        write(place, reference, words)
        reload(server)
    gc.collect()
    assert [reference() for reference in replaced] == [None] * 20


def test_the_newest_record_answers(place: Path, reference: Reference) -> None:
    server = ReloadingServer(place, seconds_between_looks=0)
    client = Client(server)
    before = client.get("/authority/worcestershire").get_data(as_text=True)
    write(place, reference, "Good")
    reload(server)
    after = client.get("/authority/worcestershire").get_data(as_text=True)
    assert "outstanding in 2010" in before
    assert "good in 2010" in after
    assert client.get("/download/judgements.csv").get_data(as_text=True).count(",good,") == 1


def test_a_download_that_has_begun_is_of_one_record(place: Path, reference: Reference) -> None:
    server = ReloadingServer(place, seconds_between_looks=0)
    answer = Client(server).get("/download/judgements.csv", buffered=False)
    parts = answer.iter_encoded()
    begun = next(parts)
    write(place, reference, "Good")
    reload(server)
    text = (begun + b"".join(parts)).decode()
    assert text.count(",outstanding,") == 1
    assert ",good," not in text
    answer.close()


def test_a_damaged_folder_is_refused_and_named(place: Path, reference: Reference) -> None:
    server = ReloadingServer(place, seconds_between_looks=0)
    client = Client(server)
    assert "newer_data_refused" not in client.get("/healthz").get_json()
    judgements = (place / "judgements.csv").read_text(encoding="utf-8")
    (place / "judgements.csv").write_text(judgements.replace("outstanding", "splendid"), encoding="utf-8")
    (place / "datapackage.json").touch()
    reload(server)
    assert "judgements.csv" in client.get("/healthz").get_json()["newer_data_refused"]
    assert "Outstanding" in client.get("/authority/worcestershire").get_data(as_text=True)
    write(place, reference, "Good")
    reload(server)
    assert "newer_data_refused" not in client.get("/healthz").get_json()


def test_what_a_store_has_computed_is_its_own(store: Store) -> None:
    other = Store(store.tables, store.reference, described=store.described)
    made: list[str] = []

    def compute(name: str) -> str:
        made.append(name)
        return name

    assert store.cached("of a test", lambda: compute("first")) == "first"
    assert store.cached("of a test", lambda: compute("again")) == "first"
    assert other.cached("of a test", lambda: compute("other")) == "other"
    assert made == ["first", "other"]
