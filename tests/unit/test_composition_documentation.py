"""Every example of a composition on the reference page gives the result that the page states."""

import re
from decimal import Decimal

import pytest
import yaml

from inspect_app.domain.composition import SPANS, Composition, OverallGrade, Part, examine
from inspect_app.domain.overall import Member, overall
from inspect_app.domain.ranking import Standing
from tests.unit.test_documentation import BLOCKS, PAGE, told

EXAMPLES = [text for kind, text in BLOCKS if kind == "compose"]
SECTION = PAGE.split("## 综合考核办法")[1].split("\n## ")[0]


def read(text: str, word: str) -> dict[str, object]:
    found = told(text, word)
    return yaml.safe_load(found[0]) if found else {}


def standings(scores: object, prefix: str, group: str) -> list[Standing]:
    listed = scores if isinstance(scores, list) else [scores]
    return [
        Standing(f"{prefix}{n}", f"{prefix}{n}局", group, Decimal(str(score)), Decimal(100))
        for n, score in enumerate(listed)
        if score is not None
    ]


def results(made: Composition, text: str) -> list[str]:
    own = {part: standings(scores, "a", "县") for part, scores in read(text, "得分").items()}
    below = {part: standings(scores, "b", "a0局") for part, scores in read(text, "下属").items()}
    units = {one.code for row in own.values() for one in row} or {"a0"}
    members = [Member(code, f"{code}局", "县") for code in units]
    found = overall(made, own | below, members)
    rows = sorted((*found.rows, *found.blocked), key=lambda row: row.code)
    return [row.words or row.reason for row in rows]


@pytest.mark.parametrize("text", EXAMPLES, ids=[str(n) for n in range(len(EXAMPLES))])
def test_an_example_gives_the_results_that_the_page_states(text):
    made, problems = examine(text)
    assert [problem for problem in problems if "没有写出处" not in problem.message] == []
    assert results(made, text) == told(text, "结果") != []


def test_there_is_an_example_for_each_method():
    ways = {examine(text)[0].compose for text in EXAMPLES}
    by = {part.by for text in EXAMPLES for part in examine(text)[0].parts}
    assert ways == {"weighted", "sum", "mean", "side-by-side"}
    assert by == {"score", "rank", "ratio"}


@pytest.mark.parametrize("model", [Composition, Part, OverallGrade])
def test_every_key_of_a_composition_is_in_the_section(model):
    for name in model.model_fields:
        assert re.search(rf"\b{name}\b", SECTION), name


def test_the_section_names_the_spans():
    for span in ("year", "h1", "h2", "q1", "q4", "m1", "m12"):
        assert f"`{span}`" in SECTION
        assert span in SPANS
