"""The least that a save can be: session, upsert and audit row on SQLite, behind the same gunicorn and without it.

`python -m tests.bench.bare FILE PORT WORKERS THREADS` serves it.
"""

import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from gunicorn.app.base import BaseApplication

from inspect_app.storage.database import Turn

SCHEMA = """
CREATE TABLE session (token TEXT PRIMARY KEY, user INTEGER NOT NULL);
CREATE TABLE answer (inspection INTEGER, entry TEXT, facts TEXT, version INTEGER, PRIMARY KEY (inspection, entry));
CREATE TABLE audit (id INTEGER PRIMARY KEY, user INTEGER, entry TEXT, facts TEXT, save_id TEXT UNIQUE);
INSERT INTO session VALUES ('bench', 1);
"""
PRAGMAS = ("journal_mode = wal", "synchronous = full", "foreign_keys = 1", "cache_size = -16000")
UPSERT = (
    "INSERT INTO answer VALUES (?, ?, ?, 1) "
    "ON CONFLICT DO UPDATE SET facts = excluded.facts, version = version + 1"
)


class Bare:
    """The program: a connection for each thread, kept."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.turn = Turn(file.with_name(f"{file.name}.turn"))
        self.kept = threading.local()

    def create(self) -> None:
        """Make the tables."""
        self.connection().executescript(SCHEMA)
        self.kept.one.close()
        del self.kept.one

    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        if not hasattr(self.kept, "one"):
            self.kept.one = sqlite3.connect(self.file, isolation_level=None)
            for pragma in PRAGMAS:
                self.kept.one.execute(f"PRAGMA {pragma}")
        return self.kept.one

    def save(self, token: str, inspection: int, entry: str, facts: str, save_id: str) -> None:
        """One save."""
        connection = self.connection()
        (user,) = connection.execute("SELECT user FROM session WHERE token = ?", (token,)).fetchone()
        with self.turn:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(UPSERT, (inspection, entry, facts))
            connection.execute(
                "INSERT INTO audit (user, entry, facts, save_id) VALUES (?, ?, ?, ?)",
                (user, entry, facts, save_id),
            )
            connection.execute("COMMIT")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            _, _, inspection, _, entry = environ["PATH_INFO"].split("/", 4)
            posted = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
            token = environ.get("HTTP_COOKIE", "").removeprefix("session=")
            self.save(token, int(inspection), entry, json.dumps(posted), posted["save_id"][0])
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]


class Server(BaseApplication):
    """The bare program behind gunicorn with the application's own settings."""

    def __init__(self, file: str, port: str, workers: str, threads: str) -> None:
        self.file = Path(file)
        self.wanted = {"bind": f"127.0.0.1:{port}", "workers": int(workers), "threads": int(threads)}
        super().__init__()

    def load_config(self) -> None:
        for name, value in {**self.wanted, "loglevel": "warning", "control_socket_disable": True}.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Bare:
        return Bare(self.file)


if __name__ == "__main__":
    Server(*sys.argv[1:]).run()
