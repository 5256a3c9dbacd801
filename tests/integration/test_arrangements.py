"""What is changed of a photograph: words, turn, drawing, place, order, pair."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from inspect_app.config import Config, now
from inspect_app.storage.models import Audit, Inspection, Photo, Round, Visit
from tests.integration.commands import lend_fonts
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX
from tests.integration.images import located, picture
from tests.integration.papers import pdf
from tests.integration.test_photos import at, upload

As = Callable[..., FlaskClient]
ARROW = [{"tool": "arrow", "points": [[1000, 5000], [9000, 5000]]}]


@pytest.fixture
def three(as_: As, cast: Cast, inspection: Inspection) -> list[Photo]:
    """Three photographs at one item."""
    for colour in ("red", "green", "blue"):
        upload(as_(cast.inspector), inspection, picture(size=(400, 300), colour=colour))
    return list(Photo.select().order_by(Photo.id))


@pytest.fixture
def send(as_: As, cast: Cast) -> Callable[..., TestResponse]:
    """Send a change of a photograph as the inspector's tablet does."""

    def post(photo: Photo, path: str = "", **fields: Any) -> TestResponse:
        data = {"save_id": str(uuid4()), **fields}
        return as_(cast.inspector).post(at(photo) + path, data=data, headers=HTMX)

    return post


def order(client: FlaskClient, inspection: Inspection, *photos: Photo, **fields: Any) -> TestResponse:
    data = {
        "entry": "talks",
        "order": ",".join(row.save_id for row in photos),
        "save_id": str(uuid4()),
        **fields,
    }
    return client.post(f"/inspections/{inspection.id}/photos/order", data=data, headers=HTMX)


def stood() -> list[int]:
    return [row.id for row in Photo.select().order_by(Photo.position, Photo.id)]


def test_turn_and_drawing_are_kept_and_shown(
    as_: As, cast: Cast, three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    response = send(three[0], turn="90", drawing=json.dumps(ARROW))
    assert response.status_code == 200
    row = Photo.get_by_id(three[0].id)
    assert (row.turn, json.loads(row.drawing)) == (90, ARROW)
    client = as_(cast.inspector)
    with client.get(f"/photos/{row.id}") as marked, client.get(f"/photos/{row.id}/original") as plain:
        assert Image.open(io.BytesIO(marked.data)).size == (300, 400)
        assert Image.open(io.BytesIO(plain.data)).size == (400, 300)


def test_address_of_the_shown_picture_changes_with_it(
    three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    before = send(three[0], caption="甲").text
    assert before == send(three[0], caption="甲").text
    after = send(three[0], turn="180").text
    address = f"/photos/{three[0].id}/thumb?v="
    assert before.partition(address)[2][:8] != after.partition(address)[2][:8]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"turn": "45"}, "只能转90°"),
        ({"drawing": "x"}, "读不出来"),
        ({"drawing": "[]]"}, "读不出来"),
        ({"drawing": json.dumps([{"tool": "bomb", "points": [[0, 0], [1, 1]]}])}, "读不出来"),
        ({"drawing": json.dumps([{"tool": "arrow", "points": [[0, 0]]}])}, "读不出来"),
        ({"drawing": json.dumps([{"tool": "line", "points": [[0, 0.5], [1, 1]]}])}, "读不出来"),
        ({"drawing": "[" * 90000}, "读不出来"),
        ({"drawing": json.dumps(ARROW * 61)}, "最多画60笔"),
        ({"place": "长" * 61}, "地点最多60字"),
        ({"caption": "长" * 101}, "照片说明最多100字"),
    ],
)
def test_junk_is_refused_in_words(
    three: list[Photo], send: Callable[..., TestResponse], fields: dict[str, str], said: str
) -> None:
    response = send(three[0], **fields)
    assert (response.status_code, response.headers["Save-State"]) == (422, "invalid")
    assert said in response.text
    assert Photo.get_by_id(three[0].id).drawing == ""


def test_points_outside_the_picture_come_to_its_edge(
    three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    send(three[0], drawing=json.dumps([{"tool": "arrow", "points": [[-5, 20000], [9, 9]]}]))
    assert json.loads(Photo.get_by_id(three[0].id).drawing)[0]["points"][0] == [0, 10000]


def test_late_repetition_does_not_undo_a_later_change(
    three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    save_id = str(uuid4())
    send(three[0], turn="90", save_id=save_id)
    send(three[0], turn="180")
    assert send(three[0], turn="90", save_id=save_id).headers["Save-State"] == "saved"
    assert Photo.get_by_id(three[0].id).turn == 180


def test_order_is_kept_and_the_rest_follows(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo]
) -> None:
    first, second, third = three
    assert order(as_(cast.inspector), inspection, third, first).status_code == 200
    assert stood() == [third.id, first.id, second.id]


def test_order_with_unknown_keys_is_harmless(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo]
) -> None:
    response = order(as_(cast.inspector), inspection, order=f"x,,{uuid4()},{three[2].save_id}")
    assert response.status_code == 200
    assert stood()[0] == three[2].id


