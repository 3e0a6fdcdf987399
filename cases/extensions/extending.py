"""What people do about more time: ask for it, decide, withdraw. Changes of state go through the engine.

The cases are locked before the request, as every step of a case does: two acts never wait in a circle.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import lock, lock_for
from cases.models import Case, Extension
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from workflow import engine, may
from workflow.errors import Blocked, NotAllowed, WrongState
from workflow.models import Event


@transaction.atomic
def ask_for_more_time(case: Case, *, by: User, now: datetime, comment: str, **wanted: Any) -> Extension:
    """Ask for another due date of the case and of those answered together with it.

    ``wanted`` is ``wanted_on``, a date, or ``working_days`` more than it has.

    Raises :class:`NotAllowed` outside the lead department, :class:`WrongState` where the case is not
    assigned, and as :func:`workflow.engine.perform` does; then nothing was changed.
    """
    held = lock_for(case, by)
    if not LEAD_DEPARTMENT.held(grants_of(by), held.lead_id):
        raise NotAllowed(_("Only the lead department asks for more time."))
    if held.answer is None or held.lead is None:
        raise WrongState(_("The case is not assigned yet; it has no date."))
    request = Extension(answer=held.answer, lead=held.lead)
    if refusal := next(iter(may.available(request, by, now=now))).refusal:
        raise Blocked(str(refusal))
    request.save()
    engine.perform(request, "ask", by=by, now=now, comment=comment, **wanted)
    return request


@transaction.atomic
def take_request_step(
    request: Extension, step: str, *, by: User, now: datetime, comment: str = "", seen: int, **data: Any
) -> Event:
    """Grant, refuse or withdraw a request. Arguments and errors as in :func:`workflow.engine.perform`."""
    for case in request.told_cases()[:1]:
        lock(case)
    return engine.perform(request, step, by=by, now=now, comment=comment, seen=seen, **data)
