"""The states in which a case stands, in the order of its way. What leads from one to another: ``flow.py``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    ASSIGNED = "assigned", _("assigned")
    DRAFTING = "drafting", _("drafting")
    SIGN_OFF = "sign-off", _("sign-off")
    VALIDATION = "validation", _("validation")
    AGREEMENT = "agreement", _("agreement")
    APPROVED = "approved", _("approved")
    SUBMITTED = "submitted", _("submitted")
    CLOSED = "closed", _("closed")


RECEIVED, ASSIGNED, DRAFTING, SIGN_OFF, VALIDATION, AGREEMENT, APPROVED, SUBMITTED, CLOSED = State

WITH_DEPARTMENT = (ASSIGNED, DRAFTING, SIGN_OFF, AGREEMENT)
"""States in which the department owes something, and may be late."""
WITH_DRAFTERS = (ASSIGNED, DRAFTING, SIGN_OFF)
"""States in which the department has not sent its answer yet: what it writes stays within it."""
