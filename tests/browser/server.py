"""The real server as its own process, on a free loopback port with its own data folder."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from inspect_app.config import ROOT, Config, from_environment
from inspect_app.storage import database
from inspect_app.storage.models import TABLES

PATIENCE = 60


class Site:
    """`inspect-app serve`; `url` has no slash at its end."""

    def __init__(self, data: Path) -> None:
        fonts = Path(os.environ.get("INSPECT_DATA") or ROOT / "var") / "fonts"
        if fonts.is_dir():
            (data / "fonts").symlink_to(fonts)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = {"INSPECT_DATA": str(data), "SECRET_KEY": secrets.token_hex(16)}
        self._log = (data / "server.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def config(self) -> Config:
        """The server's settings."""
        return from_environment(self._settings)

    def start(self, program: Path = ROOT) -> None:
        """Serve the program of that folder, and return when the first page comes."""
        command = [sys.executable, "-m", "inspect_app.cli", "serve", "--port", str(self.port)]
        foreign = {"DATABASE_URL", "REDIS_URL", "INSPECT_DEMO"}
        environment = {name: value for name, value in os.environ.items() if name not in foreign}
        self._process = subprocess.Popen(
            command,
            cwd=program,
            env={**environment, **self._settings, "PYTHONPATH": str(program)},
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self._await_answer()

    def _await_answer(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self._process is not None
            assert self._process.poll() is None, f"the server ended: {self.log()}"
            try:
                urllib.request.urlopen(f"{self.url}/login", timeout=5).close()
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"the server did not answer: {self.log()}")

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=PATIENCE)
        self._process = None

    def kill(self) -> None:
        """End it as a power cut would: every process of it at once."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=PATIENCE)
        self._process = None

    def pause(self) -> None:
        """Take connections and answer none, as a network without end does."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Answer again."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def close(self) -> None:
        """Stop, and close the log."""
        self.stop()
        self._log.close()

    def log(self) -> str:
        """What the server wrote."""
        return Path(self._log.name).read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def empty_database() -> None:
    """Take every row out of the bound database."""
    with database.writing():
        for model in reversed(TABLES):
            model.delete().execute()
