"""Every test of the outbox begins on the inspector's form, where requests fail and sessions end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from inspect_app.storage.models import Inspection
from tests.integration.conftest import Cast


@pytest.fixture
def tolerated(tolerated: list[str]) -> list[str]:
    """What Chromium prints of the failures that these tests bring about."""
    answers = [
        f"Failed to load resource: the server responded with a status of {status}"
        for status in (401, 403, 404, 500)
    ]
    return [*tolerated, "Failed to load resource: net::ERR", *answers]


@pytest.fixture
def page(as_: Callable[..., Page], cast: Cast, inspection: Inspection) -> Page:
    """The inspector's page with the form."""
    page = as_(cast.inspector)
    page.goto(f"/inspections/{inspection.id}")
    return page
