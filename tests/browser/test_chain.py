"""The whole chain at both orientations: form, review, ranking, report, notice, release, the unit's own view."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from inspect_app.config import now
from inspect_app.services import people
from inspect_app.services.people import UnitEntry
from inspect_app.storage.models import Evidence, Inspection, Photo, Round, Subject
from tests.browser.papers import fetched, printed, text_of
from tests.browser.tapping import agree, card, choose, live, number, saved, step, submit
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, approve
from tests.integration.images import photograph

REASON = "专题会议纪要补齐了一份，请核对次数。"
PROBLEM = "经核对，应谈话40人，实际谈话36人，谈话率90%。"


@pytest.fixture
def viewport(orientation: dict[str, int]) -> dict[str, int]:
    """Both orientations."""
    return orientation


@pytest.fixture
def neighbour(cast: Cast) -> Subject:
    """Another unit of the same group."""
    return people.save_unit(None, UnitEntry("03", "白石县局", "县"), by=cast.administrator, at=now())


@pytest.fixture
def inspected(neighbour: Subject, inspection: Inspection, cast: Cast) -> Inspection:
    """The inspection to be filled; the neighbour's is approved without a fault."""
    other = Inspection.get(Inspection.subject == neighbour)
    approve(other, by=cast.inspector, reviewer=cast.manager, filled=FAULTLESS)
    return inspection


def test_an_assessment_goes_from_form_to_notice(
    as_: Callable[..., Page], cast: Cast, inspected: Inspection, tmp_path: Path
) -> None:
    inspector, manager = as_(cast.inspector), as_(cast.manager)
    inspector.get_by_role("link", name="清河县局").tap()
    answer_every_kind(inspector)
    add_photograph(inspector, tmp_path)
    log_visit(inspector)
    submit_after_completing(inspector)
    send_back(manager)
    correct(inspector)
    approve_sheet(manager)
    check_ranking(manager)
    check_report(manager)
    number = issue_notice(manager)
    release(manager)
    check_own_view(as_(cast.contact), number)
    check_strangers(as_(cast.outsider), inspected)


def answer_every_kind(page: Page) -> None:
    """All but the veto; each live line and the sum at the foot say what the server made of it."""
    before = figures(page).inner_text()
    rate(card(page, "廉政谈话"))
    expect(figures(page)).not_to_have_text(before)
    expect(figures(page)).to_contain_text("已扣 2")
    shortfall(card(page, "专题会议"))
    expect(figures(page)).to_contain_text("已扣 3")
    roster(card(page, "下基层调研"))
    expect(figures(page)).to_contain_text("已扣 4")
    count_and_check(card(page, "会议记录"))
    expect(figures(page)).to_contain_text("已扣 5.5")
    choose(card(page, "工作总结"), "迟报")
    expect(live(card(page, "工作总结"))).to_contain_text("扣1分")
    judgement(card(page, "宣传质量"))
    expect(figures(page)).to_contain_text("已扣 8")
    expect(figures(page)).to_contain_text("未完成 1 项")
    saved(page)


def figures(page: Page) -> Locator:
    """The sums at the foot."""
    return page.locator("#figures")


def rate(box: Locator) -> None:
    number(box, "应谈话人数").fill("40")
    number(box, "实际谈话人数").fill("35")
    step(box, "实际谈话人数", 1)
    expect(box.locator("output")).to_have_text("90%")
    expect(live(box)).to_contain_text("应谈话40人，实际谈话36人，廉政谈话率90%")
    expect(live(box)).to_contain_text("扣2分")


def shortfall(box: Locator) -> None:
    step(box, "专题会议的实际数量", 3)
    expect(live(box)).to_contain_text("扣1分")


def roster(box: Locator) -> None:
    """Three people from the unit's roster, and one who is added."""
    for position, times in enumerate([4, 2, 3]):
        step(box.locator(".roster-row").nth(position), "调研", times)
    box.get_by_role("button", name="添加一行").tap()
    row = box.locator(".roster-row").last
    row.get_by_label("姓名").fill("万宁")
    row.get_by_label("职务").select_option("其他成员")
    row.get_by_label("调研", exact=True).fill("2")
    expect(live(box)).to_contain_text("万宁")
    expect(live(box)).to_contain_text("扣1分")


