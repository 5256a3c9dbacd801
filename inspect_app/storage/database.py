"""One database for the process: connections that are kept, and writes that take turns."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from peewee import Database, DatabaseProxy, SqliteDatabase
from playhouse.db_url import parse
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase

MIGRATIONS = Path(__file__).parent / "migrations"
# FULL costs a fifth of the saves, and keeps what was acknowledged through a power cut.
SQLITE_PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "cache_size": -16000}
# Rows that point to a locked row can still be added: their check takes a lock that a plain FOR UPDATE refuses.
KEEPING_KEYS = "FOR NO KEY UPDATE"
SHEETS = (
    20_200_701  # names PostgreSQL's lock of those who write to several inspections; any number of ours alone
)

database = DatabaseProxy()


class Turn:
    """Writers queue here before BEGIN IMMEDIATE: SQLite's own busy wait sleeps and does not queue.

    Threads queue on a lock, processes on flock of a file beside the database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if self._file is None:
                self._file = self._path.open("a")
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *error: object) -> None:
        try:
            if self._file is not None:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def forget(self) -> None:
        """A forked child must open the file for itself: a shared description is one owner to flock."""
        if self._file is not None:
            self._file.close()
            self._file = None


_turn: Turn | None = None


def bind(url: str) -> Database:
    """Make the URL's database the one that the models use; raises RuntimeError for an unknown scheme."""
    global _turn
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        database.initialize(SqliteDatabase(str(path), pragmas=SQLITE_PRAGMAS, timeout=10))
        _turn = Turn(path.with_name(path.name + ".turn"))
    elif url.startswith(("postgresql://", "postgres://")):
        settings = parse(url, unquote_password=True, unquote_user=True)
        database.initialize(
            PooledPostgresqlDatabase(prefer_psycopg3=True, max_connections=32, stale_timeout=300, **settings)
        )
        _turn = None
    else:
        raise RuntimeError(
            f"DATABASE_URL应以sqlite:///或postgresql://开头，现在是“{url.partition(':')[0]}:…”"
        )
    return database.obj


def connect() -> None:
    """Open this thread's connection, or go on with the one it has."""
    database.connect(reuse_if_open=True)


def release() -> None:
    """Give a pooled connection back. SQLite's stays open: closing the last one runs a checkpoint."""
    if not isinstance(database.obj, SqliteDatabase) and not database.is_closed():
        database.close()


def before_fork() -> None:
    """Leave nothing open that a child process would share."""
    if not database.is_closed():
        database.close()
    if _turn is not None:
        _turn.forget()


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction, all or nothing; on SQLite after waiting for a turn."""
    if _turn is None:
        with database.atomic():
            yield
    elif database.in_transaction():
        yield
    else:
        with _turn, database.atomic("IMMEDIATE"):
            yield


@contextmanager
def writing_sheets() -> Iterator[None]:
    """As `writing`, for what may lock more than one inspection: whoever does so waits for the others to be done.

    Each begins with a row of his own, so that no order of locks would keep two of them from waiting for each other.
    """
    with writing():
        if not isinstance(database.obj, SqliteDatabase):
            database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (SHEETS,))
        yield


def locked(query: Any, *models: Any) -> Any:
    """The query with its rows locked until commit, where the database locks rows at all."""
    if isinstance(database.obj, SqliteDatabase):
        return query
    return query.for_update(KEEPING_KEYS, of=models) if models else query.for_update(KEEPING_KEYS)


def hold_row(model: Any, id: int) -> None:
    """Keep other writers of the row out until commit; to be called before anything beside the row is read.

    PostgreSQL gives a statement that had to wait for a lock the rows of other tables as they stood before.
    """
    if not isinstance(database.obj, SqliteDatabase):
        model.select(model.id).where(model.id == id).for_update(KEEPING_KEYS).get()


def hold_table(model: Any) -> None:
    """Keep other writers of the table out until commit; on SQLite a write transaction does so by itself."""
    if not isinstance(database.obj, SqliteDatabase):
        database.execute_sql(f'LOCK TABLE "{model._meta.table_name}" IN SHARE ROW EXCLUSIVE MODE')


def reuses_ids() -> bool:
    """Whether the highest id is given away again once its row is gone."""
    return isinstance(database.obj, SqliteDatabase)


def migrate() -> list[str]:
    """Bring the schema up to date and return the names of the migrations that ran."""
    connect()
    if _turn is None:
        return list(Runner(database.obj, str(MIGRATIONS)).up())
    with _turn:
        return list(Runner(database.obj, str(MIGRATIONS)).up())
