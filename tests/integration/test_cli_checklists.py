"""`inspect-app check` and `inspect-app score`, which need no database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inspect_app.cli import main
from tests.integration.conftest import SMALL

EVERY_KIND = SMALL.with_name("every-kind.yaml")

ANSWERS = """\
checklist: small
version: "1"
subject: 清河县局
answers:
  talks:
    廉政谈话率: {of: 40, done: 36}
  meetings:
    专题会议: {count: 4}
  visits:
    not_applicable: 本单位没有班子成员
  minutes:
    记录缺项: {count: 0}
    建立台账: {met: "yes"}
  report:
    报送总结: {choice: 迟报}
  quality:
    宣传质量: {value: 0}
  serious-case:
    发生严重违纪违法案件: {happened: "no"}
"""

POINTS = """\
id: points
version: "1"
title: 积分
start: 70
unlimited: true
sections:
  - id: all
    title: 全部
    items:
      - id: study
        title: 学习
        rules: [{kind: count, label: 次数, add: 1}]
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def test_check_passes_every_shipped_checklist() -> None:
    shipped = sorted((SMALL.parents[2] / "checklists").glob("**/*.yaml"))
    result = run("check", *shipped)
    assert result.exit_code == 0
    assert result.output.count("可以使用") == len(shipped) > 20


def test_check_names_file_line_and_cure(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(SMALL.read_text(encoding="utf-8").replace("points: 12", "points: 11"), encoding="utf-8")
    result = run("check", SMALL, file)
    assert result.exit_code == 1
    assert f"{file}:13:13" in result.output
    assert "12" in result.output
    assert f"{SMALL}: 《小考核细则》" in result.output


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"- 1", b"id: [", b"\x00"])
def test_check_survives_what_is_no_checklist(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    result = run("check", file)
    assert result.exit_code == 1
    assert str(file) in result.output
    assert "Traceback" not in result.output


def test_check_of_a_missing_file_is_a_usage_error() -> None:
    assert run("check", "nothing.yaml").exit_code == 2
    assert run("check").exit_code == 2


def test_score_explains_every_line(answers: Path) -> None:
    result = run("score", SMALL, answers)
    assert result.exit_code == 0
    assert "应谈话40人，实际谈话36人，廉政谈话率90%" in result.output
    assert "本项不适用：本单位没有班子成员" in result.output
    assert "14÷17×20＝16.47分" in result.output
    assert "总分　16.47／20分　合格" in result.output


def test_score_in_json_holds_the_same_exact_figures(answers: Path) -> None:
    data = json.loads(run("score", SMALL, answers, "--json").output)
    assert (data["total"], data["full"], data["grade"], data["complete"]) == ("16.47", "20", "合格", True)
    talks = data["sections"][0]["items"][0]
    assert (talks["score"], talks["lines"][0]["amount"]) == ("1.00", "-2.00")


def test_template_is_an_answer_file_with_nothing_in_it(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(run("score", SMALL, "--template").output, encoding="utf-8")
    result = run("score", SMALL, file)
    assert result.exit_code == 0
    assert "还有7项没有填完" in result.output


def test_score_refuses_wrong_answers_with_their_lines(answers: Path) -> None:
    answers.write_text(ANSWERS.replace("done: 36", "done: 41").replace("迟报", "早报"), encoding="utf-8")
    result = run("score", SMALL, answers)
    assert result.exit_code == 1
    assert f"{answers}:6" in result.output
    assert "不能大于" in result.output
    assert f"{answers}:15" in result.output


def test_score_without_answers_is_a_usage_error() -> None:
    result = run("score", SMALL)
    assert result.exit_code == 2
    assert "--template" in result.output


def test_score_takes_the_group_and_the_parameters(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    facts = "{区级事项: {count: 1}, 下乡: {count: 4}, 满意率: {of: 10, done: 8}}"
    head = 'checklist: every-kind\nversion: "1"\nanswers:\n'
    file.write_text(f"{head}  counties: {facts}\n", encoding="utf-8")
    said = run("score", EVERY_KIND, file, "--group", "区", "--parameter", "goal=80").output
    assert "区级事项：发现1处" in said
    assert "满意率80%，达到80%" in said


@pytest.mark.parametrize("option", ["--kind", "--size"])
def test_score_takes_every_attribute_that_rules_may_ask_for(tmp_path: Path, option: str) -> None:
    sheet, file = tmp_path / "sheet.yaml", tmp_path / "answers.yaml"
    text = SMALL.read_text(encoding="utf-8").replace(
        "label: 记录缺项", f"label: 记录缺项, only: {{{option[2:]}: [大]}}"
    )
    sheet.write_text(text, encoding="utf-8")
    file.write_text(ANSWERS, encoding="utf-8")
    asked = "还不知道考核对象属于哪一类"
    assert f"未填：记录缺项：本条只适用于大，{asked}" in run("score", sheet, file).output
    assert asked not in run("score", sheet, file, option, "大").output


def test_check_says_what_a_sheet_starts_from_and_whether_it_has_a_maximum(tmp_path: Path) -> None:
    file, text = tmp_path / "sheet.yaml", POINTS
    file.write_text(text, encoding="utf-8")
    assert "1项，起评70分，不设最高分，可以使用" in run("check", file).output
    file.write_text(text.replace("unlimited: true", "total: 100"), encoding="utf-8")
    assert "1项，起评70分，最高100分，可以使用" in run("check", file).output
    assert "学习\n" in run("score", file, "--template").output


def test_score_without_a_maximum_names_none(tmp_path: Path) -> None:
    sheet, file = tmp_path / "sheet.yaml", tmp_path / "answers.yaml"
    sheet.write_text(POINTS.replace("unlimited: true", "unlimited: true\ntotal: 70"), encoding="utf-8")
    file.write_text("checklist: points\nversion: 1\nanswers: {study: {次数: {count: 3}}}\n", encoding="utf-8")
    assert run("score", sheet, file).output.splitlines()[-2] == "总分　73分"


@pytest.mark.parametrize("setting", ["goal", "goal=x", "other=1"])
def test_score_refuses_what_is_no_parameter(answers: Path, setting: str) -> None:
    result = run("score", EVERY_KIND, answers, "--parameter", setting)
    assert result.exit_code == 2


def test_score_refuses_a_wrong_checklist(answers: Path) -> None:
    result = run("score", answers, answers)
    assert result.exit_code == 1
    assert str(answers) in result.output
