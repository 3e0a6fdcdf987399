"""Loads who is signed in, with the number for the bell in the same query (docs/decisions/0032)."""

from __future__ import annotations

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import DateTimeField, OuterRef, QuerySet, Value
from django.utils import timezone

from cases.people.models import User
from notifications.bell import number_of_new


class Backend(AuthenticationBackend):
    """Signs in by e-mail, as allauth does; ``request.user.unseen`` is how many notices are new."""

    def get_user(self, user_id: Any) -> User | None:
        found = _people().filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None


class _Present(Value):
    """The moment at which a query is sent, not the one at which it was drawn up."""

    def __init__(self) -> None:
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return Value(timezone.now(), output_field=DateTimeField()).as_sql(compiler, connection)


@cache
def _people() -> QuerySet[User]:
    """Drawn up once: every request asks it, and drawing it up takes longer than all the rest of it."""
    return User.objects.annotate(unseen=number_of_new(OuterRef("pk"), _Present()))
