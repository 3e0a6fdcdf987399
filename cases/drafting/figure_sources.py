"""The figures of a text with their sources: which have one, and giving one.

A figure has a source where one was given to it (:class:`FigureSource`), or where a piece of evidence speaks
of it. What was given counts before what the evidence says. What goes over to the next text: the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases import actions
from cases.ageing import YEAR
from cases.figures import figures_by_sentence, figures_in, value_of
from cases.models import Case, Evidence, FigureSource, Version
from cases.models.figure_source import Key, in_force
from cases.people.models import User
from workflow.errors import Blocked, Conflict


@dataclass(frozen=True)
class Sourced:
    """A figure as it stands in a ``sentence`` of a text; ``given`` or ``proof`` says where it is from.

    ``field`` is the text: ``full_text`` or ``short_text``.
    """

    field: str
    figure: str
    value: str
    sentence: str
    given: FigureSource | None
    proof: Evidence | None

    @property
    def key(self) -> Key:
        return self.value, self.sentence

    @property
    def mark(self) -> str:
        """A word by which a form names it, as long as figure and sentence stay."""
        return sha256("\0".join(self.key).encode()).hexdigest()[:16]

    @property
    def has_source(self) -> bool:
        return self.given is not None or self.proof is not None

    @property
    def named(self) -> str:
        if self.given is not None:
            return self.given.named
        return (self.proof.source or self.proof.title) if self.proof else ""

    @property
    def institution(self) -> str:
        if self.given is not None:
            return self.given.institution or (self.given.evidence.institution if self.given.evidence else "")
        return self.proof.institution if self.proof else ""

    @property
    def dated(self) -> date | None:
        if self.given is not None:
            return self.given.dated
        return self.proof.as_of if self.proof else None

    def is_old(self, today: date) -> bool:
        """Whether it is of more than a year ago."""
        return self.dated is not None and today - self.dated >= YEAR


def figures_of(
    version: Version, given: Iterable[FigureSource], evidence: Sequence[Evidence]
) -> list[Sourced]:
    """The figures of both texts in reading order, each once for each sentence; no query.

    ``given`` are rows of this version, the oldest first; ``evidence`` what the reader sees of its answer.
    """
    current = in_force(given)
    proofs = _proofs(evidence)
    found: dict[Key, Sourced] = {}
    for field in ("full_text", "short_text"):
        for figure, value, sentence in figures_by_sentence(getattr(version, field)):
            given_to = current.get((value, sentence))
            one = Sourced(field, figure, value, sentence, given_to, proofs.get(value))
            found.setdefault(one.key, one)
    return list(found.values())


@dataclass(frozen=True)
class Said:
    """Where a figure comes from, as a person says it; ``as_of`` is a date. Nothing at all takes it away."""

    source: str = ""
    institution: str = ""
    evidence: Evidence | None = None
    as_of: date | None = None

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("source", "institution", "evidence", "as_of")}

    @property
    def is_source(self) -> bool:
        return bool(self.source or self.evidence)

    def why_not(self, case: Case, today: date) -> str:
        """What is wrong with it, in a sentence; empty: nothing."""
        if (self.as_of or self.institution) and not self.is_source:
            return _("Say where the figure comes from: a source, or a piece of evidence.")
        if self.as_of is not None and self.as_of > today:
            return _("This day is still to come: give the day of which the figure is.")
        if self.evidence is not None and self.evidence.answer_id != case.answer_id:
            return _("This piece of evidence belongs to another answer.")
        return ""


@transaction.atomic
def give_source(case: Case, marks: Iterable[str], said: Said, *, number: int, by: User, now: datetime) -> int:
    """Say where the figures of these marks come from, in the draft of that ``number``; how many got it.

    The same figure in other sentences gets it too, where it has none. What left the department keeps what it
    had: then the same text is a new version, which has the sources.

    Raises as :func:`cases.actions.save_draft` does, :class:`Conflict` where another text was saved since, and
    :class:`Blocked` with the sentence why not.
    """
    if sentence := said.why_not(case, localdate(now)):
        raise Blocked(sentence)
    held = actions.lock_for(case, by)
    actions.ask_who_writes(held, by)
    latest = held.present_answer.latest_draft()
    if latest is None or latest.number != number:
        raise Conflict(_("Another text was saved meanwhile, so no source was kept. Look at its figures."))
    chosen = _chosen(figures_of(latest, latest.figure_sources.with_evidence(), ()), set(marks), said)
    if not chosen:
        raise Blocked(_("Choose the figures first."))
    version = latest if latest.released_at is None else _again(latest, by, now)
    FigureSource.objects.bulk_create(
        FigureSource(
            version=version, figure=one.figure, value=one.value, sentence=one.sentence,
            given_by=by, at=now, **said.columns(),
        )
        for one in chosen
    )  # fmt: skip
    return len(chosen)


def _chosen(figures: Sequence[Sourced], marks: set[str], said: Said) -> list[Sourced]:
    """Those that are meant, and the same figures elsewhere that have no source yet."""
    chosen = [one for one in figures if one.mark in marks]
    values = {one.value for one in chosen} if said.is_source else set()
    return chosen + [
        one for one in figures if one.value in values and one.mark not in marks and one.given is None
    ]


def _again(version: Version, by: User, now: datetime) -> Version:
    texts = {"full_text": version.full_text, "short_text": version.short_text}
    return actions.add_version(version.answer, by, now, based_on=version, **texts)


def _proofs(evidence: Iterable[Evidence]) -> dict[str, Evidence]:
    """By value, the evidence that speaks of the figure; the newest date counts."""
    found: dict[str, Evidence] = {}
    for one in sorted(evidence, key=lambda one: (one.as_of or date.min, one.pk)):
        for figure in figures_in(f"{one.title} {one.figure}"):
            found[value_of(figure)] = one
    return found
