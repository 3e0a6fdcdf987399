"""Brings a case to every state of its process, by the steps that people take."""

from __future__ import annotations

from cases import actions
from cases.models import Case
from tests.cast import NOW, Cast, approved, assigned, draft, drafted, received, sent


def with_validator_of_justice(cast: Cast) -> Case:
    """Sent by a department that has no head."""
    case = assigned(cast, to=cast.justice)
    draft(case, by=cast.justice_focal_point)
    actions.take_step(case, "sign_and_send", by=cast.justice_focal_point, now=NOW)
    return case


def for_signature(cast: Cast) -> Case:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    return case


def in_agreement(cast: Cast) -> Case:
    case = sent(cast)
    actions.propose_edits(
        case, full_text="Edited by the validator.", short_text="Edited.", by=cast.validator, now=NOW
    )
    return case


def submitted(cast: Cast) -> Case:
    case = approved(cast)
    actions.take_step(case, "submit", by=cast.editor, now=NOW, edition="a hash")
    return case


def closed(cast: Cast) -> Case:
    case = received(cast)
    because = Case.Closing.SUPERSEDED
    actions.take_step(case, "close", by=cast.coordinator, now=NOW, comment="Asked anew.", because=because)
    return case


AT = {
    "received": received,
    "assigned": assigned,
    "drafting": drafted,
    "sign-off": for_signature,
    "validation": sent,
    "agreement": in_agreement,
    "approved": approved,
    "submitted": submitted,
    "closed": closed,
}
