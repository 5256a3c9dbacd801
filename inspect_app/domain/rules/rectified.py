"""Rectified: what was due and is not done. 到期未整改到位每个扣1分; 再次发生加倍."""

from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from inspect_app.domain.quantities import Number
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Priced, Verdict
from inspect_app.domain.rules.fields import WholeNumber
from inspect_app.domain.rules.modifiers import times_text


class RectifiedForm(FactForm):
    """No more can be done than was due."""

    def validate(self, extra_validators: Any = None) -> bool:
        passed = super().validate(extra_validators)
        due, done = self["due"], self["done"]
        if due.data is not None and done.data is not None and done.data > due.data:
            message = f"{done.label.text}（{done.data}）不能大于{due.label.text}（{due.data}）"
            done.errors = [*done.errors, message]
            return False
        return passed


class Rectified(Priced):
    """Each problem due and not put right costs `deduct`; one that came again costs it `again` times over.

    With `due: notices` the number due is what the notices issued to the unit have demanded within the period.
    """

    kind: Literal["rectified"]
    unit: str = Field(default="个", min_length=1, max_length=4)
    again: Number | None = None
    due: Literal["notices"] | None = None

    FORM_BASE: ClassVar[type[FactForm]] = RectifiedForm

    def contradiction(self) -> str:
        if self.adds:
            return "rectified只能写deduct（扣分）"
        return "again应大于0，例如加倍写2" if self.again is not None and self.again <= 0 else ""

    def clause(self) -> str:
        return f"{self.label}，{self._price()}{self.limit_words()}"

    def _price(self) -> str:
        again = f"，再次发生的{times_text(self.again)}" if self.again is not None else ""
        return f"到期未整改到位的每{self.unit}{self.price_text()}{again}"

    def fields(self) -> Fields:
        fields: Fields = {
            "due": WholeNumber("到期应整改", unit=self.unit),
            "done": WholeNumber("已整改到位", unit=self.unit),
        }
        return fields if self.again is None else {**fields, "again": WholeNumber("再次发生", unit=self.unit)}

    def judge(self, facts: Facts) -> Verdict:
        names = {"due": "到期应整改数", "done": "已整改到位数"}
        names |= {"again": "再次发生数（没有的填0）"} if self.again is not None else {}
        missing = [said for name, said in names.items() if facts.get(name) is None]
        if missing:
            return Verdict("open", f"还缺{'、'.join(missing)}")
        due, done, again = facts["due"], facts["done"], facts.get("again") or 0
        if done > due:
            return Verdict("open", f"已整改到位{done}{self.unit}，多于到期应整改的{due}{self.unit}，请核对")
        if due == 0 and again == 0:
            return Verdict("void", f"{self.label}：没有到期应整改的问题，本条不适用")
        said = f"{self.label}：到期应整改{due}{self.unit}，已整改到位{done}{self.unit}"
        said += f"，再次发生{again}{self.unit}" if self.again is not None else ""
        left = due - done
        if not left and not again:
            return Verdict("met", f"{said}，不扣分")
        return self.priced(
            f"{said}，未整改到位{left}{self.unit}，{self._price()}", left + again * Fraction(self.again or 0)
        )
