"""History that nobody can quietly change: every way to do it is named, with the case and the event."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction

from cases.models import Case, CaseEvent, CaseRemark
from cases.people.models import User
from tests.cast import NOW, Cast, approved, received
from tests.tampering import lifted
from workflow import append_only, engine, heads, history
from workflow.errors import NotAllowed

CHANGES = {
    "edited": ["UPDATE cases_caseevent SET step = 'reassign' WHERE number = 2"],
    "backdated": ["UPDATE cases_caseevent SET at = '2020-01-01 00:00:00+00:00' WHERE number = 2"],
    "deleted": ["DELETE FROM cases_caseevent WHERE number = 2"],
    "swapped": [
        "UPDATE cases_caseevent SET number = 99 WHERE number = 2",
        "UPDATE cases_caseevent SET number = 2 WHERE number = 3",
        "UPDATE cases_caseevent SET number = 3 WHERE number = 99",
    ],
    "cut off": ["DELETE FROM cases_caseremark", "DELETE FROM cases_caseevent WHERE number = 5"],
    "moved": ["UPDATE cases_case SET state = 'closed'"],
    "remark": ["UPDATE cases_caseremark SET text = 'Quite another reason.'"],
}
SENTENCES = {
    "edited": "event 2: it was changed after it was written.",
    "backdated": "event 2: it was changed after it was written.",
    "deleted": "event 2: it is missing; event 3 comes next.",
    "swapped": "event 2: it does not follow the event before it.",
    "cut off": "event 5: the case has moved further than its history, or its last events are missing.",
    "moved": "event 5: the case stands at “closed”, and its history says “drafting”.",
    "remark": "event 5: what was written to it was changed afterwards.",
}


@pytest.fixture
def case(cast: Cast) -> Case:
    """Five events; a reason was written to the last."""
    case = approved(cast)
    engine.perform(case, "reopen", by=cast.coordinator, now=NOW, comment="The figures have changed.")
    return case


def verify() -> str:
    said = StringIO()
    try:
        call_command("verify_history", stdout=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


def tamper(*statements: str) -> None:
    with lifted(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_chain_as_it_was_written_has_no_fault(case: Case) -> None:
    assert case.head == case.events.get(number=case.version).own_hash
    assert "events are as they were written. No head was signed yet" in verify()


def test_it_keeps_what_the_step_was_given(case: Case, cast: Cast) -> None:
    data = case.events.get(number=1).data["given"]
    assert (data["lead"], data["due_on"]) == (cast.health.pk, case.due_on.isoformat())


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_named(change: str, case: Case) -> None:
    tamper(*CHANGES[change])
    assert f"case {case.pk}, {SENTENCES[change]}" in verify()
    assert "1 faults" in verify()


def test_an_erased_remark_breaks_nothing(case: Case) -> None:
    CaseRemark.objects.all().delete()
    assert "5 events are as they were written" in verify()


def test_the_database_refuses_to_change_or_remove_an_event(case: Case) -> None:
    CaseRemark.objects.all().delete()
    for refused in (case.events.all().delete, lambda: case.events.update(step="close")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            refused()
    assert case.events.count() == 5


def test_the_site_does_not_start_without_the_triggers(case: Case) -> None:
    append_only.refuse_without_triggers()
    call_command("check", databases=["default"])
    with lifted():
        with pytest.raises(ImproperlyConfigured, match="history could be changed. Run: manage.py migrate"):
            append_only.refuse_without_triggers()
        with pytest.raises(SystemCheckError, match="workflow.E006"):
            call_command("check", databases=["default"])
        assert "the trigger against UPDATE is not there" in verify()


def test_a_history_rebuilt_with_all_its_hashes_is_found_by_the_signed_record(case: Case) -> None:
    assert heads.sign_heads(NOW) == 1
    assert "1 heads agree" in verify()
    rebuild(case)
    assert f"case {case.pk}, event 5: the signed record outside the database says otherwise" in verify()


def test_a_history_cut_off_with_its_case_is_found_by_the_signed_record(case: Case) -> None:
    heads.sign_heads(NOW)
    fourth = case.events.get(number=4)
    tamper(*CHANGES["cut off"])
    Case.objects.filter(pk=case.pk).update(state=fourth.target, version=4, head=fourth.own_hash)
    assert f"case {case.pk}, event 5: the signed record" in verify()


def test_only_what_moved_is_signed_again(case: Case, cast: Cast) -> None:
    assert (heads.sign_heads(NOW), heads.sign_heads(NOW)) == (1, 0)
    close(received(cast), by=cast.coordinator)
    assert heads.sign_heads(NOW) == 1


@pytest.mark.parametrize("line", [0, 1])
def test_the_record_itself_cannot_be_changed(line: int, case: Case, cast: Cast) -> None:
    heads.sign_heads(NOW)
    close(received(cast), by=cast.coordinator)
    heads.sign_heads(NOW)
    path = heads.record_path()
    lines = path.read_text().splitlines(keepends=True)
    lines[line] = lines[line].replace(lines[line][20:24], "beef", 1) if line else ""
    path.write_text("".join(lines))
    assert f"line {line + 1}: this is not the line that Suivi wrote and signed" in verify()
    with pytest.raises(heads.RecordBroken):
        heads.sign_heads(NOW)


def test_what_an_older_key_signed_still_counts(case: Case, settings: object) -> None:
    heads.sign_heads(NOW)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert "1 heads agree" in verify()
    settings.SECRET_KEY_FALLBACKS = []
    assert "this is not the line that Suivi wrote and signed" in verify()


def test_half_a_line_from_a_failing_machine_is_dropped(case: Case) -> None:
    heads.sign_heads(NOW)
    path = heads.record_path()
    whole = path.read_text()
    path.write_text(whole + whole[:40])
    assert "1 heads agree" in verify()
    assert heads.sign_heads(NOW) == 0
    assert path.read_text() == whole


def test_who_tries_without_the_right_is_logged(
    case: Case, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(NotAllowed):
        close(case, by=cast.stranger)
    assert f"Refused: user {cast.stranger.pk}, close of case {case.pk}." in caplog.text


def test_a_step_cannot_be_given_what_history_could_not_keep(cast: Cast) -> None:
    with pytest.raises(TypeError, match="given a set"):
        history.plain({"themes": {1, 2}})


def close(case: Case, by: User) -> None:
    engine.perform(case, "close", by=by, now=NOW, comment="It came twice.", because="superseded")


def rebuild(case: Case) -> None:
    """Write another step into the history, and every hash after it anew."""
    with lifted():
        previous = ""
        for event in CaseEvent.objects.filter(case=case).order_by("number"):
            event.step = "reassign" if event.number == 2 else event.step
            event.previous_hash = previous
            event.own_hash = previous = history.event_hash("case", event)
            event.save()
        Case.objects.filter(pk=case.pk).update(head=previous)


def test_without_a_folder_nothing_is_signed_and_the_chain_is_verified_still(case: Case, settings) -> None:
    del settings.WORKFLOW_HISTORY_FOLDER

    assert "No head was signed yet" in verify()
    with pytest.raises(ImproperlyConfigured, match="WORKFLOW_HISTORY_FOLDER"):
        heads.sign_heads(NOW)
