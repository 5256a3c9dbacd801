"""Every test here runs on SQLite and on PostgreSQL, with a fixed cast and one published checklist.

`app`, `client`, `as_(user)`: the application, a stranger's browser, and the browser of somebody who is logged in.
`cast`: administrator, manager, inspector, colleague, contact, outsider; and their units `unit` and `elsewhere`.
`checklist`: tests/checklists/small.yaml, published. `make_round()`: a round with its inspections.
`statements`: counts the SQL statements of a `with` block.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from flask import Flask
from flask.templating import Environment
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from playhouse.pool import PooledDatabase

from inspect_app import create_app
from inspect_app.config import Config, from_environment
from inspect_app.domain.tally import blank
from inspect_app.storage import database
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Assignment, ChecklistVersion, Inspection, Member, Round, Subject, User
from tests.postgres import create_database, drop_database

SMALL = Path(__file__).parent.parent / "checklists" / "small.yaml"
AT = datetime(2020, 7, 1, 9, 0)
PASSWORD = "kaohe-ceshi-1"
# argon2 verifies with the parameters that the hash names: these are cheap, so that a log-in takes no time.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$iT/t1E8inG49RCgdO3B7Mg$nEtlBbNcbP85ILcRfXU44riGE22PMHMkjNscCOlqSVU"
)
ORIGIN = "http://localhost"


class OwnClient(FlaskClient):
    """A browser on our own pages: it says where its writes come from."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Origin", ORIGIN)
        return super().open(*args, headers=headers, **kwargs)


@dataclass(frozen=True)
class Cast:
    """The people of every test. `contact` belongs to `unit`, `outsider` to `elsewhere`."""

    administrator: User
    manager: User
    inspector: User
    colleague: User
    contact: User
    outsider: User
    unit: Subject
    elsewhere: Subject


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def empty_postgres(postgres_url: str) -> str:
    """The name of a PostgreSQL database with the schema and nothing in it, to be copied."""
    _migrated(create_database(postgres_url, "empty"))
    return "empty"


def _migrated(url: str) -> None:
    database.bind(url)
    database.migrate()
    _disconnect()


def _disconnect() -> None:
    """Leave nothing open, not even what a pool keeps: neither file nor database could be dropped."""
    database.before_fork()
    bound = database.database.obj
    if isinstance(bound, PooledDatabase):
        bound.close_all()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of this test alone."""
    if request.param == "sqlite":
        copyfile(request.getfixturevalue("empty_sqlite"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("empty_postgres")
    yield create_database(server, "test", template=template)
    drop_database(server, "test")


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """The settings of a test: its own database, its own data folder."""
    return from_environment(
        {
            "DATABASE_URL": database_url,
            "INSPECT_DATA": str(tmp_path / "data"),
            "SECRET_KEY": "0123456789abcdef",
        }
    )


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each test has an application of its own; its templates are compiled once for all."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_environment", partial(Environment, bytecode_cache=cache))
        yield


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application on the test's database, with the connection open for the test itself."""
    app = create_app(config)
    app.testing = True
    app.test_client_class = OwnClient
    database.connect()
    yield app
    _disconnect()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is logged in."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Callable[[User], FlaskClient]:
    """`as_(user)` is a browser in which that person is logged in."""

    def log_in(user: User) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{user.id}.{user.session_key}"
            session["_fresh"] = True
        return client

    return log_in


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Two units and six people, one of each role and two to compare with."""
    unit = Subject.create(code="01", name="清河县局", group="县")
    elsewhere = Subject.create(code="02", name="东湖区局", group="区")
    for position, (name, role) in enumerate(
        [("陈立", "主要负责人"), ("方敏", "其他成员"), ("高远", "其他成员")]
    ):
        Member.create(subject=unit, roster="班子成员", name=name, role=role, position=position)
    return Cast(
        administrator=make_user("guanli", "管理员", "administrator"),
        manager=make_user("duban", "杜主任", "manager"),
        inspector=make_user("xuncha", "沈巡查", "inspector"),
        colleague=make_user("tongshi", "童视察", "inspector"),
        contact=make_user("qinghe", "秦联络", "contact", subject=unit),
        outsider=make_user("donghu", "董联络", "contact", subject=elsewhere),
        unit=unit,
        elsewhere=elsewhere,
    )


def make_user(login: str, name: str, role: str, subject: Subject | None = None) -> User:
    """An account whose password is PASSWORD."""
    user: User = User.create(
        login=login, name=name, role=role, subject=subject, password=PASSWORD_HASH, session_key=f"key-{login}"
    )
    return user


@pytest.fixture
def checklist(app: Flask) -> ChecklistVersion:
    """The small checklist, published."""
    text = SMALL.read_text(encoding="utf-8")
    row: ChecklistVersion = ChecklistVersion.create(
        checklist_id="small",
        version="1",
        title="小考核细则",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        published_at=AT,
    )
    return row


@pytest.fixture
def make_round(cast: Cast, checklist: ChecklistVersion) -> Callable[..., Round]:
    """`make_round(subjects=…, inspector=…)`: an open round with an inspection of each unit, assigned to one person.

    Without arguments: both units of the cast, all assigned to `cast.inspector`.
    """

    def make(
        title: str = "2020年上半年", subjects: list[Subject] | None = None, inspector: User | None = None
    ) -> Round:
        round_: Round = Round.create(
            title=title,
            period_start=date(2020, 1, 1),
            period_end=date(2020, 6, 30),
            deadline=date(2020, 7, 31),
            checklist=checklist,
            created_at=AT,
            created_by=cast.manager,
        )
        for subject in subjects or [cast.unit, cast.elsewhere]:
            inspection = make_inspection(round_, subject, checklist)
            Assignment.create(inspection=inspection, user=inspector or cast.inspector)
        return round_

    return make


def make_inspection(round_: Round, subject: Subject, checklist: ChecklistVersion) -> Inspection:
    """An inspection that nobody has begun."""
    inspection: Inspection = Inspection.create(
        round=round_, subject=subject, checklist=checklist, tally=blank(checklist_of(checklist)).to_json()
    )
    return inspection


@pytest.fixture
def inspection(make_round: Callable[..., Round], cast: Cast) -> Inspection:
    """The inspection of `cast.unit` in a round of both units; `cast.inspector` fills it."""
    make_round()
    row: Inspection = Inspection.get(Inspection.subject == cast.unit)
    return row


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """`with statements() as seen:` collects the SQL statements of the block in the list `seen`."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        bound, seen = database.database.obj, []
        execute = bound.execute_sql

        def counted(sql: str, *args: Any, **kwargs: Any) -> Any:
            seen.append(sql)
            return execute(sql, *args, **kwargs)

        bound.execute_sql = counted
        try:
            yield seen
        finally:
            del bound.execute_sql

    return collect
