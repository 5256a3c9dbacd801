"""空白考核表: the checklist as a paper form, to be checked against the document or filled in by hand."""

from dataclasses import dataclass

from inspect_app.domain.explanation import Explanation


@dataclass(frozen=True)
class Blank:
    """The form of one version of a checklist; nothing on it belongs to a unit or a round."""

    office: str
    form: Explanation

    @property
    def heading(self) -> str:
        """The PDF's own title."""
        return f"{self.form.title}（{self.form.version}版）空白考核表"

    @property
    def has_several_documents(self) -> bool:
        """Whether places name their document by its number."""
        return len(self.form.basis) > 1
