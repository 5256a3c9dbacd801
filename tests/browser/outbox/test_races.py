"""What comes late, early or at the wrong moment: scripts, answers, parts of the page that are replaced, the clock."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from inspect_app.storage.models import Inspection, Photo, Visit
from tests.browser.outages import (
    COUNT,
    Gate,
    meetings,
    saves,
    state,
    stored,
    wait_until,
    with_network,
    without_network,
)
from tests.browser.tapping import agree, card, choose, number, saved, submit
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, fill
from tests.integration.images import picture

STORED = "figure[data-key]:not([data-waiting-photo])"


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's page with the form; its scripts come over the network each time."""
    page = as_(cast.inspector, service_workers="block")
    page.goto(f"/inspections/{inspection.id}")
    return page


def last_script(page: Page) -> str:
    """The path of the script that runs last."""
    sources = page.locator("script[type=module][src]")
    return "**" + urlsplit(sources.last.get_attribute("src") or "").path + "*"


def test_nothing_is_settled_before_every_script_listens(page: Page, inspection: Inspection) -> None:
    """A change that waited is sent only when whoever shows its outcome is there."""
    without_network(page)
    number(meetings(page), COUNT).fill("3")
    expect(state(page)).to_contain_text("1项待上传")
    with_network(page)
    sent, gate = Gate(page, "**/answers/*"), Gate(page, last_script(page))
    page.reload(wait_until="commit")
    wait_until(page, lambda: len(gate) == 1)
    expect(state(page)).to_have_attribute(
        "data-state", "sending"
    )  # the outbox is there, and knows what waits
    page.wait_for_timeout(300)
    assert len(sent) == 0
    gate.open()
    wait_until(page, lambda: len(sent) == 1)
    sent.open()
    saved(page)
    assert stored(inspection) == 3


def test_a_submission_that_waited_leads_to_the_closed_sheet(
    page: Page, inspection: Inspection, cast: Cast
) -> None:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    page.reload()
    sent = Gate(page, "**/submit")
    submit(page)
    wait_until(page, lambda: len(sent) == 1)
    gate = Gate(page, last_script(page))
    page.reload(wait_until="commit")
    wait_until(page, lambda: len(gate) == 1)
    sent.open()
    gate.open()
    expect(page.locator(".flash-message")).to_contain_text("已提交")


def shots(folder: Path, *names: str) -> list[Path]:
    dice = Random(1)
    for name in names:
        colour = tuple(dice.randrange(256) for _ in range(3))
        (folder / name).write_bytes(picture(size=(640, 480), colour=colour))
    return [folder / name for name in names]


def test_an_edit_is_kept_though_another_photograph_arrives_meanwhile(page: Page, tmp_path: Path) -> None:
    """The server's answer replaces the card's photographs, the one in hand among them."""
    box, (first, second) = card(page, "廉政谈话"), shots(tmp_path, "1.jpg", "2.jpg")
    box.get_by_label("选择文件").set_input_files(first)
    expect(box.locator(STORED)).to_have_count(1)
    gate = Gate(page, "**/photos")
    box.get_by_label("选择文件").set_input_files(second)
    wait_until(page, lambda: len(gate) == 1)
    box.locator(STORED).get_by_role("button", name="编辑").tap()
    dialog = page.locator(".dialog-editor")
    dialog.locator('[name="place"]').fill("二楼会议室")
    gate.open()
    wait_until(page, lambda: Photo.select().count() == 2)
    expect(box.locator(STORED)).to_have_count(2)
    dialog.get_by_role("button", name="保存").tap()
    wait_until(page, lambda: [row.place for row in Photo.select().order_by(Photo.id)] == ["二楼会议室", ""])


