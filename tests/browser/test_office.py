"""The office begins from nothing: units, rosters, accounts, a round; the new inspector finds his sheet."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.storage.models import ChecklistVersion
from tests.browser.tapping import card
from tests.integration.conftest import Cast


def test_the_office_sets_up_a_round_in_the_browser(
    as_: Callable[..., Page],
    browser_for: Callable[..., BrowserContext],
    cast: Cast,
    checklist: ChecklistVersion,
) -> None:
    administrator = as_(cast.administrator)
    add_unit(administrator)
    inspector_password = add_account(administrator, "温督察", "wenducha", "督导人员")
    contact_password = add_account(administrator, "白联络", "baishi", "被考核单位联系人", unit="白石县局")
    open_round(as_(cast.manager))
    page = first_log_in(browser_for(), "wenducha", inspector_password)
    check_new_sheet(page)
    page = first_log_in(browser_for(), "baishi", contact_password)
    expect(page.locator("main")).to_contain_text("还没有考核结果")


def add_unit(page: Page) -> None:
    """A unit with its roster."""
    page.get_by_role("link", name="新增单位").tap()
    page.get_by_label("单位名称").fill("白石县局")
    page.get_by_label("编号").fill("03")
    page.get_by_label("组别").fill("县")
    page.get_by_role("button", name="保存").tap()
    expect(page.locator(".flash")).to_contain_text("“白石县局”已保存")
    roster = page.locator(".panel").filter(has=page.get_by_role("heading", name="班子成员"))
    roster.get_by_label("名单").fill("万宁 主要负责人\n石坚 其他成员")
    roster.get_by_role("button", name="保存名册").tap()
    expect(page.locator(".flash")).to_contain_text("共2人")


def add_account(page: Page, name: str, login: str, role: str, unit: str = "") -> str:
    """An account; returns the password that is shown once."""
    page.get_by_role("link", name="单位与人员").tap()
    page.get_by_role("link", name="账号", exact=True).tap()
    page.get_by_role("link", name="新增账号").tap()
    page.get_by_label("姓名").fill(name)
    page.get_by_label("账号").fill(login)
    page.get_by_label("角色").select_option(role)
    if unit:
        page.get_by_label("所属单位").select_option(unit)
    page.get_by_role("button", name="保存").tap()
    shown = page.locator("#password")
    expect(shown).not_to_be_empty()
    return shown.inner_text()


def open_round(page: Page) -> None:
    """A round of the new unit alone, for the new inspector alone."""
    page.get_by_role("link", name="建立批次").tap()
    page.get_by_label("批次名称").fill("2021年上半年")
    page.get_by_label("填报截止日期").fill("2099-07-15")
    page.get_by_label("考核细则").select_option("小考核细则（1）")
    for group in page.get_by_role("button", name="全不选").all():
        group.tap()
    page.get_by_label("白石县局").check()
    for name in ("沈巡查", "童视察"):
        page.get_by_label(name).uncheck()
    page.get_by_role("button", name="建立批次").tap()
    expect(page.locator(".flash")).to_contain_text("批次已建立")
    page.get_by_role("button", name="保存分工").tap()
    expect(page.locator(".flash")).to_contain_text("分工已保存")


def first_log_in(context: BrowserContext, login: str, password: str) -> Page:
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").tap()
    return page


def check_new_sheet(page: Page) -> None:
    """The sheet has the deadline and the people of the roster."""
    expect(page.locator(".row")).to_contain_text("2099年7月15日前完成")
    page.get_by_role("link", name="白石县局").tap()
    people = card(page, "下基层调研").get_by_label("姓名")
    expect(people.first).to_have_value("万宁")
    expect(people.nth(1)).to_have_value("石坚")
