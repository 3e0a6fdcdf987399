"""What is told of answers that wait for a signature, for an agreement or for a validator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.people.roles import COORDINATOR, HEAD, HEAD_OR_FOCAL_POINT, VALIDATOR
from cases.states import AGREEMENT, SIGN_OFF, VALIDATION
from cases.telling import Rule
from notifications.rules.words import WHO_COORDINATES

STILL_TO_SIGN = Rule(
    "still-to-sign",
    (),
    HEAD,
    _("Waits for a signature still"),
    ngettext_lazy("Still to sign: %(count)d answer", "Still to sign: %(count)d answers", "count"),
    ngettext_lazy(
        "%(count)d answer of your department waits for its head's signature.",
        "%(count)d answers of your department wait for their head's signature.",
        "count",
    ),
    _("You are told because you are head or focal point of the department that answers."),
)

STILL_TO_AGREE = Rule(
    "still-to-agree",
    (),
    HEAD_OR_FOCAL_POINT,
    _("Waits for an agreement still"),
    ngettext_lazy(
        "Still to agree: edits of %(count)d answer", "Still to agree: edits of %(count)d answers", "count"
    ),
    ngettext_lazy(
        "The validator's edits of %(count)d answer wait for your department's yes or no.",
        "The validator's edits of %(count)d answers wait for your department's yes or no.",
        "count",
    ),
    _("You are told because you may agree for the department that answers."),
)

STILL_TO_VALIDATE = Rule(
    "still-to-validate",
    (),
    VALIDATOR,
    _("Waits for a validator still"),
    ngettext_lazy("Still to validate: %(count)d answer", "Still to validate: %(count)d answers", "count"),
    ngettext_lazy(
        "%(count)d answer has waited for a validator for days.",
        "%(count)d answers have waited for a validator for days.",
        "count",
    ),
    _("You are told because you are a validator."),
)

NOT_SIGNED = Rule(
    "not-signed",
    (),
    COORDINATOR,
    _("Not signed for long"),
    ngettext_lazy("Not signed: %(count)d answer", "Not signed: %(count)d answers", "count"),
    ngettext_lazy(
        "%(count)d answer has waited for its department's signature or agreement for long.",
        "%(count)d answers have waited for their departments' signature or agreement for long.",
        "count",
    ),
    WHO_COORDINATES,
)

NOT_VALIDATED = Rule(
    "not-validated",
    (),
    COORDINATOR,
    _("Not validated for long"),
    ngettext_lazy("Not validated: %(count)d answer", "Not validated: %(count)d answers", "count"),
    ngettext_lazy(
        "%(count)d answer has waited for a validator for long.",
        "%(count)d answers have waited for a validator for long.",
        "count",
    ),
    WHO_COORDINATES,
)

WAITING = (STILL_TO_SIGN, STILL_TO_AGREE, STILL_TO_VALIDATE, NOT_SIGNED, NOT_VALIDATED)

WAITS_IN = {
    STILL_TO_SIGN.code: (SIGN_OFF,),
    STILL_TO_AGREE.code: (AGREEMENT,),
    NOT_SIGNED.code: (SIGN_OFF, AGREEMENT),
    STILL_TO_VALIDATE.code: (VALIDATION,),
    NOT_VALIDATED.code: (VALIDATION,),
}
"""By rule, the states in which what it tells of still waits."""
CAME_IN = {"to-sign": (SIGN_OFF,), "to-agree": (AGREEMENT,), "to-validate": (VALIDATION,)}
"""By rule of a step, the states in which what came to somebody by it still waits for them."""
