"""A database from before every change had a receipt: what was stored then is stored once for ever."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.storage import database
from inspect_app.storage.models import Audit, Inspection, Photo, Presence, Visit
from tests.integration.conftest import Cast
from tests.integration.test_photos import upload
from tests.integration.test_visits import log

As = Callable[..., FlaskClient]


def migrate_again() -> None:
    """Run the migration on a database as it was before it."""
    Audit.update(save_id=None).execute()
    Presence.drop_table()
    path = next(Path(database.MIGRATIONS).glob("0005_*.py"))
    spec = importlib.util.spec_from_file_location("migration", path)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    migration.up(None, database.database.obj)


@pytest.mark.parametrize(("send", "table"), [(upload, Photo), (log, Visit)])
def test_what_was_stored_before_is_not_stored_again(
    as_: As, cast: Cast, inspection: Inspection, send: Callable[..., object], table: type
) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    send(client, inspection)
    send(client, inspection, save_id=save_id)
    migrate_again()
    assert send(client, inspection, save_id=save_id).status_code == 200
    assert table.select().count() == 2
    assert Presence.select().count() == 0
