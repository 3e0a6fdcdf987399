"""The subject of a mail: count, action and date, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases.people.day_words import day_in_words
from notifications.writing.order import NEWS, Kind, kind_of
from notifications.writing.told import Shown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def subject_of(shown: Sequence[Shown], headings: Sequence[StrOrPromise]) -> StrOrPromise:
    """The heading of the one section that asks for something; of several, how many things they ask for."""
    asking = [place for place, one in enumerate(shown) if kind_of(one.told.rule).is_to_do]
    if len(asking) == 1 or len(shown) == 1:
        return headings[asking[0] if asking else 0]
    if not asking:
        return _news(shown, headings)
    return _several([shown[place] for place in asking])


def _news(shown: Sequence[Shown], headings: Sequence[StrOrPromise]) -> StrOrPromise:
    """The overview of the week before news, where there is one."""
    if kind_of(shown[0].told.rule) is not NEWS:
        return headings[0]
    return _counted(NEWS, shown)


def _several(asking: Sequence[Shown]) -> str:
    kinds = list(dict.fromkeys(kind_of(one.told.rule) for one in asking))
    counts = [_count(_of(kind, asking)) for kind in kinds]
    first = min((one.due_on for one in asking if one.due_on and kind_of(one.told.rule).dated), default=None)
    total, things = sum(counts), _listed(str(_counted(kind, _of(kind, asking))) for kind in kinds)
    said = {"count": total, "things": things, "day": day_in_words(first) if first else ""}
    if len(kinds) == 1:
        return _("%(things)s, the first due on %(day)s") % said if first else things
    words = ngettext("%(count)d thing to do: %(things)s", "%(count)d things to do: %(things)s", total)
    if first is not None:
        words = ngettext(
            "%(count)d thing to do: %(things)s; the first due on %(day)s",
            "%(count)d things to do: %(things)s; the first due on %(day)s",
            total,
        )
    return words % said


def _of(kind: Kind, shown: Sequence[Shown]) -> list[Shown]:
    return [one for one in shown if kind_of(one.told.rule) is kind]


def _counted(kind: Kind, shown: Sequence[Shown]) -> StrOrPromise:
    return kind.counted % {"count": _count(shown)}


def _count(shown: Sequence[Shown]) -> int:
    """What several rules say of one case or row is one thing."""
    return len({(one.told.model, pk) for one in shown for pk in one.told.ids})


def _listed(things: Iterable[str]) -> str:
    """As the language lists them: *3 answers to give and 2 answers to sign*."""
    return format_list(list(things), locale=(get_language() or "en").replace("-", "_"))
