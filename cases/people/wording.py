"""Names and texts in several languages: child rows (language, text), never a column per language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Wording(models.Model):
    """One text in one language. A subclass adds ``of``, a key to its owner (``related_name="wordings"``)."""

    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("text"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def whole(self) -> str:
        """As it is printed, with what stands above it where it is a part of something."""
        return self.text


class Worded(models.Model):
    """Something with wordings. Its own text form is the wording in the reader's language."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.worded()

    def worded(self, language: str | None = None) -> str:
        """The text in ``language`` (by default the reader's), else in the next language that has one."""
        found = self.wording(language)
        return found.text if found else ""

    def wording(self, language: str | None = None) -> Wording | None:
        return best_wording(self.wordings.all(), language or get_language())  # type: ignore[attr-defined]


FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def set_apart(name: object) -> str:
    """A name for within a sentence of another direction, where no element can stand (Unicode UAX #9)."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"


def best_wording(wordings: Iterable[Wording], language: str | None) -> Wording | None:
    """The wording in ``language``, else the first in the order of ``settings.LANGUAGES``, else any."""
    by_language = {wording.language: wording for wording in wordings}
    wanted = (language or "").split("-")[0]
    for code in (wanted, *(code for code, _name in settings.LANGUAGES), *by_language):
        if code in by_language:
            return by_language[code]
    return None
