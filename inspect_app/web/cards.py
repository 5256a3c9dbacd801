"""One card of the tablet form: an item or a veto with its controls, its answer and its live lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField

from inspect_app.domain.checklist import Checklist, Item, Veto
from inspect_app.domain.context import Context
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.veto import VetoMark
from inspect_app.domain.scoring import ItemScore, fitting_rules, score_entries, unconcerned
from inspect_app.services.answers import results_with
from inspect_app.storage.answers import Content, content_of
from inspect_app.storage.contexts import context_of
from inspect_app.storage.models import Answer, Inspection, Member, Photo, User
from inspect_app.storage.photos import photos_of
from inspect_app.web.conflicts import Theirs
from inspect_app.web.fields import trimmed
from inspect_app.web.memories import Last

NOTE_LENGTH = 1000
REASON_LENGTH = 200
NO_CONTENT = Content({})
Values = Mapping[str, Any]


@dataclass
class Card:
    """What `_card.html` shows. `version` is the one on screen, 0 before any save.

    `values` has what each rule's controls hold, by rule label; `errors` the messages, by the field's name.
    A `plain` card needs no script. `unconcerned` are the labels of the rules that are not for this unit.
    `last` is what the item lost on the former sheet.
    """

    key: str
    item: Item | Veto
    rules: tuple[Rule | VetoMark, ...]
    values: dict[str, Values]
    content: Content
    version: int
    score: ItemScore
    photos: list[Photo] = field(default_factory=list)
    updated_by: str = ""
    updated_at: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)
    conflict: Theirs | None = None
    plain: bool = False
    unconcerned: frozenset[str] = frozenset()
    last: Last | None = None

    @property
    def is_veto(self) -> bool:
        """Whether this card is a 一票否决 matter."""
        return isinstance(self.item, Veto)

    @property
    def said(self) -> bool:
        """Whether anything stands in the free texts of the card or of its rules."""
        texts = (self.content.note, self.content.problem, self.content.not_applicable)
        return any(texts) or any(values.get("remark") for values in self.values.values())


def cards_of(checklist: Checklist, inspection: Inspection, *, plain: bool = False) -> dict[str, Card]:
    """All cards of the sheet, in three statements whatever their number."""
    context = context_of(checklist, inspection)
    answers = {row.entry: row for row in _answers(inspection)}
    recorded = {key: content_of(row).recorded() for key, row in answers.items()}
    results = score_entries(checklist, recorded, checklist.entries, context)
    rosters = rosters_of(inspection)
    photos: dict[str, list[Photo]] = {}
    for photo in photos_of(inspection):
        photos.setdefault(photo.entry, []).append(photo)
    cards = {
        key: _card(checklist, key, answers.get(key), rosters, context, results[key])
        for key in checklist.entries
    }
    for key, card in cards.items():
        card.photos = photos.get(key, [])
        card.plain = plain
    return cards


def card_of(
    checklist: Checklist,
    key: str,
    answer: Answer | None,
    inspection: Inspection,
    rosters: Mapping[str, list[Member]],
) -> Card:
    """The card with its stored answer in the controls, without photographs."""
    content = content_of(answer) if answer else NO_CONTENT
    result = results_with(checklist, inspection, key, content)[key]
    return _card(checklist, key, answer, rosters, context_of(checklist, inspection), result)


def _card(
    checklist: Checklist,
    key: str,
    answer: Answer | None,
    rosters: Mapping[str, list[Member]],
    context: Context,
    result: ItemScore,
) -> Card:
    content = content_of(answer) if answer else NO_CONTENT
    rules = fitting_rules(checklist, key, context)
    card = Card(
        key=key,
        item=entry_of(checklist, key),
        rules=rules,
        values={rule.label: _stored(rule, content, rosters) for rule in rules},
        content=content,
        version=answer.version if answer else 0,
        score=result,
        unconcerned=unconcerned(checklist, key, context),
    )
    if answer is not None:
        card.updated_by, card.updated_at = answer.updated_by.name, answer.updated_at
    return card


def entry_of(checklist: Checklist, key: str) -> Item | Veto:
    """The item or veto of that id; KeyError when there is none."""
    if key in checklist.items:
        return checklist.items[key]
    return {veto.id: veto for veto in checklist.vetoes}[key]


def prefix_of(index: int) -> str:
    """How the field names of an entry's rule begin on the page."""
    return f"r{index}-"


