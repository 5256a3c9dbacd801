"""A checklist read back as a scoring table in words, from which an official sees what the YAML says."""

from collections.abc import Iterator
from dataclasses import dataclass

from inspect_app.domain.checklist import Checklist, Grade, Item, Section, Veto
from inspect_app.domain.quantities import ROUNDING_RULE, percent_text, plain
from inspect_app.domain.quoting import within_quotes
from inspect_app.domain.rule_words import words_of
from inspect_app.domain.rules.modifiers import groups_text, times_text
from inspect_app.domain.sources import Source

PERIODS = {"month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
SUBJECTS = {"organization": "单位", "person": "个人"}
MISSING_ITEMS = {
    "rescale": "有不适用的项目时，得分除以适用项目的分值、乘以总分，按比例折算，加分不折算",
    "full": "不适用的项目按满分计",
    "exclude": "不适用的项目不计入，满分相应减少",
}
FREE_MISSING_ITEMS = {
    "rescale": "有分值的项目不适用时，其余有分值的项目的得分除以它们的分值、乘以全部分值，按比例折算，加分不折算",
    "full": "有分值的项目不适用时按满分计",
    "exclude": "不适用的项目不加分、不扣分",
}
ABSENT_ITEM = {"rescale": "按比例折算", "full": "按满分计", "exclude": "不计入，满分相应减少"}


@dataclass(frozen=True)
class Cited:
    """Where something comes from: the place in the document, short, and the words there, to be put in quotes."""

    place: str
    quote: str


@dataclass(frozen=True)
class ExplainedItem:
    """One row of the table. `clauses` are the rules in words, then what holds for the item as a whole."""

    title: str
    points: str
    clauses: tuple[str, ...]
    ask: str
    method: tuple[str, ...]
    owner: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class ExplainedSection:
    """One 一级指标 with its points and bounds in words."""

    title: str
    points: str
    items: tuple[ExplainedItem, ...]


@dataclass(frozen=True)
class ExplainedVeto:
    """A matter of the whole sheet and what it does."""

    title: str
    effect: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class Explanation:
    """The whole sheet in words. `terms` are the sentences on how points become a total."""

    title: str
    version: str
    note: str
    basis: tuple[str, ...]
    terms: tuple[str, ...]
    parameters: tuple[str, ...]
    sections: tuple[ExplainedSection, ...]
    vetoes: tuple[ExplainedVeto, ...]
    grades: tuple[str, ...]
    outcomes: tuple[str, ...] = ()


def explain(checklist: Checklist) -> Explanation:
    """The checklist in words, complete: every key that decides about points is said."""
    return Explanation(
        title=checklist.title,
        version=checklist.version,
        note=checklist.note or "",
        basis=tuple(f"《{title}》" for title in checklist.basis.values()),
        terms=tuple(_terms(checklist)),
        parameters=tuple(_parameters(checklist)),
        sections=tuple(_section(checklist, section) for section in checklist.sections),
        vetoes=tuple(_veto(checklist, veto) for veto in checklist.vetoes),
        grades=tuple(_grades(checklist.grades)),
        outcomes=tuple(one.words() for one in checklist.outcomes),
    )


def _terms(checklist: Checklist) -> Iterator[str]:
    yield f"{PERIODS[checklist.period]}考核一次，考核对象是{SUBJECTS[checklist.subject]}"
    yield _total(checklist)
    if not checklist.is_free:
        yield "每项最低0分，扣完为止，另有说明的除外"
        yield MISSING_ITEMS[checklist.absent]
    elif checklist.full:
        yield FREE_MISSING_ITEMS[checklist.absent]
    else:
        yield "不适用的项目不加分、不扣分"
    yield "总分可以是负分" if checklist.floor == "negative" else "总分最低0分"
    if checklist.bonus_from is not None:
        yield f"加分以外达到{plain(checklist.bonus_from)}分才计加分"
    if checklist.bonus_cap is not None:
        yield f"各项加分合计最多{plain(checklist.bonus_cap)}分"
    yield ROUNDING_RULE


def _total(checklist: Checklist) -> str:
    if checklist.base is not None:
        top = "没有最高分" if checklist.unlimited else f"最高{plain(checklist.total)}分"
        return f"起评分{plain(checklist.base)}分，各项加减，{top}"
    way = "从满分扣起" if checklist.start == "full" else "从0分加起"
    if checklist.unlimited:
        return f"没有最高分，各项{way}"
    return f"总分{plain(checklist.total)}分，各项{way}，另有说明的除外"


def _parameters(checklist: Checklist) -> Iterator[str]:
    for one in checklist.parameters.values():
        unset = "设定以前，用到它的规则不计分" if one.value is None else f"没有设定时按{plain(one.value)}计"
        yield f"{one}由督导办设定，{unset}"


def _section(checklist: Checklist, section: Section) -> ExplainedSection:
    parts = [f"{plain(section.points)}分"] if section.points else []
    parts += [f"保底{plain(section.floor)}分"] if section.floor is not None else []
    parts += [f"最多计{plain(section.limit)}分"] if section.limit is not None else []
    return ExplainedSection(
        section.title, "，".join(parts), tuple(_item(checklist, item) for item in section.items)
    )


def _item(checklist: Checklist, item: Item) -> ExplainedItem:
    titles = {name: one.title for name, one in checklist.parameters.items()}
    clauses = [words for rule in item.rules for words in words_of(rule, titles)]
    return ExplainedItem(
        title=item.title,
        points=_points(item),
        clauses=(*clauses, *_bounds(checklist, item)),
        ask=item.ask or "",
        method=item.method,
        owner="、".join(item.owner),
        sources=tuple(_cited(checklist, source) for source in item.sources),
    )


def _points(item: Item) -> str:
    if all(rule.kind == "report" for rule in item.rules):
        return "不计分"
    if item.free:
        return "不限"
    bonus = f"加分最多{plain(item.bonus)}分" if item.bonus is not None else ""
    return "，".join(part for part in (f"{plain(item.points)}分" if item.points else "", bonus) if part)


def _bounds(checklist: Checklist, item: Item) -> Iterator[str]:
    """What is said of the item beside its rules, where it is not what the sheet says of all."""
    if item.only:
        yield f"本项只适用于{groups_text(item.only)}"
    if item.not_applicable is not None:
        yield f"本项不适用时{ABSENT_ITEM[item.not_applicable]}"
    if item.take == "highest":
        yield "各条加分只计最高的一条"
    if item.start is not None and item.points:
        yield "本项从0分加起" if item.start == "zero" else "本项从满分扣起"
    if item.floor == "negative" and not checklist.is_free:
        yield "本项可以扣成负分"
    if item.least:
        yield f"本项最多倒扣{plain(-item.least)}分"
    for factor in item.times:
        yield f"{factor.label}的，本项扣分{times_text(factor.times)}"


def _cited(checklist: Checklist, source: Source) -> Cited:
    """With several documents the place begins with the document's number in the list of them."""
    quote = within_quotes(source.quote)
    if len(checklist.basis) < 2:
        return Cited(source.at, quote)
    return Cited(f"〔{list(checklist.basis).index(source.doc) + 1}〕{source.at}", quote)


def _veto(checklist: Checklist, veto: Veto) -> ExplainedVeto:
    return ExplainedVeto(veto.title, veto.words, tuple(_cited(checklist, source) for source in veto.sources))


def _grades(grades: tuple[Grade, ...]) -> Iterator[str]:
    above = None
    for grade in grades:
        low = f"{plain(grade.min)}分（含）以上" if grade.min else ""
        span = f"{low}、不到{plain(above)}分" if low and above is not None else low
        words = span or (f"不到{plain(above)}分" if above is not None else "不限分数")
        yield "，".join([f"{grade.name}：{words}", *_conditions(grade)])
        above = grade.min


def _conditions(grade: Grade) -> Iterator[str]:
    if grade.no_zero:
        yield "单项不为0"
    if grade.each_item is not None:
        yield f"单项得分率不低于{percent_text(grade.each_item)}"
    if grade.each_section is not None:
        yield f"各部分得分率不低于{percent_text(grade.each_section)}"
    if grade.quota is not None:
        yield f"名额不超过本组的{percent_text(grade.quota)}"
