"""The README's pictures of the pages, made again: `make screenshots` (needs Chromium, as the browser tests do)."""

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.local_server import CHECKOUT, local_server

FOLDER = CHECKOUT / "docs" / "screenshots"
WIDTH, HEIGHT, COLOURS = 1280, 960, 128
# name of the picture, address, light or dark
PICTURES = (
    ("national", "/", "light"),
    ("authority", "/authority/worcestershire", "light"),
    ("compare", "/compare?authority=worcestershire&from=2008&to=2012", "light"),
    ("neighbours", "/compare?of=worcestershire&group=neighbours", "dark"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with local_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path, scheme in PICTURES:
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
            page = context.new_page()
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.goto(address + path)
            page.wait_for_selector("html[data-ready]")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            path_of = Path(FOLDER) / f"{name}.png"
            page.screenshot(path=path_of)
            # As many colours as such a page has: a third of the bytes.
            Image.open(path_of).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path_of, optimize=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