def count_and_check(box: Locator) -> None:
    box.get_by_role("button", name="未发现").tap()
    expect(box.get_by_role("button", name="未发现")).to_have_attribute("aria-pressed", "true")
    expect(live(box)).to_contain_text("检查未发现，不扣分")
    step(box, "发现数量", 1)
    choose(box, "未建立")
    expect(live(box)).to_contain_text("扣0.5分")
    expect(live(box)).to_contain_text("扣1分")


def judgement(box: Locator) -> None:
    step(box, "酌情扣分", 3)
    expect(number(box, "酌情扣分")).to_have_value("1.5")
    box.get_by_label("理由").fill("稿件少")
    expect(live(box)).to_contain_text("扣1.5分")
    expect(live(box)).to_contain_text("稿件少")


def add_photograph(page: Page, folder: Path) -> None:
    """A picture of 12 megapixels whose camera was turned: it arrives upright and reduced."""
    file = folder / "谈话记录.jpg"
    file.write_bytes(photograph((4000, 3000)))
    box = card(page, "廉政谈话")
    box.locator("input[type=file]").last.set_input_files(file)
    expect(box.locator("figure:not([data-waiting-photo]) img")).to_be_visible()
    stored = Evidence.get()
    assert (stored.width, stored.height) == (1536, 2048)
    with page.expect_response("**/photos/*"):
        box.get_by_label("照片说明").fill("谈话记录原件")
        box.get_by_label("照片说明").blur()
    assert Photo.get().caption == "谈话记录原件"


def log_visit(page: Page) -> None:
    visits = page.locator("#visits")
    visits.get_by_text("登记走访", exact=True).tap()
    visits.get_by_label("地点").fill("清河县局三楼会议室")
    visits.get_by_label("见到的人").fill("陈立、方敏")
    visits.get_by_role("button", name="保存走访记录").tap()
    expect(visits.locator(".visit")).to_contain_text("清河县局三楼会议室")


def submit_after_completing(page: Page) -> None:
    """The veto is missing: the list names it and jumps to it."""
    submit(page)
    missing = page.locator("#missing")
    expect(missing).to_contain_text("有1项没有完成")
    missing.get_by_role("link", name="发生严重违纪违法案件").tap()
    box = card(page, "发生严重违纪违法案件")
    expect(box).to_be_in_viewport()
    choose(box, "没有发生")
    expect(figures(page)).to_contain_text("得分 12/20")
    saved(page)
    submit(page)
    expect(page.locator(".flash")).to_contain_text("已提交")


def send_back(page: Page) -> None:
    page.get_by_role("link", name="2020年上半年").tap()
    page.get_by_role("link", name="清河县局").tap()
    expect(card(page, "廉政谈话")).to_contain_text("廉政谈话率90%")
    page.get_by_text("退回修改", exact=True).tap()
    page.get_by_label("退回理由").fill(REASON)
    page.get_by_role("button", name="退回给督导组").tap()
    expect(page.locator(".flash")).to_contain_text("已退回")


def correct(page: Page) -> None:
    page.get_by_role("link", name="我的考核单").first.tap()
    expect(page.get_by_text(f"退回理由：{REASON}")).to_be_visible()
    page.get_by_role("link", name="清河县局").tap()
    expect(page.locator("#head")).to_contain_text(REASON)
    step(card(page, "专题会议"), "专题会议的实际数量", 1)
    expect(figures(page)).to_contain_text("得分 13/20")
    saved(page)
    submit(page)
    expect(page.locator(".flash")).to_contain_text("已提交")


def approve_sheet(page: Page) -> None:
    page.reload()
    page.get_by_role("button", name="审核通过").tap()
    expect(page.locator(".flash")).to_contain_text("已审核通过")


