"""The outline of a report: its headings, and the passages that stand under them, in their order.

A passage is text of the editor's own, or tells one or several approved answers. What is printed of it is read
in ``exports/outline/reading.py``.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Answer, Term, Version
from cases.people.wording import Worded, Wording
from workflow.append_only import kept_for_good
from workflow.errors import Conflict


class StandingQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """What was not taken out."""
        return self.filter(removed_at=None)

    def in_order(self) -> Self:
        return self.order_by("place", "pk")


class Heading(Worded):
    """A heading of one report. Its wordings are the editor's or its type's; ``theme`` lends it its own.

    ``code`` is what its type calls it, empty for the editor's own. ``takes`` says what may stand under it:
    text of the editor's, answers (which flow in here), or nothing but lower headings.
    """

    class Takes(models.TextChoices):
        TEXT = "text", _("Text")
        ANSWERS = "answers", _("Answers")
        NOTHING = "nothing", _("Headings only")

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="headings")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="lower")
    place = models.PositiveIntegerField(_("place"))
    code = models.CharField(max_length=40, blank=True)
    theme = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="+")
    takes = models.CharField(max_length=10, choices=Takes.choices, default=Takes.TEXT)
    words = models.PositiveIntegerField(_("words"), null=True)
    removed_at = models.DateTimeField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="heading_not_below_itself"),
            models.CheckConstraint(
                condition=Q(takes__in=("text", "answers", "nothing")), name="heading_takes_known"
            ),
        ]


class HeadingTitle(Wording):
    of = models.ForeignKey(Heading, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="heading_title_per_language")]


class PassageQuerySet(StandingQuerySet):
    def taken_out(self) -> Self:
        """What can be put back; not those that were joined into another, which is parted instead."""
        return self.filter(removed_at__isnull=False, gave=None)


class Passage(models.Model):
    """What stands under a heading: answers under a heading that the system writes, or the editor’s text.

    A passage that tells answers prints their approved short texts, until it has a text of its own.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="passages")
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="passages")
    place = models.PositiveIntegerField(_("place"))
    removed_at = models.DateTimeField(null=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        default_permissions = ("view",)


class PassageAnswer(models.Model):
    """An answer that a passage tells, as it stood in ``version`` when it flowed in.

    ``joined_from`` is the passage in which it stood by itself, where it was joined into this one.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="tells")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(_("place"), default=1)
    joined_from = models.ForeignKey(Passage, null=True, on_delete=models.PROTECT, related_name="gave")

    class Meta:
        verbose_name = _("answer in a passage")
        verbose_name_plural = _("answers in passages")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["passage", "answer"], name="an_answer_once_in_a_passage")
        ]


@kept_for_good
class PassageText(models.Model):
    """A passage's own text in one language; the newest stands, and the earlier ones are kept.

    ``annexed`` is what moved from it into the annex of full texts. ``told`` are the ids of the versions that
    it was written from. Where ``as_answered`` is true, the passage prints its answers' own texts again.
    ``source`` is the number of the text in the report's language that it translates, empty in that language.
    ``proposal`` is what a lead proposed, where the text is that, word for word.
    """

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=12)
    number = models.PositiveIntegerField(_("number"))
    source = models.PositiveIntegerField(_("translated from"), null=True)
    text = models.TextField(_("text"), blank=True)
    annexed = models.TextField(_("in the annex"), blank=True)
    told = models.JSONField(default=list)
    as_answered = models.BooleanField(default=False)
    proposal = models.ForeignKey("ProposedText", null=True, on_delete=models.PROTECT, related_name="texts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("text of a passage")
        verbose_name_plural = _("texts of passages")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["passage", "language", "number"], name="passage_text_numbers"),
        ]

    def set_down(self, *, began_with: int) -> None:
        """Keep it as the newest of its passage in its language.

        ``began_with`` is the number of the text that the person began with, 0 for none. Raises
        :class:`WrittenMeanwhile` where another one stands there now; then nothing was written.
        """
        earlier = PassageText.objects.filter(passage=self.passage_id, language=self.language)
        newest = earlier.aggregate(newest=Max("number"))["newest"] or 0
        if newest != began_with:
            raise WrittenMeanwhile(
                gettext("Somebody else changed this text after you opened it; yours was not saved over it.")
            )
        self.number = newest + 1
        self.save(force_insert=True)

    def take_back(self) -> None:
        """What stood before it is written once more as the newest; where nothing stood, nothing stands.

        Raises :class:`WrittenMeanwhile` where other words stand by now.
        """
        texts = list(self.passage.texts.filter(language=self.language).order_by("number"))
        if not texts[-1].says_as(self):
            raise WrittenMeanwhile(gettext("Another text was written since, so it cannot be undone."))
        before = next((one for one in reversed(texts) if one.number < self.number), None)
        again = PassageText(
            passage_id=self.passage_id,
            language=self.language,
            source=before.source if before else None,
            text=before.text if before else "",
            annexed=before.annexed if before else "",
            told=before.told if before else [],
            as_answered=before.as_answered if before else True,
            proposal=before.proposal if before else None,
            by=before.by if before else self.by,
            at=self.at,
        )
        again.set_down(began_with=texts[-1].number)

    def says_as(self, other: PassageText) -> bool:
        """Whether the passage prints the same by both."""
        mine, theirs = ((one.as_answered, one.text, one.annexed) for one in (self, other))
        return mine == theirs


class WrittenMeanwhile(Conflict):
    """A text was changed by somebody else since it was opened."""


class Rearrangement(models.Model):
    """What an act on an outline changed: the rows as they were ``before`` it, so that it can be undone.

    ``number`` is that of the report's event. ``before`` holds by kind of row and id the earlier values of
    what changed, or nothing for a row that the act made.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="rearrangements")
    number = models.PositiveIntegerField(_("number"))
    before = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("change of an outline")
        verbose_name_plural = _("changes of outlines")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_rearrangement_per_event"),
        ]
