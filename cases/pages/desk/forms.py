"""The forms of the Desk: which cases, to whom, until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.by_theme import of_themes
from cases.pages.desk.lists import Lists
from cases.pages.desk.paging import MOST, count_to, in_words
from cases.pages.due_fields import WorkingDaysField, accept_days_instead, date_or_days, still_to_come
from cases.pages.forms import DayField, TextField
from cases.pages.numbers import whole_number
from cases.pages.step_form import as_lead
from cases.people.models import Department
from cases.rounds import rounds
from cases.states import ASSIGNED

TICKED, ON_PAGE, MATCHING, THEMES = "ticked", "page", "matching", "themes"


class DueForm(forms.Form):
    """A due date from today on, or working days."""

    due_on = DayField(
        label=gettext_lazy("Due date"),
        error_messages={"required": gettext_lazy("Give a due date, or working days.")},
    )
    working_days = WorkingDaysField()

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()
        accept_days_instead(self)

    def clean_due_on(self) -> date | None:
        return still_to_come(self, "due_on")

    def dated(self) -> dict[str, Any]:
        """``due_on`` or ``working_days``, as the acts take them."""
        given = date_or_days(self.cleaned_data)
        return {name: given[name] for name in ("due_on", "working_days") if name in given}


class ChosenForm(forms.Form):
    """Which cases are meant, as the bulk bar says it: by their references, or as the Desk is narrowed down.

    ``seen`` are the versions of those on the page; ``form_key`` tells a double click from two acts.
    """

    which = forms.ChoiceField(
        label=gettext_lazy("Which cases"),
        choices=[(TICKED, ""), (ON_PAGE, ""), (MATCHING, ""), (THEMES, "")],
        error_messages={"required": gettext_lazy("Choose which cases.")},
    )
    filter = forms.CharField(required=False, max_length=2000)
    on_page = forms.CharField(required=False)
    seen = forms.CharField(required=False)
    form_key = forms.UUIDField(required=False)

    def meant(self, visible: CaseQuerySet, matching: CaseQuerySet) -> CaseQuerySet:
        """The cases that are chosen, of what was sent. Raises ValidationError where none are."""
        if not self.is_valid():
            raise forms.ValidationError(_("Choose which cases."))
        return self.chosen(visible, matching)

    def chosen(self, visible: CaseQuerySet, matching: CaseQuerySet) -> CaseQuerySet:
        """The cases that are meant. Raises ValidationError where there are none."""
        which = self.cleaned_data["which"]
        if which == MATCHING:
            if count_to(MOST + 1, matching) > MOST:
                sentence = _("%(count)s cases match; narrow the list down before you act on all of them.")
                raise forms.ValidationError(capfirst(sentence % {"count": in_words(MOST + 1)}))
            return matching
        sent: Any = self.data
        if which == THEMES:
            return self._of_themes(matching, sent.getlist("theme"))
        named = sent.getlist("case") if which == TICKED else self.cleaned_data["on_page"].split(",")
        cases = visible.filter(recommendation__reference__in=named)
        if not cases.exists():
            raise forms.ValidationError(_("Tick the cases that you mean, or choose all that match."))
        return cases

    def _of_themes(self, matching: CaseQuerySet, keys: list[str]) -> CaseQuerySet:
        cases = of_themes(matching, keys)
        if not cases.exists():
            raise forms.ValidationError(_("Tick the themes that you mean."))
        return cases

    def versions(self) -> dict[int, int]:
        """By id, the versions of the cases that stood on the page; what is not two numbers is left out."""
        return versions_from(self.cleaned_data["seen"])


class AssignForm(ChosenForm, DueForm):
    """The bulk bar: a lead, a due date, a remark, one narrative or several."""

    lead = forms.ChoiceField(
        label=gettext_lazy("Lead department"),
        error_messages={"required": gettext_lazy("Choose the lead department.")},
    )
    remark = TextField(
        label=gettext_lazy("Remark to the department"),
        rows=2,
        required=False,
    )
    together = forms.BooleanField(
        label=gettext_lazy("Answer these together, with one narrative"), required=False
    )
    again = forms.BooleanField(
        label=gettext_lazy("Also those that another department leads already"), required=False
    )
    matching = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, lists: Lists, today: date, **options: Any) -> None:
        # The filters above the bar have a lead too; ids are used once on a page.
        super().__init__(*args, today=today, auto_id="assign_%s", **options)
        self.departments = {one.code: one for one in lists.departments}
        choices = [(one.code, as_lead(one)) for one in lists.departments]
        self.fields["lead"].choices = [("", _("Choose a department")), *choices]  # type: ignore[attr-defined]

    def clean_lead(self) -> Department:
        return self.departments[self.cleaned_data["lead"]]

    def chosen(self, visible: CaseQuerySet, matching: CaseQuerySet) -> CaseQuerySet:
        """As of any act; and they must be those that were seen, not others that came in meanwhile."""
        cases = super().chosen(visible, matching)
        which = self.cleaned_data["which"]
        if which == MATCHING and (count := cases.count()) != self.cleaned_data["matching"]:
            sentence = _("The list changed meanwhile: %(count)d cases match now. Look at it again.")
            raise forms.ValidationError(sentence % {"count": count})
        return cases if which == TICKED else self._spared(cases)

    def _spared(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Who chooses a whole list means to take nothing from other departments, unless that is ticked."""
        others = cases.filter(state=ASSIGNED).exclude(lead=self.cleaned_data["lead"])
        if not self.cleaned_data["again"] and (led := others.count()):
            sentence = ngettext(
                "%(count)d of these cases has another lead already, so nothing was assigned. Look at “To "
                "assign” only, or tick below that you mean it too.",
                "%(count)d of these cases have another lead already, so nothing was assigned. Look at “To "
                "assign” only, or tick below that you mean them too.",
                led,
            )
            raise forms.ValidationError(sentence % {"count": led})
        return cases

    def given(self) -> dict[str, Any]:
        """What the step is given."""
        return {"lead": self.cleaned_data["lead"], **self.dated()}


def versions_from(text: str) -> dict[int, int]:
    """“12:3,14:0” as versions by id."""
    pairs = (map(whole_number, pair.split(":")) for pair in text.split(",") if pair.count(":") == 1)
    return {pk: version for pk, version in pairs if pk is not None and version is not None}


def versions_as_text(rows: Iterable[tuple[int, int]]) -> str:
    return ",".join(f"{pk}:{version}" for pk, version in rows)


def first_due_on(today: date) -> date | None:
    """The day by which the current round wants its answers, if that is not over."""
    current = rounds.current()
    return current.due_on if current and current.due_on and current.due_on >= today else None


def in_order(cases: CaseQuerySet) -> CaseQuerySet:
    """As the mechanisms and their documents have them."""
    mechanism, year, place = (f"recommendation__{one}" for one in ("mechanism", "year", "place"))
    return cases.order_by(mechanism, f"-{year}", place, "recommendation_id")