def test_a_caption_is_saved_though_its_field_was_replaced(page: Page, tmp_path: Path) -> None:
    box, (first, second) = card(page, "廉政谈话"), shots(tmp_path, "1.jpg", "2.jpg")
    box.get_by_label("选择文件").set_input_files(first)
    expect(box.locator(STORED)).to_have_count(1)
    gate = Gate(page, "**/photos")
    box.get_by_label("选择文件").set_input_files(second)
    wait_until(page, lambda: len(gate) == 1)
    box.locator(STORED).locator("textarea").press_sequentially("台账封面")
    gate.open()
    expect(box.locator(STORED)).to_have_count(2)
    expect(box.locator("textarea:focus")).to_have_value("台账封面")
    page.locator("#head h1").tap()
    wait_until(page, lambda: [row.caption for row in Photo.select().order_by(Photo.id)] == ["台账封面", ""])


def test_a_photograph_that_goes_out_while_it_is_removed_is_removed_there(page: Page, tmp_path: Path) -> None:
    box = card(page, "廉政谈话")
    gate = Gate(page, "**/photos")
    box.get_by_label("选择文件").set_input_files(shots(tmp_path, "1.jpg"))
    wait_until(page, lambda: len(gate) == 1)
    box.locator("figure").get_by_role("button", name="删除").tap()
    gate.open()
    agree(page)
    wait_until(page, lambda: Photo.select().count() == 0)
    expect(box.locator("figure")).to_have_count(0)
    saved(page)
    assert Photo.select().count() == 0


def visit(page: Page, place: str, day: str = "2020-06-18") -> None:
    form = page.locator("[data-visit=new]")
    if not page.locator("#visits details").evaluate("(fold) => fold.open"):
        page.locator("#visits summary").tap()
    form.locator('[name="date"]').fill(day)
    form.locator('[name="place"]').fill(place)
    form.locator('[name="people"]').fill("陈立")


def test_a_refused_visit_leaves_the_next_one_that_is_being_written_alone(page: Page) -> None:
    gate = Gate(page, "**/visits")
    visit(page, "县局", day="2099-01-01")
    page.get_by_role("button", name="保存走访记录").tap()
    wait_until(page, lambda: len(gate) == 1)
    visit(page, "乡里")
    gate.open()
    expect(page.locator(".visit-waiting")).to_contain_text("改正")
    expect(page.locator('[data-visit=new] [name="place"]')).to_have_value("乡里")
    page.get_by_role("button", name="保存走访记录").tap()
    wait_until(page, lambda: [row.place for row in Visit.select()] == ["乡里"])
    page.get_by_role("button", name="有填错的内容，改正").tap()
    expect(page.locator('[data-visit=new] [name="place"]')).to_have_value("县局")


def test_a_removal_agreed_to_after_the_log_was_replaced_is_carried_out(page: Page) -> None:
    visit(page, "县局")
    page.get_by_role("button", name="保存走访记录").tap()
    wait_until(page, lambda: Visit.select().count() == 1)
    gate = Gate(page, "**/visits")
    visit(page, "乡里")
    page.get_by_role("button", name="保存走访记录").tap()
    wait_until(page, lambda: len(gate) == 1)
    page.locator(".visit", has_text="县局").get_by_role("button", name="删除").tap()
    gate.open()
    wait_until(page, lambda: Visit.select().count() == 2)
    saved(page)
    agree(page)
    wait_until(page, lambda: [row.place for row in Visit.select()] == ["乡里"])


def test_a_clock_that_is_set_back_holds_nothing_up(page: Page, inspection: Inspection) -> None:
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_contain_text("网络中断")
    page.evaluate("(now) => { const real = Date.now.bind(Date); Date.now = () => real() - 3600_000; }", None)
    with_network(page)
    choose(card(page, "工作总结"), "迟报")
    saved(page)
    assert stored(inspection) == 2


def test_without_broadcast_channel_two_tabs_store_once(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    page = as_(cast.inspector, service_workers="block")
    page.context.add_init_script("delete globalThis.BroadcastChannel")
    page.goto(f"/inspections/{inspection.id}")
    twin = page.context.new_page()
    twin.goto(f"/inspections/{inspection.id}")
    number(meetings(page), COUNT).fill("2")
    saved(page)
    number(meetings(twin), COUNT).fill("2")
    saved(twin)
    assert stored(inspection) == 2
    assert len(saves()) == 1
