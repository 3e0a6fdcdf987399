"""How long a request works on what was written into a file, which is for who wrote it to choose."""

from __future__ import annotations

from time import thread_time

from cases.offline.opening import refused

SECONDS = 15
"""Of processor time: a hundred answers of the usual length take less than one."""


class Patience:
    """Asked before each text; one text is short enough (``prose.LONGEST``) to be waited for."""

    def __init__(self) -> None:
        self._ends = thread_time() + SECONDS

    def check(self) -> None:
        """Raises :class:`~cases.offline.opening.BadFile` once it is over."""
        if thread_time() > self._ends:
            raise refused("too slow")
