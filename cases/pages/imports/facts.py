"""What a row says beside its text: the values that were read, so that a column read wrongly is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.importing.change import FIELDS, LIST_NAMES
from cases.importing.rows import Row
from cases.importing.terms import codes
from cases.people.day_words import day_in_words
from cases.un import Position

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def facts_of(row: Row) -> list[tuple[StrOrPromise, str]]:
    """What it is called, and what it is; without what is empty."""
    when = day_in_words(row.date) if row.date else str(row.year or "")
    position = str(Position(row.position).label) if row.position else ""
    lists = [(label, " | ".join(codes(row, name))) for name, label in LIST_NAMES.items()]
    bodies = (_("bodies named"), " | ".join(row.bodies))
    said = [(FIELDS["adopted_on"][1], when), (FIELDS["position"][1], position), *lists, bodies]
    said.append((FIELDS["status_in_source"][1], row.status))
    return [(label, value) for label, value in said if value]
