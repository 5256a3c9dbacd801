"""A composition read back in words, for the command, the page and the document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspect_app.domain.composing import OVERALL_ROUNDING
from inspect_app.domain.composition import SPANS, Composition, OverallGrade, Part
from inspect_app.domain.explanation import SUBJECTS, Cited
from inspect_app.domain.quantities import percent_text, plain
from inspect_app.domain.quoting import within_quotes

WAYS = {
    "weighted": "各部分按权重相加",
    "sum": "各部分得分直接相加",
    "mean": "各部分取平均",
    "side-by-side": "各部分并列，各自计分，不合计",
}
MISSING = {
    "block": "缺任何一部分的，不计总分、不排名次，并写明缺什么",
    "skip": "缺的部分不计入，按已有的部分折算，并写明缺什么",
}


@dataclass(frozen=True)
class ExplainedPart:
    """One part: where its score comes from, and how it counts."""

    title: str
    origin: str
    way: str
    source: Cited | None


@dataclass(frozen=True)
class ExplainedComposition:
    """The whole composition in words; `terms` are the sentences on how the parts become a result."""

    title: str
    version: str
    note: str
    basis: tuple[str, ...]
    terms: tuple[str, ...]
    parts: tuple[ExplainedPart, ...]
    grades: tuple[str, ...]


def explain_composition(
    composition: Composition, titles: Mapping[str, str] | None = None
) -> ExplainedComposition:
    """The composition in words, complete: every key that decides about the result is said.

    `titles` are those of checklists by id; one that is not among them is called by its id.
    """
    return ExplainedComposition(
        composition.title,
        composition.version,
        composition.note or "",
        tuple(f"《{title}》" for title in composition.basis.values()),
        tuple(_terms(composition)),
        tuple(_part(composition, part, titles or {}) for part in composition.parts),
        tuple(grade_words(composition)),
    )


def _terms(composition: Composition) -> Iterator[str]:
    yield f"考核对象是{SUBJECTS[composition.subject]}"
    full = f"，满分{plain(composition.full)}分" if composition.full else ""
    yield f"{WAYS[composition.compose]}{full}"
    enough = f"，至少要有{composition.enough}部分" if composition.enough else ""
    beside = composition.compose == "side-by-side"
    yield "缺任何一部分的，不定等次，并写明缺什么" if beside else MISSING[composition.missing] + enough
    apart = "按组别" if composition.within == "group" else "不分组，"
    yield f"{apart}{'各部分分别排名' if beside else '排名'}"
    yield "各部分得分照录，不折算、不舍入" if beside else OVERALL_ROUNDING


def _part(composition: Composition, part: Part, titles: Mapping[str, str]) -> ExplainedPart:
    name = part.checklist or ""
    sheet = f"《{titles[name]}》" if name in titles else f"细则{name}" if name else ""
    origin = "，".join(filter(None, (sheet, SPANS[part.period][0] if part.period else "")))
    source = Cited(part.source.at, within_quotes(part.source.quote)) if part.source else None
    return ExplainedPart(part.title, origin, "；".join(_ways(composition, part)), source)


def _ways(composition: Composition, part: Part) -> Iterator[str]:
    if part.below:
        yield "取下属单位得分的平均（下属单位的组别是本单位名称），有下属单位没有得分的算缺"
    if part.by == "rank" and part.step is not None:
        yield f"第一名{plain(part.most)}分，每降1位减{plain(part.step)}分，最低{plain(part.least)}分"
    elif part.by == "ratio":
        yield f"得分除以最高的得分，乘以{plain(composition.counts_for(part))}分"
    elif composition.compose == "side-by-side":
        yield f"满分{plain(part.full)}分"
    elif composition.compose == "weighted" or part.full != composition.counts_for(part):
        yield f"按得分率折算成{plain(composition.counts_for(part))}分"
    else:
        yield f"满分{plain(part.full)}分，细则总分不同的按比例折算"
    if part.weight is not None:
        yield f"占{percent_text(part.weight)}"
    if part.veto:
        yield "发生一票否决的，综合等次定为最低；取消评优资格的，不能评最高等次"


def grade_words(composition: Composition) -> Iterator[str]:
    """Each grade with its band and its conditions."""
    above = None
    for number, grade in enumerate(composition.grades, 1):
        low = f"{plain(grade.min)}分（含）以上" if grade.min else ""
        under = f"不到{plain(above)}分" if above is not None else ""
        rest = "其余" if number == len(composition.grades) and not (low or under) else ""
        span = "、".join(filter(None, (low, under))) or rest
        yield f"{grade.name}：{'，'.join(filter(None, (span, *_conditions(grade))))}"
        above = grade.min


def _conditions(grade: OverallGrade) -> Iterator[str]:
    if grade.no_zero:
        yield "各部分不为0"
    if grade.each_part is not None:
        yield f"各部分得分率不低于{percent_text(grade.each_part)}"
    if grade.quota is not None:
        yield f"名额不超过本组的{percent_text(grade.quota)}"
