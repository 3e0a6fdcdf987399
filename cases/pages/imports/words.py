"""Where an import stands, in words: what its dates say."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Import


def stands_at(one: Import) -> dict[str, Any]:
    """``words``, and the ``tone`` of their label."""
    if one.refused:
        return {"words": _("Refused"), "tone": "late"}
    if one.undone_at:
        return {"words": _("Taken back"), "tone": ""}
    if one.written_at:
        return {"words": _("Imported"), "tone": "good"}
    if one.confirmed_at:
        return {"words": _("Being written"), "tone": "accent"}
    if one.read_at:
        return {"words": _("Ready to confirm"), "tone": "accent"}
    if one.asks_for_columns:
        return {"words": _("Asks what its columns are"), "tone": "accent"}
    return {"words": _("Being read"), "tone": "accent"}
