"""What a sheet's score rests on beside its answers: kept while it is open, frozen once it is released."""

from decimal import Decimal
from uuid import uuid4

import pytest

from inspect_app.domain.checklist import load
from inspect_app.domain.context import Context
from inspect_app.domain.tally import Tally
from inspect_app.services import inspections, notices, people, rankings, rounds
from inspect_app.services.inspections import NotEditable, sheet_of
from inspect_app.services.people import UnitEntry
from inspect_app.services.rescoring import rescore
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage.models import Inspection, Notice, Rectification, Round
from tests.integration.conftest import AT, SMALL
from tests.integration.filling import FILLED, HTMX, again, approve
from tests.integration.periods import (
    FIRST,
    LOOKING_BACK,
    RECORDED,
    SECOND,
    THIRD,
    open_in,
    publish,
    record,
    release,
    sheet_in,
)


@pytest.fixture
def version(cast):
    return publish(LOOKING_BACK, cast)


@pytest.fixture
def small(cast):
    return publish(SMALL, cast)


def words(inspection, entry, label):
    """The words of one line of the sheet as it stands now."""
    items = {item.id: item for item in sheet_of(again(inspection)).items}
    return next(line.words for line in items[entry].lines if line.rule == label)


def total(inspection):
    return Tally.from_json(again(inspection).tally).total


def lost_before(cast, version):
    """An approved sheet of the first period with a fault; of the second a sheet with another."""
    former = sheet_in(open_in(cast, version, FIRST, "2019年下半年"), cast.unit)
    for entry, facts in {**RECORDED, "letters": {}, "small": {}}.items():
        record(former, entry, facts, cast.inspector)
    Inspection.update(state="submitted").where(Inspection.id == former.id).execute()
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    record(sheet, "faults", {"问题": {"count": 1}}, cast.inspector)
    return former, sheet


def approved(former):
    """As a manager would, whatever is still open in it."""
    Inspection.update(state="approved").where(Inspection.id == former.id).execute()


def test_a_fault_of_the_period_before_makes_this_one_dearer_at_once(cast, version, monkeypatch):
    former, sheet = lost_before(cast, version)
    assert total(sheet) == -1
    record_all(former, cast)
    changes = inspections.approve(former, by=cast.manager, at=AT)
    assert "已连续2期失分，加倍，扣2分" in words(sheet, "faults", "问题")
    assert total(sheet) == -2
    assert [str(change) for change in changes] == ["清河县局（2020年上半年）-1→-2"]


def record_all(inspection, cast):
    """Fill what lost_before has left out, and hand the sheet in."""
    Inspection.update(state="open").where(Inspection.id == inspection.id).execute()
    letters = {
        "信访": {"value": "50"},
        "信访等次": {"grade": "好"},
        "来访量": {"base": "3", "value": "3"},
    }
    record(inspection, "letters", letters, cast.inspector, seen=1)
    small = {"小考核": {"value": "15"}, "小考核等次": {"grade": "合格"}}
    record(inspection, "small", small, cast.inspector, seen=1)
    schools = {"学校问题": {"count": 0}, "县的问题": {"count": 2}}
    record(inspection, "schools", schools, cast.inspector, seen=1)
    people.store_unit(cast.unit, entry_of(cast.unit, kind="机关"), by=cast.administrator, at=AT)
    inspections.submit(inspection, by=cast.inspector, at=AT)


def entry_of(unit, **changes):
    values = {name: getattr(unit, name) for name in ("code", "name", "group", "kind", "size", "active")}
    return UnitEntry(**{**values, **changes})


def test_a_returned_sheet_counts_no_more(cast, version):
    former, sheet = lost_before(cast, version)
    record_all(former, cast)
    inspections.approve(former, by=cast.manager, at=AT)
    assert again(sheet).previous_id == former.id
    inspections.send_back(former, "重填", by=cast.manager, at=AT)
    assert total(sheet) == -1
    assert again(sheet).previous_id is None


def test_an_unannounced_round_counts_from_its_release(cast, version):
    former, sheet = lost_before(cast, version)
    Round.update(unannounced=True).where(Round.id == former.round_id).execute()
    record_all(former, cast)
    inspections.approve(former, by=cast.manager, at=AT)
    assert total(sheet) == -1
    release(former.round, cast)
    assert total(sheet) == -2


