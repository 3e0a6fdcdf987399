"""Contributions are told to those concerned, and reminded of by their own date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.models import Case, Contribution
from cases.people.models import Department
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.sending import send
from tests.cases.test_contributions import agreeing, ask, delivered, take, write
from tests.cast import LATER, NOW, Cast, department, drafted, person
from tests.notifications.post import (
    DAY,
    derive_only_the_last,
    mail_to,
    reminded,
    told,
    without_overviews,
)
from workflow.models import Outbox

OLD = (NOW + 30 * DAY).date()
AFTER = NOW + timedelta(days=90)


def due_on(cast: Cast, day: Any) -> Contribution:
    """Asked at NOW of Justice until that day; the case itself is due much later, and all was told."""
    without_overviews(cast)
    case = drafted(cast)
    Case.objects.filter(pk=case.pk).update(due_on=day + 200 * DAY)
    contribution = ask(cast, case)
    Contribution.objects.filter(pk=contribution.pk).update(due_on=day)
    Outbox.objects.update(state=Outbox.State.DONE)
    contribution.refresh_from_db()
    return contribution


def test_who_is_asked_hears_of_it_with_its_own_date(cast: Cast) -> None:
    person("justice-alternate", "alternate", cast.justice)
    person("writer", "contributor", cast.justice)
    contribution = ask(cast, drafted(cast))
    mail = mail_to(cast.justice_focal_point)
    assert told("to-contribute") == ["justice-alternate", "justice-focal-point"]
    assert mail.subject == "To contribute: your part of the answer to 1 recommendation, by 15 April 2026"
    assert "Your part is due on 15 April 2026" in mail.text
    assert str(contribution.lead) in mail.text


def test_the_lead_hears_what_was_delivered_and_by_whom(cast: Cast) -> None:
    delivered(cast, drafted(cast))
    derive_only_the_last()
    assert told("contribution-delivered") == ["alternate", "focal-point"]
    assert "Ministry of Justice" in mail_to(cast.alternate).text


@pytest.mark.parametrize(
    ("step", "who", "rule", "to"),
    [
        ("return_to_contributor", "head", "contribution-returned", ["justice-focal-point"]),
        ("withdraw", "coordinator", "contribution-withdrawn", ["justice-focal-point"]),
    ],
)
def test_what_the_lead_does_is_told(cast: Cast, step: str, who: str, rule: str, to: list[str]) -> None:
    take(delivered(cast, drafted(cast)), step, getattr(cast, who))
    derive_only_the_last()
    assert told(rule) == to


def test_a_refusal_is_told_to_the_lead(cast: Cast) -> None:
    take(ask(cast, drafted(cast)), "decline", cast.justice_focal_point)
    derive_only_the_last()
    assert told("contribution-declined") == ["alternate", "focal-point"]


def test_going_on_without_is_told_to_the_body_and_to_the_coordinator(cast: Cast) -> None:
    take(ask(cast, drafted(cast)), "go_on_without", cast.head, AFTER)
    derive_only_the_last(AFTER)
    assert told("contribution-passed-over") == ["justice-focal-point"]
    assert told("contribution-no-answer") == ["coordinator"]
    assert "Ministry of Justice" in mail_to(cast.coordinator, AFTER).text


def test_who_must_agree_is_asked_again(cast: Cast) -> None:
    agreeing(cast, drafted(cast))
    derive_only_the_last()
    assert told("to-agree-as-lead") == ["justice-focal-point"]


def test_nobody_is_asked_for_what_was_withdrawn_meanwhile(cast: Cast) -> None:
    take(ask(cast, drafted(cast)), "withdraw", cast.coordinator)
    derive(NOW)
    bundle(NOW)
    assert not Mail.objects.filter(about="to-contribute").exists()


def test_reminders_follow_its_own_date(cast: Cast) -> None:
    due_on(cast, OLD)
    of_contributions = Notice.objects.filter(contribution__isnull=False, about_on__isnull=False)
    for day, step in ((23, "middle-first"), (29, "middle-last"), (31, "late-first"), (35, "late-question")):
        assert f"{step} justice-focal-point" in reminded(day)
    assert {(notice.rule, notice.about_on) for notice in of_contributions} == {("contribution-reminder", OLD)}


def test_what_was_delivered_is_reminded_of_no_more(cast: Cast) -> None:
    contribution = due_on(cast, OLD)
    assert reminded(24) == ["middle-first justice-focal-point"]
    (mail,) = bundle(NOW + 24 * DAY + timedelta(minutes=30))
    assert mail.subject == "Reminder: 1 contribution, due on 1 April 2026"
    write(cast, contribution)
    take(contribution, "deliver", cast.justice_focal_point)
    assert send(mail, NOW + 25 * DAY) == Mail.State.CANCELLED
    assert reminded(29) == []


def test_an_independent_body_is_reminded_once(cast: Cast) -> None:
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    due_on(cast, OLD)
    theirs = [[one for one in reminded(day) if "justice" in one] for day in (23, 29, 31)]
    assert theirs == [["courtesy justice-focal-point"], [], []]


def test_who_lost_the_role_meanwhile_is_told_nothing(cast: Cast) -> None:
    contribution = ask(cast, drafted(cast))
    derive(NOW)
    cast.justice_focal_point.groups.clear()
    bundle(NOW)
    assert not Mail.objects.filter(recipient=cast.justice_focal_point).exists()
    assert contribution.due_on != LATER


def test_a_reminder_names_nobody_of_another_department_that_contributes(cast: Cast) -> None:
    """It does not see that part, nor that there is one."""
    day = (NOW + 20 * DAY).date()
    contribution = due_on(cast, day)
    interior = department("interior", "Ministry of the Interior")
    person("justice-alternate", "alternate", cast.justice)
    person("interior-focal-point", "focal point", interior)
    other = ask(cast, contribution.answer.cases.get(), of=interior)
    Contribution.objects.filter(pk=other.pk).update(due_on=day)
    Outbox.objects.update(state=Outbox.State.DONE)
    reminded(23)
    assert told("contribution-reminder") == [
        "interior-focal-point",
        "justice-alternate",
        "justice-focal-point",
    ]
    bundle(NOW + 23 * DAY + timedelta(hours=1))
    text = Mail.objects.get(recipient=cast.justice_focal_point).text
    assert "Justice Alternate" in text
    assert "Interior Focal Point" not in text
