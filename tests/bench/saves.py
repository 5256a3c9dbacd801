"""Saving answers over loopback HTTP: the application, and the bare program behind the same server."""

import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.bare import Bare
from tests.bench.measure import Times, timed, together
from tests.bench.site import ITEMS, Site, answer_body, app_server, log_in, serving
from tests.bench.wire import Wire

HTMX = "HX-Request: true\r\n"
SECONDS = 4.0


class Tablet:
    """An inspector who saves one item after the other and remembers the versions."""

    def __init__(self, port: int, inspection: int, cookie: str) -> None:
        self.wire = Wire(port, cookie)
        self.path = f"/inspections/{inspection}/answers/"
        self.number = -1
        self.versions = self._stored(inspection)

    def _stored(self, inspection: int) -> list[int]:
        _, _, page = self.wire.get(f"/inspections/{inspection}")
        found = re.findall(rb'name="version" value="(\d+)"', page)
        return [int(one) for one in found[:ITEMS]] if len(found) >= ITEMS else [0] * ITEMS

    def request(self) -> bytes:
        """The next save."""
        self.number = (self.number + 1) % ITEMS
        entry, body = answer_body(self.number, self.versions[self.number])
        return self.wire.request(f"{self.path}{entry}", body, HTMX)

    def save(self) -> bool:
        """Save; whether the server took it."""
        return self.took(self.wire.send(self.request())[0])

    def took(self, status: int) -> bool:
        """Count the answer's version up when the server took the save."""
        self.versions[self.number] += status == 200
        return status == 200


@contextmanager
def tablets(site: Site, *, workers: int, threads: int) -> Iterator[list[Tablet]]:
    """The server with all inspectors logged in."""
    with app_server(site, workers=workers, threads=threads) as served:
        yield [
            Tablet(served.port, inspection, log_in(served.port, *who))
            for inspection, who in zip(site.forms, site.inspectors, strict=True)
        ]


def measure_app(site: Site, *, workers: int, threads: int) -> tuple[Times, Times]:
    """One client, and eight."""
    with tablets(site, workers=workers, threads=threads) as all_of_them:
        warm(all_of_them)
        one = together([all_of_them[0].save], SECONDS)
        return one, together([tablet.save for tablet in all_of_them], SECONDS)


def warm(all_of_them: list[Tablet]) -> None:
    """Every process has seen a few saves."""
    for tablet in all_of_them:
        for _ in range(8):
            if not tablet.save():
                raise RuntimeError("a save was refused")


def measure_bare(folder: Path, *, workers: int, threads: int) -> tuple[Times, Times]:
    """The same of the bare program."""
    file = folder / f"bare-{workers}-{threads}.db"
    Bare(file).create()
    command = [sys.executable, "-m", "tests.bench.bare", str(file), "PORT", str(workers), str(threads)]
    with serving(command, {}, "/") as served:
        works = [_bare_save(Wire(served.port, "session=bench"), number) for number in range(8)]
        for work in works * 8:
            work()
        return together(works[:1], SECONDS), together(works, SECONDS)


def _bare_save(wire: Wire, inspection: int) -> Callable[[], bool]:
    def save() -> bool:
        fields = {"version": 1, "save_id": str(uuid4()), "note": "", "r0-of": 40, "r0-done": 38}
        return wire.post(f"/inspections/{inspection}/answers/item-1", urlencode(fields))[0] == 200

    return save


def measure_in_process(folder: Path) -> Times:
    """The bare save without HTTP."""
    bare = Bare(folder / "bare-direct.db")
    bare.create()
    return timed(lambda: bare.save("bench", 1, "item-1", '{"r0-of": "40"}', str(uuid4())), 500)


def measure_beside_dribblers(site: Site, *, workers: int, threads: int) -> Times:
    """Four tablets save while eight others take 2 seconds for each request's body."""
    with tablets(site, workers=workers, threads=threads) as all_of_them:
        warm(all_of_them)
        stop = threading.Event()
        slow = [
            threading.Thread(target=_dribble, args=(tablet, stop), daemon=True)
            for tablet in [*all_of_them[4:], *(_twin(tablet) for tablet in all_of_them[4:])]
        ]
        for thread in slow:
            thread.start()
        times = together([tablet.save for tablet in all_of_them[:4]], 8)
        stop.set()
        for thread in slow:
            thread.join(timeout=30)
        return times


def _twin(tablet: Tablet) -> Tablet:
    """Another connection of the same person."""
    twin = Tablet.__new__(Tablet)
    twin.__dict__.update(tablet.__dict__)
    twin.wire = Wire(tablet.wire.port)
    twin.wire.headers = tablet.wire.headers
    return twin


def _dribble(tablet: Tablet, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            tablet.wire.dribble(tablet.request(), seconds=2)
        except (OSError, EOFError):
            tablet.wire.close()


def measure_while_printing(site: Site, *, workers: int, threads: int) -> tuple[Times, Times, str]:
    """One tablet's saves without and with the report of 300 rows being printed; the job's state at the end."""
    with tablets(site, workers=workers, threads=threads) as all_of_them:
        warm(all_of_them)
        tablet = all_of_them[0]
        quiet = together([tablet.save], SECONDS)
        office = Wire(tablet.wire.port, log_in(tablet.wire.port, *site.manager))
        _, head, _ = office.post("/printouts/", urlencode({"document": "notices", "round": site.whole}))
        busy = together([tablet.save], SECONDS)
        place = next(line for line in head.splitlines() if line.lower().startswith("location:")).split(" ")[1]
        page = office.get(place)[2].decode()
        return quiet, busy, "still printing" if "http-equiv" in page or "hx-trigger" in page else "done"
