"""Printing and exporting, beside bare WeasyPrint on the same HTML and bare XlsxWriter on the same cells.

`python -m tests.bench.papers WHAT DATA` measures one of them.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from inspect_app.config import from_environment
from inspect_app.printing import engine, gathering
from inspect_app.printing.documents import document_for
from inspect_app.printing.fonts import FontFolders
from inspect_app.printing.gathering_books import gather_round_book
from inspect_app.printing.round_book import RoundBook, round_tables
from inspect_app.printing.runs import print_run
from inspect_app.printing.workbooks import export
from inspect_app.storage import database
from inspect_app.storage.models import Round
from tests.bench.site import AT, WHOLE

NOTICES = 100


class Paper:
    """The round's documents, and both ways to print them."""

    def __init__(self, data: str, fonts: str) -> None:
        config = from_environment({"INSPECT_DATA": data, "SECRET_KEY": "0123456789abcdef"})
        database.bind(config.database_url)
        database.connect()
        self.round = Round.get(Round.title == WHOLE)
        self.config, self.head = config, gathering.Letterhead.of(config)
        self.folders = FontFolders(Path(fonts), Path(fonts))
        self.output = Path(data) / "papers"
        self.output.mkdir(exist_ok=True)

    def notices(self) -> Iterator[Any]:
        _, entries = gathering.gather_run(self.round, self.config, today=AT.date())
        return islice(entries, NOTICES)

    def report(self) -> int:
        return self._keep(
            self._ours(gathering.gather_report(self.round, self.head, today=AT.date())), "report"
        )

    def bare_report(self) -> int:
        return self._keep(self._bare(gathering.gather_report(self.round, self.head, today=AT.date())), "bare")

    def notice_run(self) -> int:
        sizes = [path.stat().st_size for path in print_run(self.notices(), self.output, "all", self.folders)]
        return max(sizes[:-1])

    def bare_notices(self) -> int:
        return max(
            self._keep(self._bare(entry.document), f"bare-{entry.file_name}") for entry in self.notices()
        )

    def workbook(self) -> int:
        """The round in Excel, every line of every unit."""
        return self._book(export)

    def bare_workbook(self) -> int:
        """The same cells written by XlsxWriter without looks."""

        def write(book: RoundBook, file: Path) -> None:
            with Workbook(str(file), {"constant_memory": True}) as bare:
                for table in round_tables(book):
                    sheet = bare.add_worksheet(table.name)
                    for number, row in enumerate((*table.rows, *table.foot)):
                        sheet.write_row(number, 0, row)

        return self._book(write)

    def _book(self, write: Callable[[RoundBook, Path], None]) -> int:
        _, book = gather_round_book(self.round, self.config, by="督办", at=AT)
        file = self.output / "round.xlsx"
        write(book, file)
        return file.stat().st_size

    def _ours(self, document: object) -> bytes:
        return engine.render(document, self.folders)

    def _bare(self, document: object) -> bytes:
        from weasyprint import HTML

        from inspect_app.printing.fetching import DocumentFetcher

        press = engine._press(self.folders)
        kind = document_for(document)
        folder = engine.TEMPLATES / kind.name
        html = press.environment.get_template(f"{kind.name}/document.html").render(doc=document, kind=kind)
        source = HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=DocumentFetcher(folder, {}))
        pdf: bytes = source.write_pdf(font_config=press.config, stylesheets=press._styles(kind))
        return pdf

    def _keep(self, pdf: bytes, name: str) -> int:
        (self.output / f"{name}.pdf").write_bytes(pdf)
        return len(pdf)


def main(what: str, data: str, fonts: str) -> None:
    """Print seconds, peak memory in MB and the largest file in KB as JSON."""
    paper = Paper(data, fonts)
    works: dict[str, Callable[[], int]] = {
        "report": paper.report,
        "bare-report": paper.bare_report,
        "notices": paper.notice_run,
        "bare-notices": paper.bare_notices,
        "workbook": paper.workbook,
        "bare-workbook": paper.bare_workbook,
    }
    begun = time.perf_counter()
    size = works[what]()
    spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "peak": peak, "size": size / 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
