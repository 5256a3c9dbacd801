"""Wrong input in every field of every rule kind: 422, the message at the field, and what was typed is kept."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from inspect_app.storage.models import Answer, Inspection
from tests.integration.conftest import Cast
from tests.integration.filling import FILLED, post

As = Callable[..., FlaskClient]
LONG = "长" * 501
PERSON = {"r0-rows-0-name": "陈立", "r0-rows-0-role": "其他成员", "r0-rows-0-count": "3"}
# entry, field, what is typed, what is said
WRONG = [
    ("talks", "r0-of", "四十", "应谈话人数只填整数"),
    ("talks", "r0-of", "-1", "应谈话人数不能是负数"),
    ("talks", "r0-of", "999999999999", "应谈话人数太大"),
    ("talks", "r0-done", "3.5", "实际谈话人数只填整数"),
    ("talks", "r0-done", "41", "实际谈话人数（41）不能大于应谈话人数（40）"),
    ("talks", "r0-remark", LONG, "情况说明最多500字"),
    ("meetings", "r0-count", "三次", "只填数字"),
    ("meetings", "r0-count", "1e9", "只填数字"),
    ("meetings", "r0-count", "1.5", "整倍数"),
    ("meetings", "r0-remark", LONG, "情况说明最多500字"),
    ("visits", "r0-rows-0-name", "名" * 31, "姓名最多30字"),
    ("visits", "r0-rows-0-role", "司机", "没有“司机”这一项"),
    ("visits", "r0-rows-0-count", "许多", "只填数字"),
    ("visits", "r0-remark", LONG, "情况说明最多500字"),
    ("minutes", "r0-count", "-2", "不能是负数"),
    ("minutes", "r0-remark", LONG, "情况说明最多500字"),
    ("minutes", "r1-met", "maybe", "没有“maybe”这一项"),
    ("minutes", "r1-remark", LONG, "情况说明最多500字"),
    ("report", "r0-choice", "早报", "没有“早报”这一项"),
    ("report", "r0-remark", LONG, "情况说明最多500字"),
    ("quality", "r0-value", "3.5", "扣分应为0，或在0.5至3分之间"),
    ("quality", "r0-value", "0.7", "0.5的整倍数"),
    ("quality", "r0-value", "一分", "只填数字"),
    ("quality", "r0-remark", LONG, "情况说明最多500字"),
    ("serious-case", "r0-happened", "perhaps", "没有“perhaps”这一项"),
    ("serious-case", "r0-remark", LONG, "情况说明最多500字"),
    ("talks", "note", "长" * 1001, "备注最多1000字"),
    ("talks", "not_applicable", "长" * 201, "不适用的理由最多200字"),
]
CHOSEN = (
    "r1-met",
    "r0-choice",
    "r0-happened",
    "r0-rows-0-role",
)  # a choice that is not on offer cannot be kept


def wrongly(entry: str, field: str, typed: str) -> dict[str, str]:
    return {**FILLED[entry], **(PERSON if entry == "visits" else {}), field: typed}


@pytest.mark.parametrize(("entry", "field", "typed", "said"), WRONG)
def test_refusal_names_the_field_to_the_tablet(
    as_: As, cast: Cast, inspection: Inspection, entry: str, field: str, typed: str, said: str
) -> None:
    response = post(as_(cast.inspector), inspection, entry, wrongly(entry, field, typed))
    assert response.status_code == 422
    assert said in _told(response.text, field)
    assert not Answer.select().exists()


def _told(page: str, field: str) -> str:
    """The message that the live part carries for the field."""
    found = re.search(rf'data-for="{field}">([^<]*)<', page)
    assert found, page
    return unescape(found[1])


def test_refusals_are_tied_to_their_fields_without_script(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.inspector)
    for entry, field, typed, said in WRONG:
        response = post(client, inspection, entry, wrongly(entry, field, typed), htmx=False)
        assert response.status_code == 422, (entry, field)
        card = _card(response.text, entry)
        assert said in _described(card, field), (entry, field, typed)
        assert field in CHOSEN or typed in card, (entry, field, typed)
    assert not Answer.select().exists()


def _card(page: str, entry: str) -> str:
    """The HTML of one card."""
    return unescape(page[page.index(f'id="card-{entry}"') :].split("</article>", maxsplit=1)[0])


def _described(card: str, field: str) -> str:
    """The text of the elements that describe the control, or the group of controls, of that name."""
    control = re.search(rf'<(?:input|textarea|select)[^>]*name="{field}"[^>]*>', card)
    assert control, field
    group = re.findall(
        r"<fieldset[^>]*>|<div[^>]*role=\"(?:radiogroup|group)\"[^>]*>", card[: control.start()]
    )
    ids = " ".join(re.findall(r'aria-describedby="([^"]+)"', " ".join([control[0], *group[-1:]]))).split()
    return "".join("".join(re.findall(rf'id="{re.escape(id)}"[^>]*>([^<]*)<', card)) for id in ids)


def test_several_refusals_are_told_at_once(as_: As, cast: Cast, inspection: Inspection) -> None:
    wrong = {"r0-count": "x", "r1-met": "y", "note": "长" * 1001}
    page = post(as_(cast.inspector), inspection, "minutes", wrong).text
    assert all(_told(page, field) for field in wrong)


def test_roster_with_too_many_rows_is_refused(as_: As, cast: Cast, inspection: Inspection) -> None:
    rows = {f"r0-rows-{number}-name": f"第{number}人" for number in range(201)}
    response = post(as_(cast.inspector), inspection, "visits", rows)
    assert response.status_code == 422
    assert "名册最多200行" in response.text


def test_markup_that_was_typed_comes_back_as_text(as_: As, cast: Cast, inspection: Inspection) -> None:
    typed = "<script>alert(1)</script>"
    response = post(as_(cast.inspector), inspection, "talks", {"r0-of": typed, "note": typed}, htmx=False)
    assert response.status_code == 422
    assert typed not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


@pytest.mark.parametrize("typed", ["４０", " 40 ", "0040"])
def test_numbers_are_taken_as_people_type_them(
    as_: As, cast: Cast, inspection: Inspection, typed: str
) -> None:
    post(as_(cast.inspector), inspection, "talks", {"r0-of": typed, "r0-done": "36"})
    assert Answer.get().facts == {"廉政谈话率": {"of": 40, "done": 36}}


def test_control_characters_are_dropped(as_: As, cast: Cast, inspection: Inspection) -> None:
    data = {"r0-value": "1", "r0-remark": "稿\0件\x07少", "note": "\0"}
    assert post(as_(cast.inspector), inspection, "quality", data).status_code == 200
    assert Answer.get().facts == {"宣传质量": {"value": "1", "remark": "稿件少"}}
