"""What was changed in the settings, as sentences: of one thing, or the latest of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import settling_look
from cases.models import Term
from cases.pages.settings.roles import role_label
from cases.people.models import Department, SettingsChange, User
from cases.settling_words import CHANGED, PUT_BACK, WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST = 30

# fmt: off
SENTENCES: dict[tuple[str, str], StrOrPromise] = {
    ("person", "made"):                  gettext_lazy("account opened for %(email)s"),
    ("person", "changed"):               gettext_lazy("changed"),
    ("person", "invited"):               gettext_lazy("invited, until %(until)s"),
    ("person", "invitation taken back"): gettext_lazy("invitation taken back"),
    ("person", "invitation used"):       gettext_lazy("chose a password by the invitation"),
    ("person", "role given"):            gettext_lazy("role given: %(role)s"),
    ("person", "role taken"):            gettext_lazy("role taken: %(role)s"),
    ("person", "themes"):                gettext_lazy("validator for these themes: %(themes)s"),
    ("person", "switched off"):          gettext_lazy("account switched off"),
    ("person", "brought back"):          gettext_lazy("account brought back"),
    ("person", "signed out everywhere"): gettext_lazy("signed out everywhere"),
    ("department", "made"):              gettext_lazy("department added"),
    ("department", "changed"):           gettext_lazy("changed"),
    ("theme", "made"):                   gettext_lazy("theme added"),
    ("theme", "changed"):                gettext_lazy("changed"),
    ("theme", "merged"):                 gettext_lazy("“%(name)s” joined to it; recommendations: %(count)s"),
    ("site", CHANGED):                   gettext_lazy("changed"),
    ("site", PUT_BACK):                  gettext_lazy("put back as it was before"),
    ("site", settling_look.CHANGED):     gettext_lazy("changed"),
    ("site", settling_look.PUT_BACK):    gettext_lazy("put back as it was before"),
}
FIELDS: dict[str, StrOrPromise] = {
    "email":                gettext_lazy("e-mail"),
    "name":                 gettext_lazy("name"),
    "language":             gettext_lazy("language"),
    "branch":               gettext_lazy("branch"),
    "parent":               gettext_lazy("part of"),
    "independent":          gettext_lazy("independent"),
    "time_zone":            gettext_lazy("time zone"),
    "calendar":             gettext_lazy("calendar"),
    "valid_from":           gettext_lazy("exists from"),
    "valid_until":          gettext_lazy("exists until"),
    "accent":               gettext_lazy("colour"),
    "mark":                 gettext_lazy("mark"),
    **{word.name: word.label for word in WORDS.values()},
}
# fmt: on


@dataclass(frozen=True)
class Told:
    """One change: when, by whom, of what (``thing``, where that is not plain), what, and field by field."""

    at: datetime
    by: User
    thing: str
    sentence: str
    changes: list[tuple[str, str, str]]


def history_of(about: str, thing: int = 0) -> list[Told]:
    """The changes of one thing, the newest first; two queries more where roles name departments."""
    return _told(_latest(about=about, thing=thing), {})


def history_of_site(*acts: str) -> list[Told]:
    """These changes of what belongs to no one thing, the newest first; one query."""
    return _told(_latest(about=SettingsChange.About.SITE, act__in=acts), {})


def latest_changes() -> list[Told]:
    """The latest of all things, each with its name; a fixed number of queries."""
    rows = _latest()
    return _told(rows, _names(rows))


def _latest(**of: Any) -> list[SettingsChange]:
    return list(SettingsChange.objects.filter(**of).select_related("by").order_by("-at", "-pk")[:LATEST])


def _told(rows: Iterable[SettingsChange], names: dict[tuple[str, int], str]) -> list[Told]:
    rows = list(rows)
    wanted = {pk for row in rows if (pk := row.details.get("department"))}
    units = Department.objects.with_names().in_bulk(wanted) if wanted else {}
    return [
        Told(
            row.at,
            row.by,
            names.get((row.about, row.thing), ""),
            _sentence(row, units),
            [(str(_field(field)), before, after) for field, before, after in row.details.get("changes", [])],
        )
        for row in rows
    ]


def _sentence(row: SettingsChange, units: dict[int, Department]) -> str:
    said: dict[str, Any] = dict(row.details)
    if "role" in said:
        role, unit = role_label(said["role"]), units.get(said.get("department") or 0)
        said["role"] = (
            _("%(role)s, %(department)s") % {"role": role, "department": unit} if unit else str(role)
        )
    if until := parse_datetime(str(said.get("until", ""))):
        said["until"] = date_format(until, "j F Y")
    return str(SENTENCES.get((row.about, row.act), row.act)) % said


def _field(field: str) -> StrOrPromise:
    """“name fr” is the name in French."""
    name, _space, language = field.partition(" ")
    label = FIELDS.get(name, name)
    return _("%(field)s (%(language)s)") % {"field": label, "language": language} if language else label


def _names(rows: list[SettingsChange]) -> dict[tuple[str, int], str]:
    models: dict[str, Any] = {
        "person": User.objects,
        "department": Department.objects.with_names(),
        "theme": Term.objects.prefetch_related("wordings"),
    }
    found: dict[tuple[str, int], str] = {("site", 0): _("Wording and look")}
    for about, things in models.items():
        ids = {row.thing for row in rows if row.about == about}
        found |= {(about, pk): str(thing) for pk, thing in things.in_bulk(ids).items()}
    return found
