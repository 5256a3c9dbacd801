"""A database from before overall rankings keeps its print jobs, and prints on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspect_app.storage.models import CompositionVersion, Overall, OverallPart, Printout
from tests.integration.carrying import carried_over_from

LAST = "0007_put_rounds_together"
ROWS = (
    (
        "INSERT INTO account (id, login, name, role, password, session_key, active)"
        " VALUES (1, 'a', '甲', 'manager', '', 'k', {yes})"
    ),
    (
        "INSERT INTO checklist_version (id, checklist_id, version, title, text, sha256, published_at)"
        " VALUES (1, 'small', '1', '小', '', 'a', '2020-01-01')"
    ),
    (
        "INSERT INTO round (id, title, period_start, period_end, deadline, checklist_id, state, created_at)"
        " VALUES (1, '前', '2019-07-01', '2019-12-31', '2020-01-01', 1, 'open', '2020-01-01')"
    ),
    (
        "INSERT INTO printout (id, document, round_id, state, done, total, pages, file, message, requested_at,"
        " requested_by_id) VALUES (1, 'report', 1, 'done', 0, 0, 0, 'a.pdf', '', '2020-01-01', 1)"
    ),
)


@pytest.fixture(params=["sqlite", "postgres"])
def carried_over(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A database of the first version with a print job, brought up to date."""
    with carried_over_from("0002_let_managers_set_parameters", ROWS, request, tmp_path) as ran:
        assert LAST in ran
        yield


def test_print_jobs_are_kept_and_an_overall_ranking_can_be_made(carried_over: None) -> None:
    job = Printout.get()
    assert (job.round_id, job.overall, job.file) == (1, None, "a.pdf")
    version = CompositionVersion.create(
        composition_id="year", version="1", title="年", text="", sha256="", published_at="2020-01-01"
    )
    row = Overall.create(title="年", composition=version, created_at="2020-01-01")
    OverallPart.create(overall=row, part="one", round=1)
    Printout.update(overall=row).execute()
    assert Printout.get().overall == row
