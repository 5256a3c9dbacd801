"""Wrong YAML is refused at the line where the fault stands, with words that say what to write."""

import pytest

from inspect_app.domain.checklist import ChecklistError, examine, load, load_bytes

GOOD = """\
id: small
version: 2020.1
title: 小细则
basis: {works: 工作要点}
total: 100
sections:
  - id: discipline
    title: 作风纪律
    points: 100
    items:
      - id: talks
        title: 廉政谈话
        points: 60
        source: {doc: works, at: 五/14, quote: 廉政谈话率100%}
        rules:
          - {kind: rate, label: 谈话率, of: 应谈, done: 已谈, target: 100%, each: 1%, steps: exact, deduct: 0.2}
          - {kind: shortfall, label: 调研, per: 班子成员, required: 3, deduct: 1, once: true, limit: 6}
      - id: files
        title: 台账
        points: 40
        source: {doc: works, at: 五/16, quote: 台账}
        rules:
          - {kind: count, label: 缺项, deduct: 0.5}
          - kind: judgement
            label: 质量
            min: 0.5
            max: 2
          - kind: choice
            label: 记录
            options:
              - {name: 不规范, deduct: 1}
vetoes:
  - {id: case, title: 发生案件, effect: fail}
grades:
  - {name: 优秀, min: 90}
  - {name: 合格, min: 60}
  - {name: 不合格, min: 0}
"""


def errors(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in examine(text)[1] if not problem.warning]


def test_the_unspoilt_text_is_accepted_without_a_warning():
    assert examine(GOOD)[1] == []


SYNTAX = {
    "tab": ("    title: 作风", "\ttitle: 作风", 8, "制表符"),
    "full-width colon": ("title: 小细则", "title：小细则", 3, "半角冒号"),
    "full-width comma": ("label: 缺项, deduct", "label: 缺项，deduct", 23, "，"),
    "alias": ("title: 台账", "title: *name", 19, "引用"),
    "anchor": ("title: 台账", "title: &name 台账", 19, "引用"),
    "python tag": ("title: 台账", "title: !!python/object/apply:os.system [ls]", 19, "标签"),
    "own tag": ("title: 台账", "title: !secret 台账", 19, "标签"),
    "unclosed bracket": ("{name: 合格, min: 60}", "{name: 合格, min: 60", 36, "括号没有配对"),
    "unclosed quote": ("title: 台账", 'title: "台账', 19, "引号没有配对"),
    "fault below a Chinese comma": (
        "at: 五/16, quote: 台账}",
        "at: 五/16, quote: 台，账}\n       x: 1",
        22,
        "缩进",
    ),
    "missing comma": ("name: 合格, min", "name: 合格 min", 36, "少了半角逗号"),
    "two colons": ("title: 台账", "title: 台账: 一", 19, "两个冒号"),
    "wrong indentation": ("        points: 40", "       points: 40", 20, "缩进"),
    "two documents": ("vetoes:", "---\nvetoes:", 32, "---"),
    "control character": ("title: 台账", "title: 台\x07账", 19, "控制字符"),
    "list as key": ("title: 台账", "[a, b]: 台账", 19, "键必须是一个词"),
}

