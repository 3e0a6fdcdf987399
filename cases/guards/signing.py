"""What was signed on paper: the text that was printed, by who may sign, filed by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.facts import drafters, latest_draft
from cases.people.roles import HEAD, grants_of
from cases.signing.codes import digest_of, signed_of
from workflow.facts import asks
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def scan_is_kept(act: Act) -> StrOrPromise:
    """with its scan"""
    text = act.data.get("paper")
    if text is None:
        return ""
    own = text.paper.department_id == act.case.lead_id
    return "" if text.paper.filed_at and own else _("The signed paper is filed first, with its scan.")


@asks(latest_draft)
def text_is_the_one_printed(act: Act) -> StrOrPromise:
    """the text that was printed"""
    text = act.data.get("paper")
    if text is None:
        return ""
    now = next((pk for pk, *_texts in act.ask(latest_draft)), None)
    if now == text.version_id and digest_of(signed_of(act.case, text.version)) == text.digest:
        return ""
    return _("The answer was changed after it was printed, so the signature is not for it. Print it again.")


@asks(drafters)
def signer_may_sign(act: Act) -> StrOrPromise:
    """signed by the head, who did not draft it"""
    text = act.data.get("paper")
    if text is None:
        return ""
    signer = text.paper.signer
    grants = grants_of(signer)
    if not HEAD.held(grants, act.case.lead_id):
        return _("%(name)s does not sign for the department any more.") % {"name": signer}
    signs_for = {signer.pk, HEAD.lender(grants, act.case.lead_id)}
    if not signs_for.isdisjoint(act.ask(drafters)):
        return _("%(name)s drafted this answer; another head signs it.") % {"name": signer}
    return ""


@asks(drafters)
def filer_is_another(act: Act) -> StrOrPromise:
    """filed by one who neither drafted nor signed it"""
    text = act.data.get("paper")
    if not act.people.isdisjoint(act.ask(drafters)):
        return _("You drafted this answer; somebody else in your department files it.")
    if text is not None and text.paper.signer_id in act.people:
        return _("Somebody else files what you signed; or sign it here, on the screen.")
    return ""
