"""Small rules, items and checklists for unit tests, built from the same text that a YAML file would give."""

from typing import Any

from werkzeug.datastructures import MultiDict

from inspect_app.domain.checklist import Checklist, Grade, Item, Veto
from inspect_app.domain.rules import REGISTRY, FactForm, Rule, Verdict
from inspect_app.domain.scoring import Answer

TALKS = {"label": "廉政谈话率", "of": "应谈话人数", "done": "实际谈话人数", "target": "100%"}


def rule(kind: str, **options: Any) -> Rule:
    """The rule as a checklist would give it; `label` and `deduct` have defaults."""
    priced = kind in {"rate", "shortfall", "count", "check"} and not {
        "deduct",
        "add",
        "prices",
        "bands",
        "rising",
    } & set(options)
    defaults = {"deduct": "1"} if priced else {}
    return REGISTRY[kind].model_validate({"kind": kind, "label": "台账", **defaults, **options})


def filled(rule: Rule, **texts: str) -> FactForm:
    """The rule's form as a browser sends it; rows-0-name is written rows_0_name."""
    return rule.form(MultiDict({_sent(name): text for name, text in texts.items()}))


def _sent(name: str) -> str:
    return name.replace("_", "-") if name.startswith("rows_") else name


def facts(rule: Rule, **texts: str) -> dict[str, Any]:
    """The facts that the form makes of the texts, which must be valid."""
    form = filled(rule, **texts)
    assert form.validate(), form.errors
    return rule.facts(form)


def judged(rule: Rule, **texts: str) -> Verdict:
    """The verdict on facts that came through the form."""
    return rule.judge(facts(rule, **texts))


def roster(*rows: tuple[str, ...]) -> dict[str, str]:
    """Texts for a roster of (name, count) or (name, count, role)."""
    keys = ("name", "count", "role")
    return {
        f"rows_{n}_{key}": text for n, row in enumerate(rows) for key, text in zip(keys, row, strict=False)
    }


def item(key: str, points: str | None, *rules: Rule, **options: Any) -> Item:
    """An item of that many points, or with None of no points of its own."""
    bound = {} if points is None else {"points": points}
    return Item.model_validate({"id": key, "title": f"考核{key}", "rules": rules, **bound, **options})


def checklist(*items: Item, **options: Any) -> Checklist:
    """A checklist with one section of these items; `vetoes` and `grades` are given as they are."""
    total = str(sum(one.points for one in items))
    section = {"id": "all", "title": "全部", **({"points": total} if total != "0" else {}), "items": items}
    head = {"id": "small", "version": "1", "title": "小细则", "total": total, "sections": [section]}
    return Checklist.model_validate({**head, **options})


def veto(effect: str, deduct: str | None = None, times: str | None = None, grade: str | None = None) -> Veto:
    """A veto of that effect, whose id is the effect."""
    numbers = {"deduct": deduct, "times": times, "grade": grade}
    return Veto.model_validate({"id": effect, "title": f"{effect}事项", "effect": effect, **numbers})


def happened(effect: str) -> dict[str, Answer]:
    """The answer that this veto has happened."""
    return {effect: Answer({f"{effect}事项": {"happened": "yes", "remark": "经查属实"}})}


GRADES = tuple(
    Grade.model_validate({"name": name, "min": least})
    for name, least in (("优秀", "90"), ("良好", "80"), ("合格", "60"), ("不合格", "0"))
)
