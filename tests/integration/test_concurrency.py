"""Several tablets at once, each thread with its own connection."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.domain.inspection import NotEditable
from inspect_app.domain.scoring import score
from inspect_app.domain.tally import tally_of
from inspect_app.services import inspections, notices, photos, rounds, visits
from inspect_app.services.answers import Conflict, Saved, tally_in
from inspect_app.services.inspections import Incomplete
from inspect_app.services.visits import VisitEntry
from inspect_app.storage import database
from inspect_app.storage.answers import answers_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Audit, Evidence, Inspection, Notice, Photo, Round, Visit
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FILLED, TALKS, again, approve, fill, post, save
from tests.integration.images import picture

As = Callable[..., FlaskClient]
T = TypeVar("T")
ATTEMPTS = 5
WAIT = 0.2  # long enough for the other thread to arrive at the lock


def at_once(tasks: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What the tasks returned or raised; they start together, each in its own thread."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T | Exception:
        start.wait()
        return outcome(task)

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def outcome(task: Callable[[], T]) -> T | Exception:
    """What the task returned, or which refusal it raised; on a connection of this thread."""
    database.connect()
    try:
        return task()
    except (Conflict, Incomplete, NotEditable) as refusal:
        return refusal
    finally:
        database.database.close()


def while_held(first: Callable[[], Any], second: Callable[[], T]) -> T | Exception:
    """What becomes of the second task, begun while the first one's transaction is not yet committed."""
    with ThreadPoolExecutor(1) as pool:
        with database.writing():
            first()
            late = pool.submit(outcome, second)
            time.sleep(WAIT)
        return late.result()


def assert_tally_is_a_rescore(inspection: Inspection) -> None:
    row = again(inspection)
    checklist = checklist_of(row.checklist)
    sheet = score(checklist, answers_of(row))
    assert tally_in(checklist, row) == tally_of(checklist, {item.id: item for item in sheet.items})


def test_eight_clients_lose_nothing(as_: As, cast: Cast, inspection: Inspection) -> None:
    def work(number: int) -> Callable[[], list[tuple[str, int]]]:
        client, saved = as_(cast.inspector), []
        entry = list(FILLED)[number % len(FILLED)]

        def saves() -> list[tuple[str, int]]:
            for seen in range(ATTEMPTS):
                response = post(
                    client, inspection, entry, {**FILLED[entry], "note": f"{number}-{seen}"}, seen=seen
                )
                if response.status_code == 200:
                    saved.append((entry, seen + 1))
                response.close()
            return saved

        return saves

    acknowledged = [pair for done in at_once([work(number) for number in range(8)]) for pair in done]
    stored = {(row.entry, row.after["note"]) for row in Audit.select().where(Audit.action == "answer")}
    assert len(acknowledged) == len(set(acknowledged)) == len(stored) == len(FILLED) * ATTEMPTS
    assert {row.version for row in Answer.select()} == {ATTEMPTS}
    assert_tally_is_a_rescore(inspection)


@pytest.mark.parametrize("seen", [0, 1])
def test_of_two_saves_of_the_same_version_one_wins(cast: Cast, inspection: Inspection, seen: int) -> None:
    if seen:
        save(inspection, "talks", TALKS, by=cast.inspector)
    mine, theirs = (partial(_noted, inspection, cast, note, seen) for note in ("甲", "乙"))
    assert isinstance(while_held(mine, theirs), Conflict)
    assert (Answer.get().note, Answer.get().version) == ("甲", seen + 1)
    assert Audit.select().where(Audit.action == "answer").count() == seen + 1
    assert_tally_is_a_rescore(inspection)


def _noted(inspection: Inspection, cast: Cast, note: str, seen: int) -> Saved:
    return save(inspection, "talks", {**TALKS, "note": note}, by=cast.inspector, seen=seen)


def test_the_same_save_at_once_is_stored_once(as_: As, cast: Cast, inspection: Inspection) -> None:
    for entry, data in list(FILLED.items())[:ATTEMPTS]:
        save_id = str(uuid4())
        tablets = [as_(cast.inspector) for _ in range(2)]
        answers = at_once(
            [
                lambda tablet=tablet, entry=entry, data=data, save_id=save_id: (
                    post(tablet, inspection, entry, data, save_id=save_id).status_code
                )
                for tablet in tablets
            ]
        )
        assert answers == [200, 200]
    assert Audit.select().where(Audit.action == "answer").count() == ATTEMPTS


def test_a_save_never_lands_after_the_submission(cast: Cast, inspection: Inspection) -> None:
    fill(inspection, by=cast.inspector)
    submit = partial(inspections.submit, inspection, by=cast.inspector, at=AT)
    late = while_held(submit, partial(_noted, inspection, cast, "迟到", 1))
    assert isinstance(late, NotEditable)
    assert_tally_is_a_rescore(inspection)


def test_a_submission_counts_the_save_that_came_before(cast: Cast, inspection: Inspection) -> None:
    fill(inspection, by=cast.inspector)
    empty = partial(save, inspection, "talks", {}, by=cast.inspector, seen=1)
    refused = while_held(empty, partial(inspections.submit, inspection, by=cast.inspector, at=AT))
    assert isinstance(refused, Incomplete)


def test_a_save_never_lands_after_the_release(cast: Cast, inspection: Inspection) -> None:
    release = partial(rounds.release, inspection.round, unfinished_seen=2, by=cast.manager, at=AT)
    assert isinstance(while_held(release, partial(_noted, inspection, cast, "迟到", 0)), NotEditable)


def test_a_sheet_does_not_go_back_while_its_notice_is_issued(cast: Cast, inspection: Inspection) -> None:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(inspection.round, AT.date(), by=cast.manager, at=AT)
    issue = partial(notices.issue, Notice.get(), by=cast.manager, at=AT)
    back = partial(inspections.send_back, inspection, "补台账", by=cast.manager, at=AT)
    assert isinstance(while_held(issue, back), NotEditable)


def test_the_same_visit_at_once_is_logged_once(cast: Cast, inspection: Inspection) -> None:
    entry = VisitEntry(AT.date(), "县局", "陈立", "沈巡查")
    for _ in range(ATTEMPTS):
        save_id = str(uuid4())

        def log(save_id: str = save_id) -> Visit:
            return visits.add_visit(inspection, entry, by=cast.inspector, save_id=save_id, at=AT)

        first, second = at_once([log, log])
        assert first == second
    assert Visit.select().count() == ATTEMPTS


def test_the_same_photograph_at_once_is_stored_once(
    app: Flask, cast: Cast, make_round: Callable[..., Round]
) -> None:
    make_round()
    mine, other = Inspection.select().order_by(Inspection.id)
    for number in range(ATTEMPTS):
        raw, ids = picture(colour=(40 * number, 0, 0)), [str(uuid4()), str(uuid4())]

        def add(inspection: Inspection, save_id: str, raw: bytes = raw) -> Any:
            folder = app.config["INSPECT"].evidence
            given: dict[str, Any] = {"caption": "", "folder": folder, "by": cast.inspector, "at": AT}
            return photos.add_photo(inspection, "talks", raw, save_id=save_id, **given)

        tasks = [(mine, ids[0]), (mine, ids[0]), (other, ids[1])]
        at_once([lambda task=task, add=add: add(*task) for task in tasks])
    assert (Photo.select().count(), Evidence.select().count()) == (2 * ATTEMPTS, ATTEMPTS)
