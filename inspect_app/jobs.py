"""The queue: what is printed outside the web processes. Nothing else knows how it is run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from peewee import JOIN

from inspect_app.config import Config, now
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
    return _write(report, config, folder, f"{job.round.title}考核通报.pdf")


def _overall(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    row: Any = job.overall
    paper = gathering.gather_overall(row, gathering.Letterhead.of(config), today=now().date())
    return _write(paper, config, folder, f"{row.title}通报.pdf")


def _sheet(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    inspection = (
        Inspection.select(Inspection, Subject, Round, ChecklistVersion)
        .join_from(Inspection, Subject)
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.round == job.round, Inspection.subject == job.subject)
        .get()
    )
    sheet = gathering.gather_sheet(inspection, config, today=now().date())
    return _write(sheet, config, folder, f"{inspection.subject.name}得分说明.pdf")


def _notice(job: Printout, config: Config, folder: Path) -> str:
    from inspect_app.printing import gathering

    notice = notice_row(job.round, job.subject)
    paper = gathering.gather_notice(notice, config, today=now().date())
    return _write(paper, config, folder, f"{notice.subject.name}整改通知书.pdf")


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
    name = f"{job.round.title}整改通知书.pdf"
    joined.replace(folder / name)
    shutil.make_archive(str(folder / "units"), "zip", single)
    shutil.rmtree(single)
    return name


_MAKERS: dict[str, Any] = {
    "overall": _overall,
    "report": _report,
    "sheet": _sheet,
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


def _write(document: object, config: Config, folder: Path, name: str) -> str:
    from inspect_app.printing.engine import render

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
