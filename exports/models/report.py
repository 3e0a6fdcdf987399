"""The national report on its way to the UN. Its steps: ``exports/flow.py``, its text: ``report_text.py``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseRound, Round
from cases.models.case_lists import CaseQuerySet
from cases.people.day_words import day_in_words
from cases.people.languages import languages as known_languages
from cases.telling import Line, ToldOfItself
from cases.un import Mechanism
from exports import freezing
from exports.flow import (
    CIRCULATION,
    WITH_EDITION,
    WITH_EDITOR,
    ReportFlow,
)
from exports.kinds import Kind
from exports.models.circulation import Circulation
from exports.models.edition import Edition
from exports.models.kind import as_frozen, kind_named
from exports.models.report_lists import ReportQuerySet
from exports.models.report_text import ReportText
from exports.outline.arranging import rearrange
from exports.outline.before import put_back
from exports.outline.grouping import Grouping
from exports.outline.laying import lay_out
from workflow.models import Event
from workflow.process import register
from workflow.step import Act

REVISED = (
    "title",
    "body",
    "symbol",
    "distribution",
    "dated_on",
    "original_language",
    "languages",
    "introduction",
    "wordings",
    "figures",
)
"""Title page and introduction: what the step ``revise`` may change."""

WORDED = ("title", "body", "distribution", "introduction")
"""What of it is translated into the report's other languages, by hand."""


