"""`python -m tests.bench.scoring [PART…]`: the parts are sheets, profile, large, save; none is all."""

import cProfile
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeVar
from uuid import uuid4

from inspect_app.domain.answers import load_answers
from inspect_app.domain.checklist import Checklist, examine, load
from inspect_app.domain.scoring import Answer, score
from inspect_app.services import checklists, people, rounds
from inspect_app.services.answers import save_answer
from inspect_app.services.people import AccountEntry, UnitEntry
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage import database
from inspect_app.storage.answers import Content
from inspect_app.storage.models import Inspection

SHEETS, ITEMS, LARGE, VARIANTS, PATIENCE = 100_000, 60, 2_000, 40, 15.0
PER_SECTION = 10
SAVES = 40
Made = TypeVar("Made")
AT = datetime(2020, 7, 1, 9, 0)


@dataclass(frozen=True)
class Specimen:
    """A rule as YAML, and its facts in a sheet where all is well and in one where it is not."""

    rule: str
    sound: str
    faulty: str


SPECIMENS = (
    Specimen(
        "{kind: rate, label: 条, of: 应谈人数, done: 实谈人数, target: 100%, each: 1%, steps: exact, deduct: 0.1}",
        "{of: 40, done: 40}",
        "{of: 40, done: 37, remark: 缺记录}",
    ),
    Specimen(
        "{kind: rate, label: 条, of: 调查人数, done: 满意人数, bands: [{from: 90%}, {from: 0%, deduct: 0.5}]}",
        "{of: 50, done: 48}",
        "{of: 50, done: 40}",
    ),
    Specimen(
        "{kind: shortfall, label: 条, per: 班子成员, required: 3, unit: 次, deduct: 0.2}",
        "{rows: [{name: 甲, count: 3}, {name: 乙, count: 4}, {name: 丙, count: 3}, {name: 丁, count: 3}]}",
        "{rows: [{name: 甲, count: 3}, {name: 乙, count: 1}, {name: 丙, count: 3}, {name: 丁, count: 2}]}",
    ),
    Specimen("{kind: count, label: 条, unit: 处, deduct: 0.2, limit: 1}", "{count: 0}", "{count: 7}"),
    Specimen("{kind: check, label: 条, yes: 已印发, no: 未印发, deduct: 0.5}", "{met: yes}", "{met: no}"),
    Specimen(
        "{kind: missing, label: 条, things: [会议记录, 学习记录, 谈话记录], deduct: 0.3}",
        "{missing: 都有}",
        "{missing: 学习记录、谈话记录}",
    ),
    Specimen(
        "{kind: choice, label: 条, good: 规范, options: [{name: 不规范, deduct: 0.5}, {name: 没有, deduct: all}]}",
        "{choice: 规范}",
        "{choice: 不规范}",
    ),
    Specimen(
        "{kind: judgement, label: 条, min: 0.5, max: 1, step: 0.5}",
        "{value: 0}",
        "{value: 0.5, remark: 空泛}",
    ),
    Specimen(
        "{kind: late, label: 条, due: 2020-06-30, deduct: 0.2, per_day: 0.1}",
        "{date: 2020-06-29}",
        "{date: 2020-07-03}",
    ),
    Specimen("{kind: over, label: 条, most: 20, unit: 万元, deduct: 0.5}", "{value: 18}", "{value: 21.5}"),
)


@dataclass(frozen=True)
class Bench:
    """The checklist and answers to it, one sheet after the other with other faults."""

    checklist: Checklist
    filled: tuple[dict[str, Answer], ...]


def checklist_text(items: int) -> str:
    """That many items of one point, ten in a section, each with a source, a method and one rule."""
    lines = ["id: bench", 'version: "1"', "title: 考核细则", "basis: {works: 工作要点}", f"total: {items}"]
    lines.append("sections:")
    for number in range(items):
        if number % PER_SECTION == 0:
            name = number // PER_SECTION + 1
            points = min(PER_SECTION, items - number)
            lines += [f"  - id: section-{name}", f"    title: 第{name}部分", f"    points: {points}"]
            lines += ["    items:"]
        lines += [
            f"      - id: item-{number + 1}",
            f"        title: 第{number + 1}项考核内容",
            "        points: 1",
            "        ask: 逐人核对记录上的日期和签名。",
            f"        source: {{doc: works, at: 五/{number + 1}, quote: 每年调研不少于3次}}",
            "        method: [查阅台账, 个别访谈]",
            f"        rules: [{SPECIMENS[number % len(SPECIMENS)].rule}]",
        ]
    return "\n".join([*lines, "grades: [{name: 优秀, min: 50}, {name: 合格, min: 0}]", ""])


