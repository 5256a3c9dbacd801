"""督导考核. `create_app` wires config, extensions, blueprints and error pages, and holds no logic."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from flask import Flask
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from inspect_app import config as settings
from inspect_app import formatting, jobs, web
from inspect_app.storage import database
from inspect_app.web import compression, errors, navigation, offline, saving, scripts, security, sessions

MAX_UPLOAD = 24 * 1024 * 1024


def fingerprint(folder: Path) -> str:
    """A short hash of all files below the folder: in their address, it lets browsers keep them for ever."""
    digest = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def create_app(config: settings.Config | None = None) -> Flask:
    """The application, with its database bound; raises ConfigError without a secret."""
    config = config or settings.from_environment()
    settings.require_secret(config)
    static = settings.ROOT / "static"
    app = Flask(
        __name__,
        template_folder=str(settings.ROOT / "templates"),
        static_folder=str(static),
        static_url_path=f"/static/{fingerprint(static)}",
    )
    app.config.update(
        INSPECT=config,
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_REFRESH_EACH_REQUEST=False,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )
    database.bind(config.database_url)
    app.before_request(database.connect)
    app.teardown_request(lambda _: database.release())
    app.extensions["queue"] = jobs.Queue(config)
    Htmx(app)
    for module in (compression, security, sessions, saving, errors, navigation, offline, scripts):
        module.init_app(app)
    app.jinja_env.filters.update(formatting.FILTERS)
    # Every page and fragment uses the same pieces; imported in each, they would be evaluated for each card.
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("_macros.html").module
    web.register(app)
    return app
