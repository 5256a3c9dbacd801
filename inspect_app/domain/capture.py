"""When and where a photograph was taken, as far as anybody can be believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

OLDEST = timedelta(days=400)  # a camera whose battery was out begins again years ago
CLOCK_ERROR = timedelta(minutes=10)
DEGREE = Decimal("0.000001")  # a tenth of a metre


@dataclass(frozen=True)
class Coordinates:
    """Decimal degrees, six places, north and east positive."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True)
class Capture:
    """What the camera wrote into the picture, or the tablet said beside it."""

    at: datetime | None = None
    where: Coordinates | None = None


NOTHING = Capture()


def time_taken(camera: datetime | None, tablet: datetime | None, server: datetime) -> tuple[datetime, str]:
    """The camera's time if it is plausible, else the tablet's, else the server's; and whose it is."""
    for at, source in ((camera, "camera"), (tablet, "tablet")):
        if at is not None and server - OLDEST <= at <= server + CLOCK_ERROR:
            return at, source
    return server, "server"


def place_taken(camera: Coordinates | None, tablet: Coordinates | None) -> tuple[Coordinates | None, str]:
    """The camera's coordinates, else the tablet's; and whose they are."""
    if camera is not None:
        return camera, "camera"
    return tablet, "tablet" if tablet else ""


def coordinates(latitude: object, longitude: object) -> Coordinates | None:
    """The two numbers as coordinates; None unless both are on the globe, or where a device says 0, 0 for "unknown"."""
    try:
        north, east = (Decimal(str(part)).quantize(DEGREE) for part in (latitude, longitude))
    except InvalidOperation:
        return None
    if not (north.is_finite() and east.is_finite()):
        return None
    if not (abs(north) <= 90 and abs(east) <= 180) or north == east == 0:
        return None
    return Coordinates(north, east)


def moment(text: str) -> datetime | None:
    """The time that a tablet wrote as 2020-06-30T09:15:00 on China's clock, or None."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None
