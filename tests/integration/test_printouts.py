"""Asking for printed documents, and fetching them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.services import notices, printouts
from inspect_app.storage.models import Audit, Inspection, Notice, Printout, Round
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX, approve

As = Callable[..., FlaskClient]
PARTS = ["", "/file", "/units", "/pages/1"]


@pytest.fixture
def notice(cast: Cast, inspection: Inspection) -> Notice:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(inspection.round, AT.date(), by=cast.manager, at=AT)
    row: Notice = Notice.get()
    return row


def asked(client: FlaskClient, document: str, inspection: Inspection, /, **changed: Any) -> int:
    data = {"document": document, "round": inspection.round_id, "inspection": inspection.id, "notice": 1}
    return client.post("/printouts/", data={**data, **changed}).status_code


def finished(app: Flask, job: Printout, name: str = "考核通报.pdf") -> Path:
    """The job as the print process leaves it behind, with stand-ins for the files."""
    folder: Path = app.config["INSPECT"].printouts / str(job.id)
    folder.mkdir(parents=True)
    for file in (name, "units.zip", "page-1.png"):
        (folder / file).write_bytes(b"made")
    printouts.finish(job.id, name, 1)
    return folder


@pytest.mark.parametrize("document", ["report", "sheet", "notice", "notices"])
def test_manager_asks_for_every_document(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, notice: Notice, document: str
) -> None:
    assert asked(as_(cast.manager), document, inspection) == 302
    job = Printout.get()
    assert (job.document, job.state, job.requested_by) == (document, "waiting", cast.manager)
    assert app.extensions["queue"].huey.pending_count() == 1
    row = Audit.get(Audit.action == "print")
    assert (row.user, row.after) == (cast.manager, {"document": document, "round": "2020年上半年"})


def test_asking_twice_while_it_waits_is_once(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.manager)
    assert [asked(client, "report", inspection) for _ in range(2)] == [302, 302]
    assert (Printout.select().count(), Audit.select().count()) == (1, 1)


def test_progress_is_shown_as_a_fragment_and_as_a_page(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.manager)
    asked(client, "report", inspection)
    job = Printout.get()
    assert "排队等候" in client.get(f"/printouts/{job.id}").text
    fragment = client.get(f"/printouts/{job.id}", headers=HTMX).text
    assert f'id="job-{job.id}"' in fragment
    assert "<html" not in fragment


def test_failure_says_why(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.manager)
    asked(client, "report", inspection)
    printouts.fail(Printout.get().id, "还没有审核通过的考核单")
    page = client.get(f"/printouts/{Printout.get().id}").text
    assert "没有生成" in page
    assert "还没有审核通过的考核单" in page
    assert client.get(f"/printouts/{Printout.get().id}/file").status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_finished_printout_is_fetched_by_who_asked(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, part: str
) -> None:
    client = as_(cast.manager)
    asked(client, "notices", inspection)
    job = Printout.get()
    finished(app, job)
    with client.get(f"/printouts/{job.id}{part}") as response:
        assert response.status_code == 200
        assert b"made" in response.data or "已生成" in response.text


@pytest.mark.parametrize("part", PARTS)
def test_nobody_else_learns_of_a_printout(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, client: FlaskClient, part: str
) -> None:
    asked(as_(cast.manager), "notices", inspection)
    finished(app, Printout.get())
    path = f"/printouts/{Printout.get().id}{part}"
    for user in (cast.administrator, cast.inspector, cast.contact, cast.outsider):
        assert as_(user).get(path).status_code == 404
    assert client.get(path).headers["Location"].startswith("/login")


@pytest.mark.parametrize("part", ["/file", "/pages/1"])
def test_unfinished_printout_is_not_fetched(as_: As, cast: Cast, inspection: Inspection, part: str) -> None:
    client = as_(cast.manager)
    asked(client, "report", inspection)
    assert client.get(f"/printouts/{Printout.get().id}{part}").status_code == 404


@pytest.mark.parametrize(
    "part", ["/pages/0", "/pages/2", "/pages/-1", "/pages/1.png", "/../1/file", "/pages/99999999999"]
)
def test_only_pages_that_are_there_are_served(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, part: str
) -> None:
    client = as_(cast.manager)
    asked(client, "report", inspection)
    finished(app, Printout.get())
    assert client.get(f"/printouts/{Printout.get().id}{part}").status_code == 404


def test_printout_that_was_cleared_away_says_so(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.manager)
    asked(client, "report", inspection)
    printouts.finish(Printout.get().id, "考核通报.pdf", 0)
    response = client.get(f"/printouts/{Printout.get().id}/file")
    assert response.status_code == 404
    assert "请重新打印或导出" in response.text


@pytest.mark.parametrize(
    ("document", "changed"),
    [
        ("x", {}),
        ("", {}),
        ("report", {"round": "x"}),
        ("sheet", {"inspection": "²"}),
        ("notice", {"notice": "9" * 30}),
    ],
)
def test_junk_is_refused_in_chinese(
    as_: As, cast: Cast, inspection: Inspection, document: str, changed: dict[str, str]
) -> None:
    assert asked(as_(cast.manager), document, inspection, **changed) == 400
    assert not Printout.select().exists()


@pytest.mark.parametrize("document", ["report", "sheet", "notice"])
def test_what_is_not_there_is_not_found(as_: As, cast: Cast, inspection: Inspection, document: str) -> None:
    nothing = {"round": 99, "inspection": 99, "notice": 99}
    assert asked(as_(cast.manager), document, inspection, **nothing) == 404


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("inspector", [403, 403, 302, 404]),
        ("colleague", [403, 403, 404, 404]),
        ("contact", [403, 403, 404, 404]),
        ("outsider", [403, 403, 404, 404]),
    ],
)
def test_each_prints_what_he_may_see(
    as_: As, cast: Cast, inspection: Inspection, notice: Notice, who: str, statuses: list[int]
) -> None:
    client = as_(getattr(cast, who))
    wanted = ("report", "notices", "sheet", "notice")
    assert [asked(client, document, inspection) for document in wanted] == statuses


def test_unit_prints_its_sheet_after_release_and_its_notice_once_issued(
    as_: As, cast: Cast, inspection: Inspection, notice: Notice
) -> None:
    Round.update(state="released").execute()
    notices.issue(notice, by=cast.manager, at=AT)
    for user, status in ((cast.contact, 302), (cast.outsider, 404)):
        assert asked(as_(user), "sheet", inspection) == status
        assert asked(as_(user), "notice", inspection) == status


def test_inspector_who_was_taken_off_fetches_nothing_more(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.inspector)
    asked(client, "sheet", inspection)
    finished(app, Printout.get())
    inspection.assignments.model.delete().execute()
    assert client.get(f"/printouts/{Printout.get().id}/file").status_code == 404


def test_logged_out_person_asks_for_nothing(client: FlaskClient, inspection: Inspection) -> None:
    assert client.post("/printouts/", data={"document": "report"}).headers["Location"].startswith("/login")
    assert not Printout.select().exists()
