"""A round of small sheets, some of them shared by two inspectors."""

from dataclasses import dataclass
from datetime import date, datetime

from inspect_app.config import Config
from inspect_app.services import checklists, people, rounds
from inspect_app.services.people import UnitEntry
from inspect_app.services.rounds import RoundEntry
from inspect_app.storage import database
from inspect_app.storage.models import Assignment, Inspection, Subject, User
from tests.integration.conftest import PASSWORD, make_user

AT = datetime(2020, 7, 1, 9, 0)
ENTRIES = ("talks", "meetings", "report", "quality")
SHARED = 5  # of so many sheets one has two inspectors
TEXT = """
id: field
version: '1'
title: 实地考核细则
total: 4
sections:
  - id: only
    title: 实地
    points: 4
    items:
      - {id: talks, title: 谈话, points: 1, rules: [
          {kind: rate, label: 谈话率, of: 应谈话, done: 已谈话, target: 100%, each: 1%, deduct: 0.1}]}
      - {id: meetings, title: 会议, points: 1, rules: [{kind: count, label: 缺少的会议, unit: 次, deduct: 0.2}]}
      - {id: report, title: 报告, points: 1, rules: [{kind: check, label: 报告, yes: 已报, no: 未报, deduct: 0.5}]}
      - {id: quality, title: 质量, points: 1, rules: [{kind: judgement, label: 质量, min: 0.5, max: 1, step: 0.5}]}
"""


@dataclass(frozen=True)
class Person:
    """Somebody who logs in."""

    id: int
    login: str
    password: str = PASSWORD


@dataclass(frozen=True)
class Field:
    """The sheets by the inspector who hands them in, and those at which somebody lends a hand."""

    manager: Person
    inspectors: tuple[Person, ...]
    own: dict[int, list[int]]
    lent: dict[int, list[int]]


def build(config: Config, *, inspections: int, tablets: int) -> Field:
    """A database with so many sheets, shared out among so many people."""
    database.bind(config.database_url)
    database.migrate()
    with database.writing():
        manager = make_user("duban", "督办", "manager")
        users = [make_user(f"ducha{n}", f"督查{n}", "inspector") for n in range(tablets)]
        units = [_unit(number, manager) for number in range(inspections)]
        version = checklists.publish(TEXT, by=manager, at=AT)
        entry = RoundEntry("2020年上半年", date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 31))
        rounds.open_round(entry, version, subjects=units, inspectors=users, by=manager, at=AT)
        own, lent = _share_out(users)
    return Field(
        Person(manager.id, manager.login), tuple(Person(user.id, user.login) for user in users), own, lent
    )


def _unit(number: int, by: User) -> Subject:
    return people.save_unit(None, UnitEntry(f"{number:04}", f"第{number}单位", "县"), by=by, at=AT)


def _share_out(users: list[User]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Every fifth sheet gets the next inspector as well."""
    own: dict[int, list[int]] = {user.id: [] for user in users}
    lent: dict[int, list[int]] = {user.id: [] for user in users}
    following = {user.id: users[(place + 1) % len(users)].id for place, user in enumerate(users)}
    for number, row in enumerate(Assignment.select().join(Inspection).order_by(Inspection.id)):
        own[row.user_id].append(row.inspection_id)
        other = following[row.user_id]
        if number % SHARED == 0 and other != row.user_id:
            Assignment.create(inspection=row.inspection_id, user=other)
            lent[other].append(row.inspection_id)
    return own, lent
