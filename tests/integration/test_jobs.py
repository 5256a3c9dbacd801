"""Print jobs from the request to the file."""

from dataclasses import replace
from zipfile import ZipFile

import pytest

from inspect_app import jobs
from inspect_app.config import Config
from inspect_app.services import notices, printouts
from inspect_app.storage.models import Inspection, Notice, Printout
from tests.integration.commands import lend_fonts
from tests.integration.conftest import AT, Cast
from tests.integration.filling import approve


@pytest.fixture
def printing(config: Config) -> Config:
    """The test's settings, with fonts."""
    lend_fonts(config)
    return config


@pytest.fixture
def approved(cast: Cast, inspection: Inspection) -> Inspection:
    approve(inspection, by=cast.inspector, reviewer=cast.manager)
    notices.draft_all(inspection.round, AT.date(), by=cast.manager, at=AT)
    return inspection


def request(document: str, inspection: Inspection, cast: Cast) -> Printout:
    subject = inspection.subject if document in {"sheet", "notice"} else None
    return printouts.request_printout(document, inspection.round, subject, by=cast.manager, at=AT)


def again(job: Printout) -> Printout:
    row: Printout = Printout.get_by_id(job.id)
    return row


@pytest.mark.parametrize(
    ("document", "file"),
    [
        ("report", "2020年上半年考核通报.pdf"),
        ("sheet", "清河县局得分说明.pdf"),
        ("notice", "清河县局整改通知书.pdf"),
        ("notices", "2020年上半年整改通知书.pdf"),
    ],
)
def test_queue_makes_every_document(
    printing: Config, cast: Cast, approved: Inspection, document: str, file: str
) -> None:
    job = request(document, approved, cast)
    jobs.Queue(printing, immediate=True).print(job.id)
    row = again(job)
    assert (row.state, row.file, row.message) == ("done", file, "")
    assert (printing.printouts / str(job.id) / file).read_bytes().startswith(b"%PDF")


def test_notice_is_pictured_page_by_page(printing: Config, cast: Cast, approved: Inspection) -> None:
    job = request("notice", approved, cast)
    jobs.make(job.id, printing)
    pictures = sorted(path.name for path in (printing.printouts / str(job.id)).glob("*.png"))
    assert pictures == [f"page-{page}.png" for page in range(1, again(job).pages + 1)]


def test_run_holds_a_file_for_each_unit_and_counts(
    printing: Config, cast: Cast, approved: Inspection
) -> None:
    job = request("notices", approved, cast)
    jobs.make(job.id, printing)
    with ZipFile(printing.printouts / str(job.id) / "units.zip") as packed:
        assert packed.namelist() == ["01-清河县局.pdf"]
    assert (again(job).done, again(job).total) == (1, 1)


@pytest.mark.parametrize(
    ("document", "said"), [("report", "还没有审核通过的考核单"), ("notices", "还没有整改通知书")]
)
def test_nothing_to_print_is_a_failure_with_a_reason(
    printing: Config, cast: Cast, inspection: Inspection, document: str, said: str
) -> None:
    job = request(document, inspection, cast)
    jobs.make(job.id, printing)
    assert again(job).state == "failed"
    assert said in again(job).message
    assert not (printing.printouts / str(job.id)).exists()


def test_missing_fonts_are_a_failure_with_a_reason(config: Config, cast: Cast, approved: Inspection) -> None:
    job = request("report", approved, cast)
    jobs.make(job.id, replace(config, data=config.data / "elsewhere"))
    assert (again(job).state, "字体" in again(job).message) == ("failed", True)


def test_job_is_made_once(printing: Config, cast: Cast, approved: Inspection) -> None:
    job = request("notice", approved, cast)
    jobs.make(job.id, printing)
    file = printing.printouts / str(job.id) / again(job).file
    file.write_bytes(b"fetched")
    jobs.make(job.id, printing)
    assert file.read_bytes() == b"fetched"


def test_interrupted_job_begins_again(printing: Config, cast: Cast, approved: Inspection) -> None:
    job = request("notice", approved, cast)
    assert printouts.begin(job.id) is not None
    half = printing.printouts / str(job.id)
    half.mkdir(parents=True)
    (half / "half.part").write_bytes(b"half")
    assert printouts.interrupted() == [job.id]
    jobs.make(job.id, printing)
    assert again(job).state == "done"
    assert not (half / "half.part").exists()


def test_finished_and_failed_jobs_stay_as_they_are(cast: Cast, inspection: Inspection) -> None:
    done, failed = request("report", inspection, cast), request("sheet", inspection, cast)
    printouts.finish(done.id, "x.pdf", 0)
    printouts.fail(failed.id, "没有字体")
    assert printouts.interrupted() == []
    assert (printouts.begin(done.id), printouts.begin(failed.id)) == (None, None)


def test_unknown_job_is_passed_over(printing: Config, cast: Cast) -> None:
    jobs.make(999, printing)
    assert not Notice.select().exists()
