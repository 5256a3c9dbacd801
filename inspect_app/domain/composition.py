"""The composition: several checklists or periods as one result. YAML text in, a frozen Composition out."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field, ValidationError

from inspect_app.domain import yaml_source
from inspect_app.domain.checklist import Checklist, ChecklistError, Id
from inspect_app.domain.checklist import examine as examine_checklist
from inspect_app.domain.composition_checks import contradictions, doubts
from inspect_app.domain.messages import problems_in
from inspect_app.domain.quantities import AnyPoints, Percent, Points, Whole
from inspect_app.domain.sources import Sentence, Source, Title, place_words
from inspect_app.domain.strict import Flag, Strict
from inspect_app.domain.yaml_source import Problem, SourceError

Span = Literal[
    "year", "h1", "h2", "q1", "q2", "q3", "q4",
    "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12",
]  # fmt: skip
# What each span is called, and its first and last month.
SPANS: Mapping[str, tuple[str, int, int]] = {
    "year": ("全年", 1, 12),
    "h1": ("上半年", 1, 6),
    "h2": ("下半年", 7, 12),
    **{f"q{n}": (f"{name}季度", 3 * n - 2, 3 * n) for n, name in enumerate("一二三四", 1)},
    **{f"m{n}": (f"{n}月", n, n) for n in range(1, 13)},
}


class Part(Strict):
    """One score that goes into the result: of a round with this checklist, of this span of the year, or both.

    `full` is what it counts for at most; `by: rank` gives `first` points to the first and `step` fewer with each
    rank, `by: ratio` counts in proportion to the best. `below` takes the mean of the units whose group is named
    after the subject. `veto` carries the round's vetoes over.
    """

    id: Id
    title: Title
    checklist: Id | None = None
    period: Span | None = None
    full: Points = Decimal(100)
    weight: Percent | None = None
    by: Literal["score", "rank", "ratio"] = "score"
    first: Points | None = None
    step: Points | None = None
    least: AnyPoints = Decimal(0)
    below: Flag = False
    veto: Flag = False
    source: Source | None = None

    @property
    def most(self) -> Decimal:
        """What the part counts for at most."""
        return self.first if self.by == "rank" and self.first is not None else self.full


class OverallGrade(Strict):
    """A 等次 of the result: from `min` up, every part at `each_part` of its full marks, none at 0."""

    name: str = Field(min_length=1, max_length=8)
    min: AnyPoints | None = None
    quota: Percent | None = None
    no_zero: Flag = False
    each_part: Percent | None = None


class Composition(Strict):
    """A 综合考核办法, complete and free of contradictions.

    `compose`: parts are weighted, summed, averaged, or stand side by side and are never added. `missing: block`
    gives no total while a part is missing; `skip` converts what is there, if it is `enough` parts.
    """

    id: Id
    version: str = Field(pattern=r"^\d[0-9A-Za-z.-]{0,19}$")
    title: Title
    basis: dict[str, Title] = Field(default_factory=dict)
    note: Sentence | None = None
    subject: Literal["organization", "person"] = "organization"
    compose: Literal["weighted", "sum", "mean", "side-by-side"]
    total: Points | None = None
    missing: Literal["block", "skip"] = "block"
    enough: Whole | None = None
    within: Literal["group", "all"] = "group"
    parts: tuple[Part, ...] = Field(min_length=1)
    grades: tuple[OverallGrade, ...] = ()

    @cached_property
    def full(self) -> Decimal:
        """The full marks of the result; of scores side by side there are none."""
        if self.compose == "side-by-side":
            return Decimal(0)
        if self.compose == "sum":
            return sum((part.most for part in self.parts), Decimal(0))
        return self.total or Decimal(100)

    def counts_for(self, part: Part) -> Decimal:
        """What the part's own full marks become before weights."""
        return part.most if self.compose in {"sum", "side-by-side"} else self.full

    def share_of(self, part: Part) -> Fraction:
        """The part's weight; 1 where no weights are written."""
        return Fraction(1) if part.weight is None else part.weight

    def basis_title(self, source: Source) -> str:
        """The document of a source, with the place in it: 《市局2020年党建工作要点》第六部分第19条."""
        return f"《{self.basis[source.doc]}》{place_words(source.at)}"


def is_composition(text: str) -> bool:
    """Whether the text means to be a composition rather than a checklist."""
    return re.search(r"(?m)^[\"']?compose[\"']?[ \t]*[:：]", text) is not None


def load(text: str) -> Composition:
    """The composition written in the YAML text; raises ChecklistError."""
    composition, problems = examine(text)
    errors = [problem for problem in problems if not problem.warning]
    if errors or composition is None:
        raise ChecklistError(errors)
    return composition


def examine(text: str) -> tuple[Composition | None, list[Problem]]:
    """The composition, if it is one, with every error and every warning in the order of the file."""
    try:
        source = yaml_source.read_mapping(text)
    except SourceError as error:
        return None, error.problems
    problems = [*source.problems, *contradictions(source)]
    composition: Composition | None = None
    try:
        composition = Composition.model_validate(source.tree, context={})
    except ValidationError as error:
        problems += problems_in(error, source, Composition)
    return composition, sorted({*problems, *(doubts(source) if composition else ())})


def examine_either(text: str) -> tuple[Checklist | Composition | None, list[Problem]]:
    """A checklist or a composition, told by the key `compose`, with its problems."""
    return examine(text) if is_composition(text) else examine_checklist(text)
