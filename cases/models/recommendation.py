"""The recommendation as the UN worded it, and the controlled lists that describe it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.people.models import Department
from cases.people.wording import Worded, Wording
from cases.un import Mechanism, Position


class TermQuerySet(models.QuerySet["Term"]):
    def in_use(self) -> TermQuerySet:
        """Those that people choose from: neither joined to another nor retired."""
        return self.filter(merged_into=None, retired_at=None)

    def with_lead(self) -> TermQuerySet:
        """With all that :attr:`Term.proposed_lead` reads; no query more."""
        return self.select_related("lead", "parent__lead")


class Term(Worded):
    """An entry of a controlled list: a theme, a group of affected persons, an SDG target, a state.

    A theme that was joined to another stays, so that a file which goes on naming it means that other one.
    ``lead`` is the department that is offered where cases of a theme are assigned.
    """

    class Vocabulary(models.TextChoices):
        THEME = "theme", _("Theme")
        AFFECTED_PERSONS = "affected-persons", _("Affected persons")
        SDG_TARGET = "sdg-target", _("SDG target")
        STATE = "state", _("State")

    vocabulary = models.CharField(_("list"), max_length=20, choices=Vocabulary.choices)
    code = models.CharField(_("code"), max_length=255)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    lead = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("proposed lead"),
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        # Held on a theme, by one person (cases/validating.py).
        permissions = [("validate", _("Validator"))]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_once_per_list"),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="term_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.worded() or self.code

    def smallest_first(self) -> tuple[bool, int]:
        """Sorts sub-themes before themes."""
        return self.parent_id is None, self.pk

    @property
    def proposed_lead(self) -> Department | None:
        """The department that is offered as lead: that of the theme, else of the theme it is a part of."""
        found = self.lead or (self.parent.lead if self.parent else None)
        return found if found is not None and found.may_be_proposed else None


class TermUserPermission(UserObjectPermissionBase):
    """guardian's grant on a theme to one person, who is validator for its cases."""

    content_object = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
        related_name="held_by",
        verbose_name=_("theme"),
    )

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("role for a theme")
        verbose_name_plural = _("roles for themes")
        default_permissions = ("view",)


class TermName(Wording):
    of = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="term_name_per_language")]


class Recommendation(Worded):
    """What a mechanism asked of the state. Its text is never edited by hand; an import may revise it.

    ``source`` and ``source_key`` together are stable: the same row of the same source is recognised again.
    ``reference`` is what people and URLs call it, such as ``CEDAW-2022-45a``.
    ``position`` is what its source says, until a decision of the government is recorded; from then on it is
    that one, and ``position_in_source`` keeps what the source says.
    ``status_in_source`` is how far it is in the words of the source: never a status of the national scale.
    """

    reference = models.CharField(_("reference"), max_length=60, unique=True)
    source = models.CharField(_("source"), max_length=60)
    source_key = models.CharField(_("key in the source"), max_length=120)
    mechanism = models.CharField(_("mechanism"), max_length=10, choices=Mechanism.choices)
    cycle = models.PositiveSmallIntegerField(_("cycle"), null=True, blank=True)
    session = models.PositiveSmallIntegerField(_("session"), null=True, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    adopted_on = models.DateField(_("date of the document"), null=True, blank=True)
    position = models.CharField(_("position"), max_length=20, choices=Position.choices, blank=True)
    position_in_source = models.CharField(
        _("position in the file"), max_length=20, choices=Position.choices, blank=True
    )
    position_decided = models.BooleanField(_("position decided here"), default=False)
    status_in_source = models.CharField(_("implementation status in the file"), max_length=120, blank=True)
    place = models.PositiveIntegerField(_("place in its document"), default=0)
    recommending_states = models.ManyToManyField(Term, blank=True, related_name="recommended")
    themes = models.ManyToManyField(Term, blank=True, related_name="themed")
    affected_persons = models.ManyToManyField(Term, blank=True, related_name="affecting")
    sdg_targets = models.ManyToManyField(Term, blank=True, related_name="towards")

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="recommendation_once_per_source")
        ]
        indexes = [
            models.Index(fields=["mechanism", "-year", "place", "id"], name="recommendation_in_order"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def position_column(self) -> str:
        """Where an import finds, and puts, what its file says: a recorded decision is not its to change."""
        return "position_in_source" if self.position_decided else "position"

    def decide_position(self, position: str) -> None:
        if not self.position_decided:
            self.position_in_source = self.position
        self.position, self.position_decided = position, True
        self.save(update_fields=["position", "position_in_source", "position_decided"])

    def undecide_position(self) -> None:
        """What the source says now is the position again."""
        self.position, self.position_in_source, self.position_decided = self.position_in_source, "", False
        self.save(update_fields=["position", "position_in_source", "position_decided"])


class FormerText(models.Model):
    """A text as it stood before an import revised it. Nothing that was once answered is forgotten."""

    of = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="former_texts")
    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("text"))
    opening = models.TextField(_("opening"), blank=True)
    heading = models.TextField(_("heading"), blank=True)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        default_permissions = ("view",)


class RecommendationText(Wording):
    """The text in one language; of a sub-item the sub-item alone.

    ``opening`` is what it shares with (a), (b), (c) of its paragraph, ``heading`` what stands above them.
    """

    of = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="wordings")
    opening = models.TextField(_("opening"), blank=True)
    heading = models.TextField(_("heading"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="one_text_per_language")]

    @property
    def whole(self) -> str:
        """With the opening before the sub-item, as one text."""
        return f"{self.opening}\n{self.text}" if self.opening else self.text


class LeadProposal(models.Model):
    """A department named as possible lead: by the imported file, or by one that handed the case back.

    ``department`` is empty where the name is not that of a known department.
    """

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="lead_proposals"
    )
    named = models.CharField(_("as named"), max_length=255)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "named"], name="a_body_proposed_once")
        ]
