"""A mail server on this machine that takes all: ``python -m benchmarks.mail_sink FOLDER`` prints its port.

Each mail is kept in the folder, as it came: ``0.eml``, ``1.eml`` and so on.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Taking:
    """aiosmtpd asks it what to do with a mail."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (self._folder / f"{next(self._numbers)}.eml").write_bytes(envelope.original_content or b"")
        return "250 taken"


@contextmanager
def sink(folder: Path) -> Iterator[int]:
    """One that runs meanwhile, in a process of its own; its port."""
    command = [sys.executable, "-m", "benchmarks.mail_sink", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


async def _serve(folder: Path) -> None:
    handler = Taking(folder)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
