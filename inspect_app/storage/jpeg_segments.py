"""What stands in a JPEG beside the picture: taken out without touching a pixel."""

from PIL import Image
from PIL.ExifTags import Base

from inspect_app.storage.exif import orientation_in

BEGIN, SCAN, EXIF = b"\xff\xd8", 0xDA, b"Exif\0\0"
PRIVATE = (0xE1, 0xED, 0xFE)  # Exif and XMP, IPTC, comments


def without_private(raw: bytes) -> bytes:
    """The same picture without camera, place and words; what is no whole JPEG as it is."""
    if not raw.startswith(BEGIN):
        return raw
    kept, at = [BEGIN], len(BEGIN)
    while raw[at : at + 1] == b"\xff" and raw[at + 1 : at + 2] != bytes([SCAN]):
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if not at + 4 <= end <= len(raw):
            return raw
        kept.append(_orientation(raw[at + 4 : end]) if raw[at + 1] in PRIVATE else raw[at:end])
        at = end
    return b"".join(kept) + raw[at:]


def _orientation(block: bytes) -> bytes:
    """A segment that says how the picture is to be turned, as the one did that it replaces; b"" for none."""
    turned = orientation_in(block) if block.startswith(EXIF) else 1
    if turned == 1:
        return b""
    exif = Image.Exif()
    exif[Base.Orientation] = turned
    content = exif.tobytes()
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content
