"""Two themes joined to one in the settings, and taken apart again as they were.

A theme that is joined to another stays as a row, so that a file which goes on naming it means that other one
(``importing/terms.py``). Validators for either are so for both from then on, so whoever is one for either
alone joins neither, and whoever would get the one back takes nothing apart: nobody gives a role to himself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, Recommendation, SavedView, Term, TermUserPermission
from cases.people.models import SettingsChange, User
from cases.people.settings_changes import note
from cases.settling.themes import all_stand, check_names, held_themes, refuse_others, saved_views_of
from cases.validating import VALIDATE
from workflow.errors import Conflict, NotAllowed, Refused

BATCH = 500
MERGED = "merged"
_TIES: Any = Recommendation.themes.through


@dataclass(frozen=True)
class Joining:
    """What joining ``theme`` to ``into`` does; ``recommendations`` that ``by`` may know of."""

    theme: Term
    into: Term
    recommendations: int
    gaining: list[User]
    """Validators for one of the two, who become so for both."""
    views: int
    parts: int

    @property
    def digest(self) -> str:
        """By which the act knows that it is what was shown."""
        people = sorted(one.pk for one in self.gaining)
        said = f"{self.theme.pk} {self.into.pk} {self.recommendations} {people} {self.views} {self.parts}"
        return hashlib.sha256(said.encode()).hexdigest()[:20]


def preview(theme: Term, into: Term, *, by: User) -> Joining:
    """What it would do; a fixed number of queries. Raises :class:`Refused` where it may not be done."""
    refuse_others(by)
    if theme.pk == into.pk or not all_stand(theme, into):
        raise Refused(_("Choose two themes that stand."))
    holders = [set(_holders(one)) for one in (theme, into)]
    if by.pk in holders[0] ^ holders[1]:
        raise NotAllowed(
            _("You are validator for one of these themes, and would become so for both: another joins them.")
        )
    ties = _TIES.objects.filter(
        term=theme, recommendation__in=Case.objects.visible_to(by).values("recommendation")
    )
    return Joining(
        theme=theme,
        into=into,
        recommendations=ties.count(),
        gaining=list(User.objects.filter(pk__in=holders[0] ^ holders[1]).order_by("name", "pk")),
        views=len(saved_views_of(theme)),
        parts=Term.objects.filter(parent=theme).exclude(pk=into.pk).count(),
    )


@transaction.atomic
def join_themes(theme: Term, into: Term, *, by: User, now: datetime, seen: str) -> SettingsChange:
    """Do it: whatever had ``theme`` has ``into`` from then on. Raises :class:`Refused`, :class:`Conflict`."""
    theme, into = held_themes(theme, into)
    shown = preview(theme, into, by=by)
    if shown.digest != seen:
        raise Conflict(_("Meanwhile something else would move, so nothing was done. Look at it again."))
    undo = {
        "ties": _move_ties(theme, into),
        "validators": _move_validators(theme, into),
        "views": _move_views(theme, into),
        "parts": _move(Term.objects.filter(parent=theme).exclude(pk=into.pk), parent=into),
        "merged": _move(Term.objects.filter(merged_into=theme), merged_into=into),
        "parent": into.parent_id,
    }
    if into.parent_id == theme.pk:
        Term.objects.filter(pk=into.pk).update(parent=theme.parent_id)
    Term.objects.filter(pk=theme.pk).update(merged_into=into)
    said = {"name": str(theme), "count": shown.recommendations, "joined": theme.pk}
    return note(into, MERGED, by=by, now=now, undo=undo, **said)


def last_joining(into: Term) -> SettingsChange | None:
    """The one that may be taken back: the latest, if the theme is still joined to this one."""
    of_theme = SettingsChange.objects.filter(about=SettingsChange.About.THEME, thing=into.pk, act=MERGED)
    joined = set(Term.objects.filter(merged_into=into).values_list("pk", flat=True))
    latest = of_theme.select_related("by").order_by("-at", "-pk")
    return next((one for one in latest[:BATCH] if one.details["joined"] in joined), None)


@transaction.atomic
def take_apart(change: SettingsChange, *, by: User, now: datetime) -> Term:
    """Undo a joining: what was moved then goes back, what came since stays. Raises :class:`Refused`."""
    refuse_others(by)
    theme, into = held_themes(
        Term.objects.get(pk=change.details["joined"]), Term.objects.get(pk=change.thing)
    )
    latest = last_joining(into)
    if latest is None or latest.pk != change.pk or not all_stand(into):
        raise Conflict(_("These themes were changed again since, so nothing was taken apart."))
    check_names({one.language: one.text for one in theme.wordings.all()} or {"": theme.code}, theme)
    undo = change.details["undo"]
    if by.pk in _coming_back(undo["validators"], into):
        raise NotAllowed(
            _("You would become validator for the theme that comes back: another takes the two apart.")
        )
    Term.objects.filter(pk=theme.pk).update(merged_into=None)
    Term.objects.filter(pk=into.pk).update(parent=undo["parent"])
    Term.objects.filter(pk__in=undo["merged"], merged_into=into).update(merged_into=theme)
    Term.objects.filter(pk__in=undo["parts"], parent=into).update(parent=theme)
    _ties_back(undo["ties"], theme, into)
    _validators_back(undo["validators"], theme, into)
    for pk, before, after in undo["views"]:
        SavedView.objects.filter(pk=pk, query=after).update(query=before)
    note(into, "taken apart", by=by, now=now, name=str(theme))
    return theme


def _holders(theme: Term) -> Iterable[int]:
    held = TermUserPermission.objects.filter(content_object=theme, permission__codename=VALIDATE)
    return held.values_list("user_id", flat=True)


def _move(rows: Any, **to: Term) -> list[int]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=ids).update(**to)
    return ids


def _move_ties(theme: Term, into: Term) -> dict[str, list[int]]:
    """The recommendations that had it: ``moved``, and those that had both."""
    of_into = _TIES.objects.filter(term=into).values("recommendation")
    of_theme = _TIES.objects.filter(term=theme)
    doubled = of_theme.filter(recommendation__in=of_into)
    both = list(doubled.values_list("recommendation_id", flat=True))
    doubled.delete()
    moved = list(of_theme.values_list("recommendation_id", flat=True))
    of_theme.update(term=into)
    return {"moved": moved, "both": both}


def _ties_back(ties: dict[str, list[int]], theme: Term, into: Term) -> None:
    for batch in _batches(ties["moved"]):
        _TIES.objects.filter(term=into, recommendation__in=batch).update(term=theme)
    for batch in _batches(ties["both"]):
        there = Recommendation.objects.filter(pk__in=batch, themes=into).values_list("pk", flat=True)
        rows = [_TIES(recommendation_id=pk, term_id=theme.pk) for pk in there]
        _TIES.objects.bulk_create(rows, ignore_conflicts=True)


def _move_validators(theme: Term, into: Term) -> dict[str, list[int]]:
    held = TermUserPermission.objects.filter(content_object=theme, permission__codename=VALIDATE)
    doubled = held.filter(user__in=list(_holders(into)))
    both = list(doubled.values_list("user_id", flat=True))
    doubled.delete()
    moved = list(held.values_list("user_id", flat=True))
    held.update(content_object=into)
    return {"moved": moved, "both": both}


def _coming_back(people: dict[str, list[int]], into: Term) -> set[int]:
    """Who gets the theme back: those alone who are still validators for the one it was joined to."""
    return set(_holders(into)) & {*people["moved"], *people["both"]}


def _validators_back(people: dict[str, list[int]], theme: Term, into: Term) -> None:
    """Who lost the role meanwhile does not get it back by this."""
    held = TermUserPermission.objects.filter(content_object=into, permission__codename=VALIDATE)
    both = list(held.filter(user__in=people["both"]))
    held.filter(user__in=people["moved"]).update(content_object=theme)
    TermUserPermission.objects.bulk_create(
        TermUserPermission(user_id=one.user_id, permission_id=one.permission_id, content_object=theme)
        for one in both
    )


def _move_views(theme: Term, into: Term) -> list[list[Any]]:
    """Id, query before and query after."""
    moved = []
    for view, words in saved_views_of(theme):
        named = [str(into.pk) if one == str(theme.pk) else one for one in words.getlist("theme")]
        words.setlist("theme", list(dict.fromkeys(named)))
        moved.append([view.pk, view.query, words.urlencode()])
        SavedView.objects.filter(pk=view.pk).update(query=words.urlencode())
    return moved


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[begins : begins + BATCH] for begins in range(0, len(ids), BATCH))
