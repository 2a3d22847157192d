"""What a reader's browser fetches and when it shows it: real Chromium, cold and warm, here and on a slow line.

Bytes are those on the line. Readable is when the page's whole HTML is there and the browser has painted text, before
the first script has come. A chart is drawn when its first marks are in the page; a picture, which the HTML holds, at
the first frame that is painted once something behind it has been read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
PICTURE = "main figure"
CHART = ".js-plotly-plot .trace, .js-plotly-plot .point"
WATCH = f"""
new MutationObserver((_, watcher) => {{
    if (document.querySelector("{CHART}")) {{
        window.chartDrawn = performance.now();
        watcher.disconnect();
    }}
}}).observe(document, {{subtree: true, childList: true}});
new MutationObserver((_, watcher) => {{
    const picture = document.querySelector("{PICTURE}");
    if (picture && (picture.nextElementSibling || picture.parentElement.nextElementSibling)) {{
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => {{ window.pictureDrawn = performance.now(); }}));
    }}
}}).observe(document, {{subtree: true, childList: true}});
"""
TIMES = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    const [first] = performance.getEntriesByName(document.querySelector("script[src]:not([nomodule])").src);
    return {
        readable: Math.max(page.responseEnd, painted ? painted.startTime : Infinity),
        script: first.responseEnd,
        picture: Math.max(window.pictureDrawn || Infinity, painted ? painted.startTime : Infinity),
        chart: window.chartDrawn || Infinity,
    };
}"""


@dataclass(frozen=True)
class BrowserVisit:
    """Kilobytes on the line, and milliseconds from the request until each thing was there."""

    kilobytes: float
    readable: float
    first_picture: float
    first_script: float
    chart: float


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def visit(browser: Browser, address: str, *, has_chart: bool, is_slow: bool = False) -> BrowserVisit:
    """A first visit with nothing kept, until all that the page asks for has come."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    if is_slow:
        line.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.add_init_script(WATCH)
    seen: list[float] = []
    line.on("Network.loadingFinished", lambda event: seen.append(event["encodedDataLength"]))
    page.goto(address, wait_until="commit")
    if has_chart:
        page.wait_for_selector(CHART, state="attached", timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=120_000)
    times = page.evaluate(TIMES)
    context.close()
    return BrowserVisit(
        kilobytes=sum(seen) / 1000,
        readable=times["readable"],
        first_picture=times["picture"],
        first_script=times["script"],
        chart=times["chart"],
    )
