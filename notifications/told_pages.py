"""All that was told of a case, to whom and why; what stands on its own page is the newest of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages.opened import case_for, person
from cases.policy import signed_in
from notifications.told_of_case import grouped, notices_of, told_of, with_mails, with_mornings

ON_A_PAGE = 100


@signed_in
@require_safe
def all_told(request: HttpRequest, reference: str) -> HttpResponse:
    user = person(request)
    case = case_for(user, reference)
    page = Paginator(notices_of(case, user), ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    told = with_mails(with_mornings(told_of(list(page.object_list), now), now), user)
    return render(request, "notifications/told.html", {"case": case, "page": page, "days": grouped(told)})
