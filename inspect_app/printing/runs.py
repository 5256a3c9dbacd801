"""A round's documents in one job: a file for each, and one of all for the printer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from inspect_app.printing.engine import render
from inspect_app.printing.fonts import FontFolders


@dataclass(frozen=True)
class RunEntry:
    """One document of a run: its file's name without ending, its name in the joined file's outline."""

    file_name: str
    label: str
    document: object


def print_run(
    entries: Iterable[RunEntry],
    folder: Path,
    joined: str,
    fonts: FontFolders,
    done: Callable[[int], None] = lambda count: None,
) -> Iterator[Path]:
    """Writes each entry's PDF into the folder and yields its path, then the joined file's.

    Entries are taken one at a time, so a generator keeps memory flat. Raises PrintError at the first that fails;
    files already written stay, the joined one is written last and whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[tuple[Path, str]] = []
    for count, entry in enumerate(entries, start=1):
        path = _write(folder / f"{entry.file_name}.pdf", render(entry.document, fonts))
        parts.append((path, entry.label))
        done(count)
        yield path
    if parts:
        yield join(parts, folder / f"{joined}.pdf")


def join(parts: Iterable[tuple[Path, str]], target: Path) -> Path:
    """The PDFs one after the other; each begins on an odd page, so that printing on both sides keeps them apart."""
    with PdfWriter() as writer:
        for path, label in parts:
            start = len(writer.pages)
            writer.append(PdfReader(path), import_outline=False)
            writer.add_outline_item(title=label, page_number=start)
            if len(writer.pages) % 2:
                writer.add_blank_page()
        temporary = target.with_suffix(".part")
        writer.write(temporary)
    return temporary.replace(target)


def _write(path: Path, content: bytes) -> Path:
    temporary = path.with_suffix(".part")
    temporary.write_bytes(content)
    return temporary.replace(path)
