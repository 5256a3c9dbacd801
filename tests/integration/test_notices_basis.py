"""A notice cites every document that asks for what was not done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.config import Config, now
from inspect_app.printing.gathering import gather_notice
from inspect_app.services import checklists, notices
from inspect_app.storage.models import ChecklistVersion, Inspection, Notice
from tests.integration.conftest import AT, SMALL, Cast
from tests.integration.filling import approve

As = Callable[..., FlaskClient]
SOURCE = "        source: {doc: works, at: 一/1, quote: 廉政谈话率达到100%}\n"
FURTHER = "        also_in: [{doc: works, at: 二/9, quote: 逐人谈话}]\n"


@pytest.fixture
def checklist(app: Flask, cast: Cast) -> ChecklistVersion:
    """The small checklist with a second source for its first item."""
    text = SMALL.read_text(encoding="utf-8").replace(SOURCE, SOURCE + FURTHER)
    return checklists.publish(text, by=cast.manager, at=AT)


def test_the_further_sources_are_on_the_page_and_on_paper(
    as_: As, config: Config, cast: Cast, inspection: Inspection
) -> None:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(inspection.round, now().date() + timedelta(days=30), by=cast.manager, at=AT)
    notice = Notice.get()
    page = as_(cast.manager).get(f"/notices/{notice.id}").text
    assert "《某局工作要点》第二部分第9条“逐人谈话”" in page
    finding = gather_notice(notice, config, today=AT.date()).findings[0]
    assert [one.quote for one in finding.basis] == ["廉政谈话率达到100%", "逐人谈话"]
