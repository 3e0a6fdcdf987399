"""The kinds of report that the UN takes: how many words each may have, and which of its words count.

The limits of reports to treaty bodies: General Assembly resolution 68/268, paragraph 16; the others: the UN's
guidelines for each document. The counting rule belongs to the kind, not to a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from exports.content import Content, all_words_in, words_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Counting:
    """Which words of a report count: ``count`` counts them, ``label`` says it to people."""

    label: StrOrPromise
    count: Callable[[Content], int]


@dataclass(frozen=True)
class Kind:
    """``limit`` is in words. Where it is only ``advised``, a longer report is not held up."""

    code: str
    label: StrOrPromise
    limit: int
    counting: Counting
    advised: bool = False

    def words_in(self, content: Content) -> int:
        """The words of ``content`` that count for this kind."""
        return self.counting.count(content)


WITHOUT_ANNEXES = Counting(_("Headings and numbered paragraphs; not the contents and annexes."), words_in)
ALL = Counting(_("Everything that is printed but the contents: headings, paragraphs, annexes."), all_words_in)

# fmt: off
_KINDS = (
    Kind("upr",            _("UPR national report"),               10_700, WITHOUT_ANNEXES),
    Kind("periodic",       _("Periodic report to a treaty body"),  21_200, ALL),
    Kind("initial",        _("Initial report to a treaty body"),   31_800, ALL),
    Kind("common-core",    _("Common core document"),              42_400, ALL),
    Kind("list-of-issues", _("Replies to a list of issues"),       10_700, ALL, advised=True),
    Kind("upr-addendum",   _("UPR addendum (positions)"),           2_675, ALL),
    Kind("other",          _("Other UN document"),                 10_700, ALL),
)
# fmt: on
KINDS = {kind.code: kind for kind in _KINDS}
CHOICES = [(kind.code, kind.label) for kind in _KINDS]
