"""The forms of rewriting a passage, and of not agreeing to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from cases.pages.forms import MOST_VERSIONS, TextField
from cases.templatetags.suivi import direction


class PassageForm(forms.Form):
    """The editor's words for a passage; ``began_with`` is the number of the text that was begun with."""

    text = TextField(
        label=gettext_lazy("The report's words"),
        help_text=gettext_lazy("A blank line begins a new numbered paragraph."),
        rows=10,
        css="narrative",
        error_messages={
            "required": gettext_lazy("There is no text. Write it, or take back the departments' own words.")
        },
    )
    annexed = TextField(
        label=gettext_lazy("In the annex only"),
        help_text=gettext_lazy("Detail that stands in the annex of full texts, below what is approved."),
        rows=4,
        required=False,
    )
    began_with = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    def in_language(self, code: str) -> PassageForm:
        """The texts are written in the report's language, whatever the page speaks."""
        for name in ("text", "annexed"):
            self.fields[name].widget.attrs |= {"lang": code, "dir": direction(code)}
        return self


class DeclineForm(forms.Form):
    """Why a department does not agree, and what should stand there instead."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The editor will read it."),
        rows=3,
        error_messages={"required": gettext_lazy("Give a reason: the editor will read it.")},
    )
    proposed = TextField(
        label=gettext_lazy("What should stand there"),
        help_text=gettext_lazy("If the editor takes it word for word, your department has agreed with it."),
        rows=5,
        required=False,
    )
