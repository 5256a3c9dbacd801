"""What browsers lack that are older than the one here, or of another make, is taken away: the form does without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from inspect_app.storage.models import Evidence, Inspection
from tests.browser.conftest import PORTRAIT
from tests.browser.outages import COUNT, meetings, state, stored
from tests.browser.tapping import card, choose, log_in, number, saved, step, submit
from tests.integration.conftest import Cast
from tests.integration.images import photograph

# Chromium 108 knows neither popovers nor "from-image", Safari 15 no requestSubmit, Safari no idle callbacks.
MISSING = """
delete HTMLElement.prototype.popover;
delete HTMLFormElement.prototype.requestSubmit;
delete globalThis.requestIdleCallback;
const made = globalThis.createImageBitmap;
globalThis.createImageBitmap = async (file, { imageOrientation } = {}) => {
  if (imageOrientation === "from-image") throw new TypeError("no such value of ImageOrientation");
  return made(file);
};
"""
LOST = """
const begun = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...given) {
  if (!globalThis.isLost || given[1] !== "readwrite" || given[0] === "leases") return begun.apply(this, given);
  globalThis.isLost = false;
  throw new DOMException("Connection to Indexed Database server lost.", "UnknownError");
};
globalThis.isLost = true;
"""
REFUSED_TWICE = """
globalThis.refusals = 2;
const opened = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  if (globalThis.refusals-- > 0) throw new DOMException("for reasons unrelated to the database", "UnknownError");
  globalThis.refusals = 0;
  return opened.apply(this, given);
};
"""


def without_popover(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(" popover ", " "))


@pytest.fixture
def page(browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection) -> Page:
    """The form in such a browser."""
    context = browser_for(service_workers="block")
    context.add_init_script(MISSING)
    context.route(f"**/inspections/{inspection.id}", without_popover)
    page = context.new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    expect(page.locator(".sheet[data-steady]")).to_be_attached()
    return page


@pytest.mark.parametrize("viewport", [PORTRAIT])
def test_the_drawer_opens_and_closes_without_popovers(page: Page) -> None:
    rail, opener = page.locator("#rail"), page.get_by_role("button", name="目录")
    for close in (
        lambda: page.keyboard.press("Escape"),
        lambda: rail.get_by_role("button", name="收起").tap(),
        lambda: page.touchscreen.tap(780, 300),
        lambda: rail.get_by_role("link", name="走访记录").tap(),
    ):
        expect(rail).to_be_hidden()
        opener.tap()
        expect(opener).to_have_attribute("aria-expanded", "true")
        expect(rail).to_be_in_viewport()
        close()
    expect(rail).to_be_hidden()
    expect(page.locator("#visits")).to_be_in_viewport()


def test_a_large_photograph_is_reduced_and_upright(page: Page, tmp_path: Path) -> None:
    shot = tmp_path / "shot.jpg"
    shot.write_bytes(photograph((2600, 1300)))
    box = card(page, "廉政谈话")
    box.get_by_label("选择文件").set_input_files(shot)
    expect(box.locator("figure[data-key]:not([data-waiting-photo])")).to_have_count(1)
    saved(page)
    file = Evidence.get()
    assert (file.width, file.height) == (1024, 2048)


@pytest.mark.parametrize("whole", [True, False])
def test_half_a_photograph_is_refused_though_the_browser_would_show_it(
    page: Page, tmp_path: Path, whole: bool
) -> None:
    page.evaluate("globalThis.createImageBitmap = async () => new OffscreenCanvas(64, 48)")
    content = photograph((640, 480))
    shot = tmp_path / "shot.jpg"
    shot.write_bytes(content if whole else content[: len(content) // 2])
    box = card(page, "廉政谈话")
    box.get_by_label("选择文件").set_input_files(shot)
    if whole:
        expect(box.locator("figure[data-key]:not([data-waiting-photo])")).to_have_count(1)
    else:
        expect(box.locator(".photo-refusal")).to_be_visible()
    assert Evidence.select().count() == int(whole)


def test_a_database_that_is_refused_at_first_is_asked_again(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for()
    context.add_init_script(REFUSED_TWICE)
    page = context.new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    number(meetings(page), COUNT).fill("2")
    saved(page)
    expect(state(page)).not_to_contain_text("不能暂存")
    assert page.evaluate("globalThis.refusals") == 0


def test_a_sheet_is_handed_in(page: Page) -> None:
    submit(page)
    expect(page.locator("#missing")).to_contain_text("没有完成")


def test_next_open_item_goes_on_from_the_card_that_was_tapped_last(page: Page) -> None:
    choose(card(page, "工作总结"), "按时")
    page.evaluate("document.activeElement.blur()")  # as where a tapped control gets no focus
    page.locator("#next-open").tap()
    expect(page.locator(".card:focus h3")).to_have_text("宣传质量")


def test_a_database_that_was_lost_is_opened_anew(page: Page, inspection: Inspection) -> None:
    page.evaluate(LOST)
    number(meetings(page), COUNT).fill("2")
    saved(page)
    assert page.evaluate("globalThis.isLost") is False
    expect(state(page)).not_to_contain_text("不能暂存")
    step(meetings(page), COUNT, 1)
    saved(page)
    assert stored(inspection) == 3


def test_the_browser_is_asked_to_keep_what_is_put_aside(
    browser_for: Callable[..., BrowserContext], cast: Cast, inspection: Inspection
) -> None:
    context = browser_for()
    context.add_init_script(
        "if (navigator.storage) navigator.storage.persist = async () => (globalThis.isAsked = true);"
    )
    page = context.new_page()
    log_in(page, cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    page.locator("[data-keep]").tap()
    expect(page.locator("[data-keep]")).to_contain_text("已备用")
    assert page.evaluate("globalThis.isAsked") is True
