"""Building the demonstration, all or nothing, in a database that holds nothing yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspect_app.config import ROOT, Config
from inspect_app.demo import city, sheets
from inspect_app.demo.accounts import Account, keep, table
from inspect_app.demo.city import Unit
from inspect_app.demo.dice import dice
from inspect_app.demo.pictures import Camera
from inspect_app.demo.plans import HALF_YEAR, SECOND_HALF, YEAR_END, RoundPlan, draw_round
from inspect_app.demo.sheets import Sheet
from inspect_app.demo.story import Case, Story, Visitor, plan_inspection
from inspect_app.domain.checklist import Checklist
from inspect_app.printing.fonts import FontFolders
from inspect_app.services import checklists, compositions, notices, overall, people, rounds
from inspect_app.services.people import AccountEntry, RosterLine, UnitEntry
from inspect_app.storage.checklists import checklist_of, wanted_rosters
from inspect_app.storage.compositions import composition_of
from inspect_app.storage.database import writing
from inspect_app.storage.models import ChecklistVersion, Inspection, Notice, Round, Subject, User

OVERALL = "2020年度综合考核"
BEGUN = datetime(2020, 6, 22, 9, 0)
Say = Callable[[str], None]


@dataclass(frozen=True)
class City:
    """What all rounds share: units by code, people by log-in, and who is who."""

    config: Config
    seed: int
    units: Mapping[str, Unit]
    subjects: Mapping[str, Subject]
    users: Mapping[str, User]

    @property
    def inspectors(self) -> list[User]:
        """In the order in which the units are shared out."""
        return [user for user in self.users.values() if user.role == "inspector"]


def is_empty() -> bool:
    """Whether nobody has put anything into the database."""
    return not any(model.select().exists() for model in (User, Subject, ChecklistVersion, Round))


def build(config: Config, seed: int, say: Say) -> str:
    """Fill the database and return the table of accounts, which is also kept in the data folder.

    The same seed gives the same people, facts and pictures; passwords differ each time.
    """
    with writing():
        say("单位、名册和账号")
        place, accounts = _settle(config, seed)
        for plan in (HALF_YEAR, SECOND_HALF, YEAR_END):
            say(f"{plan.entry.title}：考核细则、{len(plan.units)}个单位的考核单、走访和照片")
            _tell_round(place, plan)
        say("整改通知书")
        _send_notices(place)
        say(f"{OVERALL}：半年检查和年终考核的综合排名")
        _put_together(place)
        text = table(accounts)
        keep(config.data, text)
    return text


def _settle(config: Config, seed: int) -> tuple[City, list[Account]]:
    first, *others = city.OFFICE
    administrator, account = _add(AccountEntry(*first), by=None)
    accounts = [account]
    users = {administrator.login: administrator}
    for entry in others:
        users[entry[0]], account = _add(AccountEntry(*entry), by=administrator)
        accounts.append(account)
    units = {unit.code: unit for unit in city.units(dice(seed, "units"))}
    subjects = {}
    for unit in units.values():
        subjects[unit.code] = people.save_unit(
            None, UnitEntry(unit.code, unit.name, unit.group), by=administrator, at=BEGUN
        )
        login, name = unit.contact
        contact = AccountEntry(login, name, "contact", subjects[unit.code])
        accounts.append(_add(contact, by=administrator)[1])
    _publish(users["duban1"])
    _save_rosters(units, subjects, by=administrator)
    return City(config, seed, units, subjects, users), accounts


def _add(entry: AccountEntry, *, by: User | None) -> tuple[User, Account]:
    user, password = people.add_account(entry, by=by, at=BEGUN)
    place = entry.subject.name if entry.subject else ""
    return user, Account(entry.role, entry.name, entry.login, password, place)


def _publish(manager: User) -> None:
    for number, plan in enumerate((HALF_YEAR, YEAR_END)):
        text = (ROOT / "checklists" / plan.file).read_text(encoding="utf-8")
        checklists.publish(text, by=manager, at=BEGUN + timedelta(hours=1, minutes=number))


def _save_rosters(units: Mapping[str, Unit], subjects: Mapping[str, Subject], *, by: User) -> None:
    for roster, roles in sorted(wanted_rosters().items()):
        for code, unit in units.items():
            lines = [RosterLine(*member) for member in city.members_of(unit, roster, roles)]
            people.save_roster(subjects[code], roster, lines, by=by, at=BEGUN + timedelta(hours=2))


def _tell_round(place: City, plan: RoundPlan) -> None:
    version = next(row for row in ChecklistVersion.select() if f"{row.checklist_id}.yaml" == plan.file)
    manager = place.users["duban1"]
    opened = datetime.combine(plan.opened, datetime.min.time()).replace(hour=9)
    round_ = rounds.open_round(
        plan.entry,
        version,
        subjects=list(place.subjects.values()),
        inspectors=place.inspectors,
        by=manager,
        at=opened,
    )
    story = Story()
    drawn = draw_round(plan, place.units, place.seed, checklist_of(version))
    for inspector, days in _tours(round_, plan.first_visit, place.inspectors):
        for inspection, day in days:
            _plan_case(story, place, plan, inspection, inspector, day, drawn, checklist_of(version))
    story.tell()


def _tours(
    round_: Round, first: date, inspectors: Sequence[User]
) -> list[tuple[User, list[tuple[Inspection, date]]]]:
    """Each inspector's inspections, one a working day."""
    assigned = rounds.assigned_in(round_)
    rows = Inspection.select(Inspection, Subject).join(Subject).where(Inspection.round == round_)
    ordered = list(rows.order_by(Subject.code))
    tours = []
    for inspector in inspectors:
        own = [row for row in ordered if inspector.id in {user.id for user in assigned[row.id]}]
        tours.append((inspector, [(row, first + timedelta(days=n)) for n, row in enumerate(own)]))
    return tours


