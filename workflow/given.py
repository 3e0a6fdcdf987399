"""What a step is given, written down as JSON, to be given later: in another process, after a crash.

A row is kept by its model and id, a day and a moment as text; what JSON has by itself stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from workflow.errors import Blocked


def written_down(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` as JSON keeps it. Raises TypeError for what could not be given again."""
    return {name: _written(value) for name, value in data.items()}


def given_again(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`written_down` made JSON of. Raises :class:`Blocked` where a row is there no more."""
    return {name: _again(value) for name, value in kept.items()}


def _written(value: Any) -> Any:
    if isinstance(value, Model):
        return {"model": value._meta.label_lower, "pk": value.pk}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"A step cannot be given a {type(value).__name__} later: it cannot be written down.")


def _again(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    if "day" in kept:
        return date.fromisoformat(kept["day"])
    if "moment" in kept:
        return datetime.fromisoformat(kept["moment"])
    row = apps.get_model(kept["model"])._base_manager.filter(pk=kept["pk"]).first()
    if row is None:
        raise Blocked(_("What was chosen for it is no longer there."))
    return row
