"""The checklist: YAML text in, a frozen Checklist out, or ChecklistError with every problem and its line."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from inspect_app.domain import yaml_source
from inspect_app.domain.consistency import contradictions, doubts
from inspect_app.domain.messages import problems_in
from inspect_app.domain.quantities import AnyPoints, Percent, Points
from inspect_app.domain.rules import AnyRule, Rule
from inspect_app.domain.rules.base import Strict
from inspect_app.domain.rules.veto import VetoMark
from inspect_app.domain.yaml_source import Problem, SourceError

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,47}$")]
Title = Annotated[str, Field(min_length=1, max_length=60)]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]


class Source(Strict):
    """Where an item comes from: `doc` names an entry of the checklist's `basis`, `at` the place in it."""

    doc: str = Field(min_length=1, max_length=40)
    at: str = Field(min_length=1, max_length=40)
    quote: Sentence


class Item(Strict):
    """One 考核内容. `points` is the cap that its rules share."""

    id: Id
    title: Title
    points: Points
    ask: Sentence | None = None
    source: Source | None = None
    method: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = ()
    owner: Title | None = None
    rules: tuple[AnyRule, ...] = Field(min_length=1)

    def rule(self, label: str) -> Rule:
        """The item's rule of that label; KeyError when there is none."""
        rules: dict[str, Rule] = {rule.label: rule for rule in self.rules}
        return rules[label]


class Section(Strict):
    """One 一级指标; its points are the sum of its items'."""

    id: Id
    title: Title
    points: Points
    items: tuple[Item, ...] = Field(min_length=1)


class Veto(Strict):
    """A 一票否决 matter: `fail` the grade, `zero` the score, `deduct` an amount, or `bar` from honours."""

    id: Id
    title: Title
    effect: Literal["fail", "zero", "deduct", "bar"]
    deduct: Points | None = None
    source: Source | None = None


class Grade(Strict):
    """A 等次: scores from `min` up to the next better grade's; `quota` is its largest share of a group."""

    name: str = Field(min_length=1, max_length=8)
    min: AnyPoints
    quota: Percent | None = None


class Checklist(Strict):
    """A 考核细则, complete and free of contradictions."""

    id: Id
    version: str = Field(pattern=r"^\d[0-9A-Za-z.-]{0,19}$")
    title: Title
    basis: dict[str, Title] = Field(default_factory=dict)
    note: Sentence | None = None
    period: Literal["month", "quarter", "half-year", "year"] = "year"
    subject: Literal["organization", "person"] = "organization"
    total: Points
    not_applicable: Literal["rescale", "full", "exclude"] = "rescale"
    sections: tuple[Section, ...] = Field(min_length=1)
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()

    @cached_property
    def items(self) -> dict[str, Item]:
        """All items by id, in the order of the sheet."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def entries(self) -> dict[str, tuple[Rule | VetoMark, ...]]:
        """What is answered, by id: each item's rules, then each veto's mark."""
        marks: dict[str, tuple[Rule | VetoMark, ...]] = {
            veto.id: (VetoMark(kind="veto", label=veto.title),) for veto in self.vetoes
        }
        return {**{key: item.rules for key, item in self.items.items()}, **marks}

    @cached_property
    def full(self) -> Decimal:
        """The points of all items, which `total` must equal."""
        return sum((section.points for section in self.sections), Decimal(0))

    def basis_title(self, source: Source) -> str:
        """The document of a source, with the place in it: 《市局2020年党建工作要点》五/14."""
        return f"《{self.basis[source.doc]}》{source.at}"


class ChecklistError(Exception):
    """The checklist is refused; `problems` lists every reason with its line, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"第{p.line}行：{p.message}" for p in problems))
        self.problems = problems


def load(text: str) -> Checklist:
    """The checklist written in the YAML text; raises ChecklistError."""
    checklist, problems = examine(text)
    errors = [problem for problem in problems if not problem.warning]
    if errors or checklist is None:
        raise ChecklistError(errors)
    return checklist


def load_bytes(raw: bytes) -> Checklist:
    """As `load`, of a file's content in UTF-8; raises ChecklistError."""
    try:
        return load(yaml_source.decode(raw))
    except SourceError as error:
        raise ChecklistError(error.problems) from error


def examine(text: str) -> tuple[Checklist | None, list[Problem]]:
    """The checklist, if it is one, with every error and every warning in the order of the file."""
    try:
        source = yaml_source.read(text)
    except SourceError as error:
        return None, error.problems
    if not isinstance(source.tree, dict):
        return None, [source.problem((), "文件应以“id: …”这样的键值开头，现在是空的或只有文字")]
    problems = [*source.problems, *contradictions(source)]
    checklist: Checklist | None = None
    try:
        checklist = Checklist.model_validate(source.tree)
    except ValidationError as error:
        problems += problems_in(error, source)
    return checklist, sorted({*problems, *(doubts(source) if checklist else ())})


def iter_rules(checklist: Checklist) -> Iterator[tuple[Section, Item, Rule]]:
    """Every rule with its item and section, in the order of the sheet."""
    for section in checklist.sections:
        for item in section.items:
            for rule in item.rules:
                yield section, item, rule
