"""The types of reports as the country has them: those that are shipped, changed or hidden here, and its own.

A type is read and changed as a whole, so a row holds it whole; who changed what stands in the history of the
settings. What reads types calls :func:`kinds` or :func:`kind_named`, never the shipped ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exports.counting import RULES
from exports.kinds import KINDS, Kind, PlannedHeading

if TYPE_CHECKING:
    from exports.models.edition import Edition

NOTES_AT = ("page", "end")


class ReportType(models.Model):
    """A shipped type that was changed (by its code), or one of the country's own.

    ``names`` and the titles in ``sections`` are by language; ``sections`` are the fields of
    :class:`PlannedHeading`, and ``limit`` is in words. ``version`` counts the changes.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    names = models.JSONField(_("names"), default=dict)
    limit = models.PositiveIntegerField(_("most words"))
    advised = models.BooleanField(_("advised only"), default=False)
    counting = models.CharField(_("what counts"), max_length=30)
    masthead = models.JSONField(_("title page"), default=list)
    annexes = models.JSONField(_("annexes"), default=list)
    notes_at = models.CharField(_("notes"), max_length=4)
    sections = models.JSONField(_("headings"), default=list)
    hidden = models.BooleanField(_("hidden"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("type of report")
        verbose_name_plural = _("types of reports")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=Q(limit__gt=0), name="report_type_has_a_limit"),
            models.CheckConstraint(
                condition=Q(counting__in=tuple(RULES)), name="report_type_counts_by_a_rule"
            ),
            models.CheckConstraint(condition=Q(notes_at__in=NOTES_AT), name="report_type_places_its_notes"),
        ]

    def __str__(self) -> str:
        return str(self.kind().label)

    def kind(self) -> Kind:
        """The type as those read it who make reports."""
        shipped = KINDS.get(self.code)
        return Kind(
            code=self.code,
            label=_label(self.names) if self.names else shipped.label if shipped else self.code,
            limit=self.limit,
            counting=RULES[self.counting],
            sections=tuple(_heading(given, shipped) for given in self.sections),
            advised=self.advised,
            masthead=tuple(self.masthead),
            annexes=tuple(self.annexes),
            notes_at=self.notes_at,
            hidden=self.hidden,
        )

    def become(self, kind: Kind) -> None:
        """Take all from ``kind`` but its name."""
        self.limit, self.advised, self.counting = kind.limit, kind.advised, kind.counting.code
        self.masthead, self.annexes = list(kind.masthead), list(kind.annexes)
        self.notes_at, self.hidden = kind.notes_at, kind.hidden
        self.sections = [_written(heading) for heading in kind.sections]


def kinds() -> dict[str, Kind]:
    """All types by code, hidden ones too: the shipped in their order, then the country's own; one query."""
    own = {row.code: row.kind() for row in ReportType.objects.order_by("pk")}
    return KINDS | own


def kind_named(code: str) -> Kind | None:
    """One of them; one query, none for no code."""
    row = ReportType.objects.filter(code=code).first() if code else None
    return row.kind() if row else KINDS.get(code)


def as_frozen(kind: Kind, edition: Edition) -> Kind:
    """The type with the limit and the rule under which the edition was frozen, where it says them."""
    if edition.limit is None or edition.counting not in RULES:
        return kind
    return replace(kind, limit=edition.limit, counting=RULES[edition.counting])


def in_the_language_of_the_page(names: Mapping[str, str]) -> str:
    """The name in the language of the page, else the first that there is."""
    return names.get((get_language() or "").split("-")[0]) or next(iter(names.values()), "")


_said_lazily = lazy(in_the_language_of_the_page, str)


def _label(names: Mapping[str, str]) -> Any:
    return _said_lazily(dict(names))


def _heading(given: Mapping[str, Any], shipped: Kind | None) -> PlannedHeading:
    """What belongs under a shipped heading is said in the catalogue's words, where nobody wrote others."""
    of_shipped = {one.code: one.guidance for one in shipped.sections} if shipped else {}
    guidance = given.get("guidance") or of_shipped.get(given["code"], "")
    return PlannedHeading(**{**given, "guidance": guidance})


def _written(heading: PlannedHeading) -> dict[str, Any]:
    guidance = heading.guidance if type(heading.guidance) is str else ""
    return {
        "code": heading.code,
        "level": heading.level,
        "titles": dict(heading.titles),
        "takes": heading.takes,
        "groups": heading.groups,
        "share": heading.share,
        "guidance": guidance,
    }
