"""What of a card is the same for every unit, made once for each text of a checklist."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup
from wtforms import Form

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.veto import VetoMark
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import ChecklistVersion
from inspect_app.web.cards import Card, Values, entry_of, prefix_of

MOST_KEPT = 64
# A page with script names no card in its controls.
NO_CARD: Any = SimpleNamespace(key="", plain=False, errors={})


@dataclass(frozen=True, eq=False)
class Part:
    """One rule of a card. `form` is empty: it knows the names, labels and choices.

    `kind` is the kind's template; `modifiers` that of what stands on top of the rule, where anything does.
    """

    rule: Rule | VetoMark
    form: Form
    kind: Any
    heading: Markup
    modifiers: Any = None

    def fieldset(self, values: Values, card: Card) -> Markup:
        """The rule with its controls. Most hold one of a few values, and are then the same on every sheet."""
        if card.plain or "rows" in values:
            return _fieldset(self, values, card)
        return _kept_fieldset(self, tuple(values.items()))

    def unconcerned(self) -> Markup:
        """The rule for a unit that it is not for: without controls, and said so."""
        return Markup(
            '<fieldset class="rule" data-unconcerned>{}<p class="hint">不适用于本单位</p></fieldset>'
        ).format(self.heading)


def _fieldset(part: Part, values: Values, card: Card) -> Markup:
    controls = part.kind.input(part.rule, part.form, values, card)
    if part.modifiers:
        controls += part.modifiers.input(part.rule, part.form, values, card)
    return Markup('<fieldset class="rule">{}{}</fieldset>').format(part.heading, controls)


@lru_cache(maxsize=8192)
def _kept_fieldset(part: Part, values: tuple[tuple[str, Any], ...]) -> Markup:
    return _fieldset(part, dict(values), NO_CARD)


@dataclass(frozen=True)
class Outline:
    """A card without its answer."""

    head: Markup
    parts: tuple[Part, ...]


def outlines_of(version: ChecklistVersion) -> dict[str, Outline]:
    """The outlines of a published checklist's cards by entry."""
    kept: dict[str, dict[str, Outline]] = current_app.extensions.setdefault("outlines", {})
    if version.sha256 not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        checklist = checklist_of(version)
        kept[version.sha256] = {
            key: _outline(checklist, key, rules) for key, rules in checklist.entries.items()
        }
    return kept[version.sha256]


def outlines_for(version: ChecklistVersion, cards: Mapping[str, Card]) -> dict[str, Outline]:
    """The outlines of these cards; anew for those whose rules have other numbers than the checklist's text."""
    checklist = checklist_of(version)
    other = {key: card.rules for key, card in cards.items() if card.rules is not checklist.entries[key]}
    return {**outlines_of(version), **{key: _outline(checklist, key, rules) for key, rules in other.items()}}


def _outline(checklist: Checklist, key: str, rules: tuple[Rule | VetoMark, ...]) -> Outline:
    item = entry_of(checklist, key)
    parts = tuple(_part(rule, index) for index, rule in enumerate(rules))
    head = render_template("inspections/_card_head.html", item=item, checklist=checklist)
    return Outline(Markup(head), parts)  # noqa: S704  # our own templates escape


def _part(rule: Rule | VetoMark, index: int) -> Part:
    """The empty form has one row in a roster: the one to write the next person in."""
    kind = _macros(rule.kind)
    form = rule.form(prefix=prefix_of(index), data={"rows": [{}]})
    heading = render_template("inspections/_rule_head.html", rule=rule)
    modifiers = _macros("_modifiers") if rule.modifier_fields() else None
    return Part(rule, form, kind, Markup(heading), modifiers)  # noqa: S704  # our own template escapes


def _macros(name: str) -> Any:
    return current_app.jinja_env.get_template(f"rules/{name}.html").module
