"""The environment, read once into a typed object. Nothing else reads os.environ."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

PACKAGE = Path(__file__).resolve().parent
# In a checkout templates lie beside the package; an installed wheel carries them inside it.
ROOT = PACKAGE.parent if (PACKAGE.parent / "templates").is_dir() else PACKAGE
CHINA = ZoneInfo("Asia/Shanghai")


class ConfigError(Exception):
    """A setting is missing or wrong; the message says which one and what to write."""


@dataclass(frozen=True)
class Config:
    """All settings. Paths are absolute; `redis_url` is "" for jobs on this machine alone."""

    data: Path
    database_url: str
    redis_url: str
    secret_key: str
    demo: bool
    https: bool
    proxies: int
    site_fonts: Path
    office: str
    number_prefix: str
    workers: int
    threads: int

    @property
    def evidence(self) -> Path:
        """The folder of photographs and documents, named by content hash."""
        return self.data / "evidence"

    @property
    def uploads(self) -> Path:
        """The folder of files of which only pieces have arrived."""
        return self.data / "uploads"

    @property
    def renditions(self) -> Path:
        """The folder of pictures with their marks on them, which can be made again at any time."""
        return self.data / "renditions"

    @property
    def printouts(self) -> Path:
        """The folder of finished print jobs."""
        return self.data / "printouts"

    @property
    def fonts(self) -> Path:
        """The fonts that set-up laid down."""
        return self.data / "fonts"


def from_environment(environ: Mapping[str, str] | None = None) -> Config:
    """The settings of this process; raises ConfigError."""
    env = os.environ if environ is None else environ
    data = Path(env.get("INSPECT_DATA") or _usual_data()).resolve()
    demo = _flag(env, "INSPECT_DEMO")
    return Config(
        data=data,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'inspect.db'}",
        redis_url=env.get("REDIS_URL", ""),
        secret_key=_secret(env, data, demo=demo),
        demo=demo,
        https=_flag(env, "INSPECT_HTTPS"),
        proxies=_number(env, "INSPECT_PROXIES", 0),
        site_fonts=Path(env.get("INSPECT_FONTS") or data / "site-fonts").resolve(),
        office=env.get("INSPECT_OFFICE") or "市局督导考核办公室",
        number_prefix=env.get("INSPECT_NUMBER_PREFIX") or "督",
        workers=_number(env, "INSPECT_WORKERS", 2),
        threads=_number(env, "INSPECT_THREADS", 16),
    )


def _usual_data() -> Path:
    """Beside the program in a checkout; where the command is typed when it is installed among other packages."""
    return Path("var") if ROOT == PACKAGE else ROOT / "var"


def now() -> datetime:
    """The wall clock in China, which has one time zone and no summer time, so it is kept without an offset."""
    return datetime.now(CHINA).replace(tzinfo=None, microsecond=0)


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").lower()
    if value not in {"", "0", "1"}:
        raise ConfigError(f"环境变量{name}只能写1或0，现在是“{value}”")
    return value == "1"


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "") or str(default)
    if not value.isdigit():
        raise ConfigError(f"环境变量{name}应为整数，现在是“{value}”")
    return int(value)


def _secret(env: Mapping[str, str], data: Path, *, demo: bool) -> str:
    """The key that signs sessions: given by the site, or made once for a demo on this machine."""
    given = env.get("SECRET_KEY", "")
    if given and len(given) < 16:
        raise ConfigError("环境变量SECRET_KEY太短，至少16个字符")
    if given or not demo:
        return given
    file = data / "demo-secret"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
                stream.write(secrets.token_urlsafe(32))
        except FileExistsError:
            pass
    return file.read_text().strip()


def require_secret(config: Config) -> None:
    """Serving needs a secret; commands that only read or print do not. Raises ConfigError."""
    if not config.secret_key:
        raise ConfigError(
            "没有设置SECRET_KEY，不能启动。请先运行 python3 -c 'import secrets; print(secrets.token_urlsafe(32))'，"
            "把结果写进环境变量SECRET_KEY；只想试用演示数据，请设INSPECT_DEMO=1"
        )
