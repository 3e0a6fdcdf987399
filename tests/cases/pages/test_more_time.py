"""More time on the pages: asked for in two steps, shown to both sides, decided by the coordinator."""

from __future__ import annotations

from typing import Any

import pytest

from cases import actions
from cases.extensions import extending
from cases.models import Case, Extension
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, received, sent

REASON = "The survey is late."


def ask(cast: Cast, case: Case) -> Extension:
    act = {"by": cast.focal_point, "now": NOW, "comment": REASON}
    return extending.ask_for_more_time(case, wanted_on=LATER, **act)


def address(case: Case, request: Extension | None = None, step: str = "") -> str:
    return f"/case/{case.reference}/more-time/" + (f"{request.pk}/{step}/" if request else "")


def page(client: Any, case: Case) -> str:
    return str(client.get(f"/case/{case.reference}/").content.decode())


def test_the_department_asks_in_two_steps(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    assert f'href="{address(case)}"' in page(client, case)
    assert "Until when you need it" in client.get(address(case)).content.decode()

    sent_in = {"seen": 0, "wanted_on": LATER, "reason": REASON}
    told = client.post(address(case), sent_in, follow=True).content.decode()

    assert "you asked for more time. A coordinator is told, and decides." in told
    assert f'href="{address(case)}"' not in told
    assert Extension.objects.get().wanted_on == LATER


def test_it_is_not_offered_to_others_nor_once_it_was_sent(cast: Cast, sign_in: SignIn) -> None:
    drafting, gone = drafted(cast), sent(cast)
    assert "Ask for more time" not in page(sign_in(cast.coordinator), drafting)
    assert "Ask for more time" not in page(sign_in(cast.focal_point), gone)
    refused = sign_in(cast.focal_point).get(address(gone))
    assert (refused.status_code, "not with this department any more" in refused.content.decode()) == (
        409,
        True,
    )


@pytest.mark.parametrize(
    ("wanted_on", "said"),
    [
        (NOW.date().replace(day=1), "This day is over"),
        (DUE, "not later than the due date"),
        ("", "Give the date"),
    ],
)
def test_a_date_that_does_not_do_is_refused_and_the_reason_kept(
    cast: Cast, sign_in: SignIn, wanted_on: object, said: str
) -> None:
    case = assigned(cast)
    form = {"seen": 0, "wanted_on": wanted_on, "reason": REASON}
    answer = sign_in(cast.focal_point).post(address(case), form)
    shown = answer.content.decode()
    assert (answer.status_code, said in shown, REASON in shown) == (422, True, True)
    assert not Extension.objects.exists()


def test_both_sides_see_it_each_with_its_buttons(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    request = ask(cast, case)
    own, coordinator = page(sign_in(cast.head), case), page(sign_in(cast.coordinator), case)
    for shown in (own, coordinator):
        assert f"<bdi>{cast.focal_point}</bdi> asked on" in shown
        assert REASON in shown
    assert [address(case, request, step) in own for step in ("withdraw", "grant", "refuse")] == [
        True,
        False,
        False,
    ]
    assert [address(case, request, step) in coordinator for step in ("withdraw", "grant", "refuse")] == [
        False,
        True,
        True,
    ]
    assert "A coordinator decides." in page(sign_in(cast.observer), case)


def test_a_coordinator_grants_it_and_the_page_shows_the_moved_date(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.coordinator)
    request = ask(cast, case)
    form = client.get(address(case, request, "grant")).content.decode()
    assert f'value="{LATER}"' in form
    assert REASON in form

    sent_in = {"seen": 1, "granted_on": LATER, "reason": "Once more."}
    told = client.post(address(case, request, "grant"), sent_in, follow=True).content.decode()

    assert "more time granted. The department is told of the new date." in told
    assert "More time granted by <bdi>Coordinator</bdi>, until <bdi><time" in told
    assert "Once more." in told
    assert Case.objects.get(pk=case.pk).due_on == LATER


def test_the_timeline_tells_of_each_request(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.coordinator)
    client.post(address(case, ask(cast, case), "refuse"), {"seen": 1, "reason": "The report is due."})
    again = ask(cast, case)
    sign_in(cast.head).post(address(case, again, "withdraw"), {"seen": 1})
    ask(cast, case)
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
    told = page(client, case)
    for said in ("More time asked for by", "More time refused by", "The report is due.",
                 "Request for more time withdrawn by", "the request for more time lapsed"):  # fmt: skip
        assert said in told
    assert told.index("Handed back by") < told.index("request for more time lapsed")


def test_what_is_settled_is_refused_with_a_sentence(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    request = ask(cast, case)
    extending.take_request_step(request, "withdraw", by=cast.head, now=NOW, seen=1)
    client = sign_in(cast.coordinator)
    assert "settled already" in client.get(address(case, request, "grant")).content.decode()
    late = client.post(address(case, request, "grant"), {"seen": 1, "granted_on": LATER})
    assert late.status_code == 409
    assert Case.objects.get(pk=case.pk).due_on == DUE


def test_a_request_of_another_case_is_not_found_here(cast: Cast, sign_in: SignIn) -> None:
    case, other = assigned(cast), assigned(cast)
    request = ask(cast, other)
    assert sign_in(cast.coordinator).get(address(case, request, "grant")).status_code == 404


def test_my_work_lists_what_the_coordinator_decides(cast: Cast, sign_in: SignIn) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    ask(cast, cases[1])
    shown = sign_in(cast.coordinator).get("/my-work/").content.decode()
    assert "One request for more time waits." in shown
    assert f'href="/case/{cases[0].reference}/#more-time"' in shown
    assert "and 1 more" in shown
    assert "request for more time" not in sign_in(cast.head).get("/my-work/").content.decode()


def test_my_work_lists_the_first_and_leads_to_the_desk_for_all(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        ask(cast, assigned(cast))
    client = sign_in(cast.coordinator)
    client.get("/my-work/")
    with django_assert_num_queries(32):
        shown = client.get("/my-work/").content.decode()
    assert shown.count(">Decide<") == 10
    assert 'href="/desk/?more_time=on"' in shown


def test_the_desk_narrows_down_to_them(cast: Cast, sign_in: SignIn) -> None:
    case, other = assigned(cast), assigned(cast)
    ask(cast, case)
    response = sign_in(cast.coordinator).get("/desk/?more_time=on")
    assert [row.case for row in response.context["rows"]] == [case]
    assert other.reference not in response.content.decode()
    assert [str(chip["label"]) for chip in response.context["chips"]] == ["More time asked for"]
    views = {str(view.label): view.count for view in response.context["views"]}
    assert views["More time asked for"] == "1"
