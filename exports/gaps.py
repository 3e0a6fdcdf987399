"""What a report lacks before it is frozen: it is too long, leaves something unanswered, or lacks its form."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exports.content import Content, unanswered
from exports.kinds import Kind


def gaps(content: Content, kind: Kind) -> list[str]:
    """A sentence for each thing that ``content`` lacks as a report of this kind; none if it is complete."""
    return [*_words(content, kind), *_coverage(content), *_form(content, kind)]


def _words(content: Content, kind: Kind) -> Iterator[str]:
    over = kind.words_in(content) - kind.limit
    if over > 0 and not kind.advised:
        sentence = ngettext("It is %(count)d word too long.", "It is %(count)d words too long.", over)
        yield sentence % {"count": over}


def _coverage(content: Content) -> Iterator[str]:
    if missing := len(unanswered(content)):
        sentence = ngettext(
            "%(count)d recommendation is not answered.",
            "%(count)d recommendations are not answered.",
            missing,
        )
        yield sentence % {"count": missing}


def _form(content: Content, kind: Kind) -> Iterator[str]:
    if not content["sections"]:
        yield _("It has no text.")
    labels = {
        "body": _("body"),
        "symbol": _("document symbol"),
        "distribution": _("distribution"),
        "dated_on": _("date of the document"),
        "original_language": _("original language"),
    }
    lacking = [labels[name] for name in kind.masthead if not content["masthead"][name]]  # type: ignore[literal-required]
    if lacking:
        yield _("Its title page lacks: %(what)s.") % {"what": ", ".join(lacking)}
