"""Files that arrive in pieces: each piece is on disk before it is acknowledged, a cut goes on where it was."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

KEPT_DAYS = 7
DAY = 24 * 3600
LARGEST_PIECE = 1024 * 1024


class PieceMisplaced(Exception):
    """The piece does not begin where the file ends; `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"piece expected at {offset}")
        self.offset = offset


class NotWhole(Exception):
    """The pieces do not make the file that was promised."""


def path_of(folder: Path, key: str) -> Path:
    """Where the pieces of that upload lie; the key is made of ids alone."""
    return folder / f"{key}.part"


def offset_of(folder: Path, key: str) -> int:
    """How much of the upload is here."""
    path = path_of(folder, key)
    return path.stat().st_size if path.exists() else 0


def append(folder: Path, key: str, offset: int, piece: bytes) -> int:
    """Add the piece and return how much is here then; one that is here already changes nothing.

    Raises PieceMisplaced when there would be a gap.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if offset == 0:
        clear_abandoned(folder)
    with _held(path_of(folder, key)) as file:
        here = file.seek(0, os.SEEK_END)
        if offset > here:
            raise PieceMisplaced(here)
        if offset < here:
            return here
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return here + len(piece)


@contextmanager
def _held(path: Path) -> Iterator[IO[bytes]]:
    """The file, for one writer at a time: two tabs may be sending the same."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def assembled(folder: Path, key: str, digest: str) -> bytes:
    """The whole file; raises NotWhole, and throws the pieces away when they are not the promised ones."""
    path = path_of(folder, key)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NotWhole from error
    if sha256(content).hexdigest() != digest:
        discard(folder, key)
        raise NotWhole
    return content


def discard(folder: Path, key: str) -> None:
    """Throw the pieces away; twice is harmless."""
    path_of(folder, key).unlink(missing_ok=True)


def clear_abandoned(folder: Path, *, days: int = KEPT_DAYS) -> None:
    """Throw away what nobody has added to for so many days; the tablet still has the file."""
    oldest = time.time() - days * DAY
    for path in folder.glob("*.part"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()
