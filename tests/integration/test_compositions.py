"""综合考核办法: published, refused and opened like a checklist."""

import pytest

from inspect_app.services import compositions
from inspect_app.storage.models import CompositionVersion
from tests.integration.conftest import AT, Cast
from tests.integration.overall.conftest import TEXT, As
from tests.integration.reading import words


def test_a_composition_is_published_like_a_checklist(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    checked = client.post("/checklists/examine", data={"text": TEXT})
    assert "共2个部分，可以发布" in words(checked.text)
    response = client.post("/checklists", data={"text": TEXT})
    version = CompositionVersion.get()
    assert response.headers["Location"] == f"/compositions/{version.id}"
    assert "占40%" in client.get(f"/compositions/{version.id}").text
    assert "年度综合考核办法" in client.get("/checklists").text
    client.post("/checklists", data={"text": TEXT})
    assert CompositionVersion.select().count() == 1
    taken = client.post("/checklists", data={"text": TEXT.replace("年度综合", "全年综合")})
    assert taken.status_code == 422
    assert "请把version改成新的版本号" in taken.text


def test_a_wrong_composition_is_refused_with_its_lines(as_: As, cast: Cast) -> None:
    response = as_(cast.manager).post("/checklists", data={"text": TEXT.replace("60%", "50%")})
    assert response.status_code == 422
    assert "权重合计是90%" in response.text
    assert not CompositionVersion.select().exists()


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("inspector", 403), ("contact", 403)])
def test_compositions_are_the_offices(as_: As, cast: Cast, who: str, status: int) -> None:
    version = compositions.publish(TEXT, by=cast.manager, at=AT)
    assert as_(getattr(cast, who)).get(f"/compositions/{version.id}").status_code == status


def test_shipped_compositions_open_without_being_published(as_: As, cast: Cast) -> None:
    client = as_(cast.manager)
    assert "党员双十规范积分年度评格办法" in client.get("/checklists").text
    assert client.get("/checklists/files/compositions/member-points-year").status_code == 200
    assert client.get("/checklists/files/compositions/../../pyproject").status_code == 404


def test_a_part_names_the_document_it_comes_from(as_: As, cast: Cast) -> None:
    text = TEXT.replace("parts:", "basis: {works: 市局2020年党建工作要点}\nparts:")
    text = text.replace(
        "weight: 40%", "weight: 40%, source: {doc: works, at: 六/19, quote: 修订完善考核办法}"
    )
    version = compositions.publish(text, by=cast.manager, at=AT)
    page = as_(cast.manager).get(f"/compositions/{version.id}").text
    assert "“修订完善考核办法”<br>" in page
    assert "《市局2020年党建工作要点》第六部分第19条" in page
