"""Why a text is no YAML, said of what people usually mistype: the parser itself points behind the fault."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

Fault = tuple[int, int, str]  # line and column from 1, and what to write
# What people mistype, as it looks in a line; the fault is where the group stands.
MISTYPED = (
    (r"^ *(\t)", "不能用制表符（Tab）缩进，请改用空格"),
    (r"^ *([\u3000\xa0])", "不能用全角空格或不间断空格缩进，请改用半角空格"),
    (r"^[^#\"']*([｛｝［］])", "括号要用半角的{ }和[ ]，不能用全角"),
    (r"^ *([－—–•·])", "列表每行以半角的“- ”开头，不能用别的符号"),
    (r"^ *(\|)", "不能直接写表格，请按“键: 值”的格式写"),
    (r"^ *- *([(（])", "一组键值要用半角的花括号{ }"),
    (r"^ *(-)[\w{\[\"]", "列表的“-”后面要有一个空格"),
    (r"^ *(?:- +)?[\w-]+(：)(?!.*: )", "键后面要用半角冒号加空格“: ”，不能用全角“：”"),
    (r"\{.*?(，) *[A-Za-z_-]+ *[:：]", "花括号里要用半角逗号“, ”分隔，不能用全角“，”"),
    (r"[{,] *[A-Za-z_-]+(：)", "键后面要用半角冒号加空格“: ”，不能用全角“：”"),
    (r"^ *(?:- +)?[A-Za-z_-]+(:)[^\s\"]", "键的冒号后面要有一个空格"),
    (r": +(?:\"[^\"]*\"|'[^']*')\s*([^\s,}\]#])", "后一个引号后面不能再有文字和标点，请删去"),
    (r": +\[[^\[\]]*\]\s*([^\s,}\]#])", "以[ ]开头的文字要加引号"),
    (r"(?:: |- |, )([@`%*&!|>])", "以这个符号开头的文字要加引号"),
    (
        r"[{,] *[A-Za-z_-]+: [^,{}\[\]\"']*(:) ",
        "前面少了半角逗号“, ”，或者文字里有冒号；含冒号的文字请加引号",
    ),
)


def syntax_fault(error: yaml.YAMLError, text: str) -> Fault:
    """Where it is and what to write instead."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return 1, 1, "YAML格式不对，请核对文件内容"
    lines = text.splitlines() or [""]
    here = min(mark.line, len(lines) - 1)
    nearby = (
        fault for number in range(here, max(here - 3, -1), -1) for fault in _mistyped(lines[number], number)
    )
    return next(nearby, None) or _explained(error, mark)


def _mistyped(line: str, number: int) -> Iterator[Fault]:
    found = ((re.search(pattern, line), advice) for pattern, advice in MISTYPED)
    return ((number + 1, match.start(1) + 1, advice) for match, advice in found if match)


def _explained(error: yaml.YAMLError, mark: Any) -> Fault:
    trouble, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
    start = getattr(error, "context_mark", None) or mark
    if "quoted scalar" in context:
        return start.line + 1, start.column + 1, "从这里开始的引号没有配对，请补上后一个引号"
    if "flow" in context:
        return start.line + 1, start.column + 1, "从这里开始的括号没有配对，或里面少了半角逗号，请核对"
    advice = "缩进对不齐：同一级的各行要左对齐，下一级的多空两格；也请核对上一行的引号和括号"
    if "mapping values are not allowed" in trouble:
        advice = "缩进不对，或一行里有两个冒号；含冒号的文字请加引号"
    elif "tag" in trouble:
        advice = "不支持YAML的标签（!），请直接写内容"
    return mark.line + 1, mark.column + 1, advice
