"""The round, a call for answers; and the national scale of implementation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.people.languages import default_working_language, languages
from cases.people.wording import Worded, Wording


class ImplementationStatus(Worded):
    """One degree of the national scale. The scale is data; ``code`` is what files are mapped to."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("implementation status")
        verbose_name_plural = _("implementation statuses")


class StatusName(Wording):
    of = models.ForeignKey(ImplementationStatus, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="status_name_per_language")]


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> RoundQuerySet:
        return self.filter(closed_on=None)

    def for_reports(self) -> RoundQuerySet:
        """Those whose answers a report prints."""
        return self.filter(kind=Round.Kind.REPORT)

    def newest_first(self) -> RoundQuerySet:
        return self.order_by("-opened_on", "-pk")


class Round(models.Model):
    """A call for answers: what is asked, until when, in which working language. Rounds know no report.

    Its kind says what an answer proposes beside its text: a position in a round of positions; an
    implementation status in the others, where a plan may leave it out. ``report_words`` is how long the
    report may be that prints the short texts, ``full_text_words`` how long one full text is wished; empty: no
    limit. What follows for each answer: ``cases/rounds/words.py``.
    """

    class Kind(models.TextChoices):
        POSITIONS = "positions", _("Positions")
        PLAN = "plan", _("Plan")
        UPDATE = "update", _("Update")
        REPORT = "report", _("Report")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.REPORT)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"), blank=True)
    language = models.CharField(
        _("working language"), max_length=12, choices=languages, default=default_working_language
    )
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("answers due on"), null=True, blank=True)
    report_words = models.PositiveIntegerField(_("words of the report"), null=True, blank=True)
    full_text_words = models.PositiveIntegerField(_("words of a full text"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self) -> str:
        return self.title

    @property
    def asks_position(self) -> bool:
        return self.kind == self.Kind.POSITIONS

    @property
    def needs_status(self) -> bool:
        """Whether no answer is sent without an implementation status."""
        return self.kind in (self.Kind.UPDATE, self.Kind.REPORT)
