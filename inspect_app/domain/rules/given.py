"""Given: a value, a grade or a rank from elsewhere. 按信访考核结果计分; 测评好的计5分; 第1名计10分、每降1名减0.5分."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field
from wtforms.validators import ValidationError

from inspect_app.domain.quantities import AnyPoints, Number, Percent, Points, percent_text, plain
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Flag, Rule, Strict, Verdict
from inspect_app.domain.rules.fields import ExactNumber, OneOf, WholeNumber


class GivenGrade(Strict):
    """One grade that may be given and what it costs or earns; neither is nothing."""

    name: str = Field(min_length=1, max_length=20)
    deduct: Points | None = None
    add: Points | None = None


class GivenRank(Strict):
    """What ranks are worth: `first` for the first, `step` less for each one down, `least` at the bottom."""

    first: Points
    step: Points
    least: AnyPoints = Decimal(0)

    def words(self) -> str:
        """As a sheet would print it."""
        least = f"，最低{plain(self.least)}分" if self.least else ""
        return f"第1名加{plain(self.first)}分，每降1名减{plain(self.step)}分{least}"

    def worth(self, rank: int) -> Fraction:
        """Points of that rank, which counts from 1."""
        return Fraction(max(self.least, self.first - (rank - 1) * self.step))


class GivenForm(FactForm):
    """The value is at most what the rule says; a rank is at least 1."""

    top: ClassVar[Decimal | None] = None
    ranked: ClassVar[bool] = False

    def validate_value(self, field: ExactNumber) -> None:
        """WTForms calls this for the field `value`."""
        if self.ranked and field.data == 0:
            raise ValidationError(f"{field.label.text}从1起，不能填0")
        if self.top is not None and field.data is not None and field.data > self.top:
            raise ValidationError(f"{field.label.text}最多{plain(self.top)}，不能填{plain(field.data)}")


class Given(Rule):
    """What `by` gives: one of `grades` with its price, a `rank`, or a value up to `most`, of which `share` counts.

    A value is points to `add` or to `deduct`; with `sign: lost` what it lacks of `most` is taken away.

    `checklist` takes it from the unit's released sheet of that checklist within the same period, or within the
    `months` of its last year, `composition` from the published overall result of that composition; `office` asks the
    office for it. Where it is `fixed` the inspector records nothing.
    """

    kind: Literal["given"]
    by: str = Field(min_length=1, max_length=30)
    grades: tuple[GivenGrade, ...] = ()
    most: Number | None = None
    share: Percent = Fraction(1)
    sign: Literal["add", "deduct", "lost"] = "add"
    rank: GivenRank | None = None
    checklist: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]{0,47}$")
    composition: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]{0,47}$")
    months: str | None = Field(default=None, pattern=r"^(1[0-2]|[1-9])-(1[0-2]|[1-9])$")
    office: Flag = False
    fixed: Flag = False

    FORM_BASE: ClassVar[type[FactForm]] = GivenForm

    def contradiction(self) -> str:
        return self._origin_advice() or self._price_advice()

    def _origin_advice(self) -> str:
        origins = [name for name in ("checklist", "composition", "office") if getattr(self, name)]
        if len(origins) > 1:
            return (
                "checklist（取自另一份细则）、composition（取自综合考核）和office（由督导办提供）只能写一个"
            )
        if self.months and not self.result_of:
            return "months要和checklist（取自哪一份细则）或composition（取自哪个综合考核办法）一起写"
        if self.months and self.month_range[0] > self.month_range[1]:
            return "months应写成从小到大，例如 1-3"
        if self.fixed and not origins:
            return "写了fixed（检查人员不能另填），就要写checklist、composition或office，说明从哪里来"
        return ""

    def _price_advice(self) -> str:
        if (self.grades or self.rank) and {"most", "share", "sign"} & self.model_fields_set:
            given = "grades（等次对应的分）" if self.grades else "rank（名次）"
            return f"写了{given}就不能再写most、share和sign，请删去"
        if self.rank and (self.grades or self.checklist):
            return "rank（名次）不能和grades、checklist一起写：另一份细则给出的是得分和等次"
        if self.rank and self.rank.least > self.rank.first:
            return "rank的least（最低几分）不能大于first（第1名几分）"
        if self.sign == "lost" and self.most is None:
            return "sign: lost（未得的扣去）要写most（满分），例如 most: 100"
        if any(one.add is not None and one.deduct is not None for one in self.grades):
            return "grades每一种只能写deduct和add中的一个"
        names = [one.name for one in self.grades]
        return "" if len(set(names)) == len(names) else "grades里有重名的，请改一个name"

    @property
    def result_of(self) -> str | None:
        """The id of the checklist or composition whose result it takes."""
        return self.checklist or self.composition

    @property
    def month_range(self) -> tuple[int, int]:
        """The first and the last month in which the other sheet's period may end."""
        first, last = (self.months or "1-12").split("-")
        return int(first), int(last)

    @property
    def adds(self) -> bool:
        return self.sign == "add" and all(one.deduct is None for one in self.grades)

    def clause(self) -> str:
        by = f"{self.by}{self._origin}"
        if self.grades:
            prices = "，".join(f"{one.name}的{_price(one)}" for one in self.grades)
            return f"{self.label}，按{by}：{prices}{self.limit_words()}"
        if self.rank:
            return f"{self.label}，按{by}：{self.rank.words()}{self.limit_words()}"
        if self.sign == "lost":
            share = f"，按{percent_text(self.share)}" if self.share != 1 else "，"
            return f"{self.label}，{by}未得的分{share}扣去{self.limit_words()}"
        share = f"的{percent_text(self.share)}" if self.share != 1 else ""
        verb = "加" if self.adds else "扣"
        return f"{self.label}，按{by}{share}{verb}分{self.limit_words()}"

    @property
    def _origin(self) -> str:
        return "（由督导办提供）" if self.office else "（取自已发布的考核结果）" if self.result_of else ""

    def fields(self) -> Fields:
        if self.fixed:
            return {}
        if self.grades:
            return {"grade": OneOf(self.by, choices=[(one.name, one.name) for one in self.grades])}
        if self.rank:
            return {"value": WholeNumber(self.by, unit="名"), "ranked": True}
        return {"value": ExactNumber(self.by, unit="分"), "top": self.most}

    def judge(self, facts: Facts) -> Verdict:
        if self.grades:
            return self._judge_grade(facts.get("grade"))
        if facts.get("value") is None:
            return Verdict("open", f"还缺{self.by}{self._awaited}")
        value = Fraction(facts["value"])
        if self.rank:
            return self._judge_rank(self.rank, int(value))
        if self.most is not None and value > self.most:
            return Verdict("open", f"{self.by}{plain(value)}分，超过最高的{plain(self.most)}分，请核对")
        said = f"{self.label}：{self.by}{plain(value)}分"
        if self.sign == "lost" and self.most is not None:
            value = Fraction(self.most) - value
            said += f"，满分{plain(self.most)}分，未得{plain(value)}分"
        if self.share != 1:
            said += f"，×{percent_text(self.share)}"
        if value == 0:
            return Verdict("met", f"{said}，{'不加分' if self.adds else '不扣分'}")
        return Verdict("gained" if self.adds else "lost", said, value * self.share)

    def _judge_rank(self, rank: GivenRank, place: int) -> Verdict:
        worth, said = rank.worth(place), f"{self.label}：{self.by}第{place}名，{rank.words()}"
        return Verdict("gained", said, worth) if worth else Verdict("met", f"{said}，不加分")

    @property
    def _awaited(self) -> str:
        """Who brings it, where the inspector need not."""
        return (
            "，等督导办提供" if self.office else "，那一次考核的结果发布后自动取来" if self.result_of else ""
        )

    def _judge_grade(self, grade: Any) -> Verdict:
        if grade is None:
            missing = f"还缺{self.by}{self._awaited}" if self._awaited else f"还没有选{self.by}"
            return Verdict("open", missing)
        given = next((one for one in self.grades if one.name == grade), None)
        if given is None:
            return Verdict("open", f"{self.by}为{grade}，本条没有这一种，请核对")
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
