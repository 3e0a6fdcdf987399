"""The words for where a case stands, as people read them; a state may have its own (``people/site.py``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.people.site import own_word
from cases.states import (
    AGREEMENT,
    APPROVED,
    ASSIGNED,
    CLOSED,
    DRAFTING,
    RECEIVED,
    SIGN_OFF,
    SUBMITTED,
    VALIDATION,
    State,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STANDINGS: dict[State, StrOrPromise] = {
    RECEIVED: _("To assign"),
    ASSIGNED: own_word("to-do", _("To do")),
    DRAFTING: own_word("drafting", _("Drafting")),
    SIGN_OFF: own_word("for-signature", _("For signature")),
    VALIDATION: own_word("with-validator", _("With validator")),
    AGREEMENT: own_word("for-signature", _("For signature")),
    APPROVED: own_word("approved", _("Approved")),
    SUBMITTED: _("Submitted"),
    CLOSED: _("Closed"),
}
RETURNED_WORD: StrOrPromise = own_word("returned", _("Returned"))
INVITED_WORD: StrOrPromise = _("Invited")
