"""Taking back what one just did: offered on the case and in My work, while the time for it lasts."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from cases.pages.case import case_page
from cases.pages.kept import posted
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS, after_step
from cases.people.models import User
from cases.policy import signed_in
from workflow import undoing
from workflow.errors import Refused


@signed_in
@posted
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back the last step of a case. ``seen`` in the form is the version at which it was offered."""
    user, version = person(request), request.POST.get("seen", "")
    case = _case_just_moved(user, reference)
    taken = case.events.filter(number=case.version).first()
    try:
        undoing.undo(case, by=user, now=timezone.now(), seen=whole_number(version) or 0)
    except Refused as refused:
        return _refused(request, case, refused)
    again = Case.objects.get(pk=case.pk)
    told = _("%(case)s: taken back. It stands at “%(standing)s” again, and nobody was told.")
    messages.success(request, told % {"case": case.reference, "standing": again.standing})
    if again.answer and taken and again.answer.requests.lapsed_at(taken.at).exists():
        messages.warning(request, _("The request for more time that lapsed with it stays withdrawn."))
    return after_step(request, case)


def _case_just_moved(user: User, reference: str) -> Case:
    """A case that the person sees, or saw until his own last step took it out of sight."""
    own = Q(events__by=user, events__number=F("version"))
    seen = Case.objects.filter(Q(pk__in=Case.objects.visible_to(user)) | own).not_hidden_from(user).distinct()
    return get_object_or_404(seen.select_related("recommendation"), recommendation__reference=reference)


def _refused(request: HttpRequest, case: Case, refused: Refused) -> HttpResponse:
    if not Case.objects.visible_to(person(request)).filter(pk=case.pk).exists():
        messages.error(request, f"{case.reference}: {refused.sentence}")
        return redirect("my-work")
    shown = case_for(person(request), case.reference)
    return case_page(request, shown, status=STATUS.get(type(refused), 422), refusal=refused.sentence)
