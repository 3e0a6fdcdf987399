"""The persons named in one case, and those to whom it is lent; which cases that opens: ``access.py``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from cases.models import access


class InSight(models.Model):
    """What a case knows of who sees it for its own sake."""

    permitted: Any
    lead: Any

    class Meta:
        abstract = True

    def names(self, person: Any) -> bool:
        """Whether this person is named in it."""
        return person.pk in self.named_people()

    def named_people(self) -> set[int]:
        """The ids of the active people who are named in it."""
        named = self.permitted.filter(permission__codename=access.NAMED, user__is_active=True)
        return set(named.values_list("user_id", flat=True))

    def put_in_sight(self, person: Any) -> None:
        """Name this person: the case stays in sight while it is restricted."""
        self._permit(access.NAMED, person)

    def lend_to(self, person: Any, last_day: date, *, by: Any) -> None:
        """Let this person read the case as its department does, until that day."""
        self._permit(access.LENT, person, last_day=last_day, by=by, lead=self.lead)

    def is_lent_to(self, person: Any) -> bool:
        """Whether this person reads it today because it is lent."""
        return access.loans().filter(content_object=self.pk, user=person.pk).exists()

    def end_loans(self, *people: Any) -> None:
        """End the loans to these people; without any, all."""
        lent = self.permitted.filter(permission__codename=access.LENT)
        (lent.filter(user__in=people) if people else lent).delete()

    def forget_named(self, *people: Any) -> None:
        """Name these people no longer; without any, nobody."""
        named = self.permitted.filter(permission__codename=access.NAMED)
        (named.filter(user__in=people) if people else named).delete()

    def _permit(self, codename: str, person: Any, **details: Any) -> None:
        of_cases = ContentType.objects.get_for_model(type(self))
        permission = Permission.objects.get(codename=codename, content_type=of_cases)
        self.permitted.update_or_create(user=person, permission=permission, defaults=details)
