"""What is told to whom: ``Notice``, one thing for one person, in the bell and in a mail.

A notice is derived once, by the unique constraints here, from an event (deriving.py) or from a date
(reminding.py); bundling.py puts notices into mails, and sending.py sends those.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.contributions.flow import DELIVERED, WITH_CONTRIBUTOR
from cases.extensions.flow import ASKED
from cases.models import Case, Comment, Contribution, Extension, ExtensionEvent, Mention
from cases.models.access import overseen
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.states import WITH_DEPARTMENT
from notifications.models.chase import Chase
from notifications.models.mail import Mail
from notifications.rules.of_contributions import DELIVERED_TO_LEAD, TO_AGREE, TO_CONTRIBUTE
from notifications.rules.of_extensions import MORE_TIME_ASKED
from notifications.rules.of_persons import MENTIONED
from notifications.rules.reminders import OF_DATES, OF_DRAFTS, STILL_TO_DRAFT, WEEK
from notifications.rules.waiting import CAME_IN, WAITS_IN


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> NoticeQuerySet:
        """Who sees a case sees who was told of it; who only contributes to its answer, what he was told."""
        seen = self.filter(case__in=Case.objects.visible_to(user))
        seen = seen.exclude(pk__in=self.of_mentions_hidden_from(user).values("pk"))
        grants = grants_of(user)
        if grants.national:
            return seen
        led = Q(case__lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))
        theirs = Q(case__in=Case.objects.filter(overseen(grants)))
        return seen.filter(led | theirs | Q(recipient=user.pk))

    def of_mentions_hidden_from(self, user: Any) -> NoticeQuerySet:
        """Those of mentions in comments that this person does not read."""
        read = Mention.objects.filter(comment__in=Comment.objects.visible_to(user).values("pk"))
        return self.filter(rule=MENTIONED).exclude(event_id__in=read.values("pk"))

    def about_cases(self) -> NoticeQuerySet:
        return self.filter(case__isnull=False)

    def about_rows(self) -> NoticeQuerySet:
        """Of events that are about no case: about a row of their own process."""
        return self.filter(row_id__isnull=False)

    def subjects(self) -> set[int]:
        """What they are about, by id: cases, or rows of the process of their rule."""
        return set(
            self.values_list(Coalesce("case_id", "row_id", output_field=models.BigIntegerField()), flat=True)
        )

    def newest_first(self) -> NoticeQuerySet:
        return self.order_by("-made_at", "-pk")

    def waiting(self) -> NoticeQuerySet:
        return self.filter(state=Notice.State.WAITING)

    def unbundled(self, now: datetime) -> NoticeQuerySet:
        """Those that are in no mail yet, and may be by now."""
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=now), mail__isnull=True)

    def no_longer_due(self) -> NoticeQuerySet:
        """Reminders of a date that was moved, or of what is paused, or waits no more where it waited."""
        due = Q(contribution=None, case__due_on=F("about_on"))
        asking = Q(case__answer__in=Extension.objects.open().values("answer"))
        drafted = due & Q(rule__in=OF_DRAFTS, case__state__in=STILL_TO_DRAFT) & ~asking
        owed = due & Q(rule__in=OF_DATES, case__state__in=WITH_DEPARTMENT)
        part = Q(contribution__state__in=WITH_CONTRIBUTOR, contribution__due_on=F("about_on"))
        waits = (Q(rule=rule, case__state__in=states) for rule, states in WAITS_IN.items())
        stands = reduce(or_, waits, drafted | owed | part) & Q(case__paused_on__isnull=True)
        return self.filter(about_on__isnull=False, case__isnull=False).exclude(stands)

    def of_past_weeks(self, now: datetime) -> NoticeQuerySet:
        """Overviews of a week that is over."""
        return self.filter(rule=WEEK.code, about_on__lt=now.date() - timedelta(days=7))

    def settled(self) -> NoticeQuerySet:
        """What asks somebody to sign, decide, contribute or read, where nobody needs to any more.

        A comment, once it was seen.
        """
        open_still = ExtensionEvent.objects.filter(case__state=ASKED).values("pk")
        more_time = Q(rule=MORE_TIME_ASKED) & ~Q(event_id__in=open_still)
        asked = Q(rule__in=(TO_CONTRIBUTE, TO_AGREE)) & ~Q(contribution__state__in=WITH_CONTRIBUTOR)
        read = Q(rule=DELIVERED_TO_LEAD) & ~Q(contribution__state=DELIVERED)
        seen = Q(rule=MENTIONED) & ~Q(event_id__in=Mention.objects.unseen().values("pk"))
        done = (Q(rule=rule) & ~Q(case__state__in=states) for rule, states in CAME_IN.items())
        return self.filter(reduce(or_, done, more_time | asked | read | seen))

    def reminding(self, since: datetime) -> NoticeQuerySet:
        """Reminders, by date or by hand, that were sent ``since`` then, or will be."""
        sent = Q(state=Notice.State.SENT, mail__sent_at__gte=since)
        return self.filter(Q(state=Notice.State.WAITING) | sent, about_on__isnull=False)

    def not_held_back(self) -> NoticeQuerySet:
        """Without those that a coordinator left out of one person's mail: they say nothing of the others."""
        return self.exclude(reason=Notice.Reason.HELD_BACK)

    def cancel(self, reason: Notice.Reason) -> int:
        """Cancel those that still wait, and say why."""
        return self.waiting().update(state=Notice.State.CANCELLED, reason=reason)


