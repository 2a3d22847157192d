"""What the browser tests stand on: Chromium, the dashboard running, and pages that are watched.

A test that used a page fails when the browser reported an error in it, even where every assertion held:
an error on the console, an uncaught exception, something that the content security policy forbids, or a
request to any other machine.
"""

import subprocess
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tools.local_server import CHECKOUT, local_server

HERE = Path(__file__).parent
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--font-render-hinting=none",  # as in a window: with hints a headless shell rounds the width of each letter
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
SCRIPTLESS = {**DESKTOP, "java_script_enabled": False}
AS_AT_FIRST = dict.fromkeys(("media", "color_scheme", "reduced_motion", "forced_colors"), "null")
REPORT_POLICY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`content security policy: ${event.violatedDirective} forbids ${event.blockedURI}`);
});
"""


def visit(page: Page, address: str) -> None:
    """Go there and wait until Dash has taken over."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def resize(page: Page, width: int, height: int = 800) -> None:
    """Make the window so wide, as a reader does who turns a phone or enlarges a page."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => innerWidth === width", arg=width)


def wait_until_it_fits(page: Page, timeout: float = 10_000) -> None:
    """Nothing reaches beyond the window, or soon does no longer: charts follow its width a little later."""
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth", timeout=timeout)


class Watch:
    """Collects what went wrong in one page; `problems` lists it in words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.documents: set[str] = set()
        self.console_errors: list[tuple[str, str]] = []
        self.others: list[str] = []
        self._listeners: dict[str, Callable[..., None]] = {
            "console": self._hear,
            "pageerror": lambda error: self.others.append(f"uncaught exception: {error}"),
            "request": self._see_request,
            "response": self._see_response,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def end(self) -> None:
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

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


@pytest.fixture(scope="session")
def desktop_tab(browser: Browser) -> Iterator[Page]:
    with _tab(browser, **DESKTOP) as tab:
        yield tab


@pytest.fixture(scope="session")
def phone_tab(browser: Browser) -> Iterator[Page]:
    with _tab(browser, **PHONE) as tab:
        yield tab


@pytest.fixture(scope="session")
def scriptless_tab(browser: Browser) -> Iterator[Page]:
    with _tab(browser, **SCRIPTLESS) as tab:
        yield tab


@pytest.fixture
def page(desktop_tab: Page, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A watched page on a desktop screen, 1280 pixels wide."""
    with _lent(desktop_tab, server, request.node, DESKTOP):
        yield desktop_tab


@pytest.fixture
def phone(phone_tab: Page, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A watched page on a phone, 390 pixels wide."""
    with _lent(phone_tab, server, request.node, PHONE):
        yield phone_tab


@pytest.fixture
def scriptless(scriptless_tab: Page, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A watched page as wide as a desktop's, in a browser that runs no scripts."""
    with _lent(scriptless_tab, server, request.node, SCRIPTLESS):
        yield scriptless_tab


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens watched pages that nobody used before: nothing is cached, and what a script adds to them goes with them."""
    with ExitStack() as stack:

        def opened(**options: Any) -> Page:
            tab = stack.enter_context(_tab(browser, **options))
            request.node.stash.setdefault(WATCHES, []).append(Watch(tab))
            return tab

        yield opened


@contextmanager
def _tab(browser: Browser, **options: Any) -> Iterator[Page]:
    context = browser.new_context(**options)
    tab = context.new_page()
    tab.add_init_script(REPORT_POLICY_VIOLATIONS)
    yield tab
    context.close()


@contextmanager
def _lent(tab: Page, server: str, item: pytest.Item, options: dict[str, Any]) -> Iterator[None]:
    """A tab for one test after another, each time as it was at first: a new one takes a second of processor time.

    It begins at an address that is no page: from page to page, another part of the same one would load nothing.
    """
    if tab.viewport_size != options["viewport"]:
        tab.set_viewport_size(options["viewport"])
    tab.emulate_media(**AS_AT_FIRST)
    tab.mouse.move(-1, -1)
    tab.goto(f"{server}/healthz")
    watch = Watch(tab)
    item.stash.setdefault(WATCHES, []).append(watch)
    yield
    watch.end()
    tab.context.clear_permissions()
    for other in tab.context.pages:
        if other != tab:
            other.close()