def test_a_released_result_comes_by_itself_and_says_where_from(cast, version, small):
    other = open_in(cast, small, SECOND, "2020年上半年小考核")
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    approve(sheet_in(other, cast.unit), by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    assert words(sheet, "small", "小考核") == "还缺小考核总分，那一次考核的结果发布后自动取来"
    changes = release(other, cast)
    assert words(sheet, "small", "小考核") == (
        "小考核：小考核总分12.5分，×10%，加1.25分（12.5来自2020年上半年小考核《小考核细则》）"
    )
    assert "小考核等次为合格，不计分（合格来自" in words(sheet, "small", "小考核等次")
    assert str(changes[0]) == "清河县局（2020年上半年）0→1.25"


def test_a_result_of_another_period_is_not_taken(cast, version, small):
    other = open_in(cast, small, FIRST, "2019年下半年小考核")
    approve(sheet_in(other, cast.unit), by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    release(other, cast)
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    assert "还缺小考核总分" in words(sheet, "small", "小考核")


def test_what_the_inspector_records_stands_above_it(cast, version, small):
    other = open_in(cast, small, SECOND, "2020年上半年小考核")
    approve(sheet_in(other, cast.unit), by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    release(other, cast)
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    record(sheet, "small", {"小考核": {"value": "20"}}, cast.inspector)
    said = words(sheet, "small", "小考核")
    assert said.startswith("小考核：小考核总分20分，×10%，加2分")
    assert "2020年上半年小考核《小考核细则》是12.5，这里按现场填的计" in said


def test_what_notices_have_demanded_is_due(cast, version, small):
    other = open_in(cast, small, FIRST, "2019年下半年小考核")
    approve(sheet_in(other, cast.unit), by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    assert "没有到期应整改的问题" in words(sheet, "rectified", "整改")
    notices.draft_all(other, SECOND[0], by=cast.manager, at=AT)
    Notice.update(deadline=AT.date()).execute()
    demanded = Rectification.select().count()
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    assert f"已知{demanded}，来自印发给它的1份整改通知书" in words(sheet, "rectified", "整改")
    record(again(sheet), "rectified", {"整改": {"done": 1}}, cast.inspector)
    assert f"未整改到位{demanded - 1}个" in words(sheet, "rectified", "整改")


def test_notices_of_a_round_that_becomes_unannounced_count_no_more(cast, version, small):
    other = open_in(cast, small, FIRST, "2019年下半年小考核")
    approve(sheet_in(other, cast.unit), by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    notices.draft_all(other, SECOND[0], by=cast.manager, at=AT)
    Notice.update(deadline=AT.date()).execute()
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    demanded = Rectification.select().count()
    for unannounced, said in (
        (True, "没有到期应整改的问题"),
        (False, f"已知{demanded}，来自印发给它的1份整改通知书"),
    ):
        announce(other, cast, unannounced=unannounced)
        assert said in words(sheet, "rectified", "整改")


def announce(round_, cast, *, unannounced):
    entry = RoundEntry(round_.title, *FIRST, FIRST[1], unannounced=unannounced)
    return rounds.change_round(round_, entry, subjects=[cast.unit], by=cast.manager, at=AT)


def test_results_of_a_round_that_becomes_unannounced_count_no_more(cast, version):
    former, sheet = lost_before(cast, version)
    record_all(former, cast)
    inspections.approve(former, by=cast.manager, at=AT)
    for unannounced, points in ((True, -1), (False, -2)):
        changes = announce(former.round, cast, unannounced=unannounced)
        assert total(sheet) == points
        assert [change.round for change in changes] == ["2020年上半年"]


def test_another_group_is_scored_at_once_and_told(cast, version):
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    record(sheet, "schools", {"县的问题": {"count": 2}}, cast.inspector)
    assert total(sheet) == -2
    _, changes = people.store_unit(cast.unit, entry_of(cast.unit, group="区"), by=cast.administrator, at=AT)
    assert total(sheet) == 0
    assert str(changes[0]) == "清河县局（2020年上半年）-2→0"


def test_a_kind_decides_whom_a_rule_concerns(cast, version):
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    assert "还不知道考核对象属于哪一类" in words(sheet, "schools", "学校问题")
    people.store_unit(cast.unit, entry_of(cast.unit, kind="学校"), by=cast.administrator, at=AT)
    assert words(sheet, "schools", "学校问题") == "还缺发现数量（没有发现的填0）"


def test_a_released_sheet_stays_as_it_was(cast, version, statements):
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    record(sheet, "schools", {"县的问题": {"count": 2}}, cast.inspector)
    approved(sheet)
    release(sheet.round, cast)
    before = sheet_of(again(sheet)), again(sheet).tally
    _, changes = people.store_unit(
        cast.unit, entry_of(cast.unit, group="区", kind="学校"), by=cast.administrator, at=AT
    )
    assert changes == ()
    assert (sheet_of(again(sheet)), again(sheet).tally) == before
    assert [group.name for group in rankings.result_of(sheet.round).groups] == ["县"]


def test_an_approved_sheet_is_left_alone_and_named(cast, version):
    sheet = sheet_in(open_in(cast, version, SECOND, "2020年上半年"), cast.unit)
    record(sheet, "schools", {"县的问题": {"count": 2}}, cast.inspector)
    approved(sheet)
    _, changes = people.store_unit(cast.unit, entry_of(cast.unit, group="区"), by=cast.administrator, at=AT)
    assert [str(change) for change in changes] == ["清河县局（2020年上半年，已审核通过，没有重新计分）"]
    assert total(sheet) == -2


def test_a_sheet_that_has_become_incomplete_is_not_approved(cast, version):
    former, _ = lost_before(cast, version)
    record_all(former, cast)
    people.store_unit(cast.unit, entry_of(cast.unit, kind=""), by=cast.administrator, at=AT)
    with pytest.raises(NotEditable, match="没有填完"):
        inspections.approve(former, by=cast.manager, at=AT)


def test_another_period_brings_other_history(cast, version):
    former, sheet = lost_before(cast, version)
    record_all(former, cast)
    inspections.approve(former, by=cast.manager, at=AT)
    entry = RoundEntry("2020年上半年", FIRST[0], SECOND[1], THIRD[1])
    changes = rounds.change_round(sheet.round, entry, subjects=[cast.unit], by=cast.manager, at=AT)
    assert total(sheet) == -1
    assert len(changes) == 1


@pytest.mark.parametrize("units", [1, 30])
def test_it_asks_as_often_for_many_units_as_for_one(cast, version, statements, units):
    many = [
        people.save_unit(None, UnitEntry(f"9{n:02}", f"第{n}局", "县"), by=cast.manager, at=AT)
        for n in range(units)
    ]
    round_ = open_in(cast, version, SECOND, "2020年上半年", many)
    with statements() as seen:
        rounds.change_round(
            round_, RoundEntry("改", *SECOND, THIRD[1]), subjects=many, by=cast.manager, at=AT
        )
    assert len([sql for sql in seen if sql.lstrip().startswith("SELECT")]) <= 14, seen


def test_a_save_reads_nothing_more_for_it(cast, version, as_, statements):
    former, sheet = lost_before(cast, version)
    record_all(former, cast)
    inspections.approve(former, by=cast.manager, at=AT)
    posted = {"r0-count": "2", "version": 1, "save_id": str(uuid4())}
    client = as_(cast.inspector)
    with statements() as seen:
        answer = client.post(f"/inspections/{sheet.id}/answers/faults", data=posted, headers=HTMX)
    assert answer.status_code == 200
    assert "已连续2期失分，加倍，扣4分" in answer.text
    assert len([sql for sql in seen if "FOR NO KEY UPDATE" not in sql]) <= 6, seen


def test_what_a_changed_checklist_would_do_rests_on_the_same(cast, version):
    former, sheet = lost_before(cast, version)
    record_all(former, cast)
    inspections.approve(former, by=cast.manager, at=AT)
    dearer = LOOKING_BACK.read_text(encoding="utf-8").replace(
        "label: 问题, deduct: 1, repeated: {periods: 2, times: 2}",
        "label: 问题, deduct: 1, repeated: {periods: 2, times: 3}",
    )
    (one,) = rescore(again(sheet).round, load(dearer))
    assert (one.before.total, one.after.total) == (-2, -3)


def test_a_context_is_read_back_as_it_was_written():
    whole = Context(
        {"group": "县"},
        {"funds": Decimal("1.5")},
        {"a": {"b": ("lost", "met")}},
        {"a": {"b": {"value": "2"}}},
        {"a": {"b": "督导办"}},
    )
    assert Context.from_json(whole.to_json()) == whole
    assert Context().to_json() == {"attributes": {}}
