"""Photographs on paper: captions, drawings, pairs side by side, watermarks; what is damaged is named."""

import json
from uuid import uuid4

import pytest
from PIL import Image

from inspect_app.config import from_environment
from inspect_app.printing.engine import render
from inspect_app.printing.errors import MissingEvidence
from inspect_app.printing.gathering import gather_notice, gather_sheet
from inspect_app.printing.marking import RED
from inspect_app.services import arrangements, inspections, notices, photos
from inspect_app.services.arrangements import Change, Save
from inspect_app.storage.models import Evidence, Inspection, Notice, Photo, Round, Subject, User
from tests.integration.conftest import *  # noqa: F403  the cast, on a database of its own
from tests.integration.conftest import AT
from tests.integration.filling import fill
from tests.integration.images import picture
from tests.integration.papers import pdf
from tests.pdf.measure import opened, whole_text

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def printed(config, fonts, cast, inspection):
    """`printed()` is the score sheet with three photographs, two of them a pair, and a document."""
    (config.data / "fonts").parent.mkdir(parents=True, exist_ok=True)
    (config.data / "fonts").symlink_to(from_environment({}).fonts)
    fill(inspection, by=cast.inspector)
    shots = [("talks", picture(size=(800, 600), colour=colour)) for colour in ("white", "gray", "silver")]
    for entry, raw in [*shots, ("talks", pdf(12))]:
        origin = photos.Origin(name="学习材料.pdf", place="清河县局三楼会议室")
        photos.add_photo(
            inspection, entry, raw, caption="", folder=config.evidence, by=cast.inspector,
            save_id=str(uuid4()), at=AT, origin=origin,
        )  # fmt: skip
    first, second, third, _ = Photo.select().order_by(Photo.id)
    by = Save(cast.inspector, AT, None)
    arrangements.pair_photo(second, first, by)
    drawing = json.dumps([{"tool": "arrow", "points": [[1000, 5000], [9000, 5000]]}])
    arrangements.change_photo(third, Change(caption="公示栏", drawing=drawing, turn=90), by)

    def sheet():
        return gather_sheet(_again(inspection), config, today=AT.date())

    return sheet


def _again(inspection):
    return Inspection.select(Inspection, Subject, Round).join_from(Inspection, Subject).join_from(
        Inspection, Round
    ).where(Inspection.id == inspection.id).get()  # fmt: skip


def test_sheet_shows_pairs_side_by_side(printed, fonts):
    with opened(render(printed(), fonts)) as paper:
        page = paper.pages[-1]
        words = page.extract_text()
        left, right, *_ = page.images
        assert abs(left["top"] - right["top"]) < 1
        assert left["x1"] <= right["x0"]
    assert "整改前：现场照片" in words
    assert "整改后：现场照片" in words
    assert "公示栏" in words


def test_sheet_lists_documents_with_their_pages(printed, fonts):
    assert "学习材料.pdf（PDF，12页" in whole_text(render(printed(), fonts))


def test_drawing_and_turn_are_on_the_printed_picture_and_not_on_the_stored_one(printed):
    sheet = printed()
    stored = {row.sha256 for row in Evidence.select()}
    own = [path for digest, path in sheet.images.items() if digest not in stored]
    assert len(own) == 1
    image = Image.open(own[0])
    assert image.size == (600, 800)
    red = image.getpixel((300, 400))
    assert all(abs(a - b) < 40 for a, b in zip(red, RED, strict=True))


def test_watermark_is_printed_only_when_the_round_asks(printed, fonts):
    plain = printed().images
    Round.update(watermark=True).execute()
    stamped = printed().images
    assert not set(plain) & set(stamped)
    assert len(stamped) == 3
    assert render(printed(), fonts)


def test_damaged_photograph_is_named(printed, config):
    digest = Photo.get(Photo.caption == "公示栏").evidence.sha256
    (config.evidence / digest[:2] / f"{digest}.jpg").write_bytes(b"x")
    with pytest.raises(MissingEvidence, match=r"公示栏.*已损坏"):
        printed()


def test_missing_document_is_named(printed, config):
    next(config.evidence.rglob("*.pdf")).unlink()
    with pytest.raises(MissingEvidence, match=r"学习材料.pdf.*不在了"):
        printed()


def test_notice_shows_the_problems_pictures(printed, config, fonts, cast, inspection):
    inspections.submit(_again(inspection), by=cast.inspector, at=AT)
    inspections.approve(_again(inspection), by=cast.manager, at=AT)
    notices.draft_all(_again(inspection).round, AT.date(), by=cast.manager, at=AT)
    row = Notice.select(Notice, Subject, Round).join_from(Notice, Subject).join_from(Notice, Round).get()
    with opened(render(gather_notice(row, config, today=AT.date()), fonts)) as paper:
        words = "".join(page.extract_text() for page in paper.pages)
        assert sum(len(page.images) for page in paper.pages) == 3
    assert "2.问题照片" in words.replace(" ", "")
    assert "附件2" in words


def test_user_s_name_is_on_the_stamp(printed, inspection, config):
    from inspect_app.printing.photographs import stamp_of
    from inspect_app.storage.photos import with_file

    Round.update(watermark=True).execute()
    photo = with_file().where(Photo.caption == "公示栏").get()
    lines = stamp_of(photo, _again(inspection))
    assert lines == (
        "时间：2020年7月1日 09:00",
        "地点：清河县局三楼会议室",
        "单位：清河县局",
        f"督导人员：{User.get(User.login == 'xuncha').name}",
    )
