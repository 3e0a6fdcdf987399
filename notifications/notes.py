"""What a coordinator wrote with a reminder by hand, or above the mail of a day, for the mail that has it."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from cases.people.models import User
from notifications.models import Chase, MorningNote, NoticeQuerySet
from notifications.writing import Note


def said_with(notices: NoticeQuerySet) -> list[Note]:
    """One note for each reminder by hand among these notices of one person."""
    chases = Chase.objects.filter(pk__in=notices.values("chase")).select_related("by").order_by("pk")
    return [Note(chase.by, chase.note) for chase in chases]


def said_above(recipient: User, day: date) -> list[Note]:
    """What stands above the mail of ``day`` to this person: what is for everybody first."""
    meant = Q(recipient=recipient) | Q(recipient=None)
    notes = MorningNote.objects.filter(meant, day=day).select_related("by")
    return [Note(one.by, one.text) for one in notes.order_by(F("recipient").asc(nulls_first=True))]
