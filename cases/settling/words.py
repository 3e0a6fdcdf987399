"""The words by which pages name things, changed in the settings: which there are, what is refused, the note.

An empty word is the catalogue's. Words are read from ``cases/people/site.py``; pages show them escaped and in
an element of their own, so that neither mark-up nor direction can leave them.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import StatusName
from cases.people import site
from cases.people.languages import spoken_here
from cases.people.models import OwnWord, SettingsChange, Site, User
from cases.people.settings_changes import differences, note
from cases.people.settling import settles
from cases.searching.folding import fold
from cases.standings import INVITED_WORD, STANDINGS
from cases.states import CLOSED, RECEIVED, SUBMITTED
from workflow.errors import Conflict, NotAllowed, Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGED, PUT_BACK = "words changed", "words put back"
REFUSED_KINDS = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Categories of characters that no name needs: they break a line, steer its direction, or show nothing."""
JOINERS = "\u200c\u200d"
"""But for these two, without which some names are misspelled."""


@dataclass(frozen=True)
class Word:
    """One thing that has a word: its label in the settings, what stands without one, where it shows."""

    name: str
    label: StrOrPromise
    default: StrOrPromise = ""
    longest: int = 30
    where: StrOrPromise = ""


# fmt: off
NAMES = (
    Word("state_name",   gettext_lazy("Name of the state"), settings.STATE_NAME, 80,
         gettext_lazy("At the head of every page, in mails and in the masthead of reports.")),
    Word("site_name",    gettext_lazy("Name of this site"), "Suivi", 40,
         gettext_lazy("Beside the name of the state.")),
    Word("body_name",    gettext_lazy("Name of the coordinating body"), "", 120,
         gettext_lazy("At head and foot of pages, where one signs in, in mails, at the head of reports.")),
    Word("mark_alt",     gettext_lazy("What the mark shows"), "", 120,
         gettext_lazy("Read aloud to who does not see it; empty where the name beside it says the same.")),
    Word("welcome",      gettext_lazy("Welcome where one signs in"), "", site.LONGEST),
    Word("help_contact", gettext_lazy("Whom to ask for help"), "", site.LONGEST,
         gettext_lazy("A sentence at the foot of every page and under mails.")),
)
PLACES = (
    Word("to-do",          gettext_lazy("Assigned, not begun"), gettext_lazy("To do")),
    Word("drafting",       gettext_lazy("Being written"), gettext_lazy("Drafting")),
    Word("for-signature",  gettext_lazy("With the head of the department"), gettext_lazy("For signature")),
    Word("with-validator", gettext_lazy("Sent, waits for a decision"), gettext_lazy("With validator")),
    Word("returned",       gettext_lazy("Came back with reasons"), gettext_lazy("Returned")),
    Word("approved",       gettext_lazy("Text and status are decided"), gettext_lazy("Approved")),
)
# fmt: on
WORDS: dict[str, Word] = {one.name: one for one in (*NAMES, *PLACES)}
_OF_OTHERS = (
    STANDINGS[RECEIVED],
    STANDINGS[SUBMITTED],
    STANDINGS[CLOSED],
    INVITED_WORD,
    gettext_lazy("Late"),
)
"""Words beside those of places, which keep their own."""


def standing_words(language: str) -> dict[str, str]:
    """What is written in this language, by name, as it is now."""
    return dict(OwnWord.objects.filter(language=language).values_list("name", "text"))


def mark_of(language: str) -> str:
    """By which a page knows that what it showed still stands."""
    rows = sorted(f"{name}={text}" for name, text in standing_words(language).items())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:20]


