"""The form by which a file is sent back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from cases.pages.forms import ChosenFileField


class FileForm(forms.Form):
    """What is wrong with the file itself is said by who opens it (``cases/offline/opening.py``)."""

    file = ChosenFileField(
        label=gettext_lazy("The file that you filled in"),
        help_text=gettext_lazy("Word (.docx) or Excel (.xlsx), 10 MB at most."),
        widget=forms.FileInput({"accept": ".docx,.xlsx"}),
    )
