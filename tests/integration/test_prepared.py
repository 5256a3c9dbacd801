"""Prepared queries: written once, the values their own each time, on both databases."""

from inspect_app.storage.models import Inspection, Subject
from inspect_app.storage.prepared import Prepared

BY_CODE = Prepared(
    lambda code, group: Subject.select().where(Subject.code == code, Subject.group == group, Subject.active)
)
WITH_SUBJECT = Prepared(
    lambda id: Inspection.select(Inspection, Subject).join(Subject).where(Inspection.id == id)
)


def test_prepared_query_finds_the_row_of_its_values(cast):
    assert BY_CODE.first("01", "县") == cast.unit
    assert BY_CODE.first("02", "区") == cast.elsewhere


def test_prepared_query_without_a_row_is_none(cast):
    assert BY_CODE.first("01", "区") is None


def test_prepared_query_brings_what_it_joins(inspection, statements):
    with statements() as seen:
        assert WITH_SUBJECT.first(inspection.id).subject.name == "清河县局"
    assert len(seen) == 1
