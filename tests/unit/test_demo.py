"""The demonstration's facts: the same from the same seed, and such as an inspector could have recorded."""

from pathlib import Path
from random import Random

import pytest

from inspect_app.demo import accounts, city, sheets
from inspect_app.demo.accounts import Account
from inspect_app.demo.dice import dice
from inspect_app.demo.pictures import SHOTS, Camera
from inspect_app.demo.plans import HALF_YEAR, SECOND_HALF, YEAR_END, RoundPlan, draw_round
from inspect_app.demo.remarks import FAULTS
from inspect_app.domain.answers import dump, load_answers
from inspect_app.domain.checklist import Checklist, load
from inspect_app.domain.scoring import score
from inspect_app.printing.fonts import FontFolders

CHECKLISTS = Path(__file__).parents[2] / "checklists"


def checklist_of(plan: RoundPlan) -> Checklist:
    return load((CHECKLISTS / plan.file).read_text(encoding="utf-8"))


def drawn(plan: RoundPlan, seed: int = 2020) -> dict[str, sheets.Sheet]:
    units = {unit.code: unit for unit in city.units(dice(seed, "units"))}
    return draw_round(plan, units, seed, checklist_of(plan))


@pytest.fixture(params=[HALF_YEAR, SECOND_HALF, YEAR_END], ids=["half-year", "second-half", "year-end"])
def plan(request):
    return request.param


def test_same_seed_draws_the_same(plan):
    assert drawn(plan) == drawn(plan)


def test_another_seed_draws_another_city(plan):
    assert drawn(plan) != drawn(plan, seed=7)


def test_facts_are_such_as_the_form_would_store(plan):
    checklist = checklist_of(plan)
    for sheet in drawn(plan).values():
        recorded = {key: content.recorded() for key, content in sheet.items()}
        assert load_answers(dump(checklist, recorded), checklist) == recorded


def test_every_sheet_is_complete(plan):
    checklist = checklist_of(plan)
    for sheet in drawn(plan).values():
        assert score(checklist, {key: content.recorded() for key, content in sheet.items()}).complete


@pytest.mark.parametrize("seed", range(12))
def test_every_seed_has_its_tie(plan, seed):
    checklist, sheets_ = checklist_of(plan), drawn(plan, seed)
    tied = {code: own.equal_to for code, own in plan.units.items() if own.equal_to}
    assert tied or plan is SECOND_HALF  # just begun, there is no ranking yet
    for code, other in tied.items():
        assert sheets.lost(checklist, sheets_[code]) == sheets.lost(checklist, sheets_[other])
        assert sheets_[code] != sheets_[other]


def test_every_rule_has_words_for_its_fault(plan):
    wanted = {f"{item.id}/{rule.label}" for item in checklist_of(plan).items.values() for rule in item.rules}
    assert wanted <= FAULTS.keys()


def test_nobody_has_the_name_of_another():
    people = [name for unit in city.units(Random(1)) for name in (*unit.leaders, unit.contact[1])]
    assert len(people) == len(set(people))


@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS.keys())
def test_photographs_need_no_font(shot, tmp_path):
    camera = Camera(FontFolders(tmp_path, tmp_path))
    camera.font = None
    assert camera.take(shot, Random(1)) == camera.take(shot, Random(1))


def test_accounts_are_kept_for_their_owner_alone(tmp_path):
    text = accounts.table([Account("manager", "栾明远", "duban1", "abcd-efgh-23456")])
    accounts.keep(tmp_path, text)
    assert accounts.kept(tmp_path) == text
    assert (tmp_path / accounts.FILE).stat().st_mode & 0o777 == 0o600
