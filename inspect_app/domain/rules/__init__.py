"""The rule kinds. A new kind is its file here, its template in templates/rules/, and its line in REGISTRY."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field

from inspect_app.domain.rules.bands import Bands
from inspect_app.domain.rules.base import FactForm, Facts, Rule, State, Verdict
from inspect_app.domain.rules.check import Check
from inspect_app.domain.rules.choice import Choice
from inspect_app.domain.rules.count import Count
from inspect_app.domain.rules.given import Given
from inspect_app.domain.rules.judgement import Judgement
from inspect_app.domain.rules.late import Late
from inspect_app.domain.rules.missing import Missing
from inspect_app.domain.rules.over import Over
from inspect_app.domain.rules.panel import Panel
from inspect_app.domain.rules.rate import Rate
from inspect_app.domain.rules.rectified import Rectified
from inspect_app.domain.rules.report import Report
from inspect_app.domain.rules.sample import Sample
from inspect_app.domain.rules.shortfall import Shortfall
from inspect_app.domain.rules.votes import Votes

REGISTRY: dict[str, type[Rule]] = {
    "rate": Rate,
    "bands": Bands,
    "shortfall": Shortfall,
    "count": Count,
    "check": Check,
    "choice": Choice,
    "judgement": Judgement,
    "missing": Missing,
    "late": Late,
    "over": Over,
    "votes": Votes,
    "panel": Panel,
    "given": Given,
    "rectified": Rectified,
    "sample": Sample,
    "report": Report,
}

AnyRule: Any = Annotated[reduce(or_, REGISTRY.values()), Field(discriminator="kind")]

__all__ = ["REGISTRY", "AnyRule", "FactForm", "Facts", "Rule", "State", "Verdict"]
