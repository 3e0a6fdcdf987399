"""What the columns of a table mean that no layout knows, remembered for the next file with that header."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cases.importing.waiting import digest_of
from cases.models import ColumnMatch, Import
from cases.pages.imports.column_form import ColumnsForm
from cases.pages.imports.one import import_for, import_page
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.tasks import import_one
from workflow.wake import poke


@requires(COORDINATOR)
@posted_from("import", "key")
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    one = import_for(person(request), key)
    if not (one.asks_for_columns or one.may_be_matched_again):
        return redirect("import", key)
    form = ColumnsForm(one, request.POST)
    if not form.is_valid():
        return import_page(request, one, status=422, columns_form=form)
    _keep(one, form.matched(), person(request))
    poke(import_one, str(key))
    return redirect("import", key)


def _keep(one: Import, matched: dict[str, str], by: User) -> None:
    """The file is read, or read anew, with these columns; not once somebody confirmed it meanwhile."""
    known = {"columns": matched, "by": by, "at": timezone.now()}
    ColumnMatch.objects.update_or_create(digest=digest_of(one.header), defaults=known)
    unconfirmed = Import.objects.filter(pk=one.pk, confirmed_at=None, written_at=None)
    unconfirmed.update(columns=matched, read_at=None, done=0, total=0)
