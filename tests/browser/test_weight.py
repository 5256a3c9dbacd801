"""What the form page costs when it is opened for the first time, over the wire, without photographs."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inspect_app.config import now
from inspect_app.services import checklists, rounds
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage.models import Inspection
from tests.bench.site import ITEMS, checklist_text
from tests.integration.conftest import Cast

BUDGET = 150_000  # bytes, heads included


@pytest.fixture
def long_form(cast: Cast) -> Inspection:
    """A form of 60 items."""
    version = checklists.publish(checklist_text(), by=cast.manager, at=now())
    period = (date(2020, 1, 1), date(2020, 6, 30), date(2099, 7, 31))
    named = {"subjects": [cast.unit], "inspectors": [cast.inspector], "by": cast.manager, "at": now()}
    round_ = rounds.open_round(RoundEntry("2020年上半年", *period), version, **named)
    row: Inspection = Inspection.get(Inspection.round == round_)
    return row


def received(page: Page) -> dict[str, int]:
    """The bytes of each answer as they come over the wire, from now on, by address."""
    session = page.context.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({asked[e["requestId"]]: int(e["encodedDataLength"])}),
    )
    session.send("Network.enable")
    return sizes


def test_first_load_of_a_form_of_60_items_is_light_and_all_our_own(
    as_: Callable[..., Page],
    browser_for: Callable[..., BrowserContext],
    cast: Cast,
    long_form: Inspection,
    home: str,
) -> None:
    known = as_(cast.inspector, service_workers="block").context.storage_state()
    page = browser_for(storage_state=known, service_workers="block").new_page()
    sizes = received(page)
    page.goto(f"/inspections/{long_form.id}", wait_until="networkidle")
    expect(page.locator(".card")).to_have_count(ITEMS)
    # Chromium draws a date field's calendar from a data: address of its own.
    assert [address for address in sizes if not address.startswith((f"{home}/", "data:"))] == []
    assert 10_000 < sum(sizes.values()) < BUDGET, sizes


def test_what_the_worker_takes_along_is_no_more_than_that(browser_for: Callable[..., BrowserContext]) -> None:
    """Where the browser had nothing yet; in fact most of it has come with the page."""
    client = browser_for().request
    head = client.get("/worker.js").text().partition("const FILES = ")[2]
    files = json.loads(head.partition(";\n")[0])
    assert sum(int(client.get(one).headers["content-length"]) for one in files) < BUDGET
