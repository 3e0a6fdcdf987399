"""One worker takes a rendering; one that dies is followed; after three attempts it fails with a sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from cases.people.roles import take_role
from exports import actions, printing, tasks
from exports.content import Content
from exports.making import pdf
from exports.models import Rendering
from exports.press import Died, Follow, Printed, Unprintable, Unwanted
from exports.printing import LEASE
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report

Press = Callable[[Exception | None], list[str]]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Press:
    """A press that prints at once, or hits what it is told to; the contents that it was given, as JSON."""

    def set_up(hits: Exception | None = None) -> list[str]:
        printed: list[str] = []

        @contextmanager
        def pressed(content: Content, *, draft: bool, follow: Follow) -> Iterator[Printed]:
            printed.append(json.dumps(content, sort_keys=True))
            if not follow("laying-out", 3):
                raise Unwanted
            if hits:
                raise hits
            (tmp_path / "made.pdf").write_bytes(b"%PDF-1.7 made")
            yield Printed(tmp_path / "made.pdf", 3)

        monkeypatch.setattr(pdf, "printed", pressed)
        return printed

    return set_up


@pytest.fixture
def waiting(cast: Cast) -> Rendering:
    answered(cast, asked(cast), short="Clinics opened.")
    return actions.queue_rendering(report(cast), by=cast.editor, now=NOW)


def test_it_is_made_and_put_away(waiting: Rendering, press: Press) -> None:
    press(None)

    done = printing.render(waiting.key, clock=lambda: NOW)

    assert done is not None
    assert (done.state, done.progress, done.pages, done.size, done.attempts) == ("done", 100, 3, 13, 1)
    assert done.sha256 == hashlib.sha256(b"%PDF-1.7 made").hexdigest()
    assert done.file.name == f"reports/national-report-2026/{done.key}.pdf"
    assert done.file.read() == b"%PDF-1.7 made"


def test_what_one_worker_has_another_does_not_take(waiting: Rendering, press: Press) -> None:
    printed = press(None)
    Rendering.objects.take(NOW, NOW + LEASE)

    assert printing.render(waiting.key, clock=lambda: NOW) is None
    assert printed == []


def test_a_worker_that_died_is_followed(waiting: Rendering, press: Press) -> None:
    press(None)
    Rendering.objects.take(NOW, NOW + LEASE)

    after = NOW + LEASE + timedelta(seconds=1)
    done = printing.render(waiting.key, clock=lambda: after)

    assert done is not None
    assert (done.state, done.attempts) == ("done", 2)


def test_the_second_attempt_prints_the_same_text(cast: Cast, waiting: Rendering, press: Press) -> None:
    first = press(Died("killed"))
    printing.render(waiting.key, clock=lambda: NOW)
    answered(cast, asked(cast), short="Approved meanwhile.")
    second = press(None)
    printing.render(waiting.key, clock=lambda: NOW)

    assert first == second
    assert "Approved meanwhile." not in second[0]


def test_after_three_attempts_it_fails_with_a_sentence(waiting: Rendering, press: Press) -> None:
    press(Died("killed"))
    for _attempt in range(3):
        printing.render(waiting.key, clock=lambda: NOW)

    assert printing.render(waiting.key, clock=lambda: NOW) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", 3)
    assert waiting.get_problem_display().startswith("The worker was stopped three times")


@pytest.mark.parametrize("problem", ["time", "memory", "text"])
def test_what_cannot_be_printed_fails_at_once(waiting: Rendering, press: Press, problem: str) -> None:
    press(Unprintable(problem))

    failed = printing.render(waiting.key, clock=lambda: NOW)

    assert failed is not None
    assert (failed.state, failed.problem, failed.finished_at, failed.lease_until) == (
        "failed",
        problem,
        NOW,
        None,
    )


def test_a_full_disk_is_tried_again(waiting: Rendering, press: Press) -> None:
    press(OSError("no space left"))

    again = printing.render(waiting.key, clock=lambda: NOW)

    assert again is not None
    assert (again.state, again.lease_until) == ("waiting", None)


def test_a_cancelled_one_is_stopped_and_stays_cancelled(
    cast: Cast, waiting: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[bool] = []

    @contextmanager
    def cancelled_meanwhile(content: Content, *, draft: bool, follow: Follow) -> Iterator[Printed]:
        actions.cancel(waiting, by=cast.editor, now=NOW)
        answers.append(follow("laying-out", 3))
        raise Unwanted
        yield

    monkeypatch.setattr(pdf, "printed", cancelled_meanwhile)
    ended = printing.render(waiting.key, clock=lambda: NOW)

    assert answers == [False]
    assert ended is not None
    assert (ended.state, ended.file.name) == ("cancelled", "")


def test_a_worker_that_lost_its_lease_changes_nothing(
    waiting: Rendering, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @contextmanager
    def overtaken(content: Content, *, draft: bool, follow: Follow) -> Iterator[Printed]:
        late = NOW + LEASE + timedelta(seconds=1)
        Rendering.objects.take(late, late + LEASE)
        yield Printed(tmp_path / "never.pdf", 3)

    monkeypatch.setattr(pdf, "printed", overtaken)
    left = printing.render(waiting.key, clock=lambda: NOW)

    assert left is not None
    assert (left.state, left.attempts, left.file.name) == ("running", 2, "")


def test_the_rights_are_asked_again_when_it_is_made(cast: Cast, waiting: Rendering, press: Press) -> None:
    printed = press(None)
    take_role(cast.editor, "editor")

    failed = printing.render(waiting.key, clock=lambda: NOW)

    assert failed is not None
    assert (failed.state, failed.problem, printed) == ("failed", "rights", [])


def test_progress_is_written_as_the_child_reports_it(waiting: Rendering, press: Press) -> None:
    press(None)
    seen: list[tuple[str, int]] = []

    printing.render(waiting.key, clock=lambda: NOW, watch=lambda one: seen.append((one.stage, one.progress)))

    assert [stage for stage, _progress in seen] == [
        "gathering",
        "gathering",
        "laying-out",
        "keeping",
        "ended",
    ]
    assert [progress for _stage, progress in seen] == sorted(progress for _stage, progress in seen)


def test_beat_takes_up_what_waits_and_what_was_left(waiting: Rendering, press: Press) -> None:
    press(None)

    tasks.render_waiting()

    waiting.refresh_from_db()
    assert waiting.state == "done"


def test_the_task_renders_by_key(waiting: Rendering, press: Press) -> None:
    press(None)

    tasks.render(str(waiting.key))

    waiting.refresh_from_db()
    assert waiting.state == "done"
