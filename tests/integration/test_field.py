"""A few sheets in the field: what is acknowledged is stored once and in order, or the simulation would notice."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest

from inspect_app.config import Config
from inspect_app.storage import database, evidence
from inspect_app.storage.models import Evidence, Photo
from tests.bench.field import run, site
from tests.bench.field.network import CALM, Network
from tests.bench.field.server import Server
from tests.bench.site import log_in
from tests.integration.commands import leave
from tests.integration.images import picture

SEED = 4
SMALL = {"inspections": 20, "tablets": 5, "seed": SEED}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def left(config: Config) -> Iterator[None]:
    """The simulation binds the database itself."""
    yield
    leave()


def simulate(config: Config, without: str = "") -> run.Outcome:
    return run.simulate(config, **SMALL, pause=(0.5, 1.5), without=without)


def test_nothing_acknowledged_is_lost_nor_twice_nor_out_of_order(config: Config) -> None:
    outcome = simulate(config)
    assert outcome.verdict.is_clean(), outcome.verdict
    assert outcome.kills >= 1
    assert outcome.handed_over >= 1
    assert sum(len(tablet.acknowledged) for tablet in outcome.tablets) > 150
    assert [tablet.odd for tablet in outcome.tablets] == [[]] * SMALL["tablets"]


@on_sqlite
def test_without_idempotency_changes_are_stored_twice(config: Config) -> None:
    assert simulate(config, "idempotency").verdict.twice


@on_sqlite
def test_without_ordering_newer_answers_are_overwritten(config: Config) -> None:
    assert simulate(config, "ordering").verdict.unordered


@on_sqlite
def test_server_killed_between_a_photographs_file_and_its_row_stores_it_once(config: Config) -> None:
    """The file that has no row is found again by its content; no row is ever without its file."""
    field = site.build(config, inspections=1, tablets=1)
    (person,) = field.inspectors
    leave()
    server = Server(config, config.data / "server.log", "rows")
    save_id, answers = str(uuid4()), []
    try:
        for _ in range(3):
            server.start()
            network = Network(
                server.port, Random(SEED), CALM, log_in(server.port, person.login, person.password)
            )
            fields = {"entry": "talks", "caption": "会议室", "save_id": save_id}
            answers.append(network.post("/inspections/1/photos", fields, person.id, picture()))
            network.flush()
            server.kill()
    finally:
        server.kill()
    database.bind(config.database_url)
    database.connect()
    assert [answer and answer.state for answer in answers] == [None, "saved", "saved"]
    assert (Photo.select().count(), Evidence.select().count()) == (1, 1)
    assert evidence.read(config.evidence, Evidence.get().sha256)
    assert len(_files(config.evidence)) == 2


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.jpg") if path.is_file()]
