"""How the answers of a report are grouped: below its sections by theme, by theme alone, or by paragraph."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grouping(models.TextChoices):
    SECTION = "section", _("by section, and by theme below it")
    THEME = "theme", _("by theme")
    PARAGRAPH = "paragraph", _("in the order of the recommendations")
