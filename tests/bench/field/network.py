"""A network as it is in a village: requests and answers get lost, come late, come twice, and overtake each other."""

import re
import socket
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode

from tests.bench.wire import HEADERS, Wire

BOUNDARY = "----field"
LATE_MOST = 40  # copies on their way at the same time
Fields = dict[str, str]


@dataclass(frozen=True)
class Weather:
    """How often what happens to a request, as shares of one."""

    cut: float = 0.06  # half of it arrives
    unheard: float = 0.06  # it arrives, the answer does not
    delayed: float = 0.04  # the tablet gives up, and it arrives later
    doubled: float = 0.06  # it arrives, and once more later
    late: float = 0.25  # one that is late arrives now


CALM = Weather(0, 0, 0, 0, 0.5)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    state: str
    version: int | None
    offset: int | None = None  # how much of a file is there


@dataclass
class Network:
    """One tablet's way to the server."""

    port: int
    dice: Random
    weather: Weather = field(default_factory=Weather)
    cookie: str = ""
    wire: Wire | None = None
    late: list[bytes] = field(default_factory=list)
    faults: int = 0

    def post(self, path: str, fields: Fields, sender: int, picture: bytes | None = None) -> Answer | None:
        """Send the form; None when no answer has come."""
        body, kind = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        if picture is not None:
            body, kind = _multipart(fields, picture), f"multipart/form-data; boundary={BOUNDARY}"
        return self._try(self._request("POST", path, sender, body, kind))

    def post_piece(self, path: str, piece: bytes, sender: int) -> Answer | None:
        """Send a piece of a file."""
        return self._try(self._request("POST", path, sender, piece, "application/octet-stream"))

    def get(self, path: str, sender: int) -> Answer | None:
        """Ask for an answer without a page."""
        return self._try(self._request("GET", path, sender, b"", "text/plain"))

    def _try(self, request: bytes) -> Answer | None:
        self._arrive_late()
        fate, weather = self.dice.random(), self.weather
        try:
            if fate < weather.cut:
                return self._cut(request)
            if fate < weather.cut + weather.unheard:
                return self._unheard(request)
            if fate < weather.cut + weather.unheard + weather.delayed:
                self.faults += 1
                return self._keep(request)
            if fate < weather.cut + weather.unheard + weather.delayed + weather.doubled:
                self.faults += 1
                self._keep(request)
            return self._send(request)
        except (OSError, EOFError, ValueError):
            self._close()
            return None

    def _request(self, method: str, path: str, sender: int, body: bytes, kind: str) -> bytes:
        head = HEADERS.format(port=self.port) + f"Cookie: {self.cookie}\r\nHX-Request: true\r\n"
        head += f"Save-User: {sender}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body

    def _cut(self, request: bytes) -> None:
        self.faults += 1
        with self._connection() as wire:
            wire.sendall(request[: self.dice.randrange(len(request))])

    def _unheard(self, request: bytes) -> None:
        self.faults += 1
        with self._connection() as wire:
            wire.sendall(request)
            wire.shutdown(socket.SHUT_WR)
            if self.dice.random() < 0.5:
                wire.recv(1)

    def _connection(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def _keep(self, request: bytes) -> None:
        if len(self.late) < LATE_MOST:
            self.late.append(request)

    def _arrive_late(self) -> None:
        """One of those on their way, in any order; nobody listens to its answer."""
        if not self.late or self.dice.random() >= self.weather.late:
            return
        request = self.late.pop(self.dice.randrange(len(self.late)))
        try:
            self._send(request)
        except (OSError, EOFError, ValueError):
            self._close()

    def _send(self, request: bytes) -> Answer:
        self.wire = self.wire or Wire(self.port, timeout=20)
        status, head, _ = self.wire.send(request)
        state = re.search(r"(?im)^save-state: (\S+)", head)
        version, offset = _number("save-version", head), _number("upload-offset", head)
        return Answer(status, state[1] if state else "", version, offset)

    def _close(self) -> None:
        if self.wire is not None:
            self.wire.close()

    def flush(self) -> None:
        """Let everything that is late arrive."""
        self.weather = Weather(0, 0, 0, 0, 1)
        while self.late:
            self._arrive_late()
        self._close()


def _number(name: str, head: str) -> int | None:
    found = re.search(rf"(?im)^{name}: (\d+)", head)
    return int(found[1]) if found else None


def _multipart(fields: Fields, picture: bytes) -> bytes:
    parts = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="1.jpg"\r\n'
    return (
        parts
        + f"{head}Content-Type: image/jpeg\r\n\r\n".encode()
        + picture
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
