"""All together: a site, a server that is killed now and then, tablets on a bad network, a manager who returns."""

import io
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from PIL import Image

from inspect_app.config import Config, from_environment
from inspect_app.services import rounds
from inspect_app.storage import database
from inspect_app.storage.models import Round, User
from tests.bench.field import site
from tests.bench.field.check import Verdict, verify
from tests.bench.field.network import Network
from tests.bench.field.server import Server
from tests.bench.field.tablet import Tablet, acts_of
from tests.bench.site import log_in
from tests.bench.wire import Wire
from tests.postgres import served

WITHOUT = ("", "idempotency", "ordering")


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    verdict: Verdict
    tablets: list[Tablet]
    kills: int
    handed_over: int
    seconds: float

    def words(self) -> str:
        sends, faults = sum(t.sends for t in self.tablets), sum(t.network.faults for t in self.tablets)
        done, odd = sum(len(t.acknowledged) for t in self.tablets), sum(len(t.odd) for t in self.tablets)
        told = f"{done} changes acknowledged in {sends} sends, {faults} faults, {self.kills} kills"
        told += f", {self.handed_over} handed over"
        return f"{told}, {odd} refused, {self.seconds:.0f} s: {self.verdict.words()}"


def simulate(
    config: Config,
    *,
    inspections: int,
    tablets: int,
    seed: int,
    pause: tuple[float, float] = (4, 9),
    without: str = "",
) -> Outcome:
    """Fill so many sheets; the server is killed after a pause of so many seconds, again and again."""
    begun = time.monotonic()
    field = site.build(config, inspections=inspections, tablets=tablets)
    database.before_fork()
    server = Server(config, config.data / "server.log", without)
    server.start()
    try:
        people = list(_people(field, server.port, seed, ordered=without != "ordering"))
        database.connect()
        manager = Manager(field, server.port, seed)
        _keep_going(server, people, manager, Random(f"kills {seed}"), pause)
    finally:
        server.kill()
    database.connect()
    verdict = verify(people, config.evidence)
    return Outcome(verdict, people, server.kills - 1, manager.handed_over, time.monotonic() - begun)


def _people(field: site.Field, port: int, seed: int, *, ordered: bool) -> Iterator[Tablet]:
    cookies = {one.id: log_in(port, one.login, one.password) for one in field.inspectors}
    for person in field.inspectors:
        dice = Random(f"{person.id} {seed}")
        network = Network(port, dice, cookie=cookies[person.id])
        others = tuple(cookie for id, cookie in cookies.items() if id != person.id)
        acts = [acts_of(id, dice, submits=True) for id in field.own[person.id]]
        acts += [acts_of(id, dice, submits=False) for id in field.lent[person.id]]
        dice.shuffle(acts)
        yield Tablet(person, network, dice, _picture(person.id), acts, others, ordered)


def _picture(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (shade % 256, 90, 60)).save(buffer, "JPEG")
    return buffer.getvalue()


def _keep_going(
    server: Server, people: list[Tablet], manager: "Manager", dice: Random, pause: tuple[float, float]
) -> None:
    with ThreadPoolExecutor(len(people)) as threads:
        going = [threads.submit(_work, one) for one in people]
        next_kill = time.monotonic() + dice.uniform(*pause)
        while not all(one.done() for one in going):
            time.sleep(0.1)
            manager.look(people)
            if time.monotonic() > next_kill:
                server.kill()
                began = time.monotonic()
                server.start()
                # Where starting takes long, most of the time is still spent at work.
                next_kill = time.monotonic() + dice.uniform(*pause) + 3 * (time.monotonic() - began)
    for one in going:
        one.result()


def _work(tablet: Tablet) -> None:
    database.connect()
    try:
        tablet.work()
    finally:
        database.database.close()


class Manager:
    """Returns some of the sheets that were handed in, and all at which somebody still has something to say.

    Now and then he gives a sheet to somebody else, and back once the first one misses it.
    """

    def __init__(self, field: site.Field, port: int, seed: int) -> None:
        self._person, self._port, self._dice = field.manager, port, Random(f"manager {seed}")
        self._cookie = log_in(port, self._person.login, self._person.password)
        self._seen: dict[int, int] = {}
        self._round, self._user = Round.get(), User.get_by_id(field.manager.id)
        self.handed_over = 0

    def look(self, people: list[Tablet]) -> None:
        """Go through what was handed in since, and through who has which sheet."""
        self._share_out(people)
        wanted = {id for one in people for id in one.held("locked")}
        for one in people:
            for change in one.acknowledged[self._seen.get(one.person.id, 0) :]:
                if change.kind == "submit" and self._dice.random() < 0.3:
                    wanted.add(change.inspection)
            self._seen[one.person.id] = len(one.acknowledged)
        for id in wanted:
            self._send_back(id)

    def _share_out(self, people: list[Tablet]) -> None:
        """Who misses a sheet gets it besides whoever has it; some sheets go to others altogether."""
        for one in people:
            for id in one.held("refused"):
                present = rounds.assigned_in(self._round)[id]
                self._assign(id, {user.id for user in present} | {one.person.id})
        busy = [one for one in people if one.acts]
        if len(people) > 1 and busy and self._dice.random() < 0.15:
            loser = self._dice.choice(busy)
            taker = self._dice.choice([one for one in people if one is not loser])
            with suppress(IndexError):  # he may be done by now
                self._assign(loser.acts[0][0][1], {taker.person.id})
                self.handed_over += 1

    def _assign(self, id: int, users: set[int]) -> None:
        chosen = list(User.select().where(User.id.in_(users)))
        rounds.reassign(self._round, {id: chosen}, by=self._user, at=site.AT)

    def _send_back(self, id: int) -> None:
        try:
            with Wire(self._port, self._cookie, timeout=10) as wire:
                wire.post(f"/inspections/{id}/return", urlencode({"reason": f"请补充{self._dice.random()}"}))
        except (OSError, EOFError):
            return


def main(arguments: list[str]) -> None:
    """The command line."""
    parser = ArgumentParser("python -m tests.bench field", description=__doc__)
    parser.add_argument("--inspections", type=int, default=1000)
    parser.add_argument("--tablets", type=int, default=16)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--without", choices=WITHOUT[1:], default="")
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}, without {given.without or 'nothing'}", flush=True)
    with tempfile.TemporaryDirectory() as folder, served() if given.postgres else nullcontext("") as url:
        settings = {"INSPECT_DATA": folder, "SECRET_KEY": "0123456789abcdef", "DATABASE_URL": url}
        numbers = {"inspections": given.inspections, "tablets": given.tablets, "seed": given.seed}
        outcome = simulate(from_environment(settings), **numbers, without=given.without)
        database.before_fork()
    print(outcome.words())
    for name in ("lost", "twice", "unordered", "misplaced"):
        for one in getattr(outcome.verdict, name)[:10]:
            print(f"  {name}: {one}")
    sys.exit(not outcome.verdict.is_clean())