@register
class Report(ReportText, ReportFlow, ToldOfItself):
    """A national report: the answers of one round, with the masthead of a UN document.

    ``reference`` is what people and URLs call it, such as ``national-report-2026``. ``wordings`` are title
    page and introduction in its other ``languages``: by language, then by name (``WORDED``). ``mechanism`` is
    the body whose recommendations it answers; empty: all that were asked in its round. ``circulation``
    is the text that went to the departments last, ``edition`` the frozen one, until it is amended.
    """

    reference = models.SlugField(
        _("reference"),
        max_length=60,
        unique=True,
        help_text=_("Part of its address, such as national-report-2026. It cannot be changed later."),
        error_messages={"unique": _("There is a report of this reference already; choose another.")},
    )
    title = models.CharField(_("title"), max_length=200)
    mechanism = models.CharField(
        _("recommendations of"),
        max_length=10,
        choices=Mechanism.choices,
        blank=True,
        help_text=_("The body whose recommendations it answers. It cannot be changed later."),
    )
    kind = models.CharField(_("type"), max_length=20, blank=True)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="reports", verbose_name=_("round")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=known_languages,
        blank=True,
        help_text=_("Left empty, it is the round's working language."),
    )
    languages = models.JSONField(
        _("also in"),
        default=list,
        blank=True,
        help_text=_("The other languages in which it is printed, with the same paragraph numbers."),
    )
    body = models.CharField(
        _("body"), max_length=200, blank=True, help_text=_("To whom it goes, such as Human Rights Council.")
    )
    symbol = models.CharField(
        _("document symbol"), max_length=60, blank=True, help_text=_("Such as A/HRC/WG.6/41/XYZ/1.")
    )
    distribution = models.CharField(
        _("distribution"), max_length=60, blank=True, help_text=_("Such as General.")
    )
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    original_language = models.CharField(
        _("original language"), max_length=12, choices=known_languages, blank=True
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("A blank line begins a new numbered paragraph.")
    )
    wordings = models.JSONField(default=dict, editable=False)
    grouping = models.CharField(
        _("answers grouped"),
        max_length=10,
        choices=Grouping.choices,
        default=Grouping.SECTION,
        editable=False,
    )
    figures = models.BooleanField(
        _("figures"),
        default=False,
        help_text=_("Print how the recommendations stand by theme and by department, before the annexes."),
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    reply_on = models.DateField(_("reply by"), null=True, editable=False)
    circulation = models.ForeignKey(
        Circulation, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.ForeignKey(
        Edition, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportFlow.process.storable), name="report_state_known"
            ),
            models.CheckConstraint(condition=Q(state="outline") | ~Q(kind=""), name="report_has_its_type"),
            models.CheckConstraint(
                condition=Q(grouping__in=("section", "theme", "paragraph")), name="report_grouping_known"
            ),
            models.CheckConstraint(
                condition=Q(mechanism__in=["", *Mechanism.values]), name="report_of_a_body_that_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_EDITION, edition__isnull=False)
                | ~Q(state__in=WITH_EDITION) & Q(edition__isnull=True),
                name="report_frozen_has_its_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state=CIRCULATION) | Q(circulation__isnull=False, reply_on__isnull=False),
                name="report_circulates_a_text",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.language = self.language or self.round.language
        super().save(*args, **kwargs)

    @cached_property
    def _types(self) -> dict[str, Kind | None]:
        return {}

    @property
    def printed_in(self) -> list[str]:
        """The languages in which it is printed: the original one first, the others as the site names them."""
        chosen = [
            code for code, _name in known_languages() if code in self.languages and code != self.language
        ]
        return [self.language, *chosen]

    def worded(self, name: str, language: str) -> str:
        """One of ``WORDED`` in a language, else in the original one."""
        return str(self.wordings.get(language, {}).get(name) or getattr(self, name))

    def is_worded(self, name: str, language: str) -> bool:
        """Whether it is in this language what it says, or says nothing in any."""
        translated = self.wordings.get(language, {}).get(name)
        return language == self.language or bool(translated) or not getattr(self, name).strip()

    @property
    def type(self) -> Kind | None:
        """What is asked of it; None until it is assembled. Of a frozen report, what it was frozen under.

        Read once for this instance and its present code.
        """
        if self.kind not in self._types:
            self._types[self.kind] = kind_named(self.kind)
        kind, edition = self._types[self.kind], self.edition
        return as_frozen(kind, edition) if kind and edition else kind

    def know_types(self, types: Mapping[str, Kind]) -> None:
        """Spare the queries where many reports are shown; ``types`` are all there are."""
        self._types.update(types)

    def may_be(self, kind: str) -> bool:
        """Whether there is a type of this code that is offered, or that the report has already."""
        found = kind_named(kind)
        return found is not None and (not found.hidden or kind == self.kind)

    @property
    def is_circulating(self) -> bool:
        return self.state == CIRCULATION

    @property
    def is_with_editor(self) -> bool:
        """Whether title page and introduction may change."""
        return self.state in WITH_EDITOR

    @property
    def present_edition(self) -> Edition:
        """The edition of a frozen report: a constraint of the database keeps that it has one."""
        return cast("Edition", self.edition)

    def of_its_body(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Of these cases, in whatever round, those whose recommendations it answers."""
        return cases.filter(recommendation__mechanism=self.mechanism) if self.mechanism else cases

    def concerned_ids(self) -> set[int]:
        """The departments concerned: those that lead its cases, or led them when they left its round."""
        leads = self.of_its_body(Case.objects.filter(round=self.round_id, lead__isnull=False))
        led = CaseRound.objects.filter(round=self.round_id, answer__lead__isnull=False)
        led = led.filter(case__in=self.of_its_body(Case.objects.all())) if self.mechanism else led
        ids = leads.order_by().values_list("lead", flat=True)
        return set(ids.union(led.values_list("answer__lead", flat=True)))

    def line(self) -> Line:
        """In a mail: to departments the way leads to the text that circulates, where there is a date."""
        reply_on = self.reply_on if self.is_circulating else None
        return Line(
            reference=self.reference,
            words=self.title,
            language=self.language,
            department="",
            due=day_in_words(reply_on) if reply_on else "",
            path=reverse("report-circulated" if reply_on else "report", args=[self.reference]),
        )

    def rewrite(self, given: Mapping[str, Any]) -> None:
        for name in REVISED:
            if name in given:
                setattr(self, name, given[name])

    @property
    def usual_grouping(self) -> str:
        """How its type groups answers where they flow in."""
        planned = getattr(self.type, "sections", ())
        by_paragraph = any(one.takes == "answers" and one.groups == "paragraph" for one in planned)
        return Grouping.PARAGRAPH if by_paragraph else Grouping.SECTION

    def lay_out_outline(self) -> None:
        """Headings as its type has them, and the approved answers below them."""
        lay_out(self)

    def rearrange(self, act: Act) -> dict[str, Any]:
        """One act on the outline; what it returns is noted with the event."""
        return rearrange(self, act)

    def put_outline_back(self, event: Event) -> None:
        """As it stood before the act of this event."""
        put_back(self.rearrangements.get(number=event.number), event.at)

    def put_into_circulation(self, act: Act) -> Circulation:
        """The text of this moment, for the departments to read."""
        self.circulation = freezing.circulated(self, act)
        return self.circulation

    def make_edition(self, act: Act) -> Edition:
        """The text of this moment, for good."""
        self.edition = freezing.frozen(self, act)
        return self.edition

    def drop_drafts(self, now: datetime) -> None:
        """A draft that is being made is no longer what anybody wants."""
        self.renderings.filter(edition__isnull=True).under_way().cancel(now)

    def submit_edition(self, act: Act) -> int:
        """Record it, and submit the cases that are printed in it as they stand approved; how many."""
        return freezing.submitted(self.present_edition, act)
