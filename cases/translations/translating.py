"""Translating an answer: who may, saving a version, and marking it as revised.

Neither is a step of the case: a case goes on whether it is translated or not, and what was done is known from
the rows themselves, each with its author and time.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Answer, Translation, Version
from cases.models.translation import source_of
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, TRANSLATOR, grants_of
from cases.searching import index
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class StaleTranslation(Conflict):
    """Somebody saved another translation meanwhile; ``current`` is it, and nothing was written."""

    def __init__(self, sentence: str, current: Translation) -> None:
        super().__init__(sentence)
        self.current = current


def languages_beside(answer: Answer) -> list[str]:
    """The languages into which an answer is translated: those of the pages, without its own."""
    return [code for code in settings.INTERFACE_LANGUAGES if code != answer.round.language]


def why_not_translate(answer: Answer, latest: Translation | None, grants: Grants) -> StrOrPromise:
    """Why this person does not write or revise the translation; empty: it does."""
    if LEAD_DEPARTMENT.held(grants, answer.lead_id):
        return ""
    if not TRANSLATOR.held(grants, None):
        return _("Translators write here, and the department that answers.")
    if answer.lead.independent and latest is not None and latest.by_lead:
        return _("The body translated its text itself; nobody else changes that.")
    return ""


@transaction.atomic
def save_translation(
    answer: Answer,
    *,
    language: str,
    full_text: str,
    short_text: str,
    made_from: int,
    started_from: int,
    by: User,
    now: datetime,
) -> Translation:
    """Add a version to the translation; where nothing differs, the one that stands comes back.

    ``made_from`` is the number of the answer's version that the translator had beside it, ``started_from``
    that of the translation it began with, 0 for none.

    Raises :class:`NotAllowed`, :class:`WrongState` where that text is not translated into ``language``,
    :class:`Blocked` where nothing is written, :class:`StaleTranslation` where somebody saved meanwhile.
    """
    held, latest = _held(answer, language, by)
    source = Version.objects.visible_to(by).filter(answer=held, number=made_from).first()
    if source is None or language not in languages_beside(held):
        raise WrongState(_("There is no text here to be translated."))
    if latest is not None and latest.number != started_from:
        raise StaleTranslation(_("Somebody else saved this translation while you were writing."), latest)
    if not full_text.strip() and not short_text.strip():
        raise Blocked(_("Write the translation first."))
    if latest is not None and latest.texts == (full_text, short_text) and latest.source_id == source.pk:
        return latest
    return held.translations.create(
        language=language,
        number=latest.number + 1 if latest else 1,
        source=source,
        full_text=full_text,
        short_text=short_text,
        author=by,
        at=now,
        by_lead=LEAD_DEPARTMENT.held(grants_of(by), held.lead_id),
    )


@transaction.atomic
def mark_revised(answer: Answer, *, language: str, seen: int, by: User, now: datetime) -> Translation:
    """Say that the newest translation was read against the text of today, by another than who wrote it.

    ``seen`` is the number of the translation that was read. A second time does nothing.

    Raises :class:`NotAllowed`, :class:`WrongState` where there is none, :class:`Blocked`, or
    :class:`StaleTranslation` where somebody saved a newer one.
    """
    held, latest = _held(answer, language, by)
    if latest is None:
        raise WrongState(_("There is no translation yet."))
    if latest.number != seen:
        raise StaleTranslation(_("Somebody else saved this translation while you were reading."), latest)
    if refusal := why_not_revise(latest, source_of(held), by):
        raise Blocked(str(refusal))
    if latest.revised_at is None:
        latest.revised_by, latest.revised_at = by, now
        latest.save(update_fields=["revised_by", "revised_at"])
        index.refresh_answers([latest.source_id])
    return latest


def why_not_revise(latest: Translation, source: Version | None, by: User) -> StrOrPromise:
    """Why this person, who may translate, does not mark it as revised; empty: it may."""
    if source is None or latest.source_id != source.pk:
        return _("The text has changed since: bring the translation up to it first.")
    if latest.author_id == by.pk:
        return _("You wrote this translation; somebody else revises it.")
    return ""


def _held(answer: Answer, language: str, by: User) -> tuple[Answer, Translation | None]:
    """The answer, locked, and its newest translation; for one who reads the text and may translate it."""
    rows = Answer.objects.select_for_update(of=("self",)).select_related("round", "lead", "sent", "approved")
    held = rows.get(pk=answer.pk)
    source = source_of(held)
    latest = held.translations.filter(language=language).newest_first().first()
    if source is None or not Version.objects.visible_to(by).filter(pk=source.pk).exists():
        raise NotAllowed(_("You may not read this text."))
    if refusal := why_not_translate(held, latest, grants_of(by)):
        raise NotAllowed(str(refusal))
    return held, latest
