"""What an inspector would have recorded: sound and faulty facts for each rule kind."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from inspect_app.demo.city import LEADERS, Unit, members_of
from inspect_app.domain.quantities import plain
from inspect_app.domain.rules import Facts

# How many there are of what a rate counts; what is not here is drawn from WHOLES.
PER_BRANCH = ("党支部个数", "党支部书记人数")
FIXED = {"应提醒次数": 5, "抽查次数": 10, "重点项目个数": 10}
WHOLES = (20, 30, 40, 50)


def sound(rule: Any, unit: Unit, dice: Random) -> dict[str, Any]:
    """Facts on which nothing is lost."""
    return _SOUND[rule.kind](rule, unit, dice)


def faulty(rule: Any, unit: Unit, dice: Random, *, grave: bool) -> dict[str, Any]:
    """Facts on which points are lost: few, or with `grave` many."""
    return _FAULTY[rule.kind](rule, unit, dice, grave)


def _whole(rule: Any, unit: Unit, dice: Random) -> int:
    if rule.of in PER_BRANCH:
        return len(unit.branches)
    return FIXED.get(rule.of) or dice.choice(WHOLES)


def _sound_rate(rule: Any, unit: Unit, dice: Random) -> dict[str, Any]:
    whole = _whole(rule, unit, dice)
    return {"of": whole, "done": whole}


def _faulty_rate(rule: Any, unit: Unit, dice: Random, grave: bool) -> dict[str, Any]:
    whole = _whole(rule, unit, dice)
    least, most = (3, 5) if grave else (1, 1)
    return {"of": whole, "done": whole - max(1, whole * dice.randint(least, most) // 10)}


def _sound_shortfall(rule: Any, unit: Unit, dice: Random) -> dict[str, Any]:
    if rule.roster is None:
        return {"count": plain(rule.required[""])}
    rows = _rows(rule, unit)
    for row in rows:
        if rule.roster == LEADERS and dice.random() < 0.3:
            row["count"] = plain(Decimal(row["count"]) + 1)
    return {"rows": rows}


def _faulty_shortfall(rule: Any, unit: Unit, dice: Random, grave: bool) -> dict[str, Any]:
    if rule.roster is None:
        return {"count": plain(_short_of(rule.required[""], rule.step, dice, grave=grave))}
    rows = _rows(rule, unit)
    chosen = dice.sample(range(len(rows)), math.ceil(len(rows) / 2) if grave else 1)
    for number in chosen:
        rows[number]["count"] = plain(_short_of(Decimal(rows[number]["count"]), rule.step, dice, grave=grave))
    return {"rows": rows}


def _short_of(required: Decimal, step: Decimal, dice: Random, *, grave: bool) -> Decimal:
    steps = int(required / step)
    return required - step * (dice.randint(math.ceil(steps / 2), steps) if grave else 1)


def _rows(rule: Any, unit: Unit) -> list[dict[str, str]]:
    """Everybody in the roster with exactly what is required of him."""
    people = members_of(unit, rule.roster, rule.roles)
    rows = [{"name": name, "role": role, "count": plain(rule.required[role])} for name, role in people]
    return rows if rule.by_role else [{"name": row["name"], "count": row["count"]} for row in rows]


_SOUND: Mapping[str, Callable[[Any, Unit, Random], dict[str, Any]]] = {
    "rate": _sound_rate,
    "shortfall": _sound_shortfall,
    "count": lambda rule, unit, dice: {"count": 0},
    "check": lambda rule, unit, dice: {"met": "yes"},
    "choice": lambda rule, unit, dice: {"choice": rule.good},
    "judgement": lambda rule, unit, dice: {"value": "0"},
    "veto": lambda rule, unit, dice: {"happened": "no"},
}
_FAULTY: Mapping[str, Callable[[Any, Unit, Random, bool], dict[str, Any]]] = {
    "rate": _faulty_rate,
    "shortfall": _faulty_shortfall,
    "count": lambda rule, unit, dice, grave: {"count": dice.randint(2, 4) if grave else 1},
    "check": lambda rule, unit, dice, grave: {"met": "no"},
    "choice": lambda rule, unit, dice, grave: {"choice": rule.options[-1 if grave else 0].name},
    "judgement": lambda rule, unit, dice, grave: {"value": plain(rule.max if grave else rule.min)},
}


def with_remark(facts: Facts, remark: str) -> dict[str, Any]:
    """The facts with the inspector's words."""
    return {**facts, "remark": remark} if remark else dict(facts)
