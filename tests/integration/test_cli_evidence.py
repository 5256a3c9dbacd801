"""`inspect-app evidence --check`: what is missing or damaged is listed with its place."""

from pathlib import Path

import pytest

from inspect_app.config import Config
from inspect_app.services.photos import add_photo
from inspect_app.storage.models import Evidence, Inspection, Photo
from tests.integration.commands import run
from tests.integration.conftest import AT, Cast
from tests.integration.images import picture
from tests.integration.papers import pdf


@pytest.fixture(autouse=True)
def kept(config: Config, cast: Cast, inspection: Inspection) -> None:
    """A photograph and a document."""
    for number, raw in enumerate((picture(), pdf())):
        add_photo(
            inspection, "talks", raw, caption=f"第{number}份", folder=config.evidence, by=cast.inspector,
            save_id=str(number), at=AT,
        )  # fmt: skip


def file_of(config: Config, suffix: str) -> Path:
    row = Evidence.get(Evidence.suffix == suffix)
    return config.evidence / row.sha256[:2] / f"{row.sha256}{suffix}"


def test_whole_folder_is_in_order(config: Config) -> None:
    result = run(config, "evidence", "--check")
    assert (result.exit_code, "2份佐证材料都在" in result.output) == (0, True)


def test_missing_and_damaged_files_are_listed_with_their_sheets(config: Config) -> None:
    file_of(config, ".jpg").write_bytes(b"x")
    file_of(config, ".pdf").unlink()
    result = run(config, "evidence", "--check")
    assert result.exit_code == 1
    assert "的文件已损坏：2020年上半年清河县局“第0份”" in result.output
    assert "的文件不在了：2020年上半年清河县局“第1份”" in result.output
    assert "2份佐证材料中有2份" in result.output


def test_file_of_a_removed_photograph_is_checked_too(config: Config) -> None:
    Photo.delete().execute()
    file_of(config, ".jpg").unlink()
    assert "已经从考核单中删去" in run(config, "evidence", "--check").output
