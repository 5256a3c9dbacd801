"""A composition's file: every fault at its line with what to write, read back in words, compared."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.cli import main
from inspect_app.domain.composition import SPANS, examine, examine_either, is_composition, load
from inspect_app.domain.composition_changes import composition_changes
from inspect_app.domain.composition_words import explain_composition
from inspect_app.domain.meanings import key_meaning

FOLDER = Path(__file__).parents[2] / "checklists" / "compositions"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
GOOD = """\
id: year
version: "1"
title: 年度综合考核办法
basis: {works: 要点}
compose: weighted
total: 100
parts:
  - {id: daily, title: 平时, checklist: daily, weight: 40%, source: {doc: works, at: 一, quote: 平时占四成}}
  - {id: last, title: 年终, checklist: last, period: year, weight: 60%, veto: true, source: {doc: works, at: 一, quote: 年终占六成}}
grades:
  - {name: 优秀, min: 90, quota: 30%}
  - {name: 合格, min: 0}
"""  # noqa: E501
BESIDE = (
    GOOD.replace("weighted\ntotal: 100", "side-by-side")
    .replace("weight: 40%, ", "")
    .replace("weight: 60%, ", "")
    .replace("min: 90, quota: 30%", "each_part: 90%")
    .replace(", min: 0", "")
)


def told(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in examine(text)[1]]


def test_the_samples_have_no_problem():
    assert told(GOOD) == told(BESIDE) == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_composition_is_sound_and_names_shipped_checklists(file):
    found, problems = examine(file.read_text(encoding="utf-8"))
    assert problems == []
    for part in found.parts:
        assert (FOLDER.parent / f"{part.checklist}.yaml").is_file()


@pytest.mark.parametrize(
    ("text", "before", "after", "line", "said"),
    [
        (GOOD, "weight: 40%", "weight: 30%", 7, "权重合计是90%，应为100%"),
        (GOOD, "weight: 40%, ", "", 8, "缺少“weight”"),
        (GOOD, "weight: 40%", "weight: 40", 8, "百分数，例如 40%"),
        (GOOD, "compose: weighted", "compose: add", 5, "只能写：weighted、sum、mean、side-by-side"),
        (GOOD, "compose: weighted", "compose: mean", 8, "weight只用于compose: weighted"),
        (GOOD, "checklist: daily, ", "", 8, "请写checklist（细则的id）或period"),
        (GOOD, "period: year", "period: q5", 9, "“period”不能写“q5”"),
        (GOOD, "id: last", "id: daily", 9, "两个部分的id都是“daily”"),
        (GOOD, "title: 年终", "title: 平时", 9, "两个部分的名称都是“平时”"),
        (GOOD, "checklist: daily", "checklist: daily, by: rank", 8, "by是rank时必须写first"),
        (GOOD, "checklist: daily", "checklist: daily, first: 10", 8, "first只用于by: rank"),
        (GOOD, "checklist: daily", "checklist: daily, by: rank, first: 5, step: 1, full: 5", 8, "请删去full"),
        (
            GOOD,
            "checklist: daily",
            "checklist: daily, by: rank, first: 5, step: 1, least: 6",
            8,
            "最低6分超过第一名的5分",
        ),
        (GOOD, "doc: works, at: 一, quote: 平时", "doc: plan, at: 一, quote: 平时", 8, "不在basis里"),
        (GOOD, "weight: 40%", "weigth: 40%", 8, "是不是想写“weight”"),
        (GOOD, "total: 100", "enough: 2", 6, "enough（至少要有几部分）只用于missing: skip"),
        (GOOD, "total: 100", "missing: skip\nenough: 3", 7, "共2个部分，enough应写1至2"),
        (GOOD, "min: 90", "min: -90", 11, "不能是负数"),
        (GOOD, "{name: 合格, min: 0}", "{name: 合格, min: 95}", 12, "从高到低"),
        (GOOD, "{name: 合格, min: 0}", "{name: 合格}", 12, "缺少“min”"),
        (GOOD, "min: 0}", "min: 0, each_part: 60%}", 12, "最后一个等次不能有条件"),
        (GOOD, 'version: "1"', "version: 一", 2, "要以数字开头"),
        (BESIDE, "compose: side-by-side", "compose: side-by-side\ntotal: 200", 6, "没有总分，请删去total"),
        (BESIDE, "compose: side-by-side", "compose: side-by-side\nmissing: skip", 6, "请删去missing: skip"),
        (BESIDE, "each_part: 90%", "min: 90", 10, "没有总分可比，请删去min"),
        (BESIDE, "each_part: 90%", "each_part: 90%, quota: 30%", 10, "没有综合名次可排，请删去quota"),
        (BESIDE, ", each_part: 90%", "", 10, "请写each_part"),
        (BESIDE, "checklist: daily", "checklist: daily, by: ratio", 7, "各部分照录得分，请删去by"),
    ],
)
def test_a_fault_is_told_at_its_line_with_what_to_write(text, before, after, line, said):
    assert before in text
    found = told(text.replace(before, after))
    assert [one for one in found if one[0] == line and said in one[1]], found


def test_full_marks_of_a_sum_must_make_the_total():
    text = (
        GOOD.replace("weighted", "sum").replace("weight: 40%", "full: 30").replace("weight: 60%", "full: 60")
    )
    assert told(text) == [(6, "各部分的满分合计是90分，与total的100分不一致，请改成一致")]


def test_all_faults_are_told_at_once():
    text = (
        GOOD.replace("40%", "30%").replace("compose: w", "ttotal: 5\ncompose: w").replace("min: 0", "min: 1")
    )
    assert len(told(text)) == 3


def test_a_part_without_a_source_and_a_veto_without_grades_are_doubts():
    text = re.sub(r", source: \{.*?\}\}", "}", GOOD).split("grades")[0]
    problems = examine(text)[1]
    assert all(problem.warning for problem in problems)
    assert [problem.line for problem in problems] == [8, 9, 9]


@given(st.text(max_size=60), st.integers(0, len(GOOD)))
def test_any_text_gives_problems_or_a_composition_and_nothing_else(noise, at):
    found, problems = examine(GOOD[:at] + noise + GOOD[at:])
    assert found is not None or problems


def test_the_key_compose_tells_a_composition_from_a_checklist():
    assert is_composition(GOOD)
    assert examine_either(GOOD)[0] == load(GOOD)
    assert not is_composition("id: a\nnote: compose: no\n  compose: 1\n")


def test_every_key_has_a_meaning():
    found = load(GOOD)
    for part in (found, found.parts[0], found.grades[0]):
        for key in type(part).model_fields:
            assert key_meaning(type(part).__name__, key)


def test_spans_are_months_of_one_year():
    assert [SPANS[key][1:] for key in ("q2", "h2", "m12", "year")] == [(4, 6), (7, 12), (12, 12), (1, 12)]


def test_what_decides_about_the_result_is_read_back():
    said = str(explain_composition(load(GOOD)))
    for words in (
        "按权重相加，满分100分",
        "缺任何一部分的，不计总分",
        "占40%",
        "全年",
        "一票否决",
        "名额不超过本组的30%",
        "平时占四成",
    ):
        assert words in said
    rank = GOOD.replace("checklist: daily", "checklist: daily, by: rank, first: 10, step: 0.5, least: 1")
    assert "第一名10分，每降1位减0.5分，最低1分" in str(explain_composition(load(rank)))
    assert "不合计" in str(explain_composition(load(BESIDE)))


def test_changes_are_said_in_words():
    other = GOOD.replace("40%", "50%").replace("60%", "50%").replace("title: 平时", "title: 日常")
    said = [change.words for change in composition_changes(load(GOOD), load(other))]
    assert said == [
        "部分“日常”：名称由“平时”改为“日常”",
        "部分“日常”：占几成由40%改为50%",
        "部分“年终”：占几成由60%改为50%",
    ]
    assert composition_changes(load(GOOD), load(GOOD)) == ()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "year.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_check_takes_it(file):
    assert "《年度综合考核办法》1，2个部分，100分，可以使用" in run("check", file).output


def test_explain_writes_markdown_and_refuses_a_paper_form(file, tmp_path):
    assert "| 平时 | 细则daily | 按得分率折算成100分；占40% |" in run("explain", file).output
    refused = run("explain", file, "-o", tmp_path / "form.pdf")
    assert refused.exit_code == 2
    assert "没有空白考核表" in refused.output


def test_diff_compares_two_and_refuses_a_checklist(file, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(GOOD.replace("年终占六成", "年终占大头"), encoding="utf-8")
    assert run("diff", file, other).exit_code == 1
    assert "年终占大头" in run("diff", file, other).output
    assert run("diff", file, FOLDER.parent / "venue-stars.yaml").exit_code == 2


def test_score_refuses_it_politely(file):
    refused = run("score", file)
    assert refused.exit_code == 1
    assert "这是综合考核办法" in refused.output
