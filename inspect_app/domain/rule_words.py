"""A rule in all its words: its clause, what the clause leaves unsaid, and what holds for some subjects only."""

from collections.abc import Iterator, Mapping

from inspect_app.domain.quantities import plain
from inspect_app.domain.rules import Rule
from inspect_app.domain.rules.check import Check
from inspect_app.domain.rules.choice import Choice
from inspect_app.domain.rules.count import Count
from inspect_app.domain.rules.given import Given
from inspect_app.domain.rules.judgement import Judgement
from inspect_app.domain.rules.late import RECORDED, Late
from inspect_app.domain.rules.modifiers import groups_text
from inspect_app.domain.rules.over import Over
from inspect_app.domain.rules.rate import STEP_WORDS, Rate
from inspect_app.domain.rules.sample import Sample
from inspect_app.domain.rules.shortfall import Shortfall
from inspect_app.domain.rules.substitution import varied


def words_of(rule: Rule, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The clause first, then a sentence for each variant; `titles` is what the parameters are called."""
    others = []
    for variant in rule.vary:
        other = varied(rule, variant, {}, titles)
        others.append(f"对{groups_text(variant.when)}：{_clause(other)}")
    return (_clause(rule), *others)


def _clause(rule: Rule) -> str:
    return "；".join([rule.clause(), *_asides(rule)])


def _asides(rule: Rule) -> Iterator[str]:
    """What decides about points and is not in the clause, which every score sheet repeats and keeps short."""
    if isinstance(rule, Rate):
        yield from _rate_asides(rule)
    elif isinstance(rule, Check) and rule.none:
        yield f"“{rule.none}”的不计"
    elif isinstance(rule, Choice):
        yield f"“{rule.good_name}”的{'不加分' if rule.adds else '不扣分'}"
    elif isinstance(rule, Late) and rule.due in {None, RECORDED}:
        yield f"{'应完成日期' if rule.due else f'逾期{rule.unit}数'}由检查人员填写"
    elif isinstance(rule, Count | Shortfall):
        yield from _number_asides(rule)
    elif isinstance(rule, Over) and rule.step != 1 and "steps" not in rule.model_fields_set:
        yield STEP_WORDS[rule.steps]
    elif isinstance(rule, Judgement) and rule.min != rule.max:
        yield f"以{plain(rule.step)}分为一档，要写{'理由' if rule.each is None else f'明{rule.called}'}"
    elif isinstance(rule, Given) and rule.most is not None:
        yield f"{rule.by}最高{plain(rule.most)}分"
    elif isinstance(rule, Sample):
        yield from (f"{inner.label}：{aside}" for inner in rule.rules for aside in _asides(inner))


def _number_asides(rule: Count | Shortfall) -> Iterator[str]:
    if isinstance(rule, Count):
        if rule.listed:
            yield f"逐个写明{rule.called}" if rule.event else f"逐个写明{rule.called}和地点"
    elif rule.share is not None:
        yield f"不足{plain(rule.step)}{rule.unit}的按{plain(rule.step)}{rule.unit}要求"
    elif rule.step != 1:
        yield f"以{plain(rule.step)}{rule.unit}为最小单位"


def _rate_asides(rule: Rate) -> Iterator[str]:
    yield f"{rule.label}＝{rule.done}÷{rule.of}"
    if rule.step != 1:
        yield f"以{plain(rule.step)}{rule.unit or ''}为最小单位"
    if rule.each is not None and rule.steps is None:
        yield STEP_WORDS["exact"]
    if rule.exceed:
        yield f"{rule.done}可以大于{rule.of}"
