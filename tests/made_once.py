"""What costs much and is the same for all of a run is made once, by the process of tests that asks first."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def shared_folder(config: pytest.Config, own: Path) -> Path:
    """The folder of the run, which all its processes share. ``own``: where this process keeps its files."""
    return own.parent if hasattr(config, "workerinput") else own


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Only one process of the run at a time is in here, for this name; one that is killed is out."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name``, as ``make`` filled it; a process that comes later waits until it is whole."""
    made, begun = folder / name, folder / f"{name}.begun"
    with alone(folder, name):
        if not made.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(made)
    return made
