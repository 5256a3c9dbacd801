"""Answers recorded on one version of a checklist, read with another: what fits, and what no longer does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspect_app.domain.answers import Filled, refusals
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.rules import Facts, Rule
from inspect_app.domain.scoring import Answer


@dataclass(frozen=True)
class Misfit:
    """Something recorded that the other version has no place for; `place` is the item, or the item and rule."""

    place: str
    words: str


def fit(
    old: Checklist, new: Checklist, answers: Mapping[str, Answer]
) -> tuple[dict[str, Answer], list[Misfit]]:
    """The answers as far as the new version takes them, and what it does not take."""
    fitting: dict[str, Answer] = {}
    misfits: list[Misfit] = []
    for entry, answer in answers.items():
        if entry in new.entries:
            fitting[entry] = _fit_entry(new, entry, answer, misfits)
        else:
            misfits.append(Misfit(entry_title(old, entry), "新细则没有这一项，记录不再计分"))
    return fitting, misfits


def entry_title(checklist: Checklist, entry: str) -> str:
    """What an item or a veto is called; its id when the checklist does not have it."""
    if entry in checklist.items:
        return checklist.items[entry].title
    return next((veto.title for veto in checklist.vetoes if veto.id == entry), entry)


def _fit_entry(new: Checklist, entry: str, answer: Answer, misfits: list[Misfit]) -> Answer:
    rules: dict[str, Rule] = {rule.label: rule for rule in new.entries[entry]}
    title, facts = entry_title(new, entry), {}
    for label, recorded in answer.facts.items():
        if label in rules:
            facts[label], messages = _fit_facts(rules[label], recorded)
        else:
            messages = ["新细则的这一项没有这条规则，记录不再计分"]
        misfits += [Misfit(f"{title}／{label}", message) for message in messages]
    return Answer({label: known for label, known in facts.items() if known}, answer.not_applicable)


def _fit_facts(rule: Rule, recorded: Facts) -> tuple[Facts, list[str]]:
    """The facts as the rule's own form takes them; a form that refuses one value leaves the rule open."""
    known = {key: value for key, value in recorded.items() if key in rule.form()._fields}
    messages = [f"新规则不记录“{_shown(recorded[key])}”（{key}）" for key in recorded if key not in known]
    form = rule.form(Filled(_flat(known)))
    if form.validate():
        return rule.facts(form), messages
    return {}, [*messages, *(f"{message}，本条按未填计" for _, message in refusals(form))]


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Facts as a browser would send them: rows become rows-0-name."""
    children = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from _flat(child, f"{name}-{key}" if name else str(key))
    if name and not isinstance(value, Mapping | list) and value is not None:
        yield name, str(value)


def _shown(value: Any) -> str:
    return f"{len(value)}行" if isinstance(value, list) else str(value)
