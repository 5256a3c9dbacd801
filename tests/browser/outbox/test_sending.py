"""The outbox: what was entered survives the page, the browser and the server, and arrives once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from inspect_app.storage.models import Answer, Inspection, Visit
from tests.browser.conftest import ARGUMENTS, LANDSCAPE
from tests.browser.outages import (
    COUNT,
    drop,
    meetings,
    saves,
    state,
    stored,
    wait_until,
    with_network,
    without_network,
)
from tests.browser.server import Site
from tests.browser.tapping import card, choose, log_in, number, saved, step
from tests.integration.conftest import Cast

INTRANET = "kaohe.test"  # plain HTTP to a name: neither Web Locks nor a service worker


def test_a_closed_tab_loses_nothing_and_another_page_sends_it(page: Page, inspection: Inspection) -> None:
    without_network(page)
    number(meetings(page), COUNT).fill("3")
    expect(state(page)).to_have_text("1项待上传，网络中断，正在重试")
    context = page.context
    page.close()
    with_network_page = context.new_page()
    context.unroute("**/answers/*")
    with_network_page.goto("/inspections/")
    expect(with_network_page.locator("#outbox-entry")).to_be_hidden()
    wait_until(with_network_page, lambda: stored(inspection) == 3)
    assert len(saves()) == 1


def test_what_waits_lies_on_the_page_when_it_is_opened_again(page: Page, inspection: Inspection) -> None:
    without_network(page)
    number(meetings(page), COUNT).fill("3")
    fill_words(page)
    fill_roster(page)
    choose(card(page, "工作总结"), "迟报")
    expect(state(page)).to_contain_text("3项待上传")
    page.reload()
    expect(number(meetings(page), COUNT)).to_have_value("3")
    expect(meetings(page).get_by_label("备注")).to_have_value("纪要在档案室")
    rows = card(page, "下基层调研").locator(".roster-row")
    expect(rows).to_have_count(4)
    expect(rows.nth(1).get_by_label("姓名")).to_have_value("高远")
    expect(rows.nth(3).get_by_label("姓名")).to_have_value("马成")
    expect(rows.nth(3).get_by_label("调研", exact=True)).to_have_value("2")
    expect(card(page, "工作总结").get_by_role("radio", name="迟报")).to_be_checked()
    expect(meetings(page).locator(".waiting-mark")).to_contain_text("待上传")
    with_network(page)
    step(meetings(page), COUNT, 1)
    saved(page)
    assert stored(inspection) == 4
    expect(page.locator(".waiting-mark")).to_have_count(0)
    answer = Answer.get(Answer.inspection == inspection, Answer.entry == "visits")
    assert [row["name"] for row in answer.facts["调研"]["rows"]] == ["陈立", "高远", "马成"]


def fill_words(page: Page) -> None:
    meetings(page).get_by_text("情况说明、备注、不适用").tap()
    meetings(page).get_by_label("备注").fill("纪要在档案室")


def fill_roster(page: Page) -> None:
    """One taken out, one added."""
    box = card(page, "下基层调研")
    box.locator(".roster-row").nth(1).get_by_role("button", name="删除").tap()
    box.get_by_role("button", name="添加").tap()
    row = box.locator(".roster-row").nth(3)
    row.get_by_label("姓名").fill("马成")
    step(row, "调研", 2)


def test_an_answer_lost_with_the_server_is_sent_again_word_for_word(
    page: Page, inspection: Inspection, site: Site
) -> None:
    """Killed between write and answer; the tab is closed before it is back."""
    bodies: list[str] = []

    def kill(route: Route) -> None:
        route.fetch()
        bodies.append(route.request.post_data or "")
        site.kill()
        route.abort()

    page.route("**/answers/meetings", kill, times=1)
    step(meetings(page), COUNT, 1)
    try:
        expect(state(page)).to_have_text("1项待上传，网络中断，正在重试")
        assert stored(inspection) == 1
        context = page.context
        page.close()
    finally:
        site.start()
    again = context.new_page()
    again.on(
        "request",
        lambda request: bodies.append(request.post_data or "") if "answers" in request.url else None,
    )
    again.goto(f"/inspections/{inspection.id}")
    saved(again)
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert len(saves()) == 1


def test_changes_of_one_answer_go_in_order_each_on_the_version_before(
    page: Page, inspection: Inspection
) -> None:
    """The first is sent and not answered; what is entered meanwhile follows it and is no conflict."""
    page.route("**/answers/meetings", drop, times=1)
    step(meetings(page), COUNT, 1)
    expect(state(page)).to_contain_text("待上传")
    step(meetings(page), COUNT, 1)
    saved(page)
    assert stored(inspection) == 2
    assert len(saves()) == 2
    answer = Answer.get(Answer.inspection == inspection, Answer.entry == "meetings")
    assert answer.version == 2


def test_a_page_of_some_gateway_is_no_acknowledgement(page: Page, inspection: Inspection) -> None:
    page.route(
        "**/answers/meetings", lambda route: route.fulfill(status=200, body="<html>请先登录网络</html>")
    )
    step(meetings(page), COUNT, 1)
    expect(state(page)).to_have_text("1项待上传，服务器没有应答，正在重试")
    page.unroute("**/answers/meetings")
    saved(page)
    assert stored(inspection) == 1


@pytest.fixture
def restarted(home: str, tmp_path: Path, chromium: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """`restarted(host)` is a browser with a profile that stays; called again, the same one after it was ended."""
    running: list[BrowserContext] = []

    def start(host: str) -> BrowserContext:
        while running:
            running.pop().close()
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=shutil.which("chromium"),
            args=[*ARGUMENTS, f"--host-resolver-rules=MAP {INTRANET} 127.0.0.1"],
            base_url=home.replace("127.0.0.1", host),
            viewport=LANDSCAPE,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        running.append(context)
        return context

    yield start
    while running:
        running.pop().close()


@pytest.mark.parametrize("host", ["127.0.0.1", INTRANET], ids=["secure", "plain-http"])
def test_a_restarted_browser_sends_what_it_held(
    restarted: Callable[[str], BrowserContext], cast: Cast, inspection: Inspection, host: str
) -> None:
    page = restarted(host).new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    page.context.set_offline(True)
    number(meetings(page), COUNT).fill("3")
    expect(state(page)).to_contain_text("1项待上传")
    page = restarted(host).new_page()
    page.goto("/inspections/")
    wait_until(page, lambda: stored(inspection) == 3)
    assert len(saves()) == 1
    assert page.evaluate("isSecureContext") == (host != INTRANET)


def test_a_visit_without_network_is_listed_and_logged_once(page: Page, inspection: Inspection) -> None:
    page.context.route("**/visits", drop)
    visits = page.locator("#visits")
    visits.get_by_text("登记走访", exact=True).tap()
    visits.get_by_label("地点").fill("三楼会议室")
    visits.get_by_label("见到的人").fill("陈立")
    visits.get_by_role("button", name="保存走访记录").dblclick()
    expect(visits.locator(".visit-waiting")).to_contain_text("走访：三楼会议室")
    page.reload()
    expect(visits.locator(".visit-waiting")).to_have_count(1)
    page.context.unroute("**/visits")
    expect(visits.locator(".visit-waiting")).to_have_count(0)
    expect(page.locator("#visits .visit")).to_have_count(1)
    assert Visit.select().count() == 1
