"""Each kind of rule in the form: what is right is stored and said, what is wrong is refused at its field."""

import re
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.domain.tally import Tally
from inspect_app.services import inspections
from inspect_app.services.parameters import set_parameters
from inspect_app.storage.models import Answer, ChecklistVersion, Inspection
from tests.integration.conftest import AT, Cast
from tests.integration.filling import again, fill, post

As = Callable[..., FlaskClient]
EVERY_KIND = Path(__file__).parent.parent / "checklists" / "every-kind.yaml"
VILLAGES = {
    "r0-rows-0-name": "甲村", "r0-rows-0-厕所不能用-count": "1", "r0-rows-0-公示-met": "yes",
    "r0-rows-0-牌子-missing": "党务栏", "r0-rows-0-入户率-of": "4", "r0-rows-0-入户率-done": "4",
    "r0-rows-1-name": "乙村", "r0-rows-1-厕所不能用-count": "0", "r0-rows-1-公示-met": "no",
    "r0-rows-1-牌子-missing": "都有", "r0-rows-1-入户率-of": "4", "r0-rows-1-入户率-done": "3",
}  # fmt: skip
ACCIDENTS = {
    "r0-count": "3", "r0-aggravated": "1", "r0-factors": "瞒报", "r0-payer": "赵某", "r1-factors": "都没有",
}  # fmt: skip
VOTES = {
    "r0-issued": "50", "r0-returned": "41", "r0-v_优秀": "30", "r0-v_称职": "10", "r0-v_不称职": "0", "r0-invalid": "1"
}  # fmt: skip
LITTER = {"r0-rows-0-where": "村口", "r0-rows-0-what": "生活垃圾", "r0-rows-1-what": "积水"}
AWARDS = {
    "r0-rows-0-what": "先进集体", "r0-rows-0-sort": "省级", "r0-rows-1-what": "卫生单位", "r0-rows-1-sort": "乡级"
}  # fmt: skip
BUDGET = {"r0-of": "120", "r0-done": "112.8", "r1-n_应配人数": "7", "r1-n_实有人数": "6"}
HOUSEHOLDS = {
    "r0-rows-0-name": "甲村", "r0-rows-0-台账-met": "no",
    "r0-rows-0-乱堆-rows-0-where": "村口", "r0-rows-0-乱堆-rows-0-what": "柴草", "r0-rows-0-乱堆-rows-1-what": "渣土",
    "r0-rows-0-乱堆-aggravated": "1",
    "r0-rows-0-入户-rows-0-name": "赵某家", "r0-rows-0-入户-rows-0-厕所-met": "no",
    "r0-rows-0-入户-rows-1-name": "钱某家", "r0-rows-0-入户-rows-1-厕所-met": "yes",
    "r0-rows-1-name": "乙村", "r0-rows-1-台账-met": "yes", "r0-rows-1-台账内容-missing": "都有",
    "r0-rows-1-乱堆-nothing": "yes",
    "r0-rows-1-入户-rows-0-name": "孙某家", "r0-rows-1-入户-rows-0-厕所-met": "yes",
    "r0-rows-1-入户-rows-1-name": "李某家", "r0-rows-1-入户-rows-1-厕所-met": "yes",
}  # fmt: skip
GROWTH = {
    "r0-base": "-1", "r0-value": "-2.5", "r1-base": "50", "r1-value": "46", "r2-of": "20", "r2-done": "16",
    "r3-date": "2020-07-10", "r4-value": "3", "r5-value": "86",
}  # fmt: skip
INJURIES = {"r0-count": "3", "r0-a_致人重伤的": "2", "r0-a_致人死亡的": "0", "r0-a_造成恶劣影响的": "yes"}
QUARTERS = {
    "r0-n_一季度": "1", "r0-n_二季度": "0", "r0-n_三季度": "4", "r0-n_四季度": "1", "r1-none": "yes",
    "r2-rows-0-what": "甲案", "r2-rows-0-value": "1", "r2-rows-1-what": "乙案", "r2-rows-1-value": "1.5",
}  # fmt: skip
SCORERS = {
    "r0-rows-0-name": "甲", "r0-rows-0-score": "90", "r0-rows-1-name": "乙", "r0-rows-1-score": "80",
    "r0-rows-2-name": "丙", "r0-rows-2-score": "10",
}  # fmt: skip
# entry: what is typed, and what the card says of it
RIGHT = {
    "ledger": ({"r0-missing": "学习记录、谈话记录"}, "缺2项（学习记录、谈话记录）"),
    "plan": ({"r0-done": "yes", "r0-date": "2020-07-03"}, "逾期3天"),
    "replies": ({"r0-days": "2", "r1-due": "2020年1月31日", "r1-date": "2020-02-01"}, "逾期1天"),
    "funds": ({"r0-value": "12", "r1-base": "3", "r1-value": "5"}, "限额10万元，实际支出12万元，超2万元"),
    "rectified": ({"r0-due": "5", "r0-done": "3", "r0-again": "1"}, "未整改到位2个"),
    "research": ({"r0-count": "2", "r1-done": "no"}, "2次，只记录，不计分"),
    "essays": ({"r0-value": "4"}, "3至4篇的加3分"),
    "complaints": (
        {"r0-count": "25", "r1-count": "12.5", "r2-count": "4"},
        "每10件扣1分（不足的不计），扣2分",
    ),
    "growth": (GROWTH, "完成率80%，低于100%，折合50%"),
    "votes": (VOTES, "＝95%，乘以20分，加19分"),
    "leaders": (SCORERS, "去掉一个最高分、一个最低分后取平均分80分"),
    "departments": ({"r0-s_组织科": "3.5", "r0-s_农村科": "3"}, "组织科3.5分（满分4分）"),
    "elsewhere": ({"r0-value": "86.5", "r1-grade": "较好"}, "测评等次为较好，加3分"),
    "villages": (VILLAGES, "抽查2个村"),
    "households": (
        HOUSEHOLDS,
        "发现2处，每处扣0.5分（村口：柴草；渣土），其中影响通行的1处，每处再扣1分，扣2分",
    ),
    "quarters": (QUARTERS, "监督不力：2例，每例酌情扣1至2分（甲案扣1分；乙案扣1.5分），扣2.5分"),
    "better": ({"r0-met": "yes", "r1-met": "yes"}, "各条加分只计最高的“全国先进”5分，其余3分不计"),
    "accidents": (ACCIDENTS, "赵某扣5分"),
    "injuries": (INJURIES, "致人重伤的2起，每起再扣2分，造成恶劣影响的再扣3分，扣10分"),
    "county-award": ({"r0-met": "yes", "r0-event": "先进集体"}, "加2分"),
    "city-award": ({"r0-met": "yes", "r0-event": "先进集体"}, "加4分"),
    "articles": ({"r0-n_省级": "1", "r0-n_市级": "2", "r1-value": "1.5", "r1-remark": "新办法"}, "省级1篇"),
    "litter": (LITTER, "发现2处，每处扣1分（村口：生活垃圾；积水）"),
    "budget": (BUDGET, "年度预算120万元，实际支出112.8万元，执行率94%"),
    "further-awards": (AWARDS, "（省级：先进集体；乡级：卫生单位）"),
    "petitions": (
        {"r0-base": "20", "r0-value": "15", "r1-of": "310", "r1-count": "5"},
        "即7人，实际5人，少2人",
    ),
    "counties": ({"r1-count": "4", "r2-of": "10", "r2-done": "8"}, "应不少于6次，实际4次"),
}
# entry, field, what is typed, what is said
WRONG = [
    ("ledger", "r0-missing", "照片", "没有“照片”这一项"),
    ("ledger", "r0-missing", "都有、学习记录", "就不能再选别的"),
    ("plan", "r0-date", "六月底", "日期"),
    ("plan", "r0-done", "maybe", "没有“maybe”这一项"),
    ("replies", "r0-days", "两天", "只填整数"),
    ("replies", "r1-due", "2020-02-30", "没有“2020-02-30”这一天"),
    ("funds", "r0-value", "十万", "只填数字"),
    ("funds", "r1-base", "-1", "不能是负数"),
    ("rectified", "r0-done", "6", "不能大于"),
    ("rectified", "r0-again", "x", "只填整数"),
    ("research", "r0-count", "1.5", "只填整数"),
    ("research", "r1-done", "maybe", "没有“maybe”这一项"),
    ("essays", "r0-value", "三篇", "只填整数"),
    ("complaints", "r0-count", "2.5", "只填整数"),
    ("complaints", "r1-count", "0.001", "0.01的整倍数"),
    ("complaints", "r2-count", "两起", "只填整数"),
    ("growth", "r0-base", "负一", "只填数字"),
    ("growth", "r0-value", "--1", "只填数字"),
    ("growth", "r1-base", "-50", "不能是负数"),
    ("growth", "r2-done", "21", "不能大于"),
    ("growth", "r3-date", "2020-06-31", "没有“2020-06-31”这一天"),
    ("growth", "r4-value", "0", "从1起"),
    ("growth", "r5-value", "101", "最多100"),
    ("votes", "r0-returned", "60", "不能多于发出票"),
    ("votes", "r0-v_优秀", "半数", "只填整数"),
    ("leaders", "r0-rows-0-score", "101", "应在0至100分之间"),
    ("leaders", "r0-rows-1-name", "名" * 31, "姓名最多30字"),
    ("departments", "r0-s_组织科", "4.5", "应在0至4分之间"),
    ("elsewhere", "r0-value", "101", "最多100"),
    ("elsewhere", "r1-grade", "极好", "没有“极好”这一项"),
    ("villages", "r0-rows-0-name", "名" * 31, "名称最多30字"),
    ("villages", "r0-rows-1-厕所不能用-count", "许多", "只填整数"),
    ("villages", "r0-rows-1-公示-met", "maybe", "没有“maybe”这一项"),
    ("villages", "r0-rows-0-牌子-missing", "灯箱", "没有“灯箱”这一项"),
    ("villages", "r0-rows-0-入户率-done", "5", "不能大于"),
    ("households", "r0-rows-0-乱堆-rows-0-where", "长" * 61, "地点最多60字"),
    ("households", "r0-rows-0-乱堆-nothing", "yes", "已经列出2个"),
    ("households", "r0-rows-0-乱堆-aggravated", "3", "不能大于列出的个数（2）"),
    ("households", "r0-rows-1-入户-rows-1-name", "名" * 31, "名称最多30字"),
    ("households", "r0-rows-0-入户-rows-0-厕所-met", "maybe", "没有“maybe”这一项"),
    ("injuries", "r0-a_致人重伤的", "4", "不能大于数量（3）"),
    ("injuries", "r0-a_造成恶劣影响的", "或许", "没有“或许”这一项"),
    ("quarters", "r0-n_二季度", "无", "只填数字"),
    ("quarters", "r1-none", "no", "没有“no”这一项"),
    ("quarters", "r2-rows-1-value", "3", "应在1至2分之间"),
    ("quarters", "r2-nothing", "yes", "已经列出2个"),
    ("accidents", "r0-aggravated", "x", "只填整数"),
    ("accidents", "r0-factors", "拖延", "没有“拖延”这一项"),
    ("accidents", "r0-exempt", "长" * 201, "最多200字"),
    ("accidents", "r0-payer", "名" * 31, "最多30字"),
    ("accidents", "r1-factors", "拖延", "没有“拖延”这一项"),
    ("litter", "r0-rows-1-where", "长" * 61, "地点最多60字"),
    ("litter", "r0-nothing", "yes", "已经列出2个"),
    ("budget", "r0-done", "1.005", "0.01的整倍数"),
    ("budget", "r1-n_应配人数", "x", "只填数字"),
    ("further-awards", "r0-rows-0-sort", "国家级", "没有“国家级”这一项"),
    ("petitions", "r1-of", "许多", "只填数字"),
    ("county-award", "r0-event", "长" * 61, "最多60字"),
    ("articles", "r0-n_省级", "x", "只填整数"),
    ("articles", "r1-value", "4", "加分应为0，或在1至3分之间"),
]
CHOSEN = re.compile(
    r"-(met|grade|missing|factors|sort|nothing|none|a_造成恶劣影响的)$|^r[01]-done$"
)  # a choice not on offer cannot be kept


