"""Who exports what to Excel, and the file on its way to the browser."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspect_app import jobs
from inspect_app.config import Config
from inspect_app.storage.models import Audit, Inspection, Printout, Round
from tests.integration.conftest import AT, Cast
from tests.integration.exporting import ROUND, SHEET, asked, exported
from tests.integration.filling import approve

As = Callable[..., FlaskClient]


def test_file_has_a_chinese_name_that_every_browser_reads(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    client = as_(cast.manager)
    location = asked(client, SHEET, inspection=inspection.id).location
    jobs.make(Printout.get().id, app.config["INSPECT"])
    with client.get(f"{location}/file") as file:
        said = file.headers["Content-Disposition"]
        assert said.startswith("attachment;")
        assert f"filename*=UTF-8''{quote('清河县局2020年上半年得分明细.xlsx')}" in said
        assert file.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "下载清河县局得分明细（Excel）" in client.get(location).text


def test_round_whose_title_no_file_can_bear_is_exported_all_the_same(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    Round.update(title='2020/上半年"第?次"').execute()
    assert exported(app, as_(cast.manager), ROUND, round=inspection.round_id)
    assert Printout.get().file == "2020_上半年_第_次_考核结果.xlsx"


def test_job_counts_the_units_and_is_in_the_log(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    exported(app, as_(cast.manager), ROUND, round=inspection.round_id)
    job = Printout.get()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    log = Audit.get(Audit.action == "export")
    assert (log.user, log.after) == (cast.manager, {"document": ROUND, "round": "2020年上半年"})
    assert "导出Excel" in as_(cast.administrator).get("/people/history").text


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("manager", [302, 302]),
        ("administrator", [302, 302]),
        ("inspector", [403, 302]),
        ("colleague", [403, 404]),
        ("contact", [403, 404]),
        ("outsider", [403, 404]),
    ],
)
def test_each_exports_what_he_may_see(
    as_: As, cast: Cast, inspection: Inspection, who: str, statuses: list[int]
) -> None:
    client = as_(getattr(cast, who))
    found = [
        asked(client, ROUND, round=inspection.round_id),
        asked(client, SHEET, inspection=inspection.id),
    ]
    assert [one.status_code for one in found] == statuses


def test_unit_exports_its_own_sheet_after_the_release_and_nothing_else(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    Round.update(state="released", released_at=AT, unannounced=True).execute()
    book = exported(app, as_(cast.contact), SHEET, inspection=inspection.id)
    assert "东湖区局" not in str([list(sheet.values) for sheet in book])
    assert asked(as_(cast.contact), ROUND, round=inspection.round_id).status_code == 403
    assert asked(as_(cast.outsider), SHEET, inspection=inspection.id).status_code == 404


def test_unit_learns_nothing_of_an_unannounced_round_before_the_release(
    as_: As, cast: Cast, inspection: Inspection
) -> None:
    Round.update(unannounced=True).execute()
    assert asked(as_(cast.contact), SHEET, inspection=inspection.id).status_code == 404
    assert not Printout.select().exists()


def test_office_copy_of_an_unannounced_round_says_so(
    app: Flask, as_: As, cast: Cast, inspection: Inspection
) -> None:
    Round.update(unannounced=True).execute()
    book = exported(app, as_(cast.manager), ROUND, round=inspection.round_id)
    assert book["排名"]["A1"].value == "2020年上半年（暗访）排名"


@pytest.mark.parametrize(
    "document", ["notice-excel", "notices-excel", "blank-excel", "-excel", "sheet-excel-excel"]
)
def test_what_is_not_exported_is_refused(as_: As, cast: Cast, inspection: Inspection, document: str) -> None:
    assert asked(as_(cast.manager), document, inspection=inspection.id, round=1, notice=1).status_code == 400
    assert not Printout.select().exists()


@pytest.mark.parametrize(("path", "document"), [("rankings", ROUND), ("inspections", SHEET)])
def test_pages_offer_the_export(
    as_: As, cast: Cast, inspection: Inspection, path: str, document: str
) -> None:
    page = (
        as_(cast.manager)
        .get(f"/{path}/{inspection.id if path == 'inspections' else inspection.round_id}")
        .text
    )
    assert re.search(f'name="document" value="{document}"[^>]*>.*?导出Excel</button>', page, re.DOTALL)


def test_nothing_is_left_behind_beside_the_file(
    app: Flask, as_: As, cast: Cast, inspection: Inspection, config: Config
) -> None:
    exported(app, as_(cast.manager), ROUND, round=inspection.round_id)
    folder: Path = config.printouts / str(Printout.get().id)
    assert [path.name for path in folder.iterdir()] == ["2020年上半年考核结果.xlsx"]
