"""The answer file: YAML beside the checklist, read through the rules' forms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.domain.answers import AnswersError, dump, load_answers, template
from inspect_app.domain.checklist import load
from inspect_app.domain.scoring import Answer, score
from tests.unit.specimens import checklist, item, rule
from tests.unit.test_checklist import SHIPPED
from tests.unit.test_score import ANSWERS, SHEET

YEAR = load(
    (Path(__file__).parents[2] / "checklists" / "bureau-party-building.yaml").read_text(encoding="utf-8")
)
HEAD = "checklist: bureau-party-building\nversion: 2020.1\nsubject: 甲县局\nanswers:\n"


def refusals(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(AnswersError) as refused:
        load_answers(text, YEAR)
    return [(problem.line, problem.column, problem.message) for problem in refused.value.problems]


def test_facts_are_read_as_the_tablet_would_record_them():
    text = HEAD + "  integrity-talks:\n    廉政谈话率: {of: ４０, done: '36', remark: ' 缺四人 '}\n"
    facts = {"of": 40, "done": 36, "remark": "缺四人"}
    assert load_answers(text, YEAR) == {"integrity-talks": Answer({"廉政谈话率": facts})}


def test_a_roster_is_a_list_of_rows():
    rows = "{rows: [{name: 甲, role: 其他局领导, count: 1.5}, {name: , count: }, {name: 乙}]}"
    answer = load_answers(f"{HEAD}  frontline-months:\n    深入一线: {rows}\n", YEAR)["frontline-months"]
    assert answer.facts["深入一线"]["rows"] == [
        {"name": "甲", "count": "1.5", "role": "其他局领导"},
        {"name": "乙"},
    ]


def test_an_item_that_does_not_apply_says_why():
    text = HEAD + "  work-bans: {not_applicable: 没有此项工作}\n"
    assert load_answers(text, YEAR) == {"work-bans": Answer(not_applicable="没有此项工作")}


def test_what_is_left_empty_is_not_recorded():
    text = HEAD + "  work-bans:\n    纪律教育:\n    违反四严禁八不准: {count: }\n  integrity-talks:\n"
    assert load_answers(text, YEAR) == {}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_empty_answer_file_reads_back_as_all_open(path):
    checklist = load(path.read_text(encoding="utf-8"))
    answers = load_answers(template(checklist), checklist)
    assert answers == {}
    assert len(score(checklist, answers).open) == len(checklist.entries)


def test_an_empty_answer_file_explains_every_rule_and_every_fact():
    text = template(YEAR)
    assert all(f"# {rule.clause()}" in text for rules in YEAR.entries.values() for rule in rules)
    assert "done:  # 实际谈话人数（人）" in text
    assert "# - {name: 姓名, count: 数量（个月）, role: 选一个：分管业务的局领导；其他局领导}" in text


@given(answers=ANSWERS)
def test_a_written_answer_file_reads_back_as_the_same_answers(answers):
    read = load_answers(dump(SHEET, answers, "甲县局"), SHEET)
    assert score(SHEET, read) == score(SHEET, answers)


@given(
    remark=st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t\x85"), max_size=40)
)
def test_any_words_survive_writing_and_reading(remark):
    answers = {"faults": Answer({"问题": {"count": 1, "remark": remark}})}
    read = load_answers(dump(SHEET, answers), SHEET)["faults"].facts["问题"]
    assert read.get("remark", "") == remark.strip()


REFUSED = {
    "unknown item": ("  integrity-talk: {}\n", 5, 3, "是不是想写“integrity-talks”"),
    "unknown rule": ("  integrity-talks:\n    廉政: {of: 3}\n", 6, 5, "是不是想写“廉政谈话率”"),
    "unknown fact": ("  integrity-talks:\n    廉政谈话率: {off: 3}\n", 6, 18, "是不是想写“of”"),
    "unknown fact of a row": (
        "  leader-visits:\n    调研:\n      rows:\n        - {name: 甲, cuont: 2}\n",
        8,
        28,
        "“count”",
    ),
    "number with a unit": ("  integrity-talks:\n    廉政谈话率: {of: 36人}\n", 6, 17, "不能填“36人”"),
    "negative in a row": (
        "  leader-visits:\n    调研:\n      rows:\n        - {}\n        - {name: 甲, count: -1}\n",
        9,
        28,
        "不能是负数",
    ),
    "more than there were": ("  integrity-talks:\n    廉政谈话率: {of: 3, done: 4}\n", 6, 26, "不能大于"),
    "no such choice": ("  half-year-review:\n    回头看: {choice: 好}\n", 6, 19, "请填其中一个："),
    "no such role": (
        "  frontline-months:\n    深入一线: {rows: [{name: 甲, role: 处长}]}\n",
        6,
        35,
        "请填其中一个：",
    ),
    "outside the range": ("  early-talks:\n    抓早抓小: {value: 3}\n", 6, 19, "在0.5至1分之间"),
    "list for a fact": ("  early-talks:\n    抓早抓小: {value: [1]}\n", 6, 12, "现在是列表"),
    "text for an item": ("  early-talks: 3\n", 5, 16, "应是一组键值"),
    "text for rows": ("  leader-visits:\n    调研: {rows: 甲}\n", 6, 16, "应是列表"),
    "text for a row": ("  leader-visits:\n    调研: {rows: [甲]}\n", 6, 17, "第1行应是一组键值"),
    "both": ("  work-bans:\n    not_applicable: 无\n    纪律教育: {met: yes}\n", 6, 21, "请删去一种"),
    "veto not applicable": ("  false-records: {not_applicable: 无}\n", 5, 35, "不认识“not_applicable”"),
    "doubled item": ("  early-talks: {}\n  early-talks: {}\n", 6, 3, "第5行已经写过"),
    "too many rows": (
        "  leader-visits:\n    调研:\n      rows:\n" + "        - {name: 甲, count: 3}\n" * 201,
        7,
        7,
        "名册最多200行",
    ),
    "tab": ("\tearly-talks: {}\n", 5, 1, "制表符"),
}


@pytest.mark.parametrize(("lines", "line", "column", "piece"), REFUSED.values(), ids=REFUSED)
def test_a_fault_is_told_at_its_place(lines, line, column, piece):
    found = refusals(HEAD + lines)
    assert [message for *place, message in found if place == [line, column] and piece in message], found


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ("", 1, "键值"),
        ("- 甲\n", 1, "键值"),
        (HEAD, 4, "缺少“answers”"),
        (HEAD.replace("2020.1", "2019") + "  early-talks: {}\n", 2, "version应是“2020.1”"),
        (HEAD.replace("bureau", "city") + "  early-talks: {}\n", 1, "checklist应是“bureau-party-building”"),
        (HEAD.replace("subject", "subjet") + "  early-talks: {}\n", 3, "是不是想写“subject”"),
    ],
)
def test_a_wrong_head_is_refused(text, line, piece):
    assert [message for number, _, message in refusals(text) if number == line and piece in message]


def test_an_empty_list_is_told_how_to_say_that_nothing_is_recorded():
    ((line, _, message),) = refusals(HEAD + "  leader-visits:\n    调研: {rows: []}\n")
    assert (line, message) == (6, "“rows”是空的列表；还没有记录的，冒号后面空着")


def test_all_faults_are_told_in_one_pass():
    text = HEAD.replace("2020.1", "2019") + "  early-talks: 3\n  nowhere: {}\n"
    assert [line for line, _, _ in refusals(text)] == [2, 5, 6]


def test_an_unknown_key_in_a_row_is_refused_at_its_place():
    sheet = checklist(
        item("a", "5", rule("shortfall", label="会", per="班子成员", required="3")),
        item(
            "b",
            "5",
            rule("sample", of="村", number="1", rules=[{"kind": "count", "label": "数", "deduct": "1"}]),
        ),
    )
    text = (
        'checklist: small\nversion: "1"\nanswers:\n'
        "  a:\n    会: {rows: [{name: 甲, number: 2}]}\n"
        "  b:\n    台账: {rows: [{name: 甲村, 数: {cuont: 1}, 备注: 无}]}\n"
    )
    with pytest.raises(AnswersError) as refusal:
        load_answers(text, sheet)
    told = [(one.line, one.message[:8]) for one in refusal.value.problems]
    assert told == [(5, "不认识“number"[:8]), (7, "不认识“cuont"[:8]), (7, "不认识“备注”，这"[:8])]
