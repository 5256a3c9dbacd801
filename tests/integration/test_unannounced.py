"""暗访: of an unannounced round its unit learns nothing before the release, wherever it looks."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from inspect_app.printing.gathering import Letterhead, gather_report
from inspect_app.services import notices, printouts
from inspect_app.services.rounds import RoundEntry, change_round
from inspect_app.storage.models import Inspection, Notice, Photo, Printout, Round
from tests.integration.conftest import AT, SMALL, Cast
from tests.integration.filling import FILLED, approve
from tests.integration.images import picture
from tests.integration.periods import FIRST, SECOND, open_in, publish, release, sheet_in

As = Callable[..., FlaskClient]
TITLE = "夜间暗访专项"
MISSING = 987654  # no row of any table has this id
ROWS = 8  # more than any table of the test has
ALL_THE_SAME = {"sessions.destroy"}  # would log the walker out


@pytest.fixture
def secret(cast: Cast, as_: As) -> Round:
    """An unannounced round with all there can be of it: an approved sheet, a photograph, a notice, print jobs."""
    checklist = publish(SMALL, cast)
    announced = open_in(cast, checklist, FIRST, "2019年下半年")
    approve(sheet_in(announced, cast.unit), by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    release(announced, cast)
    round_ = open_in(cast, checklist, SECOND, TITLE, unannounced=True)
    sheet = sheet_in(round_, cast.unit)
    sent = {"entry": "talks", "save_id": str(uuid4()), "file": (io.BytesIO(picture()), "a.jpg")}
    as_(cast.inspector).post(f"/inspections/{sheet.id}/photos", data=sent)
    approve(sheet, by=cast.inspector, reviewer=cast.manager, filled=FILLED)
    notices.draft_all(round_, SECOND[1], by=cast.manager, at=AT)
    Notice.update(deadline=AT.date()).execute()
    notices.issue(Notice.get(), by=cast.manager, at=AT)
    for document in ("sheet", "notice"):
        printouts.request_printout(document, round_, cast.unit, by=cast.contact, at=AT)
    return round_


def addresses(app: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Every address of that method with each id that may be in the tables, and the same with one that is in none."""
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint in ALL_THE_SAME or rule.endpoint == "static":
            continue
        numbers = [name for name, kind in rule._converters.items() if "Id" in type(kind).__name__]
        for ids in product(range(1, ROWS), repeat=len(numbers)):
            yield (
                filled(rule, dict(zip(numbers, ids, strict=True))),
                filled(rule, dict.fromkeys(numbers, MISSING)),
            )


def filled(rule: Rule, ids: dict[str, int]) -> str:
    given = {name: ids.get(name, "talks") for name in rule.arguments}
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda found: str(given[found[1]]), rule.rule)


def hidden_words(cast: Cast) -> tuple[str, ...]:
    return (TITLE, "暗访")


def test_no_address_gives_the_round_away(app: Flask, as_: As, cast: Cast, secret: Round) -> None:
    client, mine = as_(cast.contact), {row.id for row in visible(cast)}
    walked = list(dict.fromkeys(addresses(app, "GET")))
    assert len(walked) > 200
    for address, elsewhere in walked:
        with client.get(address) as there, client.get(elsewhere) as nowhere:
            told = there.get_data(as_text=True) if there.mimetype.startswith("text") else ""
            assert not any(word in told for word in hidden_words(cast)), address
            if there.status_code != nowhere.status_code:
                assert is_announced(address, mine), (address, there.status_code, nowhere.status_code)


def visible(cast: Cast) -> list[Inspection]:
    return list(Inspection.select().join(Round).where(Round.state == "released"))


def is_announced(address: str, inspections: set[int]) -> bool:
    """Whether the address is one of the released round, whose ids are the first."""
    numbers = [int(number) for number in re.findall(r"\d+", address)]
    return bool(numbers) and numbers[0] in inspections | {1}


def test_no_write_tells_it_from_what_is_not_there(app: Flask, as_: As, cast: Cast, secret: Round) -> None:
    client = as_(cast.contact)
    before = [list(model.select().dicts()) for model in (Inspection, Notice, Photo, Round)]
    for address, elsewhere in dict.fromkeys(addresses(app, "POST")):
        if str(secret.id) not in re.findall(r"\d+", address):
            continue
        sent = {"save_id": str(uuid4()), "version": "0"}
        with client.post(address, data=sent) as there, client.post(elsewhere, data=sent) as nowhere:
            assert there.status_code == nowhere.status_code, address
    for document, name, id in (
        ("sheet", "inspection", sheet_in(secret, cast.unit).id),
        ("notice", "notice", Notice.get().id),
    ):
        asked = client.post("/printouts/", data={"document": document, name: str(id)})
        assert asked.status_code == 404
    assert [list(model.select().dicts()) for model in (Inspection, Notice, Photo, Round)] == before


