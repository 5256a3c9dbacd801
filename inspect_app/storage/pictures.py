"""Photographs made safe: decoded, turned upright, reduced, and written anew without what the camera added."""

import io
import warnings
from dataclasses import dataclass
from threading import BoundedSemaphore

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from inspect_app.domain.capture import NOTHING, Capture
from inspect_app.storage.exif import capture_of

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # a phone's MPO opens as the JPEG that it begins with
MOST_PIXELS = 50_000_000
MOST_OF_WEBP = 24_000_000  # its decoder takes three times the memory of the others
LONGEST_EDGE = 2048
THUMB_EDGE = 320
DAMAGED = "照片已损坏或没有传完整，打不开，请重拍或换一张"

register_heif_opener(thumbnails=False)
# The largest pictures take some 350 MB while they are decoded: two at a time bound what a process can take.
_decoding = BoundedSemaphore(2)


class PictureRefused(Exception):
    """The upload is no picture that we take; the message says why, in Chinese."""


@dataclass(frozen=True)
class Picture:
    """A JPEG of ours and its thumbnail, as bytes; sizes in pixels; `capture` is what the camera said."""

    full: bytes
    thumb: bytes
    width: int
    height: int
    capture: Capture = NOTHING


def reencode(raw: bytes) -> Picture:
    """The upload as our own JPEG without metadata; raises PictureRefused."""
    with _decoding:
        image, capture = _decode(raw)
    width, height = image.size
    full = _jpeg(image, quality=84)
    return Picture(full, thumbnail(image), width, height, capture)


def thumbnail(image: Image.Image) -> bytes:
    """The picture small, as a JPEG; the image itself is reduced."""
    image.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return _jpeg(image, quality=75)


def _decode(raw: bytes) -> tuple[Image.Image, Capture]:
    """Upright RGB pixels. The size is checked before a single pixel is decoded: bombs are small files."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint's import switches it on for the whole process
    if not raw:
        raise PictureRefused("文件是空的，没有内容，请重拍或换一个文件")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on sizes, which are judged here, and on EXIF, which goes anyway
            image = Image.open(io.BytesIO(raw), formats=FORMATS)
            if image.width * image.height > (MOST_OF_WEBP if image.format == "WEBP" else MOST_PIXELS):
                raise PictureRefused(f"照片有{image.width}×{image.height}像素，太大，请缩小后再传")
            capture = capture_of(image.getexif())
            upright = _upright(image)
    except UnidentifiedImageError as error:
        raise PictureRefused("这个文件不是照片，请选JPEG、PNG、WebP或HEIC格式的照片") from error
    except Image.DecompressionBombError as error:
        raise PictureRefused("照片的像素太多，文件太大，请缩小后再传") from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, RuntimeError) as error:
        raise PictureRefused(DAMAGED) from error
    return upright, capture


def _upright(image: Image.Image) -> Image.Image:
    """Reduced first and turned afterwards: a turned copy of every pixel would double the memory."""
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    image.load()
    plain = image if image.mode == "RGB" else image.convert("RGB")
    plain.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    upright = ImageOps.exif_transpose(plain)
    upright.info.clear()  # a JPEG's comment would be written again
    return upright


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
