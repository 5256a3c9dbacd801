"""Opening without network, where the origin is secure: what was visited or put aside, for the person who is here."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inspect_app import fingerprint
from inspect_app.config import ROOT
from inspect_app.storage.models import Answer, Inspection
from tests.browser.conftest import ARGUMENTS, LANDSCAPE, PATIENCE
from tests.browser.server import Site
from tests.browser.tapping import card, log_in, number, saved, step
from tests.integration.conftest import Cast


@pytest.fixture
def tolerated() -> list[str]:
    """Requests fail here."""
    return ["Failed to load resource", "htmx:sendError", "htmx:afterRequest", "htmx:timeout"]


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's list; the worker is in charge of it."""
    page = as_(cast.inspector)
    in_charge(page)
    return page


def in_charge(page: Page) -> None:
    """Wait until the worker has installed itself and taken the page over."""
    until(page, "() => navigator.serviceWorker.controller !== null")


def until(page: Page, question: str, about: str = "") -> None:
    """Wait until the page answers with yes; wait_for_function would take a promise for one."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(question, about):
        assert time.monotonic() < end, f"never true: {question} {about}"
        page.wait_for_timeout(50)


def is_stored(page: Page, path: str) -> None:
    """Wait until the page is stored."""
    until(page, "async path => Boolean(await caches.match(path, {ignoreVary: true}))", path)


def visit(page: Page, inspection: Inspection) -> None:
    """Open the sheet while there is a network."""
    page.goto(f"/inspections/{inspection.id}")
    is_stored(page, f"/inspections/{inspection.id}")


def shows_sheet(page: Page) -> None:
    expect(page.locator(".stored")).to_contain_text("没有网络，这是本机")
    expect(card(page, "专题会议")).to_be_visible()


def shows_nothing(page: Page) -> None:
    """The page for want of network, with an empty list."""
    expect(page.get_by_role("heading", name="没有网络，这一页打不开")).to_be_visible()
    expect(page.get_by_text("本机没有存页面")).to_be_visible()


def test_visited_sheet_opens_without_network(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    page.context.set_offline(True)
    page.reload()
    shows_sheet(page)
    expect(page.locator(".sheet-head .keep")).to_contain_text("已备用")


def test_network_that_answers_with_an_error_is_none(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    worker = page.context.service_workers[0]
    worker.evaluate(  # as Firefox does where the network is down
        """() => Object.defineProperty(
            FetchEvent.prototype, "preloadResponse", { get: () => Promise.resolve(Response.error()) }
        ) && true"""
    )
    page.reload()
    shows_sheet(page)


def test_sheet_put_aside_with_one_tap_opens_though_never_visited(page: Page, inspection: Inspection) -> None:
    row = page.locator(".row").filter(has_text="清河县局")
    row.get_by_role("button", name="离线备用").tap()
    expect(row.locator(".keep")).to_have_text(re.compile(r"已备用 \d\d:\d\d"))
    page.context.set_offline(True)
    page.get_by_role("link", name="清河县局").tap()
    shows_sheet(page)


def test_all_sheets_are_put_aside_with_one_tap(page: Page) -> None:
    page.get_by_role("button", name="全部离线备用").tap()
    expect(page.get_by_role("button", name="全部已备用")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    for name in ("清河县局", "东湖区局"):
        page.get_by_role("link", name=name).tap()
        shows_sheet(page)
        page.get_by_role("link", name="我的考核单").first.tap()


def test_list_of_what_waits_opens_though_never_visited(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    is_stored(page, "/outbox")
    page.context.set_offline(True)
    page.goto("/outbox")
    expect(page.locator(".stored")).to_contain_text("没有网络，这是本机")
    expect(page.get_by_role("heading", name="本机待上传")).to_be_visible()


def test_page_that_is_not_stored_says_so_and_lists_what_is(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    page.context.set_offline(True)
    page.goto("/checklists")
    expect(page.get_by_role("heading", name="没有网络，这一页打不开")).to_be_visible()
    page.get_by_role("link", name="清河县局").tap()
    shows_sheet(page)


def test_server_that_does_not_answer_is_waited_for_a_few_seconds_only(
    page: Page, inspection: Inspection, site: Site
) -> None:
    visit(page, inspection)
    site.pause()
    try:
        page.reload(timeout=10_000)
        shows_sheet(page)
    finally:
        site.resume()


def test_stored_sheet_can_be_filled_and_is_sent_later(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    page.context.set_offline(True)
    page.reload()
    step(card(page, "专题会议"), "专题会议的实际数量", 2)
    page.get_by_role("link", name="下一未查项").tap()
    page.context.set_offline(False)
    saved(page)


def test_nothing_opens_after_log_out(page: Page, inspection: Inspection) -> None:
    visit(page, inspection)
    page.get_by_role("button", name="退出").tap()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"/inspections/{inspection.id}")
    shows_nothing(page)


def test_logging_out_without_network_closes_the_sheets_and_says_what_remains(
    page: Page, inspection: Inspection
) -> None:
    visit(page, inspection)
    page.context.set_offline(True)
    page.get_by_role("button", name="退出").tap()
    expect(page.get_by_role("heading", name="已在本机退出")).to_be_visible()
    expect(page.get_by_text("服务器上还没有退出")).to_be_visible()
    page.goto(f"/inspections/{inspection.id}")
    shows_nothing(page)


def test_another_person_finds_nothing_of_the_first(page: Page, inspection: Inspection, cast: Cast) -> None:
    visit(page, inspection)
    page.context.clear_cookies()  # the session has run out; she never logged out
    log_in(page, cast.colleague)
    until(page, "async user => !(await caches.has(`pages-${user}`))", str(cast.inspector.id))
    page.context.set_offline(True)
    page.goto(f"/inspections/{inspection.id}")
    expect(page.get_by_role("heading", name="没有网络，这一页打不开")).to_be_visible()
    expect(page.locator("#stored")).not_to_contain_text("清河县局")


def test_sheet_still_opens_when_the_session_has_run_out(page: Page, inspection: Inspection) -> None:
    """In the field nobody can log in again; the tablet is still the same person's."""
    visit(page, inspection)
    page.context.clear_cookies()
    page.goto("/inspections/")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"/inspections/{inspection.id}")
    shows_sheet(page)


