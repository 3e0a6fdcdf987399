"""The child process: what it refuses to read, and how it is stopped."""

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

from exports import press
from exports.press import Died, Unprintable, Unwanted, printed
from tests.exports.paper import text_of

pytestmark = pytest.mark.processes
PAGE = '<!doctype html><html lang="en"><title>T</title><body>{}</body></html>'
ENDLESS = PAGE.format("<table>" + "<tr><td colspan=1000000>x</td></tr>" * 50 + "</table>")


def go_on(stage: str, pages: int) -> bool:
    return True


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

    with printed(html, go_on) as paper:
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

    with printed(html, go_on) as paper:
        assert "Printed." in text_of(paper.path)

    assert paths == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://localhost/", "ftp://localhost/", "data:text/css,p{}", "suivi:../x"]
)
def test_the_fetcher_hands_out_nothing_but_our_stylesheet(url: str) -> None:
    code = (
        "import sys\nfrom exports.child import _fetcher\nfetch = _fetcher()\n"
        "assert fetch('suivi:report.css').read()\n"
        "try:\n    fetch(sys.argv[1])\nexcept ValueError:\n    print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_it_is_killed_when_it_takes_too_long(settings: Any) -> None:
    settings.PDF_TIME_LIMIT_SECONDS = 2
    began = time.monotonic()

    with pytest.raises(Unprintable) as hit, printed(ENDLESS, go_on):
        pass

    assert hit.value.problem == "time"
    assert time.monotonic() - began < 8


def test_it_keeps_within_its_memory(settings: Any) -> None:
    settings.PDF_MEMORY_LIMIT_MB = 150

    with pytest.raises(Unprintable) as hit, printed(PAGE.format("<p>word</p>" * 80_000), go_on):
        pass

    assert hit.value.problem == "memory"


def test_it_is_stopped_when_nobody_wants_it() -> None:
    with pytest.raises(Unwanted), printed(ENDLESS, lambda stage, pages: False):
        pass


def test_one_that_is_killed_from_outside_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    start = press._start

    def started_and_killed(page: Path, pdf: Path) -> subprocess.Popen[str]:
        process = start(page, pdf)
        process.kill()
        return process

    monkeypatch.setattr(press, "_start", started_and_killed)
    with pytest.raises(Died), printed(PAGE.format("x"), go_on):
        pass


def test_it_ends_when_its_parent_does(tmp_path: Path) -> None:
    paths = [str(tmp_path / "page.html"), str(tmp_path / "x.pdf")]
    (tmp_path / "page.html").write_text(ENDLESS)
    child = subprocess.Popen(
        [sys.executable, "-m", "exports.child", *paths, "2048", "60"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=20) == 1


def test_it_gets_no_secret_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    seen: dict[str, Any] = {}
    monkeypatch.setattr(press.subprocess, "Popen", lambda command, **options: seen.update(options))

    press._start(Path("a"), Path("b"))

    assert "hush" not in json.dumps(seen["env"])


def test_it_tells_how_far_it_is() -> None:
    said: list[tuple[str, int]] = []

    def follow(stage: str, pages: int) -> bool:
        said.append((stage, pages))
        return True

    with printed(PAGE.format("<p>word</p>" * 200), follow) as paper:
        pages = paper.pages

    assert pages > 1
    assert ("laying-out", pages) in said
    assert [stage for stage, _pages in said][-1] == "writing"
