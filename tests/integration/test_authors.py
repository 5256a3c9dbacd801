"""Documents without their authors: what names people is gone, what is written in them stays."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from inspect_app.storage import authors
from inspect_app.storage.documents import recognize
from inspect_app.storage.models import Evidence, Inspection, Photo
from tests.integration.authored import PARTS, PEOPLE, authored_office, authored_pdf
from tests.integration.conftest import Cast
from tests.integration.papers import older_office
from tests.integration.test_photos import upload

As = Callable[..., FlaskClient]


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_no_part_of_an_office_document_names_anybody(kind: str, encoding: str) -> None:
    cleaned = authors.removed(authored_office(kind, encoding), f".{kind}")
    assert cleaned is not None
    for name, content in parts(cleaned).items():
        for person in PEOPLE:
            assert person.encode() not in content, (name, person)
            assert person.encode("utf-16-le") not in content, (name, person)


def test_what_is_written_in_it_stays() -> None:
    cleaned = authors.removed(authored_office(), ".docx")
    assert cleaned is not None
    found = {name: content.decode() for name, content in parts(cleaned).items() if name.endswith("xml")}
    assert "张先生，作者不详" in found["word/document.xml"]
    assert "<dc:title>学习&amp;记录</dc:title>" in found["docProps/core.xml"]
    assert "2020-03-01T08:00:00Z" in found["docProps/core.xml"]
    assert '<sheet name="台账"/>' in found["xl/workbook.xml"]
    assert list(parts(cleaned)) == list(parts(authored_office()))
    assert recognize(cleaned) == recognize(authored_office())


def test_one_person_is_the_same_number_all_through_the_document() -> None:
    cleaned = authors.removed(authored_office(), ".docx")
    assert cleaned is not None
    found = parts(cleaned)
    assert 'w:author="作者1"'.encode() in found["word/document.xml"]
    assert (
        'w:author="作者1" w:initials="作"/><w:comment w:author="作者2"'.encode() in found["word/comments.xml"]
    )
    assert "w15:author='作者1'".encode() in found["word/people.xml"]


def test_photograph_in_a_document_says_no_more_where_it_was_taken() -> None:
    cleaned = authors.removed(authored_office(), ".docx")
    assert cleaned is not None
    before, after = (
        Image.open(io.BytesIO(parts(raw)["word/media/image1.jpeg"])) for raw in (authored_office(), cleaned)
    )
    assert (len(before.getexif()), len(after.getexif())) == (3, 0)
    assert before.tobytes() == after.tobytes()


def test_twice_is_like_once() -> None:
    once = authors.removed(authored_office(), ".docx")
    assert once is not None
    assert authors.removed(once, ".docx") == once


@pytest.mark.parametrize(("raw", "suffix"), [(authored_office(), ".docx"), (authored_pdf(), ".pdf")])
def test_the_same_document_gives_the_same_bytes(raw: bytes, suffix: str) -> None:
    assert authors.removed(raw, suffix) == authors.removed(bytes(raw), suffix) != raw


def test_pdf_names_nobody_and_keeps_its_fields() -> None:
    cleaned = authors.removed(authored_pdf(), ".pdf")
    assert cleaned is not None
    reader = PdfReader(io.BytesIO(cleaned))
    assert (reader.metadata or {}, reader.xmp_metadata) == ({}, None)
    notes = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert [note["/T"] for note in notes] == ["作者", "field-1"]
    assert [note["/Contents"] for note in notes] == ["请补签", "请补签"]
    assert "张三丰".encode() not in cleaned


@pytest.mark.parametrize(
    ("raw", "suffix"),
    [
        (authored_pdf(signed=True), ".pdf"),
        (authored_pdf(password=""), ".pdf"),
        (authored_pdf()[:-40], ".pdf"),
        (authored_office(**{"_xmlsignatures/sig1.xml": b"<Signature/>"}), ".docx"),
        (older_office("WordDocument"), ".doc"),
        (older_office("Workbook"), ".et"),
    ],
    ids=["signed", "protected", "torn", "signed-office", "doc", "et"],
)
def test_what_would_break_is_kept_as_it_came(raw: bytes, suffix: str) -> None:
    assert authors.removed(raw, suffix) is None


def test_stored_document_is_the_one_without_authors(as_: As, cast: Cast, inspection: Inspection) -> None:
    client = as_(cast.inspector)
    page = upload(client, inspection, authored_office(), name="总结.docx").text
    with client.get(f"/photos/{Photo.get().id}/file") as response:
        assert response.data == authors.removed(authored_office(), ".docx")
    assert "作者等信息还在" not in page
    assert "Word，7页" in page


def test_the_same_document_by_two_authors_is_stored_once(as_: As, cast: Cast, inspection: Inspection) -> None:
    """As 张三丰 hands it on, the other only changes the name in its properties."""
    client = as_(cast.inspector)
    mine, yours = (authored_office(**{"docProps/core.xml": core.encode()}) for core in two_authors())
    for raw in (mine, yours):
        upload(client, inspection, raw, name="总结.docx")
    assert (Photo.select().count(), Evidence.select().count()) == (2, 1)


def two_authors() -> list[str]:
    core = PARTS["docProps/core.xml"]
    return [core, core.replace("张三丰", "钱七星")]


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (authored_pdf(signed=True), "a.pdf", "有电子签名或权限限制的文件不能改动"),
        (older_office("WordDocument"), "a.doc", "请另存为docx、xlsx或pptx再传"),
    ],
    ids=["signed", "older"],
)
def test_page_says_that_authors_are_still_in_it(
    as_: As, cast: Cast, inspection: Inspection, raw: bytes, name: str, said: str
) -> None:
    client = as_(cast.inspector)
    assert said in upload(client, inspection, raw, name=name).text
    with client.get(f"/photos/{Photo.get().id}/file") as response:
        assert response.data == raw
