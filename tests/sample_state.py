"""The sample state as ``make demo`` leaves it: made once in a run of tests; who plays on it has a copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.made_once import made_once
from tests.other_processes import ROOT

Told = dict[str, list[str]]
"""What the demo printed for scripts: the lines by their first word."""


def demo(folder: Path, *options: str) -> str:
    """Run it in ``folder`` without serving; what it printed."""
    command = [sys.executable, "manage.py", "demo", "--no-serve", "--folder", str(folder), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def told_in(printed: str) -> Told:
    lines: Told = {}
    for line in printed.splitlines():
        word, _, rest = line.partition(" ")
        lines.setdefault(word, []).append(rest)
    return lines


def copied_to(folder: Path, *, folder_of_run: Path) -> Told:
    """A sample state of its own in ``folder``, and what the demo told when it was made from nothing."""
    sample = made_once(folder_of_run, "sample", _make)
    shutil.copytree(sample / "demo", folder)
    return told_in((sample / "told").read_text())


def _make(folder: Path) -> None:
    (folder / "told").write_text(demo(folder / "demo"))
