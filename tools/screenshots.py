"""The README's pictures of the pages, made again: `make screenshots` (needs Chromium, as the browser tests do)."""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.local_server import CHECKOUT, local_server

FOLDER = CHECKOUT / "docs" / "screenshots"
WIDTH, HEIGHT = 1280, 860
# name of the picture, address, what to scroll to the top, light or dark
PICTURES = (
    ("national", "/", "main", "light"),
    ("authority", "/authority/worcestershire?service=safeguarding&service=looked_after_children", "main", "light"),
    ("compare", "/compare", "main", "light"),
    ("transitions", "/transitions", "main", "dark"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with local_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path, top, scheme in PICTURES:
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
            page = context.new_page()
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(address + path)
            page.wait_for_selector("html[data-ready]")
            page.wait_for_load_state("networkidle")
            page.evaluate("selector => document.querySelector(selector)?.scrollIntoView()", top)
            page.wait_for_timeout(500)
            page.screenshot(path=Path(FOLDER) / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
