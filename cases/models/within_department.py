"""What stays within the lead department of an answer until it is released."""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from cases.models import access
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from workflow.grants import Grants

Row = TypeVar("Row", bound=models.Model)


class WithinDepartment(models.QuerySet[Row]):
    """Rows of an answer that stay within its lead department until they are released.

    To whom a case is lent, the texts of its present answer are lent with it.
    """

    def visible_to(self, user: User) -> Self:
        return self.filter(self.readable_by(user, grants_of(user))).exclude(access.texts_hidden_from(user))

    def readable_by(self, user: User, grants: Grants) -> Q:
        own = Q(answer__lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))
        lent = Q(answer__in=access.answers_lent_to(user))
        return own | lent | (access.texts_overseen(grants) & Q(released_at__isnull=False))

    def release(self, now: datetime) -> None:
        self.filter(released_at__isnull=True).update(released_at=now)
