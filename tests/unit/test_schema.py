"""The JSON Schema takes every checklist that we have as editors read it, and refuses what the loader refuses."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.domain import checklist as format_
from inspect_app.domain.meanings import KINDS, PARTS, key_meaning, part_title
from inspect_app.domain.messages import keys_of
from inspect_app.domain.rules import REGISTRY
from inspect_app.domain.schema import json_schema

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "checklists").glob("**/*.yaml"))
PAGE = (ROOT / "docs" / "checklist-format.md").read_text(encoding="utf-8")
RULES = [text for kind, text in re.findall(r"```yaml (\w+)\n(.*?)```", PAGE, re.DOTALL) if kind == "rule"]
RULE = {"kind": "count", "label": "问题", "deduct": 1}


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: only true and false are Booleans, days are text."""

    yaml_implicit_resolvers = {}


Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def sheet(rule=RULE, **changes):
    item = {"id": "one", "title": "一", "points": 5, "rules": [rule]}
    section = {"id": "all", "title": "全部", "points": 5, "items": [item]}
    return {"id": "sheet", "version": 2020.1, "title": "表", "total": 5, "sections": [section], **changes}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_checklist_that_we_have_fits_the_schema(validator, file):
    tree = yaml.load(file.read_text(encoding="utf-8"), Loader=Core)
    assert [error.message for error in validator.iter_errors(tree)] == []


@pytest.mark.parametrize("text", RULES, ids=[f"{n}" for n in range(len(RULES))])
def test_every_example_of_a_rule_fits_the_schema(validator, text):
    tree = sheet(yaml.load(text, Loader=Core))
    assert [error.message for error in validator.iter_errors(tree)] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"totals": 5},
        {"id": "大表"},
        {"total": "5分"},
        {"total": -5},
        {"period": "weekly"},
        {"sections": []},
        {"grades": [{"name": "优秀", "min": 90, "quota": 30}]},
        {"unlimited": "yes"},
    ],
    ids=str,
)
def test_a_wrong_sheet_does_not_fit(validator, changes):
    assert not validator.is_valid(sheet(**changes))


@pytest.mark.parametrize(
    "rule",
    [
        {"label": "没有种类", "deduct": 1},
        {"kind": "counts", "label": "问题", "deduct": 1},
        {**RULE, "target": "100%"},
        {**RULE, "deduct": 0},
        {**RULE, "vary": [{"when": {"group": ["乡"]}, "target": "100%"}]},
        {"kind": "rate", "label": "率", "of": "应", "done": "实", "target": 100, "deduct": 1},
        {"kind": "shortfall", "label": "会", "required": {}, "deduct": 1},
        {
            "kind": "sample",
            "label": "抽",
            "of": "村",
            "number": 2,
            "rules": [{"kind": "pannel", "label": "评"}],
        },
    ],
    ids=str,
)
def test_a_wrong_rule_does_not_fit(validator, rule):
    assert validator.is_valid(sheet())
    assert not validator.is_valid(sheet(rule))


def test_a_wrong_composition_does_not_fit(validator):
    part = {"id": "one", "title": "一", "checklist": "sheet"}
    made = {"id": "year", "version": 1, "title": "年", "compose": "sum", "parts": [part]}
    assert validator.is_valid(made)
    for wrong in (
        {"compose": "add"},
        {"sections": []},
        {"parts": [{**part, "weigth": "40%"}]},
        {"parts": []},
    ):
        assert not validator.is_valid({**made, **wrong})


def test_a_mistake_is_told_for_the_kind_that_was_written(validator):
    (error,) = validator.iter_errors(sheet({**RULE, "target": "100%"}))
    assert "'target' was unexpected" in error.message


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_a_kind_is_called_as_on_the_reference_page(kind):
    assert f"### {kind}　{KINDS[kind]}" in PAGE


def test_every_key_has_a_meaning():
    models = [*REGISTRY.values(), *(getattr(format_, name) for name in PARTS if hasattr(format_, name))]
    for model in models:
        assert part_title(model.__name__)
        for name, field in model.model_fields.items():
            assert key_meaning(model.__name__, field.alias or name)
    assert {"bonus_cap", "or_all", "from", "event"} <= set(keys_of(format_.Checklist))


def test_only_the_words_of_the_format_are_english():
    described = re.findall(r"'(?:description|title)': '([^']*)'", str(json_schema()))
    assert len(described) > 100
    assert [words for words in described if not re.search("[一-鿿]", words)] == []


def test_the_command_writes_the_schema_to_the_screen_and_to_a_file(tmp_path):
    shown = CliRunner().invoke(main, ["schema"])
    CliRunner().invoke(main, ["schema", "-o", str(tmp_path / "new" / "schema.json")])
    assert json.loads(shown.output) == json_schema()
    assert (tmp_path / "new" / "schema.json").read_text(encoding="utf-8") == shown.output
