"""Review: read what changed, and decide."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases import actions
from cases.models import Case
from cases.people.roles import give_role
from tests.cases.marks import seen
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, FULL, NOW, SHORT, Cast, draft, drafted, sent


def address(case: Case) -> str:
    return f"/case/{case.reference}/review/"


def decide(client: Client, case: Case, decision: str, **given: Any) -> Any:
    return client.post(address(case), {"decision": decision, "seen": case.version, **given})


def sent_again(cast: Cast) -> Case:
    case = sent(cast)
    given = {"comment": "Which year?", "due_on": DUE}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **given)
    draft(case, by=cast.focal_point, full_text=FULL.replace("two hundred", "three hundred"))
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case


def said(response: Any) -> str:
    return seen(response.content.decode())


def test_only_a_validator_opens_it(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    assert sign_in(cast.validator).get(address(case)).status_code == 200
    for other in (cast.coordinator, cast.focal_point):
        assert sign_in(other).get(address(case)).status_code == 403
    assert sign_in(cast.stranger).get(address(case)).status_code == 404


def test_a_first_answer_is_read_as_it_is_with_hints(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast, full_text="Waiting times fell by 33 % in 212 clinics since 1 May 2024.")
    actions.add_evidence(case, title="Survey", figure="212 clinics", by=cast.focal_point, now=NOW)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)

    page = said(sign_in(cast.validator).get(address(case)))

    assert "Sent for the first time." in page
    assert 'Waiting times fell by <mark><bdi dir="ltr">33 %</bdi></mark> in 212 clinics' in page
    assert f"The short text has {len(SHORT.split())} words." in page


def test_a_second_answer_is_read_against_the_first(cast: Cast, sign_in: SignIn) -> None:
    case, client = sent_again(cast), sign_in(cast.validator)

    page, whole = said(client.get(address(case))), said(client.get(f"{address(case)}?against=nothing"))

    assert "<del>two</del><ins>three</ins> hundred" in page
    assert "<del>two</del>" not in whole


def test_a_draft_that_was_not_sent_is_never_compared(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast, full_text="A first thought that nobody should read.")
    draft(case, by=cast.focal_point)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)

    assert "A first thought" not in said(sign_in(cast.validator).get(address(case)))


def test_approve_and_next_goes_on_through_the_queue(cast: Cast, sign_in: SignIn) -> None:
    first, second, client = sent(cast), sent(cast), sign_in(cast.validator)
    assert "Approve and next (1 of 2)" in said(client.get(address(first)))

    onward = decide(client, first, "approve-and-next")
    last = decide(client, second, "approve-and-next")

    assert (onward.url, last.url) == (f"{address(second)}?done=1", "/my-work/")
    assert set(Case.objects.values_list("state", flat=True)) == {"approved"}


def test_approving_decides_text_and_status(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = decide(sign_in(cast.validator), case, "approve")

    case.refresh_from_db()
    assert response.url == f"/case/{case.reference}/"
    assert (case.state, case.status, case.answer.approved.full_text) == (
        "approved",
        case.proposed_status,
        FULL,
    )


def test_returning_takes_a_reason_and_a_new_date(cast: Cast, sign_in: SignIn) -> None:
    case, client = sent(cast), sign_in(cast.validator)

    refused = decide(client, case, "return", reason="Which year is it?", due_on="")
    decide(client, case, "return", reason="Which year is it?", due_on="2026-05-01")

    case.refresh_from_db()
    assert refused.status_code == 422
    assert "Which year is it?" in said(refused)
    assert (case.state, str(case.due_on), case.returned) == ("drafting", "2026-05-01", True)


def test_proposed_edits_go_to_the_signer(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    decide(sign_in(cast.validator), case, "propose-edits", full_text=f"{FULL} In 2025.", short_text=SHORT)

    case.refresh_from_db()
    assert case.state == "agreement"
    assert case.answer.open_proposal().full_text == f"{FULL} In 2025."


def test_edits_without_a_difference_are_refused(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = decide(sign_in(cast.validator), case, "propose-edits", full_text=FULL, short_text=SHORT)

    assert response.status_code == 422
    assert "there is no difference to propose" in said(response)


def test_the_quicker_validator_wins_and_the_other_keeps_the_text(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)
    seen = case.version
    actions.take_step(case, "approve", by=cast.second_validator, now=NOW)

    response = sign_in(cast.validator).post(
        address(case),
        {"decision": "return", "seen": seen, "reason": "Not clear enough yet.", "due_on": "2026-05-01"},
    )

    case.refresh_from_db()
    assert (response.status_code, case.state) == (409, "approved")
    assert "Not clear enough yet." in said(response)


def test_who_drafted_is_told_that_another_decides(cast: Cast, sign_in: SignIn) -> None:
    give_role(cast.focal_point, "validator")
    case, client = sent(cast), sign_in(cast.focal_point)

    assert "You drafted this answer" in said(client.get(address(case)))
    assert decide(client, case, "approve").status_code == 422


def test_a_case_elsewhere_leads_to_its_page(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    assert sign_in(cast.validator).get(address(case)).url == f"/case/{case.reference}/"


def test_it_costs_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn, django_assert_num_queries) -> None:
    case, client = sent_again(cast), sign_in(cast.validator)
    for _ in range(5):
        sent(cast)

    with django_assert_num_queries(35):
        client.get(address(case))
