"""The people and departments of the simulated year, and the cases that are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.reminders.behaviour import DEPARTMENTS, INDEPENDENT
from cases.models import Case, Recommendation, Round
from cases.models.recommendation import RecommendationText
from cases.people.bringing_in import bring_in, from_package
from cases.people.models import Calendar, Department, User
from tests.cast import department, person

YEAR = 2026
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
TEXT = "Open clinics in rural areas, and train those who work there, in all regions of the country."


@dataclass(frozen=True)
class Office:
    """A department with its people."""

    department: Department
    focal_point: User
    head: User


@dataclass(frozen=True)
class State:
    offices: Sequence[Office]
    coordinator: User
    validators: Sequence[User]
    calendar: Calendar


def gather() -> State:
    calendar = Calendar.objects.create(code="ma", name="Morocco", country="MA")
    for year in (YEAR, YEAR + 1):
        bring_in(calendar, "package", from_package("MA", year))
    validators = [person(f"validator-{number}", "validator") for number in range(4)]
    offices = [_office(number) for number in range(DEPARTMENTS)]
    return State(offices, person("coordinator", "coordinator"), validators, Calendar.default())


def _office(number: int) -> Office:
    unit = department(f"d{number}", f"Department {number}")
    unit.independent = number >= DEPARTMENTS - INDEPENDENT
    unit.time_zone = "Africa/Casablanca"
    unit.save()
    person(f"alternate-{number}", "alternate", unit)
    person(f"contact-{number}", "escalation contact", unit)
    return Office(
        unit, person(f"focal-{number}", "focal point", unit), person(f"head-{number}", "head", unit)
    )


def ask(code: str, opened_on: date, number: int) -> list[Case]:
    """So many new cases of a round."""
    asked_in = Round.objects.create(code=code, title=f"Round {code}", language="en", opened_on=opened_on)
    common = {"source": code, "mechanism": "UPR", "year": 2025}
    made = Recommendation.objects.bulk_create(
        Recommendation(reference=f"{code}-{place}", source_key=str(place), place=place, **common)
        for place in range(number)
    )
    texts = (RecommendationText(of=one, language="en", text=TEXT) for one in made)
    RecommendationText.objects.bulk_create(texts)
    return Case.objects.bulk_create(Case(recommendation=one, round=asked_in) for one in made)
