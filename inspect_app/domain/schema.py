"""The checklist format as JSON Schema, so that an editor completes and checks a YAML file while it is typed."""

import re
from typing import Any

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.composition import Composition
from inspect_app.domain.meanings import key_meaning, part_title
from inspect_app.domain.messages import KINDS
from inspect_app.domain.rules import REGISTRY

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FIXED_IN_VARIANTS = {"kind", "label", "only", "vary", "unless", "event"}  # what references.py refuses there
NAMES = {"basis": r"\S", "parameters": r"^[a-z][a-z0-9_-]{0,29}$"}

Node = dict[str, Any]


def json_schema() -> Node:
    """The schema in draft 2020-12: every key with its Chinese meaning, rules told apart by their kind.

    What has the key `compose` is a composition, anything else a checklist.
    """
    parts: dict[str, Node] = {}
    for model in (Checklist, Composition):
        whole = model.model_json_schema()
        parts |= {**whole.pop("$defs"), model.__name__: whole}
    for name, part in parts.items():
        _word(name, part)
    for name in KINDS:
        parts[REGISTRY[name].__name__]["properties"]["vary"]["items"] = _variant(
            REGISTRY[name].__name__, parts
        )
    parts["Item"]["properties"]["rules"]["items"] = _by_kind(list(KINDS))
    parts["Sample"]["properties"]["rules"]["items"] = _by_kind(list(KINDS))
    del parts["Variant"]
    which = {
        "if": {"required": ["compose"]},
        "then": {"$ref": "#/$defs/Composition"},
        "else": {"$ref": "#/$defs/Checklist"},
    }
    return {"$schema": DIALECT, "title": "考核细则或综合考核办法", "type": "object", **which, "$defs": parts}


def _word(name: str, part: Node) -> None:
    """Chinese titles and meanings in place of what the code is called, and values as YAML writes them."""
    part["title"] = part_title(name)
    part.pop("description", None)
    properties: dict[str, Node] = part["properties"]
    for key, node in properties.items():
        properties[key] = {"description": key_meaning(name, key), **_natural(node)}
        if name in {"Checklist", "Composition"} and key in NAMES:
            properties[key]["propertyNames"] = {"pattern": NAMES[key]}


def _natural(node: Any) -> Any:
    """The node without nulls, names of the code and stand-in defaults; text may look like a number."""
    if isinstance(node, list):
        return [_natural(one) for one in node if one != {"type": "null"}]
    if not isinstance(node, dict):
        return node
    kept = {key: _natural(one) for key, one in node.items() if key not in {"title", "discriminator"}}
    if kept.get("default", 0) in (None, [], {}) or "anyOf" in kept:
        kept.pop("default", None)
    if len(kept.get("anyOf", ())) == 1:
        kept |= kept.pop("anyOf")[0]
    if _may_look_like_a_number(kept):
        kept["type"] = ["string", "number"]
    return kept


def _may_look_like_a_number(node: Node) -> bool:
    """The loader keeps version: 2020.1 and label: 110 as text; to an editor they are numbers."""
    if node.get("type") != "string" or "const" in node or "enum" in node:
        return False
    pattern = node.get("pattern", "")
    is_amount = r"\$" in pattern  # amounts have a number beside the text, with a bound of its own
    return not is_amount and re.search(pattern, "2020.1") is not None


def _by_kind(kinds: list[str]) -> Node:
    """A rule: its kind decides which keys it has, so that a mistake is told for that kind alone."""
    listed = "；".join(f"{kind}：{KINDS[kind]}" for kind in kinds)
    chosen = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"$ref": f"#/$defs/{REGISTRY[kind].__name__}"},
        }
        for kind in kinds
    ]
    kind = {"enum": kinds, "description": f"规则种类。{listed}"}
    return {"type": "object", "required": ["kind"], "properties": {"kind": kind}, "allOf": chosen}


def _variant(name: str, parts: dict[str, Node]) -> Node:
    """What may be varied of a rule of this kind, beside `when`."""
    own: dict[str, Node] = parts[name]["properties"]
    options = {
        key: {"$ref": f"#/$defs/{name}/properties/{key}"} for key in own if key not in FIXED_IN_VARIANTS
    }
    when = parts["Variant"]["properties"]["when"]
    return {
        "title": part_title("Variant"),
        "type": "object",
        "required": ["when"],
        "minProperties": 2,
        "additionalProperties": False,
        "properties": {"when": when, **options},
    }
