"""Killed before any one of its statements, a piece of work has done nothing; done again it is done whole."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.config import Config
from inspect_app.services import compositions, inspections, notices, overall, rounds
from inspect_app.services.overall import OverallEntry
from inspect_app.storage import database
from inspect_app.storage.models import Audit, Evidence, Inspection, Notice, Overall, Photo, Round
from tests.integration.commands import leave
from tests.integration.conftest import AT, Cast
from tests.integration.filling import approve, fill, hand_in
from tests.integration.stage import COMPOSITION
from tests.integration.test_uploads import Upload

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the child is forked
As = Callable[..., FlaskClient]
Work = Callable[[], object]
KILLED, DONE = -signal.SIGKILL, 0


def test_submission(cast: Cast, inspection: Inspection) -> None:
    fill(inspection, by=cast.inspector)
    all_or_nothing(lambda: inspections.submit(inspection, by=cast.inspector, at=AT, save_id=str(uuid4())))
    assert Inspection.get_by_id(inspection.id).state == "submitted"


def test_approval(cast: Cast, inspection: Inspection) -> None:
    hand_in(inspection, by=cast.inspector)
    all_or_nothing(lambda: inspections.approve(inspection, by=cast.manager, at=AT))
    assert Inspection.get_by_id(inspection.id).state == "approved"


def test_return(cast: Cast, inspection: Inspection) -> None:
    hand_in(inspection, by=cast.inspector)
    all_or_nothing(lambda: inspections.send_back(inspection, "请补", by=cast.manager, at=AT))
    assert Inspection.get_by_id(inspection.id).state == "returned"


@pytest.fixture
def approved(cast: Cast, inspection: Inspection) -> Round:
    """Both units' sheets are approved."""
    for row in Inspection.select():
        approve(row, by=cast.inspector, reviewer=cast.manager)
    round_: Round = Round.get_by_id(inspection.round_id)
    return round_


def test_batch_of_notices(cast: Cast, approved: Round) -> None:
    all_or_nothing(lambda: notices.draft_all(approved, date(2099, 1, 15), by=cast.manager, at=AT))
    assert Notice.select().count() == 2


def test_issue_of_a_notice(cast: Cast, approved: Round) -> None:
    notices.draft_all(approved, date(2099, 1, 15), by=cast.manager, at=AT)
    first, second = Notice.select().order_by(Notice.id)
    all_or_nothing(lambda: notices.issue(first, by=cast.manager, at=AT))
    notices.issue(second, by=cast.manager, at=AT)
    assert [row.serial for row in Notice.select().order_by(Notice.id)] == [1, 2]


def test_release_and_overall_ranking(cast: Cast, approved: Round) -> None:
    all_or_nothing(lambda: rounds.release(approved, unfinished_seen=0, by=cast.manager, at=AT))
    version = compositions.publish(COMPOSITION, by=cast.manager, at=AT)
    entry = OverallEntry("2020年度综合", {"only": Round.get_by_id(approved.id)})
    row = overall.create(entry, version, by=cast.manager, at=AT)
    all_or_nothing(lambda: overall.publish(row, blocked_seen=0, by=cast.manager, at=AT))
    assert Overall.get_by_id(row.id).state == "published"


def test_end_of_an_upload(as_: As, cast: Cast, inspection: Inspection, config: Config) -> None:
    """The pieces stay until the photograph is stored, and go with its acknowledgement."""
    upload = Upload(as_(cast.inspector), cast.inspector, inspection)
    upload.everything()
    for _ in killed(upload.finish):
        added = Audit.select().where(Audit.action == "add-photo")
        assert (Photo.select().count(), added.count(), Evidence.select().count()) in ((0, 0, 0), (1, 1, 1))
    assert upload.finish().headers["Save-State"] == "saved"
    assert Photo.select().count() == 1
    assert list(config.uploads.glob("*.part")) == []


def all_or_nothing(work: Work) -> None:
    before = everything()
    for number in killed(work):
        assert everything() == before, f"half done before statement {number}"
    assert everything() != before


def killed(work: Work) -> Iterator[int]:
    """Do the work in a process that is killed before its first, its second, … statement, and once to the end."""
    for number in count(1):
        ended = in_child(work, number)
        if ended == DONE:
            break
        assert ended == KILLED
        yield number
    assert number > 3


def in_child(work: Work, number: int) -> int:
    leave()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            database.connect()
            kill_before(number)
            work()
            status = DONE
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    database.connect()
    return os.waitstatus_to_exitcode(status)


def kill_before(number: int) -> None:
    bound, statements = database.database.obj, count(1)
    for name in ("execute_sql", "commit"):
        setattr(bound, name, counted(getattr(bound, name), number, statements))


def counted(execute: Callable[..., Any], number: int, statements: Iterator[int]) -> Callable[..., Any]:
    def instead(*args: Any, **kwargs: Any) -> Any:
        if next(statements) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*args, **kwargs)

    return instead


def everything() -> dict[str, list[Any]]:
    """All rows of all tables."""
    tables = database.database.get_tables()
    return {name: database.database.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in tables}