def _plan_case(
    story: Story,
    place: City,
    plan: RoundPlan,
    inspection: Inspection,
    inspector: User,
    day: date,
    drawn: Mapping[str, Sheet],
    checklist: Checklist,
) -> None:
    code = inspection.subject.code
    unit, own = place.units[code], plan.units[code]
    own_dice = dice(place.seed, plan.entry.title, code, "visit")
    mistakes = {own.mistake: sheets.mistaken(checklist, unit, own.mistake, own_dice)} if own.mistake else {}
    camera = Camera(FontFolders(place.config.fonts, place.config.site_fonts))
    by = Visitor(inspector, place.users["duban1"], camera, place.config.evidence, own_dice)
    plan_inspection(story, Case(inspection, unit, own, drawn[code], mistakes), by, day)


def _send_notices(place: City) -> None:
    """The half-year is released and its notices are out; of the year-end there are drafts."""
    manager = place.users["duban2"]
    half, year = (Round.get(Round.title == plan.entry.title) for plan in (HALF_YEAR, YEAR_END))
    rounds.release(half, unfinished_seen=0, by=manager, at=datetime(2020, 7, 20, 16, 0))
    notices.draft_all(half, date(2020, 8, 28), by=manager, at=datetime(2020, 7, 21, 9, 30))
    drafts = Notice.select(Notice, Subject).join(Subject).where(Notice.round == half).order_by(Subject.code)
    for number, notice in enumerate(drafts):
        notices.issue(notice, by=manager, at=datetime(2020, 7, 22, 10, 0) + timedelta(minutes=2 * number))
    notices.draft_all(year, date(2021, 3, 12), by=manager, at=datetime(2021, 1, 15, 9, 30))


def _put_together(place: City) -> None:
    """The year's overall ranking, not published: some units still lack the year-end."""
    manager, at = place.users["duban2"], datetime(2021, 1, 16, 9, 0)
    text = (ROOT / "checklists" / "compositions" / "bureau-year.yaml").read_text(encoding="utf-8")
    version = compositions.publish(text, by=manager, at=at)
    found = list(Round.select(Round, ChecklistVersion).join(ChecklistVersion))
    chosen = overall.suggested(composition_of(version), found)
    overall.create(overall.OverallEntry(OVERALL, chosen), version, by=manager, at=at + timedelta(minutes=5))
