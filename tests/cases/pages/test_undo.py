"""Undo, as it is offered: on the case, in My work, and refused with a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case
from tests.cases.pages.conftest import SignIn
from tests.cast import LATER, NOW, Cast, assigned, drafted


@pytest.fixture(autouse=True)
def _ten_minutes(settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


def undo(client: object, case: Case) -> object:
    return client.post(f"/case/{case.reference}/undo/", {"seen": case.version}, follow=True)


def test_the_case_offers_it_to_who_acted_while_there_is_time(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    page = sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode()
    assert ">Undo<" in page
    assert "Nobody is told before" in page
    assert ">Undo<" not in sign_in(cast.focal_point).get(f"/case/{case.reference}/").content.decode()
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        assert ">Undo<" not in sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode()


def test_it_takes_the_step_back_and_the_timeline_tells_both(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    page = undo(sign_in(cast.coordinator), case).content.decode()
    assert "taken back. It stands at “To assign” again, and nobody was told." in page
    assert "Taken back by <bdi>Coordinator" in page
    assert 'class="undone"' in page


def test_who_handed_a_case_back_finds_it_in_my_work(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
    client = sign_in(cast.focal_point)
    assert client.get(f"/case/{case.reference}/").status_code == 404
    page = client.get("/my-work/").content.decode()
    assert "Just done" in page
    assert "Handed back by you" in page
    assert undo(client, case).redirect_chain == [(f"/case/{case.reference}/", 302)]
    assert Case.objects.get(pk=case.pk).lead == cast.health


def test_it_says_that_a_request_which_lapsed_stays_withdrawn(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    ask_for_more_time(case, by=cast.focal_point, now=NOW, comment="A census.", wanted_on=LATER)
    case = Case.objects.get(pk=case.pk)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    page = undo(sign_in(cast.head), case).content.decode()
    assert "taken back" in page
    assert "The request for more time that lapsed with it stays withdrawn." in page


def test_a_refusal_says_why(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    answer = undo(sign_in(cast.focal_point), case)
    assert answer.status_code == 403
    assert "Only the person who took the step can undo it." in answer.content.decode()


def test_who_never_saw_the_case_does_not_find_it(cast: Cast, sign_in: SignIn) -> None:
    assert undo(sign_in(cast.stranger), assigned(cast)).status_code == 404


def test_what_was_done_costs_one_query_however_much_it_was(
    cast: Cast, sign_in: SignIn, django_assert_num_queries
) -> None:
    for _ in range(12):
        assigned(cast)
    client = sign_in(cast.coordinator)
    client.get("/my-work/")
    with django_assert_num_queries(28):
        page = client.get("/my-work/").content.decode()
    assert page.count(">Undo<") == 10
