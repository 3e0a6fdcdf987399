"""The one call that opens a case for a view: unseen is 404."""

from __future__ import annotations

from typing import cast

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Case
from cases.models.access import loans
from cases.people.models import User

ROWS = ("recommendation", "round", "lead", "answer__round", "status", "proposed_status")
WORDINGS = (
    "recommendation__wordings",
    "recommendation__recommending_states__wordings",
    "recommendation__themes__wordings",
    "recommendation__affected_persons__wordings",
    "recommendation__sdg_targets__wordings",
    "lead__wordings",
    "status__wordings",
    "proposed_status__wordings",
)


def person(request: HttpRequest) -> User:
    """Who opens the page: signed in, as the policies of our views see to."""
    return cast("User", request.user)


def case_for(user: User, reference: str) -> Case:
    """The case of that reference with all that a page says of it, if the person may see it.

    ``lent`` says whether it is lent to the person.
    """
    seen = Case.objects.visible_to(user).select_related(*ROWS).prefetch_related(*WORDINGS)
    seen = seen.annotate(lent=Exists(loans().filter(content_object=OuterRef("pk"), user=user.pk)))
    return get_object_or_404(seen, recommendation__reference=reference)
