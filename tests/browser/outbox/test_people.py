"""Whose changes they are: ended sessions, another person on the tablet, two tabs of one browser."""

from playwright.sync_api import Page, expect

from inspect_app.storage.models import Answer, Assignment, Audit, Inspection
from tests.browser.outages import (
    COUNT,
    meetings,
    saves,
    state,
    stored,
    wait_until,
    with_network,
    without_network,
)
from tests.browser.tapping import agree, log_in, number, saved, step
from tests.integration.conftest import Cast


def test_the_session_ends_and_another_page_goes_on(page: Page, inspection: Inspection, cast: Cast) -> None:
    page.context.clear_cookies()
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_have_text("1项待上传，登录已过期")
    context = page.context
    page.close()
    other = context.new_page()
    log_in(other, cast.inspector)
    wait_until(other, lambda: stored(inspection) == 2)
    assert len(saves()) == 1


def test_another_person_on_the_tablet_neither_sees_nor_sends(
    page: Page, inspection: Inspection, cast: Cast
) -> None:
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_contain_text("1项待上传")
    Assignment.create(inspection=inspection, user=cast.colleague)
    log_out(page)
    with_network(page)
    log_in(page, cast.colleague)
    page.goto(f"/inspections/{inspection.id}")
    expect(number(meetings(page), COUNT)).to_have_value("")
    page.goto("/outbox")
    expect(page.locator("#outbox-empty")).to_be_visible()
    assert stored(inspection) == 0
    log_out(page)
    log_in(page, cast.inspector)
    wait_until(page, lambda: stored(inspection) == 2)
    answer = Answer.get(Answer.inspection == inspection, Answer.entry == "meetings")
    assert answer.updated_by == cast.inspector


REMEMBERED = """
async () => {
  const asked = indexedDB.open("inspect-outbox");
  await new Promise((resolve) => { asked.onsuccess = resolve; });
  const rows = asked.result.transaction("acknowledged").objectStore("acknowledged").getAll();
  await new Promise((resolve) => { rows.onsuccess = resolve; });
  asked.result.close();
  return rows.result.map(({ user, fields, version }) => [user, fields !== null, version]);
}
"""


def test_who_logs_out_leaves_no_content_on_the_tablet(page: Page, cast: Cast) -> None:
    number(meetings(page), COUNT).fill("2")
    saved(page)
    assert page.evaluate(REMEMBERED) == [[cast.inspector.id, True, 1]]
    log_out(page)
    assert page.evaluate(REMEMBERED) == [[cast.inspector.id, False, 1]]


def test_whoever_comes_next_takes_the_content_of_the_one_before_away(page: Page, cast: Cast) -> None:
    """The session has ended, nobody has logged out."""
    number(meetings(page), COUNT).fill("2")
    saved(page)
    page.context.clear_cookies()
    log_in(page, cast.colleague)
    page.goto("/outbox")
    expect(page.locator("#outbox-empty")).to_be_visible()
    wait_until(page, lambda: page.evaluate(REMEMBERED) == [[cast.inspector.id, False, 1]])


def test_a_change_that_waited_through_the_log_out_is_in_no_conflict_with_the_one_before(
    page: Page, inspection: Inspection, cast: Cast
) -> None:
    number(meetings(page), COUNT).fill("1")
    saved(page)
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_contain_text("1项待上传")
    log_out(page)
    with_network(page)
    log_in(page, cast.inspector)
    wait_until(page, lambda: stored(inspection) == 2)


def log_out(page: Page) -> None:
    page.get_by_role("button", name="退出").tap()
    asked = page.locator("#confirm")
    if asked.is_visible():
        expect(asked).to_contain_text("没有上传")
        agree(page)
    expect(page.get_by_label("密码")).to_be_visible()


def test_a_tab_of_another_person_stores_nothing_in_his_name(
    page: Page, inspection: Inspection, cast: Cast
) -> None:
    other = page.context.new_page()
    other.goto("/inspections/")
    log_out(other)
    log_in(other, cast.colleague)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_have_text("1项待上传，本机现由别人登录")
    assert stored(inspection) == 0


def test_two_tabs_of_one_browser_send_once_and_show_the_same(page: Page, inspection: Inspection) -> None:
    twin = page.context.new_page()
    twin.goto(f"/inspections/{inspection.id}")
    number(meetings(page), COUNT).fill("2")
    saved(page)
    expect(number(meetings(twin), COUNT)).to_have_value("2")
    step(meetings(twin), COUNT, 1)
    saved(twin)
    expect(number(meetings(page), COUNT)).to_have_value("3")
    step(meetings(page), COUNT, 1)
    expect(number(meetings(twin), COUNT)).to_have_value("4")
    saved(page)
    wait_until(page, lambda: stored(inspection) == 4)
    rows = Audit.select().where(Audit.entry == "meetings").order_by(Audit.id)
    counts = [int(row.after["facts"]["专题会议"]["count"]) for row in rows]
    assert counts == sorted(set(counts))


def test_a_tab_that_is_asleep_holds_up_nobody(page: Page, inspection: Inspection) -> None:
    """The lease of a tab that neither renews nor answers lapses."""
    page.evaluate(
        """() => new Promise((done) => { const opening = indexedDB.open("inspect-outbox");
        opening.onsuccess = () => { const tx = opening.result.transaction("leases", "readwrite");
        tx.objectStore("leases").put({tab: "asleep", until: Date.now() + 6000}, Number(document.body.dataset.user));
        tx.oncomplete = () => { opening.result.close(); done(); }; }; })"""
    )
    number(meetings(page), COUNT).fill("2")
    saved(page)
    assert stored(inspection) == 2
