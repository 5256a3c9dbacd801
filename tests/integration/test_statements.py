"""How many SQL statements the busy pages take: whatever the number of items and units."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from inspect_app.services.checklists import publish
from inspect_app.services.rounds import RoundEntry, open_round
from inspect_app.storage import database
from inspect_app.storage.models import Inspection, Round, Subject
from tests.integration.conftest import AT

WRITES = ("INSERT", "UPDATE", "DELETE")
HTMX = {"HX-Request": "true"}


def small(items: int) -> str:
    """A checklist of that many items."""
    listed = "".join(
        f"      - {{id: item-{n}, title: 第{n}项, points: 1, rules: [{{kind: check, label: 制度, deduct: 1}}]}}\n"
        for n in range(items)
    )
    head = f"id: long\nversion: '{items}'\ntitle: 长细则\ntotal: {items}\nsections:\n"
    return f"{head}  - id: only\n    title: 唯一\n    points: {items}\n    items:\n{listed}"


@pytest.fixture
def round_of(cast, make_round):
    """`round_of(units)`: a round of that many units more than the cast's two."""

    def make(units: int) -> Round:
        more = [
            Subject.create(code=f"1{number:03}", name=f"第{number}局", group="县") for number in range(units)
        ]
        return make_round(subjects=[cast.unit, cast.elsewhere, *more])

    return make


def save(client, inspection, version: int = 0):
    """Save the first item of the small checklist."""
    entry = "talks"
    posted = {"version": version, "save_id": str(uuid4()), "not_applicable": f"没有这项工作（第{version}次）"}
    return client.post(f"/inspections/{inspection.id}/answers/{entry}", data=posted, headers=HTMX)


def test_save_takes_six_statements_in_one_transaction(as_, cast, inspection, statements):
    client = as_(cast.inspector)
    for version in (0, 1):
        with statements() as seen:
            assert save(client, inspection, version).status_code == 200
        # PostgreSQL locks the row by a statement of its own, so that the read after it sees what is committed.
        assert len([sql for sql in seen if "FOR NO KEY UPDATE" not in sql]) <= 6, seen
        writes = [number for number, sql in enumerate(seen) if sql.lstrip().startswith(WRITES)]
        assert writes == list(range(writes[0], writes[-1] + 1)), "a read between the writes"


def test_save_begins_one_transaction(as_, cast, inspection, monkeypatch):
    begun: list[str] = []
    bound = database.database.obj
    begin = bound.begin
    monkeypatch.setattr(bound, "begin", lambda *kind: (begun.append("begin"), begin(*kind))[1])
    assert save(as_(cast.inspector), inspection).status_code == 200
    assert begun == ["begin"]


@pytest.mark.parametrize("items", [5, 60])
def test_form_takes_ten_statements_whatever_its_items(as_, cast, statements, items):
    version = publish(small(items), by=cast.manager, at=AT)
    entry = RoundEntry("2020年全年", date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 22))
    open_round(entry, version, subjects=[cast.unit], inspectors=[cast.inspector], by=cast.manager, at=AT)
    with statements() as seen:
        assert as_(cast.inspector).get(f"/inspections/{Inspection.get().id}").status_code == 200
    assert len(seen) <= 10, seen


@pytest.mark.parametrize("page", ["/rounds/{}", "/rankings/{}", "/rounds"])
def test_office_pages_take_as_many_statements_for_forty_units_as_for_two(
    as_: Callable, cast, round_of, statements, page
):
    client = as_(cast.manager)
    few, many = round_of(0), None
    with statements() as with_two:
        assert client.get(page.format(few.id)).status_code == 200
    Round.update(title="以前").where(Round.id == few.id).execute()
    many = round_of(40)
    with statements() as with_forty:
        assert client.get(page.format(many.id)).status_code == 200
    assert len(with_forty) == len(with_two) <= 8


def test_list_of_inspections_takes_few_statements(as_, cast, round_of, statements):
    round_of(30)
    with statements() as seen:
        assert as_(cast.inspector).get("/inspections/").status_code == 200
    assert len(seen) <= 5, seen
