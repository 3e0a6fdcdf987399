"""Escalation: what is ready, who is told once a coordinator pressed Send, taken back, on the pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case
from cases.overview.deciding import Reader
from cases.people.models import Calendar, Department, Holiday, User
from cases.people.roles import give_role, grants_of
from notifications import escalating, telling
from notifications.deciding import of_escalations
from notifications.escalating import escalate, plan_of
from notifications.models import Chase, Escalation, Mail, Notice, SavedPolicy
from notifications.pressing import take_back
from tests.cases import stations
from tests.cast import LATER, NOW, Cast, assigned, drafted, person
from tests.notifications.long_late import TEN_BACK, director, late, waiting
from workflow.errors import Blocked, Conflict, NotAllowed

CAME = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def ten_minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def contact(cast: Cast) -> User:
    return director(cast)


def send(cast: Cast, *, now: datetime = NOW, note: str = "", **more: Any) -> Chase:
    return escalate(Case.objects.all(), note=note, by=cast.coordinator, now=now, **more)


@pytest.mark.parametrize(
    ("due_on", "is_ready"),
    [(date(2026, 2, 13), True), (TEN_BACK, True), (date(2026, 2, 17), False), (date(2026, 3, 15), False)],
)
def test_ready_is_what_is_late_by_ten_working_days(cast: Cast, due_on: date, is_ready: bool) -> None:
    case = late(cast, due_on=due_on)
    assert waiting() == ([case] if is_ready else [])


def test_the_days_are_those_of_the_departments_calendar(cast: Cast) -> None:
    case = late(cast)
    calendar = Calendar.objects.create(code="other", name="Other", country="MA")
    Holiday.objects.create(calendar=calendar, on=date(2026, 2, 20), source="hand")
    Department.objects.filter(pk=cast.health.pk).update(calendar=calendar)
    assert waiting() == []
    assert waiting(NOW + timedelta(days=1)) == [case]


def test_what_fell_due_on_a_day_off_is_late_with_the_working_day_before(cast: Cast) -> None:
    saturday, sunday = date(2026, 2, 14), date(2026, 2, 15)
    cases = [late(cast, due_on=saturday), late(cast, due_on=sunday)]
    friday = datetime(2026, 2, 27, 9, 0, tzinfo=NOW.tzinfo)
    assert waiting(friday) == cases
    assert waiting(friday + timedelta(days=1)) == cases
    assert waiting(friday - timedelta(days=1)) == []


def test_the_number_is_the_policys(cast: Cast) -> None:
    late(cast)
    SavedPolicy.objects.create(numbers={"escalation": 11}, by=cast.coordinator, at=NOW)
    assert waiting() == []
    SavedPolicy.objects.create(numbers={"escalation": 3}, by=cast.coordinator, at=NOW)
    assert len(waiting()) == 1
    SavedPolicy.objects.create(numbers={"escalation": None}, by=cast.coordinator, at=NOW)
    assert waiting() == []


@pytest.mark.parametrize("state", ["validation", "approved", "submitted", "closed", "received"])
def test_not_what_is_with_others(cast: Cast, state: str) -> None:
    late(cast, stations.AT[state](cast))
    assert waiting() == []


@pytest.mark.parametrize("state", ["assigned", "drafting", "sign-off", "agreement"])
def test_what_is_with_the_department_is(cast: Cast, state: str) -> None:
    """The control of the one before: the state alone makes the difference."""
    case = late(cast, stations.AT[state](cast))
    assert waiting() == [case]


def test_not_of_independent_bodies_nor_what_is_paused_or_asks_for_time(cast: Cast) -> None:
    paused, asking, invited = late(cast), late(cast, drafted(cast)), late(cast, assigned(cast, cast.justice))
    assert len(waiting()) == 3
    Case.objects.filter(pk=paused.pk).update(paused_on=NOW.date())
    ask_for_more_time(asking, by=cast.focal_point, now=NOW, comment="Soon.", wanted_on=LATER)
    assert waiting() == [invited]
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    assert waiting() == []


def test_the_contacts_are_told_and_each_case_is_marked(cast: Cast, contact: User) -> None:
    case, young = late(cast), assigned(cast)
    made = send(cast, note="The report is due in June.")
    (notice,) = Notice.objects.filter(rule="escalated")
    assert (notice.recipient, notice.case, notice.about_on) == (contact, case, case.due_on)
    assert notice.step == f"sent-{made.pk}"
    (marked,) = Escalation.objects.for_present_dates()
    assert (marked.case, marked.by, marked.at, marked.chase) == (case, cast.coordinator, NOW, made)
    assert waiting() == []
    assert young not in [one.case for one in Escalation.objects.all()]


def test_the_mail_leaves_once_nobody_can_take_it_back_and_carries_the_note(cast: Cast, contact: User) -> None:
    late(cast)
    send(cast, note="The report is due in June.")
    telling.tell(lambda: CAME - timedelta(seconds=1))
    assert not Mail.objects.filter(about="escalated").exists()
    telling.tell(lambda: CAME)
    (sent,) = outbox.outbox
    assert sent.to == [contact.email]
    assert "The report is due in June." in sent.body
    telling.tell(lambda: CAME + timedelta(hours=1))
    assert len(outbox.outbox) == 1


def test_two_contacts_of_two_departments_get_one_mail_each(cast: Cast, contact: User) -> None:
    second = person("minister", "escalation contact", cast.health)
    give_role(second, "escalation contact", cast.justice)
    late(cast), late(cast, assigned(cast, cast.justice))
    send(cast)
    told = {one: Notice.objects.filter(recipient=one, rule="escalated").count() for one in (contact, second)}
    assert told == {contact: 1, second: 2}


def test_a_department_without_a_contact_waits(cast: Cast, contact: User) -> None:
    own, other = late(cast), late(cast, assigned(cast, cast.justice))
    plan = plan_of(Case.objects.all(), NOW)
    assert [(group.department, len(group.contacts)) for group in plan.groups] == [
        (cast.health, 1),
        (cast.justice, 0),
    ]
    send(cast)
    assert [one.case for one in Escalation.objects.all()] == [own]
    assert waiting() == [other]


def test_where_nobody_is_told_nothing_is_kept(cast: Cast) -> None:
    late(cast)
    with pytest.raises(Blocked, match="Nobody is to be reminded"):
        send(cast)
    assert not Chase.objects.exists()
    assert not Escalation.objects.exists()


def test_of_a_restricted_case_only_a_contact_who_is_named(cast: Cast, contact: User) -> None:
    case = late(cast)
    act = {"by": cast.coordinator, "now": NOW}
    actions.take_step(case, "restrict", comment="A witness.", **act)
    assert plan_of(Case.objects.all(), NOW).letters == []
    actions.take_step(case, "name_person", person=contact, **act)
    assert [one.person for one in plan_of(Case.objects.all(), NOW).letters] == [contact]


@pytest.mark.parametrize("who", ["validator", "focal_point", "head", "observer", "stranger"])
def test_others_do_not_escalate(cast: Cast, contact: User, who: str) -> None:
    late(cast)
    with pytest.raises(NotAllowed, match="for the coordinator"):
        escalate(Case.objects.all(), note="", by=getattr(cast, who), now=NOW)
    assert not Escalation.objects.exists()


def test_a_double_click_is_one_act(cast: Cast, contact: User) -> None:
    late(cast)
    first = send(cast, form=UUID(int=3))
    late(cast)
    assert send(cast, form=UUID(int=3)) == first
    assert Escalation.objects.count() == 1


def test_two_at_once_escalate_a_case_once(cast: Cast, contact: User, monkeypatch: Any) -> None:
    """The second one found the case ready before the first one marked it."""
    case = late(cast)
    plan = plan_of(Case.objects.all(), NOW)
    send(cast)
    monkeypatch.setattr(escalating, "plan_of", lambda cases, now: plan)
    with pytest.raises(Conflict, match="at the same moment"):
        send(cast)
    assert Escalation.objects.filter(case=case).count() == Chase.objects.count() == 1
    assert Notice.objects.filter(rule="escalated").count() == 1


def test_the_table_holds_one_for_a_case_and_date(cast: Cast, contact: User) -> None:
    late(cast)
    send(cast)
    marked = Escalation.objects.get()
    marked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        marked.save()


def test_a_new_date_can_be_escalated_anew(cast: Cast, contact: User) -> None:
    case = late(cast)
    send(cast)
    late(cast, case, due_on=date(2026, 2, 9))
    assert waiting() == [case]
    send(cast)
    assert Escalation.objects.for_present_dates().count() == 1
    assert Escalation.objects.count() == 2


def test_taken_back_it_never_was_and_can_be_sent_again(cast: Cast, contact: User) -> None:
    case = late(cast)
    take_back(send(cast), by=cast.coordinator, now=NOW)
    assert waiting() == [case]
    assert not Escalation.objects.exists()
    send(cast)
    telling.tell(lambda: CAME)
    assert len(outbox.outbox) == 1


def test_not_once_the_mails_are_on_their_way(cast: Cast, contact: User) -> None:
    late(cast)
    made = send(cast)
    telling.tell(lambda: CAME)
    with pytest.raises(Conflict, match="on their way"):
        take_back(made, by=cast.coordinator, now=CAME)
    assert Escalation.objects.count() == 1


def test_coordinators_see_what_was_escalated_of_the_cases_they_see(cast: Cast, contact: User) -> None:
    case = late(cast)
    send(cast)
    another = person("another", "coordinator")
    everybody = (cast.coordinator, another, cast.validator, cast.focal_point, contact)
    assert [Escalation.objects.visible_to(one).count() for one in everybody] == [1, 1, 0, 0, 0]
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    assert [Escalation.objects.visible_to(one).count() for one in (cast.coordinator, another)] == [1, 0]


def test_the_overview_names_it_to_the_coordinator_with_the_way(cast: Cast, contact: User) -> None:
    def said(user: User) -> list[tuple[str, str]]:
        reader = Reader(user, grants_of(user), cast.round, NOW)
        return [(one.sentence, one.url) for one in of_escalations(reader)]

    assert said(cast.coordinator) == []
    late(cast)
    sentence = "1 late answer can be escalated: the coordinator presses Send."
    assert said(cast.coordinator) == [(sentence, "/escalations/")]
    assert said(cast.observer) == [(sentence, "/departments/")]
