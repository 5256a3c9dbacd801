"""Checklist and answers in, score sheet out: every line with its rule, its facts in words and its amount."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from inspect_app.domain.checklist import Checklist, Grade, Item, Section, Veto
from inspect_app.domain.quantities import plain, round_points
from inspect_app.domain.rules import Facts, Rule, State

ZERO = Decimal("0.00")
VETO_WORDS = {"fail": "等次定为最低等次", "zero": "总分计0分", "bar": "取消评优资格，得分不变"}


@dataclass(frozen=True)
class Answer:
    """What was recorded for one item: facts by rule label, or the reason why it does not apply."""

    facts: Mapping[str, Facts] = field(default_factory=dict)
    not_applicable: str = ""


@dataclass(frozen=True)
class ScoreLine:
    """One 得分明细. `amount` in points, negative when lost; `words` holds the facts and the arithmetic.

    `rule` is the rule's label, or "" for a line that the item adds: its cap, or that it does not apply.
    """

    rule: str
    clause: str
    state: State
    words: str
    amount: Decimal = ZERO
    remark: str = ""


@dataclass(frozen=True)
class ItemScore:
    """One item's result. points + the amounts of the lines == score, unless it is `void` (not applicable)."""

    id: str
    title: str
    points: Decimal
    state: Literal["open", "done", "void"]
    lines: tuple[ScoreLine, ...]

    @property
    def lost(self) -> Decimal:
        """Points lost so far, as a positive amount."""
        return -sum((line.amount for line in self.lines), ZERO)

    @property
    def score(self) -> Decimal:
        """Points kept: of a void item none, of an open one what is left so far."""
        return ZERO if self.state == "void" else self.points - self.lost

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to be recorded, in words."""
        return tuple(f"{line.rule}：{line.words}" for line in self.lines if line.state == "open")


@dataclass(frozen=True)
class SectionScore:
    """A section's result: sums over its items, void items left out of `points` and `score`."""

    id: str
    title: str
    items: tuple[ItemScore, ...]

    @property
    def points(self) -> Decimal:
        """The points of the items that apply."""
        return sum((item.points for item in self.items if item.state != "void"), ZERO)

    @property
    def score(self) -> Decimal:
        """The score of the items that apply."""
        return sum((item.score for item in self.items), ZERO)

    @property
    def open(self) -> int:
        """How many items are still open."""
        return sum(item.state == "open" for item in self.items)


@dataclass(frozen=True)
class Adjustment:
    """A step between the items and the total: missing items (缺项) or a veto, with its amount."""

    words: str
    amount: Decimal


@dataclass(frozen=True)
class ScoreSheet:
    """得分表. The sections' scores + the adjustments' amounts == total, whatever the state."""

    sections: tuple[SectionScore, ...]
    vetoes: tuple[ItemScore, ...]
    adjustments: tuple[Adjustment, ...]
    full: Decimal
    grade: str
    barred: bool
    failed: bool

    @property
    def total(self) -> Decimal:
        """Points in all; while items are open, what would stand if nothing more were lost."""
        scored = sum((section.score for section in self.sections), ZERO)
        return scored + sum((step.amount for step in self.adjustments), ZERO)

    @property
    def items(self) -> tuple[ItemScore, ...]:
        """All items in the order of the sheet, then the veto matters."""
        return tuple(item for section in self.sections for item in section.items) + self.vetoes

    @property
    def open(self) -> tuple[ItemScore, ...]:
        """The items that are still to be completed."""
        return tuple(item for item in self.items if item.state == "open")

    @property
    def complete(self) -> bool:
        """Whether everything that applies has been recorded."""
        return not self.open

    @property
    def lost(self) -> Decimal:
        """Points lost in items, before adjustments."""
        return sum((item.lost for section in self.sections for item in section.items), ZERO)


def score(checklist: Checklist, answers: Mapping[str, Answer]) -> ScoreSheet:
    """The whole sheet; an item without an answer is open. Unknown ids raise KeyError."""
    for key in answers:
        checklist.entries[key]
    scored = {key: score_entry(checklist, key, answers.get(key, Answer())) for key in checklist.entries}
    return assemble(checklist, scored)


def score_entry(checklist: Checklist, key: str, answer: Answer) -> ItemScore:
    """One item's or one veto's result, which depends on nothing but its own answer."""
    item = checklist.items.get(key)
    if item is not None:
        return score_item(item, answer)
    veto = next(veto for veto in checklist.vetoes if veto.id == key)
    line = _line(checklist.entries[key][0], answer)
    return ItemScore(key, veto.title, ZERO, "open" if line.state == "open" else "done", (line,))


