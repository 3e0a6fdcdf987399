"""What a coordinator wrote with a reminder by hand, for the mail that carries it."""

from __future__ import annotations

from notifications.models import Chase, NoticeQuerySet
from notifications.writing import Note


def said_with(notices: NoticeQuerySet) -> list[Note]:
    """One note for each reminder by hand among these notices of one person."""
    chases = Chase.objects.filter(pk__in=notices.values("chase")).select_related("by").order_by("pk")
    return [Note(chase.by, chase.note) for chase in chases]
