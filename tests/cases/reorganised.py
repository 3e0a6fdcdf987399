"""Plans of reorganisation for the tests, and the taking of them as the page does: seen, then confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.people.models import Department, Reorganisation
from cases.people.reorganising import Founded, Plan, digest, reorganise
from tests.cast import NOW, Cast

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def founded(code: str = "wellbeing", name: str = "Ministry of Wellbeing", **fields: Any) -> Founded:
    return Founded(code, {"en": name}, fields)


def merger(cast: Cast, **changed: Any) -> Plan:
    """Health and Justice become the Ministry of Wellbeing today."""
    how: dict[str, Any] = {"predecessors": [cast.health, cast.justice], "successors": [founded()]}
    return Plan(**({"kind": "merge", "on": TODAY} | how | changed))


def split(cast: Cast, **changed: Any) -> Plan:
    """Health becomes Care, the main one, and Hospitals."""
    how = {
        "predecessors": [cast.health],
        "successors": [founded("care", "Care"), founded("hospitals", "Hospitals")],
    }
    return Plan(**({"kind": "split", "on": TODAY} | how | changed))


def renaming(cast: Cast, on: date = TODAY, name: str = "Ministry of Public Health") -> Plan:
    return Plan(kind="rename", on=on, predecessors=[cast.health], names={"en": name})


def done(plan: Plan, cast: Cast, *, seen: str = "", by: Any = None) -> Reorganisation:
    shown = seen or digest(plan, today=TODAY)
    return reorganise(plan, seen=shown, by=by or cast.coordinator, now=NOW)


def named(code: str) -> Department:
    return Department.objects.get(code=code)
