"""Documents of an invented city, for the tests of printing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from inspect_app.domain import composition
from inspect_app.domain.checklist import Grade, load
from inspect_app.domain.composition_words import explain_composition
from inspect_app.domain.explanation import explain
from inspect_app.domain.findings import FrequentProblem, SectionAverage
from inspect_app.domain.overall import Member, overall
from inspect_app.domain.ranking import Standing, rank
from inspect_app.domain.scoring import Adjustment, ItemScore, ScoreLine, ScoreSheet, SectionScore
from inspect_app.domain.signing import Drawing
from inspect_app.printing.blank import Blank
from inspect_app.printing.evidence import SheetEvidence
from inspect_app.printing.imprint import Imprint
from inspect_app.printing.notice import Basis, Notice, NoticeFinding
from inspect_app.printing.overall import OverallReport
from inspect_app.printing.report import Report, SectionTitle
from inspect_app.printing.sheet import Sheet, SheetSignature

OFFICE = "云川市督导考核办公室"
YEAR_END = Path(__file__).parents[2] / "checklists" / "bureau-party-building.yaml"
WORKS = "《市局2020年党建工作要点》"
UNITS = (
    "青岭县",
    "白石县",
    "南塘县",
    "松原县",
    "沙坪县",
    "城东区",
    "城西区",
    "临江区",
    "高新区",
    "云溪区",
    "北湖区",
)


def imprint(number: int | None = 3, **changes: object) -> Imprint:
    values = {
        "office": OFFICE,
        "prefix": "云督",
        "day": date(2020, 7, 3),
        "number": number,
        "copies": ("市局机关党委", "驻局纪检监察组"),
        "printed_by": OFFICE,
    }
    return Imprint(**(values | changes))


FINDINGS = (
    NoticeFinding(
        heading="廉政谈话没有做到全覆盖",
        problem="上半年应谈话40人，实际谈话36人，谈话率90%，其中新提任干部2人、关键岗位人员2人没有谈话记录。",
        basis=(
            Basis(
                f"{WORKS}五/14",
                "加强对处级干部、关键岗位以及新提任党员干部的廉政谈话，达到廉政谈话率100%",
            ),
        ),
        demand="对没有谈话的4人逐一补谈，做好记录，由主要负责人审签；建立廉政谈话台账，每季度对照核对一次。",
        deadline=date(2020, 7, 31),
    ),
    NoticeFinding(
        heading="班子成员到挂钩区局调研次数不足",
        problem="班子成员5人中，张云山上半年到挂钩区局调研1次，比要求少2次，调研报告只有提纲，没有提出具体措施。",
        basis=(Basis(f"{WORKS}五/15", "班子成员每年到挂钩区局调研不少于3次"),),
        demand="制定下半年调研计划，明确时间、地点和主题，年底前补足次数，每次调研后5个工作日内形成书面报告。",
        deadline=date(2020, 12, 20),
    ),
    NoticeFinding(
        heading="党建统一活动日记录不规范",
        problem="抽查3个支部1至6月的活动记录，有2个支部缺少签到，1个支部3月、5月两次活动没有记录。",
        basis=(
            Basis(f"{WORKS}六/20", "每月第三周星期五为全局党建统一活动日"),
            Basis("《云川市机关党支部标准化建设办法》第十二条"),
        ),
        demand="补齐签到和记录，统一记录格式，由机关党委按月抽查并通报结果。",
        deadline=date(2020, 8, 15),
    ),
)


def notice(subject: str = "青岭县局", number: int | None = 3, **changes: object) -> Notice:
    values = {
        "imprint": imprint(number),
        "subject": subject,
        "title": "关于2020年上半年机关党建工作|督导考核发现问题的整改通知书",
        "opening": "2020年6月15日至24日，督导考核组对你单位2020年上半年机关党建工作进行了督导考核，发现问题3个。"
        "现将问题和整改要求通知如下，请认真组织整改。",
        "findings": FINDINGS,
        "closing": "请你单位主要负责人负总责，逐项制定措施，明确责任人和完成时间，按期整改到位，并在2020年7月15日前"
        "将附件填好，连同佐证材料报送我办。我办将对整改情况进行复查。",
    }
    return Notice(**(values | changes))


SECTIONS = (
    SectionTitle("theory", "理论武装"),
    SectionTitle("branch", "支部规范"),
    SectionTitle("discipline", "作风纪律监督"),
    SectionTitle("duty", "主体责任"),
)
GRADES = (
    Grade(name="优秀", min="90", quota="30%"),
    Grade(name="良好", min="80"),
    Grade(name="合格", min="60"),
    Grade(name="不合格", min="0"),
)
POINTS = (("24.5", "29.5", "23.75", "19.5"), ("22", "27.5", "22.4", "18.6"), ("19.5", "25", "19.05", "17"))


def standing(place: int, name: str, group: str, *, reason: str = "") -> Standing:
    scores = tuple(Decimal(one) - place % 4 for one in POINTS[place % 3])
    full = (Decimal(25), Decimal(30), Decimal(25), Decimal(20))
    sections = {one.id: (score, points) for one, score, points in zip(SECTIONS, scores, full, strict=True)}
    total = sum(scores, Decimal(0))
    grade = next(one.name for one in GRADES if total >= one.min)
    return Standing(f"{place:03}", name, group, total, Decimal(100), sections, grade, reason=reason)


def standings() -> list[Standing]:
    reasons = {"南塘县": "尚有6项未填", "高新区": "考核单已退回修改，理由：佐证材料不全"}
    return [
        standing(place, f"{name}局", name[-1], reason=reasons.get(name, ""))
        for place, name in enumerate(UNITS)
    ]


PROBLEMS = (
    FrequentProblem("作风纪律监督", "廉政谈话", 7, Decimal("8.4")),
    FrequentProblem("主体责任", "党建统一活动日", 5, Decimal("6.5")),
    FrequentProblem("作风纪律监督", "班子成员到挂钩区局调研", 4, Decimal("9")),
    FrequentProblem("支部规范", "党员发展和教育管理", 2, Decimal("1.25")),
)


AVERAGES = (
    SectionAverage("理论武装", Decimal(25), Decimal("21.39"), "85.56%"),
    SectionAverage("支部规范", Decimal(30), Decimal("26.67"), "88.89%"),
    SectionAverage("作风纪律监督", Decimal(25), Decimal("21.18"), "84.73%"),
    SectionAverage("主体责任", Decimal(20), Decimal("17.38"), "86.89%"),
)


def report(**changes: object) -> Report:
    values = {
        "imprint": imprint(8),
        "to": "各县局、区局，机关各处室",
        "title": "关于2020年上半年机关党建工作督导考核情况的通报",
        "opening": "根据市局2020年党建工作要点，市局督导考核组于2020年6月15日至24日对各县局、区局2020年上半年"
        "机关党建工作进行了督导考核。现将考核情况通报如下。",
        "groups": rank(standings(), GRADES),
        "sections": SECTIONS,
        "averages": AVERAGES,
        "problems": PROBLEMS,
        "grades": tuple(grade.name for grade in GRADES),
        "demands": (
            "各单位要对照得分说明，逐项核对扣分原因，制定整改措施，于7月31日前将整改情况报送市局督导考核办公室。",
            "对考核结果有异议的，请在收到本通报之日起5个工作日内书面提出，并附佐证材料。",
        ),
    }
    return Report(**(values | changes))


def _item(key: str, title: str, points: str, *lines: ScoreLine, state: str = "done") -> ItemScore:
    return ItemScore(key, title, Decimal(points), state, lines)


TALKS = ScoreLine(
    "廉政谈话率",
    "廉政谈话率应达到100%，每低1个百分点扣0.2分",
    "lost",
    "应谈话40人，实际36人，谈话率90%，低于100%，每低1个百分点扣0.2分，扣2分",
    Decimal(-2),
    "新提任的2人和关键岗位的2人没有谈话记录",
)
VISITS = ScoreLine(
    "调研",
    "班子成员每人每年不少于3次，每少1次扣1分，最多扣6分",
    "lost",
    "班子成员5人，张云山1次，少2次；其余4人达到3次。共少2次，每少1次扣1分，扣2分",
    Decimal(-2),
)
SCORE = ScoreSheet(
    sections=(
        SectionScore(
            "discipline",
            "作风纪律监督",
            (
                _item("talks", "廉政谈话", "6", TALKS),
                _item("visits", "班子成员到挂钩区局调研", "6", VISITS),
                _item(
                    "warnings",
                    "重大节假日警示提醒",
                    "3",
                    ScoreLine("警示提醒", "每缺一次扣1分", "lost", "缺少5次，每次扣1分，扣5分", Decimal(-5)),
                    ScoreLine(
                        "", "扣完为止", "met", "各条合计扣5分，超过本项3分，扣完为止，扣3分", Decimal(2)
                    ),
                ),
            ),
        ),
        SectionScore(
            "duty",
            "主体责任",
            (
                _item(
                    "letters",
                    "责任书签订",
                    "5",
                    ScoreLine("责任书", "未签订的扣5分", "met", "已签订责任书"),
                ),
                _item(
                    "brand",
                    "支部品牌创建",
                    "4",
                    ScoreLine("", "", "void", "本项不适用：机关合并，支部未满一年"),
                    state="void",
                ),
            ),
        ),
    ),
    vetoes=(_item("case", "发生严重违纪违法案件", "0", ScoreLine("严重违纪违法案件", "", "met", "未发生")),),
    adjustments=(Adjustment("不适用的项目共4分，按比例折算：13÷20×24＝15.6分", Decimal("2.6")),),
    full=Decimal(24),
    grade="合格",
    barred=False,
    failed=False,
)


def sheet(**changes: object) -> Sheet:
    values = {
        "office": OFFICE,
        "subject": "青岭县局",
        "round_title": "2020年上半年机关党建工作督导考核",
        "checklist_title": "市局机关党建工作考核细则",
        "checklist_version": "2020.1",
        "score": SCORE,
        "inspectors": ("李明远", "王素琴"),
        "visited_on": (date(2020, 6, 15), date(2020, 6, 18)),
        "state": "已审核",
        "day": date(2020, 7, 3),
        "evidence": (SheetEvidence("talks", "廉政谈话登记簿第3至9页"),),
    }
    return Sheet(**(values | changes))


def _character(left: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Strokes that look like a character from afar."""
    across = tuple((left + 4 * step, 60 + step % 3) for step in range(30))
    down = tuple((left + 60 - step * step // 40, 10 + 7 * step) for step in range(30))
    hook = tuple((left + 60 + 3 * step, 90 + step * step // 8) for step in range(25))
    return (across, down, hook, ((left + 110, 20),))


INK = Drawing((*_character(20), *_character(190), *_character(360)))


def signed_sheet(**changes: object) -> Sheet:
    """The sheet with everybody's signatures."""
    day = date(2020, 6, 18)
    unit = SheetSignature("陈国栋", day, "副局长", "同意", drawing=INK)
    inspectors = (SheetSignature("李明远", day, drawing=INK), SheetSignature("王素琴", day))
    return sheet(**{"unit_signature": unit, "inspector_signatures": inspectors, **changes})


def blank() -> Blank:
    """The paper form of the year-end checklist."""
    return Blank(OFFICE, explain(load(YEAR_END.read_text(encoding="utf-8"))))


COMPOSITIONS = YEAR_END.parent / "compositions"


MONTHS = "id: months\nversion: '1'\ntitle: 月度平均办法\ncompose: mean\nparts:\n" + "".join(
    f"  - {{id: m{n}, title: {n}月, period: m{n}}}\n" for n in range(1, 13)
)


def overall_report(name: str = "bureau-year", **changes: object) -> OverallReport:
    """Two rounds of all units, put together by a shipped composition; some have no score in the first."""
    text = MONTHS if name == "months" else (COMPOSITIONS / f"{name}.yaml").read_text(encoding="utf-8")
    made = composition.load(text)
    everyone = standings()
    last = [Standing(one.code, one.name, one.group, one.total + 2, one.full) for one in everyone]
    found = {part.id: last if number else everyone for number, part in enumerate(made.parts)}
    members = [Member(one.code, one.name, one.group) for one in everyone]
    values = {
        "imprint": imprint(9),
        "to": "各县局、区局，机关各处室",
        "title": "关于2020年度综合考核|结果的通报",
        "basis": f"《{made.title}》（{made.version}）",
        "rounds": tuple((part.title, f"2020年{part.title}") for part in made.parts),
        "explained": explain_composition(made),
        "result": overall(made, found, members),
        "grades": tuple(grade.name for grade in made.grades),
    }
    return OverallReport(**(values | changes))
