"""Several tablets at once, each thread with its own connection."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.domain.inspection import NotEditable
from inspect_app.domain.scoring import score
from inspect_app.domain.tally import tally_of
from inspect_app.services import inspections, photos, rounds, visits
from inspect_app.services.inspections import Conflict, answers_of, tally_in
from inspect_app.services.visits import VisitEntry
from inspect_app.storage import database
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Audit, Evidence, Inspection, Photo, Round, Visit
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FILLED, TALKS, again, post, save
from tests.integration.images import picture

As = Callable[..., FlaskClient]
T = TypeVar("T")
ATTEMPTS = 6


def at_once(tasks: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What the tasks returned or raised; they start together, each in its own thread."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T | Exception:
        database.connect()
        start.wait()
        try:
            return task()
        except (Conflict, NotEditable) as refusal:
            return refusal
        finally:
            database.database.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


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
    for entry, data in list(FILLED.items())[:ATTEMPTS]:
        if seen:
            save(inspection, entry, {**data, "note": "先前"}, by=cast.inspector)
        results = at_once(
            [
                lambda note=note, entry=entry, data=data: save(
                    inspection, entry, {**data, "note": note}, by=cast.inspector, seen=seen
                )
                for note in ("甲", "乙")
            ]
        )
        assert sorted(isinstance(result, Conflict) for result in results) == [False, True], results
        assert Answer.get(Answer.entry == entry).version == seen + 1
    assert Audit.select().where(Audit.action == "answer").count() == ATTEMPTS * (seen + 1)
    assert_tally_is_a_rescore(inspection)


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


def test_a_save_never_lands_after_the_submission(cast: Cast, make_round: Callable[..., Round]) -> None:
    for number in range(ATTEMPTS):
        make_round(title=f"第{number}批", subjects=[cast.unit])
        inspection = Inspection.select().order_by(Inspection.id.desc()).get()
        for entry, data in FILLED.items():
            save(inspection, entry, data, by=cast.inspector)
        saved, _ = at_once(
            [
                lambda inspection=inspection: save(inspection, "talks", {}, by=cast.inspector, seen=1),
                lambda inspection=inspection: _submitted(inspection, cast),
            ]
        )
        assert (again(inspection).state == "submitted") == isinstance(saved, NotEditable)
        assert_tally_is_a_rescore(inspection)


def _submitted(inspection: Inspection, cast: Cast) -> None:
    try:
        inspections.submit(inspection, by=cast.inspector, at=AT)
    except inspections.Incomplete:
        return


def test_nothing_changes_once_the_round_is_released(cast: Cast, make_round: Callable[..., Round]) -> None:
    for number in range(ATTEMPTS):
        round_ = make_round(title=f"第{number}批", subjects=[cast.unit])
        inspection = Inspection.select().order_by(Inspection.id.desc()).get()
        at_once(
            [
                lambda inspection=inspection: save(inspection, "talks", TALKS, by=cast.inspector),
                lambda round_=round_: rounds.release(round_, unfinished_seen=1, by=cast.manager, at=AT),
            ]
        )
        order = [row.action for row in Audit.select().order_by(Audit.id.desc()).limit(2)]
        assert order[0] == "release-round"


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
