"""Files in pieces: a cut goes on where it was, nothing is stored twice, nobody adds to another's file."""

import os
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from inspect_app.storage import uploads
from inspect_app.storage.models import Assignment, Inspection, Photo, User
from tests.integration.conftest import Cast
from tests.integration.filling import HTMX
from tests.integration.images import photograph

As = Callable[..., FlaskClient]
FILE = photograph((1200, 800))
PIECE = 2000


class Upload:
    """One file of one tablet, sent as files.js does."""

    def __init__(self, client: FlaskClient, user: User, inspection: Inspection, key: str = "") -> None:
        self.client, self.at, self.key = client, f"/inspections/{inspection.id}", key or str(uuid4())
        self.headers = {**HTMX, "Save-User": str(user.id)}

    def piece(self, offset: int, raw: bytes | None = None, total: int = len(FILE)) -> TestResponse:
        return self.client.post(
            f"{self.at}/uploads/{self.key}?offset={offset}&total={total}",
            data=FILE[offset : offset + PIECE] if raw is None else raw,
            content_type="application/octet-stream",
            headers=self.headers,
        )

    def here(self) -> int:
        return offset(self.client.get(f"{self.at}/uploads/{self.key}", headers=self.headers))

    def everything(self) -> None:
        for start in range(0, len(FILE), PIECE):
            self.piece(start)

    def finish(self, digest: str = sha256(FILE).hexdigest(), **fields: Any) -> TestResponse:
        data = {"entry": "talks", "save_id": self.key, "sha256": digest, "name": "记录.jpg", **fields}
        return self.client.post(f"{self.at}/photos", data=data, headers=self.headers)


def offset(response: TestResponse) -> int:
    return int(response.headers["Upload-Offset"])


@pytest.fixture
def sent(as_: As, cast: Cast, inspection: Inspection) -> Upload:
    return Upload(as_(cast.inspector), cast.inspector, inspection)


def parts(app: Flask) -> list[str]:
    return [path.name for path in app.config["INSPECT"].uploads.glob("*")]


def test_pieces_become_a_photograph_and_go(app: Flask, sent: Upload) -> None:
    sent.everything()
    response = sent.finish(caption="会议室")
    assert (response.status_code, response.headers["Save-State"]) == (200, "saved")
    assert (Photo.get().caption, Photo.get().save_id) == ("会议室", sent.key)
    assert parts(app) == []


def test_each_piece_is_acknowledged_by_how_much_is_here(sent: Upload) -> None:
    assert sent.here() == 0
    assert [offset(sent.piece(start)) for start in (0, PIECE)] == [PIECE, 2 * PIECE]
    assert sent.here() == 2 * PIECE


def test_piece_sent_twice_is_kept_once(sent: Upload) -> None:
    assert [offset(sent.piece(0)) for _ in range(2)] == [PIECE, PIECE]
    sent.everything()
    assert sent.finish().status_code == 200


def test_gap_is_answered_with_where_to_go_on(sent: Upload) -> None:
    sent.piece(0)
    assert offset(sent.piece(3 * PIECE)) == PIECE
    assert sent.here() == PIECE


def test_two_tabs_that_send_the_same_make_one_photograph(as_: As, cast: Cast, inspection: Inspection) -> None:
    key = str(uuid4())
    tabs = [Upload(as_(cast.inspector), cast.inspector, inspection, key) for _ in range(2)]
    for start in range(0, len(FILE), PIECE):
        for tab in tabs:
            tab.piece(start)
    assert [tab.finish().headers["Save-State"] for tab in tabs] == ["saved", "saved"]
    assert Photo.select().count() == 1


def test_stored_photograph_asks_for_no_pieces_again(app: Flask, sent: Upload) -> None:
    """The last answer was lost: the tablet begins anew, and nothing is sent a second time."""
    sent.everything()
    sent.finish()
    assert sent.here() >= len(FILE)
    assert offset(sent.piece(0)) >= len(FILE)
    assert sent.finish().headers["Save-State"] == "saved"
    assert (Photo.select().count(), parts(app)) == (1, [])


def test_missing_pieces_are_asked_for_and_nothing_is_decided(sent: Upload) -> None:
    sent.piece(0)
    response = sent.finish(digest=sha256(FILE).hexdigest())
    assert response.status_code == 425
    assert "Save-State" not in response.headers
    assert not Photo.select().exists()


def test_wrong_hash_throws_the_pieces_away_and_the_file_begins_anew(app: Flask, sent: Upload) -> None:
    sent.everything()
    assert sent.finish(digest="0" * 64).status_code == 425
    assert parts(app) == []
    sent.everything()
    assert sent.finish().status_code == 200


def test_refused_file_is_invalid(sent: Upload) -> None:
    words = b"just words"
    sent.piece(0, words, total=len(words))
    response = sent.finish(digest=sha256(words).hexdigest())
    assert (response.status_code, response.headers["Save-State"]) == (422, "invalid")
    assert "这个文件不是照片" in response.text


def test_other_inspector_of_the_sheet_does_not_add_to_my_file(
    as_: As, cast: Cast, inspection: Inspection, sent: Upload
) -> None:
    Assignment.create(inspection=inspection, user=cast.colleague)
    sent.piece(0)
    other = Upload(as_(cast.colleague), cast.colleague, inspection, sent.key)
    assert other.here() == 0
    other.piece(0, b"x" * 10)
    assert sent.here() == PIECE


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 404), ("contact", 404), ("outsider", 404), ("manager", 403)]
)
def test_stranger_sends_no_piece(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, who: str, status: int
) -> None:
    user = getattr(cast, who)
    assert Upload(as_(user), user, inspection).piece(0).status_code == status
    assert parts(app) == []


def test_logged_out_tablet_sends_no_piece(
    app: Flask, client: FlaskClient, cast: Cast, inspection: Inspection
) -> None:
    response = Upload(client, cast.inspector, inspection).piece(0)
    assert (response.status_code, response.headers["Save-State"]) == (401, "signed-out")
    assert parts(app) == []


def test_closed_sheet_takes_no_piece(sent: Upload) -> None:
    Inspection.update(state="submitted").execute()
    response = sent.piece(0)
    assert (response.status_code, response.headers["Save-State"]) == (409, "locked")


@pytest.mark.parametrize(
    ("start", "total", "status"),
    [("x", "1", 400), ("0", "", 400), ("-1", "5", 400), ("0", str(25 * 1024 * 1024), 413), ("9", "5", 413)],
)
def test_junk_numbers_are_refused(app: Flask, sent: Upload, start: str, total: str, status: int) -> None:
    url = f"{sent.at}/uploads/{sent.key}?offset={start}&total={total}"
    assert sent.client.post(url, data=b"x", headers=sent.headers).status_code == status
    assert parts(app) == []


def test_piece_beyond_the_total_is_refused(sent: Upload) -> None:
    assert sent.piece(0, b"12345", total=4).status_code == 400
    assert sent.here() == 0


def test_huge_piece_is_refused(sent: Upload) -> None:
    assert sent.piece(0, bytes(uploads.LARGEST_PIECE + 1), total=20_000_000).status_code == 413


def test_abandoned_pieces_go_after_a_week(app: Flask, sent: Upload) -> None:
    sent.piece(0)
    folder = app.config["INSPECT"].uploads
    left, young = folder / "old.part", folder / "young.part"
    for path, days in ((left, 8), (young, 6)):
        path.write_bytes(b"x")
        os.utime(path, (time.time() - days * uploads.DAY,) * 2)
    uploads.append(folder, "new", 0, b"x")
    assert (left.exists(), young.exists()) == (False, True)
