"""Pages show the name of today; the timeline and past rounds the name of then."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from cases import actions
from cases.models import Case, Round
from cases.people.reorganising import digest, reorganise
from tests.cases.pages.conftest import SignIn
from tests.cases.reorganised import done, merger, renaming
from tests.cast import DUE, NOW, Cast, approved, assigned

LATER = NOW + timedelta(days=9)


def rename_later(cast: Cast) -> None:
    plan, today = renaming(cast, on=LATER.date()), LATER.date()
    with time_machine.travel(LATER, tick=False):
        reorganise(plan, seen=digest(plan, today=today), by=cast.coordinator, now=LATER)


def page(case: Case, cast: Cast, sign_in: SignIn) -> str:
    return sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode()


def test_the_timeline_names_a_renamed_department_as_it_was_called(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    rename_later(cast)
    shown = page(case, cast, sign_in)
    assert 'Assigned to <bdi lang="en" dir="ltr">Ministry of Health</bdi>' in shown
    assert '<dd><span lang="en" dir="ltr">Ministry of Public Health</span></dd>' in shown


def test_what_comes_after_bears_the_new_name(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    rename_later(cast)
    given = {"lead": cast.health, "due_on": DUE, "comment": "For a reason."}
    actions.take_step(case, "reassign", by=cast.coordinator, now=LATER, **given)
    assert 'Assigned anew, to <bdi lang="en" dir="ltr">Ministry of Public Health</bdi>' in page(
        case, cast, sign_in
    )


def test_every_lead_of_then_is_named(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    done(merger(cast), cast)
    shown = page(case, cast, sign_in)
    assert 'Assigned to <bdi lang="en" dir="ltr">Ministry of Health</bdi>' in shown
    assert 'Moved to <bdi lang="en" dir="ltr">Ministry of Wellbeing</bdi>' in shown


def test_a_past_round_names_who_answered(cast: Cast, sign_in: SignIn) -> None:
    case = approved(cast)
    again = Round.objects.create(code="2027", title="2027", opened_on=DUE)
    actions.take_step(case, "open_round", by=cast.coordinator, now=NOW, round=again, due_on=DUE)
    rename_later(cast)
    assert 'Answered by <span lang="en" dir="ltr">Ministry of Health</span>' in page(case, cast, sign_in)
