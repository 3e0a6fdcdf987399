"""Takes an import back while nobody has worked on its cases: what it made goes, what it revised is as before.

Concerns and observations go back too (``contexts.py``). How recommendations were: ``before.py``. The file
itself is kept, so that it may be imported again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from cases.importing import contexts, work
from cases.importing.batches import batches
from cases.importing.before import put_back
from cases.models import (
    Brought,
    BroughtContext,
    Case,
    FormerText,
    Import,
    Recommendation,
    SaidTwice,
    SearchText,
)
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from workflow.errors import NotAllowed, Refused


def why_not(one: Import, by: User) -> str:
    """Why it cannot be taken back, as ``by`` may know it; empty where it can."""
    if one.undone_at is not None:
        return _("It was taken back already.")
    if not one.is_standing or not (one.brought.exists() or one.brought_context.exists()):
        return _("There is nothing that could be taken back.")
    if later := _revised_later(one):
        return _("%(reference)s was revised by a later import. Take that one back first.") % {
            "reference": later
        }
    if _context_revised_later(one):
        return _("A later import revised a concern or an observation of it. Take that one back first.")
    return _worked_on(one, by)


@transaction.atomic
def undo(one: Import, *, by: User, now: datetime) -> int:
    """Take the import back, all or nothing; how many recommendations that was.

    Raises :class:`NotAllowed` where ``by`` is no coordinator, :class:`Refused` with the case that was
    worked on, or why else it cannot be taken back.
    """
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Only a coordinator takes an import back."))
    held = Import.objects.select_for_update().get(pk=one.pk)
    brought = list(held.brought.select_related("recommendation").order_by("pk"))
    _hold_cases(brought)
    if sentence := why_not(held, by):
        raise Refused(sentence)
    put_back([row for row in brought if not row.is_new], now=now)
    _forget([row.recommendation_id for row in brought if row.is_new])
    contexts.take_back(held)
    held.undone_at, held.undone_by = now, by
    held.save(update_fields=["undone_at", "undone_by"])
    return len(brought)


def _revised_later(one: Import) -> str:
    """The reference of a recommendation that a later import revised, which still stands."""
    later = Brought.objects.filter(
        pk__gt=OuterRef("pk"), by__in=Import.objects.standing(), recommendation=OuterRef("recommendation")
    )
    found = one.brought.filter(Exists(later)).order_by("pk")
    return found.values_list("recommendation__reference", flat=True).first() or ""


def _context_revised_later(one: Import) -> bool:
    later = BroughtContext.objects.filter(
        pk__gt=OuterRef("pk"), by__in=Import.objects.standing(), context=OuterRef("context")
    )
    return one.brought_context.filter(Exists(later)).exists()


def _worked_on(one: Import, by: User) -> str:
    """That somebody acted on a case of it since; which one, where ``by`` sees it."""
    made = Q(recommendation__brought_by__is_new=True) & work.is_begun()
    since = work.is_worked_on_since(one.written_at) if one.written_at else Q()
    found = Case.objects.filter(made | since, recommendation__brought_by__by=one).order_by("pk")
    seen = found.not_hidden_from(by).values_list("recommendation__reference", flat=True).first()
    if seen:
        return _("Somebody has worked on %(reference)s since, so the import stands.") % {"reference": seen}
    return _("Somebody has worked on one of its cases since, so the import stands.") if found.exists() else ""


def _hold_cases(brought: list[Brought]) -> None:
    """Nobody acts on them, or revises what they answer, until the transaction ends; in the engine's order."""
    for batch in batches([row.recommendation_id for row in brought]):
        held = Recommendation.objects.select_for_update().filter(pk__in=batch)
        list(held.order_by("pk").values_list("pk"))
        cases = Case.objects.select_for_update(of=("self",)).filter(recommendation__in=batch)
        list(cases.order_by("pk").values_list("pk"))


def _forget(pks: list[int]) -> None:
    """Nobody has seen to them, so they go with their cases. What else hangs on one keeps them all."""
    try:
        for batch in batches(pks):
            Brought.objects.filter(recommendation__in=batch).delete()
            Case.objects.filter(recommendation__in=batch).delete()
            FormerText.objects.filter(of__in=batch).delete()
            SearchText.objects.filter(of__in=batch).delete()
            Recommendation.objects.filter(pk__in=batch).delete()
        proposed = SaidTwice.objects.filter(state=SaidTwice.State.PROPOSED).alias(cases_left=Count("members"))
        proposed.filter(cases_left__lt=2).delete()
    except ProtectedError as error:
        kept = next((str(row) for row in error.protected_objects), "")
        sentence = _("Something hangs on its cases already (%(what)s), so the import stands.")
        raise Refused(sentence % {"what": kept[:80]}) from error
