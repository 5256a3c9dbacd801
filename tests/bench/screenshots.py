"""`python -m tests.bench.screenshots`: the READMEs' pictures, taken of the demonstration in Debian's Chromium."""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from inspect_app.config import ROOT
from tests.bench.site import serving

TARGET = ROOT / "docs" / "screenshots"
LANDSCAPE = {"width": 1180, "height": 820}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> None:
    """Make a demonstration, look at it, keep small pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        Path(data, "fonts").symlink_to(ROOT / "var" / "fonts")
        environment = {"INSPECT_DATA": data, "INSPECT_DEMO": "1", "DATABASE_URL": ""}
        run = [sys.executable, "-m", "inspect_app.cli"]
        subprocess.run(
            [*run, "demo"], env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL
        )
        passwords = _passwords(Path(data, "demo-accounts.txt"))
        with (
            serving([*run, "serve", "--port", "PORT"], environment, "/login") as served,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
            for login, name, look in LOOKS:
                _look(browser, f"http://127.0.0.1:{served.port}", (login, passwords[login]), name, look)
            browser.close()
        _print_notice(Path(data), environment)


def _passwords(file: Path) -> dict[str, str]:
    rows = [line.split() for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    return {row[2]: row[3] for row in rows if row}


def _look(
    browser: Browser, site: str, who: tuple[str, str], name: str, look: Callable[[Page, str], None]
) -> None:
    context = browser.new_context(viewport=LANDSCAPE, has_touch=True, device_scale_factor=1.5, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site}/login")
    page.fill("[name=login]", who[0])
    page.fill("[name=password]", who[1])
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    look(page, site)
    _keep(Image.open(io.BytesIO(page.screenshot())), name)
    context.close()


def _form(page: Page, site: str) -> None:
    """An item that lost points, with its line."""
    page.click("a:has-text('禾川县局')")
    page.wait_for_load_state("networkidle")
    card = page.locator("article.card", has_text="低于100%").first
    card.evaluate("card => card.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(400)


def _board(page: Page, site: str) -> None:
    page.click("a:has-text('2020年年终')")
    page.wait_for_load_state("networkidle")


def _ranking(page: Page, site: str) -> None:
    page.goto(f"{site}/rankings/")
    page.click("main a:has-text('2020年年终')")
    page.wait_for_load_state("networkidle")


LOOKS: tuple[tuple[str, str, Callable[[Page, str], None]], ...] = (
    ("ducha2", "form", _form),
    ("duban1", "round", _board),
    ("duban1", "ranking", _ranking),
)


def _print_notice(data: Path, environment: dict[str, str]) -> None:
    run = [sys.executable, "-m", "inspect_app.cli", "notices", "2020年上半年", "-o", str(data / "notices")]
    subprocess.run(run, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    first = sorted((data / "notices").glob("0*.pdf"))[1]
    with pypdfium2.PdfDocument(first) as pdf:
        _keep(pdf[0].render(scale=1.4).to_pil(), "notice")


def _keep(image: Image.Image, name: str) -> None:
    """With fewer colours a page of text takes a quarter of the room."""
    image.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(TARGET / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