def _stored(rule: Rule | VetoMark, content: Content, rosters: Mapping[str, list[Member]]) -> Values:
    """What is stored for the rule; rows by number, for a roster before any is filled the known people."""
    facts: Values = content.facts.get(rule.label, {})
    if not hasattr(rule.form, "rows"):
        return facts
    known, roles = rosters.get(getattr(rule, "roster", None) or "", ()), getattr(rule, "roles", ())
    rows = facts.get("rows") or [_roster_row(member, roles) for member in known]
    return _numbered({**facts, "rows": rows})


def _numbered(facts: Values) -> Values:
    """The facts with rows by number, also those of the rules inside a row."""
    return {
        name: dict(enumerate(map(_numbered, value))) if isinstance(value, list)
        else _numbered(value) if isinstance(value, dict) else value
        for name, value in facts.items()
    }  # fmt: skip


def _roster_row(member: Member, roles: tuple[str, ...]) -> dict[str, str]:
    row = {"name": member.name}
    return {**row, "role": member.role} if member.role in roles else row


def posted_forms(rules: tuple[Rule | VetoMark, ...], posted: MultiDict[str, str]) -> dict[str, Form]:
    """The rules' forms as the browser sent them."""
    return {rule.label: rule.form(posted, prefix=prefix_of(index)) for index, rule in enumerate(rules)}


def values_of(form: Form) -> Values:
    """What the form's controls hold, be it right or wrong; rows by number, as the browser counted them."""
    return {name: _value_of(field) for name, field in form._fields.items()}


def _value_of(field: Any) -> Any:
    if isinstance(field, FieldList):
        return {_number_of(entry): values_of(entry.form) for entry in field.entries}
    return values_of(field.form) if isinstance(field, FormField) else _text_of(field)


def _number_of(entry: Any) -> int:
    return int(entry.name.rpartition("-")[2])


def _text_of(field: Any) -> str:
    """Ticks come one by one and stand as one text."""
    return "、".join(field.raw_data) if field.raw_data else ""


def messages_of(form: Form) -> dict[str, str]:
    """The form's messages by the name that the field has on the page."""
    told: dict[str, str] = {}
    for control in form:
        if isinstance(control, FormField):
            told |= messages_of(control.form)
            continue
        for entry in getattr(control, "entries", ()):
            told |= messages_of(entry.form)
        if words := "；".join(message for message in control.errors if isinstance(message, str)):
            told[control.name] = words
    return told


def take_in(card: Card, forms: Mapping[str, Form], posted: MultiDict[str, str]) -> None:
    """Make the card say what was posted, with the messages of the forms; such a card needs no script."""
    card.plain = True
    card.values = {label: values_of(form) for label, form in forms.items()}
    for form in forms.values():
        card.errors |= messages_of(form)
    said = (posted.get(name, "") for name in ("not_applicable", "note", "problem"))
    card.content = Content(card.content.facts, *said)


def posted_content(
    rules: tuple[Rule | VetoMark, ...], forms: Mapping[str, Form], posted: MultiDict[str, str]
) -> Content:
    """The content of validated forms; a rule of which nothing is recorded leaves no facts."""
    facts = {rule.label: recorded for rule in rules if (recorded := rule.facts(forms[rule.label]))}
    return Content(facts, *(trimmed(posted.get(name)) for name in ("not_applicable", "note", "problem")))


def errors_in(posted: MultiDict[str, str]) -> dict[str, str]:
    """Messages for the card's own texts, by field name."""
    errors = {}
    if len(trimmed(posted.get("note"))) > NOTE_LENGTH:
        errors["note"] = f"备注最多{NOTE_LENGTH}字，请缩短"
    if len(trimmed(posted.get("problem"))) > NOTE_LENGTH:
        errors["problem"] = f"问题最多{NOTE_LENGTH}字，请缩短"
    if len(trimmed(posted.get("not_applicable"))) > REASON_LENGTH:
        errors["not_applicable"] = f"不适用的理由最多{REASON_LENGTH}字，请缩短"
    return errors


def rosters_of(inspection: Inspection) -> dict[str, list[Member]]:
    """The unit's known people by roster, in their order."""
    rosters: dict[str, list[Member]] = {}
    query = (
        Member.select()
        .where(Member.subject == inspection.subject_id)
        .order_by(Member.roster, Member.position, Member.id)
    )
    for member in query:
        rosters.setdefault(member.roster, []).append(member)
    return rosters


def _answers(inspection: Inspection) -> Any:
    return Answer.select(Answer, User.id, User.name).join(User).where(Answer.inspection == inspection)


def answer_of(inspection: Inspection, key: str) -> Answer | None:
    """The stored answer of an entry with its author, or None."""
    answer: Answer | None = _answers(inspection).where(Answer.entry == key).first()
    return answer
