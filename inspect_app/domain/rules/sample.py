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
from inspect_app.domain.rules.rate import Rate
from inspect_app.domain.rules.rectified import Rectified
from inspect_app.domain.rules.report import Report
from inspect_app.domain.rules.rows import ROWS, with_rows
from inspect_app.domain.rules.shortfall import Shortfall
from inspect_app.domain.rules.votes import Votes

SIMPLE: dict[str, type[Rule]] = {
    "rate": Rate, "shortfall": Shortfall, "count": Count, "check": Check, "choice": Choice, "judgement": Judgement,
    "missing": Missing, "late": Late, "over": Over, "votes": Votes, "given": Given, "rectified": Rectified,
    "report": Report,
}  # fmt: skip
Simple: Any = Annotated[reduce(or_, SIMPLE.values()), Field(discriminator="kind")]
TAKES = {"sum": "合计", "mean": "取平均", "worst": "按最差的一个计"}
MODIFIERS = ("only", "vary", "unless", "aggravated", "times", "exempt", "event", "zeroes", "repeated", "also")


class Sample(Rule):
    """`number` samples of `of`, named first; each is judged by the inner rules, then `take` puts them together.

    `or_all`: where there are fewer, all of them; how many there are in all is then recorded.
    """

    kind: Literal["sample"]
    of: str = Field(min_length=1, max_length=20)
    unit: str = Field(default="个", min_length=1, max_length=4)
    number: Whole
    or_all: Flag = False
    take: Literal["sum", "mean", "worst"] = "sum"
    rules: tuple[Simple, ...] = Field(min_length=1)

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
        written = sorted(set(MODIFIERS) & rule.model_fields_set)
        if written:
            return f"sample里的规则“{rule.label}”不能写{'、'.join(written)}，请写在sample上"
        if rule.takes_all:
            return f"sample里的规则“{rule.label}”不能写all（此项不得分），请写分数"
        if getattr(rule, "listed", False):
            return f"sample里的规则“{rule.label}”不能再逐个列出（listed）"
        if getattr(rule, "per", None):
            return f"sample里的规则“{rule.label}”不能再有名册（per）"
        return ""

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
        verdicts = [rule.judge(row.get(rule.label, {})) for rule in self.rules]
        states = {verdict.state for verdict in verdicts}
        if "open" in states or not row.get("name"):
            return "未填完" if len(row) > 1 else "未查"
        return "不适用" if states == {"void"} else _moved(self._net(verdicts))

    def _judge_all(self, facts: Facts) -> Verdict:
        rows: list[Facts] = facts.get("rows") or []
        total = facts.get("total") if self.or_all else None
        if total == 0 and not rows:
            return Verdict("void", f"{self.label}：没有{self.of}，本条不适用")
        unnamed = [n for n, row in enumerate(rows, 1) if not row.get("name")]
        if unnamed:
            return Verdict("open", f"第{unnamed[0]}{self.unit}{self.of}还没有名称")
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
        judged = [
            (str(row["name"]), [rule.judge(row.get(rule.label, {})) for rule in self.rules]) for row in rows
        ]
        gaps = [f"{name}：{v.words}" for name, verdicts in judged for v in verdicts if v.state == "open"]
        if gaps:
            return Verdict("open", "；".join(gaps))
        counted = [(name, verdicts) for name, verdicts in judged if any(v.state != "void" for v in verdicts)]
        if not counted:
            return Verdict("void", f"{self.label}：抽查的{self.of}都不适用本条")
        return self._together(counted, len(rows))

    def _together(self, judged: list[tuple[str, list[Verdict]]], drawn: int) -> Verdict:
        nets = [self._net(verdicts) for _, verdicts in judged]
        parts = [
            f"{name}（{'；'.join(v.words for v in verdicts)}，{_moved(net)}）"
            for (name, verdicts), net in zip(judged, nets, strict=True)
        ]
        said = f"{self.label}：抽查{drawn}{self.unit}{self.of}，{'，'.join(parts)}，{TAKES[self.take]}"
        total = min(nets) if self.take == "worst" else sum(nets, Fraction(0))
        net = total / len(nets) if self.take == "mean" else total
        if net == 0:
            return Verdict("met", f"{said}，{'不加分' if self.adds else '不扣分'}")
        return Verdict("gained" if net > 0 else "lost", said, abs(net))

    def _net(self, verdicts: list[Verdict]) -> Fraction:
        """One sample's points with their sign, each inner rule within its own limit."""
        net = Fraction(0)
        for rule, verdict in zip(self.rules, verdicts, strict=True):
            amount = verdict.amount if rule.limit is None else min(verdict.amount, Fraction(rule.limit))
            net += amount if verdict.state == "gained" else -amount
        return net


def _moved(net: Fraction) -> str:
    return f"加{plain(net)}分" if net > 0 else f"扣{plain(-net)}分" if net else "不扣分"