class Notice(models.Model):
    """One thing to tell one person about a case: an event of a process, or the due date ``about_on``.

    A reminder stands on the ``step`` of a ladder (``ladder/rungs.py``), or is of the reminder by hand whose
    id the step is; ``about_on`` is the day that it counts from, and ``reckoned`` says how.
    That of the week (``DIGEST``) is about no case. ``seen_at``: when the person saw it in the bell.

    ``contribution`` is the one that it is about, where it is about one.

    ``process`` and ``event_id`` name the event, as they do in the outbox row that it was derived from. An
    event that is about no case is about the row ``row_id`` of its process. One of a ``chase`` waits until
    ``not_before``: so long it can be taken back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")
        DEAD = "dead", _("could not be delivered")

    class Reason(models.TextChoices):
        NO_RIGHT = "no-right", _("no longer sees the case")
        LEFT = "left", _("is no longer active")
        NOT_DUE = "not-due", _("no longer due")
        SETTLED = "settled", _("settled meanwhile")
        TAKEN_BACK = "taken-back", _("taken back")
        PREFERENCE = "preference", _("mails of this kind are switched off")
        HELD_BACK = "held-back", _("left out by a coordinator")

    rule = models.CharField(_("rule"), max_length=40)
    step = models.CharField(_("step"), max_length=24, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    row_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    process = models.CharField(max_length=40, blank=True, editable=False)
    event_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    about_on = models.DateField(_("due date"), null=True, blank=True)
    reckoned = models.JSONField(null=True, blank=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("why cancelled"), max_length=10, choices=Reason.choices, blank=True)
    mail = models.ForeignKey(
        Mail, null=True, blank=True, on_delete=models.PROTECT, related_name="notices", verbose_name=_("mail")
    )
    made_at = models.DateTimeField(_("made at"))
    chase = models.ForeignKey(
        Chase, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="notices"
    )
    not_before = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["process", "event_id", "rule", "case", "recipient"],
                condition=Q(event_id__isnull=False),
                name="an_event_told_once",
            ),
            models.UniqueConstraint(
                fields=["process", "event_id", "rule", "row_id", "recipient"],
                condition=Q(row_id__isnull=False),
                name="an_event_of_a_row_told_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, row_id__isnull=True)
                | Q(case__isnull=True, row_id__isnull=False, event_id__isnull=False)
                | Q(case__isnull=True, row_id__isnull=True, about_on__isnull=False),
                name="notice_about_a_case_or_a_row",
            ),
            models.UniqueConstraint(
                fields=["case", "rule", "step", "about_on", "recipient"],
                condition=Q(about_on__isnull=False),
                name="a_reminder_of_a_step_once",
            ),
            models.UniqueConstraint(
                fields=["rule", "step", "about_on", "recipient"],
                condition=Q(case__isnull=True, about_on__isnull=False),
                name="a_reminder_of_no_case_once",
            ),
            models.CheckConstraint(
                condition=Q(event_id__isnull=False, about_on__isnull=True) & ~Q(process="")
                | Q(event_id__isnull=True, about_on__isnull=False, process=""),
                name="notice_of_an_event_or_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "rule"],
                condition=Q(state="waiting", mail__isnull=True),
                name="notice_to_bundle",
            ),
            models.Index(fields=["recipient"], condition=Q(seen_at__isnull=True), name="notice_unseen"),
            models.Index(
                fields=["recipient", "case", "rule"],
                condition=Q(about_on__isnull=False),
                name="notice_reminder_again",
            ),
        ]
