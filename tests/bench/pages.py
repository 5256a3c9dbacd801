"""Opening a form of 60 items and ranking 300 units, at the server and over HTTP, with their statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask.testing import FlaskClient

from inspect_app import create_app
from inspect_app.services.rankings import result_of
from inspect_app.storage import database
from inspect_app.storage.models import Round, User
from tests.bench.measure import Times, timed
from tests.bench.site import Site, app_server, log_in
from tests.bench.wire import Wire


@dataclass(frozen=True)
class Page:
    """A page at the server: times, statements, bytes before compression."""

    times: Times
    statements: int
    size: int


@contextmanager
def client_of(site: Site, login: str) -> Iterator[FlaskClient]:
    """Flask's test client, logged in."""
    app = create_app(site.config)
    database.connect()
    user = User.get(User.login == login)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{user.id}.{user.session_key}"
        session["_fresh"] = True
    yield client
    database.before_fork()


def measure_page(site: Site, login: str, path: str, times: int = 50) -> Page:
    """The page at the server, without HTTP."""
    with client_of(site, login) as client:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        with counted() as statements:
            client.get(path)
        return Page(timed(lambda: client.get(path), times), len(statements), len(response.data))


def measure_over_http(site: Site, who: tuple[str, str], path: str, times: int = 50) -> Times:
    """The page over loopback."""
    with app_server(site, workers=2, threads=16) as served:
        wire = Wire(served.port, log_in(served.port, *who))
        return timed(lambda: wire.get(path), times)


def measure_ranking(site: Site) -> Times:
    """Ranking alone: rows in, groups out."""
    with client_of(site, site.manager[0]):
        round_ = Round.get_by_id(site.whole)
        return timed(lambda: result_of(round_), 20)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements of the block."""
    bound, seen = database.database.obj, []
    execute = bound.execute_sql

    def counting(sql: str, *args: object, **kwargs: object) -> object:
        seen.append(sql)
        return execute(sql, *args, **kwargs)

    bound.execute_sql = counting
    try:
        yield seen
    finally:
        del bound.execute_sql
