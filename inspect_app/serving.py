"""Serving: a few web processes and one print process, started and stopped together."""

import gc
import os
import signal
import subprocess
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from inspect_app import create_app
from inspect_app.config import Config
from inspect_app.storage import database


class Server(BaseApplication):
    """gunicorn with our settings instead of its command line."""

    def __init__(self, config: Config, bind: str) -> None:
        self.inspect = config
        self.address = bind
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        options: dict[str, Any] = {
            "bind": self.address,
            "workers": self.inspect.workers,
            "threads": self.inspect.threads,
            "preload_app": True,
            "post_fork": _after_fork,
            "timeout": 60,
            "graceful_timeout": 20,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "inspect-app",
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made once before the workers fork."""
        app = create_app(self.inspect)
        warm_up(app)
        return app


def warm_up(app: Any) -> None:
    """Import and compile what the first request would otherwise wait for; then leave nothing open to share."""
    app.test_client().get("/login")
    database.before_fork()
    gc.collect()
    gc.freeze()


def _after_fork(_server: Any, _worker: Any) -> None:
    database.connect()


def run(config: Config, host: str, port: int) -> None:
    """Serve until told to stop; the print process stops with it."""
    printer = PrintProcess(config)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"督导考核已启动：http://{host}:{port}（按Ctrl+C停止）", flush=True)
    try:
        Server(config, f"{host}:{port}").run()
    finally:
        printer.stop()


class PrintProcess:
    """The process that prints, begun again should it ever end by itself."""

    def __init__(self, config: Config) -> None:
        # It reads the same settings as we did, wherever ours came from.
        settings = {"INSPECT_DATA": str(config.data), "DATABASE_URL": config.database_url}
        self._environment = {**os.environ, **settings}
        self._stopping = threading.Event()
        self._child = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "inspect_app.cli", "worker", "--parent", str(os.getpid())]
        return subprocess.Popen(command, env=self._environment)

    def _watch(self) -> None:
        while not self._stopping.wait(2):
            if self._child.poll() is not None:
                self._child = self._start()

    def stop(self) -> None:
        """End it, after the document that it is printing."""
        self._stopping.set()
        self._child.terminate()
        self._child.wait(timeout=60)
