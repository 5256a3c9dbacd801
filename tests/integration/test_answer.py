"""Saving one answer."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from inspect_app.domain.scoring import score
from inspect_app.domain.tally import tally_of
from inspect_app.services.answers import tally_in
from inspect_app.storage.answers import answers_of
from inspect_app.storage.audit import content_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Audit, Inspection, Round
from tests.integration.conftest import Cast
from tests.integration.filling import FILLED, HTMX, TALKS, again, fill, hand_in, post

As = Callable[..., FlaskClient]


def test_save_stores_the_answer_and_says_what_it_costs(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = post(as_(cast.inspector), inspection)
    assert response.status_code == 200
    assert "应谈话40人，实际谈话36人，廉政谈话率90%" in response.text
    assert "扣2分" in response.text
    answer = Answer.get()
    assert (answer.entry, answer.facts, answer.version) == (
        "talks",
        {"廉政谈话率": {"of": 40, "done": 36}},
        1,
    )


def test_save_totals_the_sheet_and_opens_it(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = post(as_(cast.inspector), inspection)
    row = again(inspection)
    assert (row.state, row.tally["total"], row.tally["open"]) == ("open", "18.00", 6)
    assert 'id="figures"' in response.text
    assert 'id="progress-discipline"' in response.text


@pytest.mark.parametrize("entry", FILLED)
def test_every_rule_kind_is_saved_and_shown_again(
    as_: As, cast: Cast, inspection: Inspection, entry: str
) -> None:
    client = as_(cast.inspector)
    assert post(client, inspection, entry, FILLED[entry]).status_code == 200
    page = client.get(f"/inspections/{inspection.id}").text
    for value in FILLED[entry].values():
        assert f'value="{value}"' in page or value in page


def test_tally_equals_a_full_rescore(cast: Cast, inspection: Inspection) -> None:
    fill(inspection, by=cast.inspector)
    row = again(inspection)
    checklist = checklist_of(row.checklist)
    sheet = score(checklist, answers_of(row))
    assert tally_in(checklist, row) == tally_of(checklist, {item.id: item for item in sheet.items})
    assert str(sheet.total) == row.tally["total"] == "12.50"


def test_every_save_counts_the_version_up(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    post(client, inspection)
    response = post(client, inspection, data={"r0-of": "40", "r0-done": "40"}, seen=1)
    assert 'name="version" value="2"' in response.text
    assert Answer.get().version == 2


def test_save_is_audited_from_and_to(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    post(client, inspection)
    post(client, inspection, data={"r0-of": "40", "r0-done": "40"}, seen=1)
    first, second = Audit.select().where(Audit.action == "answer").order_by(Audit.id)
    assert (first.user, first.inspection, first.entry) == (cast.inspector, inspection, "talks")
    assert first.before is None
    assert second.before == content_of(first)
    assert second.after["facts"] == {"廉政谈话率": {"of": 40, "done": 40}}


def test_same_save_twice_is_stored_once_and_acknowledged_twice(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    first, second = (post(client, inspection, save_id=save_id) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert 'name="version" value="1"' in second.text
    assert Audit.select().where(Audit.action == "answer").count() == 1


def test_same_save_after_submission_is_still_acknowledged(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    post(client, inspection, save_id=save_id)
    fill_rest = {key: data for key, data in FILLED.items() if key != "talks"}
    hand_in(inspection, by=cast.inspector, filled=fill_rest)
    assert post(client, inspection, save_id=save_id).status_code == 200
    assert again(inspection).state == "submitted"


@pytest.mark.parametrize("seen", [0, 1])
def test_save_id_of_another_entry_is_refused(as_: As, cast: Cast, inspection: Inspection, seen: int) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    post(client, inspection, save_id=save_id)
    post(client, inspection, "meetings", FILLED["meetings"])
    response = post(client, inspection, "meetings", {"r0-count": "1"}, seen=seen, save_id=save_id)
    assert response.status_code in (400, 409)
    assert Answer.get(Answer.entry == "meetings").facts == {"专题会议": {"count": "3"}}


def test_save_id_that_was_used_for_a_new_entry_is_refused(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    post(client, inspection, save_id=save_id)
    response = post(client, inspection, "meetings", FILLED["meetings"], save_id=save_id)
    assert response.status_code == 400
    assert "这个保存编号已经用过" in response.text
    assert Answer.select().count() == 1


def test_used_save_id_with_other_content_is_refused(as_: As, cast: Cast, inspection: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    post(client, inspection, save_id=save_id)
    response = post(client, inspection, data={"r0-of": "9", "r0-done": "9"}, seen=1, save_id=save_id)
    assert response.status_code == 400
    assert Answer.get().facts == {"廉政谈话率": {"of": 40, "done": 36}}


def test_emptied_answer_is_open_again(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    post(client, inspection)
    assert "还缺应谈话人数" in post(client, inspection, data={"r0-of": "", "r0-done": ""}, seen=1).text
    assert again(inspection).tally["open"] == 7


def test_item_that_does_not_apply_is_left_out_of_the_total(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    response = post(as_(cast.inspector), inspection, data={"not_applicable": "本单位没有应谈话的人"})
    assert "本项不适用：本单位没有应谈话的人" in response.text
    assert again(inspection).tally["marks"]["talks"] == ["void", "0.00", False]


def test_note_is_kept_and_costs_nothing(as_: As, cast: Cast, inspection: Inspection) -> None:
    post(as_(cast.inspector), inspection, data={**TALKS, "note": " 台账齐全\0 "})
    assert Answer.get().note == "台账齐全"
    assert again(inspection).tally["total"] == "18.00"


@pytest.mark.parametrize("who", ["colleague", "contact", "outsider"])
def test_stranger_does_not_learn_of_the_inspection(
    as_: As, cast: Cast, inspection: Inspection, who: str
) -> None:
    assert post(as_(getattr(cast, who)), inspection).status_code == 404
    assert not Answer.select().exists()


@pytest.mark.parametrize("who", ["administrator", "manager"])
def test_office_reads_but_does_not_fill(as_: As, cast: Cast, inspection: Inspection, who: str) -> None:
    assert post(as_(getattr(cast, who)), inspection).status_code == 403
    assert not Answer.select().exists()


def test_logged_out_person_is_sent_to_the_log_in_page(client: FlaskClient, inspection: Inspection) -> None:
    response = post(client, inspection, htmx=False)
    assert response.headers["Location"].startswith("/login")
    assert not Answer.select().exists()


def test_logged_out_tablet_is_not_told_that_it_saved(client: FlaskClient, inspection: Inspection) -> None:
    assert post(client, inspection).status_code != 200
    assert not Answer.select().exists()


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_save_is_refused_once_handed_in(as_: As, cast: Cast, inspection: Inspection, state: str) -> None:
    Inspection.update(state=state).execute()
    response = post(as_(cast.inspector), inspection)
    assert response.status_code == 409
    assert "不能再改" in response.text
    assert not Answer.select().exists()


def test_save_is_refused_after_release(as_: As, cast: Cast, inspection: Inspection) -> None:
    Round.update(state="released").execute()
    response = post(as_(cast.inspector), inspection)
    assert response.status_code == 409
    assert "已经发布" in response.text


def test_save_goes_on_after_a_return(as_: As, cast: Cast, inspection: Inspection) -> None:
    Inspection.update(state="returned").execute()
    assert post(as_(cast.inspector), inspection).status_code == 200
    assert again(inspection).state == "returned"


@pytest.mark.parametrize("path", ["/inspections/{id}/answers/nothing", "/inspections/{id}9/answers/talks"])
def test_unknown_entry_or_inspection_is_not_found(
    as_: As, cast: Cast, inspection: Inspection, path: str
) -> None:
    data = {**TALKS, "version": "0", "save_id": str(uuid4())}
    response = as_(cast.inspector).post(path.format(id=inspection.id), data=data, headers=HTMX)
    assert response.status_code == 404
    assert "没有找到" in response.text


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "²", "9" * 5000, "", "0\0"])
def test_version_junk_is_refused_in_chinese(
    as_: As, cast: Cast, inspection: Inspection, version: str
) -> None:
    response = post(as_(cast.inspector), inspection, seen=version)
    assert response.status_code == 400
    assert "请刷新页面" in response.text
    assert not Answer.select().exists()


@pytest.mark.parametrize("save_id", ["", "1", "not-a-uuid", "\0", "9" * 5000])
def test_save_id_junk_is_refused_in_chinese(
    as_: As, cast: Cast, inspection: Inspection, save_id: str
) -> None:
    data = {**TALKS, "version": "0", "save_id": save_id}
    response = as_(cast.inspector).post(f"/inspections/{inspection.id}/answers/talks", data=data)
    assert response.status_code == 400
    assert "保存编号" in response.text
    assert not Answer.select().exists()
