"""What went to the departments: the text of a report as it stood when it was circulated."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    at = models.DateTimeField(gettext_lazy("at"))

    objects = CirculationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("circulated text")
        verbose_name_plural = gettext_lazy("circulated texts")
        default_permissions = ("view",)

    @property
    def is_whole(self) -> bool:
        """Whether the text is the one of its hash."""
        return hash_of(self.content) == self.sha256

    def place_of(self, anchor: str) -> str:
        """A section in words, such as “A. Recommendations 1–5, paragraphs 12–14”; empty: not there."""
        sections: list[Any] = [one for one in self.content["sections"] if one["anchor"] == anchor]
        return heading_of(sections[0]) if sections else ""


def heading_of(section: Any) -> str:
    """A section in words: its heading, and the paragraphs that stand under it."""
    heading = f"{section['number']} {section['title']['text']}".strip()
    if not section["span"]:
        return heading
    alone = section["span"].isdecimal()
    if not heading:
        return (_("Paragraph %s") if alone else _("Paragraphs %s")) % section["span"]
    said = _("%(heading)s, paragraph %(numbers)s") if alone else _("%(heading)s, paragraphs %(numbers)s")
    return said % {"heading": heading, "numbers": section["span"]}
