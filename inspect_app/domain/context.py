"""What a score may depend on beside the answers: who is assessed, what the manager has set, what was before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Context:
    """`attributes` of the subject (group: 县); `parameters` as the manager set them, per cents as 90 for 90%.

    `history` tells for an entry's id and a rule's label the states of the periods before, the last one first.
    `facts` holds in the same way what is known from elsewhere: the office's value, another sheet's result, the
    ledger's numbers; what the inspector records stands above it.
    """

    attributes: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    history: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)

    def known(self, entry: str, label: str, recorded: Mapping[str, Any]) -> Mapping[str, Any]:
        """The rule's facts: what was recorded, and below it what is known from elsewhere."""
        elsewhere = self.facts.get(entry, {}).get(label)
        return {**elsewhere, **recorded} if elsewhere else recorded


NOWHERE = Context()