@pytest.fixture
def checklist(app: Flask) -> ChecklistVersion:
    """The checklist that has every kind of rule, published."""
    text = EVERY_KIND.read_text(encoding="utf-8")
    row: ChecklistVersion = ChecklistVersion.create(
        checklist_id="every-kind",
        version="1",
        title="各种规则考核细则",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        published_at=AT,
    )
    return row


@pytest.fixture
def ready(inspection: Inspection, cast: Cast) -> Inspection:
    """The inspection, with the parameters of its round set."""
    set_parameters(inspection.round, {"funds": Decimal(10), "goal": Decimal(90)}, by=cast.manager, at=AT)
    return again(inspection)


def said_in(page: str, entry: str) -> str:
    return unescape(page[page.index(f'id="card-{entry}"') :].split("</article>", maxsplit=1)[0])


@pytest.mark.parametrize("entry", RIGHT)
def test_each_kind_is_saved_with_script_and_without(
    as_: As, cast: Cast, ready: Inspection, entry: str
) -> None:
    data, said = RIGHT[entry]
    client = as_(cast.inspector)
    answer = post(client, ready, entry, data)
    assert answer.status_code == 200, answer.text
    assert said in unescape(answer.text)
    stored = Answer.get().facts
    assert post(client, ready, entry, data, seen=1, htmx=False).status_code == 302
    assert Answer.get().facts == stored
    for page in (f"/inspections/{ready.id}", f"/inspections/{ready.id}?plain=1"):
        assert said in said_in(client.get(page).text, entry)


