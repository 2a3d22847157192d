"""Finished pages: kept by address within so many bytes, the longest unasked going first."""

import gzip
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from dashboard.web import page_cache
from dashboard.web.page_cache import FinishedPage, PageAddress, PageCache
from dashboard.web.server import Gradeline


def page(size: int) -> FinishedPage:
    return FinishedPage(200, document=bytes(size // 2), parts=bytes(size - size // 2))


def test_the_page_that_was_not_asked_for_longest_goes_first() -> None:
    room = 3 * page_cache.size(("/a", ""), page(1000))
    pages = PageCache(room)
    for path in ("/a", "/b", "/c"):
        pages.add((path, ""), page(1000))
    assert pages.get(("/a", "")) is not None
    pages.add(("/d", ""), page(1000))
    assert [path for path in ("/a", "/b", "/c", "/d") if pages.get((path, ""))] == ["/a", "/c", "/d"]


def test_an_address_takes_its_room_as_well() -> None:
    for address in ("/" + "x" * 10_000, "/" + "\N{GRINNING FACE}" * 2500):
        pages = PageCache(10_000)
        pages.add((address, ""), page(10))
        assert pages.get((address, "")) is None


def test_the_same_page_added_twice_takes_its_room_once() -> None:
    pages = PageCache(2 * page_cache.size(("/a", ""), page(1000)))
    for _ in range(5):
        pages.add(("/a", ""), page(1000))
    pages.add(("/b", ""), page(1000))
    assert pages.get(("/a", "")) is not None


def test_what_many_ask_for_at_once_is_made_once() -> None:
    pages, made = PageCache(10_000), []

    def finish() -> FinishedPage:
        made.append(1)
        time.sleep(0.05)
        return page(10)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(pages.page, ("/a", ""), finish) for _ in range(8)]
    assert len({id(future.result()) for future in asked}) == 1
    assert len(made) == 1


def test_a_page_that_fails_holds_up_nobody_after_it() -> None:
    pages = PageCache(10_000)
    with pytest.raises(ZeroDivisionError):
        pages.page(("/a", ""), lambda: FinishedPage(1 // 0))
    assert pages.page(("/a", ""), lambda: page(10)).status == 200


def test_only_pages_that_are_as_they_should_be_are_cached(app: Gradeline, client: FlaskClient) -> None:
    for path, query, is_cached in (
        ("/sources", "source=jar-2008", True),
        ("/sources", "source=x", False),
        ("/nothing", "", False),
        ("/data/", "", False),
    ):
        client.get(f"{path}?{query}")
        assert (app.edition.pages.get((path, query, "", "http://localhost")) is not None) == is_cached


def test_a_page_is_kept_as_it_was_asked_for_and_not_in_both_ways(app: Gradeline) -> None:
    address = PageAddress("/sources", "source=jar-2008", origin="http://x")
    whole = app.finished(app.edition, address)
    parts = app.finished_parts(app.edition, address)
    assert whole.document
    assert not whole.parts
    assert parts.parts
    assert not parts.document
    assert parts.unpacked_parts()["html"] in gzip.decompress(whole.document).decode()
    assert app.finished(app.edition, address) is whole
    assert app.finished_parts(app.edition, address) is parts


def test_what_a_full_cache_takes_is_what_it_says() -> None:
    pages = PageCache(4 * 2**20)
    tracemalloc.start()
    try:
        for number in range(3000):
            query = "search=" + chr(0x1F600 + number % 50) * 400 + str(number)
            pages.add((str(number), query), FinishedPage(200, bytes(2000), f"{number:024}", parts=bytes(500)))
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 3 * 2**20 < held < 4.5 * 2**20
