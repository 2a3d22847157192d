"""The table and the whole CSV, in this process, for the national record and for records many times as large."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
from flask import Flask

from dashboard.address import LAST_YEAR
from dashboard.store import Store
from dashboard.web.server import create_app

QUERIES = (
    "service=safeguarding&sort=-date",
    "grade=inadequate&sort=authority&page=2",
    "search=leadership+good&sort=-published",
    "framework=ilacs&region=London&sort=service",
    "from=2015&evidence=primary&sort=grade&rows=100",
    "sort=-date&page=7",
)


def grown(store: Store, times: int) -> Store:
    """A record so many times as large: each judgement again, in inspections of other names."""
    one = store.judgements
    copies = [one, *(one.assign(inspection_id=one["inspection_id"] + f"-{copy}") for copy in range(2, times + 1))]
    frame = pd.concat(copies, ignore_index=True)
    return replace(store, tables={**store.tables, "judgements": frame})


def page_seconds(store: Store, rounds: int) -> float:
    """For a page of the table after a filter: the best time of each query, on the whole HTML, averaged.

    Every request asks for an address that was not asked for before, so that nothing kept answers it.
    """
    server = create_app(store).server
    _page(server, "/data?rows=25")
    best = []
    for query in QUERIES:
        addresses = [f"/data?{query}&to={LAST_YEAR - again}" for again in range(rounds)]
        best.append(min(_seconds(partial(_page, server, address)) for address in addresses))
    return sum(best) / len(best)


def csv_seconds(store: Store, rounds: int) -> tuple[float, float]:
    """The download of everything, uncompressed, and pandas writing the same frame: best of so many rounds each."""
    server = create_app(store).server
    ours, pandas = [], []
    for _ in range(rounds):
        ours.append(_seconds(lambda: _download(server)))
        pandas.append(_seconds(lambda: _pandas_csv(store.judgements)))
    return min(ours), min(pandas)


def csv_memory(store: Store) -> float:
    """MiB that the download of everything holds at its most, beyond the record itself."""
    server = create_app(store).server
    _download(server, most=2)
    tracemalloc.start()
    _download(server)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _page(server: Flask, address: str) -> None:
    answer = server.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, answer.get_data(as_text=True)


def _download(server: Flask, most: int = 0) -> int:
    """Take the answer part by part, as a server sends it."""
    answer = server.test_client().get("/download/judgements.csv", buffered=False)
    assert answer.status_code == 200
    size = 0
    for number, part in enumerate(answer.iter_encoded(), 1):
        size += len(part)
        if number == most:
            break
    answer.close()
    return size


def _pandas_csv(frame: pd.DataFrame) -> None:
    frame.to_csv(io.StringIO(), index=False, lineterminator="\n")


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
