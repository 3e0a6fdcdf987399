"""Loads the sample state's departments, people and names of terms from ``data/``."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cases.models import Term
from cases.people.bringing_in import bring_in, from_package
from cases.people.models import Calendar, Department, Holiday, User
from cases.people.roles import give_role
from cases.settling.words import change_words, mark_of
from cases.validating import give_themes, themes

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "ar")
ADMINISTRATOR = "administrator@qarenda.example"
STATE_NAMES = {"fr": "République du Qarenda", "ar": "جمهورية قارندا"}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one CSV file of the sample data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def password() -> str:
    """The one password of all sample people: made once for this demo, kept beside its database."""
    kept = settings.VAR / "demo-password"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(9))
        kept.chmod(0o600)
    return kept.read_text()


def load_calendar(today: date) -> None:
    """The sample state's calendar, by which all departments work; what is over was confirmed by somebody."""
    calendar = Calendar.objects.create(code="qarenda", name="Qarenda", country="MA")
    for year in (today.year - 1, today.year, today.year + 1):
        bring_in(calendar, Holiday.Source.PACKAGE, from_package(calendar.country, year))
    calendar.holidays.filter(on__lt=today).update(estimated=False)


def load_departments() -> None:
    for row in rows("departments.csv"):
        department = Department.objects.create(
            code=row["code"],
            parent=Department.objects.filter(code=row["parent"]).first(),
            branch=row["branch"],
            independent=row["independent"] == "yes",
            language=row["language"],
        )
        for language in LANGUAGES:
            department.wordings.create(language=language, text=row[f"name_{language}"])


def load_people() -> None:
    """Everybody with a role, and an administrator who sets things up and holds none."""
    known = make_password(password())
    departments = {department.code: department for department in Department.objects.all()}
    for row in rows("people.csv"):
        user = User(email=row["email"], name=row["name"], language=row["language"], password=known)
        user.save()
        if not row["themes"]:
            give_role(user, row["role"], departments.get(row["department"]))
    User.objects.create_superuser(ADMINISTRATOR, password(), name="Administrator")


def name_state(now: datetime) -> None:
    """In the languages beside English, for the heads of reports; the administrator does it."""
    administrator = User.objects.get(email=ADMINISTRATOR)
    for language, name in STATE_NAMES.items():
        change_words({"state_name": name}, language, by=administrator, now=now, seen=mark_of(language))


def name_terms() -> None:
    """Give the terms that the import made their names in the other languages."""
    lists = {
        Term.Vocabulary.THEME: "themes.csv",
        Term.Vocabulary.AFFECTED_PERSONS: "affected_persons.csv",
        Term.Vocabulary.STATE: "states.csv",
    }
    for vocabulary, name in lists.items():
        for row in rows(name):
            term = Term.objects.filter(vocabulary=vocabulary, code=row["name_en"]).first()
            if term is None:
                continue
            for language in LANGUAGES:
                term.wordings.update_or_create(language=language, defaults={"text": row[f"name_{language}"]})


def load_validators_for_themes() -> None:
    """Once the import has made the themes."""
    for row in rows("people.csv"):
        if row["themes"]:
            chosen = themes().filter(code__in=row["themes"].split("; "))
            give_themes(User.objects.get(email=row["email"]), chosen)


def sign_ins() -> Iterator[tuple[str, str]]:
    """For each role one person to sign in as: (role with hyphens, e-mail)."""
    seen = set()
    for row in rows("people.csv"):
        if row["role"] not in seen:
            seen.add(row["role"])
            yield row["role"].replace(" ", "-"), row["email"]
    yield "administrator", ADMINISTRATOR
