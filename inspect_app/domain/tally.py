"""Tally: what an inspection remembers of each entry's result, enough to total it without scoring it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import NOWHERE, Context
from inspect_app.domain.results import ZERO
from inspect_app.domain.scoring import ItemScore, ScoreLine, ScoreSheet, assemble, score_entries


@dataclass(frozen=True)
class Mark:
    """One entry's result: its state, the points lost or gained, and for a veto whether it happened."""

    state: str
    lost: Decimal
    happened: bool = False
    gained: Decimal = Decimal(0)

    @cached_property
    def written(self) -> tuple[Any, ...]:
        """JSON data; marks of sheets that only take points are as they always were."""
        written = (self.state, str(self.lost), self.happened)
        return (*written, str(self.gained)) if self.gained else written

    @cached_property
    def _hash(self) -> int:
        return hash(self.written)

    def __hash__(self) -> int:
        return self._hash


# A sheet of two thousand entries is totalled anew at each save, and nearly all of it stands as it stood before:
# the same marks, and what is remembered of the same entries, are made once.
@lru_cache(maxsize=4096)
def read_mark(state: str, lost: str, happened: bool, gained: str = "0") -> Mark:
    """The mark that was `written`."""
    return Mark(state, Decimal(lost), happened, Decimal(gained))


@dataclass(frozen=True)
class Tally:
    """The marks by entry id, and the totals made of them. Amounts in points; `sections` is (score, points, open).

    `notes` are the words of the steps between items and total: by section id, and under "" for the whole sheet.
    """

    marks: Mapping[str, Mark] = field(default_factory=dict)
    total: Decimal = Decimal(0)
    full: Decimal = Decimal(0)
    lost: Decimal = Decimal(0)
    open: int = 0
    sections: Mapping[str, tuple[Decimal, Decimal, int]] = field(default_factory=dict)
    grade: str = ""
    barred: bool = False
    failed: bool = False
    grade_note: str = ""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def gained(self) -> Decimal:
        """Points gained in items, before adjustments."""
        return sum((mark.gained for mark in self.marks.values()), Decimal(0))

    @property
    def complete(self) -> bool:
        """Whether nothing is open."""
        return self.open == 0

    def to_json(self) -> dict[str, Any]:
        """JSON data that `from_json` reads back exactly; amounts are text."""
        return {
            "marks": {key: mark.written for key, mark in self.marks.items()},
            "sections": {key: [str(s), str(p), o] for key, (s, p, o) in self.sections.items()},
            "total": str(self.total),
            "full": str(self.full),
            "lost": str(self.lost),
            "open": self.open,
            "grade": self.grade,
            "barred": self.barred,
            "failed": self.failed,
            **({"grade_note": self.grade_note} if self.grade_note else {}),
            **({"notes": {key: list(words) for key, words in self.notes.items()}} if self.notes else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tally":
        """The tally that `to_json` wrote. An empty mapping is not one: see `blank`."""
        return cls(
            marks={key: read_mark(*mark) for key, mark in data["marks"].items()},
            sections={key: (Decimal(s), Decimal(p), o) for key, (s, p, o) in data["sections"].items()},
            total=Decimal(data["total"]),
            full=Decimal(data["full"]),
            lost=Decimal(data["lost"]),
            open=data["open"],
            grade=data["grade"],
            barred=data["barred"],
            failed=data["failed"],
            grade_note=data.get("grade_note", ""),
            notes={key: tuple(words) for key, words in data.get("notes", {}).items()},
        )


def blank(checklist: Checklist, context: Context = NOWHERE) -> Tally:
    """The tally of a sheet on which nothing is recorded."""
    return tally_of(checklist, score_entries(checklist, {}, checklist.entries, context))


def tally_of(checklist: Checklist, scored: Mapping[str, ItemScore]) -> Tally:
    """The tally of complete results, one for each entry."""
    return _total(checklist, {key: mark_of(result) for key, result in scored.items()})


def updated(checklist: Checklist, tally: Tally, *results: ItemScore) -> Tally:
    """The tally after these entries' results have changed."""
    return _total(checklist, {**tally.marks, **{result.id: mark_of(result) for result in results}})


def mark_of(result: ItemScore) -> Mark:
    """What is remembered of a result."""
    happened = result.veto and result.lines[0].state == "lost"
    return read_mark(*Mark(result.state, result.lost, happened, result.gained).written)


def _total(checklist: Checklist, marks: Mapping[str, Mark]) -> Tally:
    sheet = assemble(checklist, {key: _remembered(checklist, key, marks[key]) for key in checklist.entries})
    return Tally(
        marks=marks,
        total=sheet.total,
        full=sheet.full,
        lost=sheet.lost,
        open=len(sheet.open),
        sections=_sections(sheet),
        grade=sheet.grade,
        barred=sheet.barred,
        failed=sheet.failed,
        grade_note=sheet.grade_note,
        notes=notes_of(sheet),
    )


def notes_of(sheet: ScoreSheet) -> dict[str, tuple[str, ...]]:
    """The words of the sheet's steps: by section id, and under "" for the whole sheet."""
    steps = {section.id: section.steps for section in sheet.sections}
    words = {
        key: tuple(step.words for step in made) for key, made in [*steps.items(), ("", sheet.adjustments)]
    }
    return {key: said for key, said in words.items() if said}


def _sections(sheet: ScoreSheet) -> dict[str, tuple[Decimal, Decimal, int]]:
    return {section.id: (section.score, section.points, section.open) for section in sheet.sections}


def _remembered(checklist: Checklist, key: str, mark: Mark) -> ItemScore:
    """A stand-in for the entry's result: the right state and amount, no words."""
    item = checklist.items.get(key)
    if item is None:
        return _stand_in(key, "", ZERO, None, mark)
    return _stand_in(key, item.title, item.points, checklist.starts[key], mark)


@lru_cache(maxsize=16384)
def _stand_in(key: str, title: str, points: Decimal, start: Decimal | None, mark: Mark) -> ItemScore:
    state: Any = mark.state
    line = ScoreLine("", "", "lost" if mark.happened else "met", "", mark.gained - mark.lost)
    return ItemScore(key, title, points, state, (line,), start, veto=start is None)
