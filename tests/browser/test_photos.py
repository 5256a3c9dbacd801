"""Photographs on the tablet: chosen, captioned, drawn on, turned, ordered, paired, and sent in pieces through cuts."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from inspect_app.storage.models import Evidence, Inspection, Photo
from tests.browser.tapping import agree, card
from tests.browser.tapping import choose as tap_choice
from tests.integration.conftest import Cast
from tests.integration.images import photograph, picture
from tests.integration.papers import pdf

STORED = "figure[data-key]:not([data-waiting-photo])"
WAITING = "figure[data-waiting-photo]"


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


COLOURS = [("红", (180, 40, 40)), ("绿", (40, 140, 60)), ("蓝", (40, 60, 160))]


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


def test_several_files_at_once_are_stored_in_their_order(page: Page, box: Locator, shots: list[Path]) -> None:
    choose(box, *shots)
    expect(box.locator(STORED)).to_have_count(3)
    expect(box.locator(WAITING)).to_have_count(0)
    stored = [Image.open(path).getpixel((0, 0)) for path in shots]
    assert len({photo.evidence.sha256 for photo in photos()}) == len(stored) == 3


def test_camera_button_asks_for_the_camera(box: Locator, shots: list[Path]) -> None:
    camera = box.get_by_label("拍照")
    expect(camera).to_have_attribute("capture", "environment")
    camera.set_input_files(shots[0])
    expect(box.locator(STORED)).to_have_count(1)


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


def test_document_is_listed_with_its_size_and_offered_for_download(
    page: Page, box: Locator, tmp_path: Path
) -> None:
    choose(box, made(tmp_path / "学习材料.pdf", pdf(4)))
    expect(box.locator(".photo-file")).to_contain_text("学习材料.pdf")
    expect(box.locator(".photo-file")).to_contain_text("PDF，4页")
    with page.expect_download() as download:
        box.locator(".photo-file a").tap()
    assert download.value.suggested_filename == "学习材料.pdf"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jpg", b"", "文件是空的"),
        ("b.jpg", b"just words", "这个文件不是照片"),
        ("c.zip", b"PK\3\4xx", "已损坏"),
    ],
)
def test_refused_file_is_told_on_the_card(
    box: Locator, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    choose(box, made(tmp_path / name, content))
    expect(box.locator(".photos")).to_contain_text(said)
    assert not Photo.select().exists()


def test_refused_file_is_dropped_when_the_person_says_so(box: Locator, tmp_path: Path) -> None:
    choose(box, made(tmp_path / "b.jpg", b"just words"))
    box.get_by_role("button", name="删去").tap()
    agree(box.page)
    expect(box.locator("figure")).to_have_count(0)


def test_drawing_is_kept_as_strokes_and_can_be_undone(page: Page, box: Locator, shots: list[Path]) -> None:
    choose(box, shots[0])
    expect(box.locator(STORED)).to_have_count(1)
    before = Evidence.get().sha256
    dialog = edit(box, 0)
    loaded(box)
    drag(dialog, (0.1, 0.1), (0.5, 0.5))
    tap_choice(dialog, "圈")
    drag(dialog, (0.3, 0.3), (0.8, 0.8))
    drag(dialog, (0.2, 0.2), (0.6, 0.6))
    dialog.get_by_role("button", name="撤销").tap()
    save(dialog)
    strokes = json.loads(Photo.get().drawing)
    assert [stroke["tool"] for stroke in strokes] == ["arrow", "circle"]
    assert all(abs(a - b) < 100 for a, b in zip(strokes[0]["points"][1], (5000, 5000), strict=True))
    assert Evidence.get().sha256 == before


def test_drawing_can_be_changed_again(box: Locator, shots: list[Path]) -> None:
    choose(box, shots[0])
    expect(box.locator(STORED)).to_have_count(1)
    for _ in range(2):
        dialog = edit(box, 0)
        loaded(box)
        drag(dialog, (0.1, 0.1), (0.5, 0.5))
        save(dialog)
        expect(dialog).to_have_count(0)
        expect(box.locator(".photo-state")).to_have_count(0)
    dialog = edit(box, 0)
    loaded(box)
    dialog.get_by_role("button", name="清空标注").tap()
    save(dialog)
    assert Photo.get().drawing == ""


def test_what_is_drawn_on_a_turned_picture_stays_at_its_place(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    choose(box, shots[0])
    expect(box.locator(STORED)).to_have_count(1)
    dialog = edit(box, 0)
    loaded(box)
    dialog.get_by_role("button", name="右转90°").tap()
    drag(dialog, (0.9, 0.1), (0.9, 0.5))
    save(dialog)
    photo = Photo.get()
    assert photo.turn == 90
    start, end = json.loads(photo.drawing)[0]["points"]
    for point, wanted in ((start, (1000, 1000)), (end, (5000, 1000))):
        assert all(abs(a - b) < 150 for a, b in zip(point, wanted, strict=True)), (start, end)
    expect(box.locator(".photo img")).to_have_attribute("width", "480")


def test_order_is_changed_with_buttons(page: Page, box: Locator, shots: list[Path]) -> None:
    choose(box, *shots)
    expect(box.locator(STORED)).to_have_count(3)
    first, second, third = photos()
    dialog = edit(box, 2)
    for _ in range(2):
        dialog.get_by_role("button", name="前移").tap()
    expect(dialog.get_by_role("button", name="前移")).to_be_disabled()
    with page.expect_response("**/photos/order"):
        dialog.get_by_role("button", name="保存").tap()
    assert photos() == [third, first, second]
    expect(box.locator("figure").first).to_have_attribute("data-key", third.save_id)


def test_pair_is_shown_side_by_side(page: Page, box: Locator, shots: list[Path]) -> None:
    choose(box, *shots[:2])
    expect(box.locator(STORED)).to_have_count(2)
    dialog = edit(box, 1)
    dialog.get_by_label("整改前的照片").select_option(index=1)
    save(dialog)
    pair = box.locator(".photo-pair")
    expect(pair.locator("figure")).to_have_count(2)
    expect(pair.locator("figure").first).to_contain_text("整改前")
    first, second = photos()
    assert second.before == first


def test_photograph_without_network_waits_on_the_card_and_outlives_a_reload(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    page.route("**/photos", lambda route: route.abort())
    choose(box, shots[0])
    expect(box.locator(f"{WAITING} img")).to_have_js_property("naturalWidth", 640)
    expect(box.locator(".photo-state")).to_have_text(re.compile("待上传|正在上传"))
    page.reload()
    expect(box.locator(f"{WAITING} img")).to_have_js_property("naturalWidth", 640)
    assert not Photo.select().exists()
    page.unroute("**/photos")
    expect(box.locator(STORED)).to_have_count(1)
    assert Photo.select().count() == 1


def test_waiting_photograph_is_captioned_and_drawn_on_before_it_is_sent(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    page.context.set_offline(True)
    choose(box, shots[0])
    box.locator(WAITING).get_by_label("说明").fill("村口公示栏")
    box.locator(WAITING).get_by_label("说明").blur()
    dialog = edit(box, 0)
    loaded(box)
    drag(dialog, (0.1, 0.1), (0.5, 0.5))
    dialog.get_by_role("button", name="保存").tap()
    expect(dialog).to_have_count(0)
    page.context.set_offline(False)
    expect(box.locator(STORED)).to_have_count(1)
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    photo = Photo.get()
    assert photo.caption == "村口公示栏"
    assert json.loads(photo.drawing)[0]["tool"] == "arrow"


def test_waiting_photograph_that_is_deleted_never_goes_out(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    page.context.set_offline(True)
    choose(box, *shots[:2])
    expect(box.locator(WAITING)).to_have_count(2)
    box.locator(WAITING).last.get_by_role("button", name="删除").tap()
    agree(page)
    expect(box.locator(WAITING)).to_have_count(1)
    page.context.set_offline(False)
    expect(box.locator(STORED)).to_have_count(1)
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    assert Photo.select().count() == 1


def test_cut_in_the_middle_goes_on_where_it_was(page: Page, box: Locator, tmp_path: Path) -> None:
    """Two pieces get through, then the network is gone; after a reload only the rest is sent."""
    offsets: list[int] = []

    def cut(route: Route) -> None:
        offset = int(route.request.url.partition("offset=")[2].partition("&")[0] or -1)
        if offset < 0:
            return route.continue_()
        offsets.append(offset)
        return route.abort() if len(offsets) > 2 else route.continue_()

    page.route("**/uploads/**", cut)
    choose(box, noise(tmp_path / "大.jpg"))
    expect(box.locator(".photo-state")).to_contain_text(re.compile("正在上传"))
    page.wait_for_timeout(2500)
    assert offsets[:3] == [0, 256 * 1024, 512 * 1024]
    page.unroute("**/uploads/**")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "offset=" in request.url else None)
    page.reload()
    expect(box.locator(STORED)).to_have_count(1)
    assert sent
    assert min(int(url.partition("offset=")[2].partition("&")[0]) for url in sent) == 512 * 1024
    assert Photo.select().count() == 1


def test_last_answer_that_never_came_is_not_stored_twice(page: Page, box: Locator, tmp_path: Path) -> None:
    def drop(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/photos", drop, times=1)
    choose(box, noise(tmp_path / "大.jpg"))
    expect(box.locator(STORED)).to_have_count(1)
    assert Photo.select().count() == 1


def test_caption_and_removal_reach_the_server(page: Page, box: Locator, shots: list[Path]) -> None:
    choose(box, shots[0])
    expect(box.locator(STORED)).to_have_count(1)
    with page.expect_response("**/photos/*"):
        box.get_by_label("照片说明").fill("会议室")
        box.get_by_label("照片说明").blur()
    assert Photo.get().caption == "会议室"
    box.get_by_role("button", name="删除").tap()
    with page.expect_response("**/delete"):
        agree(page)
    expect(box.locator("figure")).to_have_count(0)
    assert not Photo.select().exists()


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


def test_own_hash_is_that_of_the_browser(page: Page) -> None:
    """On plain HTTP there is none of the browser's."""
    same = page.evaluate(
        """async () => {
          const photos = document.querySelector('script[src*="photos.js"]').src;
          const { own } = await import(photos.replace("photos.js", "sha256.js"));
          const hex = (bytes) => [...new Uint8Array(bytes)].join();
          const all = [0, 1, 55, 56, 64, 119, 120, 5000].map(async (size) => {
            const bytes = Uint8Array.from({ length: size }, (_, index) => index * 7);
            return hex(own(bytes)) === hex(await crypto.subtle.digest("SHA-256", bytes));
          });
          return (await Promise.all(all)).every(Boolean);
        }"""
    )
    assert same is True


def test_portrait_phone_picture_arrives_upright(box: Locator, tmp_path: Path) -> None:
    choose(box, made(tmp_path / "p.jpg", photograph((800, 600))))
    expect(box.locator(STORED)).to_have_count(1)
    file = Evidence.get()
    assert (file.width, file.height) == (600, 800)
