"""佐证 as documents print it: listed by name at its item, pictures in an annex, before and after side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class SheetEvidence:
    """佐证 of one item: `caption` in words; with a `digest` it is a picture, and must be among the images.

    The two of a pair have the same `pair`, which is not 0, and stand one after the other.
    """

    item_id: str
    caption: str
    digest: str = ""
    pair: int = 0


def picture_groups(evidence: Iterable[SheetEvidence]) -> tuple[tuple[SheetEvidence, ...], ...]:
    """The pictures, each alone or with its other half."""
    numbered = enumerate(one for one in evidence if one.digest)
    grouped = groupby(numbered, key=lambda pair: (pair[1].pair, 0 if pair[1].pair else pair[0]))
    return tuple(tuple(one for _, one in group) for _, group in grouped)