KEYS = {
    "duplicate key": ("title: 台账", "title: 台账\n        title: 台账", 20, "第19行已经写过"),
    "unknown key": ("points: 40", "points: 40\n        metod: [查]", 21, "是不是想写“method”"),
    "unknown key of a rule": ("label: 缺项,", "label: 缺项, dedcut: 1,", 23, "是不是想写“deduct”"),
    "missing title": ("    title: 作风纪律\n", "", 7, "缺少“title”"),
    "missing kind": ("{kind: count, ", "{", 23, "缺少“kind”"),
    "missing target": ("target: 100%, ", "", 16, "缺少“target”"),
    "missing rules": ("done: 已谈, ", "", 16, "缺少“done”"),
    "missing range": ("            max: 2\n", "", 24, "缺少“max”"),
    "bad kind": ("kind: count", "kind: counts", 23, "是不是想写“count”"),
    "empty title": ("title: 台账", "title:", 19, "不能是空的"),
    "too long title": ("title: 台账", f"title: {'长' * 61}", 19, "最多60字"),
    "mapping for text": ("title: 台账", "title: {a: b}", 19, "应是文字"),
    "text for a list": ("quote: 台账}\n", "quote: 台账}\n        method: 查台账\n", 22, "应是列表"),
    "text for a rule": ("- {kind: count, label: 缺项, deduct: 0.5}", "- 缺项扣分", 23, "应是一组键值"),
    "empty sections": ("sections:", "sections: []\nelsewhere:", 6, "“sections”不能是空的"),
}

VALUES = {
    "points do not add up": ("points: 40", "points: 30", 9, "合计是90"),
    "total does not add up": ("total: 100", "total: 110", 5, "合计是100"),
    "duplicate id": ("id: files", "id: talks", 18, "第11行已经用过"),
    "veto with an item's id": ("id: case", "id: files", 33, "第18行已经用过"),
    "duplicate label": ("label: 质量", "label: 缺项", 25, "都叫“缺项”"),
    "id in capitals": ("id: files", "id: Files", 18, "小写字母"),
    "version of words": ("version: 2020.1", "version: 2020年1月", 2, "要以数字开头"),
    "label with a space": ("label: 质量", "label: 质 量", 25, "不能有空格"),
    "percent without its sign": ("target: 100%", "target: 100", 16, "例如 100%"),
    "all for a number": ("deduct: 0.5}", "deduct: all}", 23, "再加 zeroes: true"),
    "percent as a decimal": ("target: 100%", "target: 0.95", 16, "例如 95%"),
    "full-width percent sign": ("target: 100%", "target: 100％", 16, "半角百分号"),
    "percent for points": ("points: 40", "points: 40%", 20, "不带百分号"),
    "points with a unit": ("points: 40", "points: 40分", 20, "不要带单位“分”，请写 40"),
    "full-width digits": ("points: 40", "points: ４０", 20, "请写半角的 40"),
    "negative deduction": ("deduct: 0.5}", "deduct: -0.5}", 23, "扣分也写正数，请写 0.5"),
    "nought points": ("deduct: 0.5}", "deduct: 0}", 23, "必须大于0"),
    "exponent": ("points: 40", "points: 1e99999999", 20, "不是数字"),
    "too fine": ("deduct: 0.5}", "deduct: 0.005}", 23, "最多两位小数"),
    "NO for a number": ("points: 40", "points: NO", 20, "不是数字"),
    "yes for true": ("once: true", "once: yes", 17, "true或false"),
    "ON for true": ("once: true", "once: ON", 17, "true或false"),
    "1 for true": ("once: true", "once: 1", 17, "true或false"),
    "unknown document": ("{doc: works, at: 五/16", "{doc: plan, at: 五/16", 21, "不在basis里"),
    "unknown document of a veto": (
        "effect: fail}",
        "effect: fail, source: {doc: plan, at: 一, quote: 案}}",
        33,
        "不在basis里",
    ),
    "unknown effect": ("effect: fail", "effect: failed", 33, "只能写：fail"),
    "deduct without an amount": ("effect: fail", "effect: deduct", 33, "必须写扣多少"),
    "a cap at no grade": ("effect: fail", "effect: cap", 33, "必须写最高定为哪个等次"),
    "a cap at an unknown grade": ("effect: fail", "effect: cap, grade: 极好", 33, "必须写最高定为哪个等次"),
    "a grade without a cap": ("effect: fail", "effect: lower, grade: 合格", 33, "只能和effect: cap一起写"),
    "amount without deduct": ("effect: fail", "effect: fail, deduct: 3", 33, "不能写deduct"),
    "grades in the wrong order": ("min: 60", "min: 95", 36, "从高到低"),
    "two grades with one bound": ("min: 60", "min: 90", 36, "从高到低"),
    "lowest grade above nought": ("min: 0}", "min: 10}", 37, "应为0"),
    "grade twice": ("name: 合格", "name: 优秀", 36, "重复了"),
    "steps without each": ("each: 1%, ", "", 16, "要写each"),
    "unknown steps": ("steps: exact", "steps: round", 16, "只能写：exact、up、down"),
    "target above all": ("target: 100%", "target: 120%", 16, "0%到100%之间"),
    "each of nought": ("each: 1%", "each: 0%", 16, "each应大于0%"),
    "roles without a roster": (
        "per: 班子成员, required: 3",
        "required: {甲: 3, 乙: 2}",
        17,
        "要用per写明名册",
    ),
    "half of whole ones": ("required: 3", "required: 2.5", 17, "整倍数"),
    "required nothing": ("required: 3", "required: 0", 17, "必须大于0"),
    "range upside down": ("min: 0.5\n", "min: 2.5\n", 26, "min不能大于max"),
    "range off its steps": ("max: 2", "max: 1.7", 26, "整倍数"),
    "option twice": ("name: 不规范", "name: 符合要求", 28, "重名"),
    "unknown period": ("total: 100", "period: week\ntotal: 100", 5, "只能写：month"),
}


