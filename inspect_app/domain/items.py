"""One item's lines become its result: what depends on another line, factors, zeroing, floor and cap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from inspect_app.domain.checklist import Item
from inspect_app.domain.context import NOWHERE, Context
from inspect_app.domain.lines import line_of, reduced
from inspect_app.domain.quantities import plain, round_points
from inspect_app.domain.results import ZERO, Answer, Happening, ItemScore, ScoreLine
from inspect_app.domain.rules import Facts, Rule
from inspect_app.domain.rules.modifiers import concerns, groups_text


@dataclass(frozen=True)
class Duplicate:
    """Why some of a line does not count, the same event being counted elsewhere, and how much is left."""

    words: str
    left: Fraction


Duplicates = Mapping[str, Duplicate]  # by the rule's label


def score_item(
    item: Item,
    answer: Answer,
    context: Context = NOWHERE,
    *,
    start: Decimal | None = None,
    duplicates: Duplicates | None = None,
) -> ItemScore:
    """The item's lines, with the cap as a line of its own where the clauses ask for more than there is.

    `start` is where the checklist lets the item begin: its points unless said otherwise. `duplicates` names
    the lines whose event counts elsewhere; without it the item settles its own.
    """
    begin = start if start is not None else item.own_start()
    shut = shut_out(item, context)
    if shut is not None:
        state: Literal["open", "done", "void"] = "open" if shut.state == "open" else "void"
        return ItemScore(item.id, item.title, item.points, state, (shut,), begin)
    if answer.not_applicable:
        line = ScoreLine("", "", "void", f"本项不适用：{answer.not_applicable}")
        return ItemScore(item.id, item.title, item.points, "void", (line,), begin)
    lines = lines_of(item, answer, context)
    settled = duplicates
    if duplicates is None and any(line.events for line in lines):
        settled = repeated_events([(item.id, lines)]).get(item.id, {})
    if settled:
        lines = [_settled(item, answer, line, settled.get(line.rule)) for line in lines]
    states = {line.state for line in lines if line.rule}
    lines += closing_lines(item, begin, lines, answer)
    state = "open" if "open" in states else "done"
    return ItemScore(
        item.id,
        item.title,
        item.points,
        "void" if states == {"void"} else state,
        tuple(lines),
        begin,
        begun=any(answer.facts.values()),
    )


def shut_out(item: Item, context: Context) -> ScoreLine | None:
    """The only line of an item that is for other subjects, or of which nobody knows; None where it is for this one."""
    meant = concerns(item.only, context.attributes) if item.only else True
    if meant:
        return None
    who = f"本项只适用于{groups_text(item.only)}"
    if meant is None:
        return ScoreLine(item.rules[0].label, "", "open", f"{who}，还不知道考核对象属于哪一类")
    return ScoreLine("", "", "void", f"{who}，考核对象不属于，不考核本项")


def lines_of(item: Item, answer: Answer, context: Context) -> list[ScoreLine]:
    """A line for each rule, without those that another rule's loss shuts out."""
    past = context.history.get(item.id, {})
    lines = {}
    for rule in item.rules:
        recorded = answer.facts.get(rule.label, {})
        facts = context.known(item.id, rule.label, recorded)
        line = line_of(rule, facts, context, past.get(rule.label, ()))
        lines[rule.label] = _sourced(line, item.id, recorded, context) if facts is not recorded else line
    return [_shut_out(item, rule, lines) for rule in item.rules]


def _sourced(line: ScoreLine, entry: str, recorded: Facts, context: Context) -> ScoreLine:
    """The line with where its facts come from; where the inspector recorded others, with what they would be."""
    elsewhere, source = context.elsewhere(entry, line.rule), context.source(entry, line.rule)
    if not source or line.state == "void":
        return line
    known = "、".join(str(value) for value in elsewhere.values())
    if line.state == "open":
        return replace(line, words=f"{line.words}（已知{known}，来自{source}）")
    if all(recorded.get(name, value) == value for name, value in elsewhere.items()):
        return replace(line, words=f"{line.words}（{known}来自{source}）")
    return replace(line, words=f"{line.words}（{source}是{known}，这里按现场填的计）")


def _shut_out(item: Item, rule: Rule, lines: Mapping[str, ScoreLine]) -> ScoreLine:
    other, line = rule.unless, lines[rule.label]
    if other is None or not _is_lost(item, other, lines):
        return line
    return ScoreLine(rule.label, line.clause, "void", f"“{other}”已失分，本条不再计")


def _is_lost(item: Item, label: str, lines: Mapping[str, ScoreLine]) -> bool:
    """Whether the rule cost points or earned none, and counts itself."""
    rule = item.rule(label)
    if rule.unless is not None and _is_lost(item, rule.unless, lines):
        return False
    line = lines[label]
    return line.state == "lost" or (rule.adds and line.state == "met" and not line.amount)


def repeated_events(found: Sequence[tuple[str, list[ScoreLine]]]) -> dict[str, dict[str, Duplicate]]:
    """For each item the labels of the lines of which something counts elsewhere, with what is left of them.

    Of the same event the dearest line counts, or the cheapest where the event says so; of equal ones the first
    of the sheet.
    """
    told = [
        _Told(key, line, place, event)
        for key, mine in found
        for line in mine
        for place, event in enumerate(line.events)
    ]
    best: dict[tuple[str, str, bool], _Told] = {}
    for one in told:
        if one.name not in best or one.beats(best[one.name]):
            best[one.name] = one
    waived: dict[str, dict[str, Duplicate]] = {}
    for one in told:
        if best[one.name] != one:
            so_far = waived.setdefault(one.key, {}).get(one.line.rule)
            waived[one.key][one.line.rule] = one.without(best[one.name], so_far)
    return waived


