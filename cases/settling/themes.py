"""Themes, changed in the settings: added, renamed, given a proposed lead, retired and brought back.

Joining two to one stands in ``joining.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Recommendation, SavedView, Term, TermName, TermUserPermission
from cases.people.models import Department, User
from cases.people.settings_changes import differences, note
from cases.people.settling import settles
from cases.searching.folding import fold
from cases.settling.words import why_not
from workflow.errors import Conflict, NotAllowed, Refused

LONGEST = 255
_TIES: Any = Recommendation.themes.through


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
    refuse_others(by)
    check_names(names, None)
    _check_lead(lead, timezone.localdate(now))
    code = next(text for text in names.values() if text)
    if Term.objects.filter(vocabulary=Term.Vocabulary.THEME, code=code).exists():
        raise Refused(_("A theme of this name was joined to another or retired. Look for it in the list."))
    made = Term.objects.create(vocabulary=Term.Vocabulary.THEME, code=code, lead=lead)
    _name(made, names)
    note(made, "made", by=by, now=now)
    return made


def mark_of(theme: Term) -> str:
    """By which a page knows that the names, the lead and the standing that it showed are those of now."""
    names = sorted((one.language, one.text) for one in theme.wordings.all())
    said = repr((names, theme.lead_id, theme.merged_into_id, theme.retired_at))
    return hashlib.sha256(said.encode()).hexdigest()[:20]


@transaction.atomic
def change_theme(
    theme: Term, names: Mapping[str, str], lead: Department | None, *, by: User, now: datetime, seen: str
) -> bool:
    """Write names and proposed lead; whether anything differed.

    ``seen`` is :func:`mark_of` what the page showed. Raises :class:`Conflict` where it stands no more, and
    :class:`Refused`.
    """
    refuse_others(by)
    held = held_themes(theme)[0]
    if not all_stand(held):
        raise Conflict(_("It is retired or joined to another already."))
    if seen != mark_of(held):
        raise Conflict(_("Somebody else changed this theme meanwhile, so nothing was saved. Look again."))
    check_names(names, held)
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


def why_not_retire(theme: Term) -> str:
    """The sentence why not; empty: nothing uses it.

    It names all that may be the reason and never which one is, since that may be a restricted case.
    """
    used = (
        _TIES.objects.filter(term=theme).exists()
        or TermUserPermission.objects.filter(content_object=theme).exists()
        or Term.objects.filter(parent=theme, merged_into=None, retired_at=None).exists()
        or bool(saved_views_of(theme))
    )
    if used:
        return _("Recommendations, sub-themes, validators or saved views use it. Join it to another instead.")
    return "" if all_stand(theme) else _("It is retired or joined to another already.")


@transaction.atomic
def retire(theme: Term, *, by: User, now: datetime) -> None:
    """Nobody chooses it any more; a file that names it brings it back. Raises :class:`Refused`."""
    refuse_others(by)
    held = held_themes(theme)[0]
    if sentence := why_not_retire(held):
        raise Refused(sentence)
    Term.objects.filter(pk=held.pk).update(retired_at=now)
    note(held, "retired", by=by, now=now)


@transaction.atomic
def bring_back(theme: Term, *, by: User, now: datetime) -> None:
    refuse_others(by)
    held = held_themes(theme)[0]
    if held.retired_at is None:
        return
    check_names({one.language: one.text for one in held.wordings.all()} or {"": held.code}, held)
    Term.objects.filter(pk=held.pk).update(retired_at=None)
    note(held, "brought back", by=by, now=now)


def refuse_others(by: User) -> None:
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes themes."))


def held_themes(*themes: Term) -> list[Term]:
    """As they are now, locked in the order of their ids until the transaction ends."""
    of_themes = Term.objects.filter(vocabulary=Term.Vocabulary.THEME, pk__in=[one.pk for one in themes])
    held = {one.pk: one for one in of_themes.select_for_update().order_by("pk")}
    return [held[one.pk] for one in themes]


def all_stand(*themes: Term) -> bool:
    return all(one.merged_into_id is None and one.retired_at is None for one in themes)


def check_names(names: Mapping[str, str], theme: Term | None) -> None:
    if not any(names.values()):
        raise Refused(_("Give it a name in one language at least."))
    if found := why_not_named({language: text for language, text in names.items() if text}, theme):
        raise Refused(" ".join(found.values()))


def _check_lead(lead: Department | None, today: date) -> None:
    if lead is not None and not lead.may_be_proposed_on(today):
        raise Refused(_("Propose a department of the government that exists; others are invited instead."))


def _name(theme: Term, names: Mapping[str, str]) -> None:
    for language, text in names.items():
        if text:
            theme.wordings.update_or_create(language=language, defaults={"text": text})
        else:
            theme.wordings.filter(language=language).delete()


def saved_views_of(theme: Term) -> list[tuple[SavedView, QueryDict]]:
    """Saved views that are narrowed down by this theme, those too that may come back."""
    named = SavedView.objects.filter(query__contains=f"theme={theme.pk}").order_by("pk")
    read = ((one, QueryDict(one.query, mutable=True)) for one in named)
    return [(one, words) for one, words in read if str(theme.pk) in words.getlist("theme")]
