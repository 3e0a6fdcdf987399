"""What must always hold is checked, room by room; each check finds what it is there for."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from cases import actions
from cases.models import Case, CaseEvent, Version
from cases.people.models import Department
from notifications.models import Mail, Notice
from notifications.telling import tell
from tests.cases.reorganised import done, merger
from tests.cast import NOW, Cast, approved, assigned, drafted
from tests.tampering import lifted
from workflow import history
from workflow.invariants import all_invariants, broken
from workflow.models import Outbox
from workflow.undoing import undo


def test_all_of_it_holds_after_work_as_usual(cast: Cast, settings: object) -> None:
    approved(cast)
    tell(lambda: NOW)
    settings.WORKFLOW_UNDO_SECONDS = 600
    undo(assigned(cast), by=cast.coordinator, now=NOW, seen=1)
    assert broken() == []
    assert len(all_invariants()) > 10


def test_the_command_names_what_is_broken_and_where(cast: Cast) -> None:
    case = approved(cast)
    Case.objects.filter(pk=case.pk).update(state="closed")
    said = StringIO()
    with pytest.raises(CommandError, match="1 promises are broken"):
        call_command("check_invariants", stdout=said)
    assert "BROKEN A case's history recomputes" in said.getvalue()
    assert f"case {case.pk}, event 4: the case stands at “closed”" in said.getvalue()
    assert said.getvalue().count("holds ") == len(all_invariants()) - 1


def test_a_step_that_no_table_has(cast: Cast) -> None:
    case = drafted(cast)
    with lifted():
        event = CaseEvent.objects.get(case=case, step="accept")
        event.step = "vanish"
        event.own_hash = history.event_hash("case", event)
        event.save()
        Case.objects.update(head=event.own_hash)
    (found,) = broken()
    assert found.endswith(f"or the undo of the newest one in force. case {case.pk}, event 2.")


def test_an_event_without_its_outbox_row_and_a_row_without_its_event(cast: Cast) -> None:
    case = assigned(cast)
    Outbox.objects.update(event_id=case.events.get().pk + 1)
    assert len(broken()) == 2


def test_an_answer_approved_by_one_who_drafted_it(cast: Cast) -> None:
    case = approved(cast)
    Version.objects.update(author=cast.validator, at=NOW.replace(hour=8))
    assert broken() == [f"Who drafted an answer never approved it. {case.reference}, event 4."]


def test_evidence_that_was_exchanged_or_lost(cast: Cast) -> None:
    case = drafted(cast)
    file = ContentFile(b"a table", name="table.txt")
    evidence = actions.add_evidence(case, title="Survey", by=cast.focal_point, now=NOW, file=file)
    assert broken() == []
    evidence.file.storage.delete(evidence.file.name)
    assert broken() == [f"A file of evidence is the one that was uploaded. {evidence.file.name}."]
    evidence.file.storage.save(evidence.file.name, ContentFile(b"another table"))
    assert len(broken()) == 1


def test_a_notice_of_what_was_undone(cast: Cast) -> None:
    assigned(cast)
    tell(lambda: NOW)
    Outbox.objects.update(state=Outbox.State.CANCELLED)
    assert len(broken()) == 2


def test_a_notice_that_counts_as_sent_in_a_mail_that_was_not(cast: Cast) -> None:
    assigned(cast)
    tell(lambda: NOW)
    Mail.objects.update(state=Mail.State.DEAD)
    assert len(broken()) == Notice.objects.count()


def test_a_case_that_a_dissolved_department_leads(cast: Cast) -> None:
    case = assigned(cast)
    Department.objects.filter(pk=cast.health.pk).update(valid_until=NOW.date() - timedelta(days=1))
    assert broken() == [
        f"No case under way is led by a department that does not exist any more. {case.reference}."
    ]


def test_a_department_that_ended_on_another_day_than_its_successor_began(cast: Cast) -> None:
    done(merger(cast), cast)
    Department.objects.filter(code="wellbeing").update(valid_from=NOW.date() + timedelta(days=1))
    assert len(broken()) == 2
