"""Sample: some are drawn and named first, then the same rules are applied to each. 抽查3个村，每村…."""

from dataclasses import replace
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import Field
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import Length

from inspect_app.domain.quantities import Whole, plain
from inspect_app.domain.rules.base import Facts, Fields, Flag, Rule, Verdict
from inspect_app.domain.rules.check import Check
from inspect_app.domain.rules.choice import Choice
from inspect_app.domain.rules.count import Count
from inspect_app.domain.rules.fields import WholeNumber
from inspect_app.domain.rules.given import Given
from inspect_app.domain.rules.judgement import Judgement
from inspect_app.domain.rules.late import Late
from inspect_app.domain.rules.missing import Missing
from inspect_app.domain.rules.over import Over
from inspect_app.domain.rules.panel import Panel
from inspect_app.domain.rules.rate import Rate
from inspect_app.domain.rules.rectified import Rectified
from inspect_app.domain.rules.report import Report
from inspect_app.domain.rules.rows import ROWS, doubled_name, with_rows
from inspect_app.domain.rules.shortfall import Shortfall
from inspect_app.domain.rules.votes import Votes
from inspect_app.domain.rules.weighing import VERBS, judged, weigh

TAKES = {"sum": "合计", "mean": "取平均", "worst": "按最差的一个计"}
OUTSIDE = ("only", "vary", "event", "zeroes", "repeated", "also")  # what an inner rule leaves to the sample
LEVELS = 2  # 抽查3个村、每村5户; a third would be a sheet of its own


class Sample(Rule):
    """`number` samples of `of`, named first; each is judged by the inner rules, then `take` puts them together.

    An inner rule may list what it finds, have a roster, or be a sample of what is in this one.
    `or_all`: where there are fewer, all of them; how many there are in all is then recorded.
    """

    kind: Literal["sample"]
    of: str = Field(min_length=1, max_length=20)
    unit: str = Field(default="个", min_length=1, max_length=4)
    number: Whole
    or_all: Flag = False
    take: Literal["sum", "mean", "worst"] = "sum"
    rules: "tuple[Inner, ...]" = Field(min_length=1)

    def contradiction(self) -> str:
        if self.number < 1:
            return "number（抽查几个）至少是1"
        labels = [rule.label for rule in self.rules]
        if len(set(labels)) < len(labels) or "name" in labels:
            return "sample的rules里有重名的label，请改一个"
        for rule in self.rules:
            advice = self._inner_advice(rule)
            if advice:
                return advice
        return ""

    def _inner_advice(self, rule: Rule) -> str:
        written = sorted(set(OUTSIDE) & rule.model_fields_set)
        if written:
            return f"sample里的规则“{rule.label}”不能写{'、'.join(written)}，请写在sample上"
        if rule.takes_all:
            return f"sample里的规则“{rule.label}”不能写all（此项不得分），请写分数"
        if any(getattr(rule, name, None) for name in ("office", "checklist", "composition")):
            return f"sample里的规则“{rule.label}”不能取别处的结果，请另写一条规则"
        if isinstance(rule, Rectified) and rule.due:
            return f"sample里的规则“{rule.label}”不能写due: notices，应整改的个数由检查人员填"
        if rule.unless is not None and rule.unless not in {one.label for one in self.rules} - {rule.label}:
            return f"sample里的规则“{rule.label}”的unless应写同一个sample里另一条规则的label"
        if rule.depth >= LEVELS:
            return "sample最多两层，例如抽查村、每村抽查户；更细的请用count填数量"
        return ""

    @property
    def depth(self) -> int:
        return 1 + max(int(rule.depth) for rule in self.rules)

    @property
    def adds(self) -> bool:
        return all(rule.adds for rule in self.rules)

    def clause(self) -> str:
        inner = "；".join(rule.clause() for rule in self.rules)
        fewer = "（不足的全部检查）" if self.or_all else ""
        drawn = f"{self.number}{self.unit}{self.of}{fewer}"
        return f"{self.label}，抽查{drawn}，{TAKES[self.take]}：{inner}{self.limit_words()}"

    def fields(self) -> Fields:
        name = StringField("名称", validators=[Length(max=30, message="名称最多30字，请缩短")])
        inner = {rule.label: FormField(rule.form, label=rule.label) for rule in self.rules}
        row = type("SampleForm", (Form,), {"name": name, **inner})
        rows: Fields = {"rows": FieldList(FormField(row), validators=[ROWS])}
        total = WholeNumber(f"全部{self.of}数（不足{self.number}{self.unit}时填）", unit=self.unit)
        return {"total": total, **rows} if self.or_all else rows

    def facts(self, form: Form) -> dict[str, Any]:
        """As for any rule; of each sample its name and what its inner rules have recorded."""
        inner = {rule.label: rule for rule in self.rules}
        return with_rows(super().facts(form), form, inner=inner)

    def judge(self, facts: Facts) -> Verdict:
        """The verdict on all samples, with what became of each in the order of the rows."""
        rows: list[Facts] = facts.get("rows") or []
        return replace(self._judge_all(facts), parts=tuple(self._part(row) for row in rows))

    def _part(self, row: Facts) -> str:
        verdicts = self._verdicts(row)
        states = {verdict.state for verdict in verdicts}
        if "open" in states or not row.get("name"):
            return "未填完" if len(row) > 1 else "未查"
        return "不适用" if states == {"void"} else _moved(_net(verdicts))

    def _verdicts(self, row: Facts) -> list[Verdict]:
        """What the inner rules make of one sample, without those that another one's loss shuts out."""
        found = {rule.label: _judged(rule, row.get(rule.label, {})) for rule in self.rules}
        return [self._shut_out(rule, found) for rule in self.rules]

    def _shut_out(self, rule: Rule, found: dict[str, Verdict]) -> Verdict:
        other = rule.unless
        if other is None or not self._is_lost(other, found):
            return found[rule.label]
        return Verdict("void", f"{rule.label}：“{other}”已失分，不再计")

    def _is_lost(self, label: str, found: dict[str, Verdict]) -> bool:
        rule = next(one for one in self.rules if one.label == label)
        if rule.unless is not None and self._is_lost(rule.unless, found):
            return False
        return found[label].state == "lost" or (rule.adds and found[label].state == "met")

    def _judge_all(self, facts: Facts) -> Verdict:
        rows: list[Facts] = facts.get("rows") or []
        total = facts.get("total") if self.or_all else None
        if total == 0 and not rows:
            return Verdict("void", f"{self.label}：没有{self.of}，本条不适用")
        unnamed = [n for n, row in enumerate(rows, 1) if not row.get("name")]
        if unnamed:
            return Verdict("open", f"第{unnamed[0]}{self.unit}{self.of}还没有名称")
        twice = doubled_name(rows)
        if twice:
            advice = f"重复的删去一个，确是同名的在名称后注明，例如“{twice}（东片）”"
            return Verdict("open", f"{self.of}“{twice}”写了两次：{advice}")
        if total is not None and len(rows) > total:
            return Verdict(
                "open", f"全部{self.of}只有{total}{self.unit}，却写了{len(rows)}{self.unit}，请核对"
            )
        wanted = self.number if total is None else min(self.number, total)
        if len(rows) < wanted:
            said = f"应抽查{wanted}{self.unit}{self.of}，现在{len(rows)}{self.unit}，请先写明抽到哪几个"
            fewer = (
                f"；{self.of}不足{self.number}{self.unit}的，填全部{self.of}数"
                if self.or_all and total is None
                else ""
            )
            return Verdict("open", said + fewer)
        judged = [(str(row["name"]), self._verdicts(row)) for row in rows]
        gaps = [f"{name}：{v.words}" for name, verdicts in judged for v in verdicts if v.state == "open"]
        if gaps:
            return Verdict("open", "；".join(gaps))
        counted = [(name, verdicts) for name, verdicts in judged if any(v.state != "void" for v in verdicts)]
        if not counted:
            return Verdict("void", f"{self.label}：抽查的{self.of}都不适用本条")
        return self._together(counted, len(rows))

    def _together(self, judged: list[tuple[str, list[Verdict]]], drawn: int) -> Verdict:
        nets = [_net(verdicts) for _, verdicts in judged]
        parts = [
            f"{name}（{_words(verdicts, net)}）" for (name, verdicts), net in zip(judged, nets, strict=True)
        ]
        said = f"{self.label}：抽查{drawn}{self.unit}{self.of}，{'，'.join(parts)}，{TAKES[self.take]}"
        total = min(nets) if self.take == "worst" else sum(nets, Fraction(0))
        net = total / len(nets) if self.take == "mean" else total
        if net == 0:
            return Verdict("met", f"{said}，{'不加分' if self.adds else '不扣分'}")
        return Verdict("gained" if net > 0 else "lost", said, abs(net))