def test_post_without_network_is_not_repeated_but_told(
    as_: Callable[..., Page], cast: Cast, inspection: Inspection
) -> None:
    page = as_(cast.inspector)
    in_charge(page)
    page.goto("/password")
    page.context.set_offline(True)
    page.get_by_label("现在的密码").fill("x")
    page.locator("main form button").tap()
    expect(page.get_by_role("heading", name="没有网络，刚才的操作没有完成")).to_be_visible()


def test_reassigned_sheet_goes_with_the_next_look_at_the_list(
    page: Page, inspection: Inspection, cast: Cast
) -> None:
    visit(page, inspection)
    inspection.assignments[0].delete_instance()
    page.goto("/inspections/")
    until(
        page, "async path => !(await caches.match(path, {ignoreVary: true}))", f"/inspections/{inspection.id}"
    )


def test_browser_restarted_offline_has_what_waits_on_top_and_sends_it_later(
    chromium: Browser, site: Site, cast: Cast, inspection: Inspection, tmp_path: Path
) -> None:
    context = restarted(chromium, site, tmp_path)
    page = context.pages[0]
    log_in(page, cast.inspector)
    in_charge(page)
    visit(page, inspection)
    context.set_offline(True)
    step(card(page, "专题会议"), "专题会议的实际数量", 2)
    expect(page.locator("#save-state")).to_contain_text("1项待上传")
    context.close()
    context = restarted(chromium, site, tmp_path)
    page = context.pages[0]
    context.set_offline(True)
    page.goto(f"/inspections/{inspection.id}")
    shows_sheet(page)
    expect(number(card(page, "专题会议"), "专题会议的实际数量")).to_have_value("2")
    expect(card(page, "专题会议").locator(".waiting-mark")).to_contain_text("联网后计分")
    context.set_offline(False)
    saved(page)
    context.close()
    stored = Answer.get(Answer.inspection == inspection, Answer.entry == "meetings")
    assert stored.facts["专题会议"]["count"] == "2"


