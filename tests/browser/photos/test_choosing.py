"""Files are chosen, refused with a reason, captioned and removed."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Evidence, Photo
from tests.browser.photos.conftest import STORED, WAITING, choose, made, photos
from tests.browser.tapping import agree, card
from tests.integration.images import bomb, picture
from tests.integration.papers import pdf


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
    expect(box).to_contain_text(said)
    assert not Photo.select().exists()


def test_refused_file_is_dropped_when_the_person_says_so(box: Locator, tmp_path: Path) -> None:
    choose(box, made(tmp_path / "b.jpg", b"just words"))
    box.get_by_role("button", name="删去").tap()
    agree(box.page)
    expect(box.locator("figure")).to_have_count(0)


def test_each_refused_file_is_told_and_the_others_are_kept(
    box: Locator, tmp_path: Path, shots: list[Path]
) -> None:
    empty = [made(tmp_path / name, b"") for name in ("一.jpg", "二.jpg")]
    large = made(tmp_path / "录像.mp4", bytes(24 * 1024 * 1024 + 1))
    choose(box, empty[0], shots[0], large, empty[1])
    expect(box.locator(STORED)).to_have_count(1)
    expect(box.locator(".photo-failed")).to_have_text(
        [
            re.compile("一.jpg：文件是空的"),
            re.compile("录像.mp4：文件超过24MB"),
            re.compile("二.jpg：文件是空的"),
        ]
    )


def test_picture_too_large_to_be_decoded_is_told_what_to_do(box: Locator, tmp_path: Path) -> None:
    choose(box, made(tmp_path / "全景.png", bomb(8000)))
    expect(box.locator(".photo-failed")).to_contain_text(
        "照片有8000×8000像素，太大，请在相册或看图软件里把长边缩到"
    )


def test_huge_photograph_is_reduced_by_the_server(box: Locator, tmp_path: Path) -> None:
    choose(box, made(tmp_path / "大.jpg", picture(size=(10000, 6000))))
    expect(box.locator(STORED)).to_have_count(1)
    file = Evidence.get()
    assert (file.width, file.height) == (2048, 1229)


@pytest.mark.parametrize("name", ["a" * 250 + ".pdf", "📷😀检查 记录.pdf", "..pdf"])
def test_name_of_any_kind_is_taken(box: Locator, tmp_path: Path, name: str) -> None:
    choose(box, made(tmp_path / name, pdf(1)))
    expect(box.locator(".photo-file")).to_have_count(1)
    expect(box.locator(WAITING)).to_have_count(0)
    assert len(Photo.get().name) <= 120


def test_same_file_twice_is_stored_once_and_shown_twice(box: Locator, shots: list[Path]) -> None:
    choose(box, shots[0])
    choose(box, shots[0])
    other = card(box.page, "专题会议")
    choose(other, shots[0])
    expect(box.locator(STORED)).to_have_count(2)
    expect(other.locator(STORED)).to_have_count(1)
    assert (Photo.select().count(), Evidence.select().count()) == (3, 1)


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
