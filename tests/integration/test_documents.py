"""Documents as evidence: known by their content, refused with a reason, only ever downloaded."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app.storage.documents import DocumentRefused, is_document, recognize
from inspect_app.storage.models import Inspection, Photo, Round
from tests.integration.conftest import Cast
from tests.integration.images import picture
from tests.integration.papers import STREAMS, archive, office, older_office, pdf
from tests.integration.test_photos import at, upload

As = Callable[..., FlaskClient]


def test_pdf_is_known_with_its_pages() -> None:
    found = recognize(pdf(3))
    assert (found.suffix, found.pages) == (".pdf", 3)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_office_package_is_known_by_its_main_part(kind: str) -> None:
    assert recognize(office(kind)).suffix == f".{kind}"


def test_pages_of_a_word_file_are_those_that_it_says() -> None:
    assert recognize(office(pages=7)).pages == 7


@pytest.mark.parametrize("kind", STREAMS)
def test_older_office_file_is_known_by_its_stream(kind: str) -> None:
    assert recognize(older_office("Root Entry", STREAMS[kind])).suffix == f".{kind}"


@pytest.mark.parametrize(
    ("stream", "name", "suffix"),
    [
        ("WordDocument", "总结.wps", ".wps"),
        ("Workbook", "台账.ET", ".et"),
        ("WordDocument", "总结.et", ".doc"),
    ],
)
def test_wps_is_told_from_its_twin_by_its_name(stream: str, name: str, suffix: str) -> None:
    assert recognize(older_office(stream), name).suffix == suffix


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (office("docm"), "有宏"),
        (
            office("docx", word_vbaProject_bin=b"x").replace(b"word.vbaProject.bin", b"word/vbaProject.bin"),
            "有宏",
        ),
        (older_office("WordDocument", "Macros"), "有宏"),
        (older_office("Workbook", "_VBA_PROJECT_CUR"), "有宏"),
        (older_office("EncryptedPackage"), "打开密码"),
        (pdf(password="1"), "打开密码"),
        (older_office("Root Entry"), "不认识"),
        (office("odd"), "不认识"),
        (archive(), "压缩包"),
        (pdf()[:200], "PDF文件已损坏"),
        (b"%PDF-1.7\n", "PDF文件已损坏"),
        (pdf(0), "一页也没有"),
        (office()[:-30], "已损坏"),
        (office(bomb_xml=bytes(201 * 1024 * 1024)), "展开后太大"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_is_refused_with_its_reason(raw: bytes, said: str) -> None:
    assert is_document(raw)
    with pytest.raises(DocumentRefused, match=said):
        recognize(raw)


def test_part_larger_than_it_says_is_refused() -> None:
    """The directory promises little, the data expand to more than is ever held."""
    raw = bytearray(office(bomb_xml=bytes(4 * 1024 * 1024)))
    size = (4 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(DocumentRefused, match="已损坏"):
        recognize(bytes(raw.replace(size, (100).to_bytes(4, "little"))))


@pytest.mark.parametrize("raw", [pdf(2), office(), older_office("WordDocument")], ids=["pdf", "zip", "ole"])
def test_damaged_document_is_taken_or_refused_but_never_a_fault(raw: bytes) -> None:
    chance = random.Random(len(raw))
    for _ in range(150):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        try:
            recognize(bytes(damaged))
        except DocumentRefused:
            continue


@pytest.fixture
def document(as_: As, cast: Cast, inspection: Inspection) -> Photo:
    upload(as_(cast.inspector), inspection, pdf(12), name="材料/学习<记录>\u202efdp.pdf")
    row: Photo = Photo.get()
    return row


def test_document_is_listed_with_its_name_and_pages(
    as_: As, cast: Cast, inspection: Inspection, document: Photo
) -> None:
    assert (document.name, document.evidence.pages) == ("学习_记录_fdp.pdf", 12)
    page = as_(cast.inspector).get(f"/inspections/{inspection.id}").text
    assert "学习_记录_fdp.pdf" in page
    assert "PDF，12页，" in page


def test_document_is_only_ever_downloaded(as_: As, cast: Cast, document: Photo) -> None:
    with as_(cast.inspector).get(f"/photos/{document.id}/file") as response:
        assert response.data.startswith(b"%PDF-")
        assert recognize(response.data).pages == 12
        assert response.mimetype == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Disposition"].startswith("attachment;")
    for path in ("", "/thumb", "/original"):
        assert as_(cast.inspector).get(f"/photos/{document.id}{path}").status_code == 404


def test_name_says_nothing_about_what_a_file_is(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    upload(client, inspection, pdf(1), name="照片.jpg")
    upload(client, inspection, picture(), name="材料.pdf")
    assert [(row.is_picture, row.evidence.suffix) for row in Photo.select().order_by(Photo.id)] == [
        (False, ".pdf"),
        (True, ".jpg"),
    ]


def test_refused_document_leaves_nothing(as_: As, cast: Cast, inspection: Inspection) -> None:
    response = upload(as_(cast.inspector), inspection, office("docm"), name="a.docx")
    assert response.status_code == 422
    assert "文件里有宏" in response.text
    assert not Photo.select().exists()


@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("contact", 404), ("manager", 200)])
def test_document_goes_to_those_who_see_the_sheet(
    as_: As, cast: Cast, document: Photo, who: str, status: int
) -> None:
    with as_(getattr(cast, who)).get(f"/photos/{document.id}/file") as response:
        assert response.status_code == status


def test_unit_downloads_the_document_once_released(as_: As, cast: Cast, document: Photo) -> None:
    Round.update(state="released").execute()
    with as_(cast.contact).get(f"/photos/{document.id}/file") as response:
        assert response.status_code == 200


def test_damaged_document_is_told_and_logged(
    app: Flask, as_: As, cast: Cast, document: Photo, caplog: pytest.LogCaptureFixture
) -> None:
    file: Path = next(app.config["INSPECT"].evidence.rglob("*.pdf"))
    file.write_bytes(b"%PDF-other")
    response = as_(cast.inspector).get(f"/photos/{document.id}/file")
    assert response.status_code == 404
    assert "已损坏" in response.text
    assert document.evidence.sha256 in caplog.text


def test_document_is_removed(as_: As, cast: Cast, document: Photo) -> None:
    assert as_(cast.inspector).post(f"{at(document)}/delete").status_code == 302
    assert not Photo.select().exists()
