"""The invented city: its units, their rosters, and the people of the assessing office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

CITY = "云川市"
# Code, name, group, log-in of the unit's contact.
UNITS = (
    ("01", "青棠县局", "县", "qingtang"),
    ("02", "石湾县局", "县", "shiwan"),
    ("03", "柳坪县局", "县", "liuping"),
    ("04", "云麓县局", "县", "yunlu"),
    ("05", "禾川县局", "县", "hechuan"),
    ("06", "凤栖区局", "区", "fengqi"),
    ("07", "澄湖区局", "区", "chenghu"),
    ("08", "锦溪区局", "区", "jinxi"),
    ("09", "晓峰区局", "区", "xiaofeng"),
    ("10", "北麓区局", "区", "beilu"),
    ("11", "临澜区局", "区", "linlan"),
)
# Log-in, name, role; the inspectors in the order in which the units are shared out.
OFFICE = (
    ("guanli", "岑守正", "administrator"),
    ("duban1", "栾明远", "manager"),
    ("duban2", "戚文澜", "manager"),
    ("ducha1", "沈砚秋", "inspector"),
    ("ducha2", "陆怀舟", "inspector"),
    ("ducha3", "闻以恒", "inspector"),
    ("ducha4", "费念慈", "inspector"),
)
SURNAMES = "岑栾戚费窦桑卞柯邬蒲尹荀鄢练缪鲍凌甄阮祁"
GIVEN = ("汝霖", "秉诚", "望舒", "克俭", "映川", "存礼", "若谷", "思齐", "允中", "知遥", "听雨", "一鸣")
BRANCHES = (
    "办公室党支部",
    "业务一科党支部",
    "业务二科党支部",
    "法规科党支部",
    "财务科党支部",
    "离退休干部党支部",
)
LEADERS = "班子成员"


@dataclass(frozen=True)
class Unit:
    """An invented unit. `leaders` come in the order of their posts; `contact` is (log-in, name)."""

    code: str
    name: str
    group: str
    leaders: tuple[str, ...]
    branches: tuple[str, ...]
    contact: tuple[str, str]

    @property
    def secretary(self) -> str:
        """The head, who is also secretary of the party group."""
        return self.leaders[0]


def units(dice: Random) -> tuple[Unit, ...]:
    """All units with their people; the same dice give the same people, and no two have one name."""
    names = _names(dice)
    return tuple(
        Unit(
            code,
            name,
            group,
            leaders=tuple(next(names) for _ in range(dice.choice((4, 5, 5)))),
            branches=BRANCHES[: dice.choice((4, 5, 6))],
            contact=(login, next(names)),
        )
        for code, name, group, login in UNITS
    )


def _names(dice: Random) -> Iterator[str]:
    taken = {name for _, name, _ in OFFICE}
    pairs = [f"{surname}{given}" for surname, given in product(SURNAMES, GIVEN)]
    dice.shuffle(pairs)
    return (name for name in pairs if name not in taken)


def members_of(unit: Unit, roster: str, roles: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Who stands in the unit's roster of that name: (name, role). `roles` are those that the checklist tells apart."""
    if roster.endswith("支部"):
        return tuple((branch, "") for branch in unit.branches)
    return tuple((name, _role(position, roles)) for position, name in enumerate(unit.leaders))


def _role(position: int, roles: Sequence[str]) -> str:
    """The second and the third of the leaders have the first role: the deputies in charge."""
    if not roles:
        return ""
    return roles[0] if position in (1, 2) else roles[-1]
