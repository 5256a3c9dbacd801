"""Checklist and answers in, score sheet out: every line with its rule, its facts in words and its amount."""

from collections.abc import Iterable, Mapping
from typing import Literal

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import NOWHERE, Context
from inspect_app.domain.items import Duplicate, lines_of, repeated_events, score_item, shut_out
from inspect_app.domain.lines import fitted, line_of
from inspect_app.domain.results import (
    ZERO,
    Adjustment,
    Answer,
    Charge,
    ItemScore,
    ScoreLine,
    ScoreSheet,
    SectionScore,
)
from inspect_app.domain.rules import Rule, Verdict
from inspect_app.domain.rules.modifiers import concerns
from inspect_app.domain.rules.veto import VetoMark
from inspect_app.domain.totals import assemble, grade_of

__all__ = [
    "Adjustment",
    "Answer",
    "Charge",
    "ItemScore",
    "ScoreLine",
    "ScoreSheet",
    "SectionScore",
    "assemble",
    "fitting_rules",
    "grade_of",
    "linked",
    "score",
    "score_entries",
    "score_entry",
    "score_item",
    "unconcerned",
]


def score(checklist: Checklist, answers: Mapping[str, Answer], context: Context = NOWHERE) -> ScoreSheet:
    """The whole sheet; an item without an answer is open. Unknown ids raise KeyError."""
    for key in answers:
        checklist.entries[key]
    return assemble(checklist, score_entries(checklist, answers, checklist.entries, context))


def score_entries(
    checklist: Checklist, answers: Mapping[str, Answer], keys: Iterable[str], context: Context = NOWHERE
) -> dict[str, ItemScore]:
    """The results of these entries. Among them the same event counts once; see `linked`."""
    wanted, full = list(keys), checklist.completed(context)
    given = {key: answers.get(key, Answer()) for key in wanted}
    bound = [
        (key, lines_of(checklist.items[key], given[key], full))
        for key in wanted
        if len(linked(checklist, key)) > 1
        and not given[key].not_applicable
        and shut_out(checklist.items[key], full) is None
    ]
    waived = repeated_events(bound)
    return {
        key: _scored(checklist, key, given[key], full, waived.get(key, {}) if bound else None)
        for key in wanted
    }


def score_entry(checklist: Checklist, key: str, answer: Answer, context: Context = NOWHERE) -> ItemScore:
    """One item's or one veto's result out of its own answer: all there is to it unless it is `linked`."""
    return _scored(checklist, key, answer, checklist.completed(context), None)


def fitting_rules(checklist: Checklist, key: str, context: Context) -> tuple[Rule | VetoMark, ...]:
    """The entry's rules with the numbers that hold here; one that cannot be judged stays as it is written."""
    full, rules = checklist.completed(context), checklist.entries[key]
    if not any(rule.vary or rule.asked for rule in rules):
        return rules
    found = ((rule, fitted(rule, full)) for rule in rules)
    return tuple(rule if isinstance(fit, Verdict) else fit for rule, fit in found)


def unconcerned(checklist: Checklist, key: str, context: Context) -> frozenset[str]:
    """The labels of the entry's rules that are not for this subject."""
    item = checklist.items.get(key)
    if item is not None and item.only and concerns(item.only, context.attributes) is False:
        return frozenset(rule.label for rule in checklist.entries[key])
    rules = [rule for rule in checklist.entries[key] if rule.only]
    return frozenset(rule.label for rule in rules if concerns(rule.only, context.attributes) is False)


def linked(checklist: Checklist, key: str) -> tuple[str, ...]:
    """The entries whose results hang together with this one's, itself among them, in the order of the sheet."""
    mine = checklist.events.get(key, frozenset())
    if not mine:
        return (key,)
    return tuple(other for other, events in checklist.events.items() if events & mine)


def _scored(
    checklist: Checklist,
    key: str,
    answer: Answer,
    context: Context,
    duplicates: Mapping[str, Duplicate] | None,
) -> ItemScore:
    item = checklist.items.get(key)
    if item is not None:
        settled = duplicates if checklist.events.get(key) else {}
        return score_item(item, answer, context, start=checklist.start_of(item), duplicates=settled)
    rule = checklist.entries[key][0]
    line = line_of(rule, answer.facts.get(rule.label, {}), context)
    state: Literal["open", "done"] = "open" if line.state == "open" else "done"
    return ItemScore(key, rule.label, ZERO, state, (line,), veto=True, begun=any(answer.facts.values()))
