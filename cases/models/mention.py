"""Who is mentioned in a comment: each once, until the person saw it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.comment import Comment


class MentionQuerySet(models.QuerySet["Mention"]):
    def visible_to(self, user: Any) -> MentionQuerySet:
        """Nobody sees but one's own, and those only while the comment may be read."""
        return self.filter(person=user.pk, comment__in=Comment.objects.visible_to(user).values("pk"))

    def unseen(self) -> MentionQuerySet:
        return self.filter(seen_at__isnull=True)

    def on_cases_of(self, user: Any) -> MentionQuerySet:
        """Those in what is said of the present answer of a case that this person sees."""
        answers = Case.objects.visible_to(user).filter(answer__isnull=False).values("answer")
        return self.filter(comment__answer__in=answers)


class Mention(models.Model):
    """A colleague whom a comment names, ``written`` there after an @; it waits until ``seen_at``."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written = models.TextField(_("as written"))
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once")]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(seen_at__isnull=True), name="mention_unseen")
        ]


def note_seen(talk: Comment, *, by: Any, now: datetime) -> int:
    """What ``by`` was mentioned for in a talk waits no more; how many it were. ``talk`` is what began it."""
    of_talk = models.Q(comment=talk) | models.Q(comment__answers=talk)
    return Mention.objects.filter(of_talk, person=by.pk).unseen().update(seen_at=now)


def mention(comment: Comment, people: Iterable[tuple[Any, str]]) -> list[Mention]:
    """Write down whom the comment mentions, each with the words after the @."""
    rows = [Mention(comment=comment, person=person, written=written) for person, written in people]
    return Mention.objects.bulk_create(rows)
