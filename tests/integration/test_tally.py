"""Whatever is saved in whatever order, the remembered sums are those of a full rescore."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspect_app.domain.scoring import score
from inspect_app.domain.tally import blank, tally_of
from inspect_app.services.answers import tally_in
from inspect_app.storage.answers import answers_of
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.models import Answer, Inspection, Round
from tests.integration.conftest import Cast
from tests.integration.filling import FAULTLESS, FILLED, again, save

numbers = st.integers(0, 60).map(str)
absent = st.just({"not_applicable": "没有"})
nothing = st.just({})
CONTENTS = {
    "talks": st.tuples(numbers, numbers).map(
        lambda pair: {"r0-done": min(pair, key=int), "r0-of": max(pair, key=int)}
    ),
    "meetings": numbers.map(lambda number: {"r0-count": number}),
    "visits": st.just(FILLED["visits"]),
    "minutes": st.tuples(numbers, st.sampled_from(["", "yes", "no"])).map(
        lambda pair: {"r0-count": pair[0], "r1-met": pair[1]}
    ),
    "report": st.sampled_from(["", "按时报送", "迟报", "未报"]).map(lambda name: {"r0-choice": name}),
    "quality": st.integers(1, 6).map(lambda half: {"r0-value": str(half / 2), "r0-remark": "理由"}),
    "serious-case": st.sampled_from(["no", "yes"]).map(
        lambda said: {"r0-happened": said, "r0-remark": "经查"}
    ),
}


def contents(entry: str) -> st.SearchStrategy[tuple[str, dict[str, str]]]:
    """An entry with something to save in it."""
    possible = [CONTENTS[entry], nothing, st.just(FAULTLESS[entry])]
    if entry != "serious-case":
        possible.append(absent)
    return st.tuples(st.just(entry), st.one_of(possible))


saves = st.lists(st.sampled_from(list(FILLED)).flatmap(contents), max_size=12)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tally_equals_a_rescore_after_any_saves(cast: Cast, make_round: Callable[..., Round]) -> None:
    make_round()
    inspection = Inspection.get()
    checklist = checklist_of(inspection.checklist)
    numbered = count()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(saves)
    def check(done: list[tuple[str, dict[str, str]]]) -> None:
        Answer.delete().execute()
        Inspection.update(tally=blank(checklist).to_json()).execute()
        seen = dict.fromkeys(FILLED, 0)
        for entry, data in done:
            save_id = f"save-{next(numbered)}"
            seen[entry] = save(
                inspection, entry, data, by=cast.inspector, seen=seen[entry], save_id=save_id
            ).version
        sheet = score(checklist, answers_of(inspection))
        expected = tally_of(checklist, {item.id: item for item in sheet.items})
        assert tally_in(checklist, again(inspection)) == expected
        assert (expected.total, expected.full, expected.grade) == (sheet.total, sheet.full, sheet.grade)

    check()
