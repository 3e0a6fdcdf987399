"""Validators for themes: who decides on the cases of which themes, as it is given and taken.

Who is validator for the whole nation holds a role like any other (``cases/people/roles.py``). The rule that
both follow is the role's own, ``OnTopics`` in ``workflow/roles.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from guardian.shortcuts import assign_perm

from cases.models import Term, TermUserPermission
from cases.people.models import User
from cases.people.roles import VALIDATOR
from cases.people.settings_changes import note
from cases.people.settling import why_not_give, why_not_take
from workflow.errors import NotAllowed

VALIDATE = VALIDATOR.codenames[0]


def themes() -> QuerySet[Term]:
    """All themes that people choose from, with their names."""
    return (
        Term.objects.in_use()
        .filter(vocabulary=Term.Vocabulary.THEME)
        .prefetch_related("wordings")
        .order_by("code")
    )


def themes_of(user: Any) -> QuerySet[Term]:
    """The themes for which ``user`` is validator, with their names."""
    return themes().filter(held_by__user=user.pk, held_by__permission__codename=VALIDATE)


@transaction.atomic
def give_themes(user: User, chosen: Iterable[Term]) -> None:
    """Let ``user`` be validator for these themes, and for no others. Raises ValueError for another term."""
    wanted = {theme.pk: theme for theme in chosen}
    if any(theme.vocabulary != Term.Vocabulary.THEME for theme in wanted.values()):
        raise ValueError("One is validator for themes alone.")
    held = TermUserPermission.objects.filter(user=user, permission__codename=VALIDATE)
    held.exclude(content_object__in=list(wanted)).delete()
    for theme in wanted.values():
        assign_perm(VALIDATE, user, theme)


@transaction.atomic
def settle_themes(user: User, chosen: Iterable[Term], *, by: User, now: datetime) -> None:
    """As :func:`give_themes`, in the settings: by whom may give roles, and noted. Raises :class:`Refused`."""
    wanted = list(chosen)
    held = {theme.pk for theme in themes_of(user)}
    if held == {theme.pk for theme in wanted}:
        return
    adds = not {theme.pk for theme in wanted} <= held
    why = why_not_give(user, "validator", None, by=by) if adds else why_not_take(user, "validator", by=by)
    if why:
        raise NotAllowed(str(why))
    give_themes(user, wanted)
    note(user, "themes", by=by, now=now, themes=", ".join(str(theme) for theme in wanted) or "–")
