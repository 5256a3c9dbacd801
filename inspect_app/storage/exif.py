"""What a camera wrote into a picture: when and where it was taken. Everything else of it is thrown away."""

import warnings
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any, TypeVar

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from inspect_app.domain.capture import NOTHING, Capture, Coordinates, coordinates

Answer = TypeVar("Answer")
LONGEST = 70_000  # bytes: a JPEG segment holds 65,533


def capture_of(exif: Image.Exif) -> Capture:
    """Time and place out of the picture's EXIF, each None when it is missing or makes no sense."""
    return Capture(_time(exif), _place(exif))


def capture_in(raw: bytes) -> Capture:
    """The same out of the bare EXIF block that a tablet sends beside a picture which it has reduced."""
    return _asked(raw, capture_of, NOTHING)


def orientation_in(raw: bytes) -> int:
    """How a picture with that block is to be turned (Exif 3.0, tag 0x0112), 1 for not at all."""
    return _asked(raw, lambda exif: _known(exif.get(Base.Orientation)), 1)


def _known(orientation: object) -> int:
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _asked(raw: bytes, question: Callable[[Image.Exif], Answer], nothing: Answer) -> Answer:
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on what is damaged, of which nothing is believed
            exif.load(raw[:LONGEST])
            return question(exif)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, EOFError):
        return nothing


def _time(exif: Image.Exif) -> datetime | None:
    for written in (exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal), exif.get(Base.DateTime)):
        try:
            return datetime.strptime(str(written).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _place(exif: Image.Exif) -> Coordinates | None:
    gps = exif.get_ifd(IFD.GPSInfo)
    try:
        north = _degrees(gps[GPS.GPSLatitude], gps.get(GPS.GPSLatitudeRef), "S")
        east = _degrees(gps[GPS.GPSLongitude], gps.get(GPS.GPSLongitudeRef), "W")
    except (KeyError, ValueError, TypeError, ZeroDivisionError, OverflowError):
        return None
    return coordinates(float(north), float(east))


def _degrees(parts: Any, side: Any, negative: str) -> Fraction:
    degrees, minutes, seconds = (Fraction(str(float(part))) for part in parts)
    amount = degrees + minutes / 60 + seconds / 3600
    return -amount if str(side).strip("\0 ") == negative else amount
