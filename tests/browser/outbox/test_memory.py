"""A browser that stores nothing: the page says so, keeps the changes itself and warns before it goes."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.storage.models import Inspection
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
from tests.browser.tapping import card, choose, log_in, number, saved, step
from tests.integration.conftest import Cast

FULL = """
globalThis.isFull = true;
for (const name of ["put", "add"]) {
  const write = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...given) {
    if (isFull && this.name === "changes") throw new DOMException("full", "QuotaExceededError");
    return write.apply(this, given);
  };
}
"""


def test_a_full_disk_is_said_and_the_change_sent_from_the_page(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for()
    context.add_init_script(FULL)
    expect_to_work_in_memory(context.new_page(), cast, inspection, "存储空间已满")


def test_what_was_only_on_the_page_is_written_down_once_there_is_room(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for()
    context.add_init_script(FULL)
    page = context.new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    choose(card(page, "工作总结"), "迟报")
    expect(state(page)).to_contain_text("存储空间已满")
    page.evaluate("isFull = false; dispatchEvent(new Event('online'))")
    expect(state(page)).not_to_contain_text("存储空间已满")
    expect(state(page)).to_contain_text("2项待上传")
    page.close()  # without a question: nothing would be lost
    other = context.new_page()
    with_network(other)
    other.goto("/outbox")
    expect(other.locator("#outbox-empty")).to_be_visible()
    assert stored(inspection) == 2
    assert [len(saves(entry)) for entry in ("meetings", "report")] == [1, 1]


def test_order_is_kept_when_a_lane_moves_while_it_is_used(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for()
    context.add_init_script(FULL)
    page = context.new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    number(meetings(page), COUNT).fill("1")
    saved(page)
    without_network(page)
    for entered, full in (("2", "true"), ("3", "false"), ("4", "false")):
        page.evaluate(f"isFull = {full}; dispatchEvent(new Event('online'))")
        number(meetings(page), COUNT).fill(entered)
        expect(state(page)).to_contain_text("1项待上传")
    with_network(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, lambda: stored(inspection) == 4)
    saved(page)
    expect(number(meetings(page), COUNT)).to_have_value("4")


def test_without_a_database_the_page_says_so_and_sends_itself(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for()
    context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
    )
    expect_to_work_in_memory(context.new_page(), cast, inspection, "不能暂存")


def expect_to_work_in_memory(page: Page, cast: Cast, inspection: Inspection, words: str) -> None:
    """Says so, warns on leaving, stores once when the network is back."""
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_contain_text("1项待上传")
    expect(state(page)).to_contain_text(words)
    step(meetings(page), COUNT, 1)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    wait_until(page, lambda: asked == ["beforeunload"])
    with_network(page)
    saved(page)
    assert stored(inspection) == 3


def test_what_is_stored_goes_out_though_the_disk_has_filled_up(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    """Neither the note that it was sent nor the lease finds room any more."""
    page = browser_for().new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    without_network(page)
    number(meetings(page), COUNT).fill("2")
    expect(state(page)).to_contain_text("1项待上传")
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    with_network(page)
    saved(page)
    assert (stored(inspection), len(saves())) == (2, 1)
    expect(page.locator(".waiting-mark")).to_have_count(0)
