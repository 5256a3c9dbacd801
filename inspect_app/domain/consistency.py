"""What the parts of a checklist must hold between them, told from the plain tree.

It reads the tree, not the Checklist, so that a contradiction shows in the same pass as a misspelt key elsewhere.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from inspect_app.domain.quantities import is_number, plain
from inspect_app.domain.rules.mark import MARK
from inspect_app.domain.yaml_source import Path, Problem, Source


def contradictions(source: Source) -> Iterator[Problem]:
    """Errors between parts: doubled ids and labels, points that do not add up, sources without a document."""
    tree = source.tree
    yield from _doubled_ids(source)
    yield from _points(source)
    for path, item in items_in(tree):
        yield from _doubled_labels(source, path, item)
        yield from unknown_document(source, path, item)
    for v, veto in dicts(tree, "vetoes"):
        yield from unknown_document(source, ("vetoes", v), veto)
    for o, outcome in dicts(tree, "outcomes"):
        yield from unknown_document(source, ("outcomes", o), outcome)
        yield from _unknown_grades(source, o, outcome)
    yield from _veto_amounts(source)
    yield from _veto_grades(source)
    yield from grade_order(source)


def _points(source: Source) -> Iterator[Problem]:
    """Points are written where they bound something, and add up where they are written."""
    tree = source.tree
    based, unlimited, free = number_in(tree.get("start")), tree.get("unlimited") == "true", is_free(tree)
    if not free:
        yield from _sum(source, (), "total", dicts(tree, "sections"), "各部分（sections）")
    for s, section in dicts(tree, "sections"):
        yield from _sum(source, ("sections", s), "points", dicts(section, "items"), "各项（items）")
        if not free and "points" not in section and not _only_bonus(section):
            yield source.problem(("sections", s), "缺少“points”（分值），请补上")
    for path, item in items_in(tree):
        if not free and "points" not in item and not _no_points(item):
            yield source.problem(path, "缺少“points”（分值），请补上；只加分的项写bonus")
    if "total" not in tree and not unlimited:
        yield source.problem((), "缺少“total”（总分），请补上")
    total = number_in(tree.get("total"))
    if based is not None and total is not None and based > total and not unlimited:
        yield source.problem(("start",), f"起评分{plain(based)}分超过总分{plain(total)}分，请核对")


def is_free(tree: dict[str, Any]) -> bool:
    return number_in(tree.get("start")) is not None or tree.get("unlimited") == "true"


def _only_bonus(section: dict[str, Any]) -> bool:
    return all("points" not in item and _no_points(item) for _, item in dicts(section, "items"))


def dicts(parent: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    children = parent.get(key) if isinstance(parent, dict) else None
    for number, child in enumerate(children if isinstance(children, list) else ()):
        if isinstance(child, dict):
            yield number, child


def items_in(tree: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for s, section in dicts(tree, "sections"):
        for i, item in dicts(section, "items"):
            yield ("sections", s, "items", i), item


def number_in(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and is_number(value) else None


def _sum(
    source: Source, path: Path, key: str, children: Iterator[tuple[int, dict[str, Any]]], what: str
) -> Iterator[Problem]:
    parent = source.tree
    for step in path:
        parent = parent[step]
    stated = number_in(parent.get(key))
    parts = [number_in(child.get("points", "0" if _no_points(child) else None)) for _, child in children]
    known = [part for part in parts if part is not None]
    if stated is None or not parts or len(known) < len(parts):
        return
    if sum(known) != stated:
        advice = (
            f"{key}写的是{plain(stated)}，但{what}的分值合计是{plain(sum(known, Decimal(0)))}，请改成一致"
        )
        yield source.problem((*path, key), advice)


def _no_points(child: dict[str, Any]) -> bool:
    """Whether the child needs none: an item of bonus or of reports only, or such items in a section."""
    rules = [rule.get("kind") for _, rule in dicts(child, "rules")]
    if "bonus" in child or (rules and all(kind == "report" for kind in rules)):
        return True
    return "items" in child and _only_bonus(child)


def _doubled_ids(source: Source) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    entries = [(("sections", s), section) for s, section in dicts(source.tree, "sections")]
    entries += list(items_in(source.tree))  # type: ignore[arg-type]
    entries += [(("vetoes", v), veto) for v, veto in dicts(source.tree, "vetoes")]
    for path, entry in sorted(entries, key=lambda pair: source.place(pair[0])):
        name = entry.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            yield source.problem((*path, "id"), f"id“{name}”重复了，第{seen[name]}行已经用过，请换一个")
        seen.setdefault(name, source.place((*path, "id"))[0])


def _doubled_labels(source: Source, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    seen: set[str] = {MARK} if "times" in item else set()
    for r, rule in dicts(item, "rules"):
        label = rule.get("label")
        if isinstance(label, str) and label in seen:
            advice = f"同一项里两条规则都叫“{label}”，请改一个label"
            yield source.problem((*path, "rules", r, "label"), advice)
        elif isinstance(label, str):
            seen.add(label)


def unknown_document(source: Source, path: Path, entry: dict[str, Any]) -> Iterator[Problem]:
    """Errors: sources whose document is not in `basis`."""
    basis = source.tree.get("basis")
    known = list(basis) if isinstance(basis, dict) else []
    for place, origin in origins_of(entry):
        if isinstance(origin.get("doc"), str) and origin["doc"] not in known:
            listed = "、".join(known) or "（还没有写basis）"
            advice = f"文件“{origin['doc']}”不在basis里，basis里有：{listed}"
            yield source.problem((*path, *place, "doc"), advice)


def origins_of(entry: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """An entry's `source` and whatever it is `also_in`, each with its place in the entry."""
    if isinstance(entry.get("source"), dict):
        yield ("source",), entry["source"]
    for n, origin in dicts(entry, "also_in"):
        yield ("also_in", n), origin


