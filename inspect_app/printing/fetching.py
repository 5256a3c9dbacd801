"""What a document may load: files of its own folder, and evidence by content hash. Nothing else, ever."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from inspect_app.printing.errors import ForbiddenAddress, MissingEvidence, PrintError


class Refused(FatalURLFetchingError):  # type: ignore[misc]
    """Stops WeasyPrint, which carries on past any Exception; `error` is what to raise in its place."""

    def __init__(self, error: PrintError) -> None:
        super().__init__(str(error))
        self.error = error


class DocumentFetcher(URLFetcher):  # type: ignore[misc]
    """Admits the folder's files and `evidence:<sha256>` out of the mapping."""

    def __init__(self, folder: Path, evidence: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=("file", "evidence"))
        self.folder = folder.resolve()
        self.evidence = evidence

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The content at the address; anything refused stops the whole document."""
        scheme, _, rest = url.partition(":")
        try:
            body = self._evidence(rest) if scheme == "evidence" else self._own_file(url)
        except PrintError as error:
            raise Refused(error) from error
        return URLFetcherResponse(url, body)

    def _own_file(self, url: str) -> bytes:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(self.folder) or not path.is_file():
            raise ForbiddenAddress(url)
        return path.read_bytes()

    def _evidence(self, digest: str) -> bytes:
        path = self.evidence.get(digest)
        if path is None or not path.is_file():
            raise MissingEvidence(digest, "的文件不在了")
        body = path.read_bytes()
        if hashlib.sha256(body).hexdigest() != digest:
            raise MissingEvidence(digest, "的文件已损坏")
        return body


class FontFetcher(URLFetcher):  # type: ignore[misc]
    """Admits the font files that were chosen for the roles."""

    def __init__(self, files: frozenset[str]) -> None:
        super().__init__(allowed_protocols=("file",))
        self.files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The font file's content."""
        if url not in self.files:
            raise Refused(ForbiddenAddress(url))
        return URLFetcherResponse(url, Path(unquote(urlsplit(url).path)).read_bytes())
