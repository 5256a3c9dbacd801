"""Times of many requests, and how they read."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Seconds of each request, how long all took together, and how many went wrong."""

    each: tuple[float, ...]
    spent: float
    errors: int = 0

    def share(self, part: float) -> float:
        """The time below which this part of the requests lies, in ms."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000

    @property
    def p50(self) -> float:
        return self.share(0.5)

    @property
    def p95(self) -> float:
        return self.share(0.95)

    @property
    def most(self) -> float:
        return self.share(1)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.each) / self.spent

    def words(self) -> str:
        told = f"{self.rate:.0f}/s, p50 {self.p50:.1f}, p95 {self.p95:.1f}, max {self.most:.0f} ms"
        return f"{told}, {self.errors} errors" if self.errors else told


def timed(work: Callable[[], object], times: int, warm_up: int = 3) -> Times:
    """One after the other, in this thread."""
    for _ in range(warm_up):
        work()
    each = []
    begun = time.perf_counter()
    for _ in range(times):
        at = time.perf_counter()
        work()
        each.append(time.perf_counter() - at)
    return Times(tuple(each), time.perf_counter() - begun)


def together(works: Sequence[Callable[[], bool]], seconds: float, most: int = 100_000) -> Times:
    """Each work over and over in a thread of its own for that long; a work says whether it went well."""
    results: list[tuple[list[float], int]] = []
    start = threading.Barrier(len(works) + 1)

    def go(work: Callable[[], bool]) -> None:
        each, errors = [], 0
        start.wait()
        end = time.perf_counter() + seconds
        while (at := time.perf_counter()) < end and len(each) < most:
            errors += not _tried(work)
            each.append(time.perf_counter() - at)
        results.append((each, errors))

    threads = [threading.Thread(target=go, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    return Times(
        tuple(one for each, _ in results for one in each), spent, sum(errors for _, errors in results)
    )


def _tried(work: Callable[[], bool]) -> bool:
    try:
        return work()
    except OSError:
        return False
