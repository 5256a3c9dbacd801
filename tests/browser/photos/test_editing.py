"""A photograph is drawn on, turned, put in order and tied to the one of before."""

import json
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Evidence, Photo
from tests.browser.photos.conftest import STORED, choose, drag, edit, loaded, photos, save
from tests.browser.tapping import choose as tap_choice


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
