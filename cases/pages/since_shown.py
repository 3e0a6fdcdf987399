"""A form that was shown before somebody else wrote: saving it undoes nothing that the person never saw.

Beside each field the page has a hidden one with what stood there as it was shown (``cases/parts/was.html``).
"""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

WAS = "was-"


def was(form: forms.Form, stands: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and value of the hidden fields: what was sent with a form that is shown again, else ``stands``."""
    return [
        (WAS + name, form.data.get(WAS + name, "") if form.is_bound else now) for name, now in stands.items()
    ]


def renewed(sent: QueryDict, stands: Mapping[str, str]) -> tuple[QueryDict, dict[str, str]]:
    """What was ``sent`` on top of what ``stands``, by field, and the fields that both changed.

    A field that the person left as it was shown has what stands now; where only the person changed it, or
    both did, it has what was typed. The hidden fields have what stands now.
    """
    made, both = sent.copy(), {}
    for name, now in stands.items():
        typed, before = sent.get(name, "").strip(), sent.get(WAS + name, "")
        if typed == before:
            made[name] = now
        elif now not in (before, typed):
            both[name] = now
        made[WAS + name] = now
    return made, both


def say_both(form: forms.Form, both: Mapping[str, str]) -> None:
    """Beside each field that both changed, what somebody else wrote there; ``form`` is bound."""
    for name, now in both.items():
        if now:
            sentence = _("Somebody else wrote “%(text)s” here meanwhile. Save again to set yours.")
            form.add_error(name, sentence % {"text": now})
        else:
            form.add_error(name, _("Somebody else emptied this field meanwhile. Save again to set yours."))
