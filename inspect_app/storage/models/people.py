"""Who is assessed and who logs in."""

from peewee import BooleanField, CharField, Check, DateTimeField, ForeignKeyField, IntegerField

from inspect_app.storage.models.base import Row, one_of

ROLES = ("administrator", "manager", "inspector", "contact")


class Subject(Row):
    """考核对象. `code` orders units everywhere; units are ranked within `group` (县, 区).

    Rules may ask for `group`, `kind` (类别) and `size` (规模); "" is not known.
    """

    code = CharField(max_length=20, unique=True)
    name = CharField(max_length=60, unique=True)
    group = CharField(max_length=20, column_name="group_name")
    kind = CharField(max_length=20, default="")
    size = CharField(max_length=20, default="")
    active = BooleanField(default=True)


class Member(Row):
    """A person in a roster of a subject, such as 班子成员; the forms begin with these rows."""

    subject = ForeignKeyField(Subject, backref="members", on_delete="CASCADE")
    roster = CharField(max_length=20)
    name = CharField(max_length=30)
    role = CharField(max_length=30, default="")
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("subject", "roster", "name"), True),)


class User(Row):
    """A person who logs in. `session_key` changes with the password, which ends the old sessions."""

    login = CharField(max_length=40, unique=True)
    name = CharField(max_length=30)
    role = CharField(max_length=20, constraints=[one_of("role", ROLES)])
    subject = ForeignKeyField(Subject, null=True, backref="contacts")
    password = CharField(max_length=200)
    session_key = CharField(max_length=40)
    active = BooleanField(default=True)

    class Meta:
        table_name = "account"
        constraints = [Check("(role = 'contact') = (subject_id IS NOT NULL)")]


class LoginFailure(Row):
    """One wrong password, for throttling by account and by address."""

    at = DateTimeField(index=True)
    login = CharField(max_length=40, index=True)
    address = CharField(max_length=45, index=True)
