"""Print jobs in the browser: ask, watch, fetch."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask_login import login_required
from peewee import JOIN

from inspect_app.config import now
from inspect_app.services import printouts
from inspect_app.services.overall import rounds_of
from inspect_app.services.printouts import EXCEL
from inspect_app.storage.models import Inspection, Notice, Overall, Printout, Round, Subject
from inspect_app.web.access import (
    OFFICE,
    inspection_for,
    is_hidden,
    overall_for,
    person,
    round_for,
    visible_inspections,
)
from inspect_app.web.numbers import whole

blueprint = Blueprint("printouts", __name__, url_prefix="/printouts")
TITLES = {
    "overall": "通报",
    "report": "考核通报",
    "sheet": "得分说明",
    "notice": "整改通知书",
    "notices": "整改通知书（全部）",
    "overall-excel": "综合排名（Excel）",
    "report-excel": "考核结果（Excel）",
    "sheet-excel": "得分明细（Excel）",
}
TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.post("/")
@login_required
def create() -> Any:
    document = request.form.get("document", "")
    if document not in TITLES:
        abort(400, "没有这种文件")
    if document.removesuffix(EXCEL) == "overall":
        job = _overall_job(document)
    else:
        round_, subject = _asked_for(document.removesuffix(EXCEL))
        job = printouts.request_printout(document, round_, subject, by=person(), at=now())
    current_app.extensions["queue"].print(job.id)
    if request.htmx:  # type: ignore[attr-defined]
        return render_template("printouts/_job.html", **_context(_job_for(job.id)))
    return redirect(url_for("printouts.show", id=job.id))


def _overall_job(document: str) -> Printout:
    """The job for an overall ranking, which only the office takes out."""
    if person().role not in OFFICE:
        abort(403, "只有督导办可以打印和导出")
    row = overall_for(person(), _number("overall"))
    rounds = list(rounds_of(row).values())
    if not rounds:
        abort(409, "还没有给各部分指定批次，没有可以打印和导出的内容")
    first = min(rounds, key=lambda one: (one.period_start, one.id))
    return printouts.request_printout(document, first, None, overall=row, by=person(), at=now())


def _asked_for(document: str) -> tuple[Round, Subject | None]:
    """The round and unit that the request names, if the person may print that document of them."""
    user = person()
    if document in {"report", "notices"}:
        if user.role not in OFFICE:
            abort(403, "只有督导办可以打印和导出")
        return round_for(user, _number("round")), None
    if document == "sheet":
        inspection = inspection_for(user, _number("inspection"))
        return inspection.round, inspection.subject
    notice = notice_for(_number("notice"))
    return notice.round, notice.subject


def notice_for(id: int) -> Notice:
    """The notice: to the office always, to its unit once issued, to nobody else."""
    query = (Notice.select(Notice, Round, Subject).join_from(Notice, Round).join_from(Notice, Subject)).where(
        Notice.id == id
    )
    notice: Notice | None = query.first()
    if notice is None or not _may_see(notice):
        abort(404)
    return notice


def _may_see(notice: Notice) -> bool:
    user = person()
    if is_hidden(user, notice.round):
        return False
    own = user.role == "contact" and notice.subject_id == user.subject_id and notice.state == "issued"
    return own or user.role in OFFICE


def _number(name: str) -> int:
    id = whole(request.form.get(name, ""))
    return abort(400, "请求不完整，请刷新页面后再试") if id is None else id


@blueprint.get("/<int:id>")
@login_required
def show(id: int) -> Any:
    job = _job_for(id)
    if request.htmx:  # type: ignore[attr-defined]
        return render_template("printouts/_job.html", **_context(job))
    return render_template("printouts/show.html", back=_way_back(job), **_context(job))


def _way_back(job: Printout) -> dict[str, str]:
    """The page on which the document was asked for."""
    document = job.document.removesuffix(EXCEL)
    if document == "report":
        return {"label": "排名", "url": url_for("rankings.show", id=job.round_id)}
    if document == "overall":
        return {"label": "综合排名", "url": url_for("overall.show", id=job.overall_id)}
    if document != "sheet":
        return {"label": "整改通知", "url": url_for("notices.index", round=job.round_id)}
    inspection = Inspection.get(Inspection.round == job.round_id, Inspection.subject == job.subject_id)
    return {"label": "考核单", "url": url_for("inspections.show", id=inspection.id)}


def _job_for(id: int) -> Printout:
    """The job, for the person who asked for it: what others may see, they print themselves."""
    job: Printout | None = (
        Printout.select(Printout, Round, Subject, Overall)
        .join_from(Printout, Round)
        .join_from(Printout, Subject, JOIN.LEFT_OUTER)
        .join_from(Printout, Overall, JOIN.LEFT_OUTER)
        .where(Printout.id == id, Printout.requested_by == person())
        .first()
    )
    return job if job is not None and not is_hidden(person(), job.round) else abort(404)


def _context(job: Printout) -> dict[str, Any]:
    of = next(row for row in (job.overall, job.subject, job.round) if row is not None)
    name = of.name if isinstance(of, Subject) else of.title
    return {"job": job, "title": f"{name}{TITLES[job.document]}"}


@blueprint.get("/<int:id>/file")
@login_required
def file(id: int) -> Any:
    job = _done(id)
    kept = _folder(job) / job.file
    # A workbook is never shown in the browser; Chinese names travel as RFC 5987 says.
    opened_elsewhere = kept.suffix != ".pdf"
    return send_file(
        kept, mimetype=TYPES[kept.suffix], as_attachment=opened_elsewhere, download_name=job.file
    )


@blueprint.get("/<int:id>/units")
@login_required
def units(id: int) -> Any:
    job = _done(id)
    if job.document != "notices":
        abort(404)
    name = Path(job.file).with_suffix(".zip").name
    return send_file(_folder(job) / "units.zip", as_attachment=True, download_name=name)


@blueprint.get("/<int:id>/pages/<int:page>")
@login_required
def picture(id: int, page: int) -> Any:
    job = _done(id)
    if not 1 <= page <= job.pages:
        abort(404)
    return send_file(_folder(job) / f"page-{page}.png", mimetype="image/png")


def _done(id: int) -> Printout:
    job = _job_for(id)
    if job.state != "done" or not _still_allowed(job):
        abort(404)
    return job


def _still_allowed(job: Printout) -> bool:
    """What was printed before a role or a release changed is not fetched after it."""
    if person().role in OFFICE:
        return True
    if job.document.removesuffix(EXCEL) != "sheet":
        return job.document == "notice"
    mine = visible_inspections(person())
    return bool(mine.where(Round.id == job.round_id, Subject.id == job.subject_id).exists())


def _folder(job: Printout) -> Path:
    folder: Path = current_app.config["INSPECT"].printouts / str(job.id)
    return folder if folder.is_dir() else abort(404, "文件已被清理，请重新打印或导出")
