"""`inspect-app rescore` says what a changed checklist would do to a round, and leaves the round alone."""

import pytest
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.domain.checklist import load
from inspect_app.domain.tally import tally_of
from inspect_app.services.inspections import sheet_of
from inspect_app.services.rescoring import rescore
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import TABLES, Answer, Inspection
from tests.integration.conftest import AT, SMALL, _disconnect

TEXT = SMALL.read_text(encoding="utf-8")
PERFECT = {
    "talks": {"廉政谈话率": {"of": 20, "done": 20}},
    "meetings": {"专题会议": {"count": "4"}},
    "visits": {"调研": {"rows": [{"name": "陈立", "role": "主要负责人", "count": "4"}]}},
    "minutes": {"记录缺项": {"count": 0}, "建立台账": {"met": "yes"}},
    "report": {"报送总结": {"choice": "按时报送"}},
    "quality": {"宣传质量": {"value": "0"}},
    "serious-case": {"发生严重违纪违法案件": {"happened": "no"}},
}


@pytest.fixture
def round_(make_round, cast):
    """A round of two approved sheets of one group: the first loses 1 point on talks, the second 2 on meetings."""
    cast.elsewhere.group = "县"
    cast.elsewhere.save()
    round_ = make_round()
    fill(round_, cast.unit, cast.inspector, talks={"廉政谈话率": {"of": 20, "done": 19}})
    fill(round_, cast.elsewhere, cast.inspector, meetings={"专题会议": {"count": "2"}})
    return round_


def fill(round_, subject, inspector, **changes):
    row = Inspection.get((Inspection.round == round_) & (Inspection.subject == subject))
    for entry, facts in {**PERFECT, **changes}.items():
        Answer.create(inspection=row, entry=entry, facts=facts, updated_at=AT, updated_by=inspector)
    tally = tally_of(checklist_of(round_.checklist), {item.id: item for item in sheet_of(row).items})
    Inspection.update(state="approved", tally=tally.to_json()).where(Inspection.id == row.id).execute()


def changed(*swaps):
    text = TEXT
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    return text


def places(rescored):
    return {one.code: (one.old.rank, one.new.rank, one.before.total, one.after.total) for one in rescored}


def dump():
    return {table.__name__: list(table.select().order_by(table.id).dicts()) for table in TABLES}


def test_a_dearer_clause_turns_the_ranks_round(round_):
    new = load(changed(("steps: exact, deduct: 0.2", "steps: exact, deduct: 0.5")))
    assert places(rescore(round_, new)) == {"01": (1, 2, 19, 17.5), "02": (2, 1, 18, 18)}


def test_the_same_checklist_changes_nothing(round_):
    rescored = rescore(round_, load(TEXT))
    assert not any(one.is_changed for one in rescored)
    assert all(one.before == one.after and not one.misfits for one in rescored)


def test_a_clause_for_another_group_does_not_concern_the_unit(round_):
    elsewhere = changed(("steps: exact, deduct: 0.2", "steps: exact, deduct: 0.5, only: {group: [区]}"))
    assert places(rescore(round_, load(elsewhere)))["01"][2:] == (19, 20)


def test_an_item_that_changes_says_why(round_):
    new = load(changed(("steps: exact, deduct: 0.2", "steps: exact, deduct: 0.5")))
    (change,) = rescore(round_, new)[0].items
    assert (change.title, change.before, change.after) == ("廉政谈话", 2, 0.5)
    assert [reason[:2] for reason in change.reasons] == ["原：", "现："]
    assert ["扣0.2分" in change.reasons[0], "扣0.5分" in change.reasons[1]] == [True, True]


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("id: meetings", "id: conferences", "专题会议", "新细则没有这一项"),
        ("label: 专题会议", "label: 会议次数", "专题会议／专题会议", "没有这条规则"),
        (
            "{kind: shortfall, label: 专题会议, required: 4,",
            "{kind: count, label: 专题会议,",
            "专题会议／专题会议",
            "",
        ),
        (
            "{kind: shortfall, label: 专题会议, required: 4, deduct: 1}",
            "{kind: check, label: 专题会议, deduct: 1}",
            "专题会议／专题会议",
            "新规则不记录“2”",
        ),
        ("good: 按时报送", "good: 及时报送", "工作总结／报送总结", "没有“按时报送”这一项"),
    ],
    ids=["item", "rule", "kind-with-the-same-facts", "facts", "choice"],
)
def test_what_no_longer_fits_is_told(round_, before, after, place, words):
    second = rescore(round_, load(changed((before, after))))[1]
    told = [misfit for misfit in second.misfits if misfit.place == place]
    assert bool(told) == bool(words)
    assert all(words in misfit.words for misfit in told)


def test_an_item_without_a_record_is_open_and_said_so(round_):
    new = load(changed(("label: 专题会议", "label: 会议次数")))
    assert [item.title for item in rescore(round_, new)[0].after.open] == ["专题会议"]


def test_a_sheet_that_is_not_approved_has_no_rank(round_, cast):
    Inspection.update(state="submitted").where(Inspection.subject == cast.unit).execute()
    last = rescore(round_, load(TEXT))[-1]
    assert (last.code, last.old, last.new, last.reason) == ("01", None, None, "考核单待审核")


def test_a_sheet_that_nobody_has_begun_is_left_out(make_round):
    assert rescore(make_round(), load(TEXT)) == ()


def test_the_command_prints_a_table_and_changes_nothing(round_, config, tmp_path, monkeypatch):
    file = tmp_path / "new.yaml"
    file.write_text(changed(("steps: exact, deduct: 0.2", "steps: exact, deduct: 0.5")), encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    before, name = dump(), round_.title
    _disconnect()  # the command binds the database itself
    outcome = CliRunner().invoke(main, ["rescore", name, "--with", str(file)])
    assert outcome.exit_code == 0
    assert "1→2" in outcome.output
    assert "19→17.5" in outcome.output
    assert dump() == before
    assert len(before["Answer"]) == 14


def test_another_checklist_is_named_and_what_is_not_filled_has_no_grade(
    round_, config, tmp_path, monkeypatch
):
    file = tmp_path / "other.yaml"
    old, other = f"id: {checklist_of(round_.checklist).id}", "id: another-sheet"
    file.write_text(changed((old, other), ("label: 专题会议", "label: 会议次数")), encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    name = round_.title
    _disconnect()
    said = CliRunner().invoke(main, ["rescore", name, "--with", str(file)]).output
    assert "这个文件是another-sheet，不是同一份细则的另一版" in said
    assert "→—" in said


def test_it_asks_as_often_for_many_sheets_as_for_one(round_, statements):
    with statements() as seen:
        rescore(round_, load(TEXT))
    assert len(seen) <= 3
