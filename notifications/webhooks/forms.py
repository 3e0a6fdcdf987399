"""The form of a webhook: where to, and which events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models import Webhook
from notifications.webhooks.addresses import why_not
from notifications.webhooks.kinds import kinds_by_process

ALL, SOME = "all", "some"


class WebhookForm(forms.Form):
    """``kinds`` counts where ``which`` is some."""

    url = forms.CharField(
        label=gettext_lazy("Address of the receiver"),
        help_text=gettext_lazy("Such as https://receiver.example/suivi"),
        max_length=500,
        widget=forms.URLInput({"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the address to which events are posted.")},
    )
    which = forms.ChoiceField(
        choices=[(ALL, gettext_lazy("Every event")), (SOME, gettext_lazy("Only those ticked here"))],
        initial=ALL,
    )
    kinds = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, webhook: Webhook | None = None) -> None:
        wanted = webhook.wanted if webhook else []
        initial = {"url": webhook.url if webhook else "", "which": SOME if wanted else ALL, "kinds": wanted}
        super().__init__(data, initial=initial)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(one.code, one.label) for _name, found in kinds_by_process() for one in found]

    def clean_url(self) -> str:
        url = iri_to_uri(str(self.cleaned_data["url"]).strip()) or ""
        if sentence := why_not(url):
            raise forms.ValidationError(sentence)
        return url

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("which") == SOME and not self.cleaned_data.get("kinds"):
            self.add_error("kinds", _("Tick at least one event, or choose every event."))
        return self.cleaned_data

    def wanted(self) -> list[str]:
        """Empty: every event."""
        return list(self.cleaned_data["kinds"]) if self.cleaned_data["which"] == SOME else []

    def groups(self) -> list[dict[str, Any]]:
        """The events to tick, by what they are about, and whether any is ticked there."""
        ticked = set(self["kinds"].value() or ())
        return [
            {
                "name": name,
                "kinds": [(one, one.code in ticked) for one in kinds],
                "count": sum(one.code in ticked for one in kinds),
            }
            for name, kinds in kinds_by_process()
        ]
