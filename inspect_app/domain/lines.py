"""One rule and its facts become one line: whom it concerns, the verdict, what stands on top, its own limit."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pydantic import ValidationError

from inspect_app.domain.context import Context
from inspect_app.domain.quantities import plain, round_points
from inspect_app.domain.results import ZERO, Charge, Happening, ScoreLine
from inspect_app.domain.rules import Facts, Rule, Verdict
from inspect_app.domain.rules.modifiers import Variant, concerns, groups_text
from inspect_app.domain.rules.substitution import asked_in, varied
from inspect_app.domain.rules.weighing import VERBS, judged, weigh


def line_of(rule: Rule, facts: Facts, context: Context, past: tuple[str, ...] = ()) -> ScoreLine:
    """The rule's line for this subject; `past` are its states in the periods before, the last one first."""
    fitting = fitted(rule, context)
    if isinstance(fitting, Verdict):
        return ScoreLine(rule.label, rule.said, fitting.state, fitting.words)
    verdict = judged(fitting, facts)
    if verdict.state not in VERBS or fitting.kind == "veto":
        return _plain_line(fitting, verdict, facts)
    weighed = weigh(fitting, verdict, facts, past)
    if weighed.missing:
        return ScoreLine(
            rule.label, fitting.said, "open", weighed.missing, remark=_remark(fitting, facts, "open")
        )
    grown = weighed.amount / verdict.amount if verdict.amount else Fraction(1)
    events = tuple((name, amount * grown) for name, amount in verdict.events)
    changed = replace(verdict, words=weighed.words, amount=weighed.amount, events=events)
    return _priced_line(fitting, changed, facts)


def fitted(rule: Rule, context: Context) -> Rule | Verdict:
    """The rule with the numbers that hold for this subject, or why it cannot be judged."""
    if rule.only:
        meant = concerns(rule.only, context.attributes)
        if meant is None:
            return Verdict("open", f"本条只适用于{groups_text(rule.only)}，还不知道考核对象属于哪一类")
        if not meant:
            return Verdict("void", f"本条只适用于{groups_text(rule.only)}，考核对象不属于，不计")
    if not rule.vary and not rule.asked:
        return rule
    return _substituted(rule, context)


def _substituted(rule: Rule, context: Context) -> Rule | Verdict:
    varying: Variant | None = None
    for variant in rule.vary:
        meant = concerns(variant.when, context.attributes)
        if meant is None:
            return Verdict("open", f"对{groups_text(variant.when)}另有规定，还不知道考核对象属于哪一类")
        if meant:
            varying = variant
            break
    try:
        fitting = varied(rule, varying, context.parameters)
    except ValidationError as error:
        advice = "；".join(detail["msg"] for detail in error.errors(include_url=False))
        return Verdict("open", f"督导办设定的数不合用，请督导办核对：{advice}")
    unset = list(dict.fromkeys(one.title for one in asked_in(fitting)))
    if unset:
        return Verdict("open", f"督导办还没有设定{'、'.join(unset)}，设定后才能计分")
    return fitting


def _plain_line(rule: Rule, verdict: Verdict, facts: Facts) -> ScoreLine:
    remark = _remark(rule, facts, verdict.state)
    return ScoreLine(rule.label, rule.said, verdict.state, verdict.words, remark=remark, parts=verdict.parts)


def _priced_line(rule: Rule, verdict: Verdict, facts: Facts) -> ScoreLine:
    """The amount rounded, the clause's own limit applied and said."""
    amount, sign, verb = (
        round_points(verdict.amount),
        1 if verdict.state == "gained" else -1,
        VERBS[verdict.state],
    )
    zeroes = verdict.zeroes or (rule.zeroes and verdict.state == "lost")
    words = verdict.words if verdict.zeroes else f"{verdict.words}，{verb}{plain(amount)}分"
    if rule.limit is not None and amount > rule.limit:
        amount = rule.limit
        words = f"{words}，本条最多{verb}{plain(amount)}分，{verb}{plain(amount)}分"
    remark = _remark(rule, facts, verdict.state)
    line = ScoreLine(rule.label, rule.said, verdict.state, words, ZERO + sign * amount, remark)
    if rule.exempt and facts.get("exempt") and verdict.state == "lost":
        return _exempted(line, str(facts["exempt"]))
    happened = _happenings(rule, verdict, facts, amount)
    return replace(
        line, zeroes=zeroes, charge=_charge(rule, facts, amount), events=happened, parts=verdict.parts
    )


def _happenings(rule: Rule, verdict: Verdict, facts: Facts, amount: Decimal) -> tuple[Happening, ...]:
    if rule.event is None:
        return ()
    events = verdict.events or ((str(facts["event"]), Fraction(amount)),)
    kind, lowest = rule.event.name, rule.event.take == "lowest"
    return tuple(Happening(kind, name, worth, lowest) for name, worth in events)


def reduced(rule: Rule, facts: Facts, line: ScoreLine, words: str, left: Fraction) -> ScoreLine:
    """The line with only so much `left` of it, because the rest counts elsewhere."""
    said = f"{line.words}；{words}"
    amount = round_points(left) if rule.limit is None else min(round_points(left), rule.limit)
    if not amount:
        return replace(line, state="met", words=f"{said}，本条不计", amount=ZERO, zeroes=False, charge=None)
    sign, verb = (-1, "扣") if line.amount < 0 else (1, "加")
    words = f"{said}，其余{verb}{plain(amount)}分"
    return replace(line, words=words, amount=ZERO + sign * amount, charge=_charge(rule, facts, amount))


def _exempted(line: ScoreLine, reason: str) -> ScoreLine:
    return replace(line, state="met", words=f"{line.words}；免扣，理由：{reason}", amount=ZERO)


def _charge(rule: Rule, facts: Facts, amount: Decimal) -> Charge | None:
    if rule.also is None:
        return None
    share, name = rule.also.share, str(facts.get("payer", ""))
    paid = round_points(Fraction(amount) * share) if share is not None else rule.also.deduct or ZERO
    return Charge(
        rule.also.who, name, ZERO + paid, f"因“{rule.label}”，{rule.also.words()}，{name}扣{plain(paid)}分"
    )


def _remark(rule: Rule, facts: Facts, state: str) -> str:
    """The inspector's own words, unless the verdict's words hold them already."""
    quoted = state in VERBS and rule.quotes_remark
    return "" if quoted else str(facts.get("remark", ""))
