"""Which languages there are. Which of them a person reads, ``speaking.py`` says.

``settings.LANGUAGES`` are those in which texts may be kept; ``settings.INTERFACE_LANGUAGES`` those of them
that the pages speak. Either is lengthened by a line of settings, so models name their choices by function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def languages() -> list[tuple[str, StrOrPromise]]:
    """Choices for the language of a text."""
    return list(settings.LANGUAGES)


def interface_languages() -> list[tuple[str, StrOrPromise]]:
    """Choices for the language of pages and mails: each is named in itself."""
    return [(code, capfirst(own_name(code))) for code in settings.INTERFACE_LANGUAGES]


def default_working_language() -> str:
    """That of the narratives in a round that says nothing else."""
    return str(settings.WORKING_LANGUAGE)


def own_name(code: str) -> str:
    """The language's name in that language itself; its code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def spoken_here(code: str) -> str:
    """``code`` where the pages speak it, else its language without the country, else nothing."""
    known = (one for one in (code, code.split("-")[0]) if one in settings.INTERFACE_LANGUAGES)
    return next(known, "")
