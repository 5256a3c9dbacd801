"""Who may do what: for every route of the program the people whom it lets in, by the state of what it is about.

A  administrator      I  inspector who has the sheet      U  contact of the unit
M  manager            F  inspector who had it             O  contact of another unit
                      C  inspector who never had it       N  nobody logged in

`Stage` holds the same things in every state: a sheet with its photograph, visit and signature in a round, its notice,
print job and overall ranking.
  work      the sheet is being filled; a notice is being drafted, the overall ranking is a draft
  issued    the sheet is approved, its notice issued, the round not released yet
  secret    the same in an unannounced round (暗访)
  released  the round is released, the overall ranking published
"""

from collections.abc import Mapping

STATES = ("work", "issued", "secret", "released")
PEOPLE, OFFICE = "AMIFCUO", "AM"
ALL = PEOPLE + "N"
Allowed = str | Mapping[str, str]
# The sheet and what hangs on it: the office and its inspectors, the unit once it is released.
SHEET = {"work": "AMI", "issued": "AMI", "secret": "AMI", "released": "AMIU"}
FILLING = "I"
# The notice: the office, the unit once it is issued, of an unannounced round once that is released.
NOTICE = {"work": "AM", "issued": "AMU", "secret": "AM", "released": "AMU"}
RANKING = {"work": "AM", "issued": "AM", "secret": "AM", "released": "AMU"}
OWN_PRINT = {
    "work": "U",
    "issued": "U",
    "secret": "",
    "released": "U",
}  # the contact of the unit has asked for it

TABLE: Mapping[str, Allowed] = {
    "static": ALL,
    "offline.worker": ALL,
    "offline.show": ALL,
    "sessions.new": ALL,
    "sessions.create": ALL,
    "sessions.destroy": PEOPLE,
    "sessions.home": PEOPLE,
    "sessions.edit": PEOPLE,
    "sessions.update": PEOPLE,
    "outbox.show": PEOPLE,
    # sheets
    "inspections.index": PEOPLE,
    "inspections.show": SHEET,
    "inspections.history": "AMI",
    "inspections.submit": FILLING,
    "inspections.approve": "M",
    "inspections.send_back": "M",
    "answers.create": FILLING,
    "sharing.card": SHEET,
    "sharing.take_theirs": FILLING,
    "sharing.presence": FILLING,
    "visits.create": FILLING,
    "visits.delete": FILLING,
    "signatures.index": SHEET,
    "signatures.create": FILLING,
    "signatures.withdraw": FILLING,
    "photos.create": FILLING,
    "photos.update": FILLING,
    "photos.delete": FILLING,
    "photos.pair": FILLING,
    "photos.order": FILLING,
    "uploads.append": FILLING,
    "uploads.show": FILLING,
    "evidence.show": SHEET,
    "evidence.file": SHEET,
    "evidence.original": SHEET,
    "evidence.thumb": SHEET,
    "memories.thumb": "AMI",
    # rounds
    "rounds.index": OFFICE,
    "rounds.new": "M",
    "rounds.create": "M",
    "rounds.show": OFFICE,
    "rounds.edit": "M",
    "rounds.update": "M",
    "rounds.confirm_release": "M",
    "rounds.release": "M",
    "assignments.edit": "M",
    "assignments.update": "M",
    "parameters.edit": "M",
    "parameters.update": "M",
    "office.edit": "M",
    "office.update": "M",
    "office.paste": "M",
    # rankings
    "rankings.index": "AMUO",
    "rankings.show": RANKING,
    "overall.new": "M",
    "overall.create": "M",
    "overall.show": RANKING,
    "overall.edit": "M",
    "overall.update": "M",
    "overall.confirm": "M",
    "overall.publish": "M",
    # notices
    "notices.index": "AMUO",
    "notices.create": "M",
    "notices.show": NOTICE,
    "notices.update": "M",
    "notices.redraft": "M",
    "notices.issue": "M",
    # print jobs: whoever may see the thing asks for it, and fetches what he asked for
    "printouts.create?document=sheet": SHEET,
    "printouts.create?document=notice": NOTICE,
    "printouts.create?document=report": OFFICE,
    "printouts.create?document=notices": OFFICE,
    "printouts.create?document=overall": OFFICE,
    "printouts.show": OWN_PRINT,
    "printouts.file": {"released": "U"},  # it is of a score sheet, which the unit may not have seen before
    "printouts.picture": {"released": "U"},
    "printouts.units": "",
    # checklists
    "checklists.index": PEOPLE,
    "checklists.show": PEOPLE,
    "checklists.new": OFFICE,
    "checklists.create": OFFICE,
    "checklists.check": OFFICE,
    "checklists.open_file": OFFICE,
    "compositions.show": OFFICE,
    # people
    "people.index": OFFICE,
    "people.show_unit": OFFICE,
    "people.new_unit": "A",
    "people.create_unit": "A",
    "people.edit_unit": "A",
    "people.update_unit": "A",
    "people.update_roster": "A",
    "people.new_import": "A",
    "people.create_import": "A",
    "accounts.index": OFFICE,
    "accounts.new": "A",
    "accounts.create": "A",
    "accounts.edit": "A",
    "accounts.update": "A",
    "accounts.reset_password": "A",
    "history.index": OFFICE,
}


def allowed(route: str, state: str) -> str:
    """The letters of those whom the route lets in."""
    given = TABLE[route]
    return given if isinstance(given, str) else given.get(state, "")
