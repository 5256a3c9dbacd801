"""Votes: a weighted share of the votes. 满意率乘以分值; 优秀票计100%、称职票计80%."""

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from inspect_app.domain.quantities import Percent, percent_text, plain
from inspect_app.domain.rules.base import FactForm, Facts, Fields, Flag, Priced, Strict, Verdict
from inspect_app.domain.rules.fields import WholeNumber

CALLED = {"valid": "有效票", "returned": "收回票", "issued": "发出票"}


class VoteBand(Strict):
    """One answer on the ballot and the share that a vote for it counts."""

    name: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\s-]+$")]
    weight: Percent


class VotesForm(FactForm):
    """The votes add up to those returned, which are no more than those issued."""

    cast: ClassVar[tuple[str, ...]] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        passed = super().validate(extra_validators)
        if "returned" not in self._fields:
            return passed
        issued, returned = self["issued"].data, self["returned"].data
        votes = [self[name].data for name in self.cast]
        if None not in (issued, returned) and returned > issued:
            return self._refuse("returned", f"收回票（{returned}）不能多于发出票（{issued}）")
        if returned is not None and None not in votes and sum(votes) != returned:
            return self._refuse(
                "returned", f"各种票和无效票合计{sum(votes)}票，与收回的{returned}票不符，请核对"
            )
        return passed

    def _refuse(self, name: str, message: str) -> bool:
        self[name].errors = [*self[name].errors, message]
        return False


class Votes(Priced):
    """The weighted share of the votes times `add` (earned), or what is missing from all of `deduct` (lost).

    `of` is the denominator: valid, returned or issued votes. With `ballots: false` only the votes are recorded.
    """

    kind: Literal["votes"]
    bands: tuple[VoteBand, ...] = Field(min_length=2)
    of: Literal["valid", "returned", "issued"] = "valid"
    ballots: Flag = True

    FORM_BASE: ClassVar[type[FactForm]] = VotesForm

    def contradiction(self) -> str:
        names = [band.name for band in self.bands]
        if len(set(names)) < len(names):
            return "bands里有重名的，请改一个name"
        if any(band.weight > 1 for band in self.bands):
            return "weight不能超过100%"
        return "ballots是false时只有有效票，不能写of" if not self.ballots and self.of != "valid" else ""

    def clause(self) -> str:
        weights = "、".join(f"{band.name}票计{percent_text(band.weight)}" for band in self.bands)
        way = "为得分" if self.adds else "为得分，其余扣去"
        share = f"以{CALLED[self.of]}为总数，所得比率乘以{plain(self.price)}分{way}"
        return f"{self.label}，{weights}，{share}{self.limit_words()}"

    @property
    def numbers(self) -> dict[str, str]:
        """What is recorded, by the name of its field, in the order of the page."""
        votes = {f"v_{band.name}": f"{band.name}票" for band in self.bands}
        return (
            {"issued": "发出票", "returned": "收回票", **votes, "invalid": "无效票"}
            if self.ballots
            else votes
        )

    def fields(self) -> Fields:
        numbers: Fields = {name: WholeNumber(label, unit="票") for name, label in self.numbers.items()}
        cast = tuple(name for name in numbers if name not in {"issued", "returned"})
        return {**numbers, "cast": cast}

    def judge(self, facts: Facts) -> Verdict:
        missing = [label for name, label in self.numbers.items() if facts.get(name) is None]
        if missing:
            return Verdict("open", f"还缺{'、'.join(missing)}")
        votes = [(band, facts[f"v_{band.name}"]) for band in self.bands]
        valid = sum(number for _, number in votes)
        total = valid if self.of == "valid" else facts[self.of]
        if total == 0:
            return Verdict("void", f"{self.label}：{CALLED[self.of]}0票，没有可计的票，本条不适用")
        share = sum((band.weight * number for band, number in votes), Fraction(0)) / total
        return self._shared(self._said(facts, votes, valid, total, share), share)

    def _said(
        self, facts: Facts, votes: list[tuple[VoteBand, int]], valid: int, total: int, share: Fraction
    ) -> str:
        head = (
            f"发出{facts['issued']}票，收回{facts['returned']}票，无效{facts['invalid']}票，"
            if self.ballots
            else ""
        )
        listed = "、".join(f"{band.name}{number}票" for band, number in votes)
        sums = "＋".join(f"{number}×{percent_text(band.weight)}" for band, number in votes)
        rate = percent_text(share, below=Fraction(1))
        return f"{self.label}：{head}有效{valid}票：{listed}，（{sums}）÷{total}＝{rate}"

    def _shared(self, said: str, share: Fraction) -> Verdict:
        counted = share if self.adds else 1 - share
        if counted == 0:
            return Verdict("met", f"{said}，{self.nothing}")
        way = "乘以" if self.adds else "未得的比率乘以"
        return self.priced(f"{said}，{way}{plain(self.price)}分", counted)
