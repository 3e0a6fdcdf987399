"""What the columns of a table mean that no layout knows, remembered for the next file with that header; and
whose list a file is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from cases.importing.waiting import digest_of
from cases.models import ColumnMatch, Import
from cases.pages.imports.column_form import ColumnsForm
from cases.pages.imports.listing import read_soon
from cases.pages.imports.one import import_for, import_page
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR
from cases.policy import requires


@requires(COORDINATOR)
@posted_from("import", "key")
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    one = import_for(person(request), key)
    if not (one.asks_for_columns or one.may_be_read_again):
        return redirect("import", key)
    form = ColumnsForm(one, request.POST)
    if not form.is_valid():
        return import_page(request, one, status=422, columns_form=form)
    _keep(one, form, person(request))
    one.refresh_from_db()
    read_soon(one)
    return redirect("import", key)


def _keep(one: Import, form: ColumnsForm, by: User) -> None:
    """The file is read, or read anew, in this way; not once somebody confirmed it meanwhile."""
    if one.header:
        known = {"columns": form.matched(), "by": by, "at": timezone.now()}
        ColumnMatch.objects.update_or_create(digest=digest_of(one.header), defaults=known)
    unconfirmed = Import.objects.filter(pk=one.pk, confirmed_at=None, written_at=None)
    how = {"columns": form.matched(), "source": form.cleaned_data["source"]}
    how["language"] = get_language() or ""
    unconfirmed.update(**how, read_at=None, done=0, total=0)
