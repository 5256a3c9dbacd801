"""Photographs at an item."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from inspect_app.services import photos
from inspect_app.storage.audit import content_of
from inspect_app.storage.models import Audit, Evidence, Inspection, Photo, Round
from tests.integration.conftest import AT, Cast
from tests.integration.filling import HTMX
from tests.integration.images import bomb, photograph, picture

As = Callable[..., FlaskClient]


def upload(
    client: FlaskClient,
    inspection: Inspection,
    raw: bytes | None = None,
    *,
    name: str = "photo.jpg",
    htmx: bool = True,
    **given: Any,
) -> TestResponse:
    content = picture() if raw is None else raw
    data = {"entry": "talks", "save_id": str(uuid4()), "caption": "会议室", **given}
    data["file"] = (io.BytesIO(content), name)
    return client.post(f"/inspections/{inspection.id}/photos", data=data, headers=HTMX if htmx else {})


def at(photo: Photo) -> str:
    """Where changes of the photograph go."""
    return f"/inspections/{photo.inspection_id}/photos/{photo.save_id}"


def stored(app: Flask) -> list[Path]:
    return [path for path in app.config["INSPECT"].evidence.rglob("*") if path.is_file()]


@pytest.fixture
def photo(as_: As, cast: Cast, inspection: Inspection) -> Photo:
    upload(as_(cast.inspector), inspection)
    row: Photo = Photo.get()
    return row


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photograph_is_stored_and_shown(as_: As, cast: Cast, inspection: Inspection, kind: str) -> None:
    client = as_(cast.inspector)
    response = upload(client, inspection, picture(kind))
    assert response.status_code == 200
    row = Photo.get()
    assert (row.entry, row.caption, row.added_by) == ("talks", "会议室", cast.inspector)
    assert f"/photos/{row.id}/thumb" in response.text
    assert f"/photos/{row.id}/thumb" in client.get(f"/inspections/{inspection.id}").text


@pytest.mark.parametrize("size", ["", "/thumb"])
def test_served_photograph_is_upright_and_without_metadata(
    as_: As, cast: Cast, inspection: Inspection, size: str
) -> None:
    client = as_(cast.inspector)
    upload(client, inspection, photograph(size=(64, 48)))
    with client.get(f"/photos/{Photo.get().id}{size}") as response:
        assert response.mimetype == "image/jpeg"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(io.BytesIO(response.data)).size == (48, 64)
        assert b"SECRETCAM" not in response.data


def test_upload_is_audited(cast: Cast, inspection: Inspection, photo: Photo) -> None:
    row = Audit.get(Audit.action == "add-photo")
    assert (row.user, row.inspection, row.entry) == (cast.inspector, inspection, "talks")
    assert content_of(row) == {"sha256": photo.evidence.sha256, "caption": "会议室", "name": ""}


def test_same_upload_twice_is_stored_once(app: Flask, as_: As, cast: Cast, inspection: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    statuses = [upload(client, inspection, save_id=save_id).status_code for _ in range(2)]
    assert statuses == [200, 200]
    assert (Photo.select().count(), Audit.select().count(), len(stored(app))) == (1, 1, 2)


def test_a_save_id_of_another_photograph_is_refused(as_: As, cast: Cast, inspection: Inspection) -> None:
    client, save_id = as_(cast.inspector), str(uuid4())
    upload(client, inspection, save_id=save_id)
    response = upload(client, inspection, save_id=save_id, entry="visits")
    assert (response.status_code, "保存编号已经用过" in response.text) == (400, True)
    assert Photo.select().count() == 1


def test_equal_photographs_share_one_evidence_file(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.inspector)
    upload(client, inspection)
    upload(client, inspection, entry="meetings")
    assert (Photo.select().count(), Evidence.select().count(), len(stored(app))) == (2, 1, 2)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (bomb(8000), "8000×8000像素，太大"),
        (bomb(30000), "像素太多"),
        (picture(size=(300, 300))[:400], "照片已损坏"),
        (b"just words", "这个文件不是照片"),
        (b"", "文件是空的"),
    ],
)
def test_what_is_no_photograph_is_refused(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, raw: bytes, said: str
) -> None:
    response = upload(as_(cast.inspector), inspection, raw)
    assert response.status_code == 422
    assert said in response.text
    assert (Photo.select().count(), stored(app)) == (0, [])


def test_upload_without_a_file_says_what_to_do(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = upload(as_(cast.inspector), inspection, name="")
    assert response.status_code == 422
    assert "请先选择或拍摄一张照片，或选择一份材料" in response.text


def test_huge_upload_is_refused(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = as_(cast.inspector).post(
        f"/inspections/{inspection.id}/photos",
        input_stream=io.BytesIO(bytes(24 * 1024 * 1024 + 1)),
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert "最多上传24MB" in response.text
    assert not Photo.select().exists()


def test_refusal_without_script_is_a_message_on_the_form(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    response = upload(client, inspection, b"words", htmx=False)
    assert response.headers["Location"] == f"/inspections/{inspection.id}#card-talks"
    assert "这个文件不是照片" in client.get(response.headers["Location"]).text


def test_an_item_holds_twenty_photographs(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, photo: Photo
) -> None:
    rest = [
        {"inspection": inspection, "entry": "talks", "evidence": photo.evidence, "added_at": AT,
         "added_by": cast.inspector, "save_id": str(uuid4())}
        for _ in range(photos.MOST_PER_ENTRY - 1)
    ]  # fmt: skip
    Photo.insert_many(rest).execute()
    response = upload(as_(cast.inspector), inspection)
    assert response.status_code == 422
    assert "一项最多20份照片和材料" in response.text


def test_caption_is_changed_and_audited(as_: As, cast: Cast, photo: Photo) -> None:
    client = as_(cast.inspector)
    for _ in range(2):
        response = client.post(at(photo), data={"caption": " 台账\0 "}, headers=HTMX)
        assert response.status_code == 200
    assert Photo.get().caption == "台账"
    row = Audit.get(Audit.action == "change-photo")
    assert (row.before, row.after) == ({"caption": "会议室"}, {"caption": "台账"})


def test_long_caption_is_refused(as_: As, cast: Cast, inspection: Inspection, photo: Photo) -> None:
    client = as_(cast.inspector)
    changed = client.post(at(photo), data={"caption": "长" * 101}, headers=HTMX)
    added = upload(client, inspection, caption="长" * 101)
    assert (changed.status_code, added.status_code) == (422, 422)
    assert "照片说明最多100字" in changed.text
    assert Photo.get().caption == "会议室"


def test_photograph_is_removed_and_its_file_stays(app: Flask, as_: As, cast: Cast, photo: Photo) -> None:
    client = as_(cast.inspector)
    statuses = [client.post(f"{at(photo)}/delete", headers=HTMX).status_code for _ in range(2)]
    assert statuses == [200, 200]
    assert (Photo.select().count(), len(stored(app))) == (0, 2)
    row = Audit.get(Audit.action == "remove-photo")
    assert row.before == {"sha256": photo.evidence.sha256, "caption": "会议室", "name": ""}


@pytest.mark.parametrize(
    ("who", "status"),
    [("colleague", 404), ("contact", 404), ("outsider", 404), ("administrator", 403), ("manager", 403)],
)
def test_stranger_changes_no_photograph(
    as_: As, cast: Cast, inspection: Inspection, photo: Photo, who: str, status: int
) -> None:
    client = as_(getattr(cast, who))
    assert upload(client, inspection).status_code == status
    assert client.post(at(photo), data={"caption": "x"}).status_code == status
    assert client.post(f"{at(photo)}/delete").status_code == status
    assert [row.caption for row in Photo.select()] == ["会议室"]


def test_logged_out_person_changes_no_photograph(
    client: FlaskClient, inspection: Inspection, photo: Photo
) -> None:
    assert upload(client, inspection, htmx=False).headers["Location"].startswith("/login")
    assert client.post(f"{at(photo)}/delete").headers["Location"].startswith("/login")
    assert Photo.select().count() == 1


@pytest.mark.parametrize(("state", "released"), [("submitted", False), ("approved", False), ("open", True)])
def test_photographs_stand_once_handed_in_and_after_release(
    as_: As, cast: Cast, inspection: Inspection, photo: Photo, state: str, released: bool
) -> None:
    Inspection.update(state=state).execute()
    Round.update(state="released" if released else "open").execute()
    client = as_(cast.inspector)
    added = upload(client, inspection)
    changed = client.post(at(photo), data={"caption": "x"}, headers=HTMX)
    removed = client.post(f"{at(photo)}/delete", headers=HTMX)
    assert {added.status_code, changed.status_code, removed.status_code} <= {409, 422}
    assert [row.caption for row in Photo.select()] == ["会议室"]


def test_unknown_entry_is_not_found(as_: As, cast: Cast, inspection: Inspection) -> None:
    assert upload(as_(cast.inspector), inspection, entry="../../etc").status_code == 404
    assert not Photo.select().exists()


def test_lost_file_is_told_and_not_a_fault(app: Flask, as_: As, cast: Cast, photo: Photo) -> None:
    for path in stored(app):
        path.unlink()
    response = as_(cast.inspector).get(f"/photos/{photo.id}")
    assert response.status_code == 404
    assert "的文件不在了" in response.text
