"""The tables. Times are China's wall clock without an offset; numbers in JSON are text, so they stay exact."""

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.evidence import Evidence, Photo
from inspect_app.storage.models.inspections import (
    INSPECTION_STATES,
    Answer,
    Assignment,
    Inspection,
    OfficeValue,
    Visit,
)
from inspect_app.storage.models.notices import NOTICE_STATES, Notice, Rectification
from inspect_app.storage.models.overall import (
    OVERALL_STATES,
    CompositionVersion,
    Overall,
    OverallPart,
    OverallUnit,
)
from inspect_app.storage.models.people import ROLES, LoginFailure, Member, Subject, User
from inspect_app.storage.models.presence import Presence
from inspect_app.storage.models.records import PRINTOUT_STATES, Audit, Printout
from inspect_app.storage.models.rounds import ROUND_STATES, ChecklistVersion, Parameter, Round
from inspect_app.storage.models.signatures import Signature

__all__ = [
    "INSPECTION_STATES",
    "NOTICE_STATES",
    "OVERALL_STATES",
    "PRINTOUT_STATES",
    "ROLES",
    "ROUND_STATES",
    "TABLES",
    "Answer",
    "Assignment",
    "Audit",
    "ChecklistVersion",
    "CompositionVersion",
    "Evidence",
    "Inspection",
    "LoginFailure",
    "Member",
    "Notice",
    "OfficeValue",
    "Overall",
    "OverallPart",
    "OverallUnit",
    "Parameter",
    "Photo",
    "Presence",
    "Printout",
    "Rectification",
    "Round",
    "Row",
    "Signature",
    "Subject",
    "User",
    "Visit",
    "one_of",
]

TABLES = (
    Subject,
    User,
    Member,
    LoginFailure,
    ChecklistVersion,
    Round,
    Parameter,
    Inspection,
    Assignment,
    Answer,
    OfficeValue,
    Evidence,
    Visit,
    Signature,
    Photo,
    Presence,
    Notice,
    Rectification,
    CompositionVersion,
    Overall,
    OverallPart,
    OverallUnit,
    Printout,
    Audit,
)
