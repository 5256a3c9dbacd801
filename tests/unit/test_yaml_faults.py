"""What people mistype in YAML gets the message that helps, at its line."""

import pytest

from inspect_app.domain import yaml_source
from inspect_app.domain.checklist import examine
from inspect_app.domain.yaml_source import SourceError
from tests.unit.test_checklist_refusals import GOOD

COUNT = "{kind: count, label: 缺项, deduct: 0.5}"
CASES = {
    "a key without a blank": ("title: 小细则", "title:小细则", 3, "冒号后面要有一个空格"),
    "a full-width colon in braces": (COUNT, COUNT.replace("label: ", "label："), 23, "半角冒号加空格"),
    "full-width braces": (COUNT, f"｛{COUNT[1:-1]}｝", 23, "括号要用半角"),
    "a full-width dash": (f"- {COUNT}", f"－{COUNT}", 23, "半角的“- ”"),
    "a dash without a blank": (f"- {COUNT}", f"-{COUNT}", 23, "“-”后面要有一个空格"),
    "full-width blanks": ("        title: 台账", "　　　　title: 台账", 19, "全角空格"),
    "a sign at the beginning": ("title: 台账", "title: @台账", 19, "以这个符号开头"),
    "a colon in a text": ("quote: 台账}", "quote: 台账: 齐全}", 21, "含冒号的文字"),
    "a comma in a number": ("total: 100", "total: 1,000", 5, "不要写逗号，请写 1000"),
    "a Chinese key": ("deduct: 0.5", "扣分: 0.5", 23, "是不是想写“deduct”"),
    "a full-width key": ("total:", "ｔｏｔａｌ:", 5, "是不是想写“total”"),
    "a capital": ("total:", "Total:", 5, "是不是想写“total”"),
    "nothing": ("deduct: 0.5}", "deduct: }", 23, "应写一个数字"),
    "one comma for all": ("title: 台账\n", "title: 台账\n        method: [查账，谈话]\n", 20, "不能用“，”"),
    "、 for a comma": ("title: 台账\n", "title: 台账\n        method: [查账、谈话]\n", 20, "不能用“、”"),
    "round brackets for braces": (f"- {COUNT}", f"- ({COUNT[1:-1]})", 23, "半角的花括号"),
    "a mark behind a quotation": ("title: 台账\n", 'title: "台账"；\n', 19, "后一个引号后面"),
    "a text that begins as a list": ("title: 台账\n", "title: [甲]台账\n", 19, "以[ ]开头"),
    "full-width quotation marks": ("version: 2020.1", "version: “2020.1”", 2, "引号是全角的"),
    "a character that is not seen": ("points: 40", "\u200bpoints: 40", 20, "看不见的字符"),
    "a line that begins too far left": ("        points: 40", "       points: 40", 20, "缩进对不齐"),
    "a table": ("title: 小细则", "| 序号 | 项目 |", 3, "不能直接写表格"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "piece"), CASES.values(), ids=CASES)
def test_what_is_mistyped_is_told_where_it_is(old, new, line, piece):
    assert old in GOOD
    told = [(one.line, one.message) for one in examine(GOOD.replace(old, new, 1))[1]]
    assert [number for number, message in told if piece in message] == [line], told


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        (GOOD.encode("gbk"), "GBK编码（记事本里叫ANSI）"),
        (GOOD.encode("utf-16"), "UTF-16编码"),
        (GOOD.encode("utf-16-le"), "UTF-16编码"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff", "Word、Excel或PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word、Excel或PDF"),
        (b"\xff\xfa\xff\xfa", "不是UTF-8编码的文本"),
    ],
    ids=["gbk", "utf-16", "utf-16 without a mark", "docx", "xls", "no text"],
)
def test_a_file_in_another_encoding_is_called_by_its_name(raw, piece):
    with pytest.raises(SourceError) as refusal:
        yaml_source.decode(raw)
    assert piece in refusal.value.problems[0].message


def test_a_mark_of_the_byte_order_is_no_fault():
    assert yaml_source.decode(b"\xef\xbb\xbf" + GOOD.encode()) == GOOD


def test_of_thousands_of_faults_the_first_are_told_and_the_rest_counted():
    text = "".join(f"k{number}: 1\n" for number in range(3000))
    problems = examine(text)[1]
    assert len(problems) < 600
    assert "错误太多，只列出500处" in "".join(one.message for one in problems)
