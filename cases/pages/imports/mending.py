"""A row that needs a look, put right on the page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.importing import mending
from cases.models import StagedRow
from cases.pages.imports.mend_form import MendForm
from cases.pages.imports.one import import_for, import_page
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires
from workflow.errors import Refused


@requires(COORDINATOR)
@posted_from("import", "key")
def mend(request: HttpRequest, key: UUID, place: int) -> HttpResponse:
    one = import_for(person(request), key)
    staged = get_object_or_404(one.rows.filter(standing=StagedRow.Standing.LOOK), place=place)
    form = MendForm(staged, request.POST)
    if not form.is_valid():
        return import_page(request, one, status=422, mend_form=form)
    try:
        mended = mending.mend(staged, form.said(), same_as=form.cleaned_data["same_as"].strip())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("import", key)
    if mended.standing == StagedRow.Standing.LOOK:
        messages.error(request, _("It still needs a look: %(reason)s") % {"reason": mended.reason})
    elif mended.standing == StagedRow.Standing.SAME:
        messages.success(request, _("Line %(line)d is mended; it is here already.") % {"line": mended.line})
    else:
        messages.success(
            request, _("Line %(line)d is mended, and comes in with the others.") % {"line": mended.line}
        )
    page = request.POST.get("page", "")
    at = f"&page={page}" if page.isascii() and page.isdigit() else ""
    return redirect(f"{reverse('import', args=[key])}?show=look{at}#rows")
