"""Loads who is signed in, with the number for the bell in the same query (docs/decisions/0032)."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import OuterRef
from django.utils import timezone

from cases.people.models import User
from notifications.bell import number_of_new


class Backend(AuthenticationBackend):
    """Signs in by e-mail, as allauth does; ``request.user.unseen`` is how many notices are new."""

    def get_user(self, user_id: Any) -> User | None:
        people = User.objects.annotate(unseen=number_of_new(OuterRef("pk"), timezone.now()))
        found = people.filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
