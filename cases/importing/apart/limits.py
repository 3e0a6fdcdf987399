"""What a child process may use that reads a file which somebody sent."""

from __future__ import annotations

import resource

OPEN_FILES = 16


def keep(*, megabytes: int, seconds: int) -> None:
    """So much memory and work from now on; no file is written, and no other process started."""
    memory = megabytes * 1024 * 1024
    _at_most(resource.RLIMIT_AS, memory)
    _at_most(resource.RLIMIT_CPU, seconds)
    _at_most(resource.RLIMIT_FSIZE, 0)
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_NOFILE, OPEN_FILES)


def _at_most(which: int, limit: int) -> None:
    resource.setrlimit(which, (limit, limit))
