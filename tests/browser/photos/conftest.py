"""The inspector's form with photographs to choose, and the editor in hand."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Inspection, Photo
from tests.browser.tapping import card
from tests.integration.conftest import Cast
from tests.integration.images import picture

STORED = "figure[data-key]:not([data-waiting-photo])"
WAITING = "figure[data-waiting-photo]"
COLOURS = [("红", (180, 40, 40)), ("绿", (40, 140, 60)), ("蓝", (40, 60, 160))]


@pytest.fixture
def viewport(orientation: dict[str, int]) -> dict[str, int]:
    """Both ways to hold the tablet."""
    return orientation


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection, tolerated: list[str]) -> Page:
    """The inspector's page with the form; requests may fail here."""
    tolerated += ["Failed to load resource: net::ERR", "Failed to load resource: the server responded with"]
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


@pytest.fixture
def box(page: Page) -> Locator:
    """The card of an item."""
    return card(page, "廉政谈话")


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    """Three photographs of different colours."""
    return [
        made(tmp_path / f"{name}.jpg", picture(size=(640, 480), colour=colour)) for name, colour in COLOURS
    ]


def made(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def noise(path: Path) -> Path:
    """A photograph that no compression makes small: several pieces."""
    pixels = Random(1).randbytes(1500 * 1500 * 3)
    Image.frombytes("RGB", (1500, 1500), pixels).save(path, "JPEG", quality=95)
    return path


def choose(box: Locator, *files: Path) -> None:
    box.get_by_label("选择文件").set_input_files(files)


def photos() -> list[Photo]:
    return list(Photo.select().order_by(Photo.position, Photo.id))


def edit(box: Locator, number: int) -> Locator:
    """Open the editor of that photograph."""
    box.locator("figure").nth(number).get_by_role("button", name="编辑").tap()
    dialog = box.page.locator(".dialog-editor")
    expect(dialog.locator("canvas")).to_be_visible()
    return dialog


def drag(dialog: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Over the canvas, in shares of its width and height."""
    area = dialog.locator("canvas").bounding_box()
    assert area is not None
    places = [(area["x"] + x * area["width"], area["y"] + y * area["height"]) for x, y in (start, end)]
    mouse = dialog.page.mouse
    mouse.move(*places[0])
    mouse.down()
    mouse.move(*places[1], steps=6)
    mouse.up()


def save(dialog: Locator) -> None:
    with dialog.page.expect_response(re.compile(r"/photos/[^/]+(/pair)?$")):
        dialog.get_by_role("button", name="保存").tap()


def loaded(box: Locator) -> None:
    """The editor's picture has come."""
    expect(box.page.locator(".dialog-editor canvas")).not_to_have_attribute("width", "300")
