"""The answer to one case or several: its chain of versions, its evidence. Its comments: ``comment.py``.

Until an answer is sent for validation, all of this stays within the lead department: ``released_at`` is
empty. Sending releases the version that was sent, and evidence and comments so far.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.facts import latest_draft, open_proposal, standing_contributions
from cases.models.round import Round
from cases.models.search import VersionText
from cases.models.within_department import WithinDepartment
from cases.people.models import Department, User
from cases.people.roles import CONTRIBUTORS
from cases.prose import words_in
from cases.searching.words import searchable
from workflow.grants import Grants
from workflow.step import Act


def _ids(pks: Iterable[int]) -> str:
    """As an event keeps them."""
    return ",".join(map(str, pks))


class AnswerQuerySet(models.QuerySet["Answer"]):
    def contributed_to_by(self, department_ids: list[int]) -> AnswerQuerySet:
        """Those for which a contribution of one of these departments was asked; an undone request was not."""
        return self.filter(
            contributions__department__in=department_ids, contributions__asked_at__isnull=False
        )


class Answer(models.Model):
    """What one lead department answers in one round. ``sent`` and ``approved`` point into its versions."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="answers")
    sent = models.ForeignKey("Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved = models.ForeignKey("Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def latest_draft(self) -> Version | None:
        return self.versions.drafts().order_by("-number").first()

    def open_proposal(self) -> Version | None:
        """The validator's proposed edits of what was sent, if there are any."""
        undecided = self.versions.filter(agreed_at__isnull=True, declined_at__isnull=True)
        proposals = undecided.filter(kind=Version.Kind.PROPOSAL, based_on=self.sent)
        return proposals.order_by("-number").first()

    def send(self, act: Act) -> None:
        """What stands now is what was sent; it may be read outside the department."""
        self.sent_id = next((pk for pk, *_texts in act.ask(latest_draft)), None)
        act.beside.change(Answer, {"id": self.pk}, sent_id=self.sent_id)
        unreleased = {"released_at": None}
        if self.sent_id is not None:
            act.beside.change(Version, {"id": self.sent_id, **unreleased}, released_at=act.at)
        for model in (self.evidence.model, self.comments.model):
            act.beside.change(model, {"answer_id": self.pk, **unreleased}, released_at=act.at)
        if act.ask(standing_contributions):
            for contribution in self.contributions.merged():
                contribution.parts.last_delivered().release(act.at)

    def release(self, act: Act) -> None:
        """An independent body releases its text and evidence, approved as they are; its comments it keeps."""
        self.sent_id = self.approved_id = next((pk for pk, *_texts in act.ask(latest_draft)), None)
        act.beside.change(Answer, {"id": self.pk}, sent_id=self.sent_id, approved_id=self.approved_id)
        unreleased = {"released_at": None}
        if self.sent_id is not None:
            act.beside.change(Version, {"id": self.sent_id, **unreleased}, released_at=act.at)
        act.beside.change(Evidence, {"answer_id": self.pk, **unreleased}, released_at=act.at)

    def unsend(self, sent_at: datetime, *, sent_before: int | None) -> None:
        """What was released at ``sent_at`` is within the department again; ``sent_before`` is a version."""
        for rows in (self.versions, self.evidence, self.comments):
            rows.filter(released_at=sent_at).update(released_at=None)
        for contribution in self.contributions.merged():
            contribution.parts.filter(released_at=sent_at).update(released_at=None)
        self.sent_id = sent_before
        self.save(update_fields=["sent"])

    def hand_to(self, lead: Department) -> None:
        """Another department leads from now on, with all versions so far."""
        self.lead = lead
        self.save(update_fields=["lead"])

    def pass_to(self, successor: Department) -> None:
        """As :meth:`hand_to`, to the department that follows; what was asked for goes on with it."""
        self.hand_to(successor)
        self.requests.update(lead=successor)
        self.contributions.update(lead=successor)
        self.contributions.exclude(department=successor).update(lead=successor)

    def approve(self, act: Act) -> None:
        self._approve(self.sent_id, act)

    def agree(self, act: Act) -> None:
        """The validator's proposed edits become the approved text.

        Nothing is to do where another case of this answer was agreed to a moment ago, in one with this.
        """
        for pk, _author in act.ask(open_proposal):
            act.beside.change(Version, {"id": pk}, agreed_at=act.at)
            self._approve(pk, act)

    def disagree(self, act: Act) -> None:
        """What was sent stands; the proposed edits are kept as declined."""
        for pk, _author in act.ask(open_proposal):
            act.beside.change(Version, {"id": pk}, declined_at=act.at)

    def _approve(self, version_id: int | None, act: Act) -> None:
        self.approved_id = version_id
        act.beside.change(Answer, {"id": self.pk}, approved_id=version_id)

    def earlier_texts(self) -> VersionQuerySet:
        """Versions of answers that went into this one, up to where they did; they are read, not written."""
        reach = Q(version__answer__versions__number__lte=F("version__number"))
        return Version.objects.filter(pk__in=self.origins.filter(reach).values("version__answer__versions"))

    def begin_with(self, other: Answer, now: datetime) -> None:
        """The text of ``other`` so far, by who wrote it, is the first version of this one."""
        self.take_in(other)
        if draft := other.latest_draft():
            begun = Version.objects.create(
                answer=self, number=1, based_on=draft, language=draft.language, author=draft.author,
                full_text=draft.full_text, short_text=draft.short_text, at=now,
            )  # fmt: skip
            draft.figure_sources.carry_to(begun)

    def take_in(self, other: Answer) -> dict[str, str]:
        """What was written and shown in ``other`` is readable here from now on, and its drafters count.

        The ids of what was added come back, for :meth:`take_out`. A second time adds nothing.
        """
        last = other.versions.order_by("-number").first()
        reach = [*([last] if last else []), *(one.version for one in other.origins.select_related("version"))]
        links = [self.origins.get_or_create(version=version) for version in reach]
        proofs = [self.evidence.get_or_create(**one.as_shown()) for one in other.evidence.order_by("pk")]
        return {
            "origins": _ids(one.pk for one, made in links if made),
            "evidence": _ids(one.pk for one, made in proofs if made),
        }

    def take_out(self, origins: str, evidence: str) -> None:
        """The opposite of :meth:`take_in`, by the ids that it gave; evidence that a figure names stays."""
        self.origins.filter(pk__in=origins.split(",") if origins else ()).delete()
        added = self.evidence.filter(pk__in=evidence.split(",") if evidence else ())
        added.filter(figure_sources__isnull=True).delete()


class VersionQuerySet(WithinDepartment["Version"]):
    def readable_by(self, user: User, grants: Grants) -> Q:
        """Also the text that the own department is asked to agree to, or agreed to."""
        departments = grants.units_with(CONTRIBUTORS.codenames)
        if not departments:
            return super().readable_by(user, grants)
        put = Version.objects.filter(
            put_before__department__in=departments,
            put_before__state__in=("asked", "drafting", "delivered", "accepted", "declined"),
        )
        return super().readable_by(user, grants) | Q(pk__in=put.values("pk"))

    def drafts(self) -> VersionQuerySet:
        """What the lead department stands by: its own texts, and proposals that it agreed to."""
        return self.filter(Q(kind=Version.Kind.DRAFT) | Q(agreed_at__isnull=False))


class Version(models.Model):
    """One state of a narrative's text, full and short. Its text is never changed; a new one is added.

    ``short_words`` is counted once, when it is added, so that lists need not read the texts.
    ``taken_from`` is the approved text of an earlier answer with which this one begins, word for word.
    """

    class Kind(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROPOSAL = "proposal", _("proposed edits")

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DRAFT)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=12)
    full_text = models.TextField(_("full text"), blank=True)
    short_text = models.TextField(_("short text"), blank=True)
    short_words = models.PositiveIntegerField(_("words of the short text"), default=0, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="version_numbers_unique")]

    def save(self, *args: Any, **options: Any) -> None:
        """With the words by which it is found, once it is approved."""
        is_new = self._state.adding
        if is_new:
            self.short_words = words_in(self.short_text)
        super().save(*args, **options)
        if is_new:
            VersionText.objects.create(of=self, words=searchable(self.texts))

    @property
    def texts(self) -> tuple[str, str]:
        return self.full_text, self.short_text

    @property
    def words(self) -> int:
        return words_in(self.full_text)


class Origin(models.Model):
    """An earlier answer that went into this one, by a join or a split, with all up to ``version``."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="origins")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="an_origin_once")]


def _evidence_path(evidence: Evidence, name: str) -> str:
    return f"evidence/{evidence.answer_id}/{name}"


class Evidence(models.Model):
    """What shows that the narrative is true: a source with its date, and its file or link if there is one."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=255)
    source = models.CharField(_("source"), max_length=255, blank=True)
    institution = models.CharField(_("institution"), max_length=255, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    figure = models.CharField(_("figure"), max_length=255, blank=True)
    file = models.FileField(_("file"), upload_to=_evidence_path, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    released_at = models.DateTimeField(null=True, blank=True)

    objects = WithinDepartment["Evidence"].as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://"),
                name="a_link_of_evidence_is_of_the_web",
            ),
        ]

    def as_shown(self) -> dict[str, Any]:
        """Everything that another answer shows too, with the same file."""
        said = ("title", "source", "institution", "link", "as_of", "figure")
        names = (*said, "file", "file_type", "sha256", "added_by_id", "at")
        return {name: getattr(self, name) for name in names}
