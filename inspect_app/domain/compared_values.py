"""Two values of the same part of a checklist: what of it changed, said with the keys' Chinese meanings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from inspect_app.domain.explanation import PERIODS, SUBJECTS
from inspect_app.domain.meanings import KEYS, key_meaning
from inspect_app.domain.quantities import percent_text, plain
from inspect_app.domain.quoting import quoted
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.modifiers import Variant, groups_text
from inspect_app.domain.sources import Source
from inspect_app.domain.terms import EFFECTS

ABSENT = "没有写"
POINTS = {
    "points",
    "deduct",
    "add",
    "limit",
    "bonus",
    "bonus_cap",
    "bonus_from",
    "per_day",
    "never",
    "total",
    "full",
    "first",
}
OPTIONS: dict[str, dict[str, str]] = {
    "period": PERIODS,
    "subject": SUBJECTS,
    "start": {"full": "从满分扣", "zero": "从0分加"},
    "floor": {"zero": "最低0分", "negative": "可以是负分"},
    "not_applicable": {"rescale": "折算", "full": "给满分", "exclude": "不计入"},
    "effect": {**EFFECTS, "deduct": "一次扣分", "times": "各项扣分乘以几", "cap": "限定最高等次"},
    "deduct": {"all": "此项不得分"},
    "never": {"all": "此项不得分"},
    "due": {"recorded": "由检查人员填写"},
    "steps": {"exact": "按比例", "up": "按一步", "down": "不计"},
    "by": {
        "step": "按步计分",
        "share": "按完成比例计分",
        "score": "按得分",
        "rank": "按名次",
        "ratio": "按与第一名的比例",
    },
    "way": {"over": "计超过的", "under": "计低于的"},
    "sign": {"deduct": "扣分", "add": "加分"},
    "compose": {
        "weighted": "按权重相加",
        "sum": "直接相加",
        "mean": "取平均",
        "side-by-side": "并列，不合计",
    },
    "missing": {"block": "缺一部分不计总分", "skip": "缺的不计入"},
    "within": {"group": "按组", "all": "不分组"},
    "of": {"valid": "有效票", "returned": "收回票", "issued": "发出票"},
    "take": {
        "sum": "相加",
        "highest": "就高计一次",
        "lowest": "就低计一次",
        "mean": "取平均",
        "worst": "按最差的",
        "trimmed": "去掉最高最低后取平均",
    },
}


def differences(old: object, new: object, *, without: Sequence[str] = ()) -> list[str]:
    """What changed between two parts of one kind, key by key, without these keys."""
    if not isinstance(old, BaseModel) or not isinstance(new, BaseModel):
        return [] if old == new else [f"由{quoted(old)}改为{quoted(new)}"]
    return [words for key in _changed(old, new) if key not in without for words in _field(key, old, new)]


def rule_change(old: Rule, new: Rule) -> list[str]:
    """What changed in a rule of one label; its wording before and after where the keys alone say too little."""
    if type(old) is type(new) and (simple := _simple_change(old, new)):
        return simple
    if old == new:
        return []
    if old.clause() != new.clause():
        return [f"规则{quoted(new.label)}由{quoted(old.clause())}改为{quoted(new.clause())}"]
    return [f"规则{quoted(new.label)}：{words}" for words in differences(old, new)]


def _simple_change(old: Rule, new: Rule) -> list[str]:
    """The changed keys one by one when all of them are single values: 扣分由1分改为2分."""
    keys = list(_changed(old, new))
    if any(isinstance(getattr(one, key), tuple | Mapping | BaseModel) for key in keys for one in (old, new)):
        return []
    return [f"规则{quoted(new.label)}：{words}" for words in differences(old, new)]


def _changed(old: BaseModel, new: BaseModel) -> Iterator[str]:
    """Keys that differ. Parameters are compared by name: until they are set all of them stand as 1."""
    for key in type(old).model_fields:
        before, after = getattr(old, key), getattr(new, key)
        if before != after or _text(before) != _text(after):
            yield key


def _field(key: str, old: BaseModel, new: BaseModel) -> list[str]:
    written = type(old).model_fields[key].alias or key
    # The meaning begins with the name; what follows the first mark explains how to write it.
    name = re.split(r"[，：（]", key_meaning(type(old).__name__, written))[0]
    before, after = getattr(old, key), getattr(new, key)
    if isinstance(before, Source) and isinstance(after, Source):
        return [f"{name}的{words}" for words in differences(before, after)]
    return [f"{name}由{_value(key, before)}改为{_value(key, after)}"]


def _value(key: str, value: object) -> str:
    if isinstance(value, str) and value in OPTIONS.get(key, {}):
        return OPTIONS[key][value]
    text = _text(value)
    if isinstance(value, Decimal):
        return f"{text}分" if key in POINTS else text
    return quoted(text) if isinstance(value, str) or (value and isinstance(value, tuple)) else text


def _text(value: object) -> str:
    """A value as a person would write it; nothing written is said so."""
    if value is None or value in ("", (), {}):
        return ABSENT
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return percent_text(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, BaseModel):
        return _part_text(value)
    if isinstance(value, Mapping):
        return "、".join(f"{key}{_text(one)}" for key, one in value.items())
    return "；".join(map(_text, value)) if isinstance(value, tuple) else str(value)


def _part_text(part: BaseModel) -> str:
    """A part in one line: what it was given, in the order of its keys."""
    if isinstance(part, Rule):
        return part.clause()
    if isinstance(part, Variant):
        changed = "，".join(f"{_name_of(key)}{_option(key, value)}" for key, value in part.options().items())
        return f"对{groups_text(part.when)}{changed}"
    given = {key: getattr(part, key) for key in type(part).model_fields if key in part.model_fields_set}
    said = {**given, **(part.model_extra or {})}
    return f"（{'，'.join(_option(key, value) for key, value in said.items())}）"


def _name_of(key: str) -> str:
    return re.split(r"[，：（]", KEYS.get(key, key))[0]


def _option(key: str, value: object) -> str:
    return OPTIONS.get(key, {}).get(value, value) if isinstance(value, str) else _text(value)
