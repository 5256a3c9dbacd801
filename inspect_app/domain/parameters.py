"""Whether the numbers that the office sets for a checklist's parameters can be used."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pydantic import ValidationError

from inspect_app.domain.checklist import Checklist, Item, Section, iter_rules
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.modifiers import Variant
from inspect_app.domain.rules.substitution import asked_in, varied

_KEY = re.compile(r"^[a-z_]+")  # a message to the author of the YAML text begins with his key


def misfits(checklist: Checklist, values: Mapping[str, Decimal]) -> dict[str, str]:
    """What is wrong with these values in the rules that use them, by the parameter's name."""
    found: dict[str, str] = {}
    for _, item, rule, variant in _all(checklist):
        names = [asked.name for asked in asked_in(varied(rule, variant, {})) if asked.name in values]
        advice = _advice(rule, variant, values) if names else ""
        if advice:
            found.setdefault(names[0], f"用在“{item.title}”的“{rule.label}”里不合适：{advice}")
    return found


def _all(checklist: Checklist) -> Iterator[tuple[Section, Item, Rule, Variant | None]]:
    """Every rule as it stands, and as it is for those for whom it varies."""
    for section, item, rule in iter_rules(checklist):
        yield from ((section, item, rule, variant) for variant in (None, *rule.vary))


def _advice(rule: Rule, variant: Variant | None, values: Mapping[str, Decimal]) -> str:
    try:
        varied(rule, variant, values)
    except ValidationError as error:
        told = (detail["msg"] for detail in error.errors(include_url=False))
        return "；".join(_KEY.sub("这个数", one) for one in told)
    return ""
