"""A rendering from waiting to done: taken by one worker, gathered, made, put away.

How each format is made is in ``making/``. The lease is short and renewed while that goes on, so that a worker
that dies is followed soon. Each write is guarded by state and attempt: a worker that lost its lease changes
nothing any more.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.db import transaction

from cases.models import Case
from cases.people.roles import EDITOR, grants_of
from exports.agreeing.recording import with_waiting
from exports.agreeing.standing import rewritten_in
from exports.chapters import gather
from exports.content import Content, hash_of
from exports.making import MAKERS, Made, changes
from exports.models import Rendering
from exports.press import Died, Unprintable, Unwanted

LEASE = timedelta(seconds=90)
RENEW_EVERY = timedelta(seconds=2)
"""How often at most progress is written; the lease is renewed with it."""
_READ = ("report__round", "requested_by", "edition", "since")

Clock = Callable[[], datetime]
Watch = Callable[[Rendering], None]
State, Stage, Problem = Rendering.State, Rendering.Stage, Rendering.Problem

logger = logging.getLogger(__name__)


def render(key: UUID, *, clock: Clock, watch: Watch = lambda rendering: None) -> Rendering | None:
    """Make the paper of one rendering, if it is due and nobody else has it; None otherwise.

    ``clock`` is asked for the time; ``watch`` is called at each step with the rendering. Whatever goes wrong
    ends in the rendering's state: failed with a problem, or waiting for the next attempt.
    """
    Rendering.objects.filter(key=key).give_up(clock())
    if not Rendering.objects.filter(key=key).take(clock(), clock() + LEASE):
        return None
    rendering = Rendering.objects.select_related(*_READ).get(key=key)
    work = _Work(rendering, clock, watch)
    try:
        work.do()
    except Unwanted:
        logger.info("Rendering %s was cancelled, or taken by another worker.", key)
    except Unprintable as hit:
        logger.warning("Rendering %s failed: %s", key, hit)
        work.fail(hit.problem)
    except (Died, OSError) as hit:
        logger.warning("Rendering %s stopped, and will be tried again: %s", key, hit)
        work.put_back()
    rendering.refresh_from_db()
    return rendering


@dataclass
class _Work:
    """One attempt of one worker at one rendering."""

    rendering: Rendering
    clock: Clock
    watch: Watch
    written_at: datetime | None = None

    def do(self) -> None:
        self._note(Stage.GATHERING, 2)
        content = self._content()
        with tempfile.TemporaryDirectory(prefix="suivi-paper-", ignore_cleanup_errors=True) as folder:
            made = self._made(content, Path(folder))
            self._note(Stage.KEEPING, 97)
            self._keep(made, text_sha256=hash_of(content))

    def _made(self, content: Content, folder: Path) -> Made:
        rendering = self.rendering
        if rendering.since:
            older = rendering.since.text_in(rendering.language)
            return changes.make(older, content, folder=folder, follow=self.follow)
        make, draft = MAKERS[rendering.kind], rendering.edition is None
        return make(content, draft=draft, folder=folder, follow=self.follow)

    def follow(self, stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
        """Progress of the making, ``done`` of ``of`` chapters; False where it is no longer ours."""
        if self.written_at and stage == self.rendering.stage and self.clock() - self.written_at < RENEW_EVERY:
            return True
        try:
            self._note(
                Stage(stage), self._guess(stage, done, of), pages=pages, chapters_done=done, chapters=of
            )
        except Unwanted:
            return False
        return True

    def fail(self, problem: str) -> None:
        self._end(state=State.FAILED, problem=problem, finished_at=self.clock())

    def put_back(self) -> None:
        self._end(state=State.WAITING, stage=Stage.WAITING, progress=0, pages=0)

    def _content(self) -> Content:
        """What is printed: the edition's text, else a draft's, kept before anything is made of it.

        So a later attempt prints the same.
        """
        if self.rendering.printed:
            return cast("Content", self.rendering.printed)
        by = self.rendering.requested_by
        if by is not None and not EDITOR.held(grants_of(by), None):
            raise Unprintable(Problem.RIGHTS)
        with transaction.atomic():
            seen = Case.objects.unrestricted() if by is None else Case.objects.visible_to(by)
            report = self.rendering.report
            content = gather(report, seen, self.rendering.language)
            content = with_waiting(content, rewritten_in(report.agreements.all(), content))
            self._write(content=content)
            shut = seen.asked_in(self.rendering.report.round_id).filter(restricted=True)
            self.rendering.restricted_cases.set(shut)
        return content

    def _keep(self, made: Made, *, text_sha256: str) -> None:
        """The file first, then the row that names it: a crash between leaves a file that is written anew."""
        rendering = self.rendering
        name = rendering.file.field.generate_filename(rendering, "")
        rendering.file.storage.delete(name)
        with made.path.open("rb") as stream:
            kept = rendering.file.storage.save(name, File(stream))
        self._write(
            state=State.DONE, stage=Stage.ENDED, progress=100, finished_at=self.clock(), lease_until=None,
            text_sha256=text_sha256, file=kept, sha256=_sha256(made.path), size=made.path.stat().st_size,
            pages=made.pages,
        )  # fmt: skip

    def _note(self, stage: Rendering.Stage, progress: int, **counted: int) -> None:
        now = self.clock()
        self._write(stage=stage, progress=progress, lease_until=now + LEASE, **counted)
        self.written_at = now

    def _write(self, **values: Any) -> None:
        """Guarded: raises :class:`Unwanted` where the rendering is no longer this attempt's."""
        ours = Rendering.objects.filter(
            pk=self.rendering.pk, state=State.RUNNING, attempts=self.rendering.attempts
        )
        if not ours.update(**values):
            raise Unwanted
        for name, value in values.items():
            setattr(self.rendering, name, value)
        self.watch(self.rendering)

    def _end(self, **values: Any) -> None:
        try:
            self._write(lease_until=None, **values)
        except Unwanted:
            logger.info("Rendering %s is no longer ours.", self.rendering.key)

    def _guess(self, stage: str, done: int, of: int) -> int:
        """The chapters that are laid out tell how far it is; at the end the sheets are bound."""
        if of:
            return 5 + 85 * done // of
        return 92 if stage == Stage.WRITING else self.rendering.progress


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
