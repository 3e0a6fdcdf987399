"""A role lent for some days: it begins and ends by itself, and an act under it names both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from cases import actions
from cases.models import Case
from cases.people.delegating import end, lend
from cases.people.models import Department, DepartmentDelegation, User
from cases.people.roles import HEAD, give_role, grants_of, take_role
from tests.cast import NOW, Cast, assigned, draft, drafted, person
from workflow import engine
from workflow.errors import Blocked, NotAllowed, Refused
from workflow.history import faults
from workflow.holders import holders_by_unit
from workflow.process import process_named
from workflow.undoing import undo

TODAY = NOW.date()
DAY = timedelta(days=1)


def lent(cast: Cast, **changed: object) -> DepartmentDelegation:
    """The head lends the signature to the alternate, from today for ten days."""
    how = {"unit": cast.health, "by": cast.head, "to": cast.alternate, "first_day": TODAY}
    return lend("sign_off", **(how | {"last_day": TODAY + 9 * DAY, "now": NOW} | changed))


def signs(user: User, cast: Cast) -> bool:
    """The check and the list agree, for one department and for many."""
    by_check = HEAD.held(grants_of(user), cast.health.pk)
    assert by_check == (user in HEAD.holders(Department, cast.health.pk))
    assert by_check == (
        user.pk in holders_by_unit(Department, [cast.health.pk], ["sign_off"])[cast.health.pk]
    )
    return by_check


def test_it_begins_and_ends_by_itself(cast: Cast) -> None:
    lent(cast, first_day=TODAY + DAY)
    assert not signs(cast.alternate, cast)
    with time_machine.travel(NOW + DAY, tick=False):
        assert signs(cast.alternate, cast)
        assert signs(cast.head, cast)
    with time_machine.travel(NOW + 10 * DAY, tick=False):
        assert not signs(cast.alternate, cast)


def test_an_act_under_it_names_both(cast: Cast) -> None:
    lent(cast)
    case = drafted(cast)
    event = engine.perform(case, "sign_and_send", by=cast.alternate, now=NOW)
    assert (event.by, event.acting_for) == (cast.alternate, cast.head)
    assert list(faults(process_named("case"), {})) == []


def test_an_act_in_a_role_of_ones_own_names_nobody_else(cast: Cast) -> None:
    lent(cast)
    event = engine.perform(assigned(cast), "accept", by=cast.alternate, now=NOW)
    assert event.acting_for is None


def test_four_eyes_are_those_of_both(cast: Cast) -> None:
    give_role(cast.head, "focal point", cast.health)
    lent(cast)
    case = assigned(cast)
    draft(case, by=cast.head)
    with pytest.raises(Blocked, match="or the one for whom you act, drafted"):
        engine.perform(case, "sign_and_send", by=cast.alternate, now=NOW)
    other = drafted(cast)
    lent(cast, to=cast.focal_point)
    with pytest.raises(Blocked, match="drafted this answer"):
        engine.perform(other, "sign_and_send", by=cast.focal_point, now=NOW)


def test_who_borrows_sees_what_the_lender_sees(cast: Cast) -> None:
    case = assigned(cast, to=cast.justice)
    assert case not in Case.objects.visible_to(cast.alternate)
    DepartmentDelegation.objects.create(
        codename="draft", unit=cast.justice, lender=cast.justice_focal_point, borrower=cast.alternate,
        first_day=TODAY, last_day=TODAY,
    )  # fmt: skip
    assert case in Case.objects.visible_to(cast.alternate)


@pytest.mark.parametrize("loss", ["role", "leaves", "ended", "borrower leaves"])
def test_it_counts_no_more(loss: str, cast: Cast) -> None:
    delegation = lent(cast)
    assert signs(cast.alternate, cast)
    if loss == "role":
        take_role(cast.head, "head", cast.health)
        give_role(person("new-head"), "head", cast.health)
    elif loss == "ended":
        end(delegation, by=cast.alternate, now=NOW)
    else:
        User.objects.filter(pk=(cast.head if loss == "leaves" else cast.alternate).pk).update(is_active=False)
        give_role(person("new-head"), "head", cast.health)
    assert not signs(User.objects.get(pk=cast.alternate.pk), cast)


def test_what_was_lent_cannot_be_lent_on(cast: Cast) -> None:
    lent(cast)
    with pytest.raises(NotAllowed, match="one that was lent to you stays with you"):
        lent(cast, by=cast.alternate, to=cast.focal_point)
    DepartmentDelegation.objects.create(
        codename="sign_off", unit=cast.health, lender=cast.alternate, borrower=cast.focal_point,
        first_day=TODAY, last_day=TODAY,
    )  # fmt: skip
    assert not signs(cast.focal_point, cast)


def test_who_undoes_an_act_under_it_must_hold_it_still(cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    delegation = lent(cast)
    case = drafted(cast)
    actions.take_step(case, "sign_and_send", by=cast.alternate, now=NOW)
    end(delegation, by=cast.head, now=NOW)
    with pytest.raises(NotAllowed):
        undo(case, by=cast.alternate, now=NOW, seen=case.version)
    lent(cast)
    (event,) = undo(case, by=cast.alternate, now=NOW, seen=case.version)
    assert event.acting_for == cast.head


# Refused

REFUSALS = {
    "of the past": ({"first_day": TODAY - DAY}, "The first day is today or later"),
    "backwards": ({"last_day": TODAY - DAY}, "the last day is not before it"),
    "for years": ({"last_day": date(TODAY.year + 2, 1, 1)}, "for a year at most"),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_days_that_make_no_sense(why: str, cast: Cast) -> None:
    changed, sentence = REFUSALS[why]
    with pytest.raises(Refused, match=sentence):
        lent(cast, **changed)


def test_to_somebody_of_another_department_or_who_holds_it_already(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose an active colleague"):
        lent(cast, to=cast.justice_focal_point)
    give_role(cast.alternate, "head", cast.health)
    with pytest.raises(Refused, match="Alternate has this role already"):
        lent(cast)


def test_only_its_two_people_end_it(cast: Cast) -> None:
    delegation = lent(cast)
    with pytest.raises(NotAllowed):
        end(delegation, by=cast.focal_point, now=NOW)
    assert signs(cast.alternate, cast)
