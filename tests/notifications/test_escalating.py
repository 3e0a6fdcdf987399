"""Escalation: what is ready, who is told once a coordinator pressed Send, taken back, on the pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.test import Client

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case
from cases.overview.deciding import Reader
from cases.people.models import Calendar, Department, Holiday, User
from cases.people.roles import give_role, grants_of
from notifications import escalating, telling
from notifications.deciding import of_escalations
from notifications.escalating import escalate, plan_of, ready
from notifications.models import Chase, Escalation, Mail, Notice, SavedPolicy
from notifications.pressing import take_back
from tests.cases import stations
from tests.cases.test_blocking import say
from tests.cast import LATER, NOW, Cast, assigned, drafted, person
from workflow.errors import Blocked, Conflict, NotAllowed
from workflow.models import Outbox

TEN_BACK = date(2026, 2, 16)
"""Ten working days before NOW, a Monday."""
CAME = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def ten_minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def contact(cast: Cast) -> User:
    return person("director", "escalation contact", cast.health)


def late(cast: Cast, case: Case | None = None, due_on: date = TEN_BACK) -> Case:
    shown = case or assigned(cast)
    Case.objects.filter(pk=shown.pk).update(due_on=due_on)
    Outbox.objects.update(state=Outbox.State.DONE)
    shown.refresh_from_db()
    return shown


def send(cast: Cast, *, now: datetime = NOW, note: str = "", **more: Any) -> Chase:
    return escalate(Case.objects.all(), note=note, by=cast.coordinator, now=now, **more)


def waiting(now: datetime = NOW) -> list[Case]:
    return list(ready(Case.objects.all(), now).order_by("pk"))


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


class TestThePages:
    @pytest.fixture
    def desk(self, client: Client, cast: Cast) -> Client:
        client.force_login(cast.coordinator)
        return client

    def form(self, *cases: Case, **more: Any) -> dict[str, Any]:
        return {"form_key": uuid4(), "note": "", "to": "all", "case": [case.pk for case in cases]} | more

    def test_the_preview_sends_nothing(self, desk: Client, cast: Cast, contact: User) -> None:
        case = late(cast)
        say(cast, case, what="data", note="The statistics office.")
        page = desk.get("/escalations/").content.decode()
        for words in (
            "1 late answer is ready to be escalated",
            case.reference,
            "Ministry of Health",
            "Director",
            "Waits for data",
            "The statistics office.",
            "Read the mail to Director",
        ):
            assert words in page
        assert not Notice.objects.exists()

    def test_send_leads_to_who_got_what_and_undo(self, desk: Client, cast: Cast, contact: User) -> None:
        case = late(cast)
        told = desk.post("/escalations/", self.form(case, note="Please see to it."), follow=True)
        made = Chase.objects.get()
        assert told.redirect_chain == [(f"/remind/{made.key}/", 302)]
        assert "Escalated to 1 person" in told.content.decode()
        assert "Please see to it." in told.content.decode()
        taken = desk.post(f"/remind/{made.key}/undo/", follow=True)
        assert "sent to nobody" in taken.content.decode()
        assert not Escalation.objects.exists()

    def test_for_one_department_and_what_is_left_unticked_stays(
        self, desk: Client, cast: Cast, contact: User
    ) -> None:
        give_role(contact, "escalation contact", cast.justice)
        own, left, other = late(cast), late(cast), late(cast, assigned(cast, cast.justice))
        desk.post("/escalations/", self.form(own, other, to="health"))
        assert [one.case for one in Escalation.objects.all()] == [own]
        assert waiting() == [left, other]

    def test_what_comes_in_meanwhile_is_not_meant(self, desk: Client, cast: Cast, contact: User) -> None:
        shown = late(cast)
        desk.get("/escalations/")
        late(cast)
        desk.post("/escalations/", self.form(shown))
        assert [one.case for one in Escalation.objects.all()] == [shown]

    def test_what_is_hidden_is_not_meant(self, client: Client, cast: Cast, contact: User) -> None:
        case = late(cast)
        act = {"by": cast.coordinator, "now": NOW}
        actions.take_step(case, "restrict", comment="A witness.", **act)
        actions.take_step(case, "name_person", person=contact, **act)
        client.force_login(person("another", "coordinator"))
        assert case.reference not in client.get("/escalations/").content.decode()
        assert client.post("/escalations/", self.form(case)).status_code == 422
        assert not Escalation.objects.exists()

    def test_nothing_ticked_is_said_and_the_note_stays(self, desk: Client, cast: Cast, contact: User) -> None:
        late(cast)
        for case in ([], ["x", 10**30]):
            answer = desk.post("/escalations/", self.form(case=case, note="Please see to it."))
            assert answer.status_code == 422
            assert "Tick at least one case." in answer.content.decode()
            assert "Please see to it." in answer.content.decode()

    def test_what_is_settled_meanwhile_is_said_and_the_note_stays(
        self, desk: Client, cast: Cast, contact: User
    ) -> None:
        case = late(cast)
        Case.objects.filter(pk=case.pk).update(paused_on=NOW.date())
        answer = desk.post("/escalations/", self.form(case, note="Please see to it."))
        assert answer.status_code == 422
        assert "Nobody is to be reminded" in answer.content.decode()
        assert "Please see to it." in answer.content.decode()

    def test_a_form_without_its_id_is_refused(self, desk: Client, cast: Cast, contact: User) -> None:
        assert desk.post("/escalations/", self.form(late(cast), form_key="x")).status_code == 422
        assert not Escalation.objects.exists()

    def test_a_department_without_a_contact_leads_to_where_one_is_set(self, desk: Client, cast: Cast) -> None:
        late(cast)
        page = desk.get("/escalations/").content.decode()
        assert "Nobody is set" in page
        assert 'href="/settings/people/"' in page
        assert 'name="to"' not in page

    def test_an_empty_page_says_why(self, desk: Client, cast: Cast) -> None:
        assert "no answer is late by 10 working days" in desk.get("/escalations/").content.decode()
        SavedPolicy.objects.create(numbers={"escalation": None}, by=cast.coordinator, at=NOW)
        assert "switched off" in desk.get("/escalations/").content.decode()

    def test_a_long_list_is_cut_and_says_so(
        self, desk: Client, cast: Cast, contact: User, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(escalating, "MOST", 2)
        monkeypatch.setattr("notifications.escalation_pages.MOST", 2)
        oldest = late(cast, due_on=date(2026, 2, 2))
        for _number in range(2):
            late(cast)
        answer = desk.get("/escalations/")
        assert "The 2 longest late stand here" in answer.content.decode()
        assert answer.context["groups"][0]["rows"][0]["row"].case == oldest

    @pytest.mark.parametrize("count", [1, 20])
    def test_more_cases_ask_no_more_queries(
        self, desk: Client, cast: Cast, contact: User, count: int, django_assert_num_queries: Any
    ) -> None:
        for _number in range(count):
            late(cast)
        with django_assert_num_queries(31):
            desk.get("/escalations/")

    @pytest.mark.parametrize("who", ["validator", "observer", "focal_point", "head", "stranger"])
    def test_others_are_refused(self, client: Client, cast: Cast, contact: User, who: str) -> None:
        client.force_login(getattr(cast, who))
        assert client.get("/escalations/").status_code == 403
        assert client.post("/escalations/", self.form(late(cast))).status_code == 403
        assert not Escalation.objects.exists()

    def test_the_desk_and_the_departments_lead_there(self, desk: Client, cast: Cast) -> None:
        late(cast)
        for page in ("/desk/", "/departments/"):
            assert 'href="/escalations/"' in desk.get(page).content.decode()
