"""Writing the answer file: every rule with its clause, every fact with what it means."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import FieldList, Form, FormField

from inspect_app.domain.checklist import Checklist, Item, Veto
from inspect_app.domain.quantities import plain
from inspect_app.domain.rules import Facts, Rule
from inspect_app.domain.rules.fields import Ticks
from inspect_app.domain.scoring import Answer

NOT_APPLICABLE = "not_applicable"
HEAD = """\
# {title}（{version}版）填报文件，由 inspect-app score 计分。
# 冒号后面空着的表示还没有记录；检查过、没有发现问题的，数量填0。
# 一项不适用时，把该项下面的内容换成一行：not_applicable: 理由
checklist: {id}
version: {version}
subject:{subject}
answers:
"""


def template(checklist: Checklist) -> str:
    """An empty answer file: every rule with its clause, every fact with what it means, nothing recorded."""
    return dump(checklist, {})


def dump(checklist: Checklist, answers: Mapping[str, Answer], subject: str = "") -> str:
    """The answer file that `load_answers` reads back as these answers."""
    head = HEAD.format(
        title=_line(checklist.title),
        id=checklist.id,
        version=_scalar(checklist.version),
        subject=f" {_scalar(subject)}" if subject else "",
    )
    entries: list[Item | Veto] = [*checklist.items.values(), *checklist.vetoes]
    parts = (
        _written_entry(entry, checklist.entries[entry.id], answers.get(entry.id, Answer()))
        for entry in entries
    )
    return head + "".join(f"{line}\n" for part in parts for line in part)


def _written_entry(entry: Item | Veto, rules: Sequence[Rule], answer: Answer) -> Iterator[str]:
    points = f"（{plain(entry.points)}分）" if isinstance(entry, Item) and entry.points else ""
    yield ""
    yield f"  # {_line(entry.title)}{points}"
    yield f"  {entry.id}:"
    if answer.not_applicable:
        yield f"    {NOT_APPLICABLE}: {_scalar(answer.not_applicable)}"
        return
    for rule in rules:
        yield f"    # {_line(rule.clause())}"
        yield f"    {_key(rule.label)}:"
        yield from _written_facts(rule, answer.facts.get(rule.label, {}))


def _written_facts(rule: Rule, facts: Facts) -> Iterator[str]:
    for name, field in _remark_last(rule.form()):
        if isinstance(field, FieldList):
            yield from _written_rows(name, field, facts.get(name, ()))
        else:
            comment = _meaning(field)
            value = _scalar(str(facts.get(name, "")))
            yield f"      {name}: {value}  # {comment}" if value else f"      {name}:  # {comment}"


def _written_rows(name: str, field: "FieldList[Any]", rows: Sequence[Facts]) -> Iterator[str]:
    row_form: Form = field.unbound_field.args[0]()
    yield f"      {name}:"
    yield f"        # - {_example(row_form)}"
    for row in rows:
        yield f"        - {_inline(row)}"


def _remark_last(form: Form) -> list[tuple[str, Any]]:
    return sorted(form._fields.items(), key=lambda pair: pair[0] == "remark")


def _example(form: Form) -> str:
    """What a row holds, each value as what it means."""
    parts = (f"{key}: {_told(field)}" for key, field in _remark_last(form))
    return "{" + ", ".join(parts) + "}"


def _told(field: Any) -> str:
    if isinstance(field, FieldList):
        return f"[{_example(field.unbound_field.args[0]())}]"
    return _example(field.form) if isinstance(field, FormField) else _meaning(field)


def _inline(facts: Facts) -> str:
    """Facts on one line: {name: 甲, count: 3}."""
    return "{" + ", ".join(f"{_key(key)}: {_valued(value)}" for key, value in facts.items()) + "}"


def _valued(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_valued, value))}]"
    return _inline(value) if isinstance(value, Mapping) else _scalar(str(value))


def _meaning(field: Any) -> str:
    """What to write, in words: the choices where there are some, otherwise the field's label and its unit."""
    choices = [
        key if key == said else f"{key}＝{said}" for key, said, *_ in getattr(field, "choices", None) or ()
    ]
    if choices:
        how = "选几个，用顿号隔开：" if isinstance(field, Ticks) else "选一个："
        return _line(how + "；".join(choices))
    unit = getattr(field, "unit", "")
    return _line(f"{field.label.text}（{unit}）" if unit else field.label.text)


def _key(text: str) -> str:
    return text if re.fullmatch(r"[\w“”《》（）、]+", text) else _quoted(text)


def _scalar(text: str) -> str:
    return text if re.fullmatch(r"[\w.]*", text) else _quoted(text)


def _quoted(text: str) -> str:
    """Double-quoted, with whatever YAML might fold or refuse written as an escape."""
    odd = r"[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
    return re.sub(odd, lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _line(text: str) -> str:
    return " ".join(text.split())
