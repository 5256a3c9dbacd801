"""Pictures of a sheet that was put aside: seen, turned and drawn on without network."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.config import now
from inspect_app.services import photos
from inspect_app.storage.models import Inspection, Photo
from tests.browser.photos.conftest import drag, edit, loaded, noise
from tests.browser.server import Site
from tests.browser.tapping import card, saved
from tests.browser.test_offline import in_charge, is_stored, until, visit
from tests.integration.conftest import Cast
from tests.integration.images import picture


@pytest.fixture
def tolerated() -> list[str]:
    """Requests fail here."""
    return ["Failed to load resource"]


@pytest.fixture
def photo(site: Site, cast: Cast, inspection: Inspection) -> Photo:
    """One that is stored, 640 by 480."""
    return stored(site, cast, inspection, picture(size=(640, 480)))


def stored(site: Site, cast: Cast, inspection: Inspection, content: bytes) -> Photo:
    row = photos.add_photo(
        inspection, "talks", content, caption="会议室", folder=site.config.evidence,
        by=cast.inspector, save_id=str(uuid4()), at=now(),
    )  # fmt: skip
    assert row is not None
    return row


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, photo: Photo) -> Page:
    """The inspector's list; the worker is in charge of it."""
    page = as_(cast.inspector)
    in_charge(page)
    return page


def put_aside(page: Page) -> Locator:
    """With one tap in the list; returns the button."""
    button = page.locator(".row").filter(has_text="清河县局").locator(".keep")
    button.tap()
    expect(button).to_contain_text("已备用")
    return button


def without_network(page: Page, inspection: Inspection) -> Locator:
    """The stored sheet, and the card with the photograph."""
    page.context.set_offline(True)
    page.goto(f"/inspections/{inspection.id}")
    expect(page.locator(".stored")).to_contain_text("没有网络，这是本机")
    return card(page, "廉政谈话")


def kept(page: Page) -> list[str]:
    """The addresses of originals on the tablet."""
    found: list[str] = page.evaluate(
        """async () => {
          const stored = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
          return stored.flat().map(({ url }) => new URL(url).pathname).filter((path) => path.endsWith("/original"));
        }"""
    )
    return found


def test_picture_is_turned_and_drawn_on_and_the_change_is_sent_later(
    page: Page, inspection: Inspection, photo: Photo
) -> None:
    put_aside(page)
    box = without_network(page, inspection)
    dialog = edit(box, 0)
    loaded(box)
    dialog.get_by_role("button", name="右转90°").tap()
    drag(dialog, (0.1, 0.1), (0.5, 0.5))
    dialog.get_by_role("button", name="保存").tap()
    expect(dialog).to_have_count(0)
    expect(box.locator(".photo-state")).to_have_text("改动待上传")
    expect(box.locator(".photo img")).to_have_js_property("naturalWidth", 480)
    page.reload()
    expect(box.locator(".photo img")).to_have_js_property("naturalWidth", 480)
    page.context.set_offline(False)
    saved(page)
    row = Photo.get_by_id(photo.id)
    assert row.turn == 90
    assert [stroke["tool"] for stroke in json.loads(row.drawing)] == ["arrow"]


def test_picture_is_seen_large(page: Page, inspection: Inspection) -> None:
    put_aside(page)
    box = without_network(page, inspection)
    box.locator("[data-picture]").tap()
    dialog = page.locator(".dialog-picture")
    expect(dialog.locator("canvas")).to_have_attribute("width", "640")
    expect(dialog).to_contain_text("现在取不到，这是本机存的")


def test_sheet_that_was_only_visited_says_what_is_not_there(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    page.goto("/inspections/")
    button = page.locator(".row").filter(has_text="清河县局").locator(".keep")
    expect(button).to_contain_text("1张原照片没有存")
    box = without_network(page, inspection)
    box.locator("[data-picture]").tap()
    expect(page.locator(".dialog-picture")).to_contain_text("现在取不到，连上网络后再看")
    page.get_by_role("button", name="关闭").tap()
    box.get_by_role("button", name="编辑").tap()
    expect(page.locator(".dialog-editor")).to_contain_text("连上网络后再旋转或标注")


def test_no_picture_is_kept_beyond_the_room_that_there_is(
    page: Page, photo: Photo, site: Site, cast: Cast, inspection: Inspection, tmp_path: Path
) -> None:
    """The browser grants little, and half of it is for what waits in the outbox."""
    stored(site, cast, inspection, noise(tmp_path / "大.jpg").read_bytes())
    visit(page, inspection)
    page.goto("/inspections/")
    origin = page.evaluate("location.origin")
    devtools = page.context.new_cdp_session(page)
    used = page.evaluate("async () => (await navigator.storage.estimate()).usage")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + 1024 * 1024})
    button = page.locator(".row").filter(has_text="清河县局").locator(".keep")
    button.tap()
    expect(button).not_to_contain_text("正在备用")
    expect(button).to_contain_text("1张原照片没有存")
    assert kept(page) == [f"/photos/{photo.id}/original"]


def test_photograph_taken_later_comes_along(page: Page, inspection: Inspection, tmp_path: Path) -> None:
    put_aside(page)
    visit(page, inspection)
    (tmp_path / "b.jpg").write_bytes(picture(size=(320, 240), colour=(40, 140, 60)))
    box = card(page, "廉政谈话")
    box.get_by_label("选择文件").set_input_files(tmp_path / "b.jpg")
    expect(box.locator("figure[data-key]:not([data-waiting-photo])")).to_have_count(2)
    page.reload()
    later = Photo.select().order_by(Photo.id.desc()).get()
    is_stored(page, f"/photos/{later.id}/original")


def test_pictures_go_with_the_log_out(page: Page) -> None:
    put_aside(page)
    assert len(kept(page)) == 1
    page.get_by_role("button", name="退出").tap()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert kept(page) == []


def test_pictures_go_with_a_sheet_that_is_given_to_somebody_else(page: Page, inspection: Inspection) -> None:
    put_aside(page)
    inspection.assignments[0].delete_instance()
    page.goto("/inspections/")
    until(
        page,
        "async () => !(await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))"
        ".flat().some(({ url }) => url.includes('/photos/'))",
    )


def test_original_opens_in_its_own_window(page: Page, photo: Photo, tolerated: list[str]) -> None:
    """Chromium would style the page that it makes around a picture, and may not."""
    tolerated.append("Applying inline style violates")
    put_aside(page)
    page.context.set_offline(True)
    page.goto(f"/photos/{photo.id}/original")
    expect(page.locator("img")).to_have_js_property("naturalWidth", 640)
