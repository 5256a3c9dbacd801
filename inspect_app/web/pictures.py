"""What pages say of photographs: when and where each was taken, and by whose word."""

from zlib import crc32

from inspect_app.formatting import chinese_date
from inspect_app.printing.photographs import coordinates_in_words
from inspect_app.storage.models import Photo
from inspect_app.storage.photos import file_words, in_pairs

CLOCKS = {"camera": "照片自带的拍摄时间", "tablet": "平板选取照片的时间", "server": "服务器收到的时间"}
OLDER = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps")
LOCATORS = {"camera": "照片自带", "tablet": "平板定位"}


def edition(photo: Photo) -> str:
    """Another one whenever the picture looks different: in its address it lets browsers keep it."""
    return f"{crc32(f'{photo.turn} {photo.drawing} {photo.place}'.encode()):08x}"


def taken_words(photo: Photo) -> str:
    """When it was taken, and by whose clock: 2020年6月18日 10:24（照片自带的拍摄时间）."""
    at = photo.taken_at or photo.added_at
    return f"{chinese_date(at)} {at:%H:%M}（{CLOCKS[photo.taken_from]}）"


def where_words(photo: Photo) -> str:
    """The coordinates and who gave them, or ""."""
    words = coordinates_in_words(photo)
    return f"{words}（{LOCATORS[photo.located_by]}）" if words else ""


def author_words(photo: Photo) -> str:
    """What to know of a document that may still say who made it, or ""."""
    if not photo.names_authors:
        return ""
    if photo.evidence.suffix in OLDER:
        return "旧格式文件原样保存，里面的作者等信息还在；要去掉，请另存为docx、xlsx或pptx再传"
    return "原样保存，里面的作者等信息还在；有电子签名或权限限制的文件不能改动"


FILTERS = {
    "author_words": author_words,
    "edition": edition,
    "file_words": file_words,
    "in_pairs": in_pairs,
    "taken_words": taken_words,
    "where_words": where_words,
}
