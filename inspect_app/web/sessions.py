"""Logging in and out, and one's own password."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, login_required, login_user, logout_user
from wtforms import Form, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from inspect_app.config import now
from inspect_app.services import sessions
from inspect_app.storage.models import User
from inspect_app.storage.prepared import Prepared
from inspect_app.web.access import person
from inspect_app.web.fields import trimmed

blueprint = Blueprint("sessions", __name__)
login_manager = LoginManager()
HOME = {"contact": "rankings.index", "inspector": "inspections.index", "manager": "rounds.index"}


class LoginForm(Form):
    """Name and password."""

    login = StringField(
        "账号",
        filters=[trimmed],
        validators=[InputRequired("请填写账号"), Length(max=40, message="账号太长")],
    )
    password = PasswordField(
        "密码", validators=[InputRequired("请填写密码"), Length(max=200, message="密码太长")]
    )


class PasswordForm(Form):
    """A new password, twice."""

    old = PasswordField("现在的密码", validators=[InputRequired("请填写现在的密码")])
    new = PasswordField(
        "新密码", validators=[InputRequired("请填写新密码"), Length(8, 200, "新密码要8个字以上")]
    )
    again = PasswordField("再填一遍新密码", validators=[EqualTo("new", "两次填写的新密码不一样")])


def init_app(app: Flask) -> None:
    """Tell Flask-Login how people are loaded and where strangers go."""
    login_manager.init_app(app)
    login_manager.login_view = "sessions.new"
    login_manager.login_message = "请先登录"


class Visitor(UserMixin):
    """The logged-in person as Flask-Login wants it: Peewee's rows have a `get_id` of another meaning."""

    def __init__(self, row: User) -> None:
        self.row = row

    def get_id(self) -> str:
        return f"{self.row.id}.{self.row.session_key}"


_ACTIVE = Prepared(lambda id: User.select().where((User.id == id) & User.active))


@login_manager.user_loader
def load(key: str) -> Visitor | None:
    """The person of a session cookie, as long as the password has not changed since."""
    id, _, session_key = key.partition(".")
    if not id.isdigit():
        return None
    user: User | None = _ACTIVE.first(int(id))
    if user is None or not secrets.compare_digest(user.session_key, session_key):
        return None
    return Visitor(user)


@blueprint.get("/login")
def new() -> str:
    return render_template("sessions/new.html", form=LoginForm())


@blueprint.post("/login")
def create() -> Any:
    form = LoginForm(request.form)
    if not form.validate():
        return render_template("sessions/new.html", form=form), 422
    try:
        user = sessions.log_in(
            form.login.data or "", form.password.data or "", request.remote_addr or "", at=now()
        )
    except sessions.LoginRefused:
        form.password.errors = ["账号或密码不对，请核对后再试"]
        return render_template("sessions/new.html", form=form), 422
    except sessions.TooManyFailures:
        form.login.errors = ["密码错误次数过多，请15分钟后再试，或请管理员重设密码"]
        return render_template("sessions/new.html", form=form), 429
    session.permanent = True
    login_user(Visitor(user))
    return redirect(_next_page() or url_for(HOME.get(user.role, "people.index")))


@blueprint.post("/logout")
@login_required
def destroy() -> Any:
    sessions.log_out(person(), at=now())
    logout_user()
    return redirect(url_for("sessions.new"))


@blueprint.get("/password")
@login_required
def edit() -> str:
    return render_template("sessions/edit.html", form=PasswordForm())


@blueprint.post("/password")
@login_required
def update() -> Any:
    form = PasswordForm(request.form)
    if not form.validate():
        return render_template("sessions/edit.html", form=form), 422
    try:
        sessions.change_password(person(), form.old.data or "", form.new.data or "", at=now())
    except sessions.LoginRefused:
        form.old.errors = ["现在的密码不对"]
        return render_template("sessions/edit.html", form=form), 422
    login_user(Visitor(person()))
    flash("密码已修改，其他设备上的登录已失效")
    return redirect(url_for("sessions.home"))


@blueprint.get("/")
@login_required
def home() -> Any:
    return redirect(url_for(HOME.get(person().role, "people.index")))


def _next_page() -> str:
    """Where the person wanted to go, if that is a page of ours."""
    target = request.args.get("next", "")
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if ours and not urlsplit(target).netloc else ""
