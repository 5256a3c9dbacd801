"""Signing on the tablet: with a finger, with the mouse, without network, and what a later change does to it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Inspection, Signature
from inspect_app.storage.signatures import signed_on, total_of
from tests.browser.tapping import card, number, saved, step
from tests.integration.conftest import Cast

UNIT = "被考核单位代表签字"


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection, tolerated: list[str]) -> Page:
    """The inspector's page with the form; requests may fail here."""
    tolerated.append("Failed to load resource: net::ERR")
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    step(card(page, "专题会议"), "专题会议的实际数量", 3)
    saved(page)
    return page


def open_dialog(page: Page, title: str = UNIT) -> Locator:
    button = page.get_by_role("button", name=title)
    expect(page.locator(".sheet")).to_have_attribute("data-steady", "")
    button.tap()
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog.locator("canvas")).to_be_visible()
    return dialog


def fill(dialog: Locator, opinion: str = "同意") -> None:
    dialog.locator(".segment").filter(has_text=opinion).tap()
    dialog.get_by_label("姓名").fill("秦立")
    dialog.get_by_label("职务").fill("副局长")


def draw(page: Page, dialog: Locator) -> None:
    """Two strokes with the mouse; the second ends beside the pad."""
    box = dialog.locator("canvas").bounding_box()
    assert box is not None
    for left, end in ((60, 200), (300, box["width"] + 10)):
        page.mouse.move(box["x"] + left, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + left + 40, box["y"] + 90, steps=8)
        page.mouse.move(box["x"] + end, box["y"] + 50, steps=8)
        page.mouse.up()


def draw_with_a_finger(page: Page, dialog: Locator) -> None:
    """As a touch screen does it: touches, from which the browser makes pointer events."""
    box = dialog.locator("canvas").bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    path = [(box["x"] + 60 + 12 * step, box["y"] + 40 + (step * 17) % 70) for step in range(20)]
    for number_, (x, y) in enumerate(path):
        kind = "touchMove" if number_ else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(200)  # a tap within milliseconds of a stroke is no tap to Chromium


def save(dialog: Locator) -> None:
    dialog.get_by_role("button", name="保存签字").tap()


def states(inspection: Inspection) -> list[str]:
    row = Inspection.get_by_id(inspection.id)
    return [one.state for one in signed_on(row, total_of(row))]


def signed(page: Page) -> Locator:
    return page.locator("#signed .signature")


def test_a_signature_with_the_finger_is_stored_as_strokes(page: Page, inspection: Inspection) -> None:
    dialog = open_dialog(page)
    fill(dialog)
    draw_with_a_finger(page, dialog)
    save(dialog)
    expect(signed(page)).to_contain_text("有效")
    expect(signed(page).locator("svg path")).to_have_attribute("d", re.compile("^M"))
    (row,) = Signature.select()
    assert (row.name, row.position, row.opinion, len(row.drawing)) == ("秦立", "副局长", "agree", 1)
    assert len(row.drawing[0]) > 10
    assert states(inspection) == ["valid"]


def test_a_stroke_that_ends_beside_the_pad_closes_nothing(page: Page) -> None:
    dialog = open_dialog(page)
    draw(page, dialog)
    expect(dialog).to_be_visible()
    fill(dialog)
    save(dialog)
    expect(signed(page)).to_contain_text("有效")
    assert len(Signature.get().drawing) == 2


def test_clearing_and_undoing_take_strokes_back(page: Page) -> None:
    dialog = open_dialog(page)
    fill(dialog)
    draw(page, dialog)
    dialog.get_by_role("button", name="清除重签").tap()
    save(dialog)
    expect(dialog).to_contain_text("请手写签名，或者勾选")
    draw(page, dialog)
    dialog.get_by_role("button", name="撤销一笔").tap()
    save(dialog)
    expect(signed(page)).to_contain_text("有效")
    assert len(Signature.get().drawing) == 1


def test_what_is_missing_is_said_before_anything_is_sent(page: Page) -> None:
    dialog = open_dialog(page)
    dialog.locator(".segment").filter(has_text="有异议").tap()
    draw(page, dialog)
    save(dialog)
    for words in ("有异议的，请写明理由", "请填写姓名", "请填写单位代表的职务"):
        expect(dialog).to_contain_text(words)
    assert not Signature.select().exists()


def test_a_signature_without_network_arrives_once_and_valid(page: Page, inspection: Inspection) -> None:
    """Together with an answer that waits: what was signed is what was on the screen."""
    page.context.set_offline(True)
    number(card(page, "专题会议"), "专题会议的实际数量").fill("4")
    dialog = open_dialog(page)
    fill(dialog)
    draw(page, dialog)
    save(dialog)
    expect(signed(page)).to_contain_text("签字已存在平板上，等待上传")
    assert not Signature.select().exists()
    page.context.set_offline(False)
    expect(signed(page)).to_contain_text("有效")
    assert states(inspection) == ["valid"]


def test_a_change_after_signing_asks_for_a_new_signature(page: Page, inspection: Inspection) -> None:
    dialog = open_dialog(page)
    fill(dialog)
    draw(page, dialog)
    save(dialog)
    expect(signed(page)).to_contain_text("有效")
    page.context.set_offline(True)
    step(card(page, "专题会议"), "专题会议的实际数量", 1)
    expect(signed(page)).to_contain_text("签字后又有改动，请重新签字")
    page.context.set_offline(False)
    saved(page)
    expect(signed(page)).to_contain_text("签字后又有改动，请重新签字")
    assert states(inspection) == ["changed"]


def test_with_the_keyboard_alone_the_name_is_typed_and_confirmed(page: Page) -> None:
    page.get_by_role("button", name="督导人员签字").press("Enter")
    dialog = page.get_by_role("dialog", name="督导人员签字")
    tick = dialog.get_by_label("没有手写签名：已当面确认")
    for _ in range(12):
        if tick.evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(signed(page)).to_contain_text("未手写签名，已当面确认")
    assert (Signature.get().name, Signature.get().drawing) == ("沈巡查", None)


def test_turning_the_tablet_keeps_what_was_drawn(page: Page) -> None:
    dialog = open_dialog(page)
    fill(dialog)
    draw(page, dialog)
    page.set_viewport_size({"width": 820, "height": 1180})
    save(dialog)
    expect(signed(page)).to_contain_text("有效")
    assert len(Signature.get().drawing) == 2


def test_a_signature_is_withdrawn_after_a_question(page: Page, inspection: Inspection) -> None:
    dialog = open_dialog(page)
    fill(dialog)
    draw(page, dialog)
    save(dialog)
    signed(page).get_by_role("button", name="作废").tap()
    page.locator("#confirm").get_by_role("button", name="确定").tap()
    expect(page.locator("#signed")).to_contain_text("还没有签字")
    assert states(inspection) == ["withdrawn"]
