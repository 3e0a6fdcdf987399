"""The forms on a case: the draft, a comment, evidence; those of its steps are in ``step_form.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import uploads
from cases.models import ImplementationStatus, Round
from cases.prose import LONGEST
from cases.un import Position

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_VERSIONS = 1_000_000
"""No text has as many: a larger number was not written by a page of ours, and no column holds it."""


class TextField(forms.CharField):
    """A text of several lines, with the line ends of ours, so that an unchanged text is the same text."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, css: str = "", **options: Any) -> None:
        attrs = {"rows": rows, "dir": "auto"} | ({"class": css} if css else {})
        super().__init__(widget=forms.Textarea(attrs), **{"max_length": LONGEST} | options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without ``maxlength``, with which a browser cuts off what is pasted and says nothing."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ChosenFileField(forms.FileField):
    """It says in words of ours where no file was chosen, or nothing is in it."""

    default_error_messages = {
        "required": gettext_lazy("Choose a file first."),
        "empty": gettext_lazy("This file is empty. Look whether it is the right one."),
    }


class DayField(forms.DateField):
    """A day, asked for with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options)


TEXT_LABELS: dict[str, StrOrPromise] = {
    Round.Kind.POSITIONS: gettext_lazy("Reasons, in full"),
    Round.Kind.PLAN: gettext_lazy("What will be done, in full"),
}
"""What the long text is where it is not a report on what was done."""


class AnswerForm(forms.Form):
    """Whatever asks for the two texts of an answer."""

    def in_language(self, code: str, direction: str) -> Self:
        """The texts are written in the round's language, whatever the page speaks."""
        for name in ("full_text", "short_text"):
            self.fields[name].widget.attrs |= {"lang": code, "dir": direction}
        return self


class DraftForm(AnswerForm):
    """The narrative as its department writes it; ``started_from`` is the draft that the writer began with."""

    full_text = TextField(
        label=gettext_lazy("Full text"),
        help_text=gettext_lazy(
            "For the matrix and the public page. Begin headings with #, list items with -. "
            "A note: [^1] behind the word, and [^1]: with its text on a line of its own."
        ),
        rows=14,
        css="narrative",
        required=False,
    )
    short_text = TextField(
        label=gettext_lazy("Short text"),
        help_text=gettext_lazy("What the report prints: two or three sentences."),
        rows=5,
        css="short",
        required=False,
    )
    status = forms.ModelChoiceField(
        ImplementationStatus.objects.none(),
        label=gettext_lazy("Proposed implementation status"),
        empty_label=gettext_lazy("Choose one before sending"),
        required=False,
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Proposed position"),
        help_text=gettext_lazy("Your narrative gives the reasons. The government decides."),
        choices=[("", gettext_lazy("Choose one before sending")), *Position.choices],
        required=False,
    )
    started_from = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked_in: Round | None, **options: Any) -> None:
        """It asks for what a round of that kind wants to know beside the text."""
        super().__init__(*args, **options)
        del self.fields["status" if asked_in and asked_in.asks_position else "position"]
        if asked_in and asked_in.kind in TEXT_LABELS:
            self.fields["full_text"].label = TEXT_LABELS[asked_in.kind]
        if "status" not in self.fields:
            return
        if asked_in and not asked_in.needs_status:
            self.fields["status"].empty_label = _("None: the status stays as it is")  # type: ignore[attr-defined]
        scale = ImplementationStatus.objects.prefetch_related("wordings").order_by("place")
        self.fields["status"].queryset = scale  # type: ignore[attr-defined]

    def in_language(self, code: str, direction: str) -> Self:
        """Passages of these texts may be marked to speak of them."""
        for name in ("full_text", "short_text"):
            self.fields[name].widget.attrs["data-passages"] = True
        return super().in_language(code, direction)


class EditsForm(AnswerForm):
    """A validator's edits of what was sent, for the signer to agree to or not."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    full_text = TextField(label=gettext_lazy("Full text"), rows=12, css="narrative")
    short_text = TextField(label=gettext_lazy("Short text"), rows=5, css="short")
    comment = TextField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The department reads it beside the edits."),
        rows=3,
        required=False,
    )


class CommentForm(forms.Form):
    """A comment, and the passage that it is about, if it is about one."""

    text = TextField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Write @ and the full name or login of a colleague, who is then told."),
        rows=3,
        error_messages={"required": gettext_lazy("Write the comment first.")},
    )
    quote = TextField(
        label=gettext_lazy("About this passage"),
        help_text=gettext_lazy("Copy it from the saved text, to speak of a part of it."),
        rows=2,
        required=False,
    )


class ReplyForm(forms.Form):
    """An answer to a comment; ``number`` is the comment's."""

    text = TextField(
        label=gettext_lazy("Your answer"),
        rows=2,
        error_messages={"required": gettext_lazy("Write the answer first.")},
    )

    def __init__(self, data: Any = None, *, number: int) -> None:
        super().__init__(data, auto_id=f"answer-{number}-%s")
        self.number = number


class WithFile(forms.Form):
    """A form that takes a file; ``file_type`` in what it cleaned is what the content is."""

    def clean_file(self) -> UploadedFile | None:
        """The file under a name of chance; its kind by its content, whatever its name says."""
        file = self.cleaned_data.get("file")
        if not file:
            return None
        if file.size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB; nothing of it was kept. Send a smaller one."),
                params={"limit": settings.UPLOAD_LIMIT_MB},
            )
        kind = uploads.kind_of(file, file.name)
        if kind is None:
            raise forms.ValidationError(
                _("The content of this file is of a kind that is not taken. Save it as PDF and try again.")
            )
        self.cleaned_data["file_type"] = kind.media_type
        file.name = f"{uuid4().hex}{kind.extension}"
        return file


class EvidenceForm(WithFile):
    """A source with its date, a figure, a file or a link: only the title is needed."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        error_messages={"required": gettext_lazy("Give it a title: what the source or the file is.")},
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=255, required=False)
    institution = forms.CharField(label=gettext_lazy("Institution"), max_length=255, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("Where it is published, such as https://…"),
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["http", "https"])],
        required=False,
    )
    as_of = DayField(label=gettext_lazy("As of"), required=False)
    figure = forms.CharField(label=gettext_lazy("Figure"), max_length=255, required=False)
    file = ChosenFileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word, Excel, OpenDocument, PNG, JPEG, CSV or plain text."),
        required=False,
    )
