"""A process whose states were renamed: the start is refused, and migrate_process moves the rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from cases import actions
from cases.models import Case
from cases.pages.told import events_of, timeline
from cases.people.models import Department
from notifications.models import Notice
from notifications.telling import tell
from tests.cases.stations import for_signature
from tests.cast import NOW, Cast, assigned
from tests.tampering import lifted
from workflow import history, migrating, storage
from workflow.errors import Refused, WrongState
from workflow.grants import Grants
from workflow.invariants import broken
from workflow.migrating import MIGRATE, refuse_unknown_states
from workflow.undoing import in_force, undo

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "case: 1 row stands in the state “sign-off”, which the code does not know."

Rename = Callable[[dict[str, str]], None]


@pytest.fixture
def rename(monkeypatch: pytest.MonkeyPatch) -> Rename:
    """From now on the code has no state “sign-off”; ``renamed`` says what became of it."""

    def renamed(names: dict[str, str]) -> None:
        process = Case.process
        states = {state: label for state, label in process.states.items() if state != "sign-off"}
        monkeypatch.setattr(process, "states", states)
        monkeypatch.setattr(process, "renamed", names)
        monkeypatch.setattr(process, "version", 2)

    return renamed


@pytest.fixture
def case(cast: Cast, rename: Rename) -> Case:
    """A case for signature, under code that has renamed that state."""
    made = for_signature(cast)
    rename({"sign-off": "drafting"})
    return made


def migrate_process(*words: str) -> str:
    out = StringIO()
    call_command("migrate_process", "case", *words, stdout=out)
    return out.getvalue()


def apply(cast: Cast) -> str:
    return migrate_process("--apply", "--by", cast.editor.email)


def test_the_site_does_not_start_over_rows_in_a_state_that_the_code_does_not_know(case: Case) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unknown_states()
    assert str(refusal.value) == f"{SENTENCE} Run: manage.py migrate_process case"


def test_it_starts_where_the_code_knows_every_state(cast: Cast, django_assert_num_queries) -> None:
    for_signature(cast)

    with django_assert_num_queries(len(migrating.registered_processes())):
        refuse_unknown_states()
    call_command("check", databases=["default"])


def test_the_check_of_the_database_says_so_too(case: Case) -> None:
    with pytest.raises(SystemCheckError, match=f"workflow.E007.*{SENTENCE}"):
        call_command("check", databases=["default"])


def test_a_migration_of_the_tables_is_not_stopped_by_what_it_mends(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = migrating.Stray(Case.process, "sign-off", 1)
    monkeypatch.setattr("workflow.checks.strays", lambda *given, **more: [stray])
    with lifted():
        with pytest.raises(SystemCheckError, match=r"(?s)workflow.E006.*workflow.E007"):
            call_command("check", databases=["default"])
        call_command("migrate", skip_checks=False, verbosity=0)


def test_the_move_is_shown_first_and_nothing_is_changed(case: Case) -> None:
    said = migrate_process()

    case.refresh_from_db()
    assert "case: 1 row from “sign-off” to “drafting”" in said
    assert "Nothing was changed" in said
    assert (case.state, case.version) == ("sign-off", 3)


def test_each_row_moves_through_an_event_of_its_own(case: Case, cast: Cast) -> None:
    assert "moved 1" in apply(cast)

    case.refresh_from_db()
    event = case.events.get(number=4)
    assert (case.state, case.version, case.head) == ("drafting", 4, event.own_hash)
    assert (event.step, event.source, event.target) == (MIGRATE, "sign-off", "drafting")
    assert (event.by, event.at, event.process_version) == (cast.editor, NOW, 2)
    assert broken() == []
    call_command("verify_history", stdout=StringIO())
    refuse_unknown_states()


def test_others_stay_where_they_are(case: Case, cast: Cast) -> None:
    other = assigned(cast)

    apply(cast)

    assert Case.objects.get(pk=other.pk).version == other.version


def test_it_is_safe_to_repeat(case: Case, cast: Cast) -> None:
    apply(cast)

    assert "Every row of case stands in a state that the code knows." in apply(cast)
    assert case.events.filter(step=MIGRATE).count() == 1


def test_it_goes_on_where_a_crash_stopped_it(
    case: Case, cast: Cast, rename: Rename, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "BATCH", 1)
    Case.process.__dict__["states"] = {**Case.process.states, "sign-off": "sign-off"}
    for_signature(cast)
    rename({"sign-off": "drafting"})
    moves = migrating.move_renamed(Case.process, by=cast.editor, now=NOW)
    next(moves)
    moves.close()

    assert "case: 1 row" in migrate_process()
    apply(cast)

    assert set(Case.objects.values_list("state", flat=True)) == {"drafting"}
    assert broken() == []


@pytest.mark.parametrize("login", ["", "nobody@suivi.example"])
def test_it_asks_who_does_it(login: str, case: Case) -> None:
    with pytest.raises(CommandError, match="Name with --by who does it"):
        migrate_process("--apply", "--by", login)
    assert Case.objects.get().state == "sign-off"


def test_who_left_moves_nothing(case: Case, cast: Cast) -> None:
    cast.editor.is_active = False
    cast.editor.save()

    with pytest.raises(CommandError, match="an active account"):
        apply(cast)


def test_nothing_moves_where_the_code_does_not_say_where_to(case: Case, cast: Cast, rename: Rename) -> None:
    rename({})

    with pytest.raises(CommandError, match="the code does not say where rows in “sign-off” belong"):
        apply(cast)
    assert Case.objects.get().state == "sign-off"


def test_a_row_that_moved_meanwhile_is_not_moved(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating.storage, "write", lambda *given: False)

    with pytest.raises(CommandError, match="Run it again"):
        apply(cast)
    assert case.events.count() == 3


def test_nobody_is_told_and_the_promise_is_kept(case: Case, cast: Cast) -> None:
    tell(lambda: NOW)
    before = Notice.objects.count()
    apply(cast)

    tell(lambda: NOW)

    assert Notice.objects.count() == before


def test_the_move_is_no_step_to_undo(case: Case, cast: Cast, settings) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    apply(cast)

    with pytest.raises(WrongState):
        undo(case, by=cast.editor, now=NOW, seen=4)
    assert [event.step for event in in_force(events_of(case))] == ["assign", "accept", "send_for_sign_off"]


def test_an_undo_does_not_bring_a_state_back_that_is_gone(cast: Cast, rename: Rename, settings) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = for_signature(cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    rename({"sign-off": "drafting"})

    with pytest.raises(Refused, match="not one that can be undone"):
        undo(case, by=cast.head, now=NOW, seen=4)


def test_the_case_page_tells_of_it(case: Case, cast: Cast) -> None:
    apply(cast)
    case.refresh_from_db()

    line = timeline(case, events_of(case), Grants(Department))[-1]

    assert line.sentence == "Moved by <bdi>Editor</bdi>, with the process, which has changed"
    assert not line.undone


def test_an_invented_move_is_found(case: Case, cast: Cast) -> None:
    Case.process.renamed["assigned"] = "drafting"
    other = assigned(cast)
    apply(cast)
    del Case.process.renamed["assigned"]

    (found,) = broken()

    assert found.endswith(f"case {other.pk}, event 2.")


@pytest.mark.parametrize(("station", "target"), [(assigned, "drafting"), (for_signature, "approved")])
def test_a_forged_move_is_found(
    station: Callable[[Cast], Case], target: str, cast: Cast, rename: Rename
) -> None:
    """Chained as it should be, but from where the case did not stand, or to where the code does not say."""
    case = station(cast)
    rename({"sign-off": "drafting"})
    before = storage.fields_of(case)
    case.__dict__["state"] = target
    event, _ = history.drawn_up(case, step=MIGRATE, source="sign-off", by=cast.editor, at=NOW, data={})
    assert storage.write(case, before, event, None, NOW)

    assert [found.rpartition(". ")[2] for found in broken()] == [f"case {case.pk}, event {case.version}."]


@pytest.mark.once  # they start on SQLite, whatever the tests run on
@pytest.mark.processes
@pytest.mark.parametrize(
    "start", ["import config.wsgi", "from config.celery import refuse_to_start as r; r()"]
)
def test_site_and_worker_say_why_they_do_not_start(start: str, file_database: Path) -> None:
    scene = """
import django
django.setup()
from cases.models import Case
from tests.cast import gather, received
received(gather())
"""
    renamed = """
import django
django.setup()
from cases.models import Case
Case.process.states = {"begun": "begun"}
"""
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "SUIVI_VAR": str(file_database.parent)}
    environment = {**os.environ, **own}
    environment.pop("DATABASE_URL", None)
    run = {"env": environment, "cwd": ROOT, "capture_output": True, "text": True, "timeout": 120}
    subprocess.run([sys.executable, "-c", scene], check=True, **run)

    tried = subprocess.run([sys.executable, "-c", renamed + start], check=False, **run)

    assert tried.returncode == 1, tried.stderr
    assert "case: 1 row stands in the state “received”" in tried.stderr
