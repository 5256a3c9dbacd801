"""综合排名: live until it is published, frozen after."""

import pytest
from flask import Flask

from inspect_app import jobs
from inspect_app.config import Config
from inspect_app.services import overall
from inspect_app.storage.models import (
    Audit,
    CompositionVersion,
    Inspection,
    Overall,
    Printout,
    Round,
    Subject,
)
from tests.integration.commands import lend_fonts
from tests.integration.conftest import Cast
from tests.integration.overall.conftest import As, posted


def test_it_cannot_be_published_before_its_rounds_are_released(as_: As, cast: Cast, row: Overall) -> None:
    response = as_(cast.manager).post(f"/overall/{row.id}/publish", data={"blocked": "1"})
    assert response.status_code == 422
    assert "“2020年下半年”的结果还没有发布" in response.text
    assert Overall.get().state == "open"


@pytest.mark.parametrize("data", [{}, {"blocked": "0"}, {"blocked": "2"}, {"blocked": "x"}])
def test_publishing_refuses_what_the_manager_has_not_seen(
    as_: As, cast: Cast, row: Overall, data: dict[str, str]
) -> None:
    Round.update(state="released").execute()
    response = as_(cast.manager).post(f"/overall/{row.id}/publish", data=data)
    assert response.status_code == 422
    assert "请再核对一遍" in response.text
    assert Overall.get().state == "open"


def test_publishing_twice_is_once(as_: As, cast: Cast, published: Overall) -> None:
    as_(cast.manager).post(f"/overall/{published.id}/publish", data={"blocked": "1"})
    assert Audit.select().where(Audit.action == "publish-overall").count() == 1


def test_what_was_published_survives_whatever_happens_to_the_rounds(
    as_: As, cast: Cast, published: Overall
) -> None:
    before = overall.result_of(published)
    Inspection.update(state="returned", tally={}).execute()
    Subject.update(code="77", name="改名县局").where(Subject.id == cast.unit.id).execute()
    assert overall.result_of(Overall.get()) == before
    page = as_(cast.contact).get(f"/overall/{published.id}").text
    assert "清河县局" in page
    assert "85分" in page


def test_published_result_cannot_be_changed(
    as_: As, cast: Cast, published: Overall, version: CompositionVersion, rounds: list[Round]
) -> None:
    client = as_(cast.manager)
    assert client.get(f"/overall/{published.id}/edit").status_code == 409
    assert client.post(f"/overall/{published.id}", data=posted(version, rounds, "改")).status_code == 409
    assert "印综合考核通报" in client.get(f"/overall/{published.id}").text


def test_report_is_printed_for_the_office_alone(
    as_: As, app: Flask, config: Config, cast: Cast, published: Overall
) -> None:
    lend_fonts(config)
    app.extensions["queue"] = jobs.Queue(config, immediate=True)
    client = as_(cast.manager)
    asked = {"document": "overall", "overall": str(published.id)}
    shown = client.get(client.post("/printouts/", data=asked).headers["Location"])
    job = Printout.get()
    assert (job.state, job.overall, job.message) == ("done", published, "")
    assert "2020年度综合通报" in shown.text
    assert f'href="/overall/{published.id}"' in shown.text
    with client.get(f"/printouts/{job.id}/file") as file:
        assert file.data.startswith(b"%PDF")
    for other in (cast.contact, cast.inspector):
        assert as_(other).post("/printouts/", data=asked).status_code == 403
        assert as_(other).get(f"/printouts/{job.id}/file").status_code == 404


def test_report_of_nobody_says_why_it_is_not_printed(
    as_: As, app: Flask, config: Config, cast: Cast, row: Overall
) -> None:
    app.extensions["queue"] = jobs.Queue(config, immediate=True)
    Inspection.update(state="open").execute()
    as_(cast.manager).post("/printouts/", data={"document": "overall", "overall": str(row.id)})
    assert Printout.get().state == "failed"
    assert "还没有得分完整的考核对象" in Printout.get().message
