"""What stands on top of a clause works on its verdict: graver ones, the periods before, factors."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from inspect_app.domain.quantities import plain
from inspect_app.domain.rules.base import Facts, Rule, Verdict
from inspect_app.domain.rules.modifiers import times_text

VERBS = {"lost": "扣", "gained": "加"}


@dataclass(frozen=True)
class Weighed:
    """A verdict on its way through the modifiers: words and exact amount; `missing` is what is not recorded yet."""

    words: str
    amount: Fraction
    missing: str = ""


def judged(rule: Rule, facts: Facts) -> Verdict:
    """The rule's verdict, unless it is said that this subject is not concerned."""
    if rule.asks_whether and facts.get("none"):
        return Verdict("void", f"{rule.label}：{rule.none}，本条不适用")
    return rule.judge(facts)


def weigh(rule: Rule, verdict: Verdict, facts: Facts, past: tuple[str, ...] = ()) -> Weighed:
    """What the modifiers make of a verdict that moves points; `past` as for `lines.line_of`."""
    weighed = Weighed(verdict.words, verdict.amount, _gap(rule, facts))
    for step in (_aggravated, _repeated, _multiplied):
        weighed = step(rule, verdict, facts, past, weighed)
    return weighed


def _gap(rule: Rule, facts: Facts) -> str:
    """What the modifiers still need, now that there is something to change."""
    for name, extra in rule.graver.items():
        if facts.get(name) is None:
            return extra.asked_words()
    if rule.event is not None and not rule.names_events and not facts.get("event"):
        return f"还缺{rule.event.name}名称（同一{rule.event.name}只计一次）"
    if rule.also is not None and not facts.get("payer"):
        return f"还缺{rule.also.who}名称"
    return ""


def _aggravated(
    rule: Rule, verdict: Verdict, facts: Facts, _past: tuple[str, ...], so_far: Weighed
) -> Weighed:
    for name, extra in rule.graver.items():
        price = extra.deduct if verdict.state == "lost" else extra.add
        number = extra.number(facts.get(name))
        if price is None or not number:
            continue
        words = f"{so_far.words}，{extra.found_words(number)}"
        so_far = replace(so_far, words=words, amount=so_far.amount + number * Fraction(price))
    return so_far


def _repeated(rule: Rule, verdict: Verdict, _facts: Facts, past: tuple[str, ...], so_far: Weighed) -> Weighed:
    if rule.repeated is None or verdict.state != "lost":
        return so_far
    run = next((n for n, state in enumerate(past) if state != "lost"), len(past)) + 1
    if run < rule.repeated.periods:
        return so_far
    said = f"{so_far.words}，已连续{run}期失分"
    if rule.repeated.times is not None:
        amount = so_far.amount * Fraction(rule.repeated.times)
        return replace(so_far, words=f"{said}，{times_text(rule.repeated.times)}", amount=amount)
    extra = rule.repeated.deduct or Decimal(0)
    return replace(so_far, words=f"{said}，再扣{plain(extra)}分", amount=so_far.amount + Fraction(extra))


def _multiplied(
    rule: Rule, _verdict: Verdict, facts: Facts, _past: tuple[str, ...], so_far: Weighed
) -> Weighed:
    if not rule.times:
        return so_far
    chosen = str(facts.get("factors", "")).split("、")
    for factor in rule.times:
        if factor.label in chosen:
            amount = so_far.amount * Fraction(factor.times)
            so_far = replace(so_far, words=f"{so_far.words}，{factor.words()}", amount=amount)
    return so_far
