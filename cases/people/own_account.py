"""What a person changes of the own account: name, language; and ending all sessions but this one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cases.people.models import User
from cases.people.settings_changes import differences, note

OWN = ("name", "language")


@transaction.atomic
def change_own(person: User, says: Mapping[str, str], *, now: datetime) -> bool:
    """Write name and language; whether anything differs."""
    held = User.objects.select_for_update().get(pk=person.pk)
    changes = differences({field: getattr(held, field) for field in OWN}, {one: says[one] for one in OWN})
    if not changes:
        return False
    held.name, held.language = says["name"], says["language"]
    held.save(update_fields=list(OWN))
    note(held, "changed", by=held, now=now, changes=changes)
    return True


@transaction.atomic
def end_sessions(person: User, *, now: datetime) -> User:
    """Every browser is signed out, wherever it stands; the account as it is afterwards."""
    held = User.objects.select_for_update().get(pk=person.pk)
    held.sessions_ended += 1
    held.save(update_fields=["sessions_ended"])
    note(held, "signed out everywhere", by=held, now=now)
    return held