def test_lists_hold_only_what_is_announced(as_: As, cast: Cast, secret: Round) -> None:
    client = as_(cast.contact)
    for path in (
        "/rankings/",
        "/notices/",
        "/inspections/",
        f"/rankings/{secret.id}",
        f"/notices/?round={secret.id}",
    ):
        assert TITLE not in client.get(path).text
    assert "2019年下半年" in client.get("/rankings/").text
    assert client.get(f"/notices/{Notice.get().id}").status_code == 404
    assert client.get(f"/printouts/{Printout.get().id}").status_code == 404


def test_the_office_and_its_inspector_see_it_marked(as_: As, cast: Cast, secret: Round) -> None:
    sheet = sheet_in(secret, cast.unit).id
    for user, path in (
        (cast.manager, "/rounds"),
        (cast.manager, f"/rounds/{secret.id}"),
        (cast.manager, f"/rounds/{secret.id}/release"),
        (cast.manager, "/rankings/"),
        (cast.manager, f"/rankings/{secret.id}"),
        (cast.manager, "/notices/"),
        (cast.manager, f"/notices/?round={secret.id}"),
        (cast.manager, f"/notices/{Notice.get().id}"),
        (cast.inspector, "/inspections/"),
        (cast.inspector, f"/inspections/{sheet}"),
    ):
        assert '<span class="chip chip-mark">暗访</span>' in as_(user).get(path).text


def test_issuing_says_that_the_unit_does_not_see_it_yet(as_: As, cast: Cast, secret: Round) -> None:
    Notice.update(state="draft", year=None, serial=None, deadline=date(2099, 1, 1)).execute()
    answer = as_(cast.manager).post(f"/notices/{Notice.get().id}/issue", follow_redirects=True)
    assert "本批次是暗访，发布结果后被考核单位才能看到" in answer.text


def test_whoever_issues_is_asked_with_what_the_unit_will_see(as_: As, cast: Cast, secret: Round) -> None:
    Notice.update(state="draft", year=None, serial=None).execute()
    asked = "发布结果后被考核单位可以看到（本批次是暗访）。确定印发吗？"
    assert asked in as_(cast.manager).get(f"/notices/{Notice.get().id}").text
    Round.update(unannounced=False).where(Round.id == secret.id).execute()
    page = as_(cast.manager).get(f"/notices/{Notice.get().id}").text
    assert asked not in page
    assert "印发后不能再改，被考核单位可以看到。确定印发吗？" in page


def test_printed_ranking_says_how_it_was_checked(app: Flask, cast: Cast, secret: Round) -> None:
    head = Letterhead.of(app.config["INSPECT"])
    before = gather_report(secret, head, today=AT.date())
    assert (before.heading, "以暗访方式" in before.opening) == (
        "关于夜间暗访专项（暗访）考核结果的通报",
        True,
    )
    release(secret, cast)
    after = gather_report(Round.get_by_id(secret.id), head, today=AT.date())
    assert (after.heading, "以暗访方式" in after.opening) == ("关于夜间暗访专项考核结果的通报", True)
    announced = gather_report(Round.get(Round.id != secret.id), head, today=AT.date())
    assert "暗访" not in announced.opening


def test_after_the_release_everything_is_there_without_the_mark(as_: As, cast: Cast, secret: Round) -> None:
    release(secret, cast)
    client = as_(cast.contact)
    assert TITLE in client.get("/rankings/").text
    assert client.get(f"/notices/{Notice.get().id}").status_code == 200
    page = client.get(f"/inspections/{sheet_in(secret, cast.unit).id}")
    assert page.status_code == 200
    assert "chip-mark" not in page.text


def test_a_round_can_be_announced_while_it_is_open(as_: As, cast: Cast, secret: Round) -> None:
    change_round(secret, RoundEntry(TITLE, *SECOND, SECOND[1]), subjects=[cast.unit], by=cast.manager, at=AT)
    assert as_(cast.contact).get(f"/notices/{Notice.get().id}").status_code == 200
