"""The form by which a file is sent, and what is refused before it is kept."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.at_sight import refused_at_sight
from cases.importing.formats import FORMATS


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.docx,.json,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty. Look whether it is the right one."),
        },
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        help_text=gettext_lazy("By default the content of the file shows it."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Whose list it is, by default that of the format. Two lists that each count from 1 are two."
        ),
    )
    state = forms.CharField(
        label=gettext_lazy("State"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Of a file about several states, the rows of this one come in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        layouts = [(name, one.label) for name, one in FORMATS.items()]
        cast("forms.ChoiceField", self.fields["layout"]).choices = [("", _("as its content shows")), *layouts]
        self.fields["state"].widget.attrs["placeholder"] = settings.STATE_NAME
        self.fields["file"].help_text = _(
            "Choose it or drop it here: CSV, Excel, Word or JSON, %(size)d MB at most; your administrator "
            "imports larger ones."
        ) % {"size": largest()}

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > largest() * 1024 * 1024:
            sentence = _(
                "The file is larger than %(size)d MB, which is the most that this page takes. Divide it, or "
                "have it imported on the server: manage.py import_recommendations."
            )
            raise forms.ValidationError(sentence, params={"size": largest()})
        if sentence := refused_at_sight(cast("BinaryIO", file.file), file.name or ""):
            raise forms.ValidationError(sentence)
        return file


def largest() -> int:
    """Megabytes: what is larger is refused before a page is asked (config/middleware.py)."""
    return int(settings.REQUEST_LIMIT_MB) - 1
