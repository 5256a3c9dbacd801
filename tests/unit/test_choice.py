"""Choice: mild or grave, exactly one of several."""

import pytest

from tests.unit.specimens import filled, judged, rule

RECORDS = rule(
    "choice",
    label="记录",
    good="记录规范",
    options=[{"name": "记录不规范", "deduct": "1"}, {"name": "无记录", "deduct": "3"}],
)


@pytest.mark.parametrize(("choice", "amount"), [("记录规范", 0), ("记录不规范", 1), ("无记录", 3)])
def test_the_chosen_one_is_what_it_costs(choice, amount):
    assert judged(RECORDS, choice=choice).amount == amount


def test_nothing_chosen_is_open():
    assert judged(RECORDS).state == "open"


def test_the_clause_names_every_price():
    assert RECORDS.clause() == "记录：记录不规范的扣1分，无记录的扣3分"


def test_what_is_not_on_offer_is_refused():
    form = filled(RECORDS, choice="没有")
    assert not form.validate()
    assert form.errors == {"choice": ["记录没有“没有”这一项，请填其中一个：记录规范、记录不规范、无记录"]}