def _unknown_grades(source: Source, place: int, outcome: dict[str, Any]) -> Iterator[Problem]:
    known = [str(grade.get("name")) for _, grade in dicts(source.tree, "grades")]
    named = outcome.get("grade")
    for g, name in enumerate(named if isinstance(named, list) else ()):
        if name not in known:
            listed = "、".join(known) or "（还没有写grades）"
            yield source.problem(("outcomes", place, "grade", g), f"没有等次“{name}”，等次有：{listed}")


def _veto_amounts(source: Source) -> Iterator[Problem]:
    said = {"deduct": "扣多少（deduct: 分值）", "times": "乘以几（times: 倍数）"}
    for v, veto in dicts(source.tree, "vetoes"):
        for effect, what in said.items():
            if (veto.get("effect") == effect) != (effect in veto):
                advice = f"effect是{effect}时必须写{what}，其他effect不能写{effect}"
                yield source.problem(("vetoes", v, "effect"), advice)


def _veto_grades(source: Source) -> Iterator[Problem]:
    """A grade can be lowered or capped where there are grades, and at one of them."""
    names = [str(grade.get("name")) for _, grade in dicts(source.tree, "grades")]
    for v, veto in dicts(source.tree, "vetoes"):
        effect, path = veto.get("effect"), ("vetoes", v, "effect")
        if effect in {"lower", "cap"} and not names:
            yield source.problem(path, f"effect是{effect}，但没有写grades（等次），请补上")
        elif effect == "cap" and veto.get("grade") not in names:
            listed = "、".join(names)
            yield source.problem(
                path, f"effect是cap时必须写最高定为哪个等次，例如 grade: {names[-1]}，已有的：{listed}"
            )
        elif effect != "cap" and "grade" in veto:
            yield source.problem(path, "grade（最高定为哪个等次）只能和effect: cap一起写，请改一个")


def grade_order(source: Source) -> Iterator[Problem]:
    """Errors: grades that are not written from the best down to 0, or twice."""
    grades = list(dicts(source.tree, "grades"))
    bounds = [number_in(grade.get("min")) for _, grade in grades]
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
