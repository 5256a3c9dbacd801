"""What the server does not take is held, shown and never dropped; a submission goes last."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from inspect_app.config import now
from inspect_app.services import inspections
from inspect_app.storage.models import Assignment, Audit, Inspection
from tests.browser.outages import (
    COUNT,
    drop,
    meetings,
    saves,
    state,
    stored,
    with_network,
    without_network,
)
from tests.browser.tapping import agree, card, choose, live, number, saved, step, submit
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, fill


def test_a_held_card_holds_up_no_other(page: Page, inspection: Inspection) -> None:
    number(meetings(page), COUNT).fill("四次")
    expect(state(page)).to_have_text("1项需要您处理")
    choose(card(page, "工作总结"), "迟报")
    expect(live(card(page, "工作总结"))).to_contain_text("扣1分")
    page.goto("/outbox")
    expect(page.locator(".outbox-row")).to_contain_text("有填错的内容")
    expect(page.locator(".outbox-row")).to_contain_text("“四次”")
    page.get_by_role("link", name="打开考核单").tap()
    expect(number(meetings(page), COUNT)).to_have_value("四次")
    expect(meetings(page).locator(".field-error").first).to_contain_text("四次")
    number(meetings(page), COUNT).fill("4")
    saved(page)
    assert stored(inspection) == 4


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        ("waiting", ".outbox-row"),
        ("visits", ".visit-waiting"),
        ("photos", "[data-waiting-photo] .photo-refusal p"),
    ],
)
def test_a_script_that_comes_late_shows_what_waits(
    script: str, shown: str, as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    """On a slow network the modules of a page arrive one by one, after the only news there is."""
    page = as_(cast.inspector, service_workers="block")
    page.context.route("**/visits", refuse)
    page.context.route("**/uploads/**", refuse)
    page.goto(f"/inspections/{inspection.id}")
    page.evaluate(PUT_TWO, str(inspection.id))
    expect(state(page)).to_have_text("2项需要您处理")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.context.route(f"**/{script}.js*", hold)
    page.goto("/outbox" if script == "waiting" else page.url, wait_until="commit")
    expect(page.locator("#outbox-entry")).to_have_text("2项需要您处理")
    for route in late:
        route.continue_()
    expect(page.locator(shown).first).to_be_attached()


PUT_TWO = """async (inspection) => {
  const base = document.querySelector("script[src*='form.js']").src;
  const { put } = await import(new URL("outbox.js", base));
  const at = `/inspections/${inspection}`;
  const visit = { kind: "visit", title: "走访", lane: `${inspection}/visit/1`, url: `${at}/visits`,
    fields: [["place", "会议室"]] };
  const file = new File(["x".repeat(5000)], "照片.jpg");
  const photo = { kind: "photo", title: "照片", lane: `${inspection}/photo/1`, url: `${at}/photos`,
    pieces: `${at}/uploads`, fields: [["entry", "meetings"], ["name", "照片.jpg"], ["caption", ""], ["file", file]] };
  for (const change of [visit, photo]) await put({ inspection, ...change });
}"""


def refuse(route: Route) -> None:
    route.fulfill(status=403, headers={"Save-State": "refused"}, body="<p class='notice'>不接受</p>")


def test_a_conflict_outlives_the_page(
    page: Page, inspection: Inspection, cast: Cast, as_: Callable[..., Page]
) -> None:
    Assignment.create(inspection=inspection, user=cast.colleague)
    theirs = as_(cast.colleague)
    theirs.goto(f"/inspections/{inspection.id}")
    number(meetings(theirs), COUNT).fill("2")
    saved(theirs)
    number(meetings(page), COUNT).fill("3")
    expect(state(page)).to_have_text("1项需要您处理")
    page.reload()
    expect(number(meetings(page), COUNT)).to_have_value("3")
    expect(live(meetings(page))).to_contain_text("童视察在")
    step(meetings(page), COUNT, 1)
    page.reload()
    expect(number(meetings(page), COUNT)).to_have_value("4")
    meetings(page).get_by_role("button", name="用我的").tap()
    saved(page)
    assert stored(inspection) == 4
    assert len(saves()) == 2


def test_the_others_answer_can_be_chosen_without_network(
    page: Page, inspection: Inspection, cast: Cast, as_: Callable[..., Page]
) -> None:
    Assignment.create(inspection=inspection, user=cast.colleague)
    theirs = as_(cast.colleague)
    theirs.goto(f"/inspections/{inspection.id}")
    number(meetings(theirs), COUNT).fill("2")
    saved(theirs)
    number(meetings(page), COUNT).fill("3")
    expect(state(page)).to_have_text("1项需要您处理")
    page.context.route("**/theirs*", drop)
    meetings(page).get_by_role("button", name="用童视察的").tap()
    expect(state(page)).to_contain_text("待上传")
    page.reload()
    expect(number(meetings(page), COUNT)).to_have_value("2")
    page.context.unroute("**/theirs*")
    saved(page)
    assert stored(inspection) == 2


def test_a_submission_waits_for_everything_of_its_sheet(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_contain_text("1项待上传")
    submit(page)
    expect(state(page)).to_contain_text("2项待上传")
    page.goto("/outbox")
    expect(page.locator(".outbox-row").nth(1)).to_contain_text("等待：这张考核单的其他改动都存入以后才提交")
    page.goto("/inspections/")
    expect(page.locator(f"[data-waiting='{inspection.id}']")).to_have_text("2项待上传")
    assert Inspection.get_by_id(inspection.id).state == "open"
    with_network(page)
    expect(page.locator(".row").filter(has_text="清河县局")).to_contain_text("待审核")
    expect(page.locator("#outbox-entry")).to_be_hidden()
    assert (Inspection.get_by_id(inspection.id).state, stored(inspection)) == ("submitted", 2)
    assert Audit.select().where(Audit.action == "submitted").count() == 1


def test_a_submission_made_before_a_return_says_why_it_was_not_taken(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    without_network(page)
    submit(page)
    expect(state(page)).to_contain_text("1项待上传")
    page.goto("/outbox")
    inspections.submit(inspection, by=cast.colleague, at=now())
    inspections.send_back(inspection, "次数对不上", by=cast.manager, at=now())
    with_network(page)
    expect(page.locator(".outbox-row")).to_contain_text("没有提交。服务器说：您看到的是退回以前的考核单")
    page.get_by_role("link", name="打开考核单").tap()
    expect(page.locator("#missing")).to_contain_text("退回理由：次数对不上")
    submit(page)
    expect(page.locator(".flash")).to_contain_text("已提交")
    assert Inspection.get_by_id(inspection.id).state == "submitted"


def test_a_change_to_a_sheet_handed_in_meanwhile_is_kept_and_goes_when_it_is_returned(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    fill(inspection, by=cast.inspector, filled=FAULTLESS)
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    Inspection.update(state="submitted").execute()
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_have_text("1项需要您处理")
    expect(meetings(page).locator(".waiting-mark")).to_contain_text("考核单已经不能修改")
    state(page).tap()
    row = page.locator(".outbox-row")
    expect(row).to_contain_text("专题会议")
    row.get_by_text("查看内容").tap()
    expect(row.get_by_label("填写的内容")).to_have_value(re.compile("专题会议的实际数量：2"))
    Inspection.update(state="returned").execute()
    row.get_by_role("button", name="再试一次").tap()
    expect(page.locator("#outbox-empty")).to_be_visible()
    assert stored(inspection) == 2


def test_a_refused_change_goes_only_after_two_questions(
    page: Page, inspection: Inspection, cast: Cast
) -> None:
    Assignment.delete().execute()
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_have_text("1项需要您处理")
    state(page).tap()
    row = page.locator(".outbox-row")
    row.get_by_role("button", name="放弃这项改动").tap()
    row.get_by_role("button", name="确实放弃").tap()
    expect(page.locator("#confirm")).to_contain_text("不能恢复")
    agree(page)
    expect(page.locator("#outbox-empty")).to_be_visible()


def test_a_change_that_the_server_stumbles_over_holds_up_no_other(page: Page, inspection: Inspection) -> None:
    page.route("**/answers/meetings", lambda route: route.fulfill(status=500, body="系统出错"))
    step(meetings(page), COUNT, 1)
    expect(state(page)).to_have_text("1项待上传，服务器没有应答，正在重试")
    choose(card(page, "工作总结"), "迟报")
    expect(live(card(page, "工作总结"))).to_contain_text("扣1分")
    page.unroute("**/answers/meetings")
    saved(page)
    assert stored(inspection) == 1


def test_small_changes_go_before_files_and_a_submission_last(page: Page, inspection: Inspection) -> None:
    """Put in the worst order while nothing gets through; what arrives is looked at, not stored."""
    arrived: list[str] = []
    page.route("**/arrivals/*", lambda route: route.abort())
    page.evaluate(PUT_THREE, str(inspection.id))
    expect(state(page)).to_contain_text("3项待上传")
    page.unroute("**/arrivals/*")
    page.route("**/arrivals/*", lambda route: arrive(route, arrived))
    page.goto("/outbox")
    page.route("**/arrivals/*", lambda route: arrive(route, arrived))
    page.get_by_role("button", name="立即上传").tap()
    expect(page.locator("#outbox-empty")).to_be_visible()
    assert arrived == ["note", "photo", "submit"]


PUT_THREE = """async (inspection) => {
  const base = document.querySelector("script[src*='form.js']").src;
  const { put } = await import(new URL("outbox.js", base));
  const all = { submit: "", photo: new File(["x".repeat(5000)], "照片.jpg"), note: "一句话" };
  for (const [kind, content] of Object.entries(all))
    await put({ kind, title: kind, inspection, lane: kind, url: `/arrivals/${kind}`, fields: [["content", content]] });
}"""


def arrive(route: Route, arrived: list[str]) -> None:
    arrived.append(route.request.url.rpartition("/")[2])
    route.fulfill(status=200, headers={"Save-State": "saved"}, body="")