def test_plain_page_holds_what_is_stored(as_: As, cast: Cast, ready: Inspection) -> None:
    client = as_(cast.inspector)
    for entry, (data, _) in RIGHT.items():
        assert post(client, ready, entry, data).status_code == 200
    page = client.get(f"/inspections/{ready.id}?plain=1").text
    for entry, (data, _) in RIGHT.items():
        card = said_in(page, entry)
        for name, text in data.items():
            for value in text.split("、") if CHOSEN.search(name) else [_plain_day(text)]:
                tag, held = rf'name="{re.escape(name)}"[^>]*', re.escape(value)
                holds = rf'{tag}value="{held}"|{tag}>{held}<|{tag}.*?value="{held}" selected'
                assert re.search(holds, card), (entry, name, value)


def _plain_day(text: str) -> str:
    return "2020-01-31" if text == "2020年1月31日" else text


def test_all_wrong_facts_are_refused_at_their_fields(as_: As, cast: Cast, ready: Inspection) -> None:
    client = as_(cast.inspector)
    for entry, field, typed, said in WRONG:
        data = {**RIGHT[entry][0], field: typed}
        told = post(client, ready, entry, data)
        assert told.status_code == 422, (entry, field)
        found = re.search(rf'data-for="{re.escape(field)}">([^<]*)<', told.text)
        assert found, (entry, field, told.text)
        assert said in unescape(found[1]), (entry, field, found[1])
        plain = post(client, ready, entry, data, htmx=False)
        assert plain.status_code == 422
        card = said_in(plain.text, entry)
        assert f'id="err-{entry}-{field}"' in card, (entry, field)
        assert f'aria-describedby="err-{entry}-{field}"' in card, (entry, field)
        assert CHOSEN.search(field) or typed in card, (entry, field)
    assert not Answer.select().exists()


