"""What the rules of a checklist ask of the world outside their sheet: the periods before, the office, other sheets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtforms import Form

from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.base import recorded
from inspect_app.domain.rules.given import Given
from inspect_app.domain.rules.over import Over
from inspect_app.domain.rules.rectified import Rectified

if TYPE_CHECKING:
    from inspect_app.domain.checklist import Item


@dataclass(frozen=True)
class Need:
    """One rule with the item in which it stands."""

    item: "Item"
    rule: Rule

    @property
    def fact(self) -> str:
        """The name of the fact that is asked for."""
        if isinstance(self.rule, Given):
            return "grade" if self.rule.grades else "value"
        return "due" if isinstance(self.rule, Rectified) else "base"

    @property
    def asked(self) -> str:
        """What it is called."""
        if isinstance(self.rule, Given):
            return self.rule.by
        return str(getattr(self.rule, "baseline", "")) or self.rule.label

    def read(self, text: str) -> str:
        """The fact as it is stored, out of what somebody typed; "" for none. Raises NotAFact."""
        form = self._form()(formdata=_Typed({self.fact: text}))
        if not form.validate():
            raise NotAFact("；".join(str(message) for message in form[self.fact].errors))
        return str(recorded(form[self.fact]) or "")

    def _form(self) -> type[Form]:
        """The rule's own form with this fact alone, which a fixed rule does not show to the inspector."""
        fields = self.rule.model_copy(update={"fixed": False}).fields()
        wanted = {name: field for name, field in fields.items() if name in {self.fact, "top", "ranked"}}
        return type("FactOnly", (self.rule.FORM_BASE,), wanted)


class NotAFact(Exception):
    """The text is no number or grade that the rule can use; the message says why."""


class _Typed(dict[str, str]):
    """What WTForms asks of a browser's form."""

    def getlist(self, name: str) -> list[str]:
        return [self[name]] if name in self else []


@dataclass(frozen=True)
class Needs:
    """The rules that look at former periods, and those that get a fact from other sheets, the office, notices,
    overall results."""

    repeated: tuple[Need, ...]
    sheets: tuple[Need, ...]
    office: tuple[Need, ...]
    notices: tuple[Need, ...]
    overall: tuple[Need, ...] = ()

    @property
    def checklists(self) -> frozenset[str]:
        """The ids of the checklists whose results are asked for."""
        return frozenset(need.rule.checklist for need in self.sheets if isinstance(need.rule, Given))  # type: ignore[misc]

    @property
    def compositions(self) -> frozenset[str]:
        """The ids of the compositions whose results are asked for."""
        return frozenset(need.rule.composition for need in self.overall if isinstance(need.rule, Given))  # type: ignore[misc]


def needs_of(items: Iterable["Item"]) -> Needs:
    """What these items' rules ask for, in the order of the sheet."""
    found = list(_all(items))
    return Needs(
        repeated=tuple(need for need in found if need.rule.repeated is not None),
        sheets=tuple(need for need in found if isinstance(need.rule, Given) and need.rule.checklist),
        office=tuple(need for need in found if isinstance(need.rule, Given | Over) and need.rule.office),
        overall=tuple(need for need in found if isinstance(need.rule, Given) and need.rule.composition),
        notices=tuple(need for need in found if isinstance(need.rule, Rectified) and need.rule.due),
    )


def _all(items: Iterable["Item"]) -> Iterator[Need]:
    return (Need(item, rule) for item in items for rule in item.rules)
