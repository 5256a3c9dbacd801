"""The commands that work on the database: accounts, back-up, and the names of rounds and units."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from inspect_app.config import Config
from inspect_app.services import photos
from inspect_app.storage.models import Audit, Inspection, Round, User
from tests.integration.commands import run
from tests.integration.conftest import AT, Cast
from tests.integration.filling import fill
from tests.integration.images import picture

# PostgreSQL has tools of its own, and the command says so.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def test_user_makes_the_first_account(config: Config, client: FlaskClient) -> None:
    result = run(config, "user", "yuan", "袁管理")
    password = result.output.split("密码：")[1].split()[0]
    assert result.exit_code == 0
    assert (User.get().name, User.get().role) == ("袁管理", "administrator")
    assert client.post("/login", data={"login": "yuan", "password": password}).status_code == 302
    assert Audit.get(Audit.action == "add-account").user is None


@pytest.mark.parametrize("role", ["manager", "inspector"])
def test_user_takes_a_role(config: Config, client: FlaskClient, role: str) -> None:
    assert run(config, "user", "yuan", "袁某", "--role", role).exit_code == 0
    assert User.get().role == role


def test_user_refuses_a_login_that_is_taken(config: Config, cast: Cast) -> None:
    result = run(config, "user", "duban", "另一人")
    assert result.exit_code == 1
    assert "账号“duban”已经有了" in result.output
    assert User.select().where(User.login == "duban").count() == 1


def test_user_refuses_a_role_that_is_none(config: Config, cast: Cast) -> None:
    assert run(config, "user", "x", "某人", "--role", "contact").exit_code == 2


@pytest.mark.parametrize("command", [["report"], ["sheet"], ["notices"]])
def test_wrong_round_gives_the_list(
    config: Config, make_round: Callable[..., Round], tmp_path: Path, command: list[str]
) -> None:
    make_round()
    unit = ["清河县局"] if command == ["sheet"] else []
    result = run(config, *command, "没有的批次", *unit, "-o", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "没有“没有的批次”这个考核批次" in result.output
    assert "2020年上半年" in result.output
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("name", ["²", "9" * 30, "", "0"])
def test_round_junk_gives_the_list(config: Config, inspection: Inspection, tmp_path: Path, name: str) -> None:
    result = run(config, "report", name, "-o", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "2020年上半年" in result.output


def test_wrong_unit_gives_the_list(config: Config, inspection: Inspection, tmp_path: Path) -> None:
    result = run(config, "sheet", "2020年上半年", "某县局", "-o", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "清河县局、东湖区局" in result.output


@pytest.mark.parametrize("command", ["report", "notices"])
def test_nothing_to_print_is_said(
    config: Config, inspection: Inspection, tmp_path: Path, command: str
) -> None:
    result = run(config, command, "2020年上半年", "-o", tmp_path / "x")
    assert result.exit_code == 1
    assert "还没有" in result.output
    assert not (tmp_path / "x").exists()


def test_output_must_be_named(config: Config, inspection: Inspection) -> None:
    assert run(config, "report", "2020年上半年").exit_code == 2


def test_wrong_setting_is_said_without_a_traceback(config: Config, cast: Cast) -> None:
    result = run(config, "report", "x", "-o", "x.pdf", INSPECT_WORKERS="many")
    assert result.exit_code == 1
    assert "环境变量INSPECT_WORKERS应为整数" in result.output


@on_sqlite
def test_backup_restores_to_an_equal_database(
    config: Config, cast: Cast, inspection: Inspection, tmp_path: Path
) -> None:
    fill(inspection, by=cast.inspector)
    given = {"caption": "", "folder": config.evidence, "by": cast.inspector, "at": AT}
    photos.add_photo(inspection, "talks", picture(), save_id="1", **given)
    result = run(config, "backup", tmp_path / "copy")
    assert result.exit_code == 0
    original = Path(config.database_url.removeprefix("sqlite:///"))
    assert _dump(tmp_path / "copy" / "inspect.db") == _dump(original)
    assert _files(tmp_path / "copy" / "evidence") == _files(config.evidence)


def _dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@on_sqlite
def test_backup_is_served_as_it_is(
    config: Config, cast: Cast, inspection: Inspection, tmp_path: Path
) -> None:
    fill(inspection, by=cast.inspector)
    run(config, "backup", tmp_path / "copy")
    shutil.copytree(config.fonts, tmp_path / "copy" / "fonts")
    environ = {"INSPECT_DATA": str(tmp_path / "copy"), "DATABASE_URL": ""}
    result = run(config, "sheet", "1", "01", "-o", tmp_path / "sheet.pdf", **environ)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


@on_sqlite
def test_backup_overwrites_nothing(config: Config, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    result = run(config, "backup", tmp_path / "copy")
    assert result.exit_code == 1
    assert "已经存在" in result.output
    assert not list((tmp_path / "copy").iterdir())


@on_postgres
def test_backup_of_postgres_names_its_own_tool(config: Config, cast: Cast, tmp_path: Path) -> None:
    result = run(config, "backup", tmp_path / "copy")
    assert result.exit_code == 1
    assert "pg_dump" in result.output
    assert not (tmp_path / "copy").exists()
