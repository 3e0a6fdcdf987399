"""What a coordinator wrote with a reminder by hand, for the mail that carries it."""

from __future__ import annotations

from notifications.models import Chase, Notice, NoticeQuerySet
from notifications.writing import Note


def said_with(notices: NoticeQuerySet) -> list[Note]:
    """One note for each reminder by hand among these notices of one person; nothing for other notices."""
    if not notices.filter(chase__isnull=False).exists():
        return []
    chases = Chase.objects.filter(pk__in=notices.values("chase")).select_related("by").order_by("pk")
    return [Note(chase.by, chase.note, _others(chase, notices)) for chase in chases]


def _others(chase: Chase, notices: NoticeQuerySet) -> list[str]:
    """Who else was reminded of the same cases by the same act."""
    same = Notice.objects.filter(chase=chase, case__in=notices.values("case"))
    others = same.exclude(recipient__in=notices.values("recipient"))
    return sorted(set(others.values_list("recipient__name", flat=True)))
