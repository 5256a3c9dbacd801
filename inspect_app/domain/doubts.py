"""What is legal in a checklist but suspicious, told from the plain tree."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from inspect_app.domain.consistency import dicts, is_free, items_in, number_in, origins_of
from inspect_app.domain.quantities import plain
from inspect_app.domain.yaml_source import Path, Problem, Source

LISTS = ("options", "prices", "bands")


def doubts(source: Source) -> Iterator[Problem]:
    """Warnings: no source, amounts that can never bite, additions that can never count."""
    yield from _told_twice(source)
    yield from _policy(source)
    for path, item in items_in(source.tree):
        if "source" not in item:
            yield source.problem((*path, "title"), f"“{item.get('title')}”没有写出处（source）", warning=True)
        for r, rule in dicts(item, "rules"):
            yield from _rule_doubts(source, (*path, "rules", r), rule, item)
        yield from _start_doubts(source, path, item)
        yield from _unsplit(source, path, item)
        yield from _cheap_gates(source, path, item)


def _policy(source: Source) -> Iterator[Problem]:
    """Converting what is missing needs points to convert."""
    said, free = source.tree.get("not_applicable"), is_free(source.tree)
    if (
        free
        and said in {"rescale", "full"}
        and not any("points" in item for _, item in items_in(source.tree))
    ):
        advice = f"各项都没有分值，不适用的项目没有分可以{'折算' if said == 'rescale' else '给'}，请删去或写exclude"
        yield source.problem(("not_applicable",), advice, warning=True)


def _told_twice(source: Source) -> Iterator[Problem]:
    """The same words of the same place under two items: one duty scored twice."""
    seen: dict[tuple[str, ...], dict[str, Any]] = {}
    for path, item in items_in(source.tree):
        for place, origin in origins_of(item):
            words = tuple(str(origin.get(key)) for key in ("doc", "at", "quote"))
            first = seen.setdefault(words, item)
            if first is not item:
                advice = f"与“{first.get('title')}”的出处和引文相同，同一件事只应计一次，请核对"
                yield source.problem((*path, *place), advice, warning=True)


def _rule_doubts(source: Source, path: Path, rule: dict[str, Any], item: dict[str, Any]) -> Iterator[Problem]:
    points, bonus = number_in(item.get("points")), number_in(item.get("bonus")) or Decimal(0)
    limit = number_in(rule.get("limit"))
    for place, key, price in _prices(path, rule):
        most = points + bonus if points is not None and key == "add" else points
        if most is not None and price > most and item.get("floor", "zero") == "zero":
            yield source.problem(place, _never(key, price, most), warning=True)
        if limit is not None and limit < price and place == (*path, key):
            verb = "加" if key == "add" else "扣"
            advice = f"最多{verb}{plain(limit)}分，比一次的{plain(price)}分还少，请核对"
            yield source.problem((*path, "limit"), advice, warning=True)
    if rule.get("kind") == "rate" and "each" in rule and "steps" not in rule:
        advice = "没有写steps（exact按比例、up不足一步按一步、down不足一步不扣），按exact计算"
        yield source.problem((*path, "each"), advice, warning=True)


def _cheap_gates(source: Source, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    """Having nothing at all must not cost less than having it with faults, which `unless` then leaves out."""
    rules = {str(rule.get("label")): (r, rule) for r, rule in dicts(item, "rules")}
    for label, (r, rule) in rules.items():
        gate = rules.get(str(rule.get("unless")), (0, {}))[1]
        cost, faults = number_in(gate.get("deduct")), _most(rule)
        if cost is not None and faults is not None and cost < faults:
            words = (
                f"“{rule['unless']}”失分只扣{plain(cost)}分，“{label}”就不再计，而它可以扣到{plain(faults)}分"
            )
            yield source.problem(
                (*path, "rules", r, "unless"), f"{words}，全无的反而少扣，请核对", warning=True
            )


def _most(rule: dict[str, Any]) -> Decimal | None:
    """The most that a rule can cost, where its numbers tell."""
    each, limit, things = number_in(rule.get("deduct")), number_in(rule.get("limit")), rule.get("things")
    if each is None or limit is not None:
        return limit
    if not isinstance(things, list) or rule.get("once") == "true":
        return each
    return each * len(things)


def _unsplit(source: Source, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    """A list whose entries are parted by full-width commas is one entry."""
    lists = [((*path, key), item.get(key)) for key in ("method", "owner")]
    lists += [((*path, "rules", r, "things"), rule.get("things")) for r, rule in dicts(item, "rules")]
    for place, entries in ((place, found) for place, found in lists if isinstance(found, list)):
        for n, entry in enumerate(entries):
            mark = _parting(entry, alone=len(entries) == 1)
            if mark:
                advice = f"“{entry}”现在是一个；列表里分开几个要用半角逗号“, ”，不能用“{mark}”"
                yield source.problem((*place, n), advice, warning=True)


def _parting(entry: Any, *, alone: bool) -> str:
    """The Chinese mark that was probably meant to part two entries; 、 only in a list that has no other."""
    marks = "，、" if alone else "，"
    return next((mark for mark in marks if isinstance(entry, str) and mark in entry), "")


def _never(key: str, price: Decimal, most: Decimal) -> str:
    verb, kept = ("加", "加不上") if key == "add" else ("扣", "扣不到")
    return f"一次就{verb}{plain(price)}分，超过本项的{plain(most)}分，多出的{kept}"


def _prices(path: Path, rule: dict[str, Any]) -> Iterator[tuple[Path, str, Decimal]]:
    """Every amount that one hit costs or earns, with its place."""
    found: list[tuple[Path, str, Any]] = [((*path, key), key, rule.get(key)) for key in ("deduct", "add")]
    found.append(((*path, "max"), rule.get("sign", "deduct"), rule.get("max")))
    found.append(((*path, "points"), rule.get("sign", "add"), rule.get("points")))
    for name in LISTS:
        for n, part in dicts(rule, name):
            found += [((*path, name, n, key), key, part.get(key)) for key in ("deduct", "add")]
    for place, key, value in found:
        number = number_in(value)
        if number is not None:
            yield place, key, number


def _start_doubts(source: Source, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    if "points" not in item and "bonus" not in item:
        return
    start = item.get("start", source.tree.get("start", "full"))
    signs = {key for _, rule in dicts(item, "rules") for key in _signs(rule)}
    if start != "full" and "points" in item and "add" not in signs and "given" not in signs:
        yield source.problem((*path, "rules"), "本项从0分起加，却没有加分的规则，永远是0分", warning=True)
    if start == "full" and "bonus" not in item and signs == {"add"}:
        advice = "本项从满分扣起，又没有写bonus，加分永远加不上；从0分加的写start: zero"
        yield source.problem((*path, "rules"), advice, warning=True)
    if "bonus" in item and "add" not in signs and "given" not in signs:
        yield source.problem((*path, "bonus"), "写了bonus（最多加几分），却没有加分的规则", warning=True)


def _signs(rule: dict[str, Any]) -> Iterator[str]:
    """Which ways the rule can move the score: deduct, add, or given where that depends on a value."""
    for key in ("deduct", "add"):
        parts = [rule, *(part for name in LISTS for _, part in dicts(rule, name))]
        if any(key in part for part in parts):
            yield key
    if rule.get("kind") == "judgement":
        yield str(rule.get("sign", "deduct"))
    if rule.get("kind") in {"given", "panel", "votes"}:
        yield "given"
    for _, inner in dicts(rule, "rules"):
        yield from _signs(inner)
