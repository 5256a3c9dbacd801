"""The queue: what is printed outside the web processes. Nothing else knows how it is run."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from peewee import JOIN

from inspect_app.config import Config, now
from inspect_app.formatting import file_name
from inspect_app.services import printouts
from inspect_app.storage import database
from inspect_app.storage.models import ChecklistVersion, Inspection, Notice, Printout, Round, Subject


class Queue:
    """The queue of one configuration: on Redis where there is one, else in a file of the data folder."""

    def __init__(self, config: Config, *, immediate: bool = False) -> None:
        self.config = config
        self.huey = _huey(config, immediate=immediate)
        self.print = self.huey.task(name="print")(self._print)

    def _print(self, id: int) -> None:
        database.connect()
        try:
            make(id, self.config)
        finally:
            if not self.huey.immediate:
                database.release()


def _huey(config: Config, *, immediate: bool) -> Huey:
    if config.redis_url and not immediate:
        return RedisHuey("inspect", url=config.redis_url, results=False)
    config.data.mkdir(parents=True, exist_ok=True)
    file = str(config.data / "jobs.db")
    return SqliteHuey(
        "inspect", filename=file, results=False, immediate=immediate, immediate_use_memory=False
    )


def work(config: Config) -> None:
    """Print what is asked for until told to stop; jobs that were cut off begin again."""
    queue = Queue(config)
    database.connect()
    for id in printouts.interrupted():
        queue.print(id)
    queue.huey.create_consumer(
        workers=1, worker_type="thread", periodic=False, initial_delay=0.05, max_delay=1
    ).run()


def make(id: int, config: Config) -> None:
    """Make the job's file, or note why it cannot be made."""
    from inspect_app.printing.errors import PrintError
    from inspect_app.printing.fonts import NoFonts
    from inspect_app.printing.gathering import NothingToPrint

    job = printouts.begin(id)
    if job is None:
        return
    folder = config.printouts / str(id)
    try:
        with _whole_or_nothing(folder):
            file = _MAKERS[job.document](job, config, folder)
            pages = _picture_pages(folder / file) if job.document == "notice" else 0
    except (PrintError, NoFonts, NothingToPrint) as error:
        printouts.fail(id, str(error))
    except Exception:
        printouts.fail(id, "打印程序出错，已记入日志。请再试一次，仍不行请告诉系统管理员")
        raise
    else:
        printouts.finish(id, file, pages)


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _report(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    report = gathering.gather_report(job.round, gathering.Letterhead.of(config), today=now().date())
    return _write(report, config, folder, f"{job.round.title}考核通报")


def _overall(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    row: Any = job.overall
    paper = gathering.gather_overall(row, gathering.Letterhead.of(config), today=now().date())
    return _write(paper, config, folder, f"{row.title}通报")


def _sheet(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    inspection = _inspection_of(job)
    sheet = gathering.gather_sheet(inspection, config, today=now().date())
    return _write(sheet, config, folder, f"{inspection.subject.name}得分说明")


def _inspection_of(job: Printout) -> Inspection:
    row: Inspection = (
        Inspection.select(Inspection, Subject, Round, ChecklistVersion)
        .join_from(Inspection, Subject)
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.round == job.round, Inspection.subject == job.subject)
        .get()
    )
    return row


def _sheet_excel(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing.gathering_books import gather_sheet_book

    book = gather_sheet_book(_inspection_of(job), config, by=job.requested_by.name, at=now())
    return _export(book, folder)


def _report_excel(job: Printout, config: Config, folder: Path) -> str:
    """The whole round: a unit's details are read when its rows are written."""
    from inspect_app.printing.gathering_books import gather_round_book

    total, book = gather_round_book(job.round, config, by=job.requested_by.name, at=now())
    return _export(replace(book, details=_counted(job, book.details, total)), folder)


def _counted(job: Printout, details: Iterable[Any], total: int) -> Iterator[Any]:
    """The details one after the other, with the job saying now and then how many are done."""
    for done, detail in enumerate(details):
        if done % 25 == 0:
            printouts.report_progress(job.id, done, total)
        yield detail
    printouts.report_progress(job.id, total, total)


def _overall_excel(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing.gathering_books import gather_overall_book

    row: Any = job.overall
    return _export(gather_overall_book(row, config, by=job.requested_by.name, at=now()), folder)


def _export(book: Any, folder: Path) -> str:
    from inspect_app.printing.workbooks import export

    name = file_name(book.title, ".xlsx")
    export(book, folder / name)
    return name


def _notice(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    notice = notice_row(job.round, job.subject)
    paper = gathering.gather_notice(notice, config, today=now().date())
    return _write(paper, config, folder, f"{notice.subject.name}整改通知书")


def _notices(job: Printout, config: Config, folder: Path) -> str:
    """One file of all for the printer, and beside it one for each unit, packed for the office."""
    from inspect_app.printing import gathering
    from inspect_app.printing.runs import print_run

    total, entries = gathering.gather_run(job.round, config, today=now().date())
    printouts.report_progress(job.id, 0, total)
    single = folder / "units"
    paths = print_run(
        entries, single, "all", _fonts(config), lambda done: printouts.report_progress(job.id, done, total)
    )
    *_, joined = paths
    name = file_name(f"{job.round.title}整改通知书", ".pdf")
    joined.replace(folder / name)
    shutil.make_archive(str(folder / "units"), "zip", single)
    shutil.rmtree(single)
    return name


_MAKERS: dict[str, Any] = {
    "overall": _overall,
    "overall-excel": _overall_excel,
    "report": _report,
    "report-excel": _report_excel,
    "sheet": _sheet,
    "sheet-excel": _sheet_excel,
    "notice": _notice,
    "notices": _notices,
}


def notice_row(round_: Round, subject: Subject | None) -> Notice:
    """The round's notice to the unit, with both; Notice.DoesNotExist when there is none."""
    query = (
        Notice.select(Notice, Subject, Round)
        .join_from(Notice, Subject, JOIN.INNER)
        .join_from(Notice, Round, JOIN.INNER)
        .where(Notice.round == round_, Notice.subject == subject)
    )
    row: Notice = query.get()
    return row


def _write(document: object, config: Config, folder: Path, title: str) -> str:
    from inspect_app.printing.engine import render

    name = file_name(title, ".pdf")
    (folder / name).write_bytes(render(document, _fonts(config)))
    return name


def _fonts(config: Config) -> Any:
    from inspect_app.printing.fonts import FontFolders

    return FontFolders(config.fonts, config.site_fonts)


def _picture_pages(file: Path) -> int:
    """Each page as a picture beside the file: no tablet shows a PDF inside a page."""
    import pypdfium2

    with pypdfium2.PdfDocument(file) as pdf:
        for number, page in enumerate(pdf, start=1):
            page.render(scale=1.5).to_pil().save(file.parent / f"page-{number}.png", optimize=True)
        return len(pdf)
