"""Without network a photograph waits on its card; after a cut only the rest is sent."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from inspect_app.storage.models import Photo
from tests.browser.photos.conftest import STORED, WAITING, choose, drag, edit, loaded, noise, photos, save
from tests.browser.tapping import agree


def test_photograph_without_network_waits_on_the_card_and_outlives_a_reload(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    page.route("**/photos", lambda route: route.abort())
    choose(box, shots[0])
    expect(box.locator(f"{WAITING} img")).to_have_js_property("naturalWidth", 640)
    expect(box.locator(".photo-state")).to_have_text(re.compile("待上传|正在上传"))
    page.reload()
    expect(box.locator(f"{WAITING} img")).to_have_js_property("naturalWidth", 640)
    assert not Photo.select().exists()
    page.unroute("**/photos")
    expect(box.locator(STORED)).to_have_count(1)
    assert Photo.select().count() == 1


def test_waiting_photograph_is_captioned_and_drawn_on_before_it_is_sent(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    page.context.set_offline(True)
    choose(box, shots[0])
    box.locator(WAITING).get_by_label("说明").fill("村口公示栏")
    box.locator(WAITING).get_by_label("说明").blur()
    dialog = edit(box, 0)
    loaded(box)
    drag(dialog, (0.1, 0.1), (0.5, 0.5))
    dialog.get_by_role("button", name="保存").tap()
    expect(dialog).to_have_count(0)
    page.context.set_offline(False)
    expect(box.locator(STORED)).to_have_count(1)
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    photo = Photo.get()
    assert photo.caption == "村口公示栏"
    assert json.loads(photo.drawing)[0]["tool"] == "arrow"


def test_waiting_photograph_that_is_deleted_is_not_stored(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    page.context.set_offline(True)
    choose(box, *shots[:2])
    expect(box.locator(WAITING)).to_have_count(2)
    box.locator(WAITING).last.get_by_role("button", name="删除").tap()
    agree(page)
    # One that was already tried, and may have arrived, leaves behind it and is deleted there.
    expect(box.locator(f"{WAITING}:not(.is-leaving)")).to_have_count(1)
    page.context.set_offline(False)
    expect(box.locator(STORED)).to_have_count(1)
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    assert Photo.select().count() == 1


def test_order_waits_on_the_page_and_outlives_a_second_change(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    choose(box, *shots)
    expect(box.locator(STORED)).to_have_count(3)
    first, second, third = photos()
    page.route("**/photos/order", lambda route: route.abort())
    move_forward(box, 2, times=2)
    expect(box.locator("figure").first).to_have_attribute("data-key", third.save_id)
    page.reload()
    expect(box.locator("figure").first).to_have_attribute("data-key", third.save_id)
    move_forward(box, 2, times=1)
    expect(box.locator("figure").nth(1)).to_have_attribute("data-key", second.save_id)
    page.unroute("**/photos/order")
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    assert photos() == [third, second, first]


def move_forward(box: Locator, number: int, *, times: int) -> None:
    dialog = edit(box, number)
    for _ in range(times):
        dialog.get_by_role("button", name="前移").tap()
    dialog.get_by_role("button", name="保存").tap()
    expect(dialog).to_have_count(0)


def test_caption_and_removal_that_wait_are_both_sent_and_it_is_gone(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    choose(box, *shots[:2])
    expect(box.locator(STORED)).to_have_count(2)
    page.context.set_offline(True)
    box.get_by_label("照片说明").first.fill("会议室")
    box.get_by_label("照片说明").first.blur()
    box.get_by_role("button", name="删除").first.tap()
    agree(page)
    expect(box.locator("figure").first).to_have_class(re.compile("is-leaving"))
    page.context.set_offline(False)
    expect(box.locator("figure")).to_have_count(1)
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    assert Photo.select().count() == 1


def test_photograph_deleted_while_it_is_being_sent_is_gone(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    """The server has it already; its answer comes after the tap."""
    held: list[Route] = []
    page.route("**/photos", lambda route: held.append(route), times=1)  # noqa: PLW0108 – Playwright marks it
    choose(box, shots[0])
    expect(box.locator(".photo-state")).to_contain_text("正在上传")
    box.locator(WAITING).get_by_role("button", name="删除").tap()
    agree(page)
    expect(box.locator("figure").first).to_have_class(re.compile("is-leaving"))
    held[0].continue_()
    expect(box.locator("figure")).to_have_count(0)
    expect(page.locator("#save-state")).to_contain_text("全部已保存")
    assert not Photo.select().exists()


def test_what_is_left_of_a_pair_is_an_ordinary_photograph(
    page: Page, box: Locator, shots: list[Path]
) -> None:
    choose(box, *shots[:2])
    expect(box.locator(STORED)).to_have_count(2)
    dialog = edit(box, 1)
    dialog.get_by_label("整改前的照片").select_option(index=1)
    save(dialog)
    expect(box.locator(".photo-pair figure")).to_have_count(2)
    box.get_by_role("button", name="删除").first.tap()
    agree(page)
    expect(box.locator("figure")).to_have_count(1)
    expect(box.locator(".photo-pair")).to_have_count(0)
    expect(box.locator("figure")).not_to_contain_text("整改后")
    assert Photo.get().before_id is None


def test_cut_in_the_middle_goes_on_where_it_was(page: Page, box: Locator, tmp_path: Path) -> None:
    """Two pieces get through, then the network is gone; after a reload only the rest is sent."""
    offsets: list[int] = []

    def cut(route: Route) -> None:
        offset = int(route.request.url.partition("offset=")[2].partition("&")[0] or -1)
        if offset < 0:
            return route.continue_()
        offsets.append(offset)
        return route.abort() if len(offsets) > 2 else route.continue_()

    page.route("**/uploads/**", cut)
    choose(box, noise(tmp_path / "大.jpg"))
    expect(box.locator(".photo-state")).to_contain_text(re.compile("正在上传"))
    page.wait_for_timeout(2500)
    assert offsets[:3] == [0, 256 * 1024, 512 * 1024]
    page.unroute("**/uploads/**")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "offset=" in request.url else None)
    page.reload()
    expect(box.locator(STORED)).to_have_count(1)
    assert sent
    assert min(int(url.partition("offset=")[2].partition("&")[0]) for url in sent) == 512 * 1024
    assert Photo.select().count() == 1


def test_last_answer_that_never_came_is_not_stored_twice(page: Page, box: Locator, tmp_path: Path) -> None:
    def drop(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/photos", drop, times=1)
    choose(box, noise(tmp_path / "大.jpg"))
    expect(box.locator(STORED)).to_have_count(1)
    assert Photo.select().count() == 1


def test_own_hash_is_that_of_the_browser(page: Page) -> None:
    """On plain HTTP there is none of the browser's."""
    same = page.evaluate(
        """async () => {
          const photos = document.querySelector('script[src*="photos.js"]').src;
          const { own } = await import(photos.replace("photos.js", "sha256.js"));
          const hex = (bytes) => [...new Uint8Array(bytes)].join();
          const all = [0, 1, 55, 56, 64, 119, 120, 5000].map(async (size) => {
            const bytes = Uint8Array.from({ length: size }, (_, index) => index * 7);
            return hex(own(bytes)) === hex(await crypto.subtle.digest("SHA-256", bytes));
          });
          return (await Promise.all(all)).every(Boolean);
        }"""
    )
    assert same is True