def check_ranking(page: Page) -> None:
    page.get_by_role("link", name="排名").tap()
    page.get_by_role("link", name="2020年上半年").tap()
    row = page.locator("#unit-01")
    expect(row.locator(".rank")).to_have_text("2")
    expect(row.locator(".bar-cell")).to_contain_text("13")
    expect(page.locator("#unit-03 .rank")).to_have_text("1")
    expect(page.locator(".unranked")).to_contain_text("东湖区局")


def check_report(page: Page) -> None:
    """The report that is printed from the page holds the figures of the page."""
    rank, name, total, grade, *sections = page.locator("#unit-01").inner_text().split()
    page.get_by_role("button", name="印考核通报").tap()
    pdf = text_of(fetched(page, printed(page, "打开2020年上半年考核通报")))
    # On paper the sections stand before the total.
    assert "".join([rank, name, *sections, total, grade]) in pdf
    assert "东湖区局" in pdf


def issue_notice(page: Page) -> str:
    """Draft, edit, issue; the paper says what the page says. Returns the number."""
    page.get_by_role("link", name="整改通知").tap()
    page.get_by_role("link", name="2020年上半年").tap()
    page.get_by_role("button", name="拟通知书").tap()
    expect(page.locator(".flash")).to_contain_text("已拟通知书1份")
    page.get_by_role("link", name="清河县局").tap()
    page.get_by_label("问题").first.fill(PROBLEM)
    page.get_by_role("button", name="保存", exact=True).tap()
    expect(page.locator(".flash")).to_contain_text("已保存")
    expect_pictures(page)
    page.get_by_role("button", name="印发").tap()
    agree(page)
    expect(page.locator(".flash")).to_contain_text("已印发")
    return check_notice(page)


def expect_pictures(page: Page) -> None:
    """The preview shows at least the notice and its slip, each really loaded."""
    printed(page, "打开清河县局整改通知书")
    pictures = page.locator("#preview img")
    assert pictures.count() >= 2
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0


def check_notice(page: Page) -> str:
    heading = page.locator(".page-head").inner_text()
    number = f"〔{now().year}〕1号"
    assert number in heading
    expect(page.locator("#notice-text")).to_contain_text(PROBLEM)
    expect_pictures(page)
    pdf = text_of(fetched(page, printed(page, "打开清河县局整改通知书")))
    deadline = page.locator("#notice-text section").first.inner_text().split("整改期限：")[1].rstrip("。\n ")
    for words in (number, PROBLEM, "廉政谈话率达到100%", "某局工作要点", f"{deadline}前完成", "清河县局"):
        assert words in pdf, words
    return number


def release(page: Page) -> None:
    page.get_by_role("link", name="考核批次").tap()
    page.get_by_role("link", name="2020年上半年").tap()
    page.get_by_role("link", name="发布结果").tap()
    page.get_by_role("button", name="发布").tap()
    expect(page.locator(".flash")).to_contain_text("结果已发布")
    assert Round.get().state == "released"


def check_own_view(page: Page, number: str) -> None:
    """The unit sees its result, its lines and its notice, and no other unit's name."""
    page.get_by_role("link", name="2020年上半年").tap()
    expect(page.locator("main")).to_contain_text("13分（满分20分）")
    expect(page.locator("main")).to_contain_text("县组第2名")
    expect_no_others(page)
    page.get_by_role("link", name="看每一分是怎么来的").tap()
    expect(live(card(page, "廉政谈话"))).to_contain_text("扣2分")
    expect(card(page, "廉政谈话").locator(".photo")).to_contain_text("谈话记录原件")
    expect_no_others(page)
    page.get_by_role("link", name="整改通知").tap()
    expect_no_others(page)
    page.get_by_role("link", name="清河县局").tap()
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("#notice-text")).to_contain_text(PROBLEM)


def expect_no_others(page: Page) -> None:
    for name in ("白石县局", "东湖区局"):
        expect(page.locator("body")).not_to_contain_text(name)


def check_strangers(page: Page, inspection: Inspection) -> None:
    """Another unit learns nothing, not even that there is something."""
    expect(page.locator("main")).not_to_contain_text("清河县局")
    for path in (f"/inspections/{inspection.id}", "/notices/1", "/photos/1", "/printouts/1/file"):
        assert page.request.get(path).status == 404, path
