"""The further kinds of rules: facts that cannot be are refused."""

import pytest

from tests.unit.kinds import CASES
from tests.unit.specimens import filled

REFUSED = {
    "votes that do not add up": (
        CASES["votes"][0],
        {**CASES["votes"][1], "returned": "40"},
        "合计41票，与收回的40票不符",
    ),
    "more returned than issued": (CASES["votes"][0], {**CASES["votes"][1], "issued": "40"}, "不能多于发出票"),
    "a score above the range": (CASES["trimmed mean"][0], {"rows-0-score": "101"}, "应在0至100分之间"),
    "a day that is none": (CASES["late by day"][0], {"date": "2020-02-30"}, "没有“2020-02-30”这一天"),
    "words for a day": (CASES["late by day"][0], {"date": "上周"}, "应写成例如2020-06-30的日期"),
    "none and some": (CASES["missing from a list"][0], {"missing": "都有、信访"}, "就不能再选别的"),
    "not on the list": (CASES["missing from a list"][0], {"missing": "廉政"}, "没有“廉政”这一项"),
    "more done than due": (CASES["rectification"][0], {"due": "1", "done": "2"}, "不能大于"),
    "no rank": (CASES["a rank"][0], {"value": "0"}, "从1起"),
    "below nought where nothing is": (
        CASES["over the year before"][0],
        {"base": "3", "value": "-1"},
        "不能是负数",
    ),
    "too large a value": (CASES["a value from elsewhere"][0], {"value": "101"}, "最多100"),
}


@pytest.mark.parametrize(("one", "texts", "piece"), REFUSED.values(), ids=REFUSED)
def test_facts_that_cannot_be_are_refused(one, texts, piece):
    form = filled(one, **texts)
    assert not form.validate()
    assert piece in str(form.errors)
