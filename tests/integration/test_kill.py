"""A real server, killed in the middle of its work: what it acknowledged is there afterwards."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask

from inspect_app.config import Config
from inspect_app.domain.scoring import score
from inspect_app.domain.tally import tally_of
from inspect_app.services.answers import tally_in
from inspect_app.storage import database
from inspect_app.storage.answers import answers_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Inspection
from tests.integration.commands import leave
from tests.integration.conftest import PASSWORD, Cast
from tests.integration.filling import FILLED, HTMX, again

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATIENCE = 20
SAVES = 5
Acknowledged = dict[str, tuple[int, str]]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(config: Config, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`inspect-app serve` in a process group of its own, which is killed in the end."""
    given = {"DATABASE_URL": config.database_url, "INSPECT_DATA": str(config.data)}
    environ = {**os.environ, **given, "SECRET_KEY": config.secret_key}
    command = [sys.executable, "-m", "inspect_app.cli", "serve", "--port", str(port)]
    with log.open("ab") as output:
        server = subprocess.Popen(command, env=environ, stdout=output, stderr=output, start_new_session=True)
    try:
        _wait(server, port, log)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError, HTTPException):
            return Tablet(port).close()
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


class Tablet:
    """A browser over loopback, logged in."""

    def __init__(self, port: int, login: str = "") -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=5)
        self._headers = {"Origin": f"http://127.0.0.1:{port}", **HTMX}
        self.post("/login", {"login": login, "password": PASSWORD})

    def post(self, path: str, data: dict[str, str]) -> tuple[int, str]:
        """Status and text of the answer."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self._http.request("POST", path, urlencode(data), {**self._headers, **form})
        response = self._http.getresponse()
        if cookie := response.headers.get("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return response.status, response.read().decode()

    def close(self) -> None:
        self._http.close()


def keep_saving(port: int, inspection: int, entry: str, acknowledged: Acknowledged) -> None:
    """Save the entry again and again until nobody answers; note what was acknowledged last."""
    tablet, seen = Tablet(port, "xuncha"), 0
    with suppress(OSError, HTTPException):
        while True:
            note = str(uuid4())
            sent = {**FILLED[entry], "note": note, "version": str(seen), "save_id": str(uuid4())}
            status, page = tablet.post(f"/inspections/{inspection}/answers/{entry}", sent)
            assert status == 200, page
            seen = int(re.search(r'name="version" value="(\d+)"', page)[1])  # type: ignore[index]
            acknowledged[entry] = (seen, note)
    tablet.close()


def test_killed_server_keeps_what_it_acknowledged(
    app: Flask, config: Config, cast: Cast, inspection: Inspection, port: int, tmp_path: Path
) -> None:
    acknowledged: Acknowledged = {}
    leave()
    with serving(config, port, tmp_path / "log") as server:
        given = (port, inspection.id)
        clients = [
            threading.Thread(target=keep_saving, args=(*given, entry, acknowledged))
            for entry in list(FILLED)[:4]
        ]
        for client in clients:
            client.start()
        _wait_for_work(acknowledged, len(clients))
        os.killpg(server.pid, signal.SIGKILL)
        for client in clients:
            client.join(PATIENCE)
    database.connect()
    assert len(acknowledged) == len(clients)
    assert_kept(acknowledged)
    assert_sound(inspection)


def _wait_for_work(acknowledged: Acknowledged, clients: int) -> None:
    """Return when every client has had some saves acknowledged, and is in the midst of the next."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if len(acknowledged) == clients and min(seen for seen, _ in acknowledged.values()) > SAVES:
            return
        time.sleep(0.01)
    raise AssertionError(acknowledged)


def assert_kept(acknowledged: Acknowledged) -> None:
    """Every acknowledged save is stored; one more may be, whose answer was cut off."""
    for entry, (version, note) in acknowledged.items():
        row = Answer.get(Answer.entry == entry)
        assert row.version - version in (0, 1)
        assert row.version > version or row.note == note


def assert_sound(inspection: Inspection) -> None:
    assert database.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    row = again(inspection)
    sheet = score(checklist_of(row.checklist), answers_of(row))
    scored = {item.id: item for item in sheet.items}
    assert tally_in(checklist_of(row.checklist), row) == tally_of(checklist_of(row.checklist), scored)


def test_server_goes_on_after_it_was_killed(
    app: Flask, config: Config, cast: Cast, inspection: Inspection, port: int, tmp_path: Path
) -> None:
    leave()
    sent = {**FILLED["talks"], "version": "0", "save_id": str(uuid4())}
    for _ in range(2):
        with serving(config, port, tmp_path / "log"):
            tablet = Tablet(port, "xuncha")
            status, page = tablet.post(f"/inspections/{inspection.id}/answers/talks", sent)
            tablet.close()
            assert status == 200
            assert 'name="version" value="1"' in page
    database.connect()
    assert Answer.select().count() == 1
