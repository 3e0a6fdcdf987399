"""What was changed in the settings, as sentences: of one thing, or the latest of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.in_a_row import in_a_row
from cases.models import Term
from cases.pages.settings.roles import role_label
from cases.people.calendar_history import ESTIMATED
from cases.people.day_words import day_in_words
from cases.people.models import Calendar, Department, SettingsChange, User
from cases.settling import look
from cases.settling.words import CHANGED, PUT_BACK, WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST = 30
MOST = 20
"""Fields of one change; a list of holidays may bring in hundreds."""

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
    ("person", "calendar link made"):    gettext_lazy("made a link for the own calendar"),
    ("person", "calendar link revoked"): gettext_lazy("revoked the link for the own calendar"),
    ("department", "made"):              gettext_lazy("department added"),
    ("department", "changed"):           gettext_lazy("changed"),
    ("department", "calendar link made"): gettext_lazy("link made for the calendar of the department"),
    ("department", "calendar link revoked"): gettext_lazy("link for the calendar of the department revoked"),
    ("theme", "made"):                   gettext_lazy("theme added"),
    ("theme", "changed"):                gettext_lazy("changed"),
    ("theme", "merged"):                 gettext_lazy("“%(name)s” joined to it; recommendations: %(count)s"),
    ("theme", "taken apart"):            gettext_lazy("“%(name)s” is a theme of its own again"),
    ("theme", "retired"):                gettext_lazy("retired"),
    ("theme", "brought back"):           gettext_lazy("brought back"),
    ("calendar", "made"):                gettext_lazy("calendar added"),
    ("calendar", "changed"):             gettext_lazy("changed; due dates moved: %(moved)s"),
    ("webhook", "made"):                 gettext_lazy("webhook added: %(host)s"),
    ("webhook", "changed"):              gettext_lazy("webhook changed: %(host)s"),
    ("webhook", "secret renewed"):       gettext_lazy("new secret for the webhook %(host)s"),
    ("webhook", "switched off"):         gettext_lazy("webhook switched off: %(host)s"),
    ("webhook", "switched on"):          gettext_lazy("webhook switched on: %(host)s"),
    ("webhook", "removed"):              gettext_lazy("webhook removed: %(host)s"),
    ("report-type", "made"):             gettext_lazy("type of report added: %(name)s"),
    ("report-type", "changed"):          gettext_lazy("type of report changed: %(name)s"),
    ("report-type", "hidden"):           gettext_lazy("type of report hidden: %(name)s"),
    ("report-type", "shown"):            gettext_lazy("type of report offered again: %(name)s"),
    ("report-type", "shipped again"):    gettext_lazy("type of report as it is shipped again: %(name)s"),
    ("report-type", "removed"):          gettext_lazy("type of report removed: %(name)s"),
    ("site", CHANGED):                   gettext_lazy("changed"),
    ("site", PUT_BACK):                  gettext_lazy("put back as it was before"),
    ("site", look.CHANGED):              gettext_lazy("changed"),
    ("site", look.PUT_BACK):             gettext_lazy("put back as it was before"),
    ("site", "reminders changed"):       gettext_lazy("reminders changed"),
    ("site", "reminders put back"):      gettext_lazy("reminders put back to what Suivi brings along"),
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
    "country":              gettext_lazy("country"),
    "weekend":              gettext_lazy("days off in every week"),
    "opens_at":             gettext_lazy("work begins"),
    "closes_at":            gettext_lazy("work ends"),
    "holiday":              gettext_lazy("holiday"),
    "hours":                gettext_lazy("special hours"),
    "lead":                 gettext_lazy("proposed lead"),
    "accent":               gettext_lazy("colour"),
    "mark":                 gettext_lazy("mark"),
    **{word.name: word.label for word in WORDS.values()},
}
# fmt: on
DATED = ("holiday", "hours", "valid_from", "valid_until")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\??$")


def also_named(labels: Mapping[str, StrOrPromise]) -> None:
    """What the fields of a room above are called here; it says so when Django starts."""
    FIELDS.update(labels)


@dataclass(frozen=True)
class Told:
    """One change: when, by whom, of what (``thing``, where that is not plain), what, and field by field."""

    at: datetime
    by: User
    thing: str
    sentence: str
    changes: list[tuple[str, str, str]]
    more: int
    """So many fields beyond those that are listed."""


def history_of(about: str, thing: int = 0) -> list[Told]:
    """The changes of one thing, the newest first; two queries more where roles name departments."""
    return _told(_latest(about=about, thing=thing), {})


def history_of_code(about: str, code: str) -> list[Told]:
    """The changes of what is known by a code rather than an id, the newest first; one query."""
    return _told(_latest(about=about, details__code=code), {})


def history_of_all(about: str) -> list[Told]:
    """The changes of all things of a kind, each with its name; two queries, or three."""
    rows = _latest(about=about)
    return _told(rows, _names(rows))


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
    return [_told_of(row, names.get((row.about, row.thing), ""), _sentence(row, units)) for row in rows]


def _told_of(row: SettingsChange, thing: str, sentence: str) -> Told:
    changes = row.details.get("changes", [])
    return Told(row.at, row.by, thing, sentence, _changes(changes), max(len(changes) - MOST, 0))


def _sentence(row: SettingsChange, units: dict[int, Department]) -> str:
    said: dict[str, Any] = dict(row.details)
    if "role" in said:
        role, unit = role_label(said["role"]), units.get(said.get("department") or 0)
        said["role"] = (
            _("%(role)s, %(department)s") % {"role": role, "department": unit} if unit else str(role)
        )
    if until := parse_datetime(str(said.get("until", ""))):
        said["until"] = day_in_words(until)
    return str(SENTENCES.get((row.about, row.act), row.act)) % said


def _changes(rows: list[list[str]]) -> list[tuple[str, str, str]]:
    return [
        (str(_field(field)), _value(field, before), _value(field, after))
        for field, before, after in rows[:MOST]
    ]


def _value(field: str, value: str) -> str:
    """Days and days of the week in words."""
    if field == "weekend":
        return in_a_row(WEEKDAYS[int(day)] for day in value.split())
    if field not in DATED or not value:
        return value
    return " ".join(_day(word) for word in value.split(" "))


def _day(word: str) -> str:
    """A day as ``cases/people/calendar_history.py`` writes it; any other word as it is."""
    on = parse_date(word.removesuffix(ESTIMATED)) if DAY.match(word) else None
    if on is None:
        return word
    said = day_in_words(on)
    return _("%(day)s (estimated)") % {"day": said} if word.endswith(ESTIMATED) else said


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
        "calendar": Calendar.objects,
    }
    found: dict[tuple[str, int], str] = {("site", 0): _("Wording and look")}
    for about, things in models.items():
        ids = {row.thing for row in rows if row.about == about}
        found |= {(about, pk): str(thing) for pk, thing in things.in_bulk(ids).items()}
    return found
