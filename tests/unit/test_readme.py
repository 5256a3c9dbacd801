"""The READMEs: what they show is what the program does."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.domain import answers
from inspect_app.domain.checklist import Checklist, examine
from inspect_app.domain.rules import REGISTRY

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
ONE_ITEM = """\
id: readme
version: "1"
title: 示例
total: 5
sections:
  - id: only
    title: 示例
    points: 5
    items:
      - id: item
        title: 示例
        points: 5
"""


@pytest.fixture(params=READMES, ids=[file.name for file in READMES])
def readme(request):
    """The text, with the blocks inside lists at the margin too."""
    return re.sub(r"(?m)^ +```", "```", request.param.read_text(encoding="utf-8"))


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of that language, in order."""
    fenced = text.split("\n```")[1:]
    inside = (part.split("\n", 1) for part in fenced[::2])
    return [f"{body}\n" for head, body in inside if head == language]


def yaml_block(text: str, begins: str) -> str:
    (block,) = (block for block in blocks(text, "yaml") if block.startswith(begins))
    return block


def checklist_in(text: str) -> Checklist:
    checklist, problems = examine(text)
    assert problems == []
    return checklist


def test_every_yaml_block_is_tried_here(readme):
    assert [block.split(":")[0] for block in blocks(readme, "yaml")] == ["id", "checklist", "rules"]


def test_checklist_example_is_sound(readme):
    assert checklist_in(yaml_block(readme, "id:")).total == 10


def test_answers_example_scores_as_printed(readme, tmp_path):
    checklist, recorded = tmp_path / "talks.yaml", tmp_path / "answers.yaml"
    checklist.write_text(yaml_block(readme, "id:"), encoding="utf-8")
    recorded.write_text(yaml_block(readme, "checklist:"), encoding="utf-8")
    done = CliRunner().invoke(main, ["score", str(checklist), str(recorded)])
    assert done.exit_code == 0
    assert done.output in blocks(readme, "")


def test_template_of_the_example_is_an_answer_file(readme):
    checklist = checklist_in(yaml_block(readme, "id:"))
    assert answers.load_answers(answers.template(checklist), checklist) == {}


def test_bad_example_is_refused_as_printed(readme, tmp_path):
    file = tmp_path / "bad.yaml"
    wrong = yaml_block(readme, "id:").replace("total: 10", "total: 12").replace("required: 3", "requird: 3")
    file.write_text(wrong, encoding="utf-8")
    told = CliRunner().invoke(main, ["check", str(file)]).output.replace(str(file), "bad.yaml").splitlines()
    (shown,) = (block for block in blocks(readme, "") if block.startswith("bad.yaml"))
    assert set(shown.splitlines()) <= set(told)


def test_rules_example_is_sound(readme):
    block = yaml_block(readme, "rules:")
    rules = "".join(f"        {line}\n" for line in block.splitlines())
    checklist, problems = examine(ONE_ITEM + rules)
    assert [problem for problem in problems if not problem.warning] == []
    assert {rule.kind for rule in checklist.items["item"].rules} <= REGISTRY.keys()


@pytest.mark.parametrize("kind", REGISTRY)
def test_table_names_every_rule_kind_and_points_to_its_options(readme, kind):
    table = readme[readme.index("| kind |") :].split("\n\n")[0]
    assert len(re.findall(rf"(?m)^\| `{kind}` \|", table)) == 1
    assert "(docs/checklist-format.md)" in readme


def test_settings_are_those_that_the_program_reads(readme):
    source = (ROOT / "inspect_app" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(INSPECT_[A-Z_]+|DATABASE_URL|REDIS_URL|SECRET_KEY)"', source))
    assert set(re.findall(r"(?m)^\| `([A-Z_]+)` \|", readme)) == read


def test_commands_are_those_that_there_are(readme):
    table = readme[readme.index("| `serve") :].split("\n\n")[0]
    assert set(re.findall(r"(?m)^\| `([a-z]+)[ `]", table)) == main.commands.keys()


def test_pictures_are_there_and_small(readme):
    pictures = re.findall(r"!\[[^]]*\]\((docs/[^)]+)\)", readme)
    assert len(pictures) == 4
    assert all((ROOT / picture).stat().st_size < 200_000 for picture in pictures)
