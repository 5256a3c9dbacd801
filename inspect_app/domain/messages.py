"""Validation errors of the checklist's parts, in Chinese, at the line where the fault stands."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from inspect_app.domain.known_keys import keys_at, keys_of
from inspect_app.domain.quantities import halfwidth
from inspect_app.domain.rules.modifiers import MODIFIERS
from inspect_app.domain.strict import Strict
from inspect_app.domain.yaml_source import TYPE_NAMES, Path, Problem, Source

MEANINGS = {
    "id": "编号，小写字母、数字和连字符",
    "version": "版本，例如 2020.1",
    "title": "名称",
    "total": "总分",
    "points": "分值",
    "sections": "一级指标的列表",
    "items": "考核内容的列表",
    "rules": "评分规则的列表",
    "kind": "规则种类",
    "label": "规则的名称",
    "deduct": "扣分",
    "target": "目标，例如 100%",
    "of": "分母的名称，例如 应谈话人数",
    "done": "分子的名称，例如 实际谈话人数",
    "required": "至少要多少",
    "options": "各种情形的列表",
    "min": "最低",
    "max": "最高",
    "name": "名称",
    "doc": "文件，basis里的键",
    "at": "在文件里的位置，例如 五/14",
    "quote": "原文的短引",
    "effect": "后果：fail、zero、deduct、bar、lower、cap或times",
    "things": "清单，例如 [会议记录, 学习记录]",
    "number": "抽查几个",
    "by": "按什么结果计，例如 信访考核结果",
    "bands": "各档的列表",
    "weight": "计几成，例如 80%",
    "from": "本档从百分之几起，例如 85%",
    "when": "哪些对象，例如 {group: [乡]}",
    "who": "同时扣分的是谁",
    "times": "乘以几，例如 2",
    "compose": "怎么合成：weighted、sum、mean或side-by-side",
    "parts": "各部分的列表",
}
KINDS = {
    "check": "有没有、做没做",
    "count": "每发现一处",
    "missing": "清单里缺哪几项",
    "shortfall": "少于规定的数",
    "choice": "几种情形选一种",
    "late": "逾期",
    "over": "超过限额或基数",
    "rate": "比率",
    "bands": "按数量分档",
    "judgement": "酌情",
    "votes": "测评票",
    "panel": "几个人打分",
    "given": "别处的结果",
    "rectified": "到期未整改",
    "sample": "抽样",
    "report": "只记录",
}
MOST = 500  # problems told at once: nobody reads more, and a mistaken file has millions
LONGEST = 30
PATTERNS = {
    "id": "只能用小写字母开头的小写字母、数字和连字符，最多48个，例如 leader-visits",
    "version": "要以数字开头，例如 2020.1",
    "label": "不能有空格、斜线和竖线，请改写",
}


def problems_in(error: ValidationError, source: Source, root: type[Strict]) -> Iterator[Problem]:
    """Each fault once, with the place of the value in the file; `root` is the model of the whole of it."""
    details = error.errors(include_url=False)
    for detail in details[:MOST]:
        if detail["type"] == "too_short" and detail["input"]:
            continue  # the list is not empty: its entries' own faults are told
        path = _at_its_key(source, _path_in(source, detail["loc"]), detail)
        yield source.problem(path, message_of(detail, path, root))
    if len(details) > MOST:
        yield source.problem((), f"错误太多，只列出{MOST}处，还有{len(details) - MOST}处；请先改正这些再检查")


def _path_in(source: Source, loc: tuple[int | str, ...]) -> Path:
    """The error's location without the tags that pydantic adds for kinds, as far as the tree goes."""
    node: Any = source.tree
    path: list[str | int] = []
    for position, step in enumerate(loc):
        if position >= 2 and loc[position - 2] == "rules":
            continue  # the kind, which pydantic adds and which may also be a key that somebody wrote
        inside = step < len(node) if isinstance(node, list) and isinstance(step, int) else False
        if inside or (isinstance(node, dict) and step in node):
            node = node[step]
        elif position < len(loc) - 1:
            continue
        path.append(step)
    return tuple(path)


def _at_its_key(source: Source, path: Path, detail: ErrorDetails) -> Path:
    """Of advice that begins with a key, such as “step应大于0”, the place of that key."""
    key = re.match("[a-z_]+", detail["msg"])
    inside = key and (*path, key[0]) in source.places
    return (*path, key[0]) if key and inside and detail["type"] == "contradiction" else path


def message_of(detail: ErrorDetails, path: Path, root: type[Strict]) -> str:
    """The fault in Chinese; `path` ends with the key that it concerns."""
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if detail["type"] == "extra_forbidden":
        return _extra(key, root, keys_at(root, detail["loc"]))
    translate = _TRANSLATIONS.get(detail["type"])
    return translate(detail, key) if translate else detail["msg"]


