"""A change to a sheet that was handed in, released or given to somebody else: said plainly, never swallowed."""

from uuid import uuid4

import pytest

from inspect_app.storage.models import Inspection
from tests.integration.conftest import Cast
from tests.integration.saving.conftest import KINDS, Tablet, close, hand_over, rows, said, send_back


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "submit"])
@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_change_of_a_closed_sheet_is_locked_and_is_saved_after_the_return(
    tablet: Tablet, inspection: Inspection, cast: Cast, kind: str, state: str
) -> None:
    Inspection.update(state=state).execute()
    stored, save_id = rows(), str(uuid4())
    response = tablet.send(kind, save_id)
    assert said(response) == (409, "locked")
    assert "不能再改" in response.text
    assert rows() == stored
    send_back(inspection, cast)
    assert said(tablet.send(kind, save_id)) == (200, "saved")
    assert rows() != stored


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "submit"])
def test_change_after_the_release_is_locked(tablet: Tablet, kind: str) -> None:
    close("released")
    response = tablet.send(kind, str(uuid4()))
    assert said(response) == (409, "locked")
    assert "已经发布" in response.text


@pytest.mark.parametrize("kind", KINDS)
def test_former_inspector_is_told_who_has_the_sheet_now(
    tablet: Tablet, inspection: Inspection, cast: Cast, kind: str
) -> None:
    hand_over(inspection, cast, to=cast.colleague)
    stored = rows()
    response = tablet.send(kind, str(uuid4()))
    assert said(response) == (403, "refused")
    assert "已改由童视察负责" in response.text
    assert "导出，交给童视察" in response.text
    assert rows() == stored


def test_waiting_change_is_saved_when_the_sheet_comes_back(
    tablet: Tablet, inspection: Inspection, cast: Cast
) -> None:
    save_id = str(uuid4())
    hand_over(inspection, cast, to=cast.colleague)
    assert said(tablet.send("answer", save_id)) == (403, "refused")
    hand_over(inspection, cast, to=cast.inspector)
    assert said(tablet.send("answer", save_id)) == (200, "saved")
