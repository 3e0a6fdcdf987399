"""A person's work in a department goes to another in one act, for days or for good, and is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cases import actions
from cases.handing_over import open_work
from cases.models import Case
from cases.people.delegating import lend
from cases.people.handing_over import Plan, digest, hand_over
from cases.people.models import DepartmentDelegation, HandOver, User
from cases.people.roles import give_role, grants_of
from notifications.models import Mail
from notifications.telling import tell
from tests.cast import NOW, Cast, assigned, draft, drafted, person
from workflow import engine
from workflow.errors import Blocked, Conflict, NotAllowed, Refused
from workflow.invariants import broken

TODAY = NOW.date()
DAYS = (TODAY, TODAY + timedelta(days=9))


def done(cast: Cast, *, by: User | None = None, seen: str = "", **changed: Any) -> HandOver:
    how: dict[str, Any] = {"unit": cast.health, "leaver": cast.focal_point, "to": cast.alternate}
    plan, by = Plan(**(how | changed)), by or cast.focal_point
    cases = [case.reference for case in open_work(plan.leaver, plan.unit, reader=by)]
    return hand_over(plan, cases, seen=seen or digest(plan, cases, today=TODAY), by=by, now=NOW)


def held(user: User, cast: Cast) -> set[str]:
    return set(grants_of(User.objects.get(pk=user.pk)).held_in(cast.health.pk))


def test_for_days_all_roles_are_lent_and_come_back_by_themselves(cast: Cast) -> None:
    give_role(cast.focal_point, "head", cast.health)
    done(cast, days=DAYS)
    assert held(cast.alternate, cast) == {"draft", "stand_in", "sign_off"}
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert held(cast.alternate, cast) == {"stand_in"}
    assert held(cast.focal_point, cast) == {"draft", "sign_off"}


def test_for_good_the_roles_go_and_what_was_lent_ends(cast: Cast) -> None:
    lend(
        "draft",
        unit=cast.health,
        by=cast.focal_point,
        to=cast.head,
        first_day=TODAY,
        last_day=DAYS[1],
        now=NOW,
    )
    done(cast)
    assert (held(cast.focal_point, cast), held(cast.alternate, cast)) == (set(), {"draft", "stand_in"})
    assert DepartmentDelegation.objects.get().ended_at == NOW


def test_it_is_on_record_with_what_was_open(cast: Cast) -> None:
    case, _done = drafted(cast), assigned(cast, to=cast.justice)
    row = done(cast)
    assert (row.leaver, row.to, row.by, row.unit) == (
        cast.focal_point, cast.alternate, cast.focal_point, cast.health,
    )  # fmt: skip
    assert (row.roles, row.cases, row.for_good) == (["draft"], [case.reference], True)


def test_work_goes_on_and_four_eyes_stay_those_of_the_people(cast: Cast) -> None:
    case = drafted(cast)
    done(cast, leaver=cast.head, to=cast.focal_point, by=cast.head)
    with pytest.raises(Blocked, match="You drafted this answer"):
        engine.perform(case, "sign_and_send", by=cast.focal_point, now=NOW)
    assert broken() == []


def test_who_left_the_work_sees_no_draft_any_more(cast: Cast) -> None:
    case = drafted(cast)
    done(cast)
    assert case not in Case.objects.visible_to(cast.focal_point)
    assert case in Case.objects.visible_to(cast.alternate)


def test_what_a_person_drafted_is_his_open_work_until_it_is_decided(cast: Cast) -> None:
    case = assigned(cast)
    draft(case, by=cast.head)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    assert list(open_work(cast.alternate, cast.health, reader=cast.head)) == []
    assert list(open_work(cast.head, cast.health, reader=cast.head)) == [case]


def test_a_coordinator_gives_it_to_anybody_and_switches_the_account_off(cast: Cast) -> None:
    done(cast, by=cast.coordinator, to=cast.stranger, switch_off=True)
    assert held(cast.stranger, cast) == {"draft"}
    assert not User.objects.get(pk=cast.focal_point.pk).is_active


def test_a_head_hands_over_the_work_of_a_colleague(cast: Cast) -> None:
    assert done(cast, by=cast.head).by == cast.head


def test_nobody_else_does(cast: Cast) -> None:
    for stranger in (cast.alternate, cast.justice_focal_point, cast.validator, cast.stranger):
        with pytest.raises(NotAllowed):
            done(cast, by=stranger)


def refused(cast: Cast, **changed: Any) -> str:
    with pytest.raises(Refused) as caught:
        done(cast, **changed)
    assert not HandOver.objects.exists()
    return str(caught.value.sentence)


def test_each_refusal_says_why(cast: Cast) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert "a colleague" in refused(cast, to=cast.justice_focal_point)
    assert "somebody else" in refused(cast, to=cast.focal_point)
    assert "holds no role" in refused(cast, leaver=cast.stranger, by=cast.coordinator)
    assert "last day is not before" in refused(cast, days=(tomorrow, TODAY))
    assert "Only a coordinator" in refused(cast, switch_off=True)
    give_role(cast.alternate, "focal point", cast.health)
    assert "all of these roles already" in refused(cast, days=DAYS)


def test_a_coordinator_does_not_take_the_work_of_a_department_himself(cast: Cast) -> None:
    assert "a colleague" in refused(cast, by=cast.coordinator, to=cast.coordinator)
    give_role(cast.coordinator, "contributor", cast.health)
    assert "a colleague" in refused(cast, by=cast.coordinator, to=cast.coordinator)


def test_a_head_takes_the_work_of_a_colleague(cast: Cast) -> None:
    done(cast, by=cast.head, to=cast.head)
    assert held(cast.head, cast) == {"draft", "sign_off"}


def test_an_administrator_is_not_switched_off_from_here(cast: Cast) -> None:
    User.objects.filter(pk=cast.focal_point.pk).update(is_staff=True)
    cast.focal_point.refresh_from_db()
    assert "by an administrator" in refused(cast, by=cast.coordinator, switch_off=True)


def test_what_changed_since_the_preview_stops_it(cast: Cast) -> None:
    plan = Plan(cast.health, cast.focal_point, cast.alternate)
    seen = digest(plan, [], today=TODAY)
    drafted(cast)
    with pytest.raises(Conflict):
        done(cast, seen=seen)
    assert held(cast.focal_point, cast) == {"draft"}


def test_what_fails_half_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**anything: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(HandOver.objects, "create", fail)
    with pytest.raises(RuntimeError):
        done(cast)
    assert held(cast.focal_point, cast) == {"draft"}


# Mails


def test_both_are_told_but_for_who_did_it(cast: Cast, mailoutbox: list[Any]) -> None:
    drafted(cast)
    done(cast, by=cast.head)
    tell(lambda: NOW)
    told = {mail.to[0]: mail for mail in mailoutbox if "work" in mail.subject}
    assert set(told) == {cast.alternate.email, cast.focal_point.email}
    assert "Yours now: the work of Focal Point" in told[cast.alternate.email].subject
    assert (
        "the work of Focal Point in Ministry of Health over to you, for good. Open: 1."
        in told[cast.alternate.email].body
    )
    assert "/my-roles/" in told[cast.alternate.email].body
    count = len(mailoutbox)
    tell(lambda: NOW)
    assert len(mailoutbox) == count
    assert broken() == []


def lent(cast: Cast) -> DepartmentDelegation:
    days = {"first_day": DAYS[0], "last_day": DAYS[1], "now": NOW}
    return lend("sign_off", unit=cast.health, by=cast.head, to=cast.alternate, **days)


def test_who_borrows_a_role_is_told(cast: Cast, mailoutbox: list[Any]) -> None:
    lent(cast)
    tell(lambda: NOW)
    (mail,) = mailoutbox
    assert mail.to == [cast.alternate.email]
    assert "You act for Head from 2 March 2026 to 11 March 2026" in mail.subject
    assert "Head of department, Ministry of Health" in mail.body


def test_nobody_is_told_of_what_ended_meanwhile_or_who_left(cast: Cast, mailoutbox: list[Any]) -> None:
    DepartmentDelegation.objects.filter(pk=lent(cast).pk).update(ended_at=NOW)
    done(cast, by=cast.head, to=person("newcomer", "alternate", cast.health))
    User.objects.filter(pk=cast.focal_point.pk).update(is_active=False)
    tell(lambda: NOW)
    assert [mail.to for mail in mailoutbox] == [["newcomer@suivi.example"]]
    assert Mail.objects.count() == 1
