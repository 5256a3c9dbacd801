"""Panel: scores from several. 评委打分去掉最高最低取平均; 组织科4分、农村科3分，各打一块."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import Length, ValidationError

from inspect_app.domain.quantities import Number, Points, plain
from inspect_app.domain.rules.base import Facts, Fields, Rule, Strict, Verdict
from inspect_app.domain.rules.fields import ExactNumber
from inspect_app.domain.rules.rows import ROWS, doubled_name, gap_words, with_rows

TAKES = {"mean": "取平均分", "trimmed": "去掉一个最高分、一个最低分后取平均分"}


class Share(Strict):
    """One department's own part of the points."""

    name: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\s-]+$")]
    points: Points


class Panel(Rule):
    """Scores from 0 to `scale` by several scorers, converted to `points`; or `shares` that add up.

    `sign: add` earns the result, `deduct` loses what is missing from the points.
    """

    kind: Literal["panel"]
    points: Points | None = None
    scale: Number | None = None
    take: Literal["mean", "trimmed"] = "mean"
    scorers: str = Field(default="评委", min_length=1, max_length=10)
    shares: tuple[Share, ...] = ()
    sign: Literal["add", "deduct"] = "add"
    step: Points = Field(default=Decimal("0.01"))

    def contradiction(self) -> str:
        if bool(self.shares) == (self.points is not None):
            return "要写points（满分几分，几个人打分）或shares（各部门各打几分），写一个"
        if self.shares and (self.scale is not None or self.take != "mean"):
            return "写了shares就不能再写scale和take，请删去"
        names = [share.name for share in self.shares]
        if len(set(names)) < len(names):
            return "shares里有重名的，请改一个name"
        return "scale应大于0" if self.scale is not None and self.scale <= 0 else ""

    @property
    def adds(self) -> bool:
        return self.sign == "add"

    @property
    def full(self) -> Fraction:
        """The most that can be earned."""
        return (
            Fraction(self.points)
            if self.points is not None
            else sum((Fraction(s.points) for s in self.shares), Fraction(0))
        )

    @property
    def top(self) -> Decimal:
        """The highest score that a scorer may give."""
        return self.scale or self.points or Decimal(0)

    def clause(self) -> str:
        lost = "" if self.adds else "，未得的扣去"
        if self.shares:
            listed = "、".join(f"{share.name}{plain(share.points)}分" for share in self.shares)
            return f"{self.label}，分别打分：{listed}{lost}{self.limit_words()}"
        converted = f"，折算为{plain(self.full)}分" if self.scale is not None else ""
        way = f"{self.scorers}打分（0至{plain(self.top)}分），{TAKES[self.take]}"
        return f"{self.label}，{way}{converted}{lost}{self.limit_words()}"

    def fields(self) -> Fields:
        if self.shares:
            return {
                f"s_{share.name}": self._score(f"{share.name}打分", share.points) for share in self.shares
            }
        name = StringField("姓名", validators=[Length(max=30, message="姓名最多30字，请缩短")])
        row = type("ScorerForm", (Form,), {"name": name, "score": self._score("打分", self.top)})
        return {"rows": FieldList(FormField(row), validators=[ROWS])}

    def _score(self, label: str, top: Decimal) -> ExactNumber:
        return ExactNumber(label, unit="分", step=self.step, validators=[_at_most(top)])

    def facts(self, form: Form) -> dict[str, Any]:
        facts = super().facts(form)
        return facts if self.shares else with_rows(facts, form)

    def judge(self, facts: Facts) -> Verdict:
        return self._judge_shares(facts) if self.shares else self._judge_scorers(facts.get("rows") or [])

    def _judge_shares(self, facts: Facts) -> Verdict:
        missing = [f"{share.name}的打分" for share in self.shares if facts.get(f"s_{share.name}") is None]
        if missing:
            return Verdict("open", gap_words(missing))
        given = [(share, Fraction(facts[f"s_{share.name}"])) for share in self.shares]
        listed = "，".join(
            f"{share.name}{plain(score)}分（满分{plain(share.points)}分）" for share, score in given
        )
        return self._result(f"{self.label}：{listed}", sum((score for _, score in given), Fraction(0)))

    def _judge_scorers(self, rows: list[Facts]) -> Verdict:
        if not rows:
            return Verdict("open", f"还没有{self.scorers}打分")
        gaps = [
            f"{row.get('name') or '一行'}的{'打分' if 'name' in row else '姓名'}"
            for row in rows
            if len(row) < 2
        ]
        if gaps:
            return Verdict("open", gap_words(gaps))
        twice = doubled_name(rows)
        if twice:
            advice = f"是同一个人的删去一行，确是同名的在姓名后注明，例如“{twice}（财务科）”"
            return Verdict("open", f"“{twice}”打了两次分：{advice}")
        scores = sorted(Fraction(row["score"]) for row in rows)
        if self.take == "trimmed" and len(scores) < 3:
            return Verdict("open", f"要去掉最高分和最低分，至少要3个{self.scorers}打分，现在{len(scores)}个")
        kept = scores[1:-1] if self.take == "trimmed" else scores
        mean = sum(kept, Fraction(0)) / len(kept)
        listed = "、".join(f"{row['name']}{plain(row['score'])}分" for row in rows)
        said = f"{self.label}：{len(rows)}个{self.scorers}，{listed}，{TAKES[self.take]}{plain(mean)}分"
        if self.scale is None:
            return self._result(said, mean)
        return self._result(
            f"{said}，÷{plain(self.scale)}×{plain(self.full)}", mean / Fraction(self.scale) * self.full
        )

    def _result(self, said: str, earned: Fraction) -> Verdict:
        amount = earned if self.adds else self.full - earned
        if amount == 0:
            return Verdict("met", f"{said}，{'不加分' if self.adds else '不扣分'}")
        return Verdict("gained" if self.adds else "lost", said, amount)


def _at_most(top: Decimal) -> Any:
    def check(form: Any, field: ExactNumber) -> None:
        if field.data is not None and field.data > top:
            raise ValidationError(f"{field.label.text}应在0至{plain(top)}分之间，不能填{plain(field.data)}")

    return check
