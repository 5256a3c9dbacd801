"""A site to measure: units, one round, a checklist of 60 items with every rule kind in turn."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from inspect_app.config import Config, from_environment
from inspect_app.demo.city import Unit
from inspect_app.demo.facts import faulty, sound
from inspect_app.domain.checklist import load
from inspect_app.domain.scoring import Answer as Recorded
from inspect_app.domain.scoring import score_entry
from inspect_app.domain.tally import tally_of
from inspect_app.services import checklists, notices, people, rounds
from inspect_app.services.people import AccountEntry, RosterLine, UnitEntry
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage import database
from inspect_app.storage.models import Answer, Inspection, Subject
from tests.bench.wire import Wire

ITEMS, SECTIONS, UNITS, CLIENTS = 60, 6, 300, 8
AT = datetime(2020, 7, 1, 9, 0)
ROUND, WHOLE = "2020年上半年", "2020年全年"
RULES = (
    "{kind: rate, label: 廉政谈话率, of: 应谈话人数, done: 实际谈话人数, target: 100%, each: 1%, deduct: 0.1}",
    "{kind: shortfall, label: 调研, per: 班子成员, required: 3, unit: 次, deduct: 0.2}",
    "{kind: count, label: 没有修订的清单, unit: 类, deduct: 0.2}",
    "{kind: check, label: 工作要点, yes: 已印发, no: 未印发, deduct: 0.5}",
    "{kind: choice, label: 督查通报, good: 有督查也有通报, options: [{name: 有督查没有通报, deduct: 0.5}]}",
    "{kind: judgement, label: 统筹和减负, min: 0.5, max: 1, step: 0.5}",
)


def checklist_text() -> str:
    """60 items in 6 sections, each with a source, a method and one rule."""
    lines = [
        "id: bench",
        "version: '1'",
        "title: 机关党建工作考核细则",
        "basis: {works: 2020年党建工作要点}",
        f"total: {ITEMS}",
    ]
    lines.append("sections:")
    for number in range(ITEMS):
        if number % (ITEMS // SECTIONS) == 0:
            section = number // (ITEMS // SECTIONS) + 1
            lines += [
                f"  - id: section-{section}",
                f"    title: 第{section}部分",
                f"    points: {ITEMS // SECTIONS}",
                "    items:",
            ]
        lines += [
            f"      - id: item-{number + 1}",
            f"        title: 第{number + 1}项考核内容",
            "        points: 1",
            "        ask: 逐人核对谈话记录上的日期和签名；一个项目也没有的填0，本条不适用。",
            "        source: {doc: works, at: 五/14, quote: 班子成员每年到挂钩区局调研不少于3次}",
            "        method: [查阅台账, 个别访谈]",
            f"        rules: [{RULES[number % len(RULES)]}]",
        ]
    return "\n".join(
        [*lines, "grades:", "  - {name: 优秀, min: 55, quota: 30%}", "  - {name: 合格, min: 0}", ""]
    )


@dataclass(frozen=True)
class Site:
    """A filled data folder: `forms` are the open inspections, one for each inspector (log-in, password)."""

    config: Config
    inspectors: tuple[tuple[str, str], ...]
    manager: tuple[str, str]
    forms: tuple[int, ...]
    round: int
    whole: int


def build(folder: Path) -> Site:
    """An open round of 8 inspections to fill; a round of 300 approved sheets, a notice drafted for each."""
    config = from_environment({"INSPECT_DATA": str(folder), "SECRET_KEY": "0123456789abcdef"})
    database.bind(config.database_url)
    database.migrate()
    manager, password = people.add_account(AccountEntry("duban", "督办", "manager"), by=None, at=AT)
    inspectors = [
        people.add_account(AccountEntry(f"ducha{n}", f"督查{n}", "inspector"), by=manager, at=AT)
        for n in range(CLIENTS)
    ]
    version = checklists.publish(checklist_text(), by=manager, at=AT)
    with database.writing():
        units = [_add_unit(number, manager) for number in range(UNITS)]
        period = (date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 31))
        users = [user for user, _ in inspectors]
        named = {"inspectors": users, "by": manager, "at": AT}
        round_ = rounds.open_round(RoundEntry(ROUND, *period), version, subjects=units[:CLIENTS], **named)
        whole = rounds.open_round(RoundEntry(WHOLE, *period), version, subjects=units, **named)
        _fill(whole.id, users[0].id)
        notices.draft_all(whole, date(2020, 9, 1), by=manager, at=AT)
    opened = Inspection.select(Inspection.id).where(Inspection.round == round_)
    forms = tuple(row.id for row in opened.order_by(Inspection.id))
    logins = tuple((user.login, word) for user, word in inspectors)
    database.before_fork()
    return Site(config, logins, (manager.login, password), forms, round_.id, whole.id)


def _add_unit(number: int, manager: object) -> Subject:
    unit = people.save_unit(
        None,
        UnitEntry(f"{number + 1:03}", f"第{number + 1}单位", "县" if number % 2 else "区"),
        by=manager,
        at=AT,
    )
    lines = [RosterLine(f"成员{number}之{n}") for n in range(5)]
    people.save_roster(unit, "班子成员", lines, by=manager, at=AT)
    return unit


def _fill(round_id: int, user: int) -> None:
    """Every sheet of the round approved, with two or three faults in each."""
    dice, checklist = Random(1), load(checklist_text())
    unit = Unit(
        "", "", "", leaders=("甲一", "乙二", "丙三", "丁四", "戊五"), branches=("一支部",), contact=("", "")
    )
    for row in Inspection.select().where(Inspection.round == round_id):
        faults = set(dice.sample(list(checklist.items), dice.choice((2, 3))))
        answers = {}
        for key, (rule,) in checklist.entries.items():
            facts = faulty(rule, unit, dice, grave=False) if key in faults else sound(rule, unit, dice)
            answers[key] = {rule.label: {**facts, "remark": "台账与记录不符"} if key in faults else facts}
        scored = {key: score_entry(checklist, key, Recorded(facts)) for key, facts in answers.items()}
        Inspection.update(state="approved", tally=tally_of(checklist, scored).to_json()).where(
            Inspection.id == row.id
        ).execute()
        Answer.insert_many(
            [
                {"inspection": row.id, "entry": key, "facts": facts, "updated_at": AT, "updated_by": user}
                for key, facts in answers.items()
            ]
        ).execute()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Served:
    """A running server: its port, its first process, and how long it took to the first page."""

    port: int
    process: subprocess.Popen[bytes]
    started: float


@contextmanager
def serving(command: list[str], environment: dict[str, str], page: str) -> Iterator[Served]:
    """The server of that command (its port is put in place of PORT), stopped at the end with all its processes."""
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [part.replace("PORT", str(port)) for part in command],
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, page)
        yield Served(port, process, time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(port: int, page: str) -> None:
    deadline = time.perf_counter() + 30
    while time.perf_counter() < deadline:
        try:
            with Wire(port) as wire:
                if wire.get(page)[0] == 200:
                    return
        except OSError:
            pass
        time.sleep(0.01)
    raise TimeoutError(f"nothing answers at {page}")


def app_server(site: Site, *, workers: int, threads: int) -> AbstractContextManager[Served]:
    """`inspect-app serve` on the site."""
    command = [sys.executable, "-m", "inspect_app.cli", "serve", "--port", "PORT"]
    environment = {
        "INSPECT_DATA": str(site.config.data),
        "SECRET_KEY": site.config.secret_key,
        "INSPECT_WORKERS": str(workers),
        "INSPECT_THREADS": str(threads),
    }
    return serving(command, environment, "/login")


def log_in(port: int, login: str, password: str) -> str:
    """The session cookie of that person."""
    with Wire(port) as wire:
        status, head, _ = wire.post("/login", urlencode({"login": login, "password": password}))
    if status != 302:
        raise RuntimeError(f"log-in answered {status}")
    return re.search(r"(?i)set-cookie: (session=[^;]+)", head)[1]


def answer_body(number: int, version: int) -> tuple[str, str]:
    """The entry of that number, and what the page posts for it; another value each time."""
    kind = number % len(RULES)
    value = (version * 7 + number) % 3
    fields: dict[str, object] = {"version": version, "save_id": str(uuid4()), "note": ""}
    fields |= (
        {"r0-of": 40, "r0-done": 40 - value},
        {f"r0-rows-{n}-name": f"成员{n}" for n in range(5)}
        | {f"r0-rows-{n}-count": 3 - (n == value) for n in range(5)},
        {"r0-count": value},
        {"r0-met": "no" if value else "yes"},
        {"r0-choice": "有督查没有通报" if value else "有督查也有通报"},
        {"r0-value": "0.5" if value else "0", "r0-remark": f"座谈时有反映，第{version}次"},
    )[kind]
    return f"item-{number + 1}", urlencode(fields)


def memory_of(process: int) -> dict[str, float]:
    """The proportional memory in MB of the process and all below it, by what each is."""
    found: dict[str, float] = {}
    for pid in [process, *_below(process)]:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        name = "print process" if b"worker" in words else "web processes"
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found[name] = found.get(name, 0) + int(re.search(r"(?m)^Pss:\s+(\d+)", rollup)[1]) / 1024
    return found


def _below(process: int) -> list[int]:
    own = [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [*own, *(deeper for pid in own for deeper in _below(pid))]


def run_apart(*arguments: str) -> dict[str, float]:
    """What a fresh process of the bench found out, as it printed it."""
    done = subprocess.run([sys.executable, "-m", *arguments], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
