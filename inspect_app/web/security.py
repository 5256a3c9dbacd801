"""What holds for every request: where a write may come from, and what a page may load."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Guard every request and dress every response."""
    app.session_interface = Sessions()
    app.before_request(refuse_cross_site_writes)
    app.before_request(refuse_nul)
    app.after_request(add_headers)


def refuse_cross_site_writes() -> None:
    """A write must come from one of our own pages.

    Browsers send Sec-Fetch-Site on secure origins only; on a plain-HTTP intranet Origin is what remains.
    A request with neither does not come from a browser's page, and no other client writes here.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        abort(403, "这个请求来自别的网站，已拒绝。请从本系统的页面操作")
    origin = request.headers.get("Origin")
    if origin is None and site is None:
        abort(403, "请求没有标明来源，已拒绝。请用浏览器从本系统的页面操作")
    if origin is not None and not _is_ours(origin):
        abort(403, "这个请求来自别的网站，已拒绝。请从本系统的页面操作")


def _is_ours(origin: str) -> bool:
    ours = urlsplit(request.host_url)
    try:
        theirs = urlsplit(origin)
    except ValueError:  # http://[
        return False
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def refuse_nul() -> None:
    """No address of ours holds NUL, and PostgreSQL refuses it; what is typed into forms is cleaned of it."""
    if any("\0" in value for values in request.args.listvalues() for value in values):
        abort(400, "地址里有认不出的字符，请从页面上重新打开")


def add_headers(response: Response) -> Any:
    """The policy headers; pages with people's data are kept out of shared caches."""
    if request.endpoint == "static":
        return _dress_file(response)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _dress_file(response: Response) -> Response:
    """A page loads thirty of these: what says nothing of a script or a style is left out."""
    response.cache_control.immutable = True  # the address names the content
    response.headers["X-Content-Type-Options"] = "nosniff"
    for name in ("Content-Disposition", "Expires", "Last-Modified"):
        response.headers.pop(name, None)
    return response


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, of which the program's own files know nothing: a new cookie must not make them new."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Called by Flask after every request."""
        if request.endpoint != "static":
            super().save_session(app, session, response)