def answers_to(checklist: Checklist, dice: Random) -> dict[str, Answer]:
    """A complete sheet on which every fourth answer, by chance, is faulty."""
    lines = ["checklist: bench", 'version: "1"', "answers:"]
    for number, key in enumerate(checklist.items):
        specimen = SPECIMENS[number % len(SPECIMENS)]
        facts = specimen.faulty if dice.random() < 0.25 else specimen.sound
        lines.append(f"  {key}: {{条: {facts}}}")
    return load_answers("\n".join(lines) + "\n", checklist)


def prepared() -> Bench:
    dice, checklist = Random(1), load(checklist_text(ITEMS))
    return Bench(checklist, tuple(answers_to(checklist, dice) for _ in range(VARIANTS)))


def sheets() -> None:
    """Whole sheets one after the other, for as long as the patience (in seconds) lasts."""
    bench = prepared()
    # Time on the processor, so that neighbours on a shared machine do not count.
    done, begun = 0, time.process_time()
    while done < SHEETS and time.process_time() - begun < PATIENCE:
        score(bench.checklist, bench.filled[done % VARIANTS])
        done += 1
    rate = done / (time.process_time() - begun)
    measured = "measured" if done == SHEETS else f"extrapolated from {done} sheets"
    print(f"score sheets of {ITEMS} items, one core: {rate:.0f} sheets/s")
    print(f"  {SHEETS} sheets: {SHEETS / rate:.0f} s ({measured})")


def profile() -> None:
    """What scoring spends its time on, functions with what they call."""
    bench, profiler = prepared(), cProfile.Profile()
    profiler.enable()
    for number in range(400):
        score(bench.checklist, bench.filled[number % VARIANTS])
    profiler.disable()
    pstats.Stats(profiler).strip_dirs().sort_stats("cumulative").print_stats(25)


def large() -> None:
    """A long checklist read and scored for the first time."""
    text = checklist_text(LARGE)
    spent, (checklist, problems) = _timed(partial(examine, text))
    if checklist is None or problems:
        raise ValueError(problems)
    filled = answers_to(checklist, Random(1))
    first, _ = _timed(partial(score, checklist, filled))
    again, _ = _timed(partial(score, checklist, filled))
    print(f"a checklist of {LARGE} items ({len(text) // 1000} thousand characters)")
    print(f"  examine: {spent:.2f} s; first scoring: {first:.2f} s; second scoring: {again:.2f} s")
    print(f"  examine and first scoring: {_verdict(spent + first, 1)}")


def save() -> None:
    """One answer of a long checklist saved and scored again, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        database.bind(f"sqlite:///{Path(folder) / 'bench.db'}")
        database.migrate()
        times = _saves(*_opened())
        database.before_fork()
    print(f"save one answer of {LARGE} and total the sheet: median {_verdict(median(times), 0.1)}")
    later = max(times[1:])
    print(f"  the first of {len(times)}: {times[0] * 1000:.0f} ms; the slowest later: {later * 1000:.0f} ms")


def _opened() -> tuple[Inspection, object]:
    manager, _ = people.add_account(AccountEntry("duban", "督办", "manager"), by=None, at=AT)
    inspector, _ = people.add_account(AccountEntry("ducha", "督查", "inspector"), by=manager, at=AT)
    version = checklists.publish(checklist_text(LARGE), by=manager, at=AT)
    unit = people.save_unit(None, UnitEntry("001", "第一单位", "县"), by=manager, at=AT)
    period = (date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 31))
    entry = RoundEntry("2020年上半年", *period)
    rounds.open_round(entry, version, subjects=[unit], inspectors=[inspector], by=manager, at=AT)
    return Inspection.select().get(), inspector


def _saves(inspection: Inspection, inspector: object) -> list[float]:
    """The seconds of each save, every one of another item."""
    filled = answers_to(load(checklist_text(LARGE)), Random(2))
    times = []
    for key in list(filled)[:: LARGE // SAVES]:
        content = Content(filled[key].facts)
        given = {"by": inspector, "seen": 0, "save_id": str(uuid4()), "at": AT}
        times.append(_timed(partial(save_answer, inspection, key, content, **given))[0])
    return times


def _timed(work: Callable[[], Made]) -> tuple[float, Made]:
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def _verdict(seconds: float, goal: float) -> str:
    shown = f"{seconds:.2f} s" if goal >= 1 else f"{seconds * 1000:.0f} ms"
    aim = f"{goal:.0f} s" if goal >= 1 else f"{goal * 1000:.0f} ms"
    return f"{shown} (goal < {aim}, {'met' if seconds < goal else 'NOT MET'})"


PARTS = {"sheets": sheets, "profile": profile, "large": large, "save": save}


def main(wanted: list[str]) -> None:
    for part in wanted or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
