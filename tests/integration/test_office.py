"""The office enters what it knows of the units, and the sheets are scored with it at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from inspect_app.services.inspections import sheet_of
from inspect_app.storage.models import Audit, Inspection, OfficeValue, Round
from tests.integration.conftest import Cast
from tests.integration.filling import again
from tests.integration.periods import LOOKING_BACK, SECOND, open_in, publish, record, sheet_in

As = Callable[..., FlaskClient]
POINTS, GRADES, BASE = 0, 1, 2


@pytest.fixture
def sheet(cast: Cast) -> Inspection:
    """The unit's sheet in a round of both units."""
    round_ = open_in(cast, publish(LOOKING_BACK, cast), SECOND, "2020年上半年", [cast.unit, cast.elsewhere])
    return sheet_in(round_, cast.unit)


def url(sheet: Inspection, rule: int, paste: str = "") -> str:
    return f"/rounds/{sheet.round_id}/office/{rule}{paste}"


def words(sheet: Inspection, label: str) -> str:
    lines = {line.rule: line.words for item in sheet_of(again(sheet)).items for line in item.lines}
    return lines[label]


def stored() -> dict[str, str]:
    return {row.rule: row.value for row in OfficeValue.select()}


def test_a_typed_value_scores_the_sheet_and_says_where_from(as_: As, cast: Cast, sheet: Inspection) -> None:
    client = as_(cast.manager)
    answer = client.post(url(sheet, POINTS), data={f"value-{sheet.id}": " 92.50 "}, follow_redirects=True)
    assert answer.status_code == 200
    assert "清河县局（2020年上半年）0→9.25" in answer.text
    assert words(sheet, "信访") == "信访：信访得分92.5分，×10%，加9.25分（92.5来自督导办）"
    row = Audit.get(Audit.action == "office-value")
    assert (row.inspection_id, row.after) == (sheet.id, {"信访：信访得分": "92.5"})


def test_a_grade_that_the_inspector_may_not_change_is_the_offices(
    as_: As, cast: Cast, sheet: Inspection
) -> None:
    assert words(sheet, "信访等次") == "还缺信访等次，等督导办提供"
    as_(cast.manager).post(url(sheet, GRADES), data={f"value-{sheet.id}": "差"})
    assert words(sheet, "信访等次") == "信访等次：信访等次为差，扣1分（差来自督导办）"
    form = as_(cast.inspector).get(f"/inspections/{sheet.id}?plain=1").text
    assert 'name="r1-grade"' not in form.split('id="card-letters"')[1].split("</article>")[0]


def test_a_baseline_is_completed_by_the_inspector(as_: As, cast: Cast, sheet: Inspection) -> None:
    as_(cast.manager).post(url(sheet, BASE), data={f"value-{sheet.id}": "3"})
    record(again(sheet), "letters", {"来访量": {"value": "5"}}, cast.inspector)
    assert "上年数3起，今年数5起，超2起" in words(sheet, "来访量")
    assert words(sheet, "来访量").endswith("扣4分（3来自督导办）")


def test_two_columns_are_pasted_by_name_or_code(as_: As, cast: Cast, sheet: Inspection) -> None:
    rows = "单位\t得分\n清河县局\t90\n02\t80.5\n"
    answer = as_(cast.manager).post(url(sheet, POINTS, "/paste"), data={"rows": rows})
    assert answer.status_code == 302
    assert sorted(row.value for row in OfficeValue.select()) == ["80.5", "90"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", "还没有内容"),
        ("清河县局", "第1行：应有单位、数据两列，现在是1列"),
        ("清河县局\t90\n西山县局\t80", "第2行：本批次没有叫“西山县局”的单位"),
        ("清河县局\t90\n01\t80", "第2行：“01”在上面已经出现"),
        ("清河县局\t九十", "第1行：信访得分只填数字"),
        ("清河县局\t101", "第1行：信访得分最多100，不能填101"),
        ("清河县局\t", "第1行：“清河县局”没有数据"),
        ("清河县局\t90\n" * 10_000, "一次最多粘贴5000行，现在是10000行"),
    ],
)
def test_a_wrong_paste_saves_nothing_and_says_where(
    as_: As, cast: Cast, sheet: Inspection, rows: str, told: str
) -> None:
    answer = as_(cast.manager).post(url(sheet, POINTS, "/paste"), data={"rows": rows})
    assert answer.status_code == 422
    assert told in answer.text
    assert stored() == {}


def test_a_wrong_value_is_told_at_its_field(as_: As, cast: Cast, sheet: Inspection) -> None:
    answer = as_(cast.manager).post(url(sheet, POINTS), data={f"value-{sheet.id}": "-3"})
    assert answer.status_code == 422
    assert "不能是负数" in answer.text
    assert stored() == {}


def test_an_emptied_value_is_taken_back_and_twice_is_once(as_: As, cast: Cast, sheet: Inspection) -> None:
    client = as_(cast.manager)
    for value in ("90", "90", "", ""):
        assert client.post(url(sheet, POINTS), data={f"value-{sheet.id}": value}).status_code == 302
    assert stored() == {}
    assert Audit.select().where(Audit.action == "office-value").count() == 2


def test_an_approved_sheet_keeps_its_value(as_: As, cast: Cast, sheet: Inspection) -> None:
    Inspection.update(state="approved").where(Inspection.id == sheet.id).execute()
    answer = as_(cast.manager).post(url(sheet, POINTS), data={f"value-{sheet.id}": "90"})
    assert answer.status_code == 409
    assert "清河县局的考核单已审核通过" in answer.text


def test_a_released_round_keeps_its_values(as_: As, cast: Cast, sheet: Inspection) -> None:
    Round.update(state="released").execute()
    assert as_(cast.manager).post(url(sheet, POINTS), data={f"value-{sheet.id}": "90"}).status_code == 409


def test_only_a_manager_may(as_: As, cast: Cast, sheet: Inspection) -> None:
    for user in (cast.administrator, cast.inspector, cast.contact, cast.outsider):
        client = as_(user)
        assert client.get(f"/rounds/{sheet.round_id}/office").status_code == 403
        assert client.post(url(sheet, POINTS), data={f"value-{sheet.id}": "1"}).status_code == 403
        assert client.post(url(sheet, POINTS, "/paste"), data={"rows": "01 1"}).status_code == 403
    assert stored() == {}
    assert as_(cast.manager).get(url(sheet, POINTS)).status_code == 405


def test_a_rule_that_is_not_there_is_404(as_: As, cast: Cast, sheet: Inspection) -> None:
    assert as_(cast.manager).get(f"/rounds/{sheet.round_id}/office?rule=9").status_code == 404
    assert "督导办数据" in as_(cast.manager).get(f"/rounds/{sheet.round_id}").text
