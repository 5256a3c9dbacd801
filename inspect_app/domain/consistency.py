"""What the parts of a checklist must hold between them, told from the plain tree.

It reads the tree, not the Checklist, so that a contradiction shows in the same pass as a misspelt key elsewhere.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from inspect_app.domain.quantities import is_number, plain
from inspect_app.domain.yaml_source import Path, Problem, Source


def contradictions(source: Source) -> Iterator[Problem]:
    """Errors between parts: doubled ids and labels, points that do not add up, sources without a document."""
    tree = source.tree
    yield from _doubled_ids(source)
    yield from _sum(source, (), "total", _dicts(tree, "sections"), "各部分（sections）")
    for s, section in _dicts(tree, "sections"):
        yield from _sum(source, ("sections", s), "points", _dicts(section, "items"), "各项（items）")
    for path, item in _items(tree):
        yield from _doubled_labels(source, path, item)
        yield from _unknown_document(source, path, item)
    for v, veto in _dicts(tree, "vetoes"):
        yield from _unknown_document(source, ("vetoes", v), veto)
    yield from _veto_amounts(source)
    yield from _grade_order(source)


def doubts(source: Source) -> Iterator[Problem]:
    """Warnings about what is legal but suspicious."""
    for path, item in _items(source.tree):
        if "source" not in item:
            yield source.problem((*path, "title"), f"“{item.get('title')}”没有写出处（source）", warning=True)
        points = _number(item.get("points"))
        for r, rule in _dicts(item, "rules"):
            yield from _rule_doubts(source, (*path, "rules", r), rule, points)


def _rule_doubts(
    source: Source, path: Path, rule: dict[str, Any], points: Decimal | None
) -> Iterator[Problem]:
    deduct = _number(rule.get("deduct"))
    limit = _number(rule.get("limit"))
    prices = [((*path, "deduct"), deduct), ((*path, "max"), _number(rule.get("max")))]
    prices += [
        ((*path, "options", o, "deduct"), _number(x.get("deduct"))) for o, x in _dicts(rule, "options")
    ]
    for place, price in prices:
        if price is not None and points is not None and price > points:
            advice = f"一次就扣{plain(price)}分，超过本项的{plain(points)}分，多出的扣不到"
            yield source.problem(place, advice, warning=True)
    if deduct is not None and limit is not None and limit < deduct:
        advice = f"最多扣{plain(limit)}分，比一次的{plain(deduct)}分还少，请核对"
        yield source.problem((*path, "limit"), advice, warning=True)
    if rule.get("kind") == "rate" and "each" in rule and "steps" not in rule:
        advice = "没有写steps（exact按比例、up不足一步按一步、down不足一步不扣），按exact计算"
        yield source.problem((*path, "each"), advice, warning=True)


def _dicts(parent: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    children = parent.get(key) if isinstance(parent, dict) else None
    for number, child in enumerate(children if isinstance(children, list) else ()):
        if isinstance(child, dict):
            yield number, child


def _items(tree: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for s, section in _dicts(tree, "sections"):
        for i, item in _dicts(section, "items"):
            yield ("sections", s, "items", i), item


def _number(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and is_number(value) else None


def _sum(
    source: Source, path: Path, key: str, children: Iterator[tuple[int, dict[str, Any]]], what: str
) -> Iterator[Problem]:
    parent = source.tree
    for step in path:
        parent = parent[step]
    stated = _number(parent.get(key))
    parts = [_number(child.get("points")) for _, child in children]
    known = [part for part in parts if part is not None]
    if stated is None or not parts or len(known) < len(parts):
        return
    if sum(known) != stated:
        advice = (
            f"{key}写的是{plain(stated)}，但{what}的分值合计是{plain(sum(known, Decimal(0)))}，请改成一致"
        )
        yield source.problem((*path, key), advice)


def _doubled_ids(source: Source) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    entries = [(("sections", s), section) for s, section in _dicts(source.tree, "sections")]
    entries += list(_items(source.tree))  # type: ignore[arg-type]
    entries += [(("vetoes", v), veto) for v, veto in _dicts(source.tree, "vetoes")]
    for path, entry in sorted(entries, key=lambda pair: source.place(pair[0])):
        name = entry.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            yield source.problem((*path, "id"), f"id“{name}”重复了，第{seen[name]}行已经用过，请换一个")
        seen.setdefault(name, source.place((*path, "id"))[0])


def _doubled_labels(source: Source, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for r, rule in _dicts(item, "rules"):
        label = rule.get("label")
        if isinstance(label, str) and label in seen:
            advice = f"同一项里两条规则都叫“{label}”，请改一个label"
            yield source.problem((*path, "rules", r, "label"), advice)
        elif isinstance(label, str):
            seen.add(label)


def _unknown_document(source: Source, path: Path, entry: dict[str, Any]) -> Iterator[Problem]:
    origin, basis = entry.get("source"), source.tree.get("basis")
    known = list(basis) if isinstance(basis, dict) else []
    if isinstance(origin, dict) and isinstance(origin.get("doc"), str) and origin["doc"] not in known:
        listed = "、".join(known) or "（还没有写basis）"
        advice = f"文件“{origin['doc']}”不在basis里，basis里有：{listed}"
        yield source.problem((*path, "source", "doc"), advice)


def _veto_amounts(source: Source) -> Iterator[Problem]:
    for v, veto in _dicts(source.tree, "vetoes"):
        if (veto.get("effect") == "deduct") != ("deduct" in veto):
            advice = "effect是deduct时必须写扣多少（deduct: 分值），其他effect不能写deduct"
            yield source.problem(("vetoes", v, "effect"), advice)


def _grade_order(source: Source) -> Iterator[Problem]:
    grades = list(_dicts(source.tree, "grades"))
    bounds = [_number(grade.get("min")) for _, grade in grades]
    if not grades or None in bounds:
        return
    for (_, _better), (g, _grade), upper, lower in zip(grades, grades[1:], bounds, bounds[1:], strict=False):
        if upper is not None and lower is not None and lower >= upper:
            yield source.problem(("grades", g, "min"), "等次要从高到低写，min应小于上一等次的min")
    if bounds[-1] != 0:
        advice = f"最低等次的min应为0，否则低于{bounds[-1]}分的没有等次"
        yield source.problem(("grades", grades[-1][0], "min"), advice)
    names = [grade.get("name") for _, grade in grades]
    for g, grade in grades:
        if grade.get("name") in names[:g]:
            yield source.problem(("grades", g, "name"), f"等次“{grade.get('name')}”重复了")
