"""Whether the numbers that the office sets for a checklist's parameters can be used."""

import re
from collections.abc import Mapping
from decimal import Decimal

from pydantic import ValidationError

from inspect_app.domain.checklist import Checklist, iter_rules
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.substitution import asked_in, substituted

_KEY = re.compile(r"^[a-z_]+")  # a message to the author of the YAML text begins with his key


def misfits(checklist: Checklist, values: Mapping[str, Decimal]) -> dict[str, str]:
    """What is wrong with these values in the rules that use them, by the parameter's name."""
    found: dict[str, str] = {}
    for _, item, rule in iter_rules(checklist):
        names = [asked.name for asked in asked_in(rule) if asked.name in values]
        advice = _advice(rule, values) if names else ""
        if advice:
            found.setdefault(names[0], f"用在“{item.title}”的“{rule.label}”里不合适：{advice}")
    return found


def _advice(rule: Rule, values: Mapping[str, Decimal]) -> str:
    try:
        substituted(rule, values)
    except ValidationError as error:
        told = (detail["msg"] for detail in error.errors(include_url=False))
        return "；".join(_KEY.sub("这个数", one) for one in told)
    return ""
