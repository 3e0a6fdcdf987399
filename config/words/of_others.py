"""Texts of Django and allauth that Suivi says otherwise than they do, or that they say in English alone.

Nothing reads this list at run time: it puts the texts into our catalogues, which are asked before theirs.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

MONTHS = (
    # Translators: months in Arabic as Morocco calls them: يناير، فبراير، مارس، أبريل، ماي، يونيو …
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    # Translators: … يوليوز، غشت، شتنبر، أكتوبر، نونبر، دجنبر
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
