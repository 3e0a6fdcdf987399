"""What is done with an import as a whole: it is confirmed, left, or taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases.importing import undoing, waiting
from cases.models import Import
from cases.models.imports import AGAIN
from cases.pages.imports.listing import ROWS_AT_ONCE
from cases.pages.imports.one import import_for, seen_of
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.tasks import import_one
from workflow.errors import Refused
from workflow.wake import poke

AT_ONCE = 300


@requires(COORDINATOR)
@posted_from("import", "key")
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the worker to write what the person saw."""
    one = import_for(person(request), key)
    if request.POST.get("seen") != seen_of(one):
        messages.error(request, _("This import has changed since you looked. Look again, and confirm then."))
        return redirect("import", key)
    counts = {name: getattr(one, name) for name in ("new", "changed", "same", "skipped")}
    ready = Import.objects.filter(
        pk=one.pk, read_at__isnull=False, confirmed_at=None, written_at=None, **counts
    )
    how = {"confirmed_at": timezone.now(), "by": person(request), "language": get_language() or ""}
    notes = [note for note in one.notes if not note.startswith(AGAIN)]
    if ready.filter(refused="").update(**how, notes=notes, done=0):
        _write_soon(one)
    return redirect("import", key)


def _write_soon(one: Import) -> None:
    """A few hundred rows are written before the page is answered; the worker writes more."""
    if one.new + one.changed <= AT_ONCE and one.total <= ROWS_AT_ONCE:
        waiting.work_on(one.key, clock=timezone.now)
    else:
        poke(import_one, str(one.key))


@requires(COORDINATOR)
@posted_from("import", "key")
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget a file of which nothing was imported."""
    one = import_for(person(request), key)
    file = one.file
    if not _left(one):
        messages.error(request, _("This import was confirmed already; take it back instead."))
        return redirect("import", key)
    if file:
        file.delete(save=False)
    messages.success(request, _("“%(file)s” was discarded; nothing was imported.") % {"file": one.file_name})
    return redirect("imports")


@transaction.atomic
def _left(one: Import) -> bool:
    """Whether it is gone: not where somebody confirmed it at the same moment."""
    unconfirmed = Import.objects.filter(pk=one.pk, confirmed_at=None, written_at=None)
    held = unconfirmed.select_for_update().first()
    if held is not None:
        held.delete()
    return held is not None


@requires(COORDINATOR)
@posted_from("import", "key")
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    one = import_for(person(request), key)
    try:
        count = undoing.undo(one, by=person(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("import", key)
    said = ngettext(
        "Taken back: %(count)d recommendation is gone, or is as it was before.",
        "Taken back: %(count)d recommendations are gone, or are as they were before.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("import", key)