def score_item(item: Item, answer: Answer) -> ItemScore:
    """The item's lines, with the cap as a line of its own where the clauses ask for more than there is."""
    if answer.not_applicable:
        line = ScoreLine("", "", "void", f"本项不适用：{answer.not_applicable}")
        return ItemScore(item.id, item.title, item.points, "void", (line,))
    lines = [_line(rule, answer) for rule in item.rules]
    states = {line.state for line in lines}
    lost = -sum((line.amount for line in lines), ZERO)
    if lost > item.points:
        words = (
            f"各条合计扣{plain(lost)}分，超过本项{plain(item.points)}分，扣完为止，扣{plain(item.points)}分"
        )
        lines.append(ScoreLine("", "扣完为止", "met", words, lost - item.points))
    state: Literal["open", "done", "void"] = "open" if "open" in states else "done"
    return ItemScore(item.id, item.title, item.points, "void" if states == {"void"} else state, tuple(lines))


def _line(rule: Rule, answer: Answer) -> ScoreLine:
    """The rule's verdict as a line, the clause's own limit applied and said."""
    facts = answer.facts.get(rule.label, {})
    verdict = rule.judge(facts)
    words, amount = verdict.words, round_points(verdict.amount)
    if verdict.state == "lost" and rule.kind != "veto":
        words = f"{words}，扣{plain(amount)}分"
        if rule.limit is not None and amount > rule.limit:
            words, amount = f"{words}，本条最多扣{plain(rule.limit)}分，扣{plain(rule.limit)}分", rule.limit
    remark = "" if _quotes_remark(rule, verdict.state) else str(facts.get("remark", ""))
    return ScoreLine(rule.label, rule.clause(), verdict.state, words, ZERO - amount, remark)


def _quotes_remark(rule: Rule, state: State) -> bool:
    """Whether the verdict's words hold the inspector's own already."""
    return state == "lost" and rule.kind in {"judgement", "veto"}


def assemble(checklist: Checklist, scored: Mapping[str, ItemScore]) -> ScoreSheet:
    """Sections, missing items, vetoes and grade, out of the items' results."""
    sections = tuple(_section(section, scored) for section in checklist.sections)
    vetoes = tuple(scored[veto.id] for veto in checklist.vetoes)
    happened = [veto for veto in checklist.vetoes if scored[veto.id].lines[0].state == "lost"]
    subtotal = sum((section.score for section in sections), ZERO)
    missing, full = _missing_items(checklist, sections, subtotal)
    subtotal += sum((step.amount for step in missing), ZERO)
    steps = (*missing, *_veto_steps(happened, subtotal))
    total = subtotal + sum((step.amount for step in steps[len(missing) :]), ZERO)
    failed = any(veto.effect == "fail" for veto in happened)
    grade = grade_of(checklist.grades, total, failed=failed) if full or failed else ""
    barred = any(veto.effect == "bar" for veto in happened)
    return ScoreSheet(sections, vetoes, steps, full, grade, barred, failed)


def _section(section: Section, scored: Mapping[str, ItemScore]) -> SectionScore:
    return SectionScore(section.id, section.title, tuple(scored[item.id] for item in section.items))


def _missing_items(
    checklist: Checklist, sections: Iterable[SectionScore], subtotal: Decimal
) -> tuple[tuple[Adjustment, ...], Decimal]:
    """What 缺项 does to the total, and the full marks that then count."""
    applicable = sum((section.points for section in sections), ZERO)
    absent = checklist.full - applicable
    if not absent:
        return (), checklist.full
    said = f"不适用的项目共{plain(absent)}分"
    if checklist.not_applicable == "full":
        return (Adjustment(f"{said}，按满分计，加{plain(absent)}分", absent),), checklist.full
    if checklist.not_applicable == "exclude" or not applicable:
        return (Adjustment(f"{said}，不计入，满分为{plain(applicable)}分", ZERO),), applicable
    rescaled = round_points(Fraction(subtotal) / Fraction(applicable) * Fraction(checklist.full))
    sum_ = f"{plain(subtotal)}÷{plain(applicable)}×{plain(checklist.full)}＝{plain(rescaled)}分"
    return (Adjustment(f"{said}，按比例折算：{sum_}", rescaled - subtotal),), checklist.full


def _veto_steps(happened: Iterable[Veto], subtotal: Decimal) -> Iterable[Adjustment]:
    """Each veto's step; a total never falls below 0."""
    left = subtotal
    for veto in happened:
        taken = ZERO
        if veto.effect == "zero":
            taken = left
        elif veto.effect == "deduct" and veto.deduct is not None:
            taken = min(veto.deduct, left)
        left -= taken
        effect = VETO_WORDS.get(veto.effect) or f"一次扣{plain(veto.deduct or 0)}分，实扣{plain(taken)}分"
        yield Adjustment(f"一票否决（{veto.title}）：{effect}", ZERO - taken)


def grade_of(grades: tuple[Grade, ...], total: Decimal, *, failed: bool = False) -> str:
    """The grade's name: the best whose `min` the total reaches (a half-open band), the last when vetoed."""
    if not grades:
        return ""
    if failed:
        return grades[-1].name
    return next((grade.name for grade in grades if total >= grade.min), grades[-1].name)
