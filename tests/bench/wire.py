"""A client that costs next to nothing: prepared bytes over a kept connection, opened again when the server ends it."""

import re
import socket
import time

HEADERS = "Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nConnection: keep-alive\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


class Wire:
    """One client. `with Wire(port) as wire` closes it."""

    def __init__(self, port: int, cookie: str = "", timeout: float = 30) -> None:
        self.port = port
        self.timeout = timeout
        self.opened = 0
        self.socket: socket.socket | None = None
        self.headers = HEADERS.format(port=port) + (f"Cookie: {cookie}\r\n" if cookie else "")

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def get(self, path: str, extra: str = "") -> tuple[int, str, bytes]:
        """Status, head and body."""
        return self.send(f"GET {path} HTTP/1.1\r\n{self.headers}{extra}\r\n".encode())

    def post(self, path: str, body: str, extra: str = "") -> tuple[int, str, bytes]:
        """Status, head and body."""
        return self.send(self.request(path, body, extra))

    def request(self, path: str, body: str, extra: str = "") -> bytes:
        """The bytes of a form's POST."""
        length = f"Content-Length: {len(body.encode())}\r\n"
        return f"POST {path} HTTP/1.1\r\n{self.headers}{FORM}{length}{extra}\r\n{body}".encode()

    def send(self, request: bytes) -> tuple[int, str, bytes]:
        """Send whole requests; a kept connection that the server has closed meanwhile is opened once more."""
        if self.socket is not None:
            try:
                self.socket.sendall(request)
                return self._answer()
            except (ConnectionError, EOFError):
                self.close()
        self._open().sendall(request)
        return self._answer()

    def dribble(self, request: bytes, seconds: float, pieces: int = 10) -> int:
        """Send the head at once and the body in pieces over that time, as a bad network does; the status."""
        head, body = request.split(b"\r\n\r\n", 1)
        wire = self._open()
        wire.sendall(head + b"\r\n\r\n")
        step = max(1, len(body) // pieces)
        for start in range(0, len(body), step):
            time.sleep(seconds / pieces)
            wire.sendall(body[start : start + step])
        return self._answer()[0]

    def _open(self) -> socket.socket:
        self.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.opened += 1
        return self.socket

    def _answer(self) -> tuple[int, str, bytes]:
        assert self.socket is not None
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        raw, body = data.split(b"\r\n\r\n", 1)
        head = raw.decode("latin-1")
        length = re.search(r"(?i)content-length: (\d+)", head)
        while length and len(body) < int(length[1]):
            body += self._more()
        if re.search(r"(?i)connection: close", head):
            self.close()
        return int(head.split(" ", 2)[1]), head, body

    def _more(self) -> bytes:
        assert self.socket is not None
        part = self.socket.recv(65536)
        if not part:
            raise EOFError
        return part