def _missing(_: ErrorDetails, key: str) -> str:
    meaning = MEANINGS.get(key)
    return f"缺少“{key}”" + (f"（{meaning}）" if meaning else "") + "，请补上"


def _extra(key: str, root: type[Strict], fitting: tuple[str, ...]) -> str:
    """What to write instead of a key that does not belong here, where `fitting` are those that do."""
    if re.match(r"[A-Za-z_]+[:：]", key):
        return f"“{key}”里键后面要用半角冒号加空格“: ”"
    if re.fullmatch(r"\d{3}", key):
        return f"不认识“{key}”；数字里不要写逗号，例如1000"
    near = _near(key, fitting)
    if near and not key.isprintable():
        return f"“{near}”里混有看不见的字符，请删去重写"
    if near:
        return f"不认识“{key}”，是不是想写“{near}”？"
    listed = f"；这里可以写：{_listed(fitting)}" if fitting else ""
    if key in keys_of(root):
        return f"“{key}”不能写在这里，请删去或换个地方{listed}"
    return f"不认识“{key}”，请删去或核对写法{listed}"


def _listed(fitting: tuple[str, ...]) -> str:
    """The keys, the modifiers that stand on every rule in one word."""
    if not set(MODIFIERS) <= set(fitting):
        return "、".join(fitting)
    return "、".join(key for key in fitting if key not in {"kind", *MODIFIERS}) + "，以及附加条件"


@lru_cache(maxsize=64)
def _near(key: str, fitting: tuple[str, ...]) -> str:
    """The key that was probably meant, be it in Chinese or in full-width letters."""
    by_name = {re.split("[，：（]", said)[0]: name for name, said in MEANINGS.items()}
    if by_name.get(key) in fitting:
        return by_name[key]
    near = get_close_matches(halfwidth(key).lower()[:LONGEST], fitting, n=1, cutoff=0.7)
    return near[0] if near else ""


def _kind(detail: ErrorDetails, _: str) -> str:
    context = detail.get("ctx", {})
    wanted = str(context.get("tag", ""))
    kinds = str(context.get("expected_tags", "")).replace("'", "").split(", ")
    near = get_close_matches(wanted, kinds, n=1)
    if near:
        return f"没有“{wanted}”这种规则，是不是想写“{near[0]}”（{KINDS[near[0]]}）？"
    return f"没有“{wanted}”这种规则，可用的有：{'、'.join(f'{kind}（{KINDS[kind]}）' for kind in kinds)}"


def _literal(detail: ErrorDetails, key: str) -> str:
    allowed = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、")
    return f"“{key}”不能写“{detail['input']}”，只能写：{allowed.replace(', ', '、')}"


def _wrong_type(wanted: str) -> Any:
    def say(detail: ErrorDetails, key: str) -> str:
        got = TYPE_NAMES.get(type(detail["input"]), "别的内容")
        return f"“{key}”应是{wanted}，现在是{got}，请核对缩进和写法"

    return say


def _pattern(detail: ErrorDetails, key: str) -> str:
    if re.fullmatch("[“‘].*[”’]", detail["input"]):
        return f"“{key}”两边的引号是全角的，请改用半角引号，或者不写引号"
    return f"“{key}”写的“{detail['input']}”不合要求：{PATTERNS.get(key, '请核对写法')}"


def _too_short(_: ErrorDetails, key: str) -> str:
    return f"“{key}”不能是空的，请补上内容"


def _too_long(detail: ErrorDetails, key: str) -> str:
    return f"“{key}”太长，最多{detail.get('ctx', {}).get('max_length')}字，请缩短"


def _bool(detail: ErrorDetails, key: str) -> str:
    return f"“{key}”只能写true或false，不能写“{detail['input']}”"


_TRANSLATIONS: dict[str, Any] = {
    "missing": _missing,
    "union_tag_not_found": lambda detail, key: "规则缺少“kind”（规则种类），请补上，例如 kind: count",
    "union_tag_invalid": _kind,
    "literal_error": _literal,
    "string_type": _wrong_type("文字"),
    "dict_type": _wrong_type("一组键值"),
    "model_type": _wrong_type("一组键值"),
    "model_attributes_type": _wrong_type("一组键值"),
    "tuple_type": _wrong_type("列表（每行以“- ”开头，或写成[甲, 乙]）"),
    "string_pattern_mismatch": _pattern,
    "string_too_short": _too_short,
    "too_short": _too_short,
    "string_too_long": _too_long,
    "bool_parsing": _bool,
    "bool_type": _bool,
}