@dataclass(frozen=True)
class _Told:
    """One event of one line; `place` is where it stands among the line's."""

    key: str
    line: ScoreLine
    place: int
    event: Happening

    @property
    def name(self) -> tuple[str, str, bool]:
        return self.event.kind, self.event.name, self.line.amount < 0

    def beats(self, other: "_Told") -> bool:
        mine, theirs = self.event.amount, other.event.amount
        return mine < theirs if self.event.lowest else mine > theirs

    def without(self, counted: "_Told", so_far: Duplicate | None) -> Duplicate:
        """What is left of the line without this event."""
        verb, way = "扣" if self.line.amount < 0 else "加", "就低" if self.event.lowest else "就高"
        elsewhere = f"已在“{counted.line.rule}”{verb}{plain(counted.event.amount)}分"
        said = f"同一{self.event.kind}“{self.event.name}”{elsewhere}，{way}不重复"
        if so_far is not None:
            return Duplicate(f"{so_far.words}；{said}", so_far.left - self.event.amount)
        whole = sum((event.amount for event in self.line.events), Fraction(0))
        return Duplicate(said, whole - self.event.amount)


def _settled(item: Item, answer: Answer, line: ScoreLine, duplicate: Duplicate | None) -> ScoreLine:
    if duplicate is None:
        return line
    rule = item.rule(line.rule)
    return reduced(rule, answer.facts.get(line.rule, {}), line, duplicate.words, duplicate.left)


def closing_lines(item: Item, begin: Decimal, lines: Sequence[ScoreLine], answer: Answer) -> list[ScoreLine]:
    """What the item adds below its rules, in this order: factors, nothing left, floor, cap."""
    standing = list(lines)
    raw = begin + sum((line.amount for line in lines), ZERO)
    for close in (_highest, _factored, _zeroed, _floored, _capped):
        if made := close(item, begin, raw, standing, answer):
            raw += sum(line.amount for line in made)
            standing += made
    return standing[len(lines) :]


def _highest(
    item: Item, _begin: Decimal, _raw: Decimal, lines: Sequence[ScoreLine], _answer: Answer
) -> list[ScoreLine]:
    """Of clauses of which the best alone counts, what the others earn goes again."""
    if item.take != "highest":
        return []
    earned = [line for line in lines if line.amount > 0]
    if len(earned) < 2:
        return []
    best = max(earned, key=lambda line: line.amount)
    rest = sum((line.amount for line in earned), ZERO) - best.amount
    words = f"各条加分只计最高的“{best.rule}”{plain(best.amount)}分，其余{plain(rest)}分不计"
    return [ScoreLine("", "就高计一条", "met", words, ZERO - rest)]


def _factored(
    item: Item, begin: Decimal, _raw: Decimal, lines: Sequence[ScoreLine], answer: Answer
) -> list[ScoreLine]:
    """What was lost in the item, multiplied; each factor on what the one before has made."""
    if item.mark is None:
        return []
    mark = item.mark
    lost = sum((-line.amount for line in lines if line.amount < 0), ZERO)
    made: list[ScoreLine] = []
    for factor in mark.ticked(answer.facts.get(mark.label, {})):
        after = round_points(Fraction(lost) * Fraction(factor.times))
        words = f"{factor.words()}：扣{plain(lost)}分，变为扣{plain(after)}分"
        made.append(ScoreLine(mark.label, mark.said, "met", words, lost - after))
        lost = after
    return made


def _zeroed(
    _item: Item, _begin: Decimal, raw: Decimal, lines: Sequence[ScoreLine], _answer: Answer
) -> list[ScoreLine]:
    cause = next((line for line in lines if line.zeroes), None)
    if cause is None or raw <= 0:
        return []
    words = f"“{cause.rule}”使此项不得分，其余{plain(raw)}分全部扣去，扣{plain(raw)}分"
    return [ScoreLine("", "此项不得分", "lost", words, ZERO - raw)]


def _floored(
    item: Item, begin: Decimal, raw: Decimal, lines: Sequence[ScoreLine], _answer: Answer
) -> list[ScoreLine]:
    least = item.least
    if least is None or raw >= least:
        return []
    lost = begin - raw
    if least:
        words = f"各条合计{plain(raw)}分，本项最低{plain(least)}分，得{plain(least)}分"
    elif any(line.amount > 0 for line in lines) or not begin:
        words = f"各条合计{plain(raw)}分，本项最低0分，得0分"
    else:
        words = f"各条合计扣{plain(lost)}分，超过本项{plain(begin)}分，扣完为止，扣{plain(begin)}分"
    return [ScoreLine("", "扣完为止", "met", words, least - raw)]


def _capped(
    item: Item, _begin: Decimal, raw: Decimal, _lines: Sequence[ScoreLine], _answer: Answer
) -> list[ScoreLine]:
    top = item.points + (item.bonus or ZERO)
    if item.free or raw <= top:
        return []
    limit = f"本项{plain(item.points)}分" + (f"和最多加的{plain(item.bonus)}分" if item.bonus else "")
    words = f"各条合计{plain(raw)}分，超过{limit}，得{plain(top)}分"
    return [ScoreLine("", "最多得分", "met", words, top - raw)]
