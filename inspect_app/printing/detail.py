"""得分明细 as a table: the lines of screen and PDF, each with its item, its source, who recorded it and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from inspect_app.domain.results import Adjustment, ItemScore, ScoreLine, ScoreSheet
from inspect_app.printing.report import group_name
from inspect_app.printing.spreadsheet import SIGNED, Cell, Column

OUTCOMES = {"lost": "扣分", "gained": "加分", "met": "不扣分", "open": "待填", "void": "不适用"}
VETOES, WHOLE = "一票否决事项", "总分"
COLUMNS = (
    Column("一级指标", 6),
    Column("考核内容", 8),
    Column("分值", 3.5),
    Column("评分规则", 14),
    Column("结果", 4),
    Column("认定情况", 20),
    Column("扣加分", 3.5, SIGNED),
    Column("情况说明", 10),
    Column("本项得分", 3.5),
    Column("发现的问题", 9),
    Column("依据", 14),
    Column("佐证件数", 4),
    Column("填报人", 4),
    Column("填报时间", 9.5),
)
READING = "“扣加分”是每一条的结果；“分值”和“本项得分”只写在每项的第一行，填全后“本项得分”一列相加就是总分"


@dataclass(frozen=True)
class Record:
    """Who recorded an item, and when it was last changed."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Detail:
    """One unit's score with what belongs to its items, all by item id: see Sheet. `state` as 已通过.

    `grade` is the one of the ranking; `evidence` counts files; `sources` are document, place and quote.
    """

    code: str
    subject: str
    group: str
    state: str
    score: ScoreSheet
    grade: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)

    @property
    def group_title(self) -> str:
        """The group as it is called in a ranking."""
        return group_name(self.group)


@dataclass(frozen=True)
class DetailRow:
    """One row. `points` and `score` stand in an item's first row alone, so that a column adds up."""

    section: str
    item: str
    outcome: str
    words: str
    amount: Decimal | None
    rule: str = ""
    remark: str = ""
    points: Decimal | None = None
    score: Decimal | None = None
    problem: str = ""
    source: str = ""
    evidence: int | None = None
    record: Record | None = None

    def cells(self) -> tuple[Cell, ...]:
        """In the order of COLUMNS."""
        by, at = (self.record.by, self.record.at) if self.record else ("", None)
        words = (self.rule, self.outcome, self.words, self.amount, self.remark)
        about = (self.score, self.problem, self.source, self.evidence, by, at)
        return (self.section, self.item, self.points, *words, *about)


def rows_of(detail: Detail) -> Iterator[DetailRow]:
    """Every line in the order of the sheet, and every step between the items and the total."""
    for section in detail.score.sections:
        for item in section.items:
            yield from _item_rows(section.title, item, detail)
        for step in section.steps:
            yield _step_row(section.title, step)
    for item in detail.score.vetoes:
        yield from _item_rows(VETOES, item, detail)
    for step in detail.score.adjustments:
        yield _step_row(WHOLE, step)


def _item_rows(section: str, item: ItemScore, detail: Detail) -> Iterator[DetailRow]:
    rows = [
        DetailRow(
            section,
            item.title,
            outcome_of(item, line),
            line.words,
            None if item.veto or line.state in ("open", "void") else line.amount,
            rule="" if item.veto else "\n".join(filter(None, (line.rule, line.clause))),
            remark=_remark(line),
            source=detail.sources.get(item.id, ""),
            record=detail.records.get(item.id),
        )
        for line in item.lines
    ]
    scored = item.state == "done" and not item.veto
    first = replace(
        rows[0],
        points=None if item.veto else item.points,
        score=item.score if scored else None,
        problem=detail.problems.get(item.id, ""),
        evidence=detail.evidence.get(item.id, 0),
    )
    return iter((first, *rows[1:]))


def _step_row(section: str, step: Adjustment) -> DetailRow:
    return DetailRow(section, "（折算、封顶和一票否决）", "调整", step.words, step.amount, score=step.amount)


def _remark(line: ScoreLine) -> str:
    return "\n".join(filter(None, (line.charge.words if line.charge else "", line.remark)))


def outcome_of(item: ItemScore, line: ScoreLine) -> str:
    """What the line did to the score, in a word."""
    if item.veto and line.state in ("lost", "met"):
        return "发生" if line.state == "lost" else "没有发生"
    if line.state == "met" and line.amount:
        return "调整"
    if line.state == "met" and not item.start:
        return "不加分"
    return OUTCOMES[line.state]
