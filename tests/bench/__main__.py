"""`python -m tests.bench [PART…]`, all of PARTS without any.

`python -m tests.bench scoring [PART…]` needs no site: see tests/bench/scoring.py.
`python -m tests.bench field` is no measurement: see tests/bench/field.
"""

import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspect_app.config import ROOT
from tests.bench import pages, papers, saves, scoring, tablet
from tests.bench.field import run
from tests.bench.site import ITEMS, UNITS, Site, app_server, build, memory_of, run_apart

MODELS = ((2, 16), (2, 1))  # processes and threads of each; the first is the default


@dataclass(frozen=True)
class Line:
    """One line of the table; `met` is None where there is no goal."""

    what: str
    measured: str
    bare: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        met = {None: "", True: "met", False: "NOT MET"}[self.met]
        return self.what, self.measured, self.bare, f"{self.ratio:.1f}" if self.ratio else "", self.goal, met


def forms(site: Site, folder: Path) -> Iterator[Line]:
    path = f"/inspections/{site.forms[0]}"
    page = pages.measure_page(site, site.inspectors[0][0], path)
    wire = pages.measure_over_http(site, site.inspectors[0], path)
    yield Line(
        f"open a form of {ITEMS} items, at the server",
        f"{page.times.p50:.1f} ms",
        goal="≤ 8 ms",
        met=page.times.p50 <= 8,
    )
    yield Line("  its statements", str(page.statements), goal="≤ 10", met=page.statements <= 10)
    yield Line(
        "  its size before compression",
        f"{page.size / 1000:.0f} KB",
        goal="≤ 100 KB",
        met=page.size <= 100_000,
    )
    yield Line("  over HTTP", wire.words())


def saving(site: Site, folder: Path) -> Iterator[Line]:
    direct = saves.measure_in_process(folder)
    yield Line("bare save without HTTP, 1 client", direct.words())
    for workers, threads in MODELS:
        bare_one, bare_eight = saves.measure_bare(folder, workers=workers, threads=threads)
        one, eight = saves.measure_app(site, workers=workers, threads=threads)
        name = f"{workers}×{threads}"
        ratio = one.p50 / bare_one.p50
        yield Line(f"save, 1 client, {name}", one.words(), bare_one.words(), ratio, "≤ 5 × bare", ratio <= 5)
        good = eight.rate >= 600 and eight.p95 <= 20 and eight.most <= 100 and not eight.errors
        goal = "≥ 600/s, p95 ≤ 20, max ≤ 100"
        yield Line(
            f"save, 8 clients, {name}",
            eight.words(),
            bare_eight.words(),
            bare_eight.rate / eight.rate,
            goal,
            good,
        )


def slow(site: Site, folder: Path) -> Iterator[Line]:
    for workers, threads in MODELS:
        times = saves.measure_beside_dribblers(site, workers=workers, threads=threads)
        yield Line(f"save, 4 clients beside 8 slow ones, {workers}×{threads}", times.words())


def ranking(site: Site, folder: Path) -> Iterator[Line]:
    yield Line(f"rank {UNITS} units", f"{pages.measure_ranking(site).p50:.0f} ms")
    for name, path in (
        ("ranking page", f"/rankings/{site.whole}"),
        ("round's board", f"/rounds/{site.whole}"),
    ):
        page = pages.measure_page(site, site.manager[0], path, times=10)
        said = f"{page.times.p50:.0f} ms, {page.statements} statements, {page.size / 1000:.0f} KB"
        yield Line(f"  {name}", said)


def printing(site: Site, folder: Path) -> Iterator[Line]:
    for name, what in (
        (f"report of {UNITS} rows", "report"),
        (f"{papers.NOTICES} notices as files", "notices"),
    ):
        own, bare = (
            run_apart("tests.bench.papers", one, str(site.config.data), str(ROOT / "var" / "fonts"))
            for one in (what, f"bare-{what}")
        )
        ratio = own["seconds"] / bare["seconds"]
        yield Line(f"PDF, {name}", *(_paper(one) for one in (own, bare)), ratio, "≤ 1.5 × bare", ratio <= 1.5)
        if what == "notices":
            yield Line(
                "  the largest notice", f"{own['size']:.0f} KB", goal="≤ 150 KB", met=own["size"] <= 150
            )

    own, bare = (
        run_apart("tests.bench.papers", what, str(site.config.data), str(ROOT / "var" / "fonts"))
        for what in ("workbook", "bare-workbook")
    )
    ratio = own["seconds"] / bare["seconds"]
    yield Line(f"Excel, {UNITS} units × {ITEMS} items", _paper(own), _paper(bare), ratio)


def _paper(one: dict[str, float]) -> str:
    return f"{one['seconds']:.1f} s, peak {one['peak']:.0f} MB, {one['size']:.0f} KB"


def beside(site: Site, folder: Path) -> Iterator[Line]:
    quiet, busy, state = saves.measure_while_printing(site, workers=2, threads=16)
    ratio = busy.p95 / quiet.p95
    yield Line(
        f"save while 300 notices are printed ({state})",
        busy.words(),
        quiet.words(),
        ratio,
        "p95 ≤ 2 × without",
        ratio <= 2,
    )


def start(site: Site, folder: Path) -> Iterator[Line]:
    with app_server(site, workers=2, threads=16) as served:
        yield Line("start to first page", f"{served.started:.2f} s", goal="≤ 1 s", met=served.started <= 1)
        time.sleep(3)
        for name, used in memory_of(served.process.pid).items():
            own = name.startswith("web")
            yield Line(
                f"idle memory, {name}",
                f"{used:.0f} MB",
                goal="≤ 150 MB" if own else "",
                met=used <= 150 if own else None,
            )


def on_a_tablet(site: Site, folder: Path) -> Iterator[Line]:
    form, bare = tablet.measure(site)
    what = f"form of {ITEMS} items, CPU ÷{tablet.SLOWER}, 400 kbit/s, 300 ms"
    yield Line(what, "")
    for (name, measured), (_, least) in zip(tablet.words(form), tablet.words(bare), strict=True):
        yield Line(f"  {name}", f"{measured:.0f} ms", f"{least:.0f} ms", measured / least)


PARTS = {
    "forms": forms,
    "tablet": on_a_tablet,
    "saves": saving,
    "slow": slow,
    "ranking": ranking,
    "papers": printing,
    "printing": beside,
    "start": start,
}


def show(line: Line) -> None:
    widths = (52, 58, 58, 6, 30, 8)
    print(
        "  ".join(_padded(cell, width) for cell, width in zip(line.cells(), widths, strict=True)).rstrip(),
        flush=True,
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text))


def main(wanted: list[str]) -> None:
    """Build the site in a folder of its own, measure, print."""
    if unknown := sorted(set(wanted) - set(PARTS)):
        sys.exit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}, scoring, field")
    show(Line("what", "measured", "bare", goal="goal"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = build(folder / "data")
        for part in wanted or PARTS:
            for line in PARTS[part](site, folder):
                show(line)


if sys.argv[1:2] == ["field"]:
    run.main(sys.argv[2:])
elif sys.argv[1:2] == ["scoring"]:
    scoring.main(sys.argv[2:])
else:
    main(sys.argv[1:])
