"""What the parts of a checklist name must exist and must fit: other rules, parameters, variants."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from inspect_app.domain.consistency import dicts, items_in
from inspect_app.domain.messages import message_of
from inspect_app.domain.quantities import is_parameter, parameter_name
from inspect_app.domain.rules import REGISTRY
from inspect_app.domain.rules.modifiers import ATTRIBUTES
from inspect_app.domain.yaml_source import Path, Problem, Source

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,29}")


def broken_references(source: Source) -> Iterator[Problem]:
    """Errors: rules that name no rule, parameters out of place, variants that make no valid rule."""
    titles = source.tree.get("parameters")
    names = {key: key for key in titles} if isinstance(titles, dict) else {}
    for path, item in items_in(source.tree):
        yield from _unknown_labels(source, path, item)
        yield from _unknown_attributes(source, path, item)
        for r, rule in dicts(item, "rules"):
            yield from _bad_variants(source, (*path, "rules", r), rule, names)
            yield from _unknown_attributes(source, (*path, "rules", r), rule)
    yield from _bad_names(source, names)
    yield from _misplaced(source, (), source.tree)


def unused_parameters(source: Source) -> Iterator[Problem]:
    """Warnings: parameters that no rule uses."""
    used = {parameter_name(text) for text in _texts(source.tree) if is_parameter(text)}
    for name in source.tree.get("parameters") or {}:
        if name not in used:
            yield source.problem(
                ("parameters", name), f"参数“{name}”没有哪条规则用到（用时写${name}）", warning=True
            )


def _unknown_labels(source: Source, path: Path, item: dict[str, Any]) -> Iterator[Problem]:
    named = {str(rule.get("label")): rule.get("unless") for _, rule in dicts(item, "rules")}
    labels = list(named)
    for r, rule in dicts(item, "rules"):
        other, place = rule.get("unless"), (*path, "rules", r, "unless")
        if not isinstance(other, str):
            continue
        if other not in labels:
            yield source.problem(place, f"本项没有叫“{other}”的规则，有的是：{'、'.join(labels)}")
        elif _returns(str(rule.get("label")), named):
            yield source.problem(place, f"unless绕回了自己：“{rule.get('label')}”，请删去一处")


def _unknown_attributes(source: Source, path: Path, rule: dict[str, Any]) -> Iterator[Problem]:
    """Nobody could say of a subject what is asked for there, so the rule would stay unjudged for ever."""
    asked = [((*path, "only"), rule.get("only"))]
    asked += [((*path, "vary", v, "when"), variant.get("when")) for v, variant in dicts(rule, "vary")]
    known = "、".join(f"{key}（{title}）" for key, title in ATTRIBUTES.items())
    for place, groups in asked:
        for key in groups if isinstance(groups, dict) else ():
            if key not in ATTRIBUTES:
                yield source.problem((*place, key), f"对象不能按“{key}”区分，可以用的是：{known}")


def _returns(label: str, named: dict[str, Any]) -> bool:
    seen: set[Any] = set()
    at = named.get(label)
    while isinstance(at, str) and at not in seen:
        if at == label:
            return True
        seen.add(at)
        at = named.get(at)
    return False


def _bad_variants(
    source: Source, path: Path, rule: dict[str, Any], names: dict[str, str]
) -> Iterator[Problem]:
    """Each variant as the rule that it makes; only where the rule itself is sound, to say nothing twice."""
    kind = REGISTRY.get(str(rule.get("kind")))
    own = {key: value for key, value in rule.items() if key != "vary"}
    if kind is None or "vary" not in rule or list(_faults(kind, own, names)):
        return
    for v, variant in dicts(rule, "vary"):
        options = {key: value for key, value in variant.items() if key != "when"}
        place = (*path, "vary", v)
        if not options:
            yield source.problem(place, "只写了when，没有写对这些对象改用的数，请补上，例如 deduct: 1")
        for fixed in sorted({"kind", "label", "only", "vary", "unless", "event"} & set(options)):
            yield source.problem((*place, fixed), f"vary里不能改{fixed}，请另写一条规则")
        for loc, message in _faults(kind, {**own, **options}, names):
            yield source.problem((*place, *loc), message)


def _faults(kind: Any, tree: dict[str, Any], names: dict[str, str]) -> Iterator[tuple[Path, str]]:
    try:
        kind.model_validate(tree, context=names)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            yield tuple(detail["loc"]), message_of(detail, tuple(detail["loc"]), kind)


def _bad_names(source: Source, names: dict[str, str]) -> Iterator[Problem]:
    for name in names:
        if not _NAME.fullmatch(str(name)):
            advice = f"参数名“{name}”只能用小写字母开头的小写字母、数字、下划线和连字符"
            yield source.problem(("parameters", name), advice)


def _misplaced(source: Source, path: Path, node: Any) -> Iterator[Problem]:
    if "rules" in path:
        return
    if is_parameter(node):
        yield source.problem(path, f"这里要写定数，不能用参数“{node}”；参数只能写在规则（rules）里")
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        yield from _misplaced(source, (*path, step), child)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _texts(child)
