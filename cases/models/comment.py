"""What is said about an answer while it is written and reviewed. A talk: ``cases/drafting/commenting.py``."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.models.answer import Answer, Version
from cases.models.within_department import WithinDepartment


class CommentQuerySet(WithinDepartment["Comment"]):
    def open(self) -> CommentQuerySet:
        """Those that began a talk which nobody called done."""
        return self.filter(answers__isnull=True, settled_at__isnull=True)

    def to_answer(self) -> CommentQuerySet:
        """Those of a review that somebody else must answer, or that are called done, before it is sent."""
        others = Comment.objects.filter(answers=OuterRef("pk")).exclude(author=OuterRef("author"))
        return self.open().filter(~Exists(others), must_be_answered=True)

    def for_pages(self) -> CommentQuerySet:
        read = self.select_related("author", "settled_by", "about").prefetch_related("mentions")
        return read.order_by("at", "pk")


class Comment(models.Model):
    """A working remark on an answer, or on a passage of it: ``quote``, as it stood in the version ``about``.

    One that ``answers`` another belongs to its talk; ``settled_at`` says when the talk was called done.
    One that ``must_be_answered`` was made in a review.
    """

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("at"))
    released_at = models.DateTimeField(null=True, blank=True)
    about = models.ForeignKey(Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quote = models.TextField(_("passage"), blank=True)
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    must_be_answered = models.BooleanField(_("must be answered"), default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, answers__isnull=True),
                name="a_talk_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(quote="") | Q(about__isnull=False), name="a_passage_is_of_a_version"
            ),
        ]
