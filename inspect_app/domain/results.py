"""What scoring makes: lines, items, sections, the sheet. Every sum is exact and can be followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from inspect_app.domain.rules import Facts, State

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Answer:
    """What was recorded for one item: facts by rule label, or the reason why it does not apply."""

    facts: Mapping[str, Facts] = field(default_factory=dict)
    not_applicable: str = ""


@dataclass(frozen=True)
class Charge:
    """What somebody else pays for a line: who that is by role and by name, and how many points."""

    who: str
    name: str
    amount: Decimal
    words: str


@dataclass(frozen=True)
class Happening:
    """One event that a line is about: its kind and name, what it costs or earns, and which of equal ones counts."""

    kind: str
    name: str
    amount: Fraction
    lowest: bool = False


@dataclass(frozen=True)
class ScoreLine:
    """One 得分明细. `amount` in points, negative when lost; `words` holds the facts and the arithmetic.

    `rule` is the rule's label, or "" for a line that the item adds: its cap, or that it does not apply.
    `events` are those of which the same one counts once only. `parts` say of each sample what became of it.
    """

    rule: str
    clause: str
    state: State
    words: str
    amount: Decimal = ZERO
    remark: str = ""
    events: tuple[Happening, ...] = ()
    parts: tuple[str, ...] = ()
    zeroes: bool = False
    charge: Charge | None = None


@dataclass(frozen=True)
class ItemScore:
    """One item's result. start + the amounts of the lines == score, unless it is `void` (not applicable).

    `start` is the item's points, or 0 where points are earned; `veto` marks a matter of the whole sheet; `begun`
    tells that something is recorded, be it not all.
    """

    id: str
    title: str
    points: Decimal
    state: Literal["open", "done", "void"]
    lines: tuple[ScoreLine, ...]
    start: Decimal | None = None
    veto: bool = False
    begun: bool = False

    @cached_property
    def net(self) -> Decimal:
        """The sum of the lines, with its sign."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def lost(self) -> Decimal:
        """Points lost so far, as a positive amount."""
        return max(-self.net, ZERO)

    @property
    def gained(self) -> Decimal:
        """Points gained so far, above the start."""
        return max(self.net, ZERO)

    @cached_property
    def score(self) -> Decimal:
        """Points held: of a void item none, of an open one what stands so far."""
        begin = self.points if self.start is None else self.start
        return ZERO if self.state == "void" else begin + self.net

    @property
    def bonus(self) -> Decimal:
        """What the score passes the item's points by."""
        return max(self.score - self.points, ZERO)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to be recorded, in words."""
        return tuple(f"{line.rule}：{line.words}" for line in self.lines if line.state == "open")

    @property
    def charges(self) -> tuple[Charge, ...]:
        """What others pay for this item's lines."""
        return tuple(line.charge for line in self.lines if line.charge is not None)


@dataclass(frozen=True)
class Adjustment:
    """A step between the items and the total: missing items (缺项), a cap or a veto, with its amount."""

    words: str
    amount: Decimal


@dataclass(frozen=True)
class SectionScore:
    """A section's result: sums over its items, void items left out of `points` and `score`."""

    id: str
    title: str
    items: tuple[ItemScore, ...]
    steps: tuple[Adjustment, ...] = ()

    @cached_property
    def points(self) -> Decimal:
        """The points of the items that apply."""
        return sum((item.points for item in self.items if item.state != "void"), ZERO)

    @cached_property
    def score(self) -> Decimal:
        """The score of the items that apply, with the section's own floor and cap."""
        return sum((item.score for item in self.items), ZERO) + sum((s.amount for s in self.steps), ZERO)

    @cached_property
    def open(self) -> int:
        """How many items are still open."""
        return sum(item.state == "open" for item in self.items)


@dataclass(frozen=True)
class ScoreSheet:
    """得分表. The sections' scores + the adjustments' amounts == total, whatever the state.

    `unlimited`: there is no maximum, so that `full` is no measure. `grade_note` says which condition kept
    a better grade away.
    """

    sections: tuple[SectionScore, ...]
    vetoes: tuple[ItemScore, ...]
    adjustments: tuple[Adjustment, ...]
    full: Decimal
    grade: str
    barred: bool
    failed: bool
    unlimited: bool = False
    grade_note: str = ""

    @cached_property
    def total(self) -> Decimal:
        """Points in all; while items are open, what would stand if nothing more were lost or gained."""
        scored = sum((section.score for section in self.sections), ZERO)
        return scored + sum((step.amount for step in self.adjustments), ZERO)

    @cached_property
    def items(self) -> tuple[ItemScore, ...]:
        """All items in the order of the sheet, then the veto matters."""
        return tuple(item for section in self.sections for item in section.items) + self.vetoes

    @cached_property
    def open(self) -> tuple[ItemScore, ...]:
        """The items that are still to be completed."""
        return tuple(item for item in self.items if item.state == "open")

    @property
    def complete(self) -> bool:
        """Whether everything that applies has been recorded."""
        return not self.open

    @property
    def lost(self) -> Decimal:
        """Points lost in items, before adjustments."""
        return sum((item.lost for section in self.sections for item in section.items), ZERO)

    @property
    def gained(self) -> Decimal:
        """Points gained in items, before adjustments."""
        return sum((item.gained for section in self.sections for item in section.items), ZERO)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """What others pay, in the order of the sheet."""
        return tuple(charge for item in self.items for charge in item.charges)
