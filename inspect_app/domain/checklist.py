"""The checklist: YAML text in, a frozen Checklist out, or ChecklistError with every problem and its line."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from inspect_app.domain import yaml_source
from inspect_app.domain.consistency import contradictions
from inspect_app.domain.context import Context
from inspect_app.domain.doubts import doubts
from inspect_app.domain.messages import problems_in
from inspect_app.domain.needs import Needs, needs_of
from inspect_app.domain.outcomes import Outcome
from inspect_app.domain.quantities import Floor, Points, StartAt
from inspect_app.domain.references import broken_references, unused_parameters
from inspect_app.domain.rules import AnyRule, Rule
from inspect_app.domain.rules.mark import MARK, FactorMark
from inspect_app.domain.rules.modifiers import Factor, Groups, Start
from inspect_app.domain.rules.veto import VetoMark
from inspect_app.domain.sources import Sentence, Source, Title, place_words
from inspect_app.domain.strict import Flag, Strict
from inspect_app.domain.terms import Grade, Id, Parameter, Veto
from inspect_app.domain.yaml_source import Problem, SourceError

__all__ = [
    "Checklist",
    "ChecklistError",
    "Grade",
    "Id",
    "Item",
    "Outcome",
    "Parameter",
    "Section",
    "Source",
    "Veto",
    "examine",
    "iter_rules",
    "load",
    "load_bytes",
    "parameter_titles",
]

Owners = Annotated[
    tuple[Title, ...],
    BeforeValidator(
        lambda value: [value] if isinstance(value, str) else value,
        json_schema_input_type=Title | Annotated[tuple[Title, ...], Field(min_length=1)],
    ),
]


class Item(Strict):
    """One 考核内容. `points` is the cap that its rules share; 0 where it has none of its own.

    `start: zero` earns the points instead of losing them. `bonus` is what the score may pass the points by.
    `floor: negative` lets it fall below 0, `floor: -10` no further than that. `times` multiplies what was lost when
    it is ticked. `also_in` names the other places that ask for the same, so that it is scored once. `only` says
    whom it is for; `not_applicable` what becomes of its points where it is not, unless as the sheet says;
    `take: highest` that of its clauses' gains the highest alone counts.
    """

    id: Id
    title: Title
    points: Points = Decimal(0)
    start: Start | None = None
    bonus: Points | None = None
    floor: Floor = "zero"
    times: tuple[Factor, ...] = ()
    take: Literal["sum", "highest"] = "sum"
    only: Groups = Field(default_factory=dict)
    not_applicable: Literal["rescale", "full", "exclude"] | None = None
    ask: Sentence | None = None
    source: Source | None = None
    also_in: tuple[Source, ...] = ()
    method: tuple[Annotated[str, Field(min_length=1, max_length=40)], ...] = ()
    owner: Owners = ()
    rules: tuple[AnyRule, ...] = Field(min_length=1)

    def rule(self, label: str) -> Rule:
        """The item's rule of that label; KeyError when there is none."""
        rules: dict[str, Rule] = {rule.label: rule for rule in self.rules}
        return rules[label]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place that asks for it, the main one first."""
        return (self.source, *self.also_in) if self.source else self.also_in

    @property
    def least(self) -> Decimal | None:
        """The lowest score that the item can have; None where nothing stops it."""
        if self.free or self.floor == "negative":
            return None
        return self.floor if isinstance(self.floor, Decimal) else Decimal(0)

    @property
    def free(self) -> bool:
        """Whether nothing but its rules bounds it: an item without points and without a bonus."""
        return not self.points and self.bonus is None

    @cached_property
    def mark(self) -> FactorMark | None:
        """Where the item's `times` are ticked."""
        return FactorMark(kind="mark", label=MARK, factors=self.times) if self.times else None

    def own_start(self, usual: Start = "full") -> Decimal:
        """Where the item's score begins, unless it says so itself as `usual`."""
        return Decimal(0) if (self.start or usual) == "zero" else self.points


class Section(Strict):
    """One 一级指标; its points are the sum of its items'. It keeps at least `floor` and gets at most `limit`."""

    id: Id
    title: Title
    points: Points = Decimal(0)
    floor: Points | None = None
    limit: Points | None = None
    items: tuple[Item, ...] = Field(min_length=1)


