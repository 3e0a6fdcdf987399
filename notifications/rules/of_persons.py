"""What is told to the one person whom it is about: who is lent a case, named in one, or mentioned."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.telling import Rule, When

MENTIONED = "mentioned"
"""Told of no step, but of comments (``notifications/mentions.py``)."""

RULES = (
    Rule(
        "lent",
        ("lend",),
        None,
        _("Lent"),
        ngettext_lazy("Lent to you: %(count)d case", "Lent to you: %(count)d cases", "count"),
        ngettext_lazy(
            "%(count)d case is lent to you: read it and its draft, and comment. The page says until when.",
            "%(count)d cases are lent to you: read them and their drafts, and comment. "
            "Each page says until when.",
            "count",
        ),
        _("You are told because somebody lent it to you by your e-mail."),
        when=When.AT_ONCE,
    ),
    Rule(
        "named",
        ("name_person",),
        None,
        _("Named"),
        ngettext_lazy(
            "Restricted: %(count)d case names you", "Restricted: %(count)d cases name you", "count"
        ),
        ngettext_lazy(
            "You are named in %(count)d restricted case: only the persons named see it.",
            "You are named in %(count)d restricted cases: only the persons named see them.",
            "count",
        ),
        _("You are told because a coordinator named you."),
        when=When.AT_ONCE,
    ),
    Rule(
        MENTIONED,
        (),
        None,
        _("Mentioned"),
        ngettext_lazy(
            "You were mentioned: comments on %(count)d recommendation",
            "You were mentioned: comments on %(count)d recommendations",
            "count",
        ),
        ngettext_lazy(
            "You were mentioned in a comment on the answer to %(count)d recommendation. "
            "Read it on the page of the case.",
            "You were mentioned in comments on the answers to %(count)d recommendations. "
            "Read them on the page of each case.",
            "count",
        ),
        _("You are told because %(who)s mentioned you."),
        when=When.AT_ONCE,
        optional=True,
    ),
)
