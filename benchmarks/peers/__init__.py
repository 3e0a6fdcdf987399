"""Other workflow engines on the same seven steps, each in a process and an environment of its own.

They never come near Suivi: ``pyproject.toml`` names them in the extra ``peers``, which nothing but this
installs, into ``var/peers``, with the Django and psycopg that Suivi runs on. Here is Suivi's side;
``__main__.py`` is the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / "var" / "peers"
NAMES = ("joeflow", "viewflow")


class Peer:
    """A process that lives one life of a case each time it is asked, and says how many seconds it took."""

    def __init__(self, name: str) -> None:
        command = [str(_python()), "-m", "benchmarks.peers", name]
        self._process = subprocess.Popen(  # noqa: S603 - what is started stands here
            command, cwd=ROOT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.is_there = self._said() == "ready"

    def life(self) -> float:
        print("live", file=self._process.stdin, flush=True)
        return float(self._said())

    def end(self) -> None:
        self._process.communicate()

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PEERS_DATABASE": _database()}


def _database() -> str:
    from django.db import connection

    at: dict[str, Any] = connection.settings_dict
    if connection.vendor != "postgresql":
        return ""
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}"


def _python() -> Path:
    """The interpreter that has them; installed at the first use, and anew where a version has changed."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    wanted = [*extras["peers"], f"Django=={version('Django')}", f"psycopg[binary]=={version('psycopg')}"]
    python, stamp = VENV / "bin" / "python", VENV / "installed"
    if not stamp.exists() or stamp.read_text() != "\n".join(wanted):
        print("Installing the peers into var/peers…", file=sys.stderr)
        venv.create(VENV, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the names stand here
        stamp.write_text("\n".join(wanted))
    return python
