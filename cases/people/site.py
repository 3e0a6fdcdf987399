"""What the state made its own: words by which its pages name things, one colour, a mark. Read on every page.

Each process keeps what it read for a few seconds (:func:`here`), so that a page costs no query; the pages
that change these things read anew. Who changes them, and what is refused: ``cases/settling/words.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 300
SECONDS = 5.0
"""So long another process may still show what was before."""


class Site(models.Model):
    """The one row of the look. ``accent`` is #rrggbb, or empty: Suivi's own colour."""

    accent = models.CharField(_("colour"), max_length=7, blank=True)
    mark = models.FileField(_("mark"), upload_to="look", blank=True)
    mark_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_look")]

    @classmethod
    def held(cls) -> Site:
        """The row, locked until the transaction ends: who changes words or look waits here for the other."""
        return cls.objects.select_for_update().get_or_create(pk=1)[0]


class OwnWord(models.Model):
    """What pages say in one language instead of the catalogue's words; ``name`` says of which thing."""

    name = models.CharField(_("name"), max_length=24)
    language = models.CharField(_("language"), max_length=12)
    text = models.CharField(_("text"), max_length=LONGEST)

    class Meta:
        verbose_name = _("own word")
        verbose_name_plural = _("own words")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["name", "language"], name="own_word_once_per_language"),
            models.CheckConstraint(condition=~models.Q(text=""), name="own_word_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Here:
    """What was read: words by name and language, and the look."""

    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    accent: str = ""
    mark: str = ""
    """The hash of the mark's file, which is in its address; empty: Suivi's own."""


class _Kept:
    what = Here()
    until = 0.0


def here() -> Here:
    """As it was a few seconds ago at most; where the database does not answer, as it was last."""
    if monotonic() >= _Kept.until:
        try:
            keep(read())
        except DatabaseError:
            return _Kept.what
    return _Kept.what


def read() -> Here:
    """As it is now; two queries."""
    words = {(one.name, one.language): one.text for one in OwnWord.objects.all()}
    site = Site.objects.filter(pk=1).first() or Site()
    return Here(words, site.accent, site.mark_sha256)


def keep(what: Here, seconds: float = SECONDS) -> None:
    _Kept.what, _Kept.until = what, monotonic() + seconds


def forget() -> None:
    """Called by the act that changes something: this process reads anew, also once the act is durable."""
    _Kept.until = 0.0
    transaction.on_commit(_forget_now)


def _forget_now() -> None:
    _Kept.until = 0.0


def said(name: str, default: StrOrPromise = "", language: str | None = None) -> str:
    """What stands for ``name`` in ``language`` (by default the reader's), else ``default``."""
    code = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return here().words.get((name, code)) or str(default)


def state_name(language: str | None = None) -> str:
    return said("state_name", settings.STATE_NAME, language)


def site_name() -> str:
    return said("site_name", "Suivi")


own_word = lazy(said, str)
"""As :func:`said`, asked each time that it is shown: for labels that stand in a table."""
