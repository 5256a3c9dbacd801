"""The same form without script: every step is a plain POST."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.storage.models import Inspection
from tests.browser.tapping import card, choose, live, number, submit
from tests.integration.conftest import Cast
from tests.integration.images import photograph


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's page with the form, in a browser that runs no script."""
    page = as_(cast.inspector, java_script_enabled=False)
    page.goto(f"/inspections/{inspection.id}")
    return page


def keep(box: Locator) -> None:
    """Save the card and find it again."""
    box.get_by_role("button", name="保存这一项").tap()
    expect(live(box)).to_contain_text("沈巡查")


def fill_all(page: Page) -> None:
    """Every kind of rule, one save each."""
    number(card(page, "廉政谈话"), "应谈话人数").fill("40")
    number(card(page, "廉政谈话"), "实际谈话人数").fill("36")
    keep(card(page, "廉政谈话"))
    number(card(page, "专题会议"), "专题会议的实际数量").fill("4")
    keep(card(page, "专题会议"))
    for row, times in zip(card(page, "下基层调研").locator(".roster-row").all(), "423", strict=False):
        row.get_by_label("调研", exact=True).fill(times)
    keep(card(page, "下基层调研"))
    number(card(page, "会议记录"), "发现数量").fill("0")
    choose(card(page, "会议记录"), "已建立")
    keep(card(page, "会议记录"))
    choose(card(page, "工作总结"), "迟报")
    keep(card(page, "工作总结"))
    number(card(page, "宣传质量"), "酌情扣分").fill("1.5")
    card(page, "宣传质量").get_by_label("理由").fill("稿件少")
    keep(card(page, "宣传质量"))
    choose(card(page, "发生严重违纪违法案件"), "没有发生")
    keep(card(page, "发生严重违纪违法案件"))


def test_a_sheet_is_filled_submitted_and_approved(
    page: Page, as_: Callable[..., Page], cast: Cast, inspection: Inspection, tmp_path: Path
) -> None:
    submit(page)
    expect(page.locator("#missing")).to_contain_text("有7项没有完成")
    page.locator("#missing").get_by_role("link", name="廉政谈话").tap()
    fill_all(page)
    expect(page.locator("#figures")).to_contain_text("得分 15/20")
    add_photograph(page, tmp_path)
    submit(page)
    expect(page.locator(".flash")).to_contain_text("已提交")
    manager = as_(cast.manager, java_script_enabled=False)
    manager.goto(f"/inspections/{inspection.id}")
    manager.get_by_role("button", name="审核通过").tap()
    expect(manager.locator(".flash")).to_contain_text("已审核通过")


def add_photograph(page: Page, folder: Path) -> None:
    file = folder / "记录.jpg"
    file.write_bytes(photograph((1200, 900)))
    box = card(page, "会议记录")
    box.locator("input[type=file]").set_input_files(file)
    box.get_by_role("button", name="上传", exact=True).tap()
    expect(box.locator(".photo img")).to_be_visible()
    box.get_by_label("照片说明").fill("会议记录本")
    box.get_by_role("button", name="保存说明").tap()
    expect(box.get_by_label("照片说明")).to_have_value("会议记录本")


def test_a_wrong_number_comes_back_as_typed_with_its_message(page: Page) -> None:
    box = card(page, "廉政谈话")
    number(box, "应谈话人数").fill("四十")
    box.get_by_role("button", name="保存这一项").tap()
    expect(box.locator(".unsaved")).to_contain_text("没有保存")
    expect(number(box, "应谈话人数")).to_have_value("四十")
    described = number(box, "应谈话人数").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("四十")
