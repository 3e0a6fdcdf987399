"""Themes, changed in the settings: added, renamed, given a proposed lead, joined, retired; and the way back.

A theme that is joined to another stays as a row, so that a file which goes on naming it means that other one
(``importing/terms.py``). Validators for either are so for both from then on, so whoever is one for either
alone joins neither: nobody gives a role to himself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Recommendation, SavedView, Term, TermName, TermUserPermission
from cases.models.access import hidden_from
from cases.people.models import Department, SettingsChange, User
from cases.people.settings_changes import differences, note
from cases.people.settling import settles
from cases.searching.folding import fold
from cases.settling_words import why_not
from cases.validating import VALIDATE
from workflow.errors import Conflict, NotAllowed, Refused

LONGEST = 255
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


def themes_known() -> Any:
    """All themes, those too that were joined or retired, with names and lead."""
    return Term.objects.filter(vocabulary=Term.Vocabulary.THEME).with_lead().prefetch_related("wordings")


def why_not_named(names: Mapping[str, str], theme: Term | None) -> dict[str, str]:
    """By language, the sentence why the name is not taken."""
    found = {language: why for language, text in names.items() if (why := why_not(text, LONGEST))}
    others = TermName.objects.filter(of__in=Term.objects.in_use().filter(vocabulary=Term.Vocabulary.THEME))
    if theme is not None and theme.pk:
        others = others.exclude(of=theme)
    taken = {(one.language, fold(one.text)): one.text for one in others}
    for language, text in names.items():
        if language not in found and (other := taken.get((language, fold(text)))):
            sentence = _("There is a theme “%(name)s” already. Join the two instead of naming them alike.")
            found[language] = sentence % {"name": other}
    return found


@transaction.atomic
def add_theme(names: Mapping[str, str], lead: Department | None, *, by: User, now: datetime) -> Term:
    """A new one; files know it by its first name. Raises :class:`Refused`."""
    _let(by)
    _check(names, None)
    _check_lead(lead, timezone.localdate(now))
    code = next(text for text in names.values() if text)
    if Term.objects.filter(vocabulary=Term.Vocabulary.THEME, code=code).exists():
        raise Refused(_("A theme of this name was joined to another or retired. Look for it in the list."))
    made = Term.objects.create(vocabulary=Term.Vocabulary.THEME, code=code, lead=lead)
    _name(made, names)
    note(made, "made", by=by, now=now)
    return made


@transaction.atomic
def change_theme(
    theme: Term, names: Mapping[str, str], lead: Department | None, *, by: User, now: datetime
) -> bool:
    """Write names and proposed lead; whether anything differed. Raises :class:`Refused`."""
    _let(by)
    held = _held(theme)[0]
    _check(names, held)
    standing = {f"name {one.language}": one.text for one in held.wordings.all()}
    changes = differences(standing, {f"name {language}": text for language, text in names.items()})
    changes += differences({"lead": held.lead}, {"lead": lead})
    if not changes:
        return False
    if lead != held.lead:
        _check_lead(lead, timezone.localdate(now))
    held.lead = lead
    held.save(update_fields=["lead"])
    _name(held, names)
    note(held, "changed", by=by, now=now, changes=changes)
    return True


def joining(theme: Term, into: Term, *, by: User) -> Joining:
    """What it would do; a fixed number of queries. Raises :class:`Refused` where it may not be done."""
    _let(by)
    if theme.pk == into.pk or not _stand(theme, into):
        raise Refused(_("Choose two themes that stand."))
    holders = [set(_holders(one)) for one in (theme, into)]
    if by.pk in holders[0] ^ holders[1]:
        raise NotAllowed(
            _("You are validator for one of these themes, and would become so for both: another joins them.")
        )
    hidden = hidden_from(by).values("recommendation")
    return Joining(
        theme=theme,
        into=into,
        recommendations=_TIES.objects.filter(term=theme).exclude(recommendation__in=hidden).count(),
        gaining=list(User.objects.filter(pk__in=holders[0] ^ holders[1]).order_by("name", "pk")),
        views=len(_views_of(theme)),
        parts=Term.objects.filter(parent=theme).exclude(pk=into.pk).count(),
    )


@transaction.atomic
def join_themes(theme: Term, into: Term, *, by: User, now: datetime, seen: str) -> SettingsChange:
    """Do it: whatever had ``theme`` has ``into`` from then on. Raises :class:`Refused`, :class:`Conflict`."""
    theme, into = _held(theme, into)
    shown = joining(theme, into, by=by)
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
    _let(by)
    theme, into = _held(Term.objects.get(pk=change.details["joined"]), Term.objects.get(pk=change.thing))
    latest = last_joining(into)
    if latest is None or latest.pk != change.pk or not _stand(into):
        raise Conflict(_("These themes were changed again since, so nothing was taken apart."))
    _check({one.language: one.text for one in theme.wordings.all()} or {"": theme.code}, theme)
    undo = change.details["undo"]
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


def why_not_retire(theme: Term) -> str:
    """The sentence why not; empty: nothing uses it."""
    used = (
        _TIES.objects.filter(term=theme).exists()
        or TermUserPermission.objects.filter(content_object=theme).exists()
        or Term.objects.filter(parent=theme, merged_into=None, retired_at=None).exists()
        or bool(_views_of(theme))
    )
    if used:
        return _("Recommendations, sub-themes, validators or saved views use it. Join it to another instead.")
    return "" if _stand(theme) else _("It is retired or joined to another already.")


@transaction.atomic
def retire(theme: Term, *, by: User, now: datetime) -> None:
    """Nobody chooses it any more; a file that names it brings it back. Raises :class:`Refused`."""
    _let(by)
    held = _held(theme)[0]
    if sentence := why_not_retire(held):
        raise Refused(sentence)
    Term.objects.filter(pk=held.pk).update(retired_at=now)
    note(held, "retired", by=by, now=now)


@transaction.atomic
def bring_back(theme: Term, *, by: User, now: datetime) -> None:
    _let(by)
    held = _held(theme)[0]
    if held.retired_at is None:
        return
    _check({one.language: one.text for one in held.wordings.all()} or {"": held.code}, held)
    Term.objects.filter(pk=held.pk).update(retired_at=None)
    note(held, "brought back", by=by, now=now)


def _let(by: User) -> None:
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes themes."))


def _held(*themes: Term) -> list[Term]:
    """As they are now, locked in the order of their ids until the transaction ends."""
    of_themes = Term.objects.filter(vocabulary=Term.Vocabulary.THEME, pk__in=[one.pk for one in themes])
    held = {one.pk: one for one in of_themes.select_for_update().order_by("pk")}
    return [held[one.pk] for one in themes]


def _stand(*themes: Term) -> bool:
    return all(one.merged_into_id is None and one.retired_at is None for one in themes)


def _check(names: Mapping[str, str], theme: Term | None) -> None:
    if not any(names.values()):
        raise Refused(_("Give it a name in one language at least."))
    if found := why_not_named({language: text for language, text in names.items() if text}, theme):
        raise Refused(" ".join(found.values()))


def _check_lead(lead: Department | None, today: date) -> None:
    if lead is not None and not (lead.may_be_proposed and lead.stands_on(today)):
        raise Refused(_("Propose a department of the government that exists; others are invited instead."))


def _name(theme: Term, names: Mapping[str, str]) -> None:
    for language, text in names.items():
        if text:
            theme.wordings.update_or_create(language=language, defaults={"text": text})
        else:
            theme.wordings.filter(language=language).delete()


def _holders(theme: Term) -> Iterable[int]:
    held = TermUserPermission.objects.filter(content_object=theme, permission__codename=VALIDATE)
    return held.values_list("user_id", flat=True)


def _views_of(theme: Term) -> list[tuple[SavedView, QueryDict]]:
    """Saved views that are narrowed down by this theme, those too that may come back."""
    named = SavedView.objects.filter(query__contains=f"theme={theme.pk}").order_by("pk")
    read = ((one, QueryDict(one.query, mutable=True)) for one in named)
    return [(one, words) for one, words in read if str(theme.pk) in words.getlist("theme")]


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
    for view, words in _views_of(theme):
        named = [str(into.pk) if one == str(theme.pk) else one for one in words.getlist("theme")]
        words.setlist("theme", list(dict.fromkeys(named)))
        moved.append([view.pk, view.query, words.urlencode()])
        SavedView.objects.filter(pk=view.pk).update(query=words.urlencode())
    return moved


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[begins : begins + BATCH] for begins in range(0, len(ids), BATCH))
