"""Every page of every role, in the demonstration's real data, at three sizes: nothing cut, small, foreign or barred.

axe-core is built into tests/vendor by ./test; it looks for what bars people with a screen reader or weak eyes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from inspect_app import create_app
from inspect_app.config import ROOT
from inspect_app.demo import build
from inspect_app.storage import database
from inspect_app.storage.models import (
    Assignment,
    ChecklistVersion,
    CompositionVersion,
    Inspection,
    Notice,
    Overall,
    Printout,
    Round,
    Subject,
    User,
)
from tests.browser.conftest import LANDSCAPE, PORTRAIT
from tests.browser.papers import printed
from tests.browser.server import Site
from tests.browser.tapping import log_in
from tests.integration.conftest import PASSWORD_HASH

DESK = {"width": 1440, "height": 900}
# Everything is laid out, cards out of sight too, and every fold is open.
UNFOLD = """() => {
  const all = new CSSStyleSheet();
  all.replaceSync(".card { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [all];
  for (const fold of document.querySelectorAll("details")) fold.open = true;
}"""
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
LAYOUT = Path(__file__).with_name("layout.js")
# Names of formats and programs, which are Chinese usage too.
ALLOWED = {"PDF", "ZIP", "YAML", "JPEG", "PNG", "WebP", "Excel", "MB"}


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the demonstration, whose passwords are all the tests' own."""
    site = Site(tmp_path_factory.mktemp("city"))
    site.start()
    database.bind(site.config.database_url)
    database.connect()
    build(site.config, 1, lambda _: None)
    User.update(password=PASSWORD_HASH).execute()
    database.before_fork()
    yield site
    site.close()


@pytest.fixture
def home(city: Site, rows: None) -> str:
    """The demonstration's address; its database is the one that the test sees."""
    database.before_fork()
    database.bind(city.config.database_url)
    database.connect()
    return city.url


@pytest.fixture
def tolerated() -> list[str]:
    """One of the pages is an error page, and one form is filled wrongly."""
    return [
        f"Failed to load resource: the server responded with a status of {status}" for status in (404, 422)
    ]


def inspector_pages(user: User) -> list[str]:
    """One of his sheets of each state, and a history."""
    mine = Inspection.select().join(Assignment).where(Assignment.user == user)
    sheets = {row.state: row.id for row in mine.order_by(Inspection.id)}
    shown = [f"/inspections/{id}" for id in sheets.values()]
    return ["/inspections/", *shown, f"{shown[-1]}/history", "/outbox", *checklist_pages()]


def checklist_pages() -> list[str]:
    version = ChecklistVersion.select().order_by(ChecklistVersion.id.desc()).get()
    return ["/checklists", f"/checklists/{version.id}"]


def office_pages() -> list[str]:
    unit = Subject.get()
    return [
        *checklist_pages(),
        "/checklists/new",
        "/checklists/files/bureau-party-building",
        "/rounds",
        *(f"/rounds/{row.id}" for row in Round.select()),
        "/people",
        f"/people/units/{unit.id}",
        "/people/accounts",
        "/people/history",
    ]


def manager_pages(_: User) -> list[str]:
    round_ = Round.get(Round.state == "open")
    states = {row.state: row.id for row in Inspection.select().where(Inspection.round == round_)}
    papers = {row.state: row.id for row in Notice.select()}
    return [
        *office_pages(),
        "/inspections/",
        *(f"/inspections/{states[state]}" for state in ("submitted", "approved") if state in states),
        "/rounds/new",
        f"/rounds/new?again={Round.get(Round.state == 'released').id}",
        f"/rounds/{round_.id}/edit",
        f"/rounds/{round_.id}/assignments",
        f"/rounds/{round_.id}/release",
        "/rankings/",
        *(f"/rankings/{row.id}" for row in Round.select()),
        "/overall/new",
        *(f"/overall/new?composition={row.id}" for row in CompositionVersion.select()),
        *(f"/compositions/{row.id}" for row in CompositionVersion.select()),
        *(f"/overall/{row.id}{part}" for row in Overall.select() for part in ("", "/edit", "/publish")),
        "/notices/",
        f"/notices/?round={round_.id}",
        *(f"/notices/{id}" for id in papers.values()),
    ]


def administrator_pages(_: User) -> list[str]:
    unit, user = Subject.get(), User.get(User.role == "contact")
    edits = ["/people/units/new", f"/people/units/{unit.id}/edit", "/people/import", "/people/accounts/new"]
    return [*office_pages(), *edits, f"/people/accounts/{user.id}", "/rankings/", "/notices/"]


def contact_pages(user: User) -> list[str]:
    unit, round_ = user.subject, Round.get(Round.state == "released")
    released = Inspection.get(Inspection.subject == unit, Inspection.round == round_)
    notice = Notice.get(Notice.subject == unit, Notice.state == "issued")
    return [
        "/rankings/",
        f"/rankings/{released.round_id}",
        f"/inspections/{released.id}",
        "/notices/",
        f"/notices/{notice.id}",
    ]


def person_in(role: str) -> User:
    """Somebody of that role who has something to see."""
    query = User.select().where(User.role == role).order_by(User.id)
    if role == "contact":
        query = query.where(User.subject == Notice.get(Notice.state == "issued").subject)
    user: User = query.get()
    return user


PAGES: dict[str, Callable[[User], list[str]]] = {
    "inspector": inspector_pages,
    "manager": manager_pages,
    "administrator": administrator_pages,
    "contact": contact_pages,
}


# Files, fragments of a page, and redirects.
NO_PAGES = {
    *("evidence.file", "evidence.original", "evidence.show", "evidence.thumb", "memories.thumb"),
    *("printouts.file", "printouts.picture", "printouts.units", "uploads.show", "static", "offline.worker"),
    *("sharing.card", "signatures.index", "sessions.home"),
}
# Each has a test of its own, here or in test_office_numbers: the demonstration has no parameters and no office values.
LOOKED_AT_APART = {
    "sessions.new",
    "sessions.edit",
    "offline.show",
    "printouts.show",
    "office.edit",
    "parameters.edit",
}


def test_every_route_that_renders_a_page_is_looked_at(city: Site, home: str) -> None:
    app = create_app(city.config)
    routes = app.url_map.bind("localhost")
    paths = [urlsplit(path).path for role, pages in PAGES.items() for path in pages(person_in(role))]
    seen = {routes.match(path)[0] for path in paths}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - NO_PAGES - LOOKED_AT_APART - seen == set()


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, DESK], ids=["landscape", "portrait", "desk"])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_of_a_role_is_sound(
    browser_for: Callable[..., BrowserContext], home: str, role: str, size: dict[str, int]
) -> None:
    page = examined(browser_for(viewport=size))
    user = person_in(role)
    log_in(page, user)
    paths = [*PAGES[role](user), "/password", "/offline", "/nowhere"]
    found = [f"{path}: {fault}" for path in paths for fault in faults(page, path)]
    assert not found, "\n".join(found)


