"""What is searched of each recommendation: the words of its texts, as ``cases/searching`` makes them.

Only what everybody reads who sees the case: no draft, no comment, nothing that a department keeps to itself.
"""

from __future__ import annotations

from django.db import models

from cases.models.recommendation import Recommendation
from cases.searching.matching import SearchTextQuerySet


class SearchText(models.Model):
    """Written by ``cases/searching/index.py`` alone; the index over ``words`` is made in ``matching.py``."""

    of = models.OneToOneField(
        Recommendation, primary_key=True, on_delete=models.CASCADE, related_name="search_text"
    )
    words = models.TextField()

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.words
