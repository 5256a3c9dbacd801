"""The form that takes a signature, and what every page about an inspection shows of its signatures."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from inspect_app.config import now
from inspect_app.domain.rules.fields import OneOf
from inspect_app.domain.signing import OPINIONS, PARTIES, BadDrawing, drawing_of
from inspect_app.services.signatures import SignatureEntry
from inspect_app.storage.models import Inspection
from inspect_app.storage.signatures import signed_on
from inspect_app.web.access import person
from inspect_app.web.fields import Day, Words, trimmed


class SignatureForm(Form):
    """One signature of either party: drawn, or typed and confirmed face to face."""

    party = HiddenField("签字方")
    opinion = OneOf("单位意见", choices=tuple(OPINIONS.items()))
    reason = TextAreaField(
        "理由", filters=[trimmed], validators=[Length(max=500, message="理由最多500字，请缩短")]
    )
    name = Words("姓名", most=30)
    position = StringField(
        "职务", filters=[trimmed], validators=[Length(max=40, message="职务最多40字，请缩短")]
    )
    signed_on = Day("签字日期")
    drawing = HiddenField("签名")
    in_person = BooleanField("没有手写签名：已当面确认")

    def validate_signed_on(self, field: Day) -> None:
        """Nobody signs tomorrow."""
        if field.data and field.data > now().date():
            raise ValidationError("签字日期不能在今天以后")

    def validate_position(self, field: StringField) -> None:
        """The unit is represented by somebody in an office."""
        if self.party.data == "unit" and not field.data:
            raise ValidationError("请填写单位代表的职务")

    def validate_party(self, field: HiddenField) -> None:
        """WTForms calls this for the field `party`."""
        if field.data not in PARTIES:
            raise ValidationError("请求里没有签字方，请刷新页面后再签")

    def validate_opinion(self, field: OneOf) -> None:
        """The unit signs with an opinion."""
        if self.party.data == "unit" and not field.data:
            raise ValidationError("请选择单位意见：同意或有异议")

    def validate_reason(self, field: TextAreaField) -> None:
        """WTForms calls this for the field `reason`."""
        if self.is_objection and not field.data:
            raise ValidationError("有异议的，请写明理由")

    def validate_drawing(self, field: HiddenField) -> None:
        """Drawn or confirmed; what was drawn must be a signature."""
        if not field.data and not self.in_person.data:
            raise ValidationError("请手写签名，或者勾选“已当面确认”")
        try:
            self.strokes = drawing_of(field.data) if field.data and not self.in_person.data else None
        except BadDrawing as refusal:
            raise ValidationError(str(refusal)) from refusal

    @property
    def is_objection(self) -> bool:
        """Whether the unit objects."""
        return self.party.data == "unit" and self.opinion.data == "object"

    def entry(self) -> SignatureEntry:
        """The validated form."""
        unit = self.party.data == "unit"
        return SignatureEntry(
            party=self.party.data,
            name=self.name.data,
            signed_on=self.signed_on.data,
            position=self.position.data or "",
            opinion=self.opinion.data if unit else "",
            reason=self.reason.data if self.is_objection else "",
            drawing=self.strokes,
        )


def shown(inspection: Inspection, total: Decimal, refused: SignatureForm | None = None) -> dict[str, Any]:
    """`signed` and `signature_forms` by party for the templates; a refused form stays as it was typed."""
    forms = {party: SignatureForm(party=party, signed_on=now().date()) for party in PARTIES}
    forms["inspector"].name.data = person().name
    if refused is not None and refused.party.data in forms:
        forms[refused.party.data] = refused
    return {"signed": signed_on(inspection, total), "signature_forms": forms}
