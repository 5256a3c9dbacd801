"""Shortfall: short of a number, for the unit or for each person. 班子成员每年到挂钩区局调研不少于3次."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import Length

from inspect_app.domain.quantities import Number, Points, plain
from inspect_app.domain.rules.base import Facts, Fields, Flag, Rule, Verdict, recorded
from inspect_app.domain.rules.fields import ExactNumber, OneOf

MAX_PEOPLE = 200
ROWS = Length(
    max=MAX_PEOPLE, message=f"名册最多{MAX_PEOPLE}行，请核对"
)  # max_entries would drop the rest in silence
THINGS = (
    "支部",
    "总支",
    "党委",
    "党组",
    "单位",
    "部门",
    "处",
    "室",
    "科",
    "局",
    "县",
    "区",
    "乡",
    "镇",
    "街道",
    "村",
    "组",
    "项目",
    "企业",
)


def _by_role(value: object) -> object:
    """One threshold for everybody is written as a number, one for each role as a mapping."""
    return value if isinstance(value, Mapping) else {"": value}


Thresholds = Annotated[dict[str, Number], BeforeValidator(_by_role), Field(min_length=1)]


class Shortfall(Rule):
    """`required` of `unit`; each one missing costs `deduct` (with `once`, being short at all costs it once).

    `per` names a roster: then every person in it owes the number, and one person's surplus never helps
    another. `required` may then give a threshold for each role.
    """

    kind: Literal["shortfall"]
    required: Thresholds
    unit: str = Field(default="次", min_length=1, max_length=4)
    deduct: Points
    once: Flag = False
    per: str | None = Field(default=None, min_length=1, max_length=20)
    step: Number = Field(default=Decimal(1))

    @model_validator(mode="after")
    def _sensible(self) -> "Shortfall":
        if self.per is None and self.by_role:
            raise PydanticCustomError(
                "shortfall", "required按职务分写时，要用per写明名册，例如 per: 班子成员"
            )
        if any(number <= 0 for number in self.required.values()):
            raise PydanticCustomError("shortfall", "required必须大于0")
        if self.step <= 0 or any(number % self.step for number in self.required.values()):
            raise PydanticCustomError("shortfall", "required应是step的整倍数，例如 step: 0.5")
        return self

    @property
    def by_role(self) -> bool:
        """Whether people in different roles owe different numbers."""
        return "" not in self.required

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that have a threshold of their own, in the checklist's order."""
        return tuple(self.required) if self.by_role else ()

    @property
    def _things(self) -> bool:
        """Whether the roster lists branches or offices, which Chinese counts by 个, rather than people."""
        return self.per is not None and self.per.endswith(THINGS)

    @property
    def _one(self) -> str:
        return "个" if self._things else "人"

    def clause(self) -> str:
        demand = "，".join(
            f"{role}不少于{plain(number)}{self.unit}" for role, number in self.required.items()
        )
        who = f"每{'个' if self._things else '名'}{self.per}" if self.per and not self.by_role else ""
        return f"{self.label}{who}{demand}，{self._price()}{self.limit_words()}"

    def _price(self) -> str:
        if self.once:
            return f"不足的{f'每{self._one}' if self.per else ''}扣{plain(self.deduct)}分"
        return f"每少1{self.unit}扣{plain(self.deduct)}分"

    def fields(self) -> Fields:
        if self.per is None:
            return {"count": self._count_field("实际数量")}
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
        """Rows without a name and a number are the empty ones that the page offers: they are dropped.

        A roster without any row is not recorded; an empty page must not pass for "there is nobody".
        """
        facts = {name: value for name, value in super().facts(form).items() if name != "rows"}
        rows = self._rows(form) if self.per is not None else []
        return {"rows": rows, **facts} if rows else facts

    def _rows(self, form: Form) -> list[dict[str, Any]]:
        rows = [
            {k: v for k, f in row.form._fields.items() if (v := recorded(f)) is not None}
            for row in form._fields["rows"].entries  # type: ignore[attr-defined]
        ]
        return [row for row in rows if "name" in row or "count" in row]

    def judge(self, facts: Facts) -> Verdict:
        if self.per is not None:
            return self._judge_people(facts.get("rows"))
        count = facts.get("count")
        if count is None:
            return Verdict("open", f"还缺{self.label}的实际数量")
        return self._judge_unit(Fraction(count))

    def _judge_unit(self, count: Fraction) -> Verdict:
        required = Fraction(self.required[""])
        said = f"{self.label}应不少于{plain(required)}{self.unit}，实际{plain(count)}{self.unit}"
        if count >= required:
            return Verdict("met", f"{said}，不扣分")
        missing = required - count
        return Verdict(
            "lost", f"{said}，少{plain(missing)}{self.unit}，{self._price()}", self._amount(missing)
        )

    def _amount(self, missing: Fraction) -> Fraction:
        return Fraction(self.deduct) if self.once else missing * Fraction(self.deduct)

    def _judge_people(self, rows: list[Facts] | None) -> Verdict:
        if not rows:
            return Verdict("open", f"还没有填{self.per}名册（没有{self.per}的，本项选不适用）")
        gaps = [gap for row in rows if (gap := self._gap_in_record(row))]
        if gaps:
            return Verdict("open", "还缺" + "、".join(gaps))
        short = [(row, missing) for row in rows if (missing := self._missing(row)) > 0]
        said = f"{self.label}：{self.per}{len(rows)}{self._one}，{self._demand()}"
        if not short:
            return Verdict("met", f"{said}，{self._everyone(rows)}，均达到，不扣分")
        names = "；".join(self._person(row, missing) for row, missing in short)
        total = sum((self._amount(missing) for _, missing in short), Fraction(0))
        return Verdict("lost", f"{said}；{names}，{self._price()}", total)

    def _gap_in_record(self, row: Facts) -> str:
        if not row.get("name"):
            return "一行的名称" if self._things else "一行的姓名"
        if self.by_role and not row.get("role"):
            return f"{row['name']}的职务"
        return "" if row.get("count") is not None else f"{row['name']}的数量"

    def _threshold(self, row: Facts) -> Fraction:
        return Fraction(self.required[row["role"] if self.by_role else ""])

    def _missing(self, row: Facts) -> Fraction:
        return self._threshold(row) - Fraction(row["count"])

    def _demand(self) -> str:
        if not self.by_role:
            return f"每{self._one}应不少于{plain(self.required[''])}{self.unit}"
        return "，".join(
            f"{role}应不少于{plain(number)}{self.unit}" for role, number in self.required.items()
        )

    def _everyone(self, rows: list[Facts]) -> str:
        return "、".join(f"{row['name']}{plain(row['count'])}{self.unit}" for row in rows)

    def _person(self, row: Facts, missing: Fraction) -> str:
        who = f"{row['name']}（{row['role']}）" if self.by_role else row["name"]
        return f"{who}{plain(row['count'])}{self.unit}，少{plain(missing)}{self.unit}"
