"""What an editor does about a finding that does not apply: set it aside with a reason, or take that back.

What holds up the freezing is not set aside: it is mended, or the validator freezes with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import User
from cases.people.roles import EDITOR, grants_of
from exports.checking.finding import Finding
from exports.models.report import Report
from exports.models.set_aside import LONGEST_REASON, SetAside
from workflow.errors import Blocked, NotAllowed, Refused, WrongState


def set_aside(
    report: Report, key: str, found: Iterable[Finding], *, reason: str, by: User, now: datetime
) -> SetAside:
    """Set one finding aside. ``found`` is what is found in the report now.

    Raises :class:`NotAllowed` for others than editors, :class:`WrongState` once the report is frozen,
    :class:`Blocked` where the finding is not there any more or holds up the freezing, and :class:`Refused`
    without a reason; then nothing was written.
    """
    finding = next((one for one in found if one.key == key), None)
    if finding is None:
        raise Blocked(_("The text there has changed since, so nothing was set aside. Look at it again."))
    if finding.check.holds_up:
        raise Blocked(_("This holds up the freezing: mend it, or let the validator freeze with a reason."))
    if not reason.strip():
        raise Refused(_("Say why it does not apply here: whoever reviews the report reads it."))
    if len(reason) > LONGEST_REASON:
        sentence = _("The reason is longer than %(count)d characters: shorten it.")
        raise Refused(sentence % {"count": LONGEST_REASON})
    said = {"code": finding.code, "key": key, "sentence": finding.sentence, "reason": reason.strip()}
    return _add(report, by=by, now=now, **said)


def take_back(report: Report, key: str, *, by: User, now: datetime) -> SetAside:
    """The finding counts again. Errors as above; :class:`Blocked` where it is not set aside."""
    standing = SetAside.objects.of(report).by_key().get(key)
    if standing is None:
        raise Blocked(_("It is not set aside any more; somebody took that back meanwhile."))
    return _add(report, by=by, now=now, code=standing.code, key=key, taken_back=True)


@transaction.atomic
def _add(report: Report, *, by: User, now: datetime, **said: object) -> SetAside:
    if not EDITOR.held(grants_of(by), None):
        raise NotAllowed(_("This is for the %(role)s.") % {"role": EDITOR.label})
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.edition_id is not None:
        raise WrongState(_("The report is frozen: what was set aside stands as it was."))
    return SetAside.objects.create(report=held, by=by, at=now, **said)


def counting(found: Iterable[Finding], aside: dict[str, SetAside]) -> list[Finding]:
    """What was not set aside; what holds up the freezing always counts."""
    return [one for one in found if one.check.holds_up or one.key not in aside]
