"""A case lent to one outsider until a day: read as its department reads it, commented on, nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from cases import actions
from cases.models import Case, Comment, Evidence, Version
from cases.people.models import User
from notifications.models import Mail
from tests.cast import DUE, LATER, NOW, Cast, drafted
from tests.notifications import post
from workflow.errors import Blocked, NotAllowed

LAST = NOW.date() + timedelta(days=30)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Drafted, with a comment and evidence, and not sent."""
    case = drafted(cast)
    actions.add_comment(case, text="Between us.", by=cast.head, now=NOW)
    actions.add_evidence(case, title="Survey", by=cast.focal_point, now=NOW)
    return case


def lend(case: Case, cast: Cast, by: User, last_day: date = LAST, to: User | None = None) -> None:
    actions.take_step(case, "lend", by=by, now=NOW, person=to or cast.stranger, last_day=last_day)


def counts(case: Case, person: User) -> list[int]:
    return [
        model.objects.visible_to(person).filter(answer=case.answer).count()
        for model in (Version, Comment, Evidence)
    ]


def page(person: User, address: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("name", ["focal_point", "head"])
def test_focal_point_and_head_lend_it(cast: Cast, case: Case, name: str) -> None:
    assert case not in Case.objects.visible_to(cast.stranger)
    lend(case, cast, getattr(cast, name))

    assert case in Case.objects.visible_to(cast.stranger)
    assert counts(case, cast.stranger) == [1, 1, 1]


@pytest.mark.parametrize("name", ["alternate", "validator", "justice_focal_point", "stranger"])
def test_others_do_not(cast: Cast, case: Case, name: str) -> None:
    with pytest.raises(NotAllowed):
        lend(case, cast, getattr(cast, name))


def test_a_coordinator_lends_only_a_restricted_case(cast: Cast, case: Case) -> None:
    with pytest.raises(Blocked, match="by its focal point or its head"):
        lend(case, cast, cast.coordinator)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    lend(case, cast, cast.coordinator)
    assert case in Case.objects.visible_to(cast.stranger)


def test_a_named_head_does_not_lend_a_restricted_case(cast: Cast, case: Case) -> None:
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    actions.take_step(case, "name_person", by=cast.coordinator, now=NOW, person=cast.head)
    with pytest.raises(Blocked, match="by a coordinator alone"):
        lend(case, cast, cast.head)


def test_restricting_it_ends_the_loan(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")

    assert case not in Case.objects.visible_to(cast.stranger)
    assert counts(case, cast.stranger) == [0, 0, 0]


@pytest.mark.parametrize("last_day", [NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=400)])
def test_it_ends_today_at_the_earliest_and_within_a_year(cast: Cast, case: Case, last_day: date) -> None:
    with pytest.raises(Blocked, match="within a year"):
        lend(case, cast, cast.head, last_day=last_day)


def test_it_is_lent_to_nobody_of_the_department(cast: Cast, case: Case) -> None:
    with pytest.raises(Blocked, match="is of the department"):
        lend(case, cast, cast.head, to=cast.alternate)


def test_it_ends_by_itself_after_its_last_day(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        assert case in Case.objects.visible_to(cast.stranger)
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        assert case not in Case.objects.visible_to(cast.stranger)
        assert counts(case, cast.stranger) == [0, 0, 0]


@pytest.mark.parametrize("name", ["focal_point", "head", "coordinator"])
def test_lender_head_and_coordinator_end_it(cast: Cast, case: Case, name: str) -> None:
    lend(case, cast, cast.focal_point)
    actions.take_step(case, "end_loan", by=getattr(cast, name), now=NOW, person=cast.stranger)

    assert case not in Case.objects.visible_to(cast.stranger)


def test_another_focal_point_does_not_end_it(cast: Cast, case: Case) -> None:
    cast.stranger.groups.set([])
    colleague = User.objects.create_user("colleague@suivi.example", name="Colleague")
    colleague.groups.set(cast.focal_point.groups.all())
    lend(case, cast, cast.head)
    with pytest.raises(Blocked, match="Who lent it ends the loan"):
        actions.take_step(case, "end_loan", by=colleague, now=NOW, person=cast.stranger)


def test_it_does_not_go_on_with_another_department(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    again = {"lead": cast.justice, "due_on": LATER, "comment": "Theirs."}
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, **again)

    assert case not in Case.objects.visible_to(cast.stranger)


def test_the_outsider_comments_within_the_department(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    said = actions.add_comment(case, text="Zanzibar is missing.", by=cast.stranger, now=NOW)

    assert said in Comment.objects.visible_to(cast.focal_point)
    assert said not in Comment.objects.visible_to(cast.validator)


def test_the_outsider_does_nothing_else(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    case.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.take_step(case, "send_for_sign_off", by=cast.stranger, now=NOW)
    with pytest.raises(NotAllowed):
        actions.add_evidence(case, title="Mine", by=cast.stranger, now=NOW)
    with pytest.raises(NotAllowed):
        actions.save_draft(
            case, full_text="A", short_text="B", status=None, started_from=1, by=cast.stranger, now=NOW
        )


def test_the_outsider_reads_the_draft_and_finds_no_button(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    shown = page(cast.stranger, f"/case/{case.reference}/")

    assert "rural clinics" in shown.content.decode()
    assert shown.context["openings"].primary is None
    assert shown.context["openings"].others == []
    assert shown.context["draft_form"] is None
    assert shown.context["evidence_form"] is None
    assert shown.context["comment_form"] is not None


def test_it_stands_in_the_outsiders_work(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    shown = page(cast.stranger, "/my-work/").content.decode()

    assert case.reference in shown
    assert "You hold no role" not in shown


def test_the_outsider_gets_a_mail(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    post.mails(NOW + timedelta(hours=1))
    mail = Mail.objects.get(recipient=cast.stranger)

    assert mail.subject == "Lent to you: 1 case"
    assert "rural clinics opened" not in mail.text


def test_the_case_tells_of_it(cast: Cast, case: Case) -> None:
    lend(case, cast, cast.head)
    client = Client()
    client.force_login(cast.focal_point)

    assert "Lent to <bdi>Stranger</bdi> until" in client.get(f"/case/{case.reference}/").content.decode()
    assert "To <bdi>Stranger</bdi> until" in client.get(f"/case/{case.reference}/sight/").content.decode()


def test_it_is_lent_and_ended_on_the_page(cast: Cast, case: Case) -> None:
    client, address = Client(), f"/case/{case.reference}/sight/"
    client.force_login(cast.head)
    sent = {"step": "lend", "seen": case.version, "person": cast.stranger.email, "last_day": str(DUE)}
    shown = client.post(address, sent, follow=True)
    assert [one.user for one in shown.context["loans"]] == [cast.stranger]

    shown = client.post(address, sent | {"step": "end_loan", "seen": case.version + 1}, follow=True)
    assert list(shown.context["loans"]) == []


def test_without_a_day_the_page_says_so(cast: Cast, case: Case) -> None:
    client = Client()
    client.force_login(cast.head)
    sent = {"step": "lend", "seen": case.version, "person": cast.stranger.email}
    shown = client.post(f"/case/{case.reference}/sight/", sent)

    assert shown.status_code == 422
    assert "Say until which day." in shown.content.decode()


def test_a_coordinator_does_not_lend_it_to_himself(cast: Cast, case: Case) -> None:
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness is named.")
    with pytest.raises(Blocked, match="somebody else"):
        lend(case, cast, cast.coordinator, to=cast.coordinator)
    assert counts(case, cast.coordinator) == [0, 0, 0]
