"""Shortfall: short of a number, for the unit or for each person. 班子成员每年到挂钩区局调研不少于3次."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import Length

from inspect_app.domain.quantities import Number, Percent, percent_text, plain
from inspect_app.domain.rules.base import Facts, Fields, Flag, Priced, Verdict
from inspect_app.domain.rules.fields import ExactNumber, OneOf
from inspect_app.domain.rules.rows import ROWS, THINGS, doubled_name, with_rows

MOST_LISTED = 4  # beyond that a span says enough


def _by_role(value: object) -> object:
    """One threshold for everybody is written as a number, one for each role as a mapping."""
    return value if isinstance(value, Mapping) else {"": value}


_Written = Number | Annotated[dict[str, Number], Field(min_length=1)]
Slot = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\s-]+$")]
Roster = Annotated[str, Field(min_length=1, max_length=20)]
Thresholds = Annotated[
    dict[str, Number], BeforeValidator(_by_role, json_schema_input_type=_Written), Field(min_length=1)
]


class Shortfall(Priced):
    """`required` of `unit`; each one missing costs `deduct` (with `once`, being short at all costs it once).

    `add` earns instead: each one above the number, or with `once` reaching it. `per` names a roster: then
    every person in it owes the number, and one person's surplus never helps another; `measure` is what they are
    counted by (5人, 3户). A list in its place names the quarters or months that each owe it. `required` may then
    give a threshold for each role, or each of the list. With `share` and `of` instead the number is a share of a
    recorded one, rounded up to the `step` so that the rule is kept: 2% of 310 is 7. `most` is the upper end of a
    range (1至2个); more than that costs as well.
    """

    kind: Literal["shortfall"]
    required: Thresholds = Field(default_factory=dict)
    share: Percent | None = None
    of: str | None = Field(default=None, min_length=1, max_length=30)
    unit: str = Field(default="次", min_length=1, max_length=4)
    most: Number | None = None
    once: Flag = False
    per: Roster | Annotated[tuple[Slot, ...], Field(min_length=2)] | None = None
    measure: str | None = Field(default=None, min_length=1, max_length=4)
    step: Number = Field(default=Decimal(1))

    def contradiction(self) -> str:
        if self.share is not None or self.of is not None:
            return self._share_advice()
        if not self.required:
            return "缺少“required”（至少要多少），请补上；按比例的写share和of"
        if advice := self._roster_advice():
            return advice
        if self.per is None and self.by_role:
            return "required按职务分写时，要用per写明名册，例如 per: 班子成员"
        if any(number <= 0 for number in self.required.values()):
            return "required必须大于0"
        if self.step <= 0 or any(number % self.step for number in self.required.values()):
            return "required应是step的整倍数，例如 step: 0.5"
        if self.most is None:
            return ""
        if self.adds or any(self.most < number for number in self.required.values()):
            return "most（最多几个）不能小于required，也不能和add一起写"
        return ""

    def _roster_advice(self) -> str:
        if self.measure is not None and self.roster is None:
            return "measure（名册按什么数，例如 户）要和per（名册）一起写"
        if len(set(self.slots)) < len(self.slots):
            return "per里有重名的，请改一个"
        if self.slots and self.by_role and set(self.roles) != set(self.slots):
            return f"required分开写时，要写per里的每一个：{'、'.join(self.slots)}"
        return ""

    def _share_advice(self) -> str:
        if self.share is None or self.of is None:
            return "share（占几成）和of（哪个数的）要一起写，例如 share: 2% 和 of: 从业人员数"
        written = [name for name in ("required", "per", "most", "measure") if name in self.model_fields_set]
        if written:
            return f"写了share就不能再写{'、'.join(written)}，请删去"
        return "step应大于0，share应大于0%" if self.step <= 0 or self.share <= 0 else ""

    @property
    def by_role(self) -> bool:
        """Whether people in different roles owe different numbers."""
        return bool(self.required) and "" not in self.required

    @property
    def roster(self) -> str | None:
        """What the people (or branches) that each owe the number are called; None where there is no roster."""
        return self.per if isinstance(self.per, str) else None

    @property
    def slots(self) -> tuple[str, ...]:
        """The quarters, months or whatever each owes the number and must be recorded."""
        return self.per if isinstance(self.per, tuple) else ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that have a threshold of their own, in the checklist's order."""
        return tuple(self.required) if self.by_role else ()

    @property
    def _things(self) -> bool:
        """Whether the roster lists branches or offices, which Chinese counts by 个, rather than people."""
        return self.measure is not None or (self.roster is not None and self.roster.endswith(THINGS))

    @property
    def _one(self) -> str:
        return self.measure or ("个" if self._things else "人")

    def clause(self) -> str:
        demand = "，".join(f"{role}{self._bounds(number)}" for role, number in self.required.items())
        if self.share is not None:
            demand = f"不少于{self.of}的{percent_text(self.share)}"
        who = (
            f"每{self._one if self._things else '名'}{self.roster}"
            if self.roster and not self.by_role
            else ""
        )
        if self.slots and not self.by_role:
            who = f"，{self._span}各"
        if self.by_role:
            who = "，"
        return f"{self.label}{who}{demand}，{self._price()}{self.limit_words()}"

    def _bounds(self, number: Decimal) -> str:
        if self.most is not None:
            return f"应为{plain(number)}至{plain(self.most)}{self.unit}"
        return f"不少于{plain(number)}{self.unit}"

    def _price(self) -> str:
        each = f"每{self._one}" if self.roster else ""
        if self.once:
            return f"{'达到' if self.adds else self._breach('不足')}的{each}{self.price_text()}"
        more = f"每多1{self.unit}" if self.adds else self._breach(f"每少1{self.unit}")
        return f"{more}{self.price_text()}"

    @property
    def _span(self) -> str:
        """一季度、二季度, or with many 1月至12月."""
        return (
            "、".join(self.slots) if len(self.slots) <= MOST_LISTED else f"{self.slots[0]}至{self.slots[-1]}"
        )

    def _breach(self, short: str) -> str:
        return short if self.most is None else short.replace("少1", "少1或多1").replace("不足", "不足或超过")

    def fields(self) -> Fields:
        if self.slots:
            return {f"n_{slot}": self._count_field(slot) for slot in self.slots}
        if self.roster is None:
            whole: Fields = {"of": ExactNumber(self.of)} if self.of is not None else {}
            return {**whole, "count": self._count_field("实际数量")}
        return {"rows": FieldList(FormField(self._row_form()), validators=[ROWS])}

    def _count_field(self, label: str) -> Any:
        return ExactNumber(label, unit=self.unit, step=self.step)

    def _row_form(self) -> type[Form]:
        called = "名称" if self._things else "姓名"
        name = StringField(called, validators=[Length(max=30, message=f"{called}最多30字，请缩短")])
        fields: dict[str, Any] = {"name": name, "count": self._count_field("数量")}
        if self.by_role:
            fields["role"] = OneOf("职务", choices=[(role, role) for role in self.roles])
        return type("RowForm", (Form,), fields)

    def facts(self, form: Form) -> dict[str, Any]:
        """As for any rule, without the empty rows that the page offers."""
        facts = super().facts(form)
        return with_rows(facts, form, wanted=("name", "count")) if self.roster is not None else facts

    def judge(self, facts: Facts) -> Verdict:
        if self.slots:
            return self._judge_slots(facts)
        if self.roster is not None:
            return self._judge_people(facts.get("rows"))
        count = facts.get("count")
        if count is None:
            return Verdict("open", f"还缺{self.label}的实际数量")
        if self.share is not None:
            return self._judge_share(facts.get("of"), Fraction(count))
        said = f"{self.label}应{self._bounds(self.required['']).removeprefix('应')}"
        return self._judge_unit(Fraction(self.required[""]), said, Fraction(count))

    def _judge_share(self, whole: str | None, count: Fraction) -> Verdict:
        if whole is None or self.share is None:
            return Verdict("open", f"还缺{self.of}")
        if Fraction(whole) == 0:
            return Verdict("void", f"{self.label}：{self.of}为0，本条不适用")
        required = math.ceil(Fraction(whole) * self.share / Fraction(self.step)) * Fraction(self.step)
        demand = f"{self.of}{plain(whole)}的{percent_text(self.share)}，即{plain(required)}{self.unit}"
        return self._judge_unit(required, f"{self.label}应不少于{demand}", count)

    def _judge_unit(self, required: Fraction, demand: str, count: Fraction) -> Verdict:
        said = f"{demand}，实际{plain(count)}{self.unit}"
        gap = self._gap(required, count)
        if gap is None:
            return Verdict("met", f"{said}，{self.nothing}")
        return Verdict(self._state, f"{said}{self._gap_text(gap)}，{self._price()}", self._amount(abs(gap)))

    @property
    def _state(self) -> Literal["gained", "lost"]:
        return "gained" if self.adds else "lost"

    def _gap(self, required: Fraction, count: Fraction) -> Fraction | None:
        """What is priced: missing ones positive, surplus ones negative; None when nothing is."""
        if self.adds:
            reached = count >= required if self.once else count > required
            return required - count if reached else None
        if self.most is not None and count > self.most:
            return Fraction(self.most) - count
        return required - count if count < required else None

    def _gap_text(self, gap: Fraction) -> str:
        if gap == 0:
            return ""
        return f"，{'少' if gap > 0 else '多'}{plain(abs(gap))}{self.unit}"

    def _amount(self, missing: Fraction) -> Fraction:
        return Fraction(self.price) if self.once else missing * Fraction(self.price)

    def _judge_slots(self, facts: Facts) -> Verdict:
        missing = [slot for slot in self.slots if facts.get(f"n_{slot}") is None]
        if missing:
            return Verdict("open", f"还缺{'、'.join(missing)}的数量（没有的填0）")
        rows: list[Facts] = [{"name": slot, "role": slot, "count": facts[f"n_{slot}"]} for slot in self.slots]
        demand = (
            self._demand() if self.by_role else f"各应{self._bounds(self.required['']).removeprefix('应')}"
        )
        said = f"{self.label}：{'' if self.by_role else self._span}{demand}"
        return self._judge_rows(rows, said)

    def _judge_people(self, rows: list[Facts] | None) -> Verdict:
        if not rows:
            way = f"选“{self.none}”" if self.none else "本项选不适用"
            return Verdict("open", f"还没有填{self.roster}名册（没有{self.roster}的，{way}）")
        unfilled = [said for row in rows if (said := self._gap_in_record(row))]
        if unfilled:
            return Verdict("open", "还缺" + "、".join(unfilled))
        twice = doubled_name(rows, ("name", "role"))
        if twice:
            return Verdict("open", self._twice(twice))
        return self._judge_rows(rows, f"{self.label}：{self.roster}{len(rows)}{self._one}，{self._demand()}")

    def _judge_rows(self, rows: list[Facts], said: str) -> Verdict:
        found = [(row, gap) for row in rows if (gap := self._row_gap(row)) is not None]
        if not found:
            result = "均未超过" if self.adds else "均达到"
            return Verdict("met", f"{said}，{self._everyone(rows)}，{result}，{self.nothing}")
        names = "；".join(self._person(row, gap) for row, gap in found)
        total = sum((self._amount(abs(gap)) for _, gap in found), Fraction(0))
        return Verdict(self._state, f"{said}；{names}，{self._price()}", total)

    def _twice(self, name: str) -> str:
        same, note = ("同一个", "东城") if self._things else ("同一个人", "财务科")
        advice = f"是{same}的删去一行，确是同名的在名称后注明，例如“{name}（{note}）”"
        return f"名册里“{name}”写了两次：{advice}"

    def _gap_in_record(self, row: Facts) -> str:
        if not row.get("name"):
            return "一行的名称" if self._things else "一行的姓名"
        if self.by_role and not row.get("role"):
            return f"{row['name']}的职务"
        return "" if row.get("count") is not None else f"{row['name']}的数量"

    def _threshold(self, row: Facts) -> Fraction:
        return Fraction(self.required[row["role"] if self.by_role else ""])

    def _row_gap(self, row: Facts) -> Fraction | None:
        return self._gap(self._threshold(row), Fraction(row["count"]))

    def _demand(self) -> str:
        if not self.by_role:
            return f"每{self._one}应{self._bounds(self.required['']).removeprefix('应')}"
        return "，".join(
            f"{role}应{self._bounds(number).removeprefix('应')}" for role, number in self.required.items()
        )

    def _everyone(self, rows: list[Facts]) -> str:
        return "、".join(f"{row['name']}{plain(row['count'])}{self.unit}" for row in rows)

    def _person(self, row: Facts, gap: Fraction) -> str:
        who = f"{row['name']}（{row['role']}）" if self.by_role and not self.slots else row["name"]
        return f"{who}{plain(row['count'])}{self.unit}{self._gap_text(gap)}"
