"""Evidence files: kept by content hash, checked when read."""

from pathlib import Path

import pytest

from inspect_app.storage import evidence
from inspect_app.storage.evidence import EvidenceDamaged


def test_content_is_kept_under_its_hash(tmp_path: Path) -> None:
    digest = evidence.store(tmp_path, b"picture")
    assert evidence.path_of(tmp_path, digest) == tmp_path / digest[:2] / f"{digest}.jpg"
    assert evidence.read(tmp_path, digest) == b"picture"


def test_same_content_is_kept_once(tmp_path: Path) -> None:
    first, second = (evidence.store(tmp_path, b"picture") for _ in range(2))
    assert first == second
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_companion_lies_beside_its_picture(tmp_path: Path) -> None:
    digest = evidence.store(tmp_path, b"picture")
    evidence.store(tmp_path, b"small", ".thumb.jpg", name=digest)
    assert evidence.path_of(tmp_path, digest, ".thumb.jpg").read_bytes() == b"small"


def test_changed_file_is_an_error(tmp_path: Path) -> None:
    digest = evidence.store(tmp_path, b"picture")
    evidence.path_of(tmp_path, digest).write_bytes(b"other")
    with pytest.raises(EvidenceDamaged, match="已损坏"):
        evidence.read(tmp_path, digest)


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvidenceDamaged, match="不在了"):
        evidence.read(tmp_path, "0" * 64)


def test_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        evidence.store(tmp_path, "text", name="0" * 64)  # type: ignore[arg-type]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