class Checklist(Strict):
    """A 考核细则, complete and free of contradictions.

    `start`: items begin full or at zero, or the whole sheet at a base (起评分) to which items add and from which
    they take. `unlimited` has no maximum (积分制). `bonus_cap` bounds all items' bonus together, which counts
    only where the score without it reaches `bonus_from`.
    """

    id: Id
    version: str = Field(pattern=r"^\d[0-9A-Za-z.-]{0,19}$")
    title: Title
    basis: dict[str, Title] = Field(default_factory=dict)
    note: Sentence | None = None
    period: Literal["month", "quarter", "half-year", "year"] = "year"
    subject: Literal["organization", "person"] = "organization"
    total: Points = Decimal(0)
    start: StartAt = "full"
    unlimited: Flag = False
    floor: Literal["zero", "negative"] = "zero"
    bonus_cap: Points | None = None
    bonus_from: Points | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    not_applicable: Literal["rescale", "full", "exclude"] = "rescale"
    sections: tuple[Section, ...] = Field(min_length=1)
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @cached_property
    def items(self) -> dict[str, Item]:
        """All items by id, in the order of the sheet."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def entries(self) -> dict[str, tuple[Rule | VetoMark, ...]]:
        """What is answered, by id: each item's rules, then each veto's mark."""
        marks: dict[str, tuple[Rule | VetoMark, ...]] = {veto.id: (_mark(veto),) for veto in self.vetoes}
        items = {key: item.rules + ((item.mark,) if item.mark else ()) for key, item in self.items.items()}
        return {**items, **marks}

    @cached_property
    def events(self) -> dict[str, frozenset[str]]:
        """The kinds of events of each item that has any: the same one counts once on the sheet."""
        found = {
            key: frozenset(r.event.name for r in item.rules if r.event) for key, item in self.items.items()
        }
        return {key: events for key, events in found.items() if events}

    @property
    def absent(self) -> Literal["rescale", "full", "exclude"]:
        """What becomes of items that do not apply: as the sheet says; where items have no points, nothing."""
        unsaid = self.is_free and "not_applicable" not in self.model_fields_set
        return "exclude" if unsaid else self.not_applicable

    def absent_item(self, item: Item) -> Literal["rescale", "full", "exclude"]:
        """What becomes of this item's points where it does not apply."""
        return item.not_applicable or self.absent

    @cached_property
    def needs(self) -> Needs:
        """What the rules ask of the world outside their sheet."""
        return needs_of(self.items.values())

    @property
    def base(self) -> Decimal | None:
        """The 起评分 that the whole sheet starts from, if it has one."""
        return self.start if isinstance(self.start, Decimal) else None

    @property
    def is_free(self) -> bool:
        """Whether the total is not the sum of the items' points."""
        return self.base is not None or self.unlimited

    def start_of(self, item: Item) -> Decimal:
        """Where this item's score begins."""
        return item.own_start("full" if self.start == "full" else "zero")

    @cached_property
    def starts(self) -> dict[str, Decimal]:
        """Where each item's score begins, by id."""
        return {key: self.start_of(item) for key, item in self.items.items()}

    def completed(self, context: Context) -> Context:
        """The context with the values that the checklist itself gives to parameters nobody has set."""
        own = {name: one.value for name, one in self.parameters.items() if one.value is not None}
        return replace(context, parameters={**own, **context.parameters}) if own else context

    @cached_property
    def full(self) -> Decimal:
        """The points of all items, which `total` must equal."""
        return sum((section.points for section in self.sections), Decimal(0))

    def basis_title(self, source: Source) -> str:
        """The document of a source, with the place in it: 《市局2020年党建工作要点》第五部分第14条."""
        return f"《{self.basis[source.doc]}》{place_words(source.at)}"


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


def _mark(veto: Veto) -> VetoMark:
    """A matter that takes neither the grade nor the points says what it does instead of 一票否决."""
    factor = veto.words if veto.effect in {"times", "lower", "cap"} else ""
    return VetoMark(kind="veto", label=veto.title, factor=factor)


def parameter_titles(tree: dict[str, Any]) -> dict[str, str]:
    """What the parameters that a checklist's tree declares are called."""
    declared = tree.get("parameters")
    named = declared.items() if isinstance(declared, dict) else ()
    return {name: str(one.get("title", name)) for name, one in named if isinstance(one, dict)}


def load_bytes(raw: bytes) -> Checklist:
    """As `load`, of a file's content in UTF-8; raises ChecklistError."""
    try:
        return load(yaml_source.decode(raw))
    except SourceError as error:
        raise ChecklistError(error.problems) from error


def examine(text: str) -> tuple[Checklist | None, list[Problem]]:
    """The checklist, if it is one, with every error and every warning in the order of the file."""
    try:
        source = yaml_source.read_mapping(text)
    except SourceError as error:
        return None, error.problems
    problems = [*source.problems, *contradictions(source), *broken_references(source)]
    checklist: Checklist | None = None
    try:
        checklist = Checklist.model_validate(source.tree, context=parameter_titles(source.tree))
    except ValidationError as error:
        problems += problems_in(error, source, Checklist)
    return checklist, sorted({*problems, *(_warnings(source) if checklist else ())})


def _warnings(source: yaml_source.Source) -> list[Problem]:
    return [*doubts(source), *unused_parameters(source)]


def iter_rules(checklist: Checklist) -> Iterator[tuple[Section, Item, Rule]]:
    """Every rule with its item and section, in the order of the sheet."""
    for section in checklist.sections:
        for item in section.items:
            for rule in item.rules:
                yield section, item, rule
