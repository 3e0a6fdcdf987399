"""Switches one guard of the engine off, and leaves all others as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from cases.guards import answering
from cases.models import Case, access
from cases.people import reorganising
from workflow import bulk_work, engine, history, may, storage
from workflow.roles import EVERY_ROW, NO_ROW, OnTopics

Patch = pytest.MonkeyPatch
TABLE = "cases_caseevent"


def compare_and_set_off(patch: Patch) -> None:
    write = storage.write

    def write_over(held: Case, before: dict[str, Any], *more: Any) -> bool:
        as_it_is = Case.objects.values("state", "version").get(pk=held.pk)
        return write(held, before | as_it_is, *more)

    patch.setattr(storage, "write", write_over)


def row_lock_off(patch: Patch) -> None:
    def read(case: Case, step: Any, by: Any) -> storage.Held:
        return storage.Held(Case._base_manager.get(pk=case.pk), case.process.grants(by))

    patch.setattr(storage, "hold_for", read)


def unique_constraint_off(patch: Patch) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE "{TABLE}" DROP CONSTRAINT "one_event_per_case_version"')
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [TABLE])
            as_made = cursor.fetchone()[0]
            cursor.execute(f'ALTER TABLE "{TABLE}" RENAME TO "kept"')
            cursor.execute(re.sub(r', CONSTRAINT "one_event_per_case_version" UNIQUE \([^)]*\)', "", as_made))


def version_check_off(patch: Patch) -> None:
    check = engine._check
    patch.setattr(engine, "_check", lambda act, grants, seen: check(act, grants, act.case.version))


def role_check_off(patch: Patch) -> None:
    patch.setattr(may, "why_not_allowed", lambda *anything: "")


def topics_off(patch: Patch) -> None:
    """Who holds a role on any topic holds it for all."""
    patch.setattr(OnTopics, "held_for", lambda role, grants, row: role.held_for_any(grants))


def sight_of_all_themes(patch: Patch) -> None:
    patch.setattr(access, "overseen", lambda grants: EVERY_ROW if grants.by_topic else NO_ROW)


def company_off(patch: Patch) -> None:
    patch.setattr(may, "why_not_together", lambda *anything: "")


def guard_off(step: str, rule: str) -> Callable[[Patch], None]:
    return lambda patch: without(step, rule, patch)


def without(step: str, rule: str, patch: Patch) -> None:
    row = Case.process.steps[step]
    left = tuple(guard for guard in row.guards if guard.__name__ != rule)
    assert len(left) == len(row.guards) - 1
    patch.setitem(Case.process.steps, step, replace(row, guards=left))


def gate_off(patch: Patch) -> None:
    patch.setattr(Case.process, "gate", lambda row, by: "")


def sight_of_all(patch: Patch) -> None:
    patch.setattr(access, "opened_to", lambda user: Case.objects.values("pk"))


def four_eyes_invariant_off(patch: Patch) -> None:
    patch.setattr("cases.invariants._approval", lambda case: None)


def digest_off(patch: Patch) -> None:
    patch.setattr(reorganising, "digest", lambda plan, today: "the same")


def earlier_texts_off(patch: Patch) -> None:
    def wrote_this_one(act: Any) -> bool:
        return bool(act.case.answer.versions.filter(author__in=act.people).exists())

    patch.setattr(answering, "_drafted", wrote_this_one)


def triggers_off(patch: Patch) -> None:
    with connection.cursor() as cursor:
        on = f' ON "{TABLE}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{TABLE}_no_UPDATE"{on}')


def chain_hash_off(patch: Patch) -> None:
    patch.setattr(history, "event_hash", lambda process, event: event.own_hash or f"{event.number:064}")


def outbox_cancel_off(patch: Patch) -> None:
    patch.setattr(storage, "cancel_promise", lambda event: True)


def lease_off(patch: Patch) -> None:
    patch.setattr(bulk_work._Work, "_write", lambda work, **values: None)


def transaction_off(patch: Patch) -> None:
    patch.setattr(engine, "transaction", SimpleNamespace(atomic=nullcontext))