def tidied(text: str) -> str:
    """With single spaces, and each letter in its one form (NFC)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def problems(says: Mapping[str, str], language: str) -> dict[str, str]:
    """By name, the sentence why the word is not taken; ``says`` has all places, tidied."""
    found = {name: why for name, text in says.items() if (why := why_not(text, WORDS[name].longest))}
    with translation.override(language):
        default = {one.name: str(one.default) for one in PLACES}
        others = {fold(str(one)): str(one) for one in _OF_OTHERS}
    statuses = {fold(one.text): one.text for one in StatusName.objects.all()}
    shown = {name: says.get(name) or text for name, text in default.items()}
    for name in shown:
        if says.get(name) and name not in found and (why := _why_not_place(name, shown, others, statuses)):
            found[name] = why
    return found


@transaction.atomic
def change_words(
    says: Mapping[str, str], language: str, *, by: User, now: datetime, seen: str
) -> SettingsChange | None:
    """Write what ``says`` of each word (empty: the catalogue's); the note, None where nothing differs.

    ``seen`` is :func:`mark_of` what the page showed. Raises :class:`Conflict` where it stands no more, and
    :class:`Refused` with the sentences of :func:`problems`.
    """
    _let(by)
    Site.held()
    if seen != mark_of(language):
        raise Conflict(_("Somebody else changed these words meanwhile, so nothing was saved. Look again."))
    return _write(says, language, CHANGED, by=by, now=now)


@transaction.atomic
def put_back(change: SettingsChange, *, by: User, now: datetime) -> None:
    """Undo a change, where all of it still stands. Raises :class:`Refused`."""
    _let(by)
    Site.held()
    if not can_go_back(change):
        raise Conflict(_("These words were changed again since, so nothing was put back."))
    language = change.details["language"]
    before = {field.partition(" ")[0]: old for field, old, _new in change.details["changes"]}
    _write(standing_words(language) | before, language, PUT_BACK, by=by, now=now)


def last_change() -> SettingsChange | None:
    """The one that may be undone: the latest, if all of it still stands."""
    of_words = SettingsChange.objects.filter(about=SettingsChange.About.SITE, act__in=(CHANGED, PUT_BACK))
    change = of_words.select_related("by").order_by("-at", "-pk").first()
    return change if change and change.act == CHANGED and can_go_back(change) else None


def can_go_back(change: SettingsChange) -> bool:
    stands = standing_words(change.details["language"])
    rows = change.details["changes"]
    return all(stands.get(field.partition(" ")[0], "") == after for field, _before, after in rows)


def _write(
    says: Mapping[str, str], language: str, act: str, *, by: User, now: datetime
) -> SettingsChange | None:
    if language != spoken_here(language) or not set(says) <= set(WORDS):
        raise Refused(_("Suivi has no such word, or does not speak this language."))
    if found := problems(says, language):
        raise Refused(" ".join(found.values()))
    before = {name: standing_words(language).get(name, "") for name in says}
    changes = differences(before, says)
    if not changes:
        return None
    for name, _before, text in changes:
        of_one = OwnWord.objects.filter(name=name, language=language)
        if text:
            of_one.update_or_create(name=name, language=language, defaults={"text": text})
        else:
            of_one.delete()
    site.forget()
    told = [[f"{name} {language}", old, new] for name, old, new in changes]
    return note(None, act, by=by, now=now, language=language, changes=told)


def why_not(text: str, longest: int) -> str:
    """The sentence why this is no name: too long, with mark-up, or with what cannot be seen; empty: it is."""
    if len(text) > longest:
        return _("At most %(longest)d characters; these are %(count)d.") % {
            "longest": longest, "count": len(text)
        }  # fmt: skip
    if "<" in text or ">" in text:
        return _("Write it without < and >: it is shown as text.")
    if any(one not in JOINERS and unicodedata.category(one) in REFUSED_KINDS for one in text):
        return _("It has a character that cannot be seen. Type it anew instead of pasting it.")
    return ""


def _why_not_place(
    name: str, shown: Mapping[str, str], others: Mapping[str, str], statuses: Mapping[str, str]
) -> str:
    word = fold(shown[name])
    if not any(one.isalpha() for one in word):
        return _("A place in the process has a word: write letters.")
    if word in statuses:
        return _("“%(word)s” is a status of implementation; a place in the process has another word.") % {
            "word": statuses[word]
        }
    alike = next((text for one, text in shown.items() if one != name and fold(text) == word), "")
    if alike := alike or others.get(word, ""):
        return _("“%(word)s” stands for something else already; two places may not read alike.") % {
            "word": alike
        }
    return ""


def _let(by: User) -> None:
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes these words."))
