"""The process that lays out sheets and binds them: ``python -m exports.child MEGABYTES SECONDS``.

It knows neither Django nor database. It reads its work from standard input, a line of JSON for each piece
(``press.py`` writes them), and says on standard output, a line of JSON each, how far it is and what came of
it. It fetches nothing but the stylesheets that ship with us, keeps within the memory and the processor time
given, and ends when its parent does (standard input closes). The work itself is done in ``bindery/``.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from queue import Queue
from threading import Thread
from typing import Any


def main(megabytes: str, seconds: str) -> int:
    """Do each piece of work as it comes. The last line said of one is ``done`` or ``failed``."""
    _limit(int(megabytes) * 1024 * 1024, int(seconds))
    _collect_seldom()
    work: Queue[dict[str, Any]] = Queue()
    Thread(target=_read, args=(work,), daemon=True).start()
    while True:
        _do(work.get())


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _collect_seldom() -> None:
    """The layout makes very many objects that stay until its end: looking through them takes a fifth of it.

    What is circular is collected between two pieces of work.
    """
    gc.set_threshold(50_000, 50, 1_000)


def _read(work: Queue[dict[str, Any]]) -> None:
    """Unbuffered: a reader with a lock would stand in the way of a normal end."""
    held = b""
    while chunk := os.read(0, 65_536):
        *lines, held = (held + chunk).split(b"\n")
        for line in lines:
            work.put(json.loads(line))
    os._exit(1)


def _do(piece: dict[str, Any]) -> None:
    try:
        if piece.pop("do") == "bind":
            from exports.bindery.bound import bind

            done = bind(say=_say, **piece)
        else:
            from exports.bindery.laid_out import lay_out

            done = lay_out(say=_say, **piece)
    except MemoryError:
        _say(stage="failed", problem="memory")
    except Exception as error:
        _say(stage="failed", problem="text", detail=f"{type(error).__name__}: {error}")
    else:
        _say(stage="done", **done)
    gc.collect()


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
