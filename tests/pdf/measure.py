"""Reads positions out of a PDF, in millimetres from the top left of the page."""

import subprocess
from io import BytesIO
from pathlib import Path

import pdfplumber
from PIL import Image, ImageChops

POINT = 25.4 / 72
LEFT, TOP, WIDTH, HEIGHT = 28, 37, 156, 225
PITCH = HEIGHT / 22
DPI = 300


def opened(content):
    return pdfplumber.open(BytesIO(content))


def mm(points):
    return float(points) * POINT


def lines(page):
    """The page's characters, line by line from the top, page number last; each line from left to right."""
    found = {}
    for char in page.chars:
        found.setdefault(round(char["bottom"]), []).append(char)
    return [found[key] for key in sorted(found)]


def body_lines(page):
    """The lines within the type area."""
    return [line for line in lines(page) if mm(line[0]["bottom"]) < TOP + HEIGHT]


def text_of(line):
    return "".join(char["text"] for char in line)


def line_with(page, words):
    return next(line for line in lines(page) if words in text_of(line))


def whole_text(content):
    """All text, as it would be read: without line ends and page numbers."""
    with opened(content) as pdf:
        return "".join(text_of(line) for page in pdf.pages for line in body_lines(page))


def red(part):
    """The part's red pixels, in white on black."""
    bands = zip(part.split(), ((150, 255), (0, 120), (0, 120)), strict=True)
    masks = [
        band.point([255 * (low <= value <= high) for value in range(256)]) for band, (low, high) in bands
    ]
    return ImageChops.multiply(ImageChops.multiply(*masks[:2]), masks[2])


def dark(part):
    """The part's dark pixels, in white on black."""
    return part.convert("L").point([255 * (value < 160) for value in range(256)])


def ink(content: bytes, folder: Path, page: int, mask, region=(0, 0, 210, 297)):
    """The box (left, top, right, bottom) of the region's pixels that the mask (`red`, `dark`) keeps."""
    source = folder / "ink.pdf"
    source.write_bytes(content)
    number = str(page)
    command = ["pdftoppm", "-r", str(DPI), "-f", number, "-l", number, "-singlefile", source, folder / "ink"]
    subprocess.run(command, check=True)
    with Image.open(folder / "ink.ppm") as image:
        part = image.convert("RGB").crop(tuple(round(edge / 25.4 * DPI) for edge in region))
    box = mask(part).getbbox()
    return tuple(edge * 25.4 / DPI + region[place % 2] for place, edge in enumerate(box))
