"""A manager puts a round into an overall ranking and publishes it; the unit finds its own row. At both orientations."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.config import now
from inspect_app.services import compositions
from inspect_app.storage.models import Inspection, Round, User
from tests.browser.examining import examined, faults_here
from tests.browser.tapping import log_in
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, FILLED, approve

TEXT = """\
id: year
version: "1"
title: 年度综合考核办法
compose: sum
parts:
  - {id: work, title: 工作, checklist: small, period: h1, full: 80}
  - {id: place, title: 位次, checklist: small, period: h1, by: rank, first: 20, step: 2}
grades: [{name: 优秀, min: 90, quota: 50%}, {name: 合格, min: 0}]
"""


def test_an_overall_ranking_is_made_published_and_seen_by_its_unit(
    browser_for: Callable[..., BrowserContext], orientation: dict[str, int], cast: Cast, round_: Round
) -> None:
    for row, filled in zip(Inspection.select().order_by(Inspection.id), (FILLED, FAULTLESS), strict=True):
        approve(row, by=cast.inspector, reviewer=cast.manager, filled=filled)
    compositions.publish(TEXT, by=cast.manager, at=now())
    page = entered(browser_for, cast.manager, orientation)
    make(page)
    read(page)
    Round.update(state="released", released_at=now()).execute()
    publish(page)
    unit = entered(browser_for, cast.contact, orientation)
    unit.get_by_role("link", name="2020年度综合考核").tap()
    expect(unit.locator("main")).to_contain_text("工作12.5分÷20×80＋位次第1名（20分）＝70分")
    expect(unit.locator("main")).not_to_contain_text("东湖区局")
    assert faults_here(unit) == []
    unit.get_by_role("link", name="看工作的每一分").tap()
    expect(unit.locator("main")).to_contain_text("廉政谈话率90%")


def entered(browser_for: Callable[..., BrowserContext], user: User, size: dict[str, int]) -> Page:
    page = examined(browser_for(viewport=size))
    log_in(page, user)
    return page


def make(page: Page) -> None:
    """With the rounds as they are suggested."""
    page.get_by_role("link", name="排名", exact=True).tap()
    page.get_by_role("link", name="建立综合排名").tap()
    page.get_by_role("link", name="年度综合考核办法").tap()
    page.get_by_label("名称").fill("2020年度综合考核")
    for part in ("工作", "位次"):
        expect(page.get_by_label(part).locator("option:checked")).to_contain_text("2020年上半年")
    assert faults_here(page) == []
    page.get_by_role("button", name="建立").tap()
    expect(page.locator(".flash")).to_contain_text("综合排名已建立")


def read(page: Page) -> None:
    """The arithmetic opens with a tap."""
    words = page.get_by_text("工作12.5分÷20×80＋位次第1名（20分）＝70分")
    expect(words).to_be_hidden()
    page.get_by_text("清河县局的得分是怎么来的").tap()
    expect(words).to_be_visible()
    assert faults_here(page) == []


def publish(page: Page) -> None:
    """Once its round is released."""
    page.reload()
    page.get_by_role("link", name="发布", exact=True).tap()
    expect(page.locator("main")).to_contain_text("2个单位的得分都完整")
    assert faults_here(page) == []
    page.get_by_role("button", name="发布综合结果").tap()
    expect(page.locator("main")).to_contain_text("结果已经固定")
