"""A filled sheet, and signatures as the page sends them."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.config import now
from inspect_app.storage.models import Answer, Inspection
from inspect_app.storage.signatures import signed_on, total_of
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX, again, fill

As = Callable[..., FlaskClient]
INK = json.dumps([[[10, 10], [60, 80], [120, 20]], [[130, 40], [180, 90]]])
INSPECTOR = {"party": "inspector", "name": "沈巡查", "drawing": INK}
UNIT = {"party": "unit", "name": "秦立", "position": "副局长", "opinion": "agree", "drawing": INK}


def versions(inspection: Inspection) -> dict[str, Any]:
    """What a page that has just been opened shows."""
    return {row.entry: row.version for row in Answer.select().where(Answer.inspection == inspection)}


def sign(client: FlaskClient, inspection: Inspection, fields: dict[str, str], **given: Any) -> TestResponse:
    """Send one signature as the page does."""
    htmx = given.pop("htmx", True)
    sent = {
        "signed_on": now().date().isoformat(),
        "save_id": str(uuid4()),
        "seen": json.dumps(given.pop("seen", versions(inspection))),
        **fields,
        **given,
    }
    url = f"/inspections/{inspection.id}/signatures"
    return client.post(url, data=sent, headers=HTMX if htmx else {})


def states(inspection: Inspection) -> list[tuple[str, str]]:
    row = again(inspection)
    return [(one.row.name, one.state) for one in signed_on(row, total_of(row))]


@pytest.fixture
def filled(inspection: Inspection, cast: Cast) -> Inspection:
    fill(inspection, by=cast.inspector)
    return again(inspection)
