"""YAML text as a plain tree of dict, list and str that remembers where each value stood.

Scalars stay text, so that no date, NO or 100% is read as another type behind the author's back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from inspect_app.domain.yaml_faults import syntax_fault

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
        raise SourceError([Problem(line, 1, _encoding_advice(raw))]) from error


OFFICE_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")  # docx and xlsx, doc and xls, PDF
SAVE_AS = "请在编辑器里另存为UTF-8"


def _encoding_advice(raw: bytes) -> str:
    if raw.startswith(OFFICE_FILES):
        return "这是Word、Excel或PDF文件，不是文本，请把细则写成YAML文本文件"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:1000]:
        return f"文件是UTF-16编码（记事本里叫Unicode），{SAVE_AS}"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return f"文件不是UTF-8编码的文本，{SAVE_AS}"
    return f"文件是GBK编码（记事本里叫ANSI），{SAVE_AS}"


def read(text: str) -> Source:
    """Parse one YAML document; raises SourceError where it cannot be parsed at all."""
    source = Source()
    unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if unprintable:
        raise SourceError([_control_character(text, unprintable.start())])
    try:
        _build(source, yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        raise SourceError([*source.problems, Problem(*syntax_fault(error, text))]) from error
    return source


def read_mapping(text: str) -> Source:
    """As `read`, of a document that is made of keys; raises SourceError for any other."""
    source = read(text)
    if not isinstance(source.tree, dict):
        raise SourceError([source.problem((), "文件应以“id: …”这样的键值开头，现在是空的或只有文字")])
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
