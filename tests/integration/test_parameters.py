"""Setting the numbers that a round's checklist leaves to the office."""

from collections.abc import Callable

from flask.testing import FlaskClient

from inspect_app.domain.tally import Tally
from inspect_app.services import inspections
from inspect_app.storage.models import Audit, Inspection, Parameter, Round
from tests.integration.conftest import AT, Cast
from tests.integration.filling import again, fill, post
from tests.integration.test_every_kind import RIGHT, checklist  # noqa: F401 - the fixture of this file too

As = Callable[..., FlaskClient]
FUNDS = {"p_funds": "10", "p_goal": "85"}


def url(inspection: Inspection) -> str:
    return f"/rounds/{inspection.round_id}/parameters"


def stored() -> dict[str, str]:
    return {row.name: row.value for row in Parameter.select()}


def test_manager_sets_them_and_the_sheets_are_scored_anew(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    post(as_(cast.inspector), inspection, "funds", RIGHT["funds"][0])
    assert Tally.from_json(again(inspection).tally).marks["funds"].state == "open"
    assert as_(cast.manager).post(url(inspection), data=FUNDS).status_code == 302
    assert stored() == {"funds": "10", "goal": "85"}
    assert Tally.from_json(again(inspection).tally).marks["funds"].lost == 6
    assert Audit.get(Audit.action == "set-parameters").after == {
        "工作经费限额（万元）": "10",
        "群众满意率（%）": "85",
    }


def test_page_and_round_show_what_is_set(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.manager)
    assert "还没有设定" in client.get(f"/rounds/{inspection.round_id}").text
    client.post(url(inspection), data=FUNDS)
    assert 'value="85"' in client.get(url(inspection)).text
    assert "还没有设定" not in client.get(f"/rounds/{inspection.round_id}").text


def test_an_empty_one_is_not_set(as_: As, cast: Cast, inspection: Inspection) -> None:
    as_(cast.manager).post(url(inspection), data=FUNDS)
    as_(cast.manager).post(url(inspection), data={"p_funds": "", "p_goal": ""})
    assert stored() == {}


def test_sending_twice_is_recorded_once(as_: As, cast: Cast, inspection: Inspection) -> None:
    for _ in range(2):
        as_(cast.manager).post(url(inspection), data=FUNDS)
    assert Audit.select().where(Audit.action == "set-parameters").count() == 1


def test_what_is_no_number_is_refused_at_its_field(as_: As, cast: Cast, inspection: Inspection) -> None:
    answer = as_(cast.manager).post(url(inspection), data={**FUNDS, "p_funds": "十万"})
    assert answer.status_code == 422
    assert "只填数字" in answer.text
    assert "十万" in answer.text
    assert stored() == {}


def test_a_number_that_a_rule_cannot_use_is_refused(as_: As, cast: Cast, inspection: Inspection) -> None:
    answer = as_(cast.manager).post(url(inspection), data={**FUNDS, "p_goal": "190"})
    assert answer.status_code == 422
    assert "用在“县区事项”的“满意率”里不合适：这个数应在0%到100%之间" in answer.text


def test_they_are_fixed_once_a_sheet_is_handed_in(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.manager)
    client.post(url(inspection), data=FUNDS)
    fill(again(inspection), by=cast.inspector, filled={entry: data for entry, (data, _) in RIGHT.items()})
    inspections.submit(again(inspection), by=cast.inspector, at=AT)
    refused = client.post(url(inspection), data={**FUNDS, "p_funds": "11"})
    assert refused.status_code == 409
    assert "清河县局的考核单已经提交" in refused.text
    assert stored()["funds"] == "10"


def test_they_are_fixed_once_the_round_is_released(as_: As, cast: Cast, inspection: Inspection) -> None:
    Round.update(state="released").execute()
    assert as_(cast.manager).post(url(inspection), data=FUNDS).status_code == 409


def test_only_a_manager_may(as_: As, client: FlaskClient, cast: Cast, inspection: Inspection) -> None:
    for user in (cast.administrator, cast.inspector, cast.contact, cast.outsider):
        assert as_(user).post(url(inspection), data=FUNDS).status_code == 403
    assert client.post(url(inspection), data=FUNDS).status_code in (302, 401)
    assert stored() == {}
