"""The models of earlier days, which migrations draw up anew for each operation, take no steps.

django-fsm has each field of a state listen to every model that is prepared later, to find its transitions.
What migrations draw up lives until they are through, so each model would be told to thousands of such fields:
that is most of the time of a long way through the migrations.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import class_prepared
from django_fsm import FSMField

DRAWN_UP = "__fake__"
"""Where Django says that these models are defined: ``django.db.migrations.state.ModelState.render``."""


def listen_no_more(sender: Any, **given: Any) -> None:
    """The receiver of ``class_prepared``."""
    if sender.__module__ == DRAWN_UP:
        for field in sender._meta.local_fields:
            if isinstance(field, FSMField):
                class_prepared.disconnect(field._collect_transitions)
