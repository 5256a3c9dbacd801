"""整改通知书: draft, edit beside the paper, issue; a unit reads its own."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import login_required
from peewee import fn
from wtforms import Form, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from inspect_app.config import now
from inspect_app.services import notices
from inspect_app.services.notices import AlreadyIssued, Draft, Line, NotReady, Outdated
from inspect_app.storage.models import Audit, Notice, Printout, Rectification, Round, Subject
from inspect_app.web.access import OFFICE, person, roles, round_for, told_to_units
from inspect_app.web.fields import Day, trimmed
from inspect_app.web.numbers import whole
from inspect_app.web.printouts import notice_for
from inspect_app.web.telling import tell

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
USUAL_TERM = timedelta(days=30)


class DraftAllForm(Form):
    """By when everything is to be put right."""

    deadline = Day("整改期限")

    def validate_deadline(self, field: Day) -> None:
        """A deadline lies ahead."""
        if field.data and field.data <= now().date():
            raise ValidationError("整改期限应在今天以后")


class NoticeForm(DraftAllForm):
    """The text around the problems."""

    opening = TextAreaField(
        "开头",
        filters=[trimmed],
        validators=[DataRequired("请填写开头"), Length(max=500, message="开头最多500字，请缩短")],
    )
    closing = TextAreaField(
        "结尾",
        filters=[trimmed],
        validators=[DataRequired("请填写结尾"), Length(max=500, message="结尾最多500字，请缩短")],
    )


class LineForm(DraftAllForm):
    """One problem, its demand and its deadline."""

    problem = TextAreaField(
        "问题",
        filters=[trimmed],
        validators=[DataRequired("请填写问题"), Length(max=1000, message="问题最多1000字，请缩短")],
    )
    demand = TextAreaField(
        "整改要求",
        filters=[trimmed],
        validators=[DataRequired("请填写整改要求"), Length(max=500, message="最多500字，请缩短")],
    )


@blueprint.get("/")
@roles("administrator", "manager", "contact")
def index() -> str:
    query = (
        Notice.select(Notice, Round, Subject)
        .join_from(Notice, Round)
        .join_from(Notice, Subject)
        .order_by(Round.period_end.desc(), Round.id.desc(), Subject.code)
    )
    if person().role == "contact":
        query = query.where(Notice.subject == person().subject_id, Notice.state == "issued", told_to_units())
    chosen = request.args.get("round", "")
    round_ = round_for(person(), id) if (id := whole(chosen)) is not None else None
    if round_ is not None:
        query = query.where(Notice.round == round_)
    return _list(list(query), round_)


def _list(rows: list[Notice], round_: Round | None, form: DraftAllForm | None = None) -> str:
    return render_template(
        "notices/index.html",
        notices=rows,
        round=round_,
        rounds=Round.select().order_by(Round.period_end.desc(), Round.id.desc()),
        form=form or DraftAllForm(deadline=now().date() + USUAL_TERM),
        may_draft=person().role == "manager",
        office_view=person().role in OFFICE,
    )


@blueprint.post("/rounds/<int:id>")
@roles("manager")
def create(id: int) -> Any:
    round_ = round_for(person(), id)
    form = DraftAllForm(request.form)
    if not form.validate():
        rows = Notice.select(Notice, Round, Subject).join_from(Notice, Round).join_from(Notice, Subject)
        return _list(list(rows.where(Notice.round == round_).order_by(Subject.code)), round_, form), 422
    deadline: Any = form.deadline.data
    drafted, faultless = notices.draft_all(round_, deadline, by=person(), at=now())
    without = f"，{faultless}个单位没有失分，不用发" if faultless else ""
    flash(f"已拟通知书{drafted}份{without}。请逐份核对后印发")
    return redirect(url_for("notices.index", round=id))


@blueprint.get("/<int:id>")
@login_required
def show(id: int) -> Any:
    notice = notice_for(id)
    return _page(notice)


def _page(notice: Notice, form: NoticeForm | None = None, lines: dict[int, LineForm] | None = None) -> str:
    rows = notices.lines_of(notice)
    return render_template(
        "notices/show.html",
        notice=notice,
        rows=rows,
        further=notices.further_basis(notice),
        form=form or NoticeForm(obj=notice),
        lines=lines or {row.id: LineForm(obj=row, prefix=f"line-{row.id}-") for row in rows},
        editable=person().role == "manager" and notice.state == "draft",
        preview=_latest_preview(notice),
        today=now().date(),
    )


def _latest_preview(notice: Notice) -> Printout | None:
    """The person's own last print of this notice, unless the text has changed since."""
    changed = Audit.select(fn.MAX(Audit.at)).where(Audit.target == f"notice:{notice.id}").scalar()
    query = Printout.select(Printout, Round, Subject).join_from(Printout, Round).join_from(Printout, Subject)
    job: Printout | None = (
        query.where(
            Printout.document == "notice",
            Printout.round == notice.round_id,
            Printout.subject == notice.subject_id,
            Printout.requested_by == person(),
            Printout.state != "failed",
            Printout.requested_at > changed,  # whole seconds: one of the same second may be older
        )
        .order_by(Printout.id.desc())
        .first()
    )
    return job


@blueprint.post("/<int:id>")
@roles("manager")
def update(id: int) -> Any:
    notice = notice_for(id)
    form = NoticeForm(request.form)
    rows = notices.lines_of(notice)
    lines = {row.id: LineForm(request.form, prefix=f"line-{row.id}-") for row in rows if _is_kept(row)}
    valid = [form.validate(), *(line.validate() for line in lines.values())]
    if not all(valid):
        return _page(notice, form, lines), 422
    try:
        notices.edit(notice, _draft(form, lines), seen=_seen(), by=person(), at=now())
    except Outdated:
        form.opening.errors = ["这份通知书刚被别人改过，您的改动还没有保存。请另开一页核对后再保存"]
        return _page(notice, form, lines), 409
    except (NotReady, AlreadyIssued) as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("notices.show", id=id))
    flash("已保存")
    return redirect(url_for("notices.show", id=id))


def _is_kept(row: Rectification) -> bool:
    return f"line-{row.id}-strike" not in request.form


def _seen() -> int:
    version = whole(request.form.get("version", ""))
    return abort(400, "请求不完整，请刷新页面后再试") if version is None else version


def _draft(form: NoticeForm, lines: dict[int, LineForm]) -> Draft:
    """The text of forms that have been validated."""
    texts: dict[str, Any] = form.data
    kept = {
        id: Line(**{name: _clean(value) for name, value in line.data.items()}) for id, line in lines.items()
    }
    return Draft(**{name: _clean(value) for name, value in texts.items()}, lines=kept)


def _clean(value: Any) -> Any:
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


@blueprint.post("/<int:id>/redraft")
@roles("manager")
def redraft(id: int) -> Any:
    try:
        notices.redraft(notice_for(id), by=person(), at=now())
    except (NotReady, AlreadyIssued) as refusal:
        flash(str(refusal), "error")
    else:
        flash("已按最新的考核单重拟")
    return redirect(url_for("notices.show", id=id))


@blueprint.post("/<int:id>/issue")
@roles("manager")
def issue(id: int) -> Any:
    try:
        changes = notices.issue(notice := notice_for(id), by=person(), at=now())
    except NotReady as refusal:
        flash(str(refusal), "error")
    else:
        secret = notice.round.unannounced and notice.round.state != "released"
        flash(
            "已印发。本批次是暗访，发布结果后被考核单位才能看到"
            if secret
            else "已印发，被考核单位现在可以看到"
        )
        tell(changes)
    return redirect(url_for("notices.show", id=id))
