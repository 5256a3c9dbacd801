"""What becomes of each unit in the two half-years and at the end of the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspect_app.demo import sheets
from inspect_app.demo.city import Unit
from inspect_app.demo.dice import dice
from inspect_app.demo.sheets import FAIR, GOOD, PERFECT, POOR, Quality, Sheet
from inspect_app.domain.checklist import Checklist
from inspect_app.services.rounds import RoundEntry


@dataclass(frozen=True)
class Plan:
    """How a unit does and how far its sheet gets.

    `equal_to` names a unit whose score it reaches by other faults; `mistake` an entry that is first recorded
    wrongly and put right after `return_reason`. Both sides sign a `signed` sheet, the unit with its `objection` if it
    has one. `problem` is an entry with a problem noted by hand; `marked` and `pair` are entries with photographs that
    were drawn on, and of before and after.
    """

    quality: Quality
    end: str = "approved"
    filled_percent: int = 100
    photos: int = 2
    absent: tuple[str, ...] = ()
    nothing_in: str = ""
    veto: str = ""
    equal_to: str = ""
    mistake: str = ""
    return_reason: str = ""
    signed: bool = False
    objection: str = ""
    problem: str = ""
    marked: str = ""
    pair: str = ""


@dataclass(frozen=True)
class RoundPlan:
    """A round: its checklist's file, the first day of the visits, and a plan for each unit by code."""

    entry: RoundEntry
    file: str
    opened: date
    first_visit: date
    units: Mapping[str, Plan]


VETO_WORDS = "市纪委监委2020年11月通报：一名副局长因严重违纪违法被立案审查。"
PROBLEM_WORDS = {
    "integrity-talks": "谈话记录由一人代写，被谈话人没有逐页签名。",
    "risk-points": "公示栏里有一个岗位没有写明防控措施。",
}
NOTHING_WORDS = "本年度没有列为重点的项目，已与业务科室核对。"

HALF_YEAR = RoundPlan(
    entry=RoundEntry("2020年上半年", date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 24)),
    file="half-year-discipline.yaml",
    opened=date(2020, 6, 29),
    first_visit=date(2020, 7, 6),
    units={
        "01": Plan(GOOD),
        "02": Plan(FAIR, signed=True, problem="integrity-talks", pair="holiday-reminders"),
        "03": Plan(PERFECT),
        "04": Plan(
            FAIR,
            mistake="holiday-reminders",
            return_reason="节前提醒的实际次数与附的公开信份数对不上，请核对后重填。",
        ),
        "05": Plan(FAIR, photos=3),
        "06": Plan(GOOD),
        "07": Plan(GOOD),
        "08": Plan(GOOD, equal_to="06"),
        "09": Plan(POOR, photos=3),
        "10": Plan(GOOD),
        "11": Plan(FAIR),
    },
)
# The same checklist half a year later, just begun: the forms show what was lost last time.
SECOND_HALF = RoundPlan(
    entry=RoundEntry("2020年下半年", date(2020, 7, 1), date(2020, 12, 31), date(2021, 1, 22)),
    file="half-year-discipline.yaml",
    opened=date(2020, 12, 24),
    first_visit=date(2020, 12, 28),
    units={
        "01": Plan(GOOD, end="open", filled_percent=40, photos=1),
        "02": Plan(GOOD, end="open", filled_percent=30, photos=1),
        "03": Plan(GOOD, end="assigned"),
        "04": Plan(FAIR, end="submitted", photos=1),
        "05": Plan(GOOD, end="assigned"),
        "06": Plan(PERFECT, photos=1),
        "07": Plan(GOOD, end="assigned"),
        "08": Plan(GOOD, end="assigned"),
        "09": Plan(FAIR, end="open", filled_percent=50, photos=1),
        "10": Plan(GOOD, end="assigned"),
        "11": Plan(GOOD, end="assigned"),
    },
)
YEAR_END = RoundPlan(
    entry=RoundEntry("2020年年终", date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 22)),
    file="bureau-party-building.yaml",
    opened=date(2020, 12, 28),
    first_visit=date(2021, 1, 5),
    units={
        "01": Plan(PERFECT, photos=3),
        "02": Plan(FAIR, absent=("base-education",), nothing_in="three-point-supervision"),
        "03": Plan(GOOD, end="open", filled_percent=55),
        "04": Plan(POOR, photos=4),
        "05": Plan(
            FAIR,
            end="returned",
            return_reason="“廉政谈话”扣分和情况说明对不上：说明里写的缺谈人数与填的不一致，请核对台账后重新提交。",
        ),
        "06": Plan(GOOD, photos=3),
        "07": Plan(GOOD, equal_to="06"),
        "08": Plan(
            FAIR,
            end="submitted",
            photos=3,
            signed=True,
            objection="廉政风险点的防控措施写在岗位手册里，没有张贴不等于没有，请复核。",
            problem="risk-points",
            marked="risk-points",
        ),
        "09": Plan(GOOD, end="open", filled_percent=30),
        "10": Plan(GOOD, veto="serious-case"),
        "11": Plan(GOOD, end="assigned"),
    },
)


def draw_round(
    plan: RoundPlan, units: Mapping[str, Unit], seed: int, checklist: Checklist
) -> dict[str, Sheet]:
    """Every unit's complete sheet by code; the same seed draws the same."""
    drawn: dict[str, Sheet] = {}
    for code, own in plan.units.items():
        unit, thrown = units[code], dice(seed, plan.entry.title, code)
        if own.equal_to:
            drawn[code] = sheets.draw_equal(checklist, unit, drawn[own.equal_to], thrown)
        else:
            drawn[code] = _changed(checklist, own, sheets.draw(checklist, unit, own.quality, thrown))
    return drawn


def _changed(checklist: Checklist, plan: Plan, sheet: Sheet) -> Sheet:
    """The sheet with what the plan says of it."""
    sheet = sheets.without(sheet, plan.absent)
    if plan.problem:
        sheet = sheets.with_problem(sheet, plan.problem, PROBLEM_WORDS[plan.problem])
    if plan.nothing_in:
        sheet = sheets.nothing_to_count(checklist, sheet, plan.nothing_in, NOTHING_WORDS)
    return sheets.with_veto(checklist, sheet, plan.veto, VETO_WORDS) if plan.veto else sheet
