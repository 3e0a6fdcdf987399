"""The cast of the tests: a small state with two departments, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from cases import actions
from cases.models import Case, ImplementationStatus, Recommendation, Round
from cases.people.models import Department, User
from cases.people.roles import give_role
from cases.searching import index
from cases.un import Mechanism

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = date(2026, 4, 15)
LATER = date(2026, 5, 15)
FULL = "The Health Act of 2024 opened two hundred rural clinics. Waiting times fell by a third in 2025."
SHORT = "Two hundred rural clinics opened under the Health Act of 2024."

_numbers = count(1)


@dataclass
class Cast:
    """Everybody who plays. ``health`` has focal point, alternate and head; ``justice`` has no head."""

    health: Department
    justice: Department
    coordinator: User
    validator: User
    second_validator: User
    editor: User
    observer: User
    focal_point: User
    alternate: User
    head: User
    justice_focal_point: User
    stranger: User
    round: Round


def gather() -> Cast:
    health, justice = department("health", "Ministry of Health"), department("justice", "Ministry of Justice")
    return Cast(
        health=health,
        justice=justice,
        coordinator=person("coordinator", "coordinator"),
        validator=person("validator", "validator"),
        second_validator=person("second-validator", "validator"),
        editor=person("editor", "editor"),
        observer=person("observer", "observer"),
        focal_point=person("focal-point", "focal point", health),
        alternate=person("alternate", "alternate", health),
        head=person("head", "head", health),
        justice_focal_point=person("justice-focal-point", "focal point", justice),
        stranger=person("stranger"),
        round=Round.objects.create(
            code="2026", title="National report 2026", language="en", opened_on=NOW.date(), due_on=DUE
        ),
    )


def department(code: str, name: str) -> Department:
    made = Department.objects.create(code=code)
    made.wordings.create(language="en", text=name)
    return made


def person(name: str, role: str = "", in_department: Department | None = None) -> User:
    user = User.objects.create_user(f"{name}@suivi.example", name=name.replace("-", " ").title())
    if role:
        give_role(user, role, in_department)
    return user


def received(cast: Cast, text: str = "Open clinics in rural areas.", **fields: object) -> Case:
    """A case as an import leaves it: received, in the round, without a lead."""
    number = next(_numbers)
    recommendation = Recommendation.objects.create(
        **{
            "reference": f"UPR-2024-{number}",
            "source": "tests",
            "source_key": str(number),
            "mechanism": Mechanism.UPR,
            "paragraph": str(number),
            "year": 2024,
            "symbol": "A/HRC/57/QRD",
            "place": number,
            **fields,
        }
    )
    recommendation.wordings.create(language="en", text=text)
    index.refresh([recommendation.pk])
    return Case.objects.create(recommendation=recommendation, round=cast.round)


def assigned(cast: Cast, to: Department | None = None) -> Case:
    case = received(cast)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=to or cast.health, due_on=DUE)
    return case


def drafted(cast: Cast, full_text: str = FULL, short_text: str = SHORT) -> Case:
    """Drafted by the focal point, with a proposed status; nothing has left the department."""
    case = assigned(cast)
    draft(case, by=cast.focal_point, full_text=full_text, short_text=short_text)
    return case


def draft(case: Case, *, by: User, full_text: str = FULL, short_text: str = SHORT) -> None:
    latest = case.answer.latest_draft()
    actions.save_draft(
        case,
        full_text=full_text,
        short_text=short_text,
        status=status("in-progress"),
        started_from=latest.number if latest else 0,
        by=by,
        now=NOW,
    )
    case.refresh_from_db()


def sent(cast: Cast) -> Case:
    """Drafted by the focal point, signed and sent by the head: with the validator."""
    case = drafted(cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case


def approved(cast: Cast) -> Case:
    case = sent(cast)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    return case


def status(code: str) -> ImplementationStatus:
    return ImplementationStatus.objects.get(code=code)
