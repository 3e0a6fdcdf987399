"""Where a figure of an answer's text comes from, and of when it is: rows that are added, and never changed.

The acts are in ``cases/drafting/figure_sources.py``. A row belongs to one version, as the figure stands in
one of its sentences; the next version gets copies of those that stand in it still. Of several for one figure
the last counts, and an empty one says that there is none any more. Once a version has left its department it
gets no more: so what was there when it was approved is known for good. Who reads the version reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.difference import ALIKE, likeness
from cases.figures import LONGEST, figures_by_sentence
from cases.models.answer import Evidence, Version

MOST_COMPARED = 2000
"""Pairs of sentences with one value; beyond, finding the changed ones takes too long."""

Key = tuple[str, str]
"""What a figure is worth, and the sentence that it stands in, as read."""


class FigureSourceQuerySet(models.QuerySet["FigureSource"]):
    def with_evidence(self) -> FigureSourceQuerySet:
        """The oldest first, as they count."""
        return self.select_related("evidence").order_by("pk")

    def carry_to(self, after: Version) -> None:
        """Of these rows of one version, copies for another: of figures that stand there in the same sentence,
        or in it changed; of a value that stands in very many changed sentences, only in the same sentence.
        Into another answer goes the title of a piece of evidence, not the piece.
        """
        given = in_force(self.with_evidence())
        there: dict[str, list[tuple[str, str]]] = {}
        for text in (after.full_text, after.short_text) if given else ():
            for figure, value, sentence in figures_by_sentence(text):
                there.setdefault(value, []).append((figure, sentence))
        FigureSource.objects.bulk_create(
            FigureSource(
                version=after, figure=figure, value=value, sentence=stands,
                given_by_id=one.given_by_id, at=one.at, **one.said_in(after.answer_id),
            )
            for value, here in _by_value(given).items()
            for one, figure, stands in _carried(here, there.get(value, []))
        )  # fmt: skip


def in_force(given: Iterable[FigureSource]) -> dict[Key, FigureSource]:
    """Of each figure the last row, where that names a source; ``given``: of one version, the oldest first."""
    last = {(one.value, one.sentence): one for one in given}
    return {key: one for key, one in last.items() if one.is_source}


def dates_given(given: Iterable[FigureSource]) -> dict[Key, date]:
    """By figure and sentence, the as-of dates of what counts."""
    return {key: one.dated for key, one in in_force(given).items() if one.dated is not None}


def _by_value(given: Mapping[Key, FigureSource]) -> dict[str, dict[str, FigureSource]]:
    """The rows by the sentence that each stands in, for each value."""
    found: dict[str, dict[str, FigureSource]] = {}
    for (value, sentence), one in given.items():
        found.setdefault(value, {})[sentence] = one
    return found


def _carried(
    given: Mapping[str, FigureSource], candidates: Sequence[tuple[str, str]]
) -> Iterator[tuple[FigureSource, str, str]]:
    """Each row of one value with the figure and the sentence of the candidates that it is of, if any."""
    exactly = {sentence: figure for figure, sentence in reversed(candidates)}
    changed = [sentence for sentence in given if sentence not in exactly]
    is_comparable = len(changed) * len(candidates) <= MOST_COMPARED
    for sentence, one in given.items():
        if sentence in exactly:
            yield one, exactly[sentence], sentence
        elif is_comparable and (nearest := _nearest(sentence, candidates)):
            yield one, *nearest


def _nearest(sentence: str, candidates: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The one that is most like the sentence, if any is like it."""
    by_likeness = [(likeness(sentence, one[1]), one) for one in candidates]
    best = max(by_likeness, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] >= ALIKE else None


class FigureSource(models.Model):
    """``value`` is what the figure is worth (``cases/figures.py``), ``sentence`` where it stands, as read.

    ``evidence`` is a piece of evidence of the same answer.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="figure_sources")
    figure = models.CharField(_("figure"), max_length=LONGEST)
    value = models.CharField(max_length=LONGEST)
    sentence = models.TextField(_("sentence"))
    source = models.CharField(_("source"), max_length=255, blank=True)
    institution = models.CharField(_("institution"), max_length=255, blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="figure_sources"
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = FigureSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a figure")
        verbose_name_plural = _("sources of figures")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(figure="") & ~Q(value="") & ~Q(sentence=""), name="a_source_is_of_a_figure"
            ),
            models.CheckConstraint(
                condition=~Q(source="") | Q(evidence__isnull=False) | Q(as_of__isnull=True, institution=""),
                name="what_is_dated_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.named}"

    @property
    def named(self) -> str:
        """Where it comes from, in words: the source, else the title of the evidence."""
        return self.source or (self.evidence.title if self.evidence else "")

    @property
    def is_source(self) -> bool:
        """Whether it names one; an empty row takes away what was said before."""
        return bool(self.source or self.evidence_id)

    @property
    def dated(self) -> date | None:
        """Of when the figure is: its own date, else that of the evidence."""
        return self.as_of or (self.evidence.as_of if self.evidence else None)

    def said_in(self, answer_id: int) -> Mapping[str, Any]:
        """What a copy of it says in an answer: this one's, or another."""
        proof = self.evidence
        if proof is None or proof.answer_id == answer_id:
            names = ("source", "institution", "evidence", "as_of")
            return {name: getattr(self, name) for name in names}
        institution = self.institution or proof.institution
        return {"source": self.named, "institution": institution, "evidence": None, "as_of": self.dated}
