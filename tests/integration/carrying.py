"""A database of an earlier version of the program, with rows in it, brought up to date."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from inspect_app.storage import database
from tests.integration.conftest import _disconnect
from tests.postgres import create_database, drop_database


@contextmanager
def carried_over_from(
    version: str, rows: Sequence[str], request: pytest.FixtureRequest, folder: Path
) -> Iterator[list[str]]:
    """Within the block the database is bound; it tells which migrations ran. {yes} in a row is the database's truth."""
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'old.db'}"
    else:
        server = request.getfixturevalue("postgres_url")
        url = create_database(server, "old")
    database.bind(url)
    database.connect()
    Runner(database.database.obj, str(database.MIGRATIONS)).up(version)
    for sql in rows:
        database.database.obj.execute_sql(sql.format(yes=1 if request.param == "sqlite" else "TRUE"))
    yield database.migrate()
    _disconnect()
    if request.param == "postgres":
        drop_database(server, "old")
