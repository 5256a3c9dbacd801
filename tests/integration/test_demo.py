"""`inspect-app demo`: every state in two rounds, only into an empty database."""

import pytest
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.demo import accounts
from inspect_app.services import overall
from inspect_app.services.rankings import result_of
from inspect_app.storage import database
from inspect_app.storage.models import Audit, Inspection, Notice, Overall, Photo, Round, User
from tests.integration.conftest import PASSWORD_HASH, _disconnect

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def demo(config, monkeypatch):
    """`demo(…)` runs the command with these options on the test's database."""
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    monkeypatch.setenv("INSPECT_DATA", str(config.data))
    runner = CliRunner()
    yield lambda *options: runner.invoke(main, ["demo", *options])
    _disconnect()


@pytest.fixture
def database_in_use(config):
    """Somebody has an account already."""
    database.bind(config.database_url)
    database.connect()
    User.create(login="a", name="甲", role="manager", password=PASSWORD_HASH, session_key="k")
    _disconnect()


def tallies() -> list[tuple[str, str, str, object]]:
    rows = Inspection.select().order_by(Inspection.id)
    return [(row.round.title, row.subject.code, row.state, row.tally) for row in rows]


def captions() -> list[tuple[str, str]]:
    return [(row.evidence.sha256, row.caption) for row in Photo.select().order_by(Photo.id)]


def test_demo_shows_every_state(demo, config):
    assert demo().exit_code == 0
    assert {row.state for row in Inspection.select()} == {
        "assigned",
        "open",
        "submitted",
        "returned",
        "approved",
    }
    assert {row.state for row in Round.select()} == {"open", "released"}
    assert {row.state for row in Notice.select()} == {"draft", "issued"}
    year = overall.result_of(Overall.get())
    assert len(year.rows) > len(year.groups)
    assert year.blocked
    year_end = result_of(Round.get(Round.title == "2020年年终"))
    assert any(row.standing.failed for row in year_end.rows)
    ranks = [row.rank for row in year_end.groups[1].rows]
    assert len(ranks) > len(set(ranks)), "no tie"
    assert all(group.unranked for group in year_end.groups)
    times = [row.at for row in Audit.select().where(Audit.inspection.is_null(False)).order_by(Audit.id)]
    assert times == sorted(times)


@ON_SQLITE
def test_demo_is_the_same_from_the_same_seed(demo, config, tmp_path):
    demo("--seed", "5")
    first = tallies(), captions(), accounts.kept(config.data)
    database.before_fork()
    for file in tmp_path.glob("test.db*"):
        file.unlink()
    demo("--seed", "5")
    assert (tallies(), captions()) == first[:2]
    assert accounts.kept(config.data) != first[2], "the passwords are the same"


def test_demo_refuses_a_database_in_use(demo, database_in_use):
    refused = demo()
    assert refused.exit_code == 1
    assert "已经有数据" in refused.output
    assert User.select().count() == 1


def test_demo_if_empty_shows_the_accounts_again(demo, database_in_use, config):
    config.data.mkdir(exist_ok=True)
    accounts.keep(config.data, "duban1  abcd-efgh-23456\n")
    again = demo("--if-empty")
    assert again.exit_code == 0
    assert "abcd-efgh-23456" in again.output
    assert (config.data / accounts.FILE).stat().st_mode & 0o777 == 0o600
