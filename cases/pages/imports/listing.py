"""Where a file is dropped or chosen, and what was imported before."""

from __future__ import annotations

from errno import EDQUOT, ENOSPC
from hashlib import file_digest
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.importing import staging, waiting
from cases.models import Import
from cases.pages.imports.file_form import FileForm, largest
from cases.pages.imports.words import source_of, stands_at
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.tasks import import_one
from cases.uploads import unpacked_size
from workflow.wake import poke

PER_PAGE = 20
AT_ONCE = 512 * 1024
"""Bytes: a file of a few hundred rows is read before the page is answered; the worker reads larger ones."""
ROWS_AT_ONCE = 500
UNPACKED_AT_ONCE = 8 * 1024 * 1024
"""Bytes that a workbook or document says it is once open: a small file may hold very much."""


@requires(COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """With a file: keeps it, and asks the worker to read it; nothing is imported before it is confirmed.

    A file that was read at once and refused is not kept: the form says why, with what was typed in it.
    """
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = _kept(form.cleaned_data, person(request))
        except OSError as error:
            form.add_error("file", _no_room(error))
        else:
            if not one.refused:
                return redirect("import", one.key)
            form.add_error("file", one.refused)
            _forget(one)
    status = 422 if request.method == "POST" else 200
    found = Import.objects.visible_to(person(request)).select_related("by", "undone_by").order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "largest": largest(),
        "most_bytes": largest() * 1024 * 1024,
        "rows": [
            {"one": one, "stands_at": stands_at(one), "source": source_of(one)} for one in page.object_list
        ],
    }
    return render(request, "cases/imports/imports.html", context, status=status)


def _kept(said: dict[str, Any], by: User) -> Import:
    """The import of this file; the one that waits already where it was sent twice."""
    file: UploadedFile = said["file"]
    file.seek(0)
    about = {
        "sha256": file_digest(cast("Any", file.file), "sha256").hexdigest(),
        "layout": said["layout"],
        "state_name": said["state"],
        "by": by,
    }
    unwritten = Import.objects.filter(**about, written_at=None, refused="").exclude(file="")
    of_source = unwritten.filter(source=said["source"]) if said["source"] else unwritten
    if known := of_source.order_by("-pk").first():
        return _looked_at_anew(known)
    name = get_valid_filename(f"x{(file.name or '')[-80:]}")[1:]
    name = name if name.strip(".") else "file"
    one = Import(
        **about,
        source=said["source"],
        file_name=(file.name or name)[-255:],
        at=timezone.now(),
        language=get_language() or "",
    )
    file.seek(0)
    try:
        one.file.save(name, file)
    except OSError:
        one.file.storage.delete(one.file.field.generate_filename(one, name))
        raise
    return read_soon(one)


def _no_room(error: OSError) -> str:
    """For a full disk, which no person can help; any other fault goes on."""
    if error.errno not in (ENOSPC, EDQUOT):
        raise error
    return _("The server has no room left for the file, so nothing was kept. Tell your administrator.")


@transaction.atomic
def _looked_at_anew(one: Import) -> Import:
    """An import that waits from before: what stands may have changed since it was read."""
    since = Q(written_at__gt=one.read_at) | Q(undone_at__gt=one.read_at)
    if one.is_to_confirm and one.total <= ROWS_AT_ONCE and Import.objects.filter(since).exists():
        staging.stage_again(one, now=timezone.now())
    return one


def read_soon(one: Import) -> Import:
    """The import, read already where its file is small and holds little; else the worker does it."""
    read = one
    if one.file.size <= AT_ONCE and _unpacked(one) <= UNPACKED_AT_ONCE:
        read = waiting.work_on(one.key, clock=timezone.now, most=ROWS_AT_ONCE) or one
    if read.is_under_way:
        poke(import_one, str(one.key))
    return read


def _unpacked(one: Import) -> int:
    with one.file.open("rb") as content:
        return unpacked_size(cast("BinaryIO", content.file))


def _forget(one: Import) -> None:
    file = one.file
    one.delete()
    file.delete(save=False)