def test_the_same_event_counts_once_whichever_is_saved_last(as_: As, cast: Cast, ready: Inspection) -> None:
    client = as_(cast.inspector)
    post(client, ready, "county-award", RIGHT["county-award"][0])
    answer = post(client, ready, "city-award", RIGHT["city-award"][0])
    assert "#card-county-award .lines" in answer.text
    assert "就高不重复，本条不计" in answer.text
    assert Tally.from_json(again(ready).tally).marks["county-award"].gained == 0
    assert "就高不重复" in said_in(client.get(f"/inspections/{ready.id}").text, "county-award")


def test_totals_of_the_saves_are_those_of_the_whole_sheet(cast: Cast, ready: Inspection) -> None:
    fill(ready, by=cast.inspector, filled={entry: data for entry, (data, _) in RIGHT.items()})
    sheet, tally = inspections.sheet_of(again(ready)), Tally.from_json(again(ready).tally)
    assert sheet.complete
    assert (tally.total, tally.lost, tally.gained) == (sheet.total, sheet.lost, sheet.gained)


def test_a_sheet_without_maximum_is_submitted_approved_and_shown(
    as_: As, cast: Cast, ready: Inspection
) -> None:
    fill(ready, by=cast.inspector, filled={entry: data for entry, (data, _) in RIGHT.items()})
    inspections.submit(again(ready), by=cast.inspector, at=AT)
    inspections.approve(again(ready), by=cast.manager, at=AT)
    client = as_(cast.manager)
    places = (f"inspections/{ready.id}", f"rounds/{ready.round_id}", f"rankings/{ready.round_id}")
    for place in (*places, f"checklists/{ready.checklist_id}", "rounds", "inspections/"):
        assert client.get(f"/{place}").status_code == 200, place


def test_steps_of_a_section_are_said_on_screen(as_: As, cast: Cast, ready: Inspection) -> None:
    client, said = as_(cast.inspector), "低于保底1分，计1分"
    assert said in unescape(post(client, ready, "ledger", RIGHT["ledger"][0]).text)
    assert said in client.get(f"/inspections/{ready.id}").text


def test_save_reads_the_parameters_in_one_statement(
    as_: As, cast: Cast, ready: Inspection, statements: Callable
) -> None:
    client = as_(cast.inspector)
    with statements() as seen:
        post(client, ready, "ledger", RIGHT["ledger"][0])
    assert len([sql for sql in seen if "FOR NO KEY UPDATE" not in sql]) <= 8, seen
