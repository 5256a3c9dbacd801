"""What a score may depend on beside the answers: who is assessed, what the manager has set, what was before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Context:
    """`attributes` of the subject (group: 县); `parameters` as the manager set them, per cents as 90 for 90%.

    `history` tells for an entry's id and a rule's label the states of the periods before, the last one first.
    """

    attributes: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    history: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


NOWHERE = Context()
