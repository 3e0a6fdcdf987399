"""Of which day and whom a coordinator asks what will be sent, and what the pages show of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.pages.forms import DayField
from cases.people.models import User
from notifications.ahead.mails import mails_on, next_day, why_none, with_lines
from notifications.places import nation
from notifications.policy import Policy

FARTHEST = timedelta(days=92)
ON_A_PAGE = 20


class AskedForm(forms.Form):
    """``day``: the next working day where none is given; ``to``: everybody where none is."""

    day = DayField(label=gettext_lazy("Day"), required=False)
    to = forms.CharField(
        label=gettext_lazy("E-mail of a person"),
        required=False,
        max_length=254,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any, *, now: datetime) -> None:
        self.next, self.today = next_day(now), nation().today(now)
        super().__init__(data, initial={"day": self.next})

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"] or self.next
        if day < self.today:
            raise forms.ValidationError(_("This day is over. What was sent stands under Mail."))
        if day > self.today + FARTHEST:
            raise forms.ValidationError(_("At most three months ahead: too much happens until then."))
        return day

    def clean_to(self) -> User | None:
        given = str(self.cleaned_data["to"]).strip()
        if not given:
            return None
        found = User.objects.filter(email__iexact=given).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return found

    def asked(self) -> tuple[date, User | None]:
        """Of which day and whom, as far as that can be told."""
        if not self.is_bound or not self.is_valid():
            return self.next, None
        return self.cleaned_data["day"], self.cleaned_data["to"]


def shown(form: AskedForm, now: datetime, policy: Policy, viewer: User, page: Any) -> dict[str, Any]:
    """What leaves, a page of it with its lines; and why nothing does, where nothing does."""
    day, person = form.asked()
    ahead = mails_on(day, now, policy, viewer, person=person)
    chosen = Paginator(ahead.mails, ON_A_PAGE).get_page(page)
    return {
        "asked": form,
        "day": day,
        "person": person,
        "page": chosen,
        "mails": with_lines(list(chosen.object_list), now),
        "count": len(ahead.mails),
        "is_cut": ahead.is_cut,
        "why_none": why_none(person, day, now, policy) if person and not ahead.mails else "",
    }
