"""What must hold of every score sheet, of every kind of rule under every modifier, whatever is recorded."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from wtforms import FieldList, Form, FormField, TextAreaField

from inspect_app.domain.answers import Filled
from inspect_app.domain.checklist import load
from inspect_app.domain.context import Context
from inspect_app.domain.quantities import plain
from inspect_app.domain.rules import REGISTRY, Rule
from inspect_app.domain.rules.fields import Day, ExactNumber, OneOf, Ticks, WholeNumber
from inspect_app.domain.scoring import Answer, score, score_item
from tests.unit.specimens import checklist, item, rule

TEXT = (Path(__file__).parents[1] / "checklists" / "every-kind.yaml").read_text(encoding="utf-8")
SHEET = load(TEXT)
KNOWN = Context({"group": "县"}, {"funds": 10, "goal": 90})
FEW = settings(max_examples=25, deadline=None)
COUNTS = st.integers(0, 6).map(str)
NAMES = st.sampled_from(["甲", "乙", "丙"])


def typed(field: Any) -> st.SearchStrategy[str]:
    """What somebody might type into the field."""
    if isinstance(field, OneOf):
        return st.sampled_from([value for value, _ in field.choices])
    if isinstance(field, Ticks):
        return st.lists(st.sampled_from([value for value, _ in field.choices[:-1]]), unique=True).map(
            "、".join
        )
    if isinstance(field, Day):
        return st.sampled_from(["2020-06-29", "2020-07-04"])
    if isinstance(field, TextAreaField):
        return st.sampled_from(["", "见照片"])
    return COUNTS if isinstance(field, WholeNumber | ExactNumber) else NAMES


def filled(form: Form, prefix: str = "") -> st.SearchStrategy[dict[str, str]]:
    """What a browser might send of the form: every field, or nothing of it."""
    parts = []
    for name, field in form._fields.items():
        if isinstance(field, FieldList):
            row = field.unbound_field.args[0]
            rows = [filled(row(), f"{prefix}{name}-{number}-") for number in range(3)]
            parts += [st.one_of(st.just({}), one) for one in rows]
        elif isinstance(field, FormField):
            parts.append(filled(field.form, f"{prefix}{name}-"))
        else:
            parts.append(typed(field).map(lambda text, key=f"{prefix}{name}": {key: text} if text else {}))
    return st.tuples(*parts).map(lambda found: {key: text for part in found for key, text in part.items()})


def facts_of(one: Rule) -> st.SearchStrategy[dict[str, Any]]:
    def recorded(texts: dict[str, str]) -> dict[str, Any]:
        form = one.form(Filled(texts))
        return one.facts(form) if form.validate() else {}

    return st.one_of(st.just({}), filled(one.form()).map(recorded))


ANSWERS = st.fixed_dictionaries(
    {
        key: st.fixed_dictionaries({one.label: facts_of(one) for one in rules}).map(Answer)
        | st.just(Answer(not_applicable="没有此项工作"))
        for key, rules in SHEET.entries.items()
    }
)


def test_every_kind_is_among_them():
    assert {one.kind for rules in SHEET.entries.values() for one in rules} >= set(REGISTRY) - {"choice"}


@FEW
@given(answers=ANSWERS)
def test_lines_add_up_exactly_and_scoring_twice_gives_the_same(answers):
    sheet = score(SHEET, answers, KNOWN)
    for one in sheet.items:
        assert one.state == "void" or (one.start or 0) + sum(line.amount for line in one.lines) == one.score
    for section in sheet.sections:
        assert section.score == sum(i.score for i in section.items) + sum(s.amount for s in section.steps)
    assert sheet.total == sum(s.score for s in sheet.sections) + sum(a.amount for a in sheet.adjustments)
    assert score(SHEET, answers, KNOWN) == sheet


def shuffled(draw: Any, tree: Any) -> Any:
    """The same tree with the keys of every mapping in another order."""
    if isinstance(tree, list):
        return [shuffled(draw, one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    return {key: shuffled(draw, tree[key]) for key in draw(st.permutations(list(tree)))}


@FEW
@given(answers=ANSWERS, data=st.data())
def test_the_order_of_yaml_keys_and_of_answers_changes_nothing(answers, data):
    tree = shuffled(data.draw, yaml.load(TEXT, Loader=yaml.BaseLoader))
    other = load(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False))
    turned = dict(data.draw(st.permutations(list(answers.items()))))
    assert score(other, turned, KNOWN) == score(SHEET, answers, KNOWN)


@FEW
@given(answers=ANSWERS)
def test_every_line_that_moves_the_score_says_its_facts_and_its_amount(answers):
    sheet = score(SHEET, answers, KNOWN)
    for one in sheet.items:
        for line in one.lines:
            if line.state not in {"lost", "gained"} or not line.amount:
                continue
            assert f"{'扣' if line.amount < 0 else '加'}{plain(abs(line.amount))}分" in line.words
            rule_ = next(rule_ for rule_ in SHEET.entries[one.id] if rule_.label == line.rule)
            for told in numbers_in(rule_, answers[one.id].facts.get(line.rule, {})):
                assert told in line.words, (line, told)


def numbers_in(one: Rule, facts: dict[str, Any]) -> list[str]:
    """The numbers recorded, apart from what is nothing, and from rows, of which only those that count are told."""
    rows = {name for name in facts if name.startswith("n_")} if one.kind == "shortfall" else set()
    found = [value for name, value in facts.items() if name not in rows or Fraction(value) < one.required]
    numbers = [plain(value) for value in found if str(value).replace(".", "").isdigit()]
    return [text for text in numbers if text != "0"]


@FEW
@given(answers=ANSWERS, key=st.sampled_from(sorted(SHEET.items)))
def test_an_item_that_does_not_apply_neither_helps_nor_harms_the_others(answers, key):
    absent = score(SHEET, {**answers, key: Answer(not_applicable="没有")}, KNOWN)
    without = score(SHEET, {**answers, key: Answer()}, KNOWN)
    assert [one.score for one in absent.items if one.id != key] == [
        one.score for one in without.items if one.id != key
    ]
    assert next(one for one in absent.items if one.id == key).score == 0


GRAVE = {"aggravated": {"label": "造成后果的", "deduct": "2"}}
TIMES = {"times": [{"label": "瞒报", "times": "2"}, {"label": "首次", "times": "0.5"}]}
SAMPLED = [{"kind": "count", "label": "数", "deduct": "1"}]
BANDS = [{"from": "90%"}, {"from": "50%", "deduct": "2"}, {"from": "0%", "deduct": "all"}]
# rule, the facts with n faults, and the most there can be
FAULTS = {
    "one by one": (rule("count", listed="true"), lambda n: {"rows": [{"what": "积水"}] * n, "nothing": "yes"}, 9),
    "lots": (rule("count", each="3", steps="down", deduct="2"), lambda n: {"count": n}, 9),
    "ever dearer": (rule("count", rising=["1", "3"]), lambda n: {"count": n}, 9),
    "graver ones": (rule("count", **GRAVE), lambda n: {"count": 9, "aggravated": n}, 9),
    "more with graver ones": (rule("count", **GRAVE), lambda n: {"count": 2 + n, "aggravated": 2}, 9),
    "halved": (rule("count", **TIMES), lambda n: {"count": n, "factors": "首次"}, 9),
    "doubled": (rule("count", **TIMES, limit="7"), lambda n: {"count": n, "factors": "瞒报"}, 9),
    "with somebody paying": (
        rule("count", also={"who": "包片领导", "share": "50%"}),
        lambda n: {"count": n, "payer": "赵某"},
        9,
    ),
    "again and again": (rule("count", repeated={"periods": "2", "times": "2"}), lambda n: {"count": n}, 9),
    "zeroing": (rule("count", zeroes="true"), lambda n: {"count": n}, 3),
    "sorts, the highest": (
        rule("count", take="highest", prices=[{"name": "轻", "deduct": "1"}, {"name": "重", "deduct": "3"}]),
        lambda n: {"n_轻": 2, "n_重": n},
        4,
    ),
    "short": (rule("shortfall", required="9"), lambda n: {"count": str(9 - n)}, 9),
    "short of a share": (
        rule("shortfall", share="2%", of="人数", deduct="1"),
        lambda n: {"of": "310", "count": str(7 - n)},
        7,
    ),
    "people short": (
        rule("shortfall", required="3", per="班子成员"),
        lambda n: {"rows": [{"name": "甲", "count": "5"}, {"name": "乙", "count": str(5 - n)}]},
        5,
    ),
    "a lower rate": (
        rule("rate", of="应到", done="实到", target="90%", each="7%", steps="down", deduct="1"),
        lambda n: {"of": 13, "done": 13 - n},
        13,
    ),
    "a lower band": (
        rule("rate", of="应到", done="实到", bands=BANDS),
        lambda n: {"of": 13, "done": 13 - n},
        13,
    ),
    "a lower rate beyond its bottom": (
        rule("rate", of="应到", done="实到", target="90%", each="7%", steps="down", bottom="60%", deduct="1"),
        lambda n: {"of": 13, "done": 13 - n},
        13,
    ),
    "a rate between bottom and target": (
        rule("rate", of="应到", done="实到", target="90%", by="line", bottom="60%", add="5"),
        lambda n: {"of": 13, "done": 13 - n},
        13,
    ),
    "risen from fallen": (
        rule("over", baseline="上年", deduct="1", add="0.5", relative="true", step="10"),
        lambda n: {"base": "7", "value": str(n)},
        20,
    ),
    "in a sample": (
        rule("sample", of="村", number="1", rules=SAMPLED),
        lambda n: {"rows": [{"name": "甲", "数": {"count": n}}, {"name": "乙", "数": {"count": 3}}]},
        9,
    ),
    "in the worst of a sample": (
        rule("sample", of="村", number="1", take="worst", rules=SAMPLED),
        lambda n: {"rows": [{"name": "甲", "数": {"count": n}}, {"name": "乙", "数": {"count": 3}}]},
        9,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "facts", "most"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("options", [{}, {"floor": "-3"}, {"floor": "negative"}], ids=str)
def test_more_faults_never_give_more_points_and_the_score_keeps_its_bounds(one, facts, most, options):
    whole = item("a", "6", one, bonus="2", **options)
    past = Context(history={"a": {one.label: ("lost",)}})
    scores = [score_item(whole, Answer({one.label: facts(n)}), past).score for n in range(most + 1)]
    assert scores == sorted(scores, reverse=True)
    least = {"negative": -1000, "-3": -3}.get(options.get("floor", ""), 0)
    assert all(least <= points <= 8 for points in scores)


@pytest.mark.parametrize("lowest", [False, True])
def test_naming_one_more_event_never_takes_points_from_what_is_earned(lowest):
    event = {"name": "表彰", "take": "lowest" if lowest else "highest"}
    prices = [{"name": "省级", "add": "3"}, {"name": "市级", "add": "1"}]
    awards = rule("count", label="表彰", listed="true", event=event, prices=prices)
    sheet = checklist(item("a", "20", awards, start="zero"))
    rows = [{"what": name, "sort": sort} for name, sort in (("甲", "省级"), ("乙", "市级"), ("丙", "省级"))]
    scores = [
        score(sheet, {"a": Answer({"表彰": {"rows": rows[:n], "nothing": "yes"}})}).total for n in range(4)
    ]
    assert scores == [0, 3, 4, 7]
