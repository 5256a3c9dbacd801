"""Two halves of a year put together by a composition: what every test of 综合排名 begins with."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from inspect_app.services import compositions
from inspect_app.storage.models import CompositionVersion, Inspection, Overall, Round
from tests.integration.conftest import AT, Cast
from tests.integration.filling import FAULTLESS, FILLED, approve

As = Callable[..., FlaskClient]
TEXT = """\
id: year
version: "1"
title: 年度综合考核办法
compose: weighted
parts:
  - {id: first, title: 上半年, checklist: small, period: h1, weight: 40%}
  - {id: second, title: 下半年, checklist: small, period: h2, weight: 60%}
grades: [{name: 优秀, min: 90}, {name: 合格, min: 0}]
"""


@pytest.fixture
def version(cast: Cast) -> CompositionVersion:
    return compositions.publish(TEXT, by=cast.manager, at=AT)


@pytest.fixture
def rounds(cast: Cast, make_round: Callable[..., Round]) -> list[Round]:
    """Two halves of a year; 清河县局 is approved in both with 12.5 and 20 of 20, 东湖区局 in the first alone."""
    both = [make_round("2020年上半年"), make_round("2020年下半年")]
    spans = {"period_start": date(2020, 7, 1), "period_end": date(2020, 12, 31)}
    Round.update(**spans).where(Round.id == both[1].id).execute()
    for round_, unit, filled in (
        (both[0], cast.unit, FILLED),
        (both[1], cast.unit, FAULTLESS),
        (both[0], cast.elsewhere, FAULTLESS),
    ):
        row = Inspection.get(Inspection.round == round_, Inspection.subject == unit)
        approve(row, by=cast.inspector, reviewer=cast.manager, filled=filled)
    return [Round.get_by_id(one.id) for one in both]


def posted(version: CompositionVersion, rounds: list[Round], title: str = "2020年度综合") -> dict[str, str]:
    parts = {f"part-{part}": str(one.id) for part, one in zip(("first", "second"), rounds, strict=False)}
    return {"composition": str(version.id), "title": title, "part-first": "0", "part-second": "0", **parts}


@pytest.fixture
def row(as_: As, cast: Cast, version: CompositionVersion, rounds: list[Round]) -> Overall:
    response = as_(cast.manager).post("/overall/", data=posted(version, rounds))
    assert response.status_code == 302
    made: Overall = Overall.get()
    return made


@pytest.fixture
def published(as_: As, cast: Cast, row: Overall) -> Overall:
    """Published with 东湖区局 left out."""
    Round.update(state="released").execute()
    response = as_(cast.manager).post(f"/overall/{row.id}/publish", data={"blocked": "1"})
    assert response.status_code == 302
    made: Overall = Overall.get()
    return made