def test_pair_is_shown_together_and_can_be_untied(
    three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    first, second, _ = three
    page = send(second, "/pair", before=first.save_id).text
    assert page.index("整改前") < page.index(f'id="photo-{first.id}"') or "photo-pair" in page
    assert Photo.get_by_id(second.id).before_id == first.id
    assert "photo-pair" not in send(second, "/pair", before="").text
    assert Photo.get_by_id(second.id).before_id is None


def test_pair_needs_two_photographs_of_the_item_in_no_other_pair(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    first, second, third = three
    client = as_(cast.inspector)
    upload(client, inspection, picture(colour="white"), entry="meetings")
    upload(client, inspection, pdf(), name="a.pdf")
    elsewhere, paper = Photo.get(Photo.entry == "meetings"), Photo.get(Photo.name == "a.pdf")
    assert send(first, "/pair", before=first.save_id).status_code == 422
    assert send(first, "/pair", before=elsewhere.save_id).status_code == 422
    assert send(first, "/pair", before=paper.save_id).status_code == 422
    send(second, "/pair", before=first.save_id)
    assert "已经和别的照片" in send(third, "/pair", before=first.save_id).text
    assert send(third, "/pair", before=second.save_id).status_code == 422
    assert send(first, "/pair", before=third.save_id).status_code == 422


def test_pair_ends_when_one_of_it_is_removed(three: list[Photo], send: Callable[..., TestResponse]) -> None:
    first, second, _ = three
    send(second, "/pair", before=first.save_id)
    send(first, "/delete")
    assert Photo.get_by_id(second.id).before_id is None


def test_pair_with_a_removed_photograph_is_refused_in_words(
    three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    send(three[0], "/delete")
    response = send(three[1], "/pair", before=three[0].save_id)
    assert (response.status_code, response.headers["Save-State"]) == (404, "refused")
    assert "已被别人删除" in response.text


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 404), ("contact", 404), ("outsider", 404), ("manager", 403)]
)
@pytest.mark.parametrize("path", ["", "/pair", "/delete", "order"])
def test_stranger_changes_nothing(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo], who: str, status: int, path: str
) -> None:
    client = as_(getattr(cast, who))
    address = f"/inspections/{inspection.id}/photos/order" if path == "order" else at(three[0]) + path
    data = {"caption": "x", "before": three[1].save_id, "entry": "talks", "order": three[2].save_id}
    assert client.post(address, data=data).status_code == status
    assert stood() == [row.id for row in three]
    assert {row.caption for row in Photo.select()} == {"会议室"}


def test_photograph_of_another_sheet_is_not_found(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo]
) -> None:
    other = Inspection.get(Inspection.id != inspection.id)
    path = f"/inspections/{other.id}/photos/{UUID(three[0].save_id)}"
    assert as_(cast.inspector).post(path, data={"caption": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["", "/thumb", "/original"])
def test_unit_sees_its_photographs_only_after_release(
    as_: As, cast: Cast, three: list[Photo], path: str
) -> None:
    address = f"/photos/{three[0].id}{path}"
    assert as_(cast.contact).get(address).status_code == 404
    Round.update(state="released").execute()
    with as_(cast.contact).get(address) as response:
        assert response.status_code == 200
    assert as_(cast.outsider).get(address).status_code == 404


def test_changes_are_audited_in_words(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo], send: Callable[..., TestResponse]
) -> None:
    send(three[0], turn="90")
    send(three[1], "/pair", before=three[0].save_id)
    order(as_(cast.inspector), inspection, *reversed(three))
    assert [row.action for row in Audit.select().order_by(Audit.id)][-3:] == [
        "change-photo",
        "pair-photo",
        "order-photos",
    ]
    page = as_(cast.inspector).get(f"/inspections/{inspection.id}/history").text
    for words in ("修改照片", "旋转（度）", "整改前后对比", "调整照片顺序"):
        assert words in page


def test_watermark_is_on_what_is_shown_and_not_on_the_original(
    as_: As, cast: Cast, config: Config, three: list[Photo]
) -> None:
    lend_fonts(config)
    client = as_(cast.inspector)
    shown, original = f"/photos/{three[0].id}", f"/photos/{three[0].id}/original"
    with client.get(shown) as plain, client.get(original) as kept:
        assert plain.data == kept.data
        before = kept.data
    Round.update(watermark=True).execute()
    with client.get(shown) as stamped, client.get(original) as kept:
        assert stamped.data != before
        assert kept.data == before
    assert f"{shown}?v=" in client.get(f"/inspections/{three[0].inspection_id}").text


def test_words_of_the_details_say_whose_clock_it_is(
    as_: As, cast: Cast, inspection: Inspection, three: list[Photo]
) -> None:
    upload(
        as_(cast.inspector),
        inspection,
        located(when="1999:01:01 00:00:00"),
        captured_at="1999-01-01T00:00:00",
    )
    page = as_(cast.inspector).get(f"/inspections/{inspection.id}").text
    assert "（服务器收到的时间）" in page
    assert "北纬30.592800°，东经114.305500°（照片自带）" in page


def test_place_is_that_of_the_day_s_visit_unless_it_is_named(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    today = now().date()
    Visit.create(
        inspection=inspection,
        date=today,
        place="村部",
        people="陈立",
        inspectors="沈巡查",
        save_id=str(uuid4()),
    )
    client = as_(cast.inspector)
    upload(client, inspection)
    upload(client, inspection, place="村口")
    assert [row.place for row in Photo.select().order_by(Photo.id)] == ["村部", "村口"]
