"""Print jobs: asked for in a page, made by the print process, fetched when done."""

from datetime import datetime

from peewee import JOIN

from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.models import CompositionVersion, Overall, Printout, Round, Subject, User

EXCEL = "-excel"  # a document's name with it is the same taken out to Excel: who may print the one may have the other


def request_printout(
    document: str,
    round_: Round,
    subject: Subject | None,
    *,
    by: User,
    at: datetime,
    overall: Overall | None = None,
) -> Printout:
    """Note that the document is wanted. An equal job that still waits is returned instead of a second one."""
    with writing():
        waiting: Printout | None = Printout.get_or_none(
            (Printout.document == document)
            & (Printout.round == round_)
            & (Printout.subject == subject if subject else Printout.subject.is_null())
            & (Printout.overall == overall if overall else Printout.overall.is_null())
            & (Printout.requested_by == by)
            & (Printout.state == "waiting")
        )
        if waiting is not None:
            return waiting
        job: Printout = Printout.create(
            document=document,
            round=round_,
            subject=subject,
            overall=overall,
            requested_at=at,
            requested_by=by,
        )
        action = "export" if document.endswith(EXCEL) else "print"
        of = {"overall": overall.title} if overall else {"round": round_.title}
        audit.record(by, action, job, at=at, after={"document": document, **of})
    return job


def begin(id: int) -> Printout | None:
    """Take the job in hand and return it, or None when somebody else has."""
    with writing():
        waiting = (Printout.id == id) & (Printout.state == "waiting")
        if not Printout.update(state="running").where(waiting).execute():
            return None
    job: Printout = (
        Printout.select(Printout, Round, Subject, Overall, CompositionVersion)
        .join_from(Printout, Round)
        .join_from(Printout, Subject, JOIN.LEFT_OUTER)
        .join_from(Printout, Overall, JOIN.LEFT_OUTER)
        .join_from(Overall, CompositionVersion, JOIN.LEFT_OUTER)
        .where(Printout.id == id)
        .get()
    )
    return job


def report_progress(id: int, done: int, total: int) -> None:
    """Say how many documents of the job are made."""
    with writing():
        Printout.update(done=done, total=total).where(Printout.id == id).execute()


def finish(id: int, file: str, pages: int) -> None:
    """The job's file is there; `pages` pictures of its first pages lie beside it."""
    with writing():
        Printout.update(state="done", file=file, pages=pages, message="").where(Printout.id == id).execute()


def fail(id: int, message: str) -> None:
    """The job cannot be done; the message says why and what to do."""
    with writing():
        Printout.update(state="failed", message=message).where(Printout.id == id).execute()


def interrupted() -> list[int]:
    """Put jobs that a stopped print process left behind back in the queue and return their ids."""
    with writing():
        Printout.update(state="waiting").where(Printout.state == "running").execute()
    return [row.id for row in Printout.select(Printout.id).where(Printout.state == "waiting")]
