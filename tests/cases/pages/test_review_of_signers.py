"""Who signs reads what changed, and signs, returns, or agrees to proposed edits."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases import actions
from cases.models import Case, Reading
from tests.cases.marks import seen
from tests.cases.pages.conftest import SignIn
from tests.cast import FULL, NOW, SHORT, Cast, draft, drafted, sent


def address(case: Case) -> str:
    return f"/case/{case.reference}/review/"


def decide(client: Client, case: Case, decision: str, **given: Any) -> Any:
    case.refresh_from_db()
    return client.post(address(case), {"decision": decision, "seen": case.version, **given})


def for_signature(cast: Cast) -> Case:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    return case


def edits_proposed(cast: Cast) -> Case:
    case = sent(cast)
    edits = {"full_text": FULL.replace("two", "three"), "short_text": SHORT, "comment": "As the census says."}
    actions.propose_edits(case, by=cast.validator, now=NOW, **edits)
    return case


def test_the_head_signs_and_goes_on_to_the_next(cast: Cast, sign_in: SignIn) -> None:
    first, second, client = for_signature(cast), for_signature(cast), sign_in(cast.head)
    assert "Sign and next (1 of 2)" in client.get(address(first)).content.decode()

    onward = decide(client, first, "sign-and-next")

    first.refresh_from_db()
    assert (first.state, onward.url) == ("validation", f"{address(second)}?done=1")
    assert "Sign and next" not in client.get(onward.url).content.decode()


def test_the_head_returns_with_reasons(cast: Cast, sign_in: SignIn) -> None:
    case, client = for_signature(cast), sign_in(cast.head)

    refused = decide(client, case, "return", reason="")
    decide(client, case, "return", reason="Which law is it?")

    case.refresh_from_db()
    assert (refused.status_code, case.state, case.returned) == (422, "drafting", True)


def test_what_the_head_saw_last_is_marked_against_the_new_text(cast: Cast, sign_in: SignIn) -> None:
    case, client = for_signature(cast), sign_in(cast.head)
    first = case.answer.latest_draft()
    decide(client, case, "return", reason="Count again.", shown=first.pk)
    draft(case, by=cast.focal_point, full_text=FULL.replace("a third", "a half"))
    draft(case, by=cast.focal_point, full_text=FULL.replace("a third", "two fifths"))
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)

    page = seen(client.get(address(case)).content.decode())

    assert 'aria-current="true">what you saw last</a>' in page
    assert "<del>a third</del><ins>two fifths</ins>" in page


def test_the_signer_reads_exactly_the_edits_and_agrees(cast: Cast, sign_in: SignIn) -> None:
    case, client = edits_proposed(cast), sign_in(cast.head)

    page = seen(client.get(address(case)).content.decode())
    decide(client, case, "agree")

    case.refresh_from_db()
    assert "<del>two</del><ins>three</ins> hundred" in page
    assert "As the census says." in page
    assert (case.state, case.answer.approved.full_text) == ("approved", FULL.replace("two", "three"))


def test_the_signer_disagrees_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    case, client = edits_proposed(cast), sign_in(cast.head)

    without = decide(client, case, "disagree", reason="")
    decide(client, case, "disagree", reason="The census counts beds.")

    case.refresh_from_db()
    assert (without.status_code, case.state) == (422, "validation")


def test_a_draft_of_another_department_is_not_opened(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    assert sign_in(cast.justice_focal_point).get(address(case)).status_code == 404
    assert sign_in(cast.validator).get(address(case)).status_code == 302


def test_only_what_a_person_may_see_is_noted_as_read(cast: Cast, sign_in: SignIn) -> None:
    secret, mine = for_signature(cast), sent(cast)
    client = sign_in(cast.validator)

    decide(client, mine, "seen", shown=secret.answer.latest_draft().pk)
    noted = decide(client, mine, "seen", shown=mine.answer.sent_id)

    assert noted.status_code == 204
    assert [one.version_id for one in Reading.objects.all()] == [mine.answer.sent_id]
