"""The accounts of those who log in."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from peewee import JOIN
from wtforms import BooleanField, Form
from wtforms.validators import Regexp, ValidationError

from inspect_app.config import now
from inspect_app.services import people
from inspect_app.services.people import AccountEntry
from inspect_app.storage.models import Subject, User
from inspect_app.web.access import OFFICE, person, roles
from inspect_app.web.fields import Pick, Words, options

blueprint = Blueprint("accounts", __name__)
ROLE_NAMES = {
    "administrator": "系统管理员",
    "manager": "督导办",
    "inspector": "督导人员",
    "contact": "被考核单位联系人",
}
PAGE = 50
LAST = "这是最后一个可用的系统管理员账号，停用或改变角色后就没有人能管理系统了"


class AccountForm(Form):
    """An account; the unit counts for a contact alone."""

    login = Words(
        "账号",
        most=40,
        validators=[Regexp(r"^[\w.-]+$", message="账号只能用汉字、字母、数字和._-，不要空格")],
    )
    name = Words("姓名", most=30)
    role = Pick("角色", choices=options(ROLE_NAMES.items()))
    unit = Pick("所属单位", coerce=int, default=0)
    active = BooleanField("可以登录")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Subject.select().order_by(Subject.code)
        self.unit.choices = options([(0, "（不选）"), *((unit.id, unit.name) for unit in units)])

    def validate_unit(self, field: Pick) -> None:
        """WTForms calls this for the field `unit`."""
        if self.role.data == "contact" and not field.data:
            raise ValidationError("联系人要选所属单位，才能看到本单位的结果")

    def entry(self) -> AccountEntry:
        """The validated form."""
        unit = Subject.get_by_id(self.unit.data) if self.role.data == "contact" else None
        return AccountEntry(self.login.data, self.name.data, self.role.data, unit, self.active.data)


@blueprint.get("/people/accounts")
@roles(*OFFICE)
def index() -> str:
    search, role = request.args.get("q", "").strip(), request.args.get("role", "")
    query = _accounts(search, role)
    pages = max(1, -(-query.count() // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    return render_template(
        "accounts/index.html",
        users=query.paginate(page, PAGE),
        page=page,
        pages=pages,
        search=search,
        role=role,
        role_names=ROLE_NAMES,
        editable=person().role == "administrator",
    )


@blueprint.get("/people/accounts/new")
@roles("administrator")
def new() -> str:
    return _page(AccountForm(data={"active": True, "role": "inspector", "unit": 0}))


@blueprint.post("/people/accounts")
@roles("administrator")
def create() -> Any:
    form = AccountForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        user, password = people.add_account(form.entry(), by=person(), at=now())
    except people.Taken:
        return _taken(form), 422
    return render_template("accounts/password.html", user=user, password=password)


@blueprint.get("/people/accounts/<int:id>")
@roles("administrator")
def edit(id: int) -> str:
    user = _account(id)
    return _page(AccountForm(obj=user, data={"unit": user.subject_id or 0}), user)


@blueprint.post("/people/accounts/<int:id>")
@roles("administrator")
def update(id: int) -> Any:
    user, form = _account(id), AccountForm(request.form)
    if not form.validate():
        return _page(form, user), 422
    try:
        people.change_account(user, form.entry(), by=person(), at=now())
    except people.Taken:
        return _taken(form, user), 422
    except people.LastAdministrator:
        form.role.errors = [LAST]
        return _page(form, user), 422
    flash(f"{user.name}的账号已保存")
    return redirect(url_for("accounts.index"))


@blueprint.post("/people/accounts/<int:id>/password")
@roles("administrator")
def reset_password(id: int) -> str:
    user = _account(id)
    password = people.reset_password(user, by=person(), at=now())
    return render_template("accounts/password.html", user=user, password=password)


def _accounts(search: str, role: str) -> Any:
    """Those that can log in first, then by role, login."""
    query = (
        User.select(User, Subject)
        .join(Subject, JOIN.LEFT_OUTER)
        .order_by(User.active.desc(), User.role, User.login)
    )
    if role in ROLE_NAMES:
        query = query.where(User.role == role)
    if search:
        query = query.where(
            User.name.contains(search) | User.login.contains(search) | Subject.name.contains(search)
        )
    return query


def _account(id: int) -> User:
    user: User | None = User.get_or_none(User.id == id)
    return user or abort(404)


def _taken(form: AccountForm, user: User | None = None) -> str:
    form.login.errors = ["这个账号已经有人使用，请换一个"]
    return _page(form, user)


def _page(form: AccountForm, user: User | None = None) -> str:
    return render_template("accounts/edit.html", form=form, user=user)
