"""What is searched of a recommendation and of an answer: the words of its texts (``cases/searching``).

Of a recommendation, what everybody reads who sees the case. Of an answer, each version by itself: which of
them somebody finds is asked of the versions (searching/answers.py), so the words of a draft lead nowhere.
"""

from __future__ import annotations

from django.db import models

from cases.models.recommendation import Recommendation
from cases.searching.matching import OF_ANSWERS, OF_RECOMMENDATIONS, SearchTextQuerySet


class SearchText(models.Model):
    """Written by ``cases/searching/index.py`` alone; the index over ``words`` is made in ``matching.py``."""

    index = OF_RECOMMENDATIONS

    of = models.OneToOneField(
        Recommendation, primary_key=True, on_delete=models.CASCADE, related_name="search_text"
    )
    words = models.TextField()

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.words


class VersionText(models.Model):
    """Written with its version, and by ``cases/searching/index.py`` once a translation of it is revised."""

    index = OF_ANSWERS

    of = models.OneToOneField(
        "cases.Version", primary_key=True, on_delete=models.CASCADE, related_name="search_text"
    )
    words = models.TextField()

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.words
