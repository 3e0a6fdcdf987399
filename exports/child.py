"""The process that makes one PDF and ends: ``python -m exports.child PAGE PDF MEGABYTES SECONDS``.

It knows neither Django nor database. It reads the HTML file PAGE and writes the file PDF; on standard output
it prints a line of JSON for each step of progress, and a last one with the pages, or with what went wrong.
It fetches nothing but the stylesheet that ships with us, keeps within the memory and the processor time
given, and ends when its parent does (standard input closes). Started by ``press.py``.
"""

from __future__ import annotations

import json
import logging
import os
import re
import resource
import sys
import threading
from pathlib import Path
from typing import Any

PRINT = Path(__file__).parent / "print"
STYLESHEETS = {f"suivi:{name}": PRINT / name for name in ("report.css", "signature.css")}
"""All that the paper may fetch, by address."""

_PAGE = re.compile(r"Page (\d+)")
_STAGES = [
    ("Step 1", "reading"), ("Step 2", "reading"), ("Step 3", "reading"), ("Step 4", "reading"),
    ("Step 5", "laying-out"), ("Step 6", "writing"), ("Step 7", "writing"),
]  # fmt: skip


def main(page: str, pdf: str, megabytes: str, seconds: str) -> int:
    """Make the PDF. 0 where it is there; otherwise the last line printed says ``memory`` or ``text``."""
    _limit(int(megabytes) * 1024 * 1024, int(seconds))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pages = _make(Path(page).read_text(encoding="utf-8"), pdf)
    except MemoryError:
        return _fail("memory")
    except Exception as error:
        return _fail("text", detail=f"{type(error).__name__}: {error}")
    _say(stage="done", pages=pages)
    return 0


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    while os.read(0, 1024):  # unbuffered: a reader with a lock would stand in the way of a normal end
        pass
    os._exit(1)


def _make(html: str, pdf: str) -> int:
    from weasyprint import HTML
    from weasyprint.logger import PROGRESS_LOGGER

    PROGRESS_LOGGER.addHandler(_Progress())
    PROGRESS_LOGGER.setLevel(logging.INFO)
    document = HTML(string=html, base_url="suivi:", url_fetcher=_fetcher()).render()
    document.write_pdf(pdf, pdf_variant="pdf/ua-1", pdf_tags=True)
    return len(document.pages)


def _fetcher() -> Any:
    """A fetcher that hands out the stylesheets and refuses every other address, whatever its scheme."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url not in STYLESHEETS:
                raise ValueError("not one of the files that the paper may use")
            return URLFetcherResponse(url, STYLESHEETS[url].read_bytes(), {"Content-Type": "text/css"})

    return OnlyOurs(allowed_protocols=["suivi"], allow_redirects=False)


class _Progress(logging.Handler):
    """Turns WeasyPrint's own progress messages into ours."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        stage = next((name for start, name in _STAGES if message.startswith(start)), "")
        page = _PAGE.search(message)
        if stage:
            _say(stage=stage, pages=int(page[1]) if page else 0)


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _fail(problem: str, *, detail: str = "") -> int:
    _say(stage="failed", problem=problem, detail=detail)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
