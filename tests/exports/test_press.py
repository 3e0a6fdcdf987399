"""The processes that lay out: what they refuse to read, and how they are stopped."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from exports import processes
from exports.press import Died, Unprintable, Unwanted, page_printed
from tests.exports.paper import go_on, text_of

pytestmark = [pytest.mark.processes, pytest.mark.once]
PAGE = '<!doctype html><html lang="en"><title>T</title><body>{}</body></html>'
ENDLESS = PAGE.format("<table>" + "<tr><td colspan=1000000>x</td></tr>" * 50 + "</table>")


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and the paths that were asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def test_it_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("body::after { content: 'betrayed' }")
    html = PAGE.format(
        f'<link rel="stylesheet" href="{secret.as_uri()}"><style>@import "{secret.as_uri()}";</style>'
        '<img src="file:///etc/passwd" alt=""><object data="file:///etc/passwd">x</object>'
        '<a rel="attachment" href="file:///etc/passwd">y</a><p>Printed.</p>'
    )

    with page_printed(html, go_on) as paper:
        text, data = text_of(paper.path), paper.path.read_bytes()

    assert "Printed." in text
    assert "betrayed" not in text
    assert b"EmbeddedFile" not in data
    assert b"root:" not in data


def test_it_opens_no_address(visits: tuple[str, list[str]]) -> None:
    address, paths = visits
    html = PAGE.format(
        f'<link rel="stylesheet" href="{address}/a.css"><img src="{address}/b.png" alt="">'
        f'<p style="background: url({address}/c.png)">Printed.</p>'
        f"<style>@font-face {{ font-family: F; src: url({address}/f.ttf) }} p {{ font-family: F }}</style>"
    )

    with page_printed(html, go_on) as paper:
        assert "Printed." in text_of(paper.path)

    assert paths == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://localhost/", "ftp://localhost/", "data:text/css,p{}", "suivi:../x"]
)
def test_the_fetcher_hands_out_nothing_but_our_stylesheet(url: str) -> None:
    code = (
        "import sys\nfrom exports.bindery.fetching import OnlyOurs\nfetch = OnlyOurs()\n"
        "assert fetch('suivi:report.css').read()\n"
        "try:\n    fetch(sys.argv[1])\nexcept ValueError:\n    print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_it_is_killed_when_it_takes_too_long(settings: Any) -> None:
    settings.PDF_TIME_LIMIT_SECONDS = 2
    began = time.monotonic()

    with pytest.raises(Unprintable) as hit, page_printed(ENDLESS, go_on):
        pass

    assert hit.value.problem == "time"
    assert time.monotonic() - began < 8


def test_it_keeps_within_its_memory(settings: Any) -> None:
    settings.PDF_MEMORY_LIMIT_MB = 150

    with pytest.raises(Unprintable) as hit, page_printed(PAGE.format("<p>word</p>" * 80_000), go_on):
        pass

    assert hit.value.problem == "memory"


def test_it_is_stopped_when_nobody_wants_it() -> None:
    with pytest.raises(Unwanted), page_printed(ENDLESS, lambda stage, pages, done, of: False):
        pass


def test_one_that_is_killed_from_outside_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    start = processes.start

    def started_and_killed() -> subprocess.Popen[str]:
        process = start()
        process.kill()
        return process

    monkeypatch.setattr(processes, "start", started_and_killed)
    with pytest.raises(Died), page_printed(PAGE.format("x"), go_on):
        pass


def test_it_ends_when_its_parent_does(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(ENDLESS)
    work = {"do": "lay out", "page": str(tmp_path / "page.html"), "pdf": str(tmp_path / "x.pdf")}
    child = processes.start()
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps(work | {"tagged": True, "name": "x"}) + "\n")
    child.stdin.flush()
    assert json.loads(child.stdout.readline())["stage"] == "reading"

    child.stdin.close()

    assert child.wait(timeout=20) == 1
    child.stdout.close()


def test_it_gets_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    seen: dict[str, Any] = {}
    monkeypatch.setattr(processes.subprocess, "Popen", lambda command, **options: seen.update(options))

    processes.start()

    assert "hush" not in json.dumps(seen["env"])


def test_it_tells_how_far_it_is() -> None:
    said: list[tuple[str, int]] = []

    def follow(stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
        said.append((stage, pages))
        return True

    with page_printed(PAGE.format("<p>word</p>" * 200), follow) as paper:
        pages = paper.pages

    assert pages > 1
    assert ("laying-out", pages) in said
    assert [stage for stage, _pages in said][-2:] == ["writing", "laying-out"]


def test_no_note_is_lost_where_the_layout_would_lose_one() -> None:
    note = '<span class="footnote" id="note-{0}">{0} A note that takes its place at the foot.</span>'
    line = "A paragraph of several lines, so that it is broken between two pages sooner or later. "
    text = "".join(f"<p>{line * (number % 7)}{note.format(number)}{line * 3}</p>" for number in range(1, 121))
    style = "<style>.footnote { float: footnote } p { orphans: 2; widows: 2 }</style>"

    with page_printed(PAGE.format(style + text), go_on) as paper:
        said = text_of(paper.path)

    assert [number for number in range(1, 121) if f"{number} A note that takes" not in said] == []
