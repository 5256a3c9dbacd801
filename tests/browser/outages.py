"""What the tests of the outbox share: the meetings' card, the network's ups and downs, what is stored."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, Route

from inspect_app.storage.models import Answer, Audit, Inspection
from tests.browser.tapping import card

COUNT = "专题会议的实际数量"
SENT = ("**/answers/*", "**/submit")


def meetings(page: Page) -> Locator:
    return card(page, "专题会议")


def state(page: Page) -> Locator:
    """The line in the foot bar."""
    return page.locator("#save-state")


def stored(inspection: Inspection, entry: str = "meetings") -> int:
    """How many meetings the database holds; 0 without an answer."""
    answer = Answer.get_or_none(Answer.inspection == inspection, Answer.entry == entry)
    return int(answer.facts["专题会议"]["count"]) if answer else 0


def saves(entry: str = "meetings") -> list[str]:
    """The ids under which saves of the entry were stored."""
    return [row.save_id for row in Audit.select().where(Audit.entry == entry, Audit.action == "answer")]


def without_network(page: Page) -> None:
    """The server cannot be reached; pages can, as from the worker's store."""
    for sent in SENT:
        page.context.route(sent, lambda route: route.abort())


def with_network(page: Page) -> None:
    for sent in SENT:
        page.context.unroute(sent)


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Give the page time until it is so."""
    for _ in range(150):
        if is_so():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it has not come about")


def drop(route: Route) -> None:
    """The server stores; the page never hears of it, or has gone meanwhile."""
    with suppress(Error):
        route.fetch()
        route.abort()


class Gate:
    """Requests of a pattern wait until it is opened."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._waiting, self._is_open = list[Route](), False
        page.context.route(pattern, self._meet)

    def _meet(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)

    def __len__(self) -> int:
        return len(self._waiting)

    def open(self) -> None:
        """For all that wait and all to come; a page that has gone asks for nothing any more."""
        self._is_open = True
        for route in self._waiting:
            with suppress(Error):
                route.continue_()
