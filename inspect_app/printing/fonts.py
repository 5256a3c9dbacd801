"""Which font files set a document: the site's own first, then the system's, then those that set-up laid down."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont, TTLibError

# The order within a role is the order of preference; names are compared without case.
ROLES: dict[str, tuple[str, ...]] = {
    "fang": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋", "FandolFang"),
    "title": (
        "FZXiaoBiaoSong-B05",
        "FZXiaoBiaoSong-B05S",
        "方正小标宋简体",
        "方正小标宋_GBK",
        "STZhongsong",
        "华文中宋",
        "FandolSong-Bold",
    ),
    "hei": ("SimHei", "黑体", "STHeiti", "华文黑体", "FandolHei"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "FandolKai"),
    "song": ("SimSun", "宋体", "NSimSun", "STSong", "华文宋体", "FandolSong"),
}
ROLE_TITLES = {"fang": "仿宋", "title": "小标宋", "hei": "黑体", "kai": "楷体", "song": "宋体"}
RARE = "Noto Serif CJK SC"
SUFFIXES = {".otf", ".ttf", ".ttc"}


@dataclass(frozen=True)
class FontFolders:
    """Where font files lie: those laid down by set-up, and the site's own licensed ones, which win."""

    bundled: Path
    site: Path


@dataclass(frozen=True)
class FontFile:
    """One face of a font file, and the names it goes by."""

    path: Path
    names: frozenset[str]
    index: int = 0
    bold: bool = False

    @cached_property
    def font(self) -> TTFont:
        """The face itself, out of memory: nobody says when its file could be closed."""
        return TTFont(BytesIO(self.path.read_bytes()), fontNumber=self.index, lazy=True)

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that the face has a glyph for."""
        return frozenset(self.font.getBestCmap())

    def top(self, text: str) -> float:
        """How far below the top of a line box of height 1 the text's ink begins, in em.

        A line box of that height holds ascent and descent in its middle, as CSS 2.1, 10.8.1 has it.
        """
        glyphs, units = self.font.getGlyphSet(), self.font["head"].unitsPerEm
        table = self.font.getBestCmap()
        highest = max(_highest(glyphs, table[ord(one)]) for one in text if ord(one) in table)
        # FandolSong has its descent with the wrong sign; HarfBuzz takes the size alone as well.
        ascent, descent = self.font["hhea"].ascent / units, abs(self.font["hhea"].descent) / units
        return float((1 - ascent - descent) / 2 + ascent - highest / units)


def _highest(glyphs: object, name: str) -> float:
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)  # type: ignore[index]
    return float(pen.bounds[3])


@dataclass(frozen=True)
class FontSet:
    """The face of each role, and the one for rare characters behind all of them."""

    roles: dict[str, FontFile]
    rare: FontFile | None

    def css(self) -> str:
        """@font-face rules: each role under a family name of its own, whatever the file calls itself."""
        rule = '@font-face {{ font-family: "gw-{0}"; src: url("{1}"); font-weight: {2}; }}\n'
        weights = {"title": "bold"}
        return "".join(
            rule.format(role, face.path.as_uri(), weights.get(role, "normal"))
            for role, face in self.roles.items()
        )

    def lacks(self, text: str) -> str:
        """The first character that some role could not print, or "" when there is none."""
        odd = {one for one in set(text) if not one.isspace() and not self._prints(ord(one))}
        return next((one for one in text if one in odd), "")

    def _prints(self, point: int) -> bool:
        everywhere = all(point in face.characters for face in self.roles.values())
        return everywhere or (self.rare is not None and point in self.rare.characters)


class NoFonts(Exception):
    """A role has no font; the message names the roles and says what to do."""


@lru_cache(maxsize=4)
def find_fonts(folders: FontFolders) -> FontSet:
    """The fonts of this machine by role; raises NoFonts."""
    system = tuple(_system_faces())
    sources = (tuple(_faces_in(folders.site)), system, tuple(_faces_in(folders.bundled)))
    roles = {role: face for role in ROLES if (face := _first(role, sources))}
    missing = [ROLE_TITLES[role] for role in ROLES if role not in roles]
    if missing:
        raise NoFonts(
            f"缺少公文字体：{'、'.join(missing)}。请运行 ./run --setup，或把字体文件放进{folders.site}"
        )
    return FontSet(roles, next((face for face in system if RARE.lower() in face.names), None))


def font_problems(folders: FontFolders) -> list[str]:
    """What stands in the way of printing well on this machine, each in a sentence with its remedy."""
    problems = (
        []
        if _has_subsetter()
        else ["没有libharfbuzz-subset，生成PDF会慢几十倍。请运行 sudo apt-get install libharfbuzz-subset0"]
    )
    problems += [
        f"字体文件{face.path}的名称（{'、'.join(sorted(face.names))}）不是公文用的字体，没有使用"
        for face in _faces_in(folders.site)
        if not any(_answers(face, role) for role in ROLES)
    ]
    try:
        fonts = find_fonts(folders)
    except NoFonts as error:
        return [*problems, str(error)]
    if fonts.rare is None:
        problems.append("没有生僻字字体Noto Serif CJK SC。请运行 sudo apt-get install fonts-noto-cjk")
    return problems


def _has_subsetter() -> bool:
    from weasyprint.text.ffi import harfbuzz_subset

    return bool(harfbuzz_subset)


def _first(role: str, sources: tuple[tuple[FontFile, ...], ...]) -> FontFile | None:
    """The best face for a role: source before source, name before name, the regular weight before a bold one."""
    wanted = [name.lower() for name in ROLES[role]]
    candidates = (
        face
        for faces in sources
        for name in wanted
        for face in sorted(faces, key=lambda face: (face.bold, face.path))
        if name in face.names
    )
    # WeasyPrint takes the first face of a file that it is given.
    return next((face for face in candidates if face.index == 0), None)


def _answers(face: FontFile, role: str) -> bool:
    return any(name.lower() in face.names for name in ROLES[role])


def _faces_in(folder: Path) -> Iterator[FontFile]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in files:
        if path.suffix.lower() in SUFFIXES:
            yield from _first_face(path)


def _first_face(path: Path) -> Iterator[FontFile]:
    """The file's first face, by its names in every language; nothing when the file is no font."""
    try:
        font = TTFont(path, fontNumber=0, lazy=True)
    except (TTLibError, OSError):
        return
    with font:
        wanted = {1, 4, 6, 16}  # family, full, PostScript and typographic family name
        names = frozenset(str(name).lower() for name in font["name"].names if name.nameID in wanted)
        yield FontFile(path, names, bold="bold" in (font["name"].getDebugName(2) or "").lower())


def _system_faces() -> Iterator[FontFile]:
    """What fontconfig knows; nothing where its command is not installed."""
    form = "%{file}\\t%{index}\\t%{family}\\t%{weight}\\n"
    try:
        listed = subprocess.run(
            ["fc-list", "--format", form, ":lang=zh-cn"], capture_output=True, text=True, check=True
        ).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        return
    for line in sorted(set(listed.splitlines())):
        file, index, family, weight = line.split("\t")
        names = frozenset(name.strip().lower() for name in family.split(","))
        # Fontconfig's regular weight is 80; a variable font has a range instead, and no file of its own a role.
        if weight == "80":
            yield FontFile(Path(file), names, int(index) & 0xFFFF)
