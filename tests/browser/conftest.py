"""A real Chromium at tablet size, with touch, on a real server; every test begins with the cast and an empty round.

`demonstration`: the address of a second server, with the city of the demonstration in its database.
`as_(user)`: a page in a browser of its own, in which that person has logged in. `browser_for(**options)`: such a
browser without anybody. `cast`, `checklist`, `make_round`: as in the integration tests, but made by the services.
A page that throws, prints an error or asks another server for something fails its test; `tolerated` takes the
beginnings of messages that a test brings about itself.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from inspect_app.config import now
from inspect_app.demo import build
from inspect_app.services import checklists, people, rounds
from inspect_app.services.people import RosterLine, UnitEntry
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage import database
from inspect_app.storage.models import ChecklistVersion, Inspection, Round, Subject, User
from tests.browser.server import Site, empty_database
from tests.browser.tapping import log_in
from tests.integration.conftest import PASSWORD_HASH, SMALL, Cast, make_user

LANDSCAPE = {"width": 1180, "height": 820}
PORTRAIT = {"width": 820, "height": 1180}
PATIENCE = 30_000  # ms: on a busy machine everything comes, but late
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
# What Chromium prints about every answer of 400 and more; these two are part of a conversation.
ANSWERS = tuple(
    f"Failed to load resource: the server responded with a status of {status}" for status in (409, 422)
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On CI, where the machine may stall for seconds, one that fails is run once more; the summary names it."""
    if os.environ.get("CI") != "true":
        return
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.close()


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
def demonstration(city: Site, rows: None) -> str:
    """The demonstration's address; its database is the one that the test sees."""
    database.before_fork()
    database.bind(city.config.database_url)
    database.connect()
    return city.url


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        assert path is not None, "chromium is missing: ./test installs it"
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def rows(site: Site) -> Iterator[None]:
    """The server's database, emptied, for the test's own eyes."""
    database.bind(site.config.database_url)
    database.connect()
    empty_database()
    yield
    database.before_fork()


@pytest.fixture(params=[LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def orientation(request: pytest.FixtureRequest) -> dict[str, int]:
    """Both ways to hold it."""
    size: dict[str, int] = request.param
    return size


@pytest.fixture
def viewport() -> dict[str, int]:
    """The tablet's screen; a test that is run at several overrides it by parameter."""
    return LANDSCAPE


@pytest.fixture
def tolerated() -> list[str]:
    """How messages begin that a test may bring about."""
    return list(ANSWERS)


@pytest.fixture
def home(site: Site) -> str:
    """Where the browsers begin."""
    return site.url


@pytest.fixture
def browser_for(
    chromium: Browser, home: str, viewport: dict[str, int], tolerated: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """`browser_for(**options)` is a browser of its own; what goes wrong in one fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(**options: Any) -> BrowserContext:
        settings: dict[str, Any] = {"viewport": viewport, "has_touch": True, "locale": "zh-CN", **options}
        context = chromium.new_context(base_url=home, timezone_id="Asia/Shanghai", **settings)
        context.set_default_timeout(PATIENCE)
        _watch(context, home, faults)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert [fault for fault in faults if not fault.startswith(tuple(tolerated))] == []


def _watch(context: BrowserContext, home: str, faults: list[str]) -> None:
    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    context.on("console", note)
    context.on("weberror", lambda error: faults.append(f"thrown: {error.error}"))
    context.on("request", lambda request: faults.extend(_foreign(request.url, home)))


def _foreign(url: str, home: str) -> list[str]:
    return [] if url.startswith((f"{home}/", "data:", "blob:")) else [f"asked elsewhere: {url}"]


@pytest.fixture
def as_(browser_for: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`as_(user, **options)` is a page of that person's own browser, after log-in."""

    def enter(user: User, **options: Any) -> Page:
        page = browser_for(**options).new_page()
        log_in(page, user)
        return page

    return enter


@pytest.fixture
def cast(rows: None) -> Cast:
    """Two units and six people, one of each role and two to compare with."""
    administrator = make_user("guanli", "管理员", "administrator")
    at = now()
    unit, elsewhere = (
        people.save_unit(None, UnitEntry(*entry), by=administrator, at=at)
        for entry in (("01", "清河县局", "县"), ("02", "东湖区局", "区"))
    )
    roster = [
        RosterLine("陈立", "主要负责人"),
        RosterLine("方敏", "其他成员"),
        RosterLine("高远", "其他成员"),
    ]
    people.save_roster(unit, "班子成员", roster, by=administrator, at=at)
    return Cast(
        administrator=administrator,
        manager=make_user("duban", "杜主任", "manager"),
        inspector=make_user("xuncha", "沈巡查", "inspector"),
        colleague=make_user("tongshi", "童视察", "inspector"),
        contact=make_user("qinghe", "秦联络", "contact", subject=unit),
        outsider=make_user("donghu", "董联络", "contact", subject=elsewhere),
        unit=unit,
        elsewhere=elsewhere,
    )


@pytest.fixture
def checklist(cast: Cast) -> ChecklistVersion:
    """The small checklist, published."""
    return checklists.publish(SMALL.read_text(encoding="utf-8"), by=cast.manager, at=now())


@pytest.fixture
def round_(cast: Cast, checklist: ChecklistVersion) -> Round:
    """A round of all units, assigned to `cast.inspector`."""
    return rounds.open_round(
        RoundEntry("2020年上半年", date(2020, 1, 1), date(2020, 6, 30), date(2099, 7, 31)),
        checklist,
        subjects=list(Subject.select().order_by(Subject.code)),
        inspectors=[cast.inspector],
        by=cast.manager,
        at=now(),
    )


@pytest.fixture
def inspection(round_: Round, cast: Cast) -> Inspection:
    """The inspection of `cast.unit`, not begun."""
    row: Inspection = Inspection.get(Inspection.round == round_, Inspection.subject == cast.unit)
    return row
