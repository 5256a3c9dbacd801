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
MOST_OF_WEBP = 24_000_000  # its decoder takes three times the memory of the others, and knows no reduced size
MOST_OF_JPEG = 170_000_000  # decoded at a half, a quarter or an eighth of its size, unless it is progressive
LONGEST_EDGE = 2048
THUMB_EDGE = 320
SMALLER = "请在相册或看图软件里把长边缩到4000像素以内再传，或者点“拍照”重拍"
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
            if image.width * image.height > _most_pixels(image):
                raise PictureRefused(f"照片有{image.width}×{image.height}像素，太大，{SMALLER}")
            capture = capture_of(image.getexif())
            upright = _upright(image)
    except UnidentifiedImageError as error:
        raise PictureRefused("这个文件不是照片，请选JPEG、PNG、WebP或HEIC格式的照片") from error
    except Image.DecompressionBombError as error:
        raise PictureRefused(f"照片的像素太多，{SMALLER}") from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, RuntimeError) as error:
        raise PictureRefused(DAMAGED) from error
    return upright, capture


def _most_pixels(image: Image.Image) -> int:
    if image.format == "WEBP":
        return MOST_OF_WEBP
    return MOST_OF_JPEG if image.format == "JPEG" and "progressive" not in image.info else MOST_PIXELS


def _upright(image: Image.Image) -> Image.Image:
    """Reduced first and turned afterwards: a turned copy of every pixel would double the memory."""
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    image.load()
    plain = _plain(image)
    plain.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    upright = ImageOps.exif_transpose(_on_white(plain))
    upright.info.clear()  # a JPEG's comment would be written again
    return upright


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits a colour, and transparency where there is some."""
    if image.mode.startswith("I"):  # converted at once, all above 255 would be white
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _on_white(image: Image.Image) -> Image.Image:
    """As on paper: what lies under transparent parts is any colour, mostly black as the writing on them."""
    if image.mode == "RGB":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    paper.getexif().update(image.getexif())
    return paper


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
