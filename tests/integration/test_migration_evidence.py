"""A database of the version before this one is carried over with everything in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from inspect_app.storage import database
from inspect_app.storage.models import Photo, Round
from tests.integration.conftest import AT
from tests.postgres import create_database, drop_database


@pytest.fixture(params=["sqlite", "postgres"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database at migration 0002."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    server = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    if server:
        url = create_database(server, "old")
    bound = database.bind(url)
    database.connect()
    Runner(bound, str(database.MIGRATIONS)).up("0002_let_managers_set_parameters")
    yield
    database.before_fork()
    if server:
        bound.close_all()  # type: ignore[attr-defined]
        drop_database(server, "old")


def put(table: str, **values: Any) -> int:
    """A row as the version before would have written it; its id, which is the first."""
    bound = database.database.obj
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join([bound.param] * len(values))
    bound.execute_sql(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))
    return 1


def photograph_of_before() -> None:
    subject = put("subject", code="01", name="清河县局", group_name="县", active=True)
    user = put(
        "account", login="xuncha", name="沈巡查", role="inspector", password="x", session_key="k", active=True
    )
    version = put(
        "checklist_version", checklist_id="small", version="1", title="小", text="", sha256="0" * 64,
        published_at=AT,
    )  # fmt: skip
    days = dict.fromkeys(("period_start", "period_end", "deadline"), "2020-01-01")
    round_ = put("round", title="上半年", checklist_id=version, state="open", created_at=AT, **days)
    sheet = {"round_id": round_, "subject_id": subject, "checklist_id": version}
    inspection = put("inspection", state="open", tally="{}", return_reason="", **sheet)
    evidence = put("evidence", sha256="1" * 64, media_type="image/jpeg", width=4, height=3, size=9)
    put(
        "photo", inspection_id=inspection, entry="talks", evidence_id=evidence, caption="会议室", added_at=AT,
        added_by_id=user, save_id="1",
    )  # fmt: skip


def test_photographs_are_carried_over(before: None) -> None:
    photograph_of_before()
    database.migrate()
    photo = Photo.get()
    assert (photo.caption, photo.taken_at, photo.taken_from) == ("会议室", AT, "server")
    assert (photo.turn, photo.drawing, photo.before, photo.evidence.suffix) == (0, "", None, ".jpg")
    assert Round.get().watermark is False
