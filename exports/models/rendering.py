"""Each paper of a report that was asked for, on its way from waiting to done: ``exports/printing.py``."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.access import hidden_from
from cases.people.languages import own_name
from cases.people.roles import grants_of
from exports.content import Content
from exports.formats import LONG, OF_A_TEXT, Format
from exports.models.edition import Edition
from exports.models.report import Report

ATTEMPTS = 3
"""How often a rendering is tried when the worker dies under it."""


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def visible_to(self, user: Any) -> Self:
        """For national roles; one that prints a restricted case is for those who are named in it."""
        if not grants_of(user).national:
            return self.none()
        return self.exclude(pk__in=_of_restricted(hidden_from(user)))

    def newest_first(self) -> Self:
        return self.without_text().order_by("-pk")

    def without_text(self) -> Self:
        """The text that each is made of is long."""
        return self.defer("content", "edition__content", "since__content")

    def under_way(self) -> Self:
        return self.filter(state__in=Rendering.UNDER_WAY)

    def due(self, now: datetime) -> Self:
        """Waiting, or begun by a worker whose lease ran out: it died."""
        left = Q(state=Rendering.State.RUNNING, lease_until__lt=now)
        return self.filter(Q(state=Rendering.State.WAITING) | left)

    def done(self) -> Self:
        return self.filter(state=Rendering.State.DONE)

    def short(self) -> Self:
        """What takes seconds to make."""
        return self.exclude(format__in=LONG)

    def in_turn(self) -> Self:
        """What takes seconds first, so that it waits behind nothing that takes minutes; else as asked for."""
        takes_long = models.Case(models.When(format__in=LONG, then=1), default=0)
        return self.order_by(takes_long, "pk")

    def take(self, now: datetime, until: datetime) -> int:
        """Let one worker have what is due: a single guarded UPDATE. The number of rows that it got.

        Of what takes long, one of a report at a time: the worker has other work too.
        """
        others = Rendering.objects.filter(
            report=OuterRef("report"), state=Rendering.State.RUNNING, lease_until__gte=now, format__in=LONG
        )
        fresh = self.due(now).filter(~Q(format__in=LONG) | ~Exists(others), attempts__lt=ATTEMPTS)
        return fresh.update(state=Rendering.State.RUNNING, lease_until=until, attempts=F("attempts") + 1)

    def cancel(self, now: datetime) -> int:
        """Stop them; whoever works on one sees it within seconds. The number of rows."""
        ended = {"state": Rendering.State.CANCELLED, "stage": Rendering.Stage.ENDED}
        return self.update(**ended, finished_at=now, lease_until=None)

    def ask_for_all(self, edition: Edition, *, by: Any, at: datetime) -> None:
        """Every paper of an edition that was just frozen, in each language in which it has a text."""
        self.bulk_create(
            self.model(
                report=edition.report,
                edition=edition,
                format=one,
                language=language,
                requested_by=by,
                requested_at=at,
            )
            for one in OF_A_TEXT
            for language in edition.languages
        )

    def give_up(self, now: datetime) -> int:
        """Fail what was tried too often. The number of rows."""
        hopeless = self.due(now).filter(attempts__gte=ATTEMPTS)
        return hopeless.update(
            state=Rendering.State.FAILED, problem=Rendering.Problem.DIED, finished_at=now, lease_until=None
        )


def _of_restricted(cases: Any) -> Any:
    """The ids of the renderings that print any of these cases."""
    through: Any = Rendering.restricted_cases.through
    return through._default_manager.filter(case__in=cases).values("rendering")


def _path(rendering: Rendering, _name: str) -> str:
    return f"reports/{rendering.report.reference}/{rendering.key}{rendering.kind.ending}"


class Rendering(models.Model):
    """A paper that was asked for, on its way from waiting to done: of an edition, else a draft.

    ``format`` and ``language`` say which; ``since`` is the older of two editions, for what shows the changes
    between them. ``sha256`` is the hash of the file, ``text_sha256`` of the text that it was made of.

    ``content`` is all that a draft prints, with the id of each answer and version (see ``content.Content``):
    from it the same paper can be made again. An edition has its own, and every paper of it prints that.
    ``restricted_cases`` are those among a draft's that were restricted when it was made. ``attempts`` also
    tells apart the workers that took it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn.")
        GATHERING = "gathering", _("Gathering the approved answers.")
        READING = "reading", _("Reading the text and its fonts.")
        LAYING_OUT = "laying-out", _("Laying out the pages.")
        WRITING = "writing", _("Writing the file.")
        KEEPING = "keeping", _("Putting the file away.")
        ENDED = "ended", _("Ended.")

    class Problem(models.TextChoices):
        TIME = "time", _("It took longer than is allowed. Tell your administrator, who can allow more time.")
        MEMORY = "memory", _("It needed more memory than is allowed. Tell your administrator.")
        TEXT = "text", _("The file could not be made from this text. Tell your administrator.")
        RIGHTS = "rights", _("The person who asked for it may no longer make reports.")
        DIED = "died", _("The worker was stopped three times while making it. Ask for it again.")

    UNDER_WAY = (State.WAITING, State.RUNNING)

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="renderings")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="renderings")
    since = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(_("format"), max_length=12, choices=Format.choices, default=Format.PDF)
    language = models.CharField(_("language"), max_length=12)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(_("asked for at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    problem = models.CharField(_("problem"), max_length=10, choices=Problem.choices, blank=True)
    content = models.JSONField(default=dict)
    restricted_cases = models.ManyToManyField(Case, related_name="+", editable=False)
    file = models.FileField(_("file"), upload_to=_path, blank=True, max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    chapters_done = models.PositiveSmallIntegerField(default=0)
    chapters = models.PositiveSmallIntegerField(default=0)
    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a report")
        verbose_name_plural = _("papers of reports")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                F("report"),
                Coalesce(F("edition"), Value(0)),
                Coalesce(F("since"), Value(0)),
                F("format"),
                F("language"),
                condition=Q(state__in=("waiting", "running")),
                name="one_rendering_under_way_alike",
            ),
            models.CheckConstraint(
                condition=Q(format="changes.docx", since__isnull=False, edition__isnull=False)
                | ~Q(format="changes.docx") & Q(since__isnull=True),
                name="changes_are_between_editions",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file="") & ~Q(sha256="")), name="done_has_its_file"
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="rendering_due")]

    def __str__(self) -> str:
        return str(self.key)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.language = self.language or self.report.language
        super().save(*args, **kwargs)

    @property
    def kind(self) -> Format:
        return Format(self.format)

    @property
    def name(self) -> str:
        """Of the file as it is handed out: report, edition or draft, language, ending."""
        of = (
            f"{self.since.number}-{self.edition.number}"
            if self.since and self.edition
            else self._edition_name
        )
        return f"{self.report.reference}-{of}-{self.language}{self.kind.ending}"

    def get_language_display(self) -> str:
        """The language by its own name."""
        return own_name(self.language)

    @property
    def _edition_name(self) -> str:
        return str(self.edition.number) if self.edition else "draft"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def printed(self) -> Content | dict[str, Any]:
        """What it prints; empty where a draft was not gathered yet."""
        return self.edition.text_in(self.language) if self.edition else self.content
