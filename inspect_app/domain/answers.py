"""The answer file of `inspect-app score`: what an inspector recorded, as YAML beside the checklist.

Every value goes through the form of its rule, so that the file and the tablet refuse the same things.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from wtforms import FieldList, Form, FormField

from inspect_app.domain import yaml_source
from inspect_app.domain.answer_writing import NOT_APPLICABLE, dump, template
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.base import REMARK_LENGTH
from inspect_app.domain.scoring import Answer
from inspect_app.domain.yaml_source import TYPE_NAMES, Path, Problem, Source, SourceError

__all__ = ["AnswersError", "dump", "load_answers", "template"]

KEYS = ("checklist", "version", "subject", "answers")


class AnswersError(Exception):
    """The answer file is refused; `problems` lists every reason with its line, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"第{p.line}行：{p.message}" for p in problems))
        self.problems = problems


class Filled(dict[str, str]):
    """Facts as a browser would send them: one text for each field of the form."""

    def getlist(self, name: str) -> list[str]:
        """What WTForms asks for."""
        return [self[name]] if name in self else []


def load_answers(text: str, checklist: Checklist) -> dict[str, Answer]:
    """The answers by item id, ready for `scoring.score`; raises AnswersError. Empty values are not recorded."""
    try:
        source = yaml_source.read(text)
    except SourceError as error:
        raise AnswersError(error.problems) from error
    reader = _Reader(source, checklist)
    answers = reader.read()
    if reader.problems:
        raise AnswersError(sorted(set(reader.problems)))
    return answers


class _Reader:
    """Collects the problems of one file while it reads the answers."""

    def __init__(self, source: Source, checklist: Checklist) -> None:
        self.source = source
        self.checklist = checklist
        self.problems = list(source.problems)

    def read(self) -> dict[str, Answer]:
        tree = self.source.tree
        if not isinstance(tree, dict):
            self.refuse((), "文件应以“checklist: …”这样的键值开头，现在是空的或只有文字")
            return {}
        self._head(tree)
        if not tree.get("answers"):
            self.refuse(("answers",), "缺少“answers”（各项的填报），请补上")
            return {}
        entries = self._mapping(("answers",), tree["answers"], list(self.checklist.entries), "考核内容的id")
        answers = {key: self._answer(("answers", key), key, value) for key, value in entries if value}
        return {key: answer for key, answer in answers.items() if answer != Answer()}

    def refuse(self, path: Path, message: str) -> None:
        self.problems.append(self.source.problem(path, message))

    def _head(self, tree: dict[str, Any]) -> None:
        self._known((), tree, KEYS, "键")
        for key, wanted in (("checklist", self.checklist.id), ("version", self.checklist.version)):
            if tree.get(key) != wanted:
                self.refuse((key,), f"{key}应是“{wanted}”，与细则一致；现在是“{_shown(tree.get(key))}”")
        if not isinstance(tree.get("subject", ""), str):
            self.refuse(("subject",), "subject应是文字，写考核对象的名称")

    def _answer(self, path: Path, key: str, value: Any) -> Answer:
        rules: dict[str, Rule] = {rule.label: rule for rule in self.checklist.entries[key]}
        extra = [NOT_APPLICABLE] if key in self.checklist.items else []
        parts = dict(self._mapping(path, value, [*rules, *extra], "评分规则"))
        reason = self._reason((*path, NOT_APPLICABLE), parts.pop(NOT_APPLICABLE, ""))
        read = {
            label: self._facts((*path, label), rules[label], part) for label, part in parts.items() if part
        }
        facts = {label: recorded for label, recorded in read.items() if recorded}
        if reason and facts:
            advice = "写了not_applicable（本项不适用）就不能再填评分规则的内容，请删去一种"
            self.refuse((*path, NOT_APPLICABLE), advice)
        return Answer(facts, reason)

    def _reason(self, path: Path, value: Any) -> str:
        if not isinstance(value, str):
            self.refuse(path, "not_applicable应是文字，写本项不适用的理由")
            return ""
        if len(value.strip()) > REMARK_LENGTH:
            self.refuse(path, f"不适用的理由最多{REMARK_LENGTH}字，请缩短")
        return value.strip()

    def _facts(self, path: Path, rule: Rule, value: Any) -> dict[str, Any]:
        """The rule's facts as its form cleans them; every refusal at the value's own place."""
        places: dict[str, Path] = {}
        filled = Filled(self._flat(path, rule.form(), value, places))
        form = rule.form(filled)
        if form.validate():
            return rule.facts(form)
        for name, message in refusals(form):
            self.refuse(places.get(name, path), message)
        return {}

    def _flat(
        self, path: Path, form: Form, value: Any, places: dict[str, Path], prefix: str = ""
    ) -> Iterator[tuple[str, str]]:
        """The facts under the names of the form's fields: rows become rows-0-name."""
        for key, part in self._mapping(path, value, list(form._fields), "填写内容"):
            field, place = form._fields[key], (*path, key)
            if part == []:
                self.refuse(place, f"“{key}”是空的列表；还没有记录的，冒号后面空着")
            elif isinstance(field, FieldList) and part:
                yield from self._rows(place, field, part, places, f"{prefix}{key}")
            elif isinstance(field, FormField) and part:
                yield from self._flat(place, field.form, part, places, f"{prefix}{key}-")
            elif isinstance(part, str):
                places[f"{prefix}{key}"] = place
                yield f"{prefix}{key}", part
            else:
                self.refuse(place, f"“{key}”应是文字或数字，现在是{TYPE_NAMES[type(part)]}，请核对缩进和写法")

    def _rows(
        self, path: Path, field: "FieldList[Any]", rows: Any, places: dict[str, Path], name: str
    ) -> Iterator[tuple[str, str]]:
        if not isinstance(rows, list):
            self.refuse(path, f"“{path[-1]}”应是列表（每行以“- ”开头）")
            return
        places[name] = path
        row_form: Form = field.unbound_field.args[0]()
        number = 0
        for position, row in enumerate(rows):
            if not row:
                continue
            prefix = f"{name}-{number}-"
            sent = list(self._flat((*path, position), row_form, row, places, prefix))
            number += bool(
                sent
            )  # the form closes gaps between rows, so that a gap here would shift its errors
            yield from sent

    def _mapping(self, path: Path, value: Any, known: Sequence[str], what: str) -> list[tuple[str, Any]]:
        """The entries whose keys are known; the others are refused by name."""
        if not isinstance(value, dict):
            name = f"“{path[-1]}”" if isinstance(path[-1], str) else f"第{path[-1] + 1}行"
            self.refuse(path, f"{name}应是一组键值，现在是{TYPE_NAMES[type(value)]}，请核对缩进和写法")
            return []
        self._known(path, value, known, what)
        return [(key, part) for key, part in value.items() if key in known]

    def _known(self, path: Path, value: dict[str, Any], known: Sequence[str], what: str) -> None:
        for key in value:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                listed = f"是不是想写“{near[0]}”？" if near else f"可用的有：{'、'.join(known[:12])}"
                self.refuse((*path, key), f"不认识“{key}”，这里没有这样的{what}，{listed}")


def refusals(form: Form) -> Iterator[tuple[str, str]]:
    """Each message of a form that was validated, with the full name of its field."""
    for field in form._fields.values():
        if isinstance(field, FormField):
            yield from refusals(field.form)
        elif isinstance(field, FieldList):
            for row in field.entries:
                yield from refusals(row.form)
            yield from ((field.name, message) for message in field.errors if isinstance(message, str))
        else:
            yield from ((field.name, str(message)) for message in field.errors)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "没有写" if value is None else TYPE_NAMES[type(value)]
