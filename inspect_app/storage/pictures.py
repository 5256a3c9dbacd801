"""Photographs made safe: decoded, turned upright, reduced, and written anew without what the camera added."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")  # a phone's MPO opens as the JPEG that it begins with
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 2048
THUMB_EDGE = 320


class PictureRefused(Exception):
    """The upload is no picture that we take; the message says why, in Chinese."""


@dataclass(frozen=True)
class Picture:
    """A JPEG of ours and its thumbnail, as bytes; sizes in pixels."""

    full: bytes
    thumb: bytes
    width: int
    height: int


def reencode(raw: bytes) -> Picture:
    """The upload as our own JPEG without metadata; raises PictureRefused."""
    image = _decode(raw)
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    width, height = image.size
    full = _jpeg(image, quality=84)
    image.thumbnail((THUMB_EDGE, THUMB_EDGE))
    return Picture(full, _jpeg(image, quality=75), width, height)


def _decode(raw: bytes) -> Image.Image:
    """Upright RGB pixels. The size is checked before a single pixel is decoded: bombs are small files."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint's import switches it on for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on sizes, which are judged here, and on EXIF, which goes anyway
            image = Image.open(io.BytesIO(raw), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise PictureRefused(f"照片有{image.width}×{image.height}像素，太大，请缩小后再传")
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except UnidentifiedImageError as error:
        raise PictureRefused("这个文件不是照片，请选JPEG、PNG或WebP格式的照片") from error
    except Image.DecompressionBombError as error:
        raise PictureRefused("照片的像素太多，文件太大，请缩小后再传") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureRefused("照片已损坏，打不开，请重拍或换一张") from error
    upright.info.clear()  # a JPEG's comment would be written again
    return upright


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
