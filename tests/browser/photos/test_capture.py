"""When and where a photograph was taken, and which side is up."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Evidence, Inspection, Photo
from tests.browser.photos.conftest import STORED, choose, made
from tests.browser.tapping import card
from tests.integration.conftest import Cast
from tests.integration.images import photograph, picture


def test_time_of_the_camera_outlives_the_reduction(
    page: Page, box: Locator, tmp_path: Path, inspection: Inspection
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = page.evaluate(
        "new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ')"
    )
    exif[0x0112] = 6
    choose(box, made(tmp_path / "a.jpg", picture(size=(3000, 2000), exif=exif)))
    expect(box.locator(STORED)).to_have_count(1)
    photo, file = Photo.get(), Evidence.get()
    assert photo.taken_from == "camera"
    assert (file.width, file.height) == (1365, 2048)


def test_portrait_phone_picture_arrives_upright(box: Locator, tmp_path: Path) -> None:
    choose(box, made(tmp_path / "p.jpg", photograph((800, 600))))
    expect(box.locator(STORED)).to_have_count(1)
    file = Evidence.get()
    assert (file.width, file.height) == (600, 800)


def test_place_is_kept_when_the_person_asks_and_the_browser_permits(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection, shots: list[Path]
) -> None:
    spot = {"latitude": 30.5928, "longitude": 114.3055}
    page = as_(cast.inspector, geolocation=spot, permissions=["geolocation"])
    page.goto(f"/inspections/{inspection.id}")
    page.get_by_label("记录拍摄地点").check()
    expect(page.locator("#record-place-said")).to_contain_text("已定位")
    box = card(page, "廉政谈话")
    choose(box, shots[0])
    expect(box.locator(STORED)).to_have_count(1)
    photo = Photo.get()
    assert (photo.latitude, photo.longitude, photo.located_by) == ("30.592800", "114.305500", "tablet")


def test_place_that_is_not_permitted_is_simply_none(page: Page, box: Locator, shots: list[Path]) -> None:
    page.get_by_label("记录拍摄地点").tap()
    expect(page.locator("#record-place-said")).to_contain_text("没有允许定位")
    choose(box, shots[0])
    expect(box.locator(STORED)).to_have_count(1)
    assert Photo.get().latitude == ""
