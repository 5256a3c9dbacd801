"""What becomes of an uploaded file before it is kept."""

import io
import random
from datetime import datetime

import pytest
from PIL import Image

from inspect_app.domain.capture import NOTHING
from inspect_app.storage.exif import capture_in
from inspect_app.storage.pictures import LONGEST_EDGE, THUMB_EDGE, PictureRefused, reencode
from tests.integration.images import bomb, heic, located, photograph, picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_becomes_a_jpeg_of_ours(kind: str) -> None:
    result = reencode(picture(kind))
    assert (opened(result.full).format, result.width, result.height) == ("JPEG", 64, 48)
    assert opened(result.thumb).format == "JPEG"


def test_orientation_is_applied() -> None:
    result = reencode(photograph(size=(64, 48)))
    assert (result.width, result.height) == opened(result.full).size == (48, 64)


def test_what_the_camera_added_is_gone() -> None:
    raw = photograph()
    assert b"SECRETCAM" in raw
    result = reencode(raw)
    for content in (result.full, result.thumb):
        assert b"SECRETCAM" not in content
        assert b"secret words" not in content
        assert not opened(content).getexif()


def test_large_picture_is_reduced() -> None:
    result = reencode(picture(size=(3000, 1500)))
    assert (result.width, result.height) == (LONGEST_EDGE, LONGEST_EDGE // 2)
    assert opened(result.thumb).size == (THUMB_EDGE, THUMB_EDGE // 2)


def test_same_picture_gives_same_bytes() -> None:
    raw = photograph()
    assert reencode(raw) == reencode(raw)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "I;16", "CMYK"])
def test_every_colour_mode_is_taken(mode: str) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (8, 8)).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(reencode(buffer.getvalue()).full).mode == "RGB"


def test_sixteen_bits_of_grey_become_eight() -> None:
    buffer = io.BytesIO()
    Image.new("I;16", (8, 8), 40_000).save(buffer, "PNG")
    assert opened(reencode(buffer.getvalue()).full).getpixel((3, 3)) == (156, 156, 156)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_parts_are_white(mode: str) -> None:
    """Whatever colour lies under them, and the right way up."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    Image.new(mode, (16, 8)).save(buffer, "PNG", exif=exif, **({"transparency": 0} if mode == "P" else {}))
    result = opened(reencode(buffer.getvalue()).full)
    assert (result.size, result.getpixel((3, 3))) == ((8, 16), (255, 255, 255))


def test_photograph_of_a_hundred_megapixels_is_decoded_reduced() -> None:
    result = reencode(picture(size=(12000, 9000)))
    assert (result.width, result.height) == (2048, 1536)


def test_progressive_one_cannot_be_and_is_told_what_to_do() -> None:
    with pytest.raises(
        PictureRefused, match="12000×9000像素，太大，请在相册或看图软件里把长边缩到4000像素以内再传"
    ):
        reencode(picture(size=(12000, 9000), progressive=True))


def test_decompression_bomb_is_refused_by_its_size() -> None:
    raw = bomb()
    assert len(raw) < 10_000
    with pytest.raises(PictureRefused, match="像素太多"):
        reencode(raw)


@pytest.mark.parametrize("edge", [7072, 65000, 2**31 - 1])
def test_every_size_of_bomb_is_refused_in_chinese(edge: int) -> None:
    header = bomb(16).replace((16).to_bytes(4) * 2, edge.to_bytes(4) * 2)
    with pytest.raises(PictureRefused, match=r"太大|太多|已损坏|不是照片"):
        reencode(header)


@pytest.mark.parametrize(
    "raw",
    [
        b"hello, this is text",
        "这是文字".encode(),
        b"GIF89a" + bytes(30),
        b"<svg xmlns='x'/>",
        b"%PDF-1.7\n",
    ],
)
def test_what_is_no_photograph_is_refused(raw: bytes) -> None:
    with pytest.raises(PictureRefused, match="不是照片"):
        reencode(raw)


def test_other_picture_formats_are_refused() -> None:
    with pytest.raises(PictureRefused, match="JPEG、PNG、WebP或HEIC"):
        reencode(picture("BMP"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_truncated_picture_is_refused(kind: str) -> None:
    raw = picture(kind, size=(200, 200))
    with pytest.raises(PictureRefused, match=r"已损坏|不是照片"):
        reencode(raw[: len(raw) // 2])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_picture_is_taken_or_refused_but_never_a_fault(kind: str) -> None:
    chance = random.Random(kind)
    raw = photograph() if kind == "JPEG" else picture(kind)
    for _ in range(400):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            reencode(bytes(damaged))
        except PictureRefused:
            continue


def test_heic_becomes_a_jpeg_of_ours() -> None:
    result = reencode(heic((300, 200)))
    assert (opened(result.full).format, result.width, result.height) == ("JPEG", 300, 200)


def test_heic_that_is_turned_arrives_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    result = reencode(heic((300, 200), exif.tobytes()))
    assert (result.width, result.height) == (200, 300)


def test_huge_heic_is_refused_before_it_is_decoded() -> None:
    """The size stands in the item's properties (ispe), twice four bytes."""
    small = heic((640, 480))
    size = (640).to_bytes(4) + (480).to_bytes(4)
    assert size in small
    with pytest.raises(PictureRefused, match=r"太大|太多|已损坏|不是照片"):
        reencode(small.replace(size, (30000).to_bytes(4) + (30000).to_bytes(4)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_time_and_place_are_read_before_they_are_removed(kind: str) -> None:
    raw = located(kind) if kind != "HEIF" else heic(exif=opened(located()).info["exif"])
    result = reencode(raw)
    assert result.capture.at == datetime(2020, 6, 30, 9, 15)
    where = result.capture.where
    assert where is not None
    assert (str(where.latitude), str(where.longitude)) == ("30.592800", "114.305500")
    assert not opened(result.full).getexif()


@pytest.mark.parametrize("when", ["", "0000:00:00 00:00:00", "2020-06-30", "x" * 500])
def test_time_that_makes_no_sense_is_none(when: str) -> None:
    assert reencode(located(when=when)).capture.at is None


def test_camera_s_words_beside_a_reduced_picture_are_read() -> None:
    block = opened(located()).info["exif"]
    assert capture_in(block).at == datetime(2020, 6, 30, 9, 15)


@pytest.mark.parametrize("block", [b"", b"x", b"Exif\0\0", b"Exif\0\0II*\0" + b"\xff" * 400, bytes(70000)])
def test_junk_beside_a_picture_says_nothing(block: bytes) -> None:
    assert capture_in(block) == NOTHING


def test_empty_file_says_that_it_is_empty() -> None:
    with pytest.raises(PictureRefused, match="文件是空的"):
        reencode(b"")


def test_webp_of_more_pixels_than_memory_allows_is_refused() -> None:
    """The size of a lossy WebP stands in its frame header as two 14-bit numbers (RFC 6386, 9.1)."""
    small = picture("WEBP", size=(640, 480))
    header = (640).to_bytes(2, "little") + (480).to_bytes(2, "little")
    assert small.count(header) == 1
    huge = small.replace(header, (8000).to_bytes(2, "little") + (6000).to_bytes(2, "little"))
    with pytest.raises(PictureRefused, match="8000×6000像素，太大"):
        reencode(huge)
