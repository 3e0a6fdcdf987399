"""Who is told of what becomes of a report: by mail, once, and only who may still see it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models import Max

from cases.people.roles import take_role
from exports.models import Report
from exports.objecting import make_objection, settle
from notifications.models import Mail, Notice
from notifications.telling import tell
from notifications.told_by import ToldBy
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take
from tests.notifications.post import the_morning_after
from workflow.invariants import broken

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def assembling(cast: Cast) -> Report:
    """Everything that happened before was told."""
    answered(cast, asked(cast))
    shown = bring(cast, report(cast, introduction="We begin."), "assembling")
    told()
    return shown


def told() -> dict[str, set[str]]:
    """Send what is due, at once and in the mornings of a week: the subjects, and who got each."""
    mail.outbox.clear()
    tell(lambda: LATER)
    last = Mail.objects.aggregate(last=Max("day"))["last"] or NOW.date()
    morning = datetime.combine(last, NOW.timetz())
    for _ in range(6):
        morning = the_morning_after(morning)
        tell(lambda morning=morning: morning)
    found: dict[str, set[str]] = {}
    for message in mail.outbox:
        found.setdefault(message.subject, set()).update(name.partition("@")[0] for name in message.to)
    return found


def test_the_departments_concerned_are_told_that_it_circulates(cast: Cast, assembling: Report) -> None:
    take(assembling, "circulate", cast.editor)

    assert told() == {"To read: 1 report circulates, replies by 12 March 2026": {"focal-point", "head"}}
    text = str(mail.outbox[0].body)
    assert "/desk/reports/national-report-2026/circulated/" in text
    assert "The short text." not in text
    assert told() == {}
    assert broken() == []


def test_who_lost_the_role_meanwhile_is_not_told(cast: Cast, assembling: Report) -> None:
    take(assembling, "circulate", cast.editor)
    take_role(cast.focal_point, "focal point", cast.health)

    assert set().union(*told().values()) == {"head"}


def test_what_no_longer_circulates_is_not_told_to_departments(cast: Cast, assembling: Report) -> None:
    take(assembling, "circulate", cast.editor)
    take(assembling, "review", cast.editor)

    assert told() == {"To review: 1 report": {"validator", "second-validator"}}
    assert set(Notice.objects.filter(rule="report-circulates").values_list("reason", flat=True)) == {
        "no-right"
    }


def test_an_objection_and_its_answer_are_told(cast: Cast, assembling: Report) -> None:
    take(assembling, "circulate", cast.editor)
    told()
    made = make_objection(assembling, department=cast.health, text="Not so.", by=cast.head, now=NOW)

    assert told() == {"To settle: 1 objection": {"editor"}}
    assert "Not so." not in str(mail.outbox[0].body)
    settle(made, "answer", by=cast.editor, now=NOW, seen=1, comment="It is so.")
    assert told() == {"Answered: 1 objection": {"focal-point", "head"}}


@pytest.mark.parametrize(
    ("state", "step", "who", "subject", "people"),
    [
        ("review", "return_to_editor", "validator", "To revise: 1 report", {"editor"}),
        ("review", "freeze", "validator", "To adopt: 1 report", {"coordinator"}),
        ("frozen", "adopt", "coordinator", "To submit: 1 report", {"editor"}),
        ("frozen", "amend", "coordinator", "To revise: 1 report", {"editor"}),
    ],
)
def test_who_comes_next_is_told(
    cast: Cast, assembling: Report, state: str, step: str, who: str, subject: str, people: Any
) -> None:
    bring(cast, assembling, state)
    told()

    take(assembling, step, getattr(cast, who))

    assert told() == {subject: people}


def test_the_page_of_the_mail_says_where_the_report_stands(cast: Cast, assembling: Report) -> None:
    take(assembling, "circulate", cast.editor)
    take(assembling, "review", cast.editor)
    told()
    made = Mail.objects.get(recipient=cast.validator, about="report-to-review")

    (item,) = ToldBy.of(made, cast.validator, NOW)[0:10]
    assert (item.line.reference, item.is_open) == ("national-report-2026", True)
    take(assembling, "freeze", cast.validator)
    (item,) = ToldBy.of(made, cast.validator, NOW)[0:10]
    assert item.is_open is False


def test_who_does_not_see_the_report_finds_nothing_there(cast: Cast, assembling: Report) -> None:
    take(assembling, "circulate", cast.editor)
    told()
    made = Mail.objects.get(recipient=cast.focal_point, about="report-circulates")

    assert ToldBy.of(made, cast.focal_point, NOW).count() == 1
    assert ToldBy.of(made, cast.stranger, NOW).count() == 0
