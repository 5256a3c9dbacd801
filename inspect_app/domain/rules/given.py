"""Given: a value or a grade from elsewhere. 按信访考核结果计分; 上级测评好的计5分、较好的计3分."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field
from wtforms.validators import ValidationError

from inspect_app.domain.quantities import Number, Percent, Points, percent_text, plain
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Rule, Strict, Verdict
from inspect_app.domain.rules.fields import ExactNumber, OneOf


class GivenGrade(Strict):
    """One grade that may be given and what it costs or earns; neither is nothing."""

    name: str = Field(min_length=1, max_length=20)
    deduct: Points | None = None
    add: Points | None = None


class GivenForm(FactForm):
    """The value is at most what the rule says."""

    top: ClassVar[Decimal | None] = None

    def validate_value(self, field: ExactNumber) -> None:
        """WTForms calls this for the field `value`."""
        if self.top is not None and field.data is not None and field.data > self.top:
            raise ValidationError(f"{field.label.text}最多{plain(self.top)}，不能填{plain(field.data)}")


class Given(Rule):
    """What `by` gives: one of `grades` with its price, or a value up to `most`, of which `share` counts."""

    kind: Literal["given"]
    by: str = Field(min_length=1, max_length=30)
    grades: tuple[GivenGrade, ...] = ()
    most: Number | None = None
    share: Percent = Fraction(1)
    sign: Literal["add", "deduct"] = "add"

    FORM_BASE: ClassVar[type[FactForm]] = GivenForm

    def contradiction(self) -> str:
        if self.grades and {"most", "share", "sign"} & self.model_fields_set:
            return "写了grades（等次对应的分）就不能再写most、share和sign，请删去"
        if any(one.add is not None and one.deduct is not None for one in self.grades):
            return "grades每一种只能写deduct和add中的一个"
        names = [one.name for one in self.grades]
        return "" if len(set(names)) == len(names) else "grades里有重名的，请改一个name"

    @property
    def adds(self) -> bool:
        return self.sign == "add" and all(one.deduct is None for one in self.grades)

    def clause(self) -> str:
        if self.grades:
            prices = "，".join(f"{one.name}的{_price(one)}" for one in self.grades)
            return f"{self.label}，按{self.by}：{prices}{self.limit_words()}"
        share = f"的{percent_text(self.share)}" if self.share != 1 else ""
        verb = "加" if self.adds else "扣"
        return f"{self.label}，按{self.by}{share}{verb}分{self.limit_words()}"

    def fields(self) -> Fields:
        if self.grades:
            return {"grade": OneOf(self.by, choices=[(one.name, one.name) for one in self.grades])}
        return {"value": ExactNumber(self.by, unit="分"), "top": self.most}

    def judge(self, facts: Facts) -> Verdict:
        if self.grades:
            return self._judge_grade(facts.get("grade"))
        if facts.get("value") is None:
            return Verdict("open", f"还缺{self.by}")
        value = Fraction(facts["value"])
        said = f"{self.label}：{self.by}{plain(value)}分"
        if self.share != 1:
            said += f"，×{percent_text(self.share)}"
        if value == 0:
            return Verdict("met", f"{said}，{'不加分' if self.adds else '不扣分'}")
        return Verdict("gained" if self.adds else "lost", said, value * self.share)

    def _judge_grade(self, grade: Any) -> Verdict:
        if grade is None:
            return Verdict("open", f"还没有选{self.by}")
        given = next(one for one in self.grades if one.name == grade)
        said = f"{self.label}：{self.by}为{grade}"
        if given.add is not None:
            return Verdict("gained", said, Fraction(given.add))
        if given.deduct is not None:
            return Verdict("lost", said, Fraction(given.deduct))
        return Verdict("met", f"{said}，不计分")


def _price(one: GivenGrade) -> str:
    if one.add is not None:
        return f"加{plain(one.add)}分"
    return f"扣{plain(one.deduct)}分" if one.deduct is not None else "不计分"