@pytest.mark.parametrize(
    ("old", "new", "line", "piece"),
    [pytest.param(*case, id=name) for group in (SYNTAX, KEYS, VALUES) for name, case in group.items()],
)
def test_a_fault_is_told_at_its_line(old, new, line, piece):
    assert GOOD.count(old) >= 1
    found = errors(GOOD.replace(old, new, 1))
    assert [message for number, message in found if number == line and piece in message], found


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "- 甲\n- 乙\n", "只有文字\n"])
def test_what_is_no_mapping_is_refused(text):
    assert "键值" in errors(text)[0][1]


def test_a_file_in_gbk_is_refused_at_its_first_chinese_line():
    with pytest.raises(ChecklistError) as refused:
        load_bytes(GOOD.encode("gbk"))
    assert (refused.value.problems[0].line, "GBK" in refused.value.problems[0].message) == (3, True)


def test_a_byte_order_mark_is_harmless():
    assert load_bytes(GOOD.encode("utf-8-sig")).id == "small"


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(ChecklistError, match="超过4MB"):
        load_bytes(b"#" * (4 * 1024 * 1024 + 1))


def test_aliases_cannot_blow_up():
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50))
    assert errors(bomb) == [(1, "不支持YAML的引用（& 和 *），请把内容写全")]


@pytest.mark.parametrize("opening", ["a: " + "[" * 100_000, "a: " + "{a: " * 100_000, "- " * 100_000])
def test_deep_nesting_is_refused(opening):
    assert errors(opening) == [(1, "嵌套超过24层，请检查缩进")]


def test_a_date_stays_the_text_it_is():
    assert load(GOOD.replace("2020.1", "2020-01-01")).version == "2020-01-01"


def test_words_that_other_readers_take_for_booleans_stay_text():
    good = load(GOOD.replace("kind: count, label: 缺项", "kind: check, label: 缺项, yes: ON, no: NO"))
    assert (good.items["files"].rules[0].yes, good.items["files"].rules[0].no) == ("ON", "NO")


def test_all_faults_are_told_in_one_pass_in_the_order_of_the_file():
    spoilt = (
        GOOD.replace("100%, each", "100, each")
        .replace("id: files", "id: talks")
        .replace("min: 0}", "min: 1}")
    )
    assert [line for line, _ in errors(spoilt)] == [16, 18, 37]


def test_the_refusal_carries_every_line():
    with pytest.raises(ChecklistError, match="第5行：total写的是110") as refused:
        load(GOOD.replace("total: 100", "total: 110"))
    assert [problem.line for problem in refused.value.problems] == [5]
