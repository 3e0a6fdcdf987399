"""Takes an import back while nobody has worked on its cases: what it made goes, what it revised is as before.

Concerns and observations go back too (``contexts.py``).

The file itself is kept, so that it may be imported again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from cases.importing import contexts, work
from cases.importing.comparison import FIELDS, Change
from cases.importing.terms import LISTS
from cases.models import (
    Brought,
    BroughtContext,
    Case,
    FormerText,
    Import,
    KnownAs,
    LeadProposal,
    Recommendation,
    RecommendationText,
    SaidTwice,
    SearchText,
)
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from cases.searching import index
from workflow.errors import NotAllowed, Refused

BATCH = 500


def before_of(change: Change) -> dict[str, Any]:
    """How a recommendation stands that is about to be revised, as JSON: only what the change touches."""
    one = change.recommendation
    texts = {wording.language: wording for wording in one.wordings.all()}
    return {
        "fields": {
            (column := change.column_of(name)): _plain(getattr(one, column)) for name in change.fields
        },
        "texts": {code: _text(texts.get(code)) for code in change.languages},
        "lists": {name: [term.pk for term in getattr(one, name).all()] for name in change.lists},
        "bodies": [[at.named, at.department_id] for at in one.lead_proposals.all() if at.by_id is None]
        if change.bodies
        else None,
    }


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
    _revise_back([row for row in brought if not row.is_new], now)
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
    for batch in _batches([row.recommendation_id for row in brought]):
        held = Recommendation.objects.select_for_update().filter(pk__in=batch)
        list(held.order_by("pk").values_list("pk"))
        cases = Case.objects.select_for_update(of=("self",)).filter(recommendation__in=batch)
        list(cases.order_by("pk").values_list("pk"))


def _forget(pks: list[int]) -> None:
    """Nobody has seen to them, so they go with their cases. What else hangs on one keeps them all."""
    try:
        for batch in _batches(pks):
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


def _revise_back(rows: list[Brought], now: datetime) -> None:
    _fields_back(rows)
    _texts_back(rows, now)
    _lists_back(rows)
    _bodies_back(rows)
    KnownAs.objects.filter(
        pk__in=[row.before["known_as"] for row in rows if "known_as" in row.before]
    ).delete()
    index.refresh(row.recommendation_id for row in rows)


def _fields_back(rows: list[Brought]) -> None:
    concerned = [row.recommendation for row in rows if row.before.get("fields")]
    for row in rows:
        for column, value in row.before.get("fields", {}).items():
            is_day = column == "adopted_on" and value
            setattr(row.recommendation, column, date.fromisoformat(value) if is_day else value)
    Recommendation.objects.bulk_update(concerned, [*FIELDS, "position_in_source"], batch_size=100)


def _texts_back(rows: list[Brought], now: datetime) -> None:
    """What the import had written is kept as a former text, so that nothing that was shown is forgotten."""
    wanted = {
        (row.recommendation_id, code): text
        for row in rows
        for code, text in row.before.get("texts", {}).items()
    }
    standing = RecommendationText.objects.filter(of__in={pk for pk, _code in wanted})
    former = [one for one in standing if (one.of_id, one.language) in wanted]
    FormerText.objects.bulk_create([former_text(one, now) for one in former], batch_size=BATCH)
    added = [one.pk for one in former if wanted[one.of_id, one.language] is None]
    RecommendationText.objects.filter(pk__in=added).delete()
    for one in former:
        text = wanted[one.of_id, one.language] or {}
        for name, value in text.items():
            setattr(one, name, value)
    back = [one for one in former if wanted[one.of_id, one.language] is not None]
    RecommendationText.objects.bulk_update(back, ["text", "opening", "heading"], batch_size=BATCH)


def former_text(one: RecommendationText, now: datetime) -> FormerText:
    """The text as it stands until ``now``."""
    texts = {"text": one.text, "opening": one.opening, "heading": one.heading}
    return FormerText(of_id=one.of_id, language=one.language, until=now, **texts)


def _lists_back(rows: list[Brought]) -> None:
    for name in LISTS:
        through = getattr(Recommendation, name).through
        concerned = {
            row.recommendation_id: row.before["lists"][name]
            for row in rows
            if name in row.before.get("lists", {})
        }
        through.objects.filter(recommendation__in=concerned).delete()
        through.objects.bulk_create(
            [
                through(recommendation_id=pk, term_id=term)
                for pk, terms in concerned.items()
                for term in terms
            ],
            batch_size=BATCH,
        )


def _bodies_back(rows: list[Brought]) -> None:
    concerned = {
        row.recommendation_id: row.before["bodies"] for row in rows if row.before.get("bodies") is not None
    }
    LeadProposal.objects.filter(recommendation__in=concerned, by=None).delete()
    taken = set(
        LeadProposal.objects.filter(recommendation__in=concerned).values_list("recommendation_id", "named")
    )
    LeadProposal.objects.bulk_create(
        [
            LeadProposal(recommendation_id=pk, named=named, department_id=department)
            for pk, bodies in concerned.items()
            for named, department in bodies
            if (pk, named) not in taken
        ],
        batch_size=BATCH,
    )


def _batches(pks: list[int]) -> Iterable[list[int]]:
    return (pks[begins : begins + BATCH] for begins in range(0, len(pks), BATCH))


def _text(wording: RecommendationText | None) -> dict[str, str] | None:
    if wording is None:
        return None
    return {"text": wording.text, "opening": wording.opening, "heading": wording.heading}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
