"""Who sees a case for its own sake: the persons named in a restricted one, and those to whom one is lent;
and which cases one oversees, for a role of the nation, as validator of their themes, or as the escalation
contact of their department.

Every rule of sight is here and in ``CaseQuerySet.visible_to`` (case_lists.py): lists, texts, mails and the
gate before each step (guards/sight.py) all ask these.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.people.models import Department
from cases.people.roles import ESCALATION_CONTACT, VALIDATOR
from workflow.grants import Grants
from workflow.roles import EVERY_ROW, NO_ROW

NAMED, LENT = "see_restricted", "see_lent"
"""Codenames: of who is named in a restricted case, and of an outsider to whom a case is lent."""


class CaseUserPermission(UserObjectPermissionBase):
    """guardian's grant on one case to one person.

    A loan has a ``last_day``; who lent it is ``by``; it counts while ``lead`` leads the case.
    """

    content_object = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="permitted")
    last_day = models.DateField(_("last day"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("sight of a case")
        verbose_name_plural = _("sights of cases")
        default_permissions = ("view",)


def named() -> QuerySet[Any]:
    """All that name somebody in a case."""
    return _rows().filter(permission__codename=NAMED)


def loans() -> QuerySet[Any]:
    """All loans that count today: the last day is one of them."""
    return _rows().filter(_counts(), user__is_active=True)


def lent_to(user: Any) -> QuerySet[Any]:
    """The ids of the cases that are lent to this person today."""
    return loans().filter(user=user.pk).values("content_object_id")


def _counts() -> Q:
    lent = Q(permission__codename=LENT, last_day__gte=timezone.localdate())
    return lent & Q(content_object__lead=F("lead"))


def answers_lent_to(user: Any) -> QuerySet[Any]:
    """The ids of the present answers of those cases."""
    return cast("QuerySet[Any]", _cases().filter(pk__in=lent_to(user), answer__isnull=False).values("answer"))


def opened_to(user: Any) -> QuerySet[Any]:
    """The ids of the cases that stay in this person's sight though they are restricted."""
    return (
        _rows()
        .filter(Q(permission__codename=NAMED) | _counts(), user=user.pk, user__is_active=True)
        .values("content_object_id")
    )


def people_in_sight(case_id: int) -> set[int]:
    """The ids of those in whose sight this case stays though it is restricted."""
    seen = _rows().filter(Q(permission__codename=NAMED) | _counts(), content_object=case_id)
    return set(seen.filter(user__is_active=True).values_list("user_id", flat=True))


def hidden_from(user: Any) -> QuerySet[Any]:
    """The restricted cases in which this person is not named."""
    return cast("QuerySet[Any]", _cases().filter(restricted=True).exclude(pk__in=opened_to(user)))


def texts_hidden_from(user: Any, answer: str = "answer") -> Q:
    """Rows of the answers, present and past, of cases that are hidden from this person."""
    return _texts_of(hidden_from(user), answer)


def overseen(grants: Grants) -> Q:
    """The cases that a person oversees: all for a role of the nation, those of its themes for a validator,
    those of the department for its escalation contact.
    """
    if grants.national:
        return EVERY_ROW
    of_themes = VALIDATOR.rows(grants, _cases().model.process)
    departments = grants.units_with(ESCALATION_CONTACT.codenames)
    return of_themes | Q(lead__in=departments) if departments else of_themes


def texts_overseen(grants: Grants, answer: str = "answer") -> Q:
    """Rows of the answers, present and past, of those cases."""
    found = overseen(grants)
    return found if found is EVERY_ROW or found is NO_ROW else _texts_of(_cases().filter(found), answer)


def _texts_of(cases: QuerySet[Any], answer: str) -> Q:
    present = cases.filter(answer__isnull=False).values("answer")
    past = cases.filter(past_rounds__answer__isnull=False).values("past_rounds__answer")
    return Q(**{f"{answer}__in": present}) | Q(**{f"{answer}__in": past})


def among(ids: QuerySet[Any], field: str = "pk") -> Q:
    """Rows whose ``field`` is one of a few ids, so that it may stand beside another condition with OR.

    PostgreSQL reads a plain ``IN (SELECT …)`` there for every row of the table; an array it looks up.
    """
    if connection.vendor == "postgresql":
        return Q(_IsAny(F(field), Subquery(ids, template="(ARRAY(%(subquery)s))")))
    return Q(**{f"{field}__in": ids})


class _IsAny(Func):
    """``id = ANY (ARRAY(…))``: as a lookup, Django would put the right side into brackets of its own."""

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()


def _cases() -> Any:
    model: Any = CaseUserPermission._meta.get_field("content_object").related_model
    return model._base_manager.all()


def _rows() -> QuerySet[Any]:
    rows: Any = CaseUserPermission.objects
    return cast("QuerySet[Any]", rows.all())
