"""Words of a report with the language that they are in: the system's own, names, and whose text it is."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cases.in_a_row import in_a_row
from cases.models import Translation
from cases.people.models import Department
from cases.people.wording import Worded, Wording
from exports.content import Words


def said(text: str) -> Words:
    """Words of the system's own: in the report's language as far as they are translated."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Words(text=text, language=language, direction=direction_of(language))


def worded(thing: Worded | None, language: str) -> Words:
    """Of ``thing`` in a language, else in another one that it has."""
    if thing is None:
        return of_wording(None)
    wording = thing.wording(language)
    return of_wording(wording, otherwise="" if wording else str(thing))


def of_wording(wording: Wording | None, *, otherwise: str = "") -> Words:
    """``otherwise`` where there is none."""
    if wording is None:
        return Words(text=otherwise, language="", direction="auto")
    return Words(text=wording.whole, language=wording.language, direction=direction_of(wording.language))


def direction_of(language: str) -> str:
    return "rtl" if language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def attribution(lead: Department | None, translated: Translation | None) -> Words | None:
    """An independent body's text stands under its name, as the body wrote it, or with who translated it."""
    if lead is None or not lead.independent:
        return None
    if translated is None:
        return said(_("Text of the %(body)s, unchanged") % {"body": lead})
    if translated.by_lead:
        return said(_("Text of the %(body)s, in its own translation") % {"body": lead})
    return said(_("Text of the %(body)s, in an unofficial translation") % {"body": lead})


def untranslated(languages: Iterable[str], wanted: str) -> Words | None:
    """Said of a text whose parts, in these languages, are not all in the one that is wanted."""
    found = dict.fromkeys(languages)
    others = in_a_row(language_name(one) for one in found if one != wanted)
    if not others:
        return None
    if wanted in found:
        return said(_("Not yet translated in part: text in %(language)s") % {"language": others})
    return said(_("Not yet translated: text in %(language)s") % {"language": others})


def language_name(language: str) -> str:
    """As the language that is active calls it: French, français."""
    return str(dict(settings.LANGUAGES).get(language, language))
