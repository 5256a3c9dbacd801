"""The explanation of a checklist as Markdown: a scoring table that reads in an editor as on a page."""

from collections.abc import Iterable, Iterator

from inspect_app.domain.composition_words import ExplainedComposition
from inspect_app.domain.explanation import Cited, ExplainedItem, Explanation
from inspect_app.formatting import chinese_number

HEAD = ("考核内容", "分值", "评分规则", "考核方式", "依据", "得分", "备注")
MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\|*_`<[#"})


def table_text(explanation: Explanation) -> str:
    """The whole sheet as Markdown, with a table for each section."""
    return "\n".join([*_front(explanation), *_sections(explanation), *_back(explanation)]) + "\n"


def composition_text(explained: ExplainedComposition) -> str:
    """A composition as Markdown: the terms, a table of the parts, the grades."""
    listed = (
        ("依据", _numbered(explained.basis)),
        ("合成办法", "；".join(explained.terms)),
        ("等次", "；".join(explained.grades)),
        ("说明", explained.note),
    )
    front = [f"- **{name}**：{_escaped(words)}" for name, words in listed if words]
    cells = (
        [
            _escaped(part.title),
            _escaped(part.origin),
            _escaped(part.way),
            _places(filter(None, [part.source])),
        ]
        for part in explained.parts
    )
    title = f"# {_escaped(explained.title)}（{_escaped(explained.version)}版）"
    return (
        "\n".join([title, "", *front, "", *_table(("部分", "取哪里的得分", "怎么计", "依据"), cells)]) + "\n"
    )


def _front(explanation: Explanation) -> Iterator[str]:
    yield f"# {_escaped(explanation.title)}（{_escaped(explanation.version)}版）"
    yield ""
    listed = [
        ("依据", _numbered(explanation.basis)),
        ("计分办法", "；".join(explanation.terms)),
        ("由督导办设定的数（规则里写在〔〕内）", "；".join(explanation.parameters)),
        ("等次", "；".join(explanation.grades)),
        ("结果运用", "；".join(explanation.outcomes)),
        ("说明", explanation.note),
    ]
    yield from (f"- **{name}**：{_escaped(words)}" for name, words in listed if words)


def _numbered(titles: tuple[str, ...]) -> str:
    return (
        "".join(f"〔{n}〕{title}" for n, title in enumerate(titles, 1))
        if len(titles) > 1
        else "".join(titles)
    )


def _sections(explanation: Explanation) -> Iterator[str]:
    for number, section in enumerate(explanation.sections, 1):
        points = f"（{section.points}）" if section.points else ""
        yield f"\n## {chinese_number(number)}、{_escaped(section.title)}{points}\n"
        yield from _table(HEAD, (_cells(item) for item in section.items))


def _back(explanation: Explanation) -> Iterator[str]:
    if explanation.vetoes:
        yield "\n## 全表事项\n"
        rows = ([_escaped(one.title), one.effect, _places(one.sources)] for one in explanation.vetoes)
        yield from _table(("事项", "后果", "依据"), rows)


def _cells(item: ExplainedItem) -> list[str]:
    owner = f"责任部门：{item.owner}" if item.owner else ""
    title = "<br>".join(_escaped(part) for part in (item.title, owner, item.ask) if part)
    numbers = [f"{n}. " for n in range(1, len(item.clauses) + 1)] if len(item.clauses) > 1 else [""]
    clauses = [f"{number}{_escaped(one)}" for number, one in zip(numbers, item.clauses, strict=True)]
    method = "、".join(map(_escaped, item.method))
    return [title, item.points, "<br>".join(clauses), method, _places(item.sources), "", ""]


def _places(sources: Iterable[Cited]) -> str:
    return "<br>".join(_escaped(f"{one.place}“{one.quote}”") for one in sources)


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _escaped(text: str) -> str:
    """The text on one line, with nothing that Markdown would take for a mark."""
    return " ".join(text.split("\n")).translate(MARKS)