def restarted(chromium: Browser, site: Site, profile: Path) -> BrowserContext:
    """A browser that keeps what it has over its end."""
    context = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium"),
        args=ARGUMENTS,
        base_url=site.url,
        viewport=LANDSCAPE,
        has_touch=True,
        locale="zh-CN",
    )
    context.set_default_timeout(PATIENCE)
    return context


# A new version of the program


@pytest.fixture
def newer(site: Site, tmp_path: Path) -> Iterator[Path]:
    """The program with one byte more; afterwards the old one serves again."""
    for name in ("inspect_app", "templates", "static", "checklists"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "static" / "app.js").open("a", encoding="utf-8") as script:
        script.write("// newer\n")
    yield tmp_path
    site.stop()
    site.start()


def versions(page: Page) -> list[str]:
    """The versions whose files are on the tablet."""
    names: list[str] = page.evaluate(
        "async () => (await caches.keys()).filter((one) => one.startsWith('static-'))"
    )
    return [name.removeprefix("static-") for name in names]


def files_of(page: Page) -> set[str]:
    """The versions from which the page's scripts and styles have come."""
    names: list[str] = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    return {found[1] for name in names if (found := re.search(r"/static/(\w+)/", name))}


def test_upgrade_with_changes_waiting_loses_nothing_and_mixes_nothing(
    page: Page, inspection: Inspection, site: Site, newer: Path
) -> None:
    old, new = fingerprint(ROOT / "static"), fingerprint(newer / "static")
    visit(page, inspection)
    site.stop()
    step(card(page, "专题会议"), "专题会议的实际数量", 3)
    page.reload()
    assert files_of(page) == {old}
    step(card(page, "专题会议"), "专题会议的实际数量", 1)
    site.start(newer)
    saved(page)
    page.reload()
    expect(page.locator(".stored")).to_have_count(0)
    assert files_of(page) == {new}
    until(page, "async old => !(await caches.has(`static-${old}`))", old)
    assert versions(page) == [new]


def test_page_opened_without_network_after_an_upgrade_has_files_of_one_version(
    page: Page, inspection: Inspection, site: Site, newer: Path
) -> None:
    new = fingerprint(newer / "static")
    visit(page, inspection)
    site.stop()
    site.start(newer)
    page.goto("/checklists")
    until(page, "async new_ => Boolean(await caches.match(`/static/${new_}/app.js`))", new)
    site.stop()
    page.goto(f"/inspections/{inspection.id}")
    shows_sheet(page)
    assert len(files_of(page)) == 1


# Without a secure origin


@pytest.fixture
def plain(chromium: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser that knows the server by a name, over plain HTTP."""
    rules = "--host-resolver-rules=MAP kaohe.intranet 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=[*ARGUMENTS, rules])
    context = browser.new_context(
        base_url=f"http://kaohe.intranet:{site.port}", viewport=LANDSCAPE, has_touch=True, locale="zh-CN"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    browser.close()


def test_plain_http_has_no_worker_and_misses_nothing_else(
    plain: Page, cast: Cast, inspection: Inspection
) -> None:
    log_in(plain, cast.inspector)
    assert plain.evaluate("() => [window.isSecureContext, 'serviceWorker' in navigator]") == [False, False]
    expect(plain.locator(".keep:visible")).to_have_count(0)
    plain.get_by_role("link", name="清河县局").tap()
    step(card(plain, "专题会议"), "专题会议的实际数量", 2)
    saved(plain)
