"""Pictures as cameras, programs and attackers make them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from pillow_heif import register_heif_opener

UPRIGHT_FROM_LEFT = 6  # EXIF orientation: the camera was turned, so the picture must be turned by 90°


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), colour: Any = (180, 40, 40), **options: Any
) -> bytes:
    """A picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def photograph(size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG with what a camera adds: a turned sensor, its name, and the place."""
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT_FROM_LEFT
    exif[0x0110] = "SECRETCAM 9000"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=size, exif=exif, comment=b"secret words")


def located(kind: str = "JPEG", when: str = "2020:06:30 09:15:00") -> bytes:
    """A picture whose camera wrote down when and where: 30°35'34.08" north, 114°18'19.8" east."""
    exif = Image.Exif()
    exif[0x0110] = "SECRETCAM 9000"
    exif.get_ifd(0x8769)[0x9003] = when
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 35.0, 34.08), 3: "E", 4: (114.0, 18.0, 19.8)})
    return picture(kind, exif=exif)


def heic(size: tuple[int, int] = (640, 480), exif: bytes = b"") -> bytes:
    """What a telephone of the other kind takes; turned as its EXIF says."""
    register_heif_opener()
    image, buffer = Image.new("RGB", size, (180, 40, 40)), io.BytesIO()
    image.info.update({"exif": exif} if exif else {})
    image.save(buffer, "HEIF")
    return buffer.getvalue()


def bomb(edge: int = 30000) -> bytes:
    """A valid grey PNG of edge × edge pixels in a few KB."""
    row = zlib.compressobj(9)
    data = b"".join(row.compress(b"\0" * (edge + 1)) for _ in range(2)) + row.flush()
    header = struct.pack(">IIBBBBB", edge, edge, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
