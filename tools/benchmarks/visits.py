"""What a reader's browser fetches and when it shows it, beside a bare Dash app and one as Dash makes it by default."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser

from tools.benchmarks import browser
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import BARE, BARE_DEFAULT, GRADELINE, served

PLAIN, CHART = "/", "/authority/worcestershire"
"""A page without an interactive chart, and one that has one."""


def rows(data: Path, rounds: int) -> Iterator[Measurement]:
    with served(BARE) as bare, served(BARE_DEFAULT) as default, served(GRADELINE, data) as ours:
        addresses = {BARE: bare.address, BARE_DEFAULT: default.address}
        addresses |= {path: ours.address + path for path in (PLAIN, CHART)}
        # Every worker has answered each address before the first visit: how pages are made is measured elsewhere.
        for address in addresses.values():
            for _ in range(8):
                with urlopen(address, timeout=60) as answer:
                    answer.read()
        with browser.chromium() as chromium:
            fast = {app_name: _visit(chromium, addresses, app_name) for app_name in (BARE, PLAIN, CHART)}
            slow: dict[str, list[browser.BrowserVisit]] = {name: [] for name in addresses}
            for number in range(rounds):
                for name in addresses:
                    # One takes half a minute each time, and is many times the others: twice is enough.
                    if name != BARE_DEFAULT or number < 2:
                        slow[name].append(_visit(chromium, addresses, name, is_slow=True))
    line = "1.6 Mbit/s, 150 ms"
    for path in (PLAIN, CHART):
        for what, bound in (("readable", 900), ("first_picture", 1000)):
            best = min(slow[path], key=lambda visit: getattr(visit, what))
            moment = getattr(best, what)
            moment_shown = moment if moment <= best.first_script else math.inf
            yield Measurement(
                what=f"{path} {what.replace('_', ' ')} at {line}, before any script",
                against=f"the first script has come at {best.first_script:,.0f} ms",
                seen=f"{moment:,.0f} ms",
                value=moment_shown,
                bound=bound,
                unit="ms",
            )
    charts = {name: min(visit.chart for visit in visits) for name, visits in slow.items() if name != PLAIN}
    yield ratio(
        f"interactive chart of {CHART} at {line}",
        BARE,
        charts[BARE],
        ours=charts[CHART],
        bound=1.0,
        unit="ms",
    )
    yield Measurement(
        what="the same, so many times sooner",
        against=f"{BARE_DEFAULT}, {charts[BARE_DEFAULT]:,.0f} ms",
        seen=f"{charts[CHART]:,.0f} ms",
        value=charts[BARE_DEFAULT] / charts[CHART],
        bound=6,
        is_least=True,
    )
    base = fast[BARE].kilobytes
    yield ratio(f"first visit of {CHART}, compressed", BARE, base, ours=fast[CHART].kilobytes, bound=1.1, unit="kB")
    yield ratio(
        f"first visit of {PLAIN}, without an interactive chart",
        BARE,
        base,
        ours=fast[PLAIN].kilobytes,
        bound=0.5,
        unit="kB",
    )


def _visit(chromium: Browser, addresses: dict[str, str], name: str, *, is_slow: bool = False) -> browser.BrowserVisit:
    return browser.visit(chromium, addresses[name], has_chart=name != PLAIN, is_slow=is_slow)
