"""Files by content hash: written once, whole or not at all, checked when read."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path


class EvidenceDamaged(Exception):
    """The stored file is missing or is not what was stored; `reason` says which."""

    def __init__(self, digest: str, reason: str) -> None:
        super().__init__(f"佐证材料{digest[:12]}{reason}，请告诉系统管理员从备份中恢复")
        self.reason = reason


def store(folder: Path, content: bytes, suffix: str = ".jpg", *, name: str | None = None) -> str:
    """Keep the content and return its SHA-256 in hex; `name` keeps a companion under another's hash.

    The file is on disk, directory entry included, before the hash is returned.
    """
    digest = name or sha256(content).hexdigest()
    path = path_of(folder, digest, suffix)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise
    _sync(path.parent)
    return digest


def path_of(folder: Path, digest: str, suffix: str = ".jpg") -> Path:
    """Where the content of that hash lies: 256 folders by the first byte."""
    return folder / digest[:2] / f"{digest}{suffix}"


def read(folder: Path, digest: str, suffix: str = ".jpg") -> bytes:
    """The content of that hash; raises EvidenceDamaged when it is not there or not itself."""
    try:
        content = path_of(folder, digest, suffix).read_bytes()
    except FileNotFoundError as error:
        raise EvidenceDamaged(digest, "的文件不在了") from error
    if sha256(content).hexdigest() != digest:
        raise EvidenceDamaged(digest, "的文件已损坏")
    return content


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
