"""A worker that is killed in the middle: the next attempt lays out only what the first one had not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from exports import press, sheets
from tests.exports.long_report import long_report
from tests.exports.paper import go_on

pytestmark = [pytest.mark.processes, pytest.mark.once]

WORKER = """
import json, sys
import django
django.setup()
from exports import press, sheets
sheets.SHEET = 6_000
content = json.load(open(sys.argv[1]))
def follow(stage, pages, done=0, of=0):
    print(stage, done, of, flush=True)
    return True
with press.printed(content, draft=True, follow=follow) as paper:
    print("printed", flush=True)
"""


@pytest.fixture
def shelf(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(sheets, "SHEET", 6_000)
    settings.PDF_SHELF = tmp_path / "var" / "sheets"
    return tmp_path / "var" / "sheets"


def worker(tmp_path: Path) -> subprocess.Popen[str]:
    (tmp_path / "content.json").write_text(json.dumps(long_report(narratives=10)))
    named = {"DJANGO_SETTINGS_MODULE": "config.settings", "SUIVI_VAR": str(tmp_path / "var")}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(tmp_path / "content.json")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **named},
        stdout=subprocess.PIPE,
        text=True,
    )


def children_of(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def kept(shelf: Path) -> int:
    return len(list(shelf.glob("*.json")))


def test_the_second_attempt_takes_up_what_the_first_had_done(shelf: Path, tmp_path: Path) -> None:
    killed = worker(tmp_path)
    while kept(shelf) < 3:
        assert killed.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    left_behind = children_of(killed.pid)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    done = kept(shelf)
    _wait_until_gone(left_behind)

    asked: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        do = press.Hands.do

        def counted(self: Any, pieces: Any, told: Any, *, at_once: int) -> None:
            taken = list(pieces)
            asked.extend(taken)
            do(self, taken, told, at_once=at_once)

        patch.setattr(press.Hands, "do", counted)
        with press.printed(long_report(narratives=10), draft=True, follow=go_on) as paper:
            pages = paper.pages
            with pikepdf.open(paper.path) as pdf:
                assert len(pdf.pages) == pages

    laid_out = [one for one in asked if one["do"] == "lay out"]
    everything = kept(shelf)
    assert done >= 3
    assert len(laid_out) == everything - done
    assert len(laid_out) < everything


def _wait_until_gone(processes: list[int]) -> None:
    """They end by themselves when their parent does, and leave no file half written."""
    assert processes
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{one}").exists() and _alive(one) for one in processes):
        assert time.monotonic() < deadline, "a child outlived its parent"
        time.sleep(0.05)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_it_is_cancelled_between_two_sheets_and_leaves_nothing(shelf: Path) -> None:
    said: list[tuple[int, int]] = []

    def follow(stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
        said.append((done, of))
        return done < 1

    before = set(children_of(os.getpid()))
    with pytest.raises(press.Unwanted), press.printed(long_report(), draft=True, follow=follow):
        pass

    assert set(children_of(os.getpid())) <= before
    assert said[-1] == (1, 5)


def test_it_says_how_many_chapters_are_laid_out(shelf: Path) -> None:
    said: list[tuple[int, int]] = []

    def follow(stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
        if of:
            said.append((done, of))
        return True

    with press.printed(long_report(narratives=3), draft=True, follow=follow):
        pass

    counts = [done for done, _of in said]
    assert counts == sorted(counts)
    assert {of for _done, of in said} == {5}
    assert counts[-1] == 5
