"""The guide from sheet to YAML: every step is part of the whole file and gives what the guide says."""

import re
import textwrap
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.domain.answers import load_answers
from inspect_app.domain.checklist import load
from inspect_app.domain.context import Context
from inspect_app.domain.scoring import score

PAGE = (Path(__file__).parents[2] / "docs" / "from-sheet-to-yaml.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:yaml )?(\w+)\n(.*?)```", PAGE, re.DOTALL)
WHOLE, ANSWERS = (
    next(text for kind, text in BLOCKS if kind == wanted) for wanted in ("checklist", "answers")
)
STEPS = [text for kind, text in BLOCKS if kind in {"item", "part"}]
ITEMS = [text for kind, text in BLOCKS if kind == "item"]
COMMANDS = [text for kind, text in BLOCKS if kind == "console"]
WRONG = WHOLE.replace("deduct: 0.5, limit", "deduct: 0.5分, limit")
ROW = re.compile(r"^\| *(\d*) *\| *([^|]*?) *\| *([^|]*?) *\| *([^|]*?) *\| *([^|]*?) *\|$", re.MULTILINE)


def told(text: str, word: str) -> list[str]:
    return re.findall(rf"^# {word} (.*)$", text, re.MULTILINE)


def without_comments(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))


def results(text: str) -> list[str]:
    """The lines that the whole file makes of the step's record."""
    sheet, key = load(WHOLE), re.match(r"- id: (\S+)", text)[1]
    (record,) = told(text, "记录")
    head = f'checklist: {sheet.id}\nversion: "{sheet.version}"\n'
    answers = load_answers(f"{head}answers:\n  {key}: {record}\n", sheet)
    about = [yaml.safe_load(one) for one in told(text, "对象")]
    scored = score(sheet, answers, Context(*about))
    return [line.words for item in scored.items if item.id == key for line in item.lines]


@pytest.mark.parametrize("text", STEPS, ids=[f"{n}" for n in range(len(STEPS))])
def test_a_step_is_part_of_the_whole_file(text):
    plain = without_comments(text)
    assert plain in WHOLE or textwrap.indent(plain, " " * 6) in WHOLE


@pytest.mark.parametrize("text", ITEMS, ids=[f"{n}" for n in range(len(ITEMS))])
def test_a_step_gives_the_result_that_the_guide_states(text):
    assert results(text) == told(text, "结果")


def test_every_item_of_the_whole_file_has_its_step():
    assert [re.match(r"- id: (\S+)", text)[1] for text in ITEMS] == list(load(WHOLE).items)


def test_the_file_has_the_titles_and_the_points_of_the_sheet():
    rows = [(title, points) for number, title, points, _, _ in ROW.findall(PAGE) if number]
    items = [(item.title, f"{item.points}" if item.points else "") for item in load(WHOLE).items.values()]
    assert rows[:-1] == items


def test_every_quote_is_in_its_row_of_the_sheet():
    words = {number: (clause, method) for number, _, _, clause, method in ROW.findall(PAGE)}
    for item in load(WHOLE).items.values():
        clause, method = words[item.source.at]
        assert item.source.quote in clause
        assert item.method == (method,)


@pytest.mark.parametrize("text", COMMANDS, ids=["check", "mistake", "score"])
def test_a_command_prints_what_the_guide_shows(text, tmp_path, monkeypatch):
    for name, content in (("duty", WHOLE), ("wrong", WRONG), ("answers", ANSWERS)):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command, shown = text.removeprefix("$ inspect-app ").split("\n", 1)
    assert CliRunner().invoke(main, command.split()).output == shown
