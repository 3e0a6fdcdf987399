"""A change to a calendar as a form: it is shown before it is made, and says itself in a sentence."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from cases.people.models import Calendar, User

CARRIED = ("seen", "dates", "csrfmiddlewaretoken")
"""What belongs to the preview, and is not of the change itself."""


class ChangeForm(forms.Form):
    """One change. ``calendar`` is what is changed, ``by`` who changes it."""

    button: ClassVar[Any] = gettext_lazy("Save")
    shows_days = False
    """Whether what would be brought in is always shown before it is saved."""

    def __init__(self, *args: Any, calendar: Calendar, by: User, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s"} | options)
        self.calendar, self.by = calendar, by

    def carried(self) -> list[tuple[str, str]]:
        """What is sent again when the preview is confirmed."""
        return [
            (name, value)
            for name, values in self.data.lists()  # type: ignore[attr-defined]
            if name not in CARRIED
            for value in values
        ]

    def make(self) -> Calendar:
        raise NotImplementedError

    def said(self) -> str:
        raise NotImplementedError
