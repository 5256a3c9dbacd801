"""What a score may depend on beside the answers: who is assessed, what the manager has set, what was before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """`attributes` of the subject (group: 县); `parameters` as the manager set them, per cents as 90 for 90%.

    `history` tells for an entry's id and a rule's label the states of the periods before, the last one first.
    `facts` holds in the same way what is known from elsewhere: the office's value, another sheet's result, the
    ledger's numbers; `sources` says where from. What the inspector records stands above it.
    """

    attributes: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    history: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Facts]] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def elsewhere(self, entry: str, label: str) -> Facts:
        """What is known from elsewhere for the rule; nothing is empty."""
        return self.facts.get(entry, {}).get(label, {})

    def source(self, entry: str, label: str) -> str:
        """Where that is from, or ""."""
        return self.sources.get(entry, {}).get(label, "")

    def known(self, entry: str, label: str, recorded: Facts) -> Facts:
        """The rule's facts: what was recorded, and below it what is known from elsewhere."""
        elsewhere = self.elsewhere(entry, label)
        return {**elsewhere, **recorded} if elsewhere else recorded

    def to_json(self) -> dict[str, Any]:
        """JSON data that `from_json` reads back exactly; what is empty is left out."""
        written = {
            "attributes": dict(self.attributes),
            "parameters": {name: str(value) for name, value in self.parameters.items()},
            "history": {entry: {k: list(v) for k, v in past.items()} for entry, past in self.history.items()},
            "facts": {
                entry: {k: dict(v) for k, v in known.items()} for entry, known in self.facts.items() if known
            },
            "sources": {entry: dict(told) for entry, told in self.sources.items() if told},
        }
        return {key: value for key, value in written.items() if value or key == "attributes"}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Context":
        """The context that `to_json` wrote."""
        past = data.get("history", {})
        return cls(
            attributes=data.get("attributes", {}),
            parameters={name: Decimal(value) for name, value in data.get("parameters", {}).items()},
            history={entry: {k: tuple(v) for k, v in told.items()} for entry, told in past.items()},
            facts=data.get("facts", {}),
            sources=data.get("sources", {}),
        )


NOWHERE = Context()
