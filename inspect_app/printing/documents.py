"""The printed documents. A new one is its dataclass, its folder in templates/print/, and a line here."""

from dataclasses import dataclass

from inspect_app.printing.blank import Blank
from inspect_app.printing.notice import Notice
from inspect_app.printing.overall import OverallReport
from inspect_app.printing.report import Report
from inspect_app.printing.sheet import Sheet


@dataclass(frozen=True)
class Document:
    """One kind: its name is also its template folder's; `shape` is the dataclass that it prints."""

    name: str
    title: str
    shape: type


DOCUMENTS = {
    kind.name: kind
    for kind in (
        Document("blank", "空白考核表", Blank),
        Document("notice", "整改通知书", Notice),
        Document("overall", "综合考核通报", OverallReport),
        Document("report", "考核通报", Report),
        Document("sheet", "得分说明", Sheet),
    )
}


def document_for(value: object) -> Document:
    """The kind that prints the value; TypeError when there is none."""
    for kind in DOCUMENTS.values():
        if isinstance(value, kind.shape):
            return kind
    raise TypeError(f"{type(value).__name__} is not a printed document")