def _judged(rule: Rule, facts: Facts) -> Verdict:
    """One inner rule's verdict with what stands on top of it, within its own limit, said where it bites."""
    verdict = judged(rule, facts)
    if verdict.state not in VERBS:
        return verdict
    weighed = weigh(rule, verdict, facts)
    if weighed.missing:
        return Verdict("open", weighed.missing)
    amount, words, verb = weighed.amount, weighed.words, VERBS[verdict.state]
    if rule.limit is not None and amount > rule.limit:
        amount, words = Fraction(rule.limit), f"{words}，最多{verb}{plain(rule.limit)}分"
    if rule.exempt and facts.get("exempt") and verdict.state == "lost":
        return Verdict("met", f"{words}，免扣，理由：{facts['exempt']}")
    return Verdict(verdict.state, words, amount)


def _net(verdicts: list[Verdict]) -> Fraction:
    """One sample's points with their sign."""
    signed = (one.amount if one.state == "gained" else -one.amount for one in verdicts)
    return sum(signed, Fraction(0))


def _words(verdicts: list[Verdict], net: Fraction) -> str:
    """What was found in one sample; where several things moved points each says how much."""
    moved = [one for one in verdicts if one.amount]
    if len(moved) < 2:
        return f"{'；'.join(one.words for one in verdicts)}，{_moved(net)}"
    told = [f"{one.words}，{_moved(_net([one]))}" if one.amount else one.words for one in verdicts]
    return f"{'；'.join(told)}，共{_moved(net)}"


def _moved(net: Fraction) -> str:
    return f"加{plain(net)}分" if net > 0 else f"扣{plain(-net)}分" if net else "不扣分"


INNER: dict[str, type[Rule]] = {
    "rate": Rate, "shortfall": Shortfall, "count": Count, "check": Check, "choice": Choice, "judgement": Judgement,
    "missing": Missing, "late": Late, "over": Over, "votes": Votes, "panel": Panel, "given": Given,
    "rectified": Rectified, "report": Report, "sample": Sample,
}  # fmt: skip
Inner: Any = Annotated[reduce(or_, INNER.values()), Field(discriminator="kind")]
Sample.model_rebuild()
