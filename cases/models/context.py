"""What a document says beside its recommendations: concerns and observations, never cases of their own."""

from __future__ import annotations

import re
from itertools import groupby

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models.recommendation import Recommendation
from cases.people.wording import Worded, Wording, best_wording
from cases.un import Mechanism

NEAR = 3
"""How many paragraphs before a recommendation what it answers may stand."""
_NUMBER = re.compile(r"\D*(\d{1,6})")


def number_of(paragraph: str) -> int | None:
    """The leading number of a paragraph's code: 45 of 45(a)."""
    found = _NUMBER.match(paragraph)
    return int(found[1]) if found else None


class Context(Worded):
    """A concern or an observation, shown beside the recommendations of its document near its paragraph.

    ``number`` is the paragraph's leading number, by which they are found.
    """

    source = models.CharField(_("source"), max_length=60)
    source_key = models.CharField(_("key in the source"), max_length=120)
    mechanism = models.CharField(_("mechanism"), max_length=10, choices=Mechanism.choices)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("context")
        verbose_name_plural = _("contexts")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="context_once_per_source")
        ]
        indexes = [models.Index(fields=["symbol", "number"], name="context_of_a_document")]


class ContextText(Wording):
    of = models.ForeignKey(Context, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "language"], name="context_text_per_language")]


def context_of(recommendation: Recommendation) -> list[ContextText]:
    """What its document says in the nearest paragraph before it, or in its own; in the reader's language.

    One query, none where the document is not known.
    """
    number = number_of(recommendation.paragraph)
    if not recommendation.symbol or number is None:
        return []
    near = ContextText.objects.filter(
        of__symbol=recommendation.symbol, of__number__range=(max(number - NEAR, 0), number)
    )
    texts = list(near.select_related("of").order_by("-of__number", "of_id", "pk"))
    nearest = [text for text in texts if text.of.number == texts[0].of.number]
    by_context = groupby(nearest, key=lambda text: text.of_id)
    best = (best_wording(list(group), get_language()) for _pk, group in by_context)
    return [text for text in best if isinstance(text, ContextText)]
