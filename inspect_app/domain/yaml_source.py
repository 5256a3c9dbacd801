"""YAML text as a plain tree of dict, list and str that remembers where each value stood.

Scalars stay text, so that no date, NO or 100% is read as another type behind the author's back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 24

TYPE_NAMES: dict[type, str] = {dict: "一组键值", list: "列表", str: "文字"}
Path = tuple[str | int, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right: line and column count from 1; `warning` is legal but suspicious."""

    line: int
    column: int
    message: str
    warning: bool = False

    def at(self, file: str) -> str:
        """The problem as compilers print it, so that editors jump to it."""
        return f"{file}:{self.line}:{self.column}: {'提醒' if self.warning else '错误'}：{self.message}"


class SourceError(Exception):
    """The text cannot be read as YAML at all; `problems` says why and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = problems


@dataclass
class Source:
    """A document: `tree` is the data; `places` gives the (line, column) of the value at each path."""

    tree: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Where the value at the path stands, or the nearest thing around it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def problem(self, path: Path, message: str, *, warning: bool = False) -> Problem:
        """A problem of the value at the path."""
        return Problem(*self.place(path), message, warning)


def decode(raw: bytes) -> str:
    """The file's text; raises SourceError when it is too large or not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise SourceError([Problem(1, 1, f"文件超过{MAX_BYTES // 1024 // 1024}MB，请拆成几份细则")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        advice = "文件不是UTF-8编码（可能是GBK），请在编辑器里另存为UTF-8"
        raise SourceError([Problem(line, 1, advice)]) from error


def read(text: str) -> Source:
    """Parse one YAML document; raises SourceError where it cannot be parsed at all."""
    source = Source()
    unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if unprintable:
        raise SourceError([_control_character(text, unprintable.start())])
    try:
        _build(source, yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        raise SourceError([*source.problems, _syntax_problem(error, text)]) from error
    return source


def _build(source: Source, events: Iterator[yaml.Event]) -> None:
    """Grow the tree with a stack of our own: a file of a million brackets must not exhaust Python's."""
    stack: list[_Frame] = []
    documents = 0
    for event in events:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else (1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise SourceError([Problem(*mark, "一个文件只能有一份内容，请删去“---”后面的部分")])
        elif getattr(event, "tag", None):
            raise SourceError([Problem(*mark, "不支持YAML的标签（!），请直接写内容")])
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SourceError([Problem(*mark, "不支持YAML的引用（& 和 *），请把内容写全")])
        elif isinstance(event, yaml.ScalarEvent):
            _place(source, stack, event.value, mark)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= MAX_DEPTH:
                raise SourceError([Problem(*mark, f"嵌套超过{MAX_DEPTH}层，请检查缩进")])
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            path = _place(source, stack, value, mark)
            stack.append(_Frame(value, path))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()


@dataclass
class _Frame:
    container: Any
    path: Path
    key: str | None = None
    key_mark: tuple[int, int] = (1, 1)


def _place(source: Source, stack: list[_Frame], value: Any, mark: tuple[int, int]) -> Path:
    """Put a value where the stack says: as root, list entry, mapping key or mapping value."""
    if not stack:
        source.tree = value
        source.places[()] = mark
        return ()
    frame = stack[-1]
    if isinstance(frame.container, list):
        path = (*frame.path, len(frame.container))
        frame.container.append(value)
        source.places[path] = mark
        return path
    if frame.key is None:
        _begin_key(source, frame, value, mark)
        return frame.path
    path = (*frame.path, frame.key)
    if frame.key in frame.container:
        first = source.places[path][0]
        source.problems.append(
            Problem(*frame.key_mark, f"“{frame.key}”重复了，第{first}行已经写过，请删去一处")
        )
    frame.container[frame.key] = value
    source.places.setdefault(path, mark if isinstance(value, str) else frame.key_mark)
    frame.key = None
    return path


def _begin_key(source: Source, frame: _Frame, value: Any, mark: tuple[int, int]) -> None:
    if not isinstance(value, str):
        raise SourceError([Problem(*mark, "键必须是一个词，不能是列表或一组键值")])
    frame.key, frame.key_mark = value, mark


def _control_character(text: str, position: int) -> Problem:
    line_start = text.rfind("\n", 0, position) + 1
    place = text.count("\n", 0, position) + 1, position - line_start + 1
    return Problem(*place, "有不能使用的控制字符，请删去")


def _syntax_problem(error: yaml.YAMLError, text: str) -> Problem:
    """The parser points behind the fault; look back for what people usually mistyped."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Problem(1, 1, "YAML格式不对，请核对文件内容")
    lines = text.splitlines() or [""]
    here = min(mark.line, len(lines) - 1)
    nearby = (_mistyped(lines[number], number + 1) for number in range(here, max(here - 3, -1), -1))
    return next((problem for problem in nearby if problem), None) or _explain_syntax(error, mark)


def _mistyped(line: str, number: int) -> Problem | None:
    """A tab, a full-width colon or a full-width comma where YAML wants its own."""
    tab = re.match(r" *\t", line)
    if tab:
        return Problem(number, tab.end(), "不能用制表符（Tab）缩进，请改用空格")
    colon = re.match(r" *(- +)?[A-Za-z_-]+(：)", line) or re.match(r" *()[\w“”]+(：)", line)
    if colon and ": " not in line:
        return Problem(number, colon.start(2) + 1, "键后面要用半角冒号加空格“: ”，不能用全角“：”")
    comma = re.search(r"\{.*?(，) *[A-Za-z_-]+ *[:：]", line)
    if comma:
        return Problem(number, comma.start(1) + 1, "花括号里要用半角逗号“, ”分隔，不能用全角“，”")
    return None


def _explain_syntax(error: yaml.YAMLError, mark: Any) -> Problem:
    trouble, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
    start = getattr(error, "context_mark", None) or mark
    if "quoted scalar" in context:
        return Problem(start.line + 1, start.column + 1, "从这里开始的引号没有配对，请补上后一个引号")
    if "flow" in context:
        advice = "从这里开始的括号没有配对，或里面少了半角逗号，请核对"
        return Problem(start.line + 1, start.column + 1, advice)
    if "mapping values are not allowed" in trouble:
        return Problem(mark.line + 1, mark.column + 1, "缩进不对，或一行里有两个冒号；含冒号的文字请加引号")
    if "tag" in trouble:
        return Problem(mark.line + 1, mark.column + 1, "不支持YAML的标签（!），请直接写内容")
    return Problem(
        mark.line + 1, mark.column + 1, "YAML格式不对：请检查这一行及上一行的缩进、引号和括号是否配对"
    )