def examined(context: BrowserContext) -> Page:
    """A page that knows how to find its own faults."""
    context.add_init_script(path=AXE)
    context.add_init_script(path=LAYOUT)
    return context.new_page()


def faults(page: Page, path: str) -> list[str]:
    """What is wrong on the page at this size, with everything unfolded."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok or path == "/nowhere", f"{path}: {answer.status}"
    return faults_here(page)


def faults_here(page: Page) -> list[str]:
    """What is wrong with what is shown now."""
    page.evaluate(UNFOLD)
    found: list[str] = page.evaluate("allowed => layoutFaults(allowed)", sorted(allowed_words()))
    barred = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return found + [
        f"{one['id']}: {node['target'][0]}" for one in barred["violations"] for node in one["nodes"][:5]
    ]


def allowed_words() -> set[str]:
    """Formats, and what people named themselves: log-ins and checklists."""
    ids = {row.checklist_id for row in ChecklistVersion.select(ChecklistVersion.checklist_id)}
    ids |= {row.composition_id for row in CompositionVersion.select(CompositionVersion.composition_id)}
    files = {f"{path.stem}.yaml" for path in (ROOT / "checklists").glob("**/*.yaml")}
    return ALLOWED | {user.login for user in User.select(User.login)} | ids | files


def test_the_log_in_page_is_sound(browser_for: Callable[..., BrowserContext], home: str) -> None:
    for size in (LANDSCAPE, PORTRAIT, DESK):
        assert faults(examined(browser_for(viewport=size)), "/login") == []


def test_the_drawer_is_sound_in_portrait(browser_for: Callable[..., BrowserContext], home: str) -> None:
    page = examined(browser_for(viewport=PORTRAIT))
    log_in(page, person_in("inspector"))
    page.get_by_role("link", name="县局").first.tap()
    page.get_by_role("button", name="目录").tap()
    assert faults_here(page) == []


def test_a_form_with_messages_is_sound(browser_for: Callable[..., BrowserContext], home: str) -> None:
    page = examined(browser_for(viewport=PORTRAIT))
    user = person_in("inspector")
    log_in(page, user)
    sheet = (
        Inspection.select().join(Assignment).where(Assignment.user == user, Inspection.state == "open").get()
    )
    page.goto(f"/inspections/{sheet.id}")
    for field in page.locator(".stepper input").all()[:3]:
        field.fill("四十")
    expect(page.locator("[aria-invalid]")).to_have_count(3)
    assert faults_here(page) == []


def test_what_waits_is_sound_on_the_form_and_on_its_own_page(
    browser_for: Callable[..., BrowserContext], home: str, tolerated: list[str]
) -> None:
    tolerated.append("Failed to load resource: net::ERR_FAILED")
    for size in (PORTRAIT, LANDSCAPE):
        page = examined(browser_for(viewport=size))
        user = person_in("inspector")
        log_in(page, user)
        mine = Inspection.select().join(Assignment).where(Assignment.user == user)
        page.goto(f"/inspections/{mine.where(Inspection.state == 'open').get().id}")
        page.route("**/answers/*", lambda route: route.fallback() if is_wrong(route) else route.abort())
        cards = page.locator(".card:has(.stepper)")
        wrong, right = (cards.nth(number).locator(".stepper input").first for number in (0, 1))
        wrong.fill("四十")
        expect(page.locator("#save-state")).to_have_text("1项需要您处理")
        right.fill("1")
        expect(page.locator("#save-state")).to_contain_text("1项待上传")
        assert faults_here(page) == []
        page.goto("/outbox")
        page.get_by_role("button", name="放弃这项改动").tap()
        assert faults_here(page) == []


def is_wrong(route: Route) -> bool:
    return "四十" in unquote_plus(route.request.post_data or "")


def test_a_finished_print_job_is_sound(browser_for: Callable[..., BrowserContext], home: str) -> None:
    page = examined(browser_for(viewport=PORTRAIT))
    log_in(page, person_in("manager"))
    page.goto(f"/rankings/{Round.get().id}")
    page.get_by_role("button", name="印考核通报").tap()
    printed(page, "打开")
    assert faults(page, f"/printouts/{Printout.select().order_by(Printout.id.desc()).get().id}") == []
