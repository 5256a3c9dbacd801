"""Two transactions at the same moment: whoever had to wait must see what the other has done."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from inspect_app.domain.inspection import NotEditable
from inspect_app.services import answers, people, rounds
from inspect_app.services.answers import Conflict
from inspect_app.services.people import AccountEntry, LastAdministrator
from inspect_app.storage import database
from inspect_app.storage.answers import Content
from inspect_app.storage.inspections import hold_editable
from inspect_app.storage.models import Answer, Inspection, User
from tests.integration.conftest import AT, Cast, make_user


def after_waiting(for_: Callable[[], Any], then: Callable[[], Any]) -> Any:
    """What came of `then` (its result or its exception), begun while the transaction of `for_` was open."""
    started, outcome = Event(), []

    def run() -> None:
        started.wait(5)
        database.connect()
        try:
            with database.writing():
                outcome.append(then())
        except Exception as error:  # noqa: BLE001 -- the test asks which
            outcome.append(error)
        finally:
            database.database.close()

    thread = Thread(target=run)
    thread.start()
    with database.writing():
        for_()
        started.set()
        thread.join(0.3)
    thread.join(10)
    return outcome[0]


def save(inspection: Inspection, cast: Cast, *, done: int, save_id: str) -> Any:
    content = Content({"廉政谈话率": {"of": 40, "done": done}})
    return answers.save_answer(
        inspection, "talks", content, by=cast.inspector, seen=0, save_id=save_id, at=AT
    )


def test_a_sheet_that_waited_for_the_release_is_closed(inspection: Inspection, cast: Cast) -> None:
    outcome = after_waiting(
        lambda: rounds.release(inspection.round, unfinished_seen=2, by=cast.manager, at=AT),
        lambda: hold_editable(inspection.id),
    )
    assert isinstance(outcome, NotEditable)


def test_an_answer_that_waited_for_the_release_is_refused(inspection: Inspection, cast: Cast) -> None:
    outcome = after_waiting(
        lambda: rounds.release(inspection.round, unfinished_seen=2, by=cast.manager, at=AT),
        lambda: save(inspection, cast, done=36, save_id="late"),
    )
    assert isinstance(outcome, NotEditable)
    assert not Answer.select().exists()


def test_an_answer_is_not_overwritten_by_one_that_waited(inspection: Inspection, cast: Cast) -> None:
    outcome = after_waiting(
        lambda: save(inspection, cast, done=36, save_id="first"),
        lambda: save(inspection, cast, done=40, save_id="second"),
    )
    assert isinstance(outcome, Conflict)
    assert Answer.get().facts["廉政谈话率"]["done"] == 36


def test_two_administrators_cannot_retire_each_other(cast: Cast) -> None:
    other = make_user("fuguanli", "副管理员", "administrator")

    def retire(user: User, by: User) -> None:
        people.change_account(user, AccountEntry(user.login, user.name, "manager"), by=by, at=AT)

    outcome = after_waiting(
        lambda: retire(other, cast.administrator), lambda: retire(cast.administrator, other)
    )
    assert isinstance(outcome, LastAdministrator)
