"""The form by which a file is sent back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class FileForm(forms.Form):
    """What is wrong with the file itself is said by who opens it (``cases/offline/opening.py``)."""

    file = forms.FileField(
        label=gettext_lazy("The file that you filled in"),
        help_text=gettext_lazy("Word (.docx) or Excel (.xlsx), 10 MB at most."),
        widget=forms.FileInput({"accept": ".docx,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty. Look whether it is the right one."),
        },
    )
