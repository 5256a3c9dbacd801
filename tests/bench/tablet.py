"""The form on a slow tablet: Chromium with a sixth of the CPU behind 400 kbit/s and 300 ms, beside a bare page."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.bench.screenshots import ARGUMENTS, LANDSCAPE
from tests.bench.site import ITEMS, Site, app_server

SLOWER = 6
NETWORK = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PROBE = Path(__file__).with_name("tablet_probe.js")
TAPS = 8
# 60 numbers with − and +, and nothing else.
CARD = (
    "<article><h3>{n}</h3><form class=stepper><button type=button value=-1>-</button><input value=0>"
    "<button type=button value=1>+</button></form></article>"
)
BARE = (
    "<!doctype html><meta charset=utf-8><title>bare</title>"
    + "".join(CARD.format(n=n) for n in range(ITEMS))
    + "<script src=/bare.js></script>"
)
SCRIPT = """
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  const field = button.form.querySelector("input");
  field.value = Number(field.value) + Number(button.value);
  await fetch("/", { method: "POST", body: new URLSearchParams({ count: field.value }) });
  document.dispatchEvent(new CustomEvent("outbox:settled", { detail: { state: "saved" } }));
});
"""


@dataclass(frozen=True)
class Feel:
    """What a person waits for, in ms: first opening, opening again, a tap's reaction on screen, a tap until saved."""

    first: float
    again: float
    reaction: float
    saved: float


class BareHandler(BaseHTTPRequestHandler):
    """Two files, and a POST that only answers."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        text, kind = (SCRIPT, "text/javascript") if self.path == "/bare.js" else (BARE, "text/html")
        self._answer(text.encode(), kind)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(b"ok", "text/plain")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def bare_server() -> Iterator[str]:
    """The bare page's address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BareHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(site: Site) -> tuple[Feel, Feel]:
    """The form and the bare page, one after the other in the same browser."""
    with sync_playwright() as playwright, app_server(site, workers=2, threads=16) as served:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        home = f"http://127.0.0.1:{served.port}"
        form = _felt(_logged_in(browser, home, site.inspectors[0]), f"{home}/inspections/{site.forms[0]}")
        with bare_server() as address:
            bare = _felt(_context(browser), address)
        browser.close()
    return form, bare


def _context(browser: Browser) -> BrowserContext:
    # The worker's own requests would not be slowed down.
    context = browser.new_context(viewport=LANDSCAPE, has_touch=True, locale="zh-CN", service_workers="block")
    context.set_default_timeout(120_000)
    context.add_init_script(path=PROBE)
    return context


def _logged_in(browser: Browser, home: str, who: tuple[str, str]) -> BrowserContext:
    context = _context(browser)
    context.request.post(
        f"{home}/login", form={"login": who[0], "password": who[1]}, headers={"Origin": home}
    )
    return context


def _felt(context: BrowserContext, address: str) -> Feel:
    page = context.new_page()
    session = _slowed(page)
    first, again = _opened(page, session, address), _opened(page, session, address)
    taps = [_tapped(page) for _ in range(TAPS)]
    context.close()
    return Feel(first, again, median(shown for shown, _ in taps), median(saved for _, saved in taps))


def _slowed(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def _opened(page: Page, session: CDPSession, address: str) -> float:
    """From the address to the first control that does what it is for."""
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => probe.usable > 0")
    usable: float = page.evaluate("() => probe.usable")
    page.wait_for_load_state("load")
    page.wait_for_timeout(3000)
    return usable


def _tapped(page: Page) -> tuple[float, float]:
    """A tap on +: until the number on the screen has changed, until the server has it."""
    page.evaluate("() => probe.begin()")
    page.wait_for_function("() => probe.shown > 0 && probe.saved > 0")
    shown, saved = page.evaluate("() => [probe.shown, probe.saved]")
    page.wait_for_timeout(500)
    return shown, saved


def words(feel: Feel) -> Iterator[tuple[str, float]]:
    """The figures with their names."""
    yield "open to usable, first time", feel.first
    yield "open to usable, again", feel.again
    yield "tap to reaction", feel.reaction
    yield "tap to saved", feel.saved
