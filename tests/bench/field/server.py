"""The server of the simulation, killed and begun again; `python -m tests.bench.field.server WITHOUT COMMAND…` is its
process: `inspect-app`, with what makes it safe taken out of it if WITHOUT says so.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from inspect_app.config import ROOT, Config
from tests.bench.site import free_port
from tests.bench.wire import Wire

PATIENCE = 60


class Server:
    """`inspect-app serve` as a process group of its own."""

    def __init__(self, config: Config, log: Path, without: str = "") -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "tests.bench.field.server", without or "nothing"]
        self._command = [*command, "serve", "--port", str(self.port)]
        given = {"DATABASE_URL": config.database_url, "INSPECT_DATA": str(config.data)}
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        self._environment = {**os.environ, **given, "SECRET_KEY": config.secret_key, "PYTHONPATH": path}
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def start(self) -> None:
        """Return when it answers."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=output, stderr=output, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError, EOFError), Wire(self.port, timeout=5) as wire:
                if wire.get("/login")[0] == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError(self._log.read_text(encoding="utf-8", errors="replace")[-4000:])

    def kill(self) -> None:
        """End every process of it at once, in the midst of whatever it does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            self.kills += 1


def take_out(what: str) -> None:
    """Spoil this process's program; "nothing" leaves it whole."""
    from inspect_app.services import answers
    from inspect_app.storage import evidence
    from inspect_app.storage.models import Answer
    from inspect_app.web import saving, uploads

    save, store = answers.save_answer, evidence.store

    def save_over(inspection: Any, entry: str, content: Any, *, seen: int, **given: Any) -> Any:
        row = Answer.get_or_none(Answer.inspection == inspection, Answer.entry == entry)
        return save(inspection, entry, content, seen=row.version if row else 0, **given)

    def store_and_die(folder: Path, content: bytes, suffix: str = ".jpg", *, name: str | None = None) -> str:
        digest = store(folder, content, suffix, name=name)
        if suffix != ".jpg" and not (folder / "died").exists():
            (folder / "died").touch()
            os.killpg(0, signal.SIGKILL)
        return digest

    if what == "idempotency":
        pieces = uploads.UUID
        uploads._own_key = lambda id: uploads.key_of(id, pieces(uploads.request.form["save_id"]))
        saving.UUID = lambda _: uuid4()  # type: ignore[assignment, misc]  # every sending is a change of its own
    if what == "ordering":
        answers.save_answer = save_over  # type: ignore[assignment]  # whatever was on the screen
    if what == "rows":
        evidence.store = store_and_die  # once, between the files and the row


if __name__ == "__main__":
    take_out(sys.argv[1])
    from inspect_app.cli import main

    main(sys.argv[2:])
