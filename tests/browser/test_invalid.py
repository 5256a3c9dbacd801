"""Wrong input: the message stands at its field, what was typed stays, and the right value is taken."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from inspect_app.storage.models import Answer, Inspection
from tests.browser.tapping import card, number, saved
from tests.integration.conftest import Cast


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's page with the form."""
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page


def expect_refused(page: Page, field: Locator, typed: str, message: str) -> None:
    """The message is tied to the field, which keeps what was typed and takes the focus."""
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    expect(page.locator(f"[id='{described}']")).to_contain_text(message)
    expect(field).to_have_value(typed)
    field.focus()
    expect(field).to_be_focused()


@pytest.mark.parametrize(
    ("title", "label", "typed", "message", "right"),
    [
        ("廉政谈话", "应谈话人数", "四十", "四十", "40"),
        ("专题会议", "专题会议的实际数量", "-3", "不能是负数", "３"),
        ("会议记录", "发现数量", "1.5", "1.5", "2"),
        ("宣传质量", "酌情扣分", "3.5", "3", "3"),
    ],
)
def test_a_wrong_number_is_refused_at_its_field(
    page: Page, title: str, label: str, typed: str, message: str, right: str
) -> None:
    field = number(card(page, title), label)
    field.fill(typed)
    expect_refused(page, field, typed, message)
    expect(page.locator("#save-state")).to_have_text("1项需要您处理")
    assert Answer.select().count() == 0
    field.fill(right)
    saved(page)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert Answer.select().count() == 1


def test_a_part_larger_than_the_whole_is_refused(page: Page) -> None:
    box = card(page, "廉政谈话")
    number(box, "应谈话人数").fill("40")
    number(box, "实际谈话人数").fill("41")
    expect_refused(page, number(box, "实际谈话人数"), "41", "不能大于应谈话人数")


def test_a_wrong_number_in_a_roster_is_refused_in_its_row(page: Page) -> None:
    row = card(page, "下基层调研").locator(".roster-row").nth(1)
    row.get_by_label("调研", exact=True).fill("两次")
    expect_refused(page, row.get_by_label("调研", exact=True), "两次", "两次")
    expect(row.get_by_label("姓名")).to_have_value("方敏")


def test_submit_jumps_to_what_is_wrong(page: Page) -> None:
    field = number(card(page, "廉政谈话"), "应谈话人数")
    field.fill("四十")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.locator("#submit button").tap()
    expect(page.locator("#submitting")).to_be_hidden()
    expect(card(page, "廉政谈话")).to_be_in_viewport()
    expect(field).to_have_value("四十")


def test_a_visit_without_a_place_keeps_the_rest(page: Page) -> None:
    visits = page.locator("#visits")
    visits.get_by_text("登记走访", exact=True).tap()
    visits.get_by_label("见到的人").fill("陈立")
    visits.get_by_role("button", name="保存走访记录").tap()
    expect_refused(page, visits.get_by_label("地点"), "", "请填写地点")
    expect(visits.get_by_label("见到的人")).to_have_value("陈立")


def test_a_round_without_units_is_refused(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    page = as_(cast.manager)
    page.goto("/rounds/new")
    page.get_by_label("批次名称").fill("2020年年终")
    for button in page.get_by_role("button", name="全不选").all():
        button.tap()
    page.get_by_role("button", name="建立批次").tap()
    expect(page.locator("#err-units")).to_contain_text("请至少选择一个考核单位")
    expect(page.get_by_label("批次名称")).to_have_value("2020年年终")


def test_a_wrong_password_says_so_and_keeps_the_login(
    browser_for: Callable[..., BrowserContext], cast: Cast
) -> None:
    page = browser_for().new_page()
    page.goto("/login")
    page.get_by_label("账号").fill("xuncha")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").tap()
    expect_refused(page, page.get_by_label("密码"), "", "账号或密码不对")
    expect(page.get_by_label("账号")).to_have_value("xuncha")
