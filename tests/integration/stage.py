"""The same things in every state that matters to rights: `Stage(cast, client_of).ids[state]`."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from inspect_app.config import Config
from inspect_app.services import compositions, notices, overall, printouts, rounds
from inspect_app.services.overall import OverallEntry
from inspect_app.storage.models import (
    Inspection,
    Notice,
    Overall,
    Photo,
    Printout,
    Round,
    Signature,
    User,
    Visit,
)
from tests.integration.conftest import AT, SMALL, Cast, make_user
from tests.integration.filling import FILLED, approve
from tests.integration.images import picture
from tests.integration.periods import FIRST, LOOKING_BACK, SECOND, open_in, publish, release, sheet_in
from tests.integration.rights import STATES
from tests.integration.test_visits import TYPED

As = Callable[[User], FlaskClient]
Ids = dict[str, Any]
EVERY_KIND = SMALL.with_name("every-kind.yaml")
COMPOSITION = """\
id: year
version: "1"
title: 年度综合考核办法
compose: weighted
parts: [{id: only, title: 全年, checklist: small, period: year, weight: 100%}]
grades: [{name: 合格, min: 0}]
"""


class Stage:
    """`people` by the letters of rights.py; `ids[state]` by the first part of an address."""

    def __init__(self, cast: Cast, as_: As, config: Config) -> None:
        self.cast, self.as_, self.config = cast, as_, config
        former = make_user("qianren", "钱前任", "inspector")
        self.people: dict[str, User | None] = dict(
            zip(
                "AMIFCUON",
                (
                    cast.administrator,
                    cast.manager,
                    cast.inspector,
                    former,
                    cast.colleague,
                    cast.contact,
                    cast.outsider,
                    None,
                ),
                strict=True,
            )
        )
        self.checklist = publish(SMALL, cast)
        self.composition = compositions.publish(COMPOSITION, by=cast.manager, at=AT)
        self.before = self._before()
        self.shared = self._shared()
        self.ids = {state: self._furnish(state) for state in STATES}
        sheets = [ids["inspections"] for ids in self.ids.values()]
        Inspection.update(previous=self.before.inspection_id).where(Inspection.id.in_(sheets)).execute()

    def _before(self) -> Photo:
        """A former sheet with a photograph at an item that lost points."""
        round_ = open_in(self.cast, self.checklist, FIRST, "2019年下半年")
        sheet = sheet_in(round_, self.cast.unit)
        photo = self._photo(sheet)
        approve(sheet, by=self.cast.inspector, reviewer=self.cast.manager, filled=FILLED)
        release(round_, self.cast)
        return photo

    def _shared(self) -> Ids:
        """What is the same whatever the state."""
        rounds_ = {
            file: open_in(self.cast, publish(file, self.cast), SECOND, file.stem)
            for file in (EVERY_KIND, LOOKING_BACK)
        }
        return {
            "checklists": self.checklist.id,
            "compositions": self.composition.id,
            "units": self.cast.unit.id,
            "accounts": self.cast.outsider.id,
            "parameters": rounds_[EVERY_KIND].id,
            "office": rounds_[LOOKING_BACK].id,
        }

    def _furnish(self, state: str) -> Ids:
        cast = self.cast
        round_ = open_in(cast, self.checklist, SECOND, state, [cast.unit], unannounced=state == "secret")
        sheet = sheet_in(round_, cast.unit)
        self._hand_over(round_, sheet)
        photo, visit, signature = self._photo(sheet), self._visit(sheet), self._signature(sheet)
        approve(sheet, by=cast.inspector, reviewer=cast.manager)
        notices.draft_all(round_, date(2099, 1, 15), by=cast.manager, at=AT)
        notice = Notice.get(Notice.round == round_)
        job = self._printed(round_)
        row = overall.create(OverallEntry(state, {"only": round_}), self.composition, by=cast.manager, at=AT)
        self._move(state, round_, sheet, notice, row)
        return {
            **self.shared,
            "round": round_.id,
            "inspections": sheet.id,
            "photo": photo,
            "visits": visit.id,
            "signatures": signature.id,
            "notices": notice.id,
            "printouts": job.id,
            "overall": row.id,
        }

    def _hand_over(self, round_: Round, sheet: Inspection) -> None:
        """From the former inspector to the one who has it."""
        former: Any = self.people["F"]
        for inspectors in ([former], [self.cast.inspector]):
            rounds.reassign(round_, {sheet.id: inspectors}, by=self.cast.manager, at=AT)

    def _photo(self, sheet: Inspection) -> Photo:
        save_id = str(uuid4())
        sent = {"entry": "talks", "save_id": save_id, "file": (io.BytesIO(picture()), "a.jpg")}
        self.as_(self.cast.inspector).post(f"/inspections/{sheet.id}/photos", data=sent)
        row: Photo = Photo.get(Photo.save_id == save_id)
        return row

    def _visit(self, sheet: Inspection) -> Visit:
        row: Visit = Visit.create(inspection=sheet, save_id=str(uuid4()), **TYPED)
        return row

    def _signature(self, sheet: Inspection) -> Signature:
        given = {"party": "inspector", "name": "沈巡查", "signed_on": AT.date(), "save_id": str(uuid4())}
        row: Signature = Signature.create(
            inspection=sheet, taken_at=AT, taken_by=self.cast.inspector, **given
        )
        return row

    def _printed(self, round_: Round) -> Printout:
        job = printouts.request_printout("sheet", round_, self.cast.unit, by=self.cast.contact, at=AT)
        Printout.update(state="done", file="a.pdf", pages=1).where(Printout.id == job.id).execute()
        folder = self.config.printouts / str(job.id)
        folder.mkdir(parents=True)
        for name in ("a.pdf", "page-1.png"):
            (folder / name).write_bytes(b"x")
        return job

    def _move(self, state: str, round_: Round, sheet: Inspection, notice: Notice, row: Overall) -> None:
        if state == "work":
            Inspection.update(state="returned").where(Inspection.id == sheet.id).execute()
            return
        notices.issue(notice, by=self.cast.manager, at=AT)
        if state == "released":
            release(round_, self.cast)
            self.as_(self.cast.manager).post(f"/overall/{row.id}/publish", data={"blocked": "0"})
            assert Overall.get_by_id(row.id).state == "published"
