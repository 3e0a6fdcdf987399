"""A row as JSON, and back: so it waits in the database until somebody confirms it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from cases.importing.rows import Entry, Row, Wrong
from cases.importing.terms import LISTS


def as_plain(row: Row) -> dict[str, Any]:
    """Without what is empty."""
    plain = {one.name: getattr(row, one.name) for one in fields(row)}
    plain["date"] = plain_value(row.date)
    plain |= {name: [_plain_entry(entry) for entry in plain[name]] for name in LISTS}
    plain["bodies"] = list(row.bodies)
    about = (each.about for each in row.problems if isinstance(each, Wrong))
    plain["wrong"] = list(dict.fromkeys([*row.wrong, *about]))
    return {name: value for name, value in plain.items() if value not in (None, "", [], {})}


def from_plain(plain: dict[str, Any]) -> Row:
    said = {"line": 0, "key": "", **plain}
    said["date"] = date.fromisoformat(plain["date"]) if plain.get("date") else None
    said |= {name: tuple(_entry(entry) for entry in plain.get(name, ())) for name in LISTS}
    said["bodies"] = tuple(plain.get("bodies", ()))
    return Row(**said)


def plain_value(value: Any) -> Any:
    """One value of a row, or of a recommendation: a day as in ISO."""
    return value.isoformat() if isinstance(value, date) else value


def _plain_entry(entry: Entry) -> dict[str, Any]:
    plain: dict[str, Any] = {"names": [list(name) for name in entry.names]}
    if entry.part_of:
        plain["part_of"] = _plain_entry(entry.part_of)
    if entry.listed_as:
        plain["listed_as"] = entry.listed_as
    return plain


def _entry(plain: dict[str, Any]) -> Entry:
    whole = plain.get("part_of")
    names = tuple((language, name) for language, name in plain["names"])
    return Entry(names, _entry(whole) if whole else None, plain.get("listed_as", ""))
