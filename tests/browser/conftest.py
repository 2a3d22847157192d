"""What the browser tests stand on: Chromium, the dashboard running, and pages that are watched.

A test that used a page fails when the browser reported an error in it, even where every assertion held:
an error on the console, an uncaught exception, something that the content security policy forbids, or a
request to any other machine.
"""

import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tools.local_server import CHECKOUT, local_server

HERE = Path(__file__).parent
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REPORT_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`content security policy: ${event.violatedDirective} forbids ${event.blockedURI}`);
});
"""


class Watch:
    """Collects what went wrong in one page; `problems` lists it in words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.documents: set[str] = set()
        self.console_errors: list[tuple[str, str]] = []
        self.others: list[str] = []
        page.add_init_script(REPORT_POLICY_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.others.append(f"uncaught exception: {error}"))
        page.on("request", self._see_request)
        page.on("response", self._see_response)

    def problems(self) -> list[str]:
        if not self.page.is_closed():
            self.page.evaluate("null")  # whatever the page has sent until now is heard before this returns
        errors = [f"console error: {text} ({url})" for text, url in self.console_errors if self._counts(text, url)]
        return errors + self.others

    def _counts(self, text: str, url: str) -> bool:
        """Chromium reports a page that is meant to answer 404 or 400, and the icon that it looks for beside a
        plain text; what a page itself asks for in vain is a fault."""
        asked_by_browser = url in self.documents or urlsplit(url).path == "/favicon.ico"
        return not (asked_by_browser and text.startswith("Failed to load resource"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append((message.text, message.location["url"]))

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.others.append(f"request to another machine: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.documents.add(response.url)


WATCHES = pytest.StashKey[list[Watch]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that left an error in a page, and add such errors to what a failed test says."""
    try:
        result = yield
    except Exception as failure:
        for problem in _problems(item):
            failure.add_note(f"in the browser: {problem}")
        raise
    problems = _problems(item)
    if problems:
        pytest.fail("errors in the browser:\n" + "\n".join(problems), pytrace=False)
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def _problems(item: pytest.Item) -> list[str]:
    return [problem for watch in item.stash.get(WATCHES, []) for problem in watch.problems()]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium that is installed here. Without one the browser tests fail: they are never skipped."""
    found = subprocess.run([CHECKOUT / "tools" / "browser.sh", "--find"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr.strip(), pytrace=False)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, headless=True, args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the dashboard, started once as a user starts it, with the project's own data."""
    with local_server() as address:
        yield address


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh, watched page on a desktop screen, 1280 pixels wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    yield _watched(context.new_page(), request.node)
    context.close()


@pytest.fixture
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh, watched page on a phone, 390 pixels wide."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale="en-GB",
    )
    yield _watched(context.new_page(), request.node)
    context.close()


def _watched(page: Page, item: pytest.Item) -> Page:
    item.stash.setdefault(WATCHES, []).append(Watch(page))
    return page
