"""What went to the departments: the text of a report as it stood when it was circulated."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exports.content import Content, hash_of
from workflow.append_only import kept_for_good


class CirculationQuerySet(models.QuerySet["Circulation"]):
    def without_text(self) -> Self:
        """The text is long; most pages need its hash at most."""
        return self.defer("content")


@kept_for_good
class Circulation(models.Model):
    """``content`` is the text (``content.Content``), so that what is objected to stands still."""

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="circulations")
    content: models.JSONField[Content, Content] = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = CirculationQuerySet.as_manager()

    class Meta:
        verbose_name = _("circulated text")
        verbose_name_plural = _("circulated texts")
        default_permissions = ("view",)

    @property
    def is_whole(self) -> bool:
        """Whether the text is the one of its hash."""
        return hash_of(self.content) == self.sha256

    def place_of(self, anchor: str) -> str:
        """A heading of the text in words, such as “A. Recommendations 1–5 (12–14)”; empty: not there."""
        sections: list[Any] = [one for one in self.content["sections"] if one["anchor"] == anchor]
        return heading_of(sections[0]) if sections else ""


def heading_of(section: Any) -> str:
    numbered = f"{section['number']} {section['title']['text']}".strip()
    return f"{numbered} ({section['span']})" if section["span"] else numbered
