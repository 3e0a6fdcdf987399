"""One case, all the way: from the UN's wording to the printed report, with those who take the steps.

Read it beside ``cases/flow.py``. Everything here is real: the engine, the mails, the PDF.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail

from cases import actions
from cases.models import Case, Version
from exports import printing
from exports.actions import adopt, open_report, queue_rendering, take_report_step
from exports.models import Rendering
from notifications.ladder import remind
from notifications.telling import tell
from tests.cast import DUE, NOW, Cast, draft, received
from workflow import engine
from workflow.errors import Blocked, NotAllowed
from workflow.invariants import broken

DAY = timedelta(days=1)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reading the PDF needs poppler-utils")
def test_one_case_from_the_recommendation_to_the_report(cast: Cast) -> None:
    # A recommendation was imported. The coordinator sees its case; no department does yet.
    case = received(cast, "Open clinics in rural areas and staff them.")
    assert case in Case.objects.visible_to(cast.coordinator)
    assert case not in Case.objects.visible_to(cast.focal_point)

    # The coordinator assigns it to the Ministry of Health, with a due date: the department is told.
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    assert set(mailed()) == {cast.focal_point.email, cast.alternate.email}

    # The focal point drafts; the first edit counts as acceptance. Nobody outside the department reads it.
    draft(case, by=cast.focal_point)
    assert case.state == "drafting"
    assert not Version.objects.visible_to(cast.coordinator).exists()

    # Five working days before the due date one mail comes in the morning, however often the clock strikes.
    almost_due = NOW + (DUE - NOW.date() - 7 * DAY) + timedelta(minutes=30)
    remind(almost_due)
    remind(almost_due)
    assert list(mailed(almost_due)) == [cast.focal_point.email]

    # Who drafted does not sign. The head signs and sends, and the validator may read.
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    with pytest.raises(NotAllowed, match="is for the head"):
        actions.take_step(case, "sign_and_send", by=cast.focal_point, now=NOW)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert Version.objects.visible_to(cast.validator).count() == 1

    # The validator returns it with a reason; the department writes again, signs again.
    reason = {"comment": "Please give the year of the figure.", "due_on": DUE}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **reason)
    assert case.standing == "Returned"
    draft(case, by=cast.focal_point, short_text="Two hundred rural clinics opened in 2025.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)

    # The validator approves text and status together. Nobody may approve twice.
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    assert str(case.status) == "In progress"
    with pytest.raises(engine.WrongState):
        actions.take_step(case, "approve", by=cast.second_validator, now=NOW)

    # The editor makes the national report. It prints the approved text, and only that.
    report = open_report(reference="2026", title="National report", round=cast.round, by=cast.editor)
    take_report_step(report, "assemble", by=cast.editor, now=NOW, kind="upr", round=cast.round)
    rendering = printing.render(queue_rendering(report, by=cast.editor, now=NOW).key, clock=lambda: NOW)
    assert rendering is not None
    assert rendering.state == Rendering.State.DONE
    assert "Two hundred rural clinics opened in 2025." in text_of(rendering)

    # The departments read it, a validator freezes exactly that text, the government adopts it.
    take_report_step(report, "circulate", by=cast.editor, now=NOW, reply_on=DUE)
    take_report_step(report, "review", by=cast.editor, now=NOW)
    take_report_step(report, "freeze", by=cast.second_validator, now=NOW, comment="Short, and it is enough.")
    adopt(report, decided_on=NOW.date(), document="Decree 2.26.114", by=cast.coordinator, now=NOW)

    # It is handed in, and its cases are submitted with it.
    handed_in = {"submitted_on": NOW.date(), "receipt": "Note verbale 12/26"}
    take_report_step(report, "submit", by=cast.editor, now=NOW, **handed_in)
    case.refresh_from_db()
    assert (case.state, case.standing) == ("submitted", "Submitted")

    # What happened is told by the events, one for each step, in order, and nobody can have skipped one.
    told = [(event.number, event.step) for event in case.events.order_by("number")]
    assert told == list(
        enumerate(
            ["assign", "accept", "send_for_sign_off", "sign_and_send", "return_to_department",
             "sign_and_send", "approve", "submit"],
            start=1,
        )
    )  # fmt: skip
    assert broken() == []


def test_without_a_narrative_nothing_is_sent(cast: Cast) -> None:
    case = received(cast)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    actions.take_step(case, "accept", by=cast.focal_point, now=NOW)
    with pytest.raises(Blocked, match="Write the narrative first."):
        actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)


def mailed(moment: object = NOW) -> Iterator[str]:
    """Send what is due, and say to whom it went."""
    mail.outbox.clear()
    tell(lambda: moment)
    for message in mail.outbox:
        yield from message.to


def text_of(rendering: Rendering) -> str:
    read = ["pdftotext", "-raw", rendering.file.path, "-"]
    return " ".join(subprocess.run(read, capture_output=True, check=True, text=True).stdout.split())
