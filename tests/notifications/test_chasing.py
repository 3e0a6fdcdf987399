"""Chasing by hand: who gets what, at most one reminder a day, taken back in time, and who is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.test import Client

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case
from cases.people.models import Calendar, Department, User
from notifications import telling
from notifications.bundling import bundle
from notifications.chasing import chase, plan_of
from notifications.models import Chase, Mail, Notice
from notifications.pressing import take_back
from tests.cases import stations
from tests.cast import LATER, NOW, Cast, assigned, draft, person
from tests.notifications import post
from workflow.errors import Blocked, Conflict, NotAllowed
from workflow.models import Outbox

DAY = timedelta(days=1)
FIRST = ["alternate", "focal-point"]
CAME = datetime(2026, 3, 2, 9, 10, tzinfo=UTC)
"""When the time to take it back is over."""


@pytest.fixture(autouse=True)
def ten_minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


def late(cast: Cast, case: Case | None = None, days: int = 9) -> Case:
    shown = case or assigned(cast)
    Case.objects.filter(pk=shown.pk).update(due_on=(NOW - days * DAY).date())
    Outbox.objects.update(state=Outbox.State.DONE)
    shown.refresh_from_db()
    return shown


def send(cast: Cast, *, now: datetime = NOW, note: str = "", **more: Any) -> Chase:
    return chase(Case.objects.all(), note=note, by=cast.coordinator, now=now, **more)


def names(people: Any) -> list[str]:
    return sorted(one.email.partition("@")[0] for one in people)


def test_focal_point_and_alternate_are_reminded_while_it_is_drafted_the_head_while_it_is_signed(
    cast: Cast,
) -> None:
    late(cast)
    assert names(one.person for one in plan_of(Case.objects.all(), NOW).letters) == [
        "alternate",
        "focal-point",
    ]
    late(cast, stations.AT["sign-off"](cast))
    letters = plan_of(Case.objects.all(), NOW).letters
    assert {one.person.email.partition("@")[0]: len(one.cases) for one in letters} == {
        "alternate": 1, "focal-point": 1, "head": 1,
    }  # fmt: skip


def test_one_mail_for_all_cases_of_a_person_with_the_note_and_who_else_gets_it(cast: Cast) -> None:
    first, second = late(cast), late(cast, days=3)
    send(cast, note="The cabinet meets on Friday.")
    sent = {mail.recipient: mail for mail in bundle(CAME)}
    assert len(sent) == 2
    mail = sent[cast.focal_point]
    assert mail.subject == "Please answer: 2 recommendations, the first due on 21 February 2026"
    for part in (first.reference, second.reference, "The cabinet meets on Friday.", "Coordinator writes:"):
        assert part in mail.text
    assert "This also goes to: Alternate." in mail.text
    assert "The cabinet meets on Friday." in mail.html


def test_nothing_leaves_before_the_time_to_take_it_back_is_over(cast: Cast) -> None:
    late(cast)
    send(cast)
    assert bundle(CAME - timedelta(seconds=1)) == []
    telling.tell(lambda: CAME)
    assert len(outbox.outbox) == 2
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_it_is_taken_back_in_time_and_then_nobody_is_told(cast: Cast) -> None:
    late(cast)
    made = send(cast)
    take_back(made, by=cast.coordinator, now=NOW)
    assert bundle(CAME) == []
    assert set(Notice.objects.values_list("reason", flat=True)) == {"taken-back"}
    assert not plan_of(Case.objects.all(), NOW).reminded


def test_what_is_on_its_way_is_not_taken_back_nor_by_another(cast: Cast) -> None:
    late(cast)
    made = send(cast)
    with pytest.raises(NotAllowed, match="Only the person who sent it"):
        take_back(made, by=person("second", "coordinator"), now=NOW)
    bundle(CAME)
    with pytest.raises(Conflict, match="on their way already"):
        take_back(made, by=cast.coordinator, now=CAME)


def test_nobody_is_reminded_twice_on_a_day_and_the_next_day_again(cast: Cast) -> None:
    late(cast)
    send(cast)
    again = plan_of(Case.objects.all(), NOW + timedelta(hours=2))
    assert (again.letters, names(again.reminded)) == ([], ["alternate", "focal-point"])
    with pytest.raises(Blocked, match="Nobody is to be reminded"):
        send(cast, now=NOW + timedelta(hours=2))
    telling.tell(lambda: CAME)
    send(cast, now=NOW + DAY)
    telling.tell(lambda: CAME + DAY)
    assert Mail.objects.filter(state="sent").count() == 4


def test_who_was_reminded_by_date_today_is_left_out(cast: Cast) -> None:
    post.due_on(cast, NOW.date() + DAY)
    assert post.reminded(2) == ["late-first focal-point"]
    assert names(plan_of(Case.objects.all(), NOW + 2 * DAY).reminded) == ["focal-point"]
    left = plan_of(Case.objects.all(), NOW + 2 * DAY).letters
    assert names(one.person for one in left) == ["alternate"]


def test_who_is_chased_has_the_reminder_by_date_in_the_same_mail(cast: Cast) -> None:
    post.due_on(cast, NOW.date() + DAY)
    send(cast, now=NOW + 2 * DAY)
    assert post.reminded(2) == ["late-first focal-point"]
    telling.tell(lambda: CAME + 2 * DAY)
    telling.tell(lambda: CAME + 3 * DAY)
    both = Mail.objects.order_by("recipient__email").values_list("recipient__email", "about", "state")
    assert list(both) == [
        ("alternate@suivi.example", "chase", "sent"),
        ("focal-point@suivi.example", "morning", "sent"),
    ]


def test_what_is_answered_or_dated_anew_meanwhile_is_not_pressed_for(cast: Cast) -> None:
    drafted, other = late(cast), late(cast)
    send(cast)
    draft(drafted, by=cast.focal_point)
    actions.take_step(drafted, "sign_and_send", by=cast.head, now=NOW)
    Case.objects.filter(pk=other.pk).update(due_on=LATER)
    assert [mail for mail in bundle(CAME) if mail.about == "chase"] == []


def test_on_a_day_off_it_leaves_in_the_morning_after(cast: Cast) -> None:
    late(cast)
    calendar = Calendar.objects.create(code="here", name="Here")
    calendar.holidays.create(on=NOW.date(), key="feast")
    (first, _second) = plan_of(Case.objects.all(), NOW).letters
    assert first.goes_at == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("invited", lambda cast, case: Department.objects.update(independent=True)),
        ("paused", lambda cast, case: Case.objects.update(paused_on=NOW.date())),
        ("no-date", lambda cast, case: Case.objects.update(due_on=None)),
        ("nobody", lambda cast, case: User.objects.exclude(pk=cast.coordinator.pk).update(is_active=False)),
        (
            "asking",
            lambda cast, case: ask_for_more_time(
                case, wanted_on=LATER, by=cast.focal_point, now=NOW, comment="A survey."
            ),
        ),
    ],
)  # fmt: skip
def test_some_cases_are_left_out_and_the_reason_is_counted(cast: Cast, reason: str, change: Any) -> None:
    change(cast, late(cast))
    plan = plan_of(Case.objects.all(), NOW)
    assert (plan.letters, dict(plan.left_out)) == ([], {reason: 1})


def test_what_waits_for_a_validator_is_no_business_of_the_department(cast: Cast) -> None:
    late(cast, stations.AT["validation"](cast))
    plan = plan_of(Case.objects.all(), NOW)
    assert (plan.letters, dict(plan.left_out)) == ([], {"elsewhere": 1})


def test_a_restricted_case_is_told_to_nobody_who_is_not_named(cast: Cast) -> None:
    hidden = late(cast)
    actions.take_step(hidden, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    assert plan_of(Case.objects.all(), NOW).letters == []
    actions.take_step(hidden, "name_person", by=cast.coordinator, now=NOW, person=cast.focal_point)
    assert names(one.person for one in plan_of(Case.objects.all(), NOW).letters) == ["focal-point"]


def test_only_a_coordinator_reminds(cast: Cast) -> None:
    late(cast)
    with pytest.raises(NotAllowed):
        chase(Case.objects.all(), note="", by=cast.validator, now=NOW)


def test_a_double_click_is_one_act(cast: Cast) -> None:
    late(cast)
    form = uuid4()
    assert send(cast, form=form) == send(cast, form=form)
    assert Notice.objects.filter(chase__isnull=False).count() == 2


@pytest.mark.parametrize("count", [1, 12])
def test_more_cases_ask_no_more_queries(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    for _each in range(count):
        late(cast)
    with django_assert_num_queries(8):
        plan_of(Case.objects.all(), NOW)


class TestPages:
    @pytest.fixture
    def browser(self, client: Client, cast: Cast) -> Client:
        client.force_login(cast.coordinator)
        return client

    def test_two_clicks_from_the_heat_map(self, browser: Client, cast: Cast) -> None:
        case = late(cast)
        assert "/remind/?late=on&amp;lead=health" in browser.get("/departments/").content.decode()
        preview = browser.get("/remind/?late=on&lead=health")
        content = preview.content.decode()
        assert "Send 2 mails" in content
        assert "Please answer: 1 recommendation" in content
        assert not Notice.objects.filter(chase__isnull=False).exists()
        initial = preview.context["form"].initial
        sent = browser.post("/remind/", {**initial, "note": "Friday."}, follow=True)
        assert "2 persons are reminded" in sent.content.decode()
        assert case.reference in sent.content.decode()
        assert "Reminded by the coordinator" in browser.get(f"/case/{case.reference}/").content.decode()

    def test_undo_on_the_page_of_what_was_sent(self, browser: Client, cast: Cast) -> None:
        late(cast)
        made = send(cast)
        assert "/undo/" in browser.get(f"/remind/{made.key}/").content.decode()
        answer = browser.post(f"/remind/{made.key}/undo/", follow=True).content.decode()
        assert "Taken back" in answer
        assert f"/remind/{made.key}/undo/" not in answer

    def test_the_desk_sends_what_was_ticked(self, browser: Client, cast: Cast) -> None:
        ticked, _other = late(cast), late(cast, assigned(cast, cast.justice))
        answer = browser.post("/remind/", {"which": "ticked", "case": [ticked.reference], "filter": ""})
        assert names(row["letter"].person for row in answer.context["rows"]) == ["alternate", "focal-point"]

    def test_without_words_all_that_is_late(self, browser: Client, cast: Cast) -> None:
        late(cast), assigned(cast, cast.justice)
        assert len(browser.get("/remind/").context["rows"]) == 2

    def test_who_was_reminded_is_named_and_a_refusal_keeps_the_note(
        self, browser: Client, cast: Cast
    ) -> None:
        late(cast)
        initial = browser.get("/remind/").context["form"].initial
        send(cast)
        assert "Reminded today already" in browser.get("/remind/").content.decode()
        answer = browser.post("/remind/", {**initial, "note": "The cabinet meets."})
        assert answer.status_code == 409
        assert "The cabinet meets." in answer.content.decode()

    def test_when_nobody_is_late(self, browser: Client) -> None:
        assert "No department is late." in browser.get("/remind/").content.decode()

    def test_others_see_no_button(self, client: Client, cast: Cast) -> None:
        late(cast)
        client.force_login(cast.observer)
        assert "/remind/" not in client.get("/departments/").content.decode()


def test_a_department_in_no_time_zone_is_chased_by_the_time_of_the_site(cast: Cast) -> None:
    late(cast)
    type(cast.health).objects.update(time_zone="Nowhere/Land")
    saturday = NOW + 5 * DAY
    (leaves,) = {one.goes_at for one in plan_of(Case.objects.all(), saturday).letters}
    assert leaves == (saturday + 2 * DAY).replace(hour=9, minute=0)
