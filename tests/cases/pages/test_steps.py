"""A step page: its form, its taking, its refusals."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases import actions
from cases.models import Case, LeadProposal, Round
from tests.cases.pages.conftest import SignIn
from tests.cases.stations import for_signature
from tests.cast import DUE, NOW, Cast, approved, assigned, draft, drafted, received, sent


def take(client: Client, case: Case, step: str, **given: Any) -> Any:
    return client.post(f"/case/{case.reference}/step/{step}/", {"seen": case.version, **given})


def look(client: Client, case: Case, step: str) -> Any:
    return client.get(f"/case/{case.reference}/step/{step}/")


def said(response: Any) -> str:
    return response.content.decode()


def test_a_coordinator_assigns_and_reads_to_whom_it_went(cast: Cast, sign_in: SignIn) -> None:
    case, client = received(cast), sign_in(cast.coordinator)

    response = take(client, case, "assign", lead=cast.health.pk, due_on="2026-04-15")

    case.refresh_from_db()
    assert (case.state, case.lead, case.due_on) == ("assigned", cast.health, DUE)
    assert "Ministry of Health answers it now, by 15 April 2026." in said(client.get(response.url))


def test_departments_that_were_proposed_stand_first(cast: Cast, sign_in: SignIn) -> None:
    case = received(cast)
    LeadProposal.objects.create(
        recommendation=case.recommendation, department=cast.justice, named="Justice", by=None
    )

    page = said(look(sign_in(cast.coordinator), case, "assign"))

    assert page.index('label="Proposed"') < page.index("Ministry of Justice") < page.index("All departments")


def test_a_department_that_no_longer_exists_is_not_offered(cast: Cast, sign_in: SignIn) -> None:
    cast.justice.valid_until = NOW.date().replace(day=1)
    cast.justice.save()

    page = said(look(sign_in(cast.coordinator), received(cast), "assign"))

    assert "Ministry of Health" in page
    assert "Ministry of Justice" not in page


def test_a_day_that_is_over_is_no_due_date(cast: Cast, sign_in: SignIn) -> None:
    case = received(cast)

    response = take(
        sign_in(cast.coordinator),
        case,
        "assign",
        lead=cast.health.pk,
        due_on="2026-03-01",
        reason="Please begin at once.",
    )

    assert response.status_code == 422
    assert "This day is over" in said(response)
    assert "Please begin at once." in said(response)
    assert 'role="alert"' in said(response)


def test_handing_back_leads_to_my_work_for_the_case_is_gone(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    response = take(
        sign_in(cast.focal_point), case, "hand_back", reason="Not ours.", proposed=cast.justice.pk
    )

    case.refresh_from_db()
    assert (case.state, response.url) == ("received", "/my-work/")


def test_a_missing_reason_is_asked_for(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    response = take(sign_in(cast.head), case, "return_from_sign_off", reason="  ")

    case.refresh_from_db()
    assert (response.status_code, case.state) == (422, "sign-off")


def test_a_step_without_needs_is_taken_by_its_button(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    take(sign_in(cast.head), case, "sign_and_send")

    case.refresh_from_db()
    assert case.state == "validation"


def test_a_get_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    assert look(sign_in(cast.head), case, "sign_and_send").status_code == 200

    case.refresh_from_db()
    assert case.state == "sign-off"


def test_one_who_saw_an_older_state_is_told(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    seen = case.version
    draft(case, by=cast.focal_point)

    response = sign_in(cast.coordinator).post(
        f"/case/{case.reference}/step/reassign/",
        {"seen": seen, "lead": cast.justice.pk, "due_on": "2026-04-15", "reason": "It is theirs to answer."},
    )

    case.refresh_from_db()
    assert (response.status_code, case.lead) == (409, cast.health)
    assert "Somebody else changed this case" in said(response)
    assert "It is theirs to answer." in said(response)


def test_one_without_the_role_is_refused_and_keeps_the_text(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)
    given = {"reason": "I would rather have it.", "lead": cast.justice.pk, "due_on": "2026-04-15"}

    response = take(sign_in(cast.focal_point), case, "reassign", **given)

    assert response.status_code == 403
    assert "is for the coordinator." in said(response)
    assert "I would rather have it." in said(response)
    assert look(sign_in(cast.focal_point), case, "reassign").status_code == 403


def test_a_guard_refuses_with_its_sentence(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    draft(case, by=cast.head, full_text="The head adds a figure.")

    response = take(sign_in(cast.head), case, "sign_and_send")

    assert response.status_code == 422
    assert "You drafted this answer" in said(response)


def test_a_step_that_does_not_leave_the_state_says_so(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = look(sign_in(cast.coordinator), case, "assign")

    assert response.status_code == 409
    assert "The case stands at “With validator” now" in said(response)


def test_closing_names_the_case_that_it_repeats(cast: Cast, sign_in: SignIn) -> None:
    case, other, client = received(cast), received(cast), sign_in(cast.coordinator)
    given = {"reason": "The same sentence.", "because": "duplicate"}

    unknown = take(client, case, "close", **given, duplicate_of="UPR-1999-1")
    take(client, case, "close", **given, duplicate_of=other.reference.lower())

    case.refresh_from_db()
    assert "There is no case with this reference." in said(unknown)
    assert (case.state, case.duplicate_of) == ("closed", other)


def test_a_new_round_is_chosen_among_the_others(cast: Cast, sign_in: SignIn) -> None:
    case, client = approved(cast), sign_in(cast.coordinator)
    another = Round.objects.create(code="2027", title="Mid-term report 2027", opened_on=NOW.date())

    page = said(look(client, case, "open_round"))
    take(client, case, "open_round", round=another.pk, due_on="2026-09-01")

    case.refresh_from_db()
    assert "National report 2026" not in page
    assert (case.state, case.round) == ("assigned", another)


def test_cases_answered_together_move_together(cast: Cast, sign_in: SignIn) -> None:
    cases, client = [received(cast), received(cast)], sign_in(cast.focal_point)
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)

    response = take(client, cases[0], "accept")

    assert "One case answered together with it moved too." in said(client.get(response.url))
    assert {Case.objects.get(pk=case.pk).state for case in cases} == {"drafting"}


def test_only_the_report_submits(cast: Cast, sign_in: SignIn) -> None:
    case = approved(cast)

    assert look(sign_in(cast.editor), case, "submit").status_code == 404
    assert take(sign_in(cast.editor), case, "submit", edition="mine").status_code == 404


def test_an_unknown_step_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    assert look(sign_in(cast.coordinator), received(cast), "vanish").status_code == 404


def test_a_stranger_takes_no_step(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    assert take(sign_in(cast.stranger), case, "sign_and_send").status_code == 404
    assert take(Client(), case, "sign_and_send").status_code == 302
    case.refresh_from_db()
    assert case.state == "sign-off"


def test_a_case_that_moved_is_looked_at_before_the_step_is_taken(cast: Cast, sign_in: SignIn) -> None:
    case, client = for_signature(cast), sign_in(cast.head)
    seen = case.version
    actions.take_step(case, "return_from_sign_off", by=cast.head, now=NOW, comment="Not yet.")

    page = said(client.post(f"/case/{case.reference}/step/sign_and_send/", {"seen": seen}))

    assert "Somebody else changed this case" in page
    assert "Look at the case" in page
    assert 'name="seen"' not in page


def test_an_approved_case_presses_nobody_to_ask_again(cast: Cast, sign_in: SignIn) -> None:
    page = said(sign_in(cast.coordinator).get(f"/case/{approved(cast).reference}/"))

    assert '<a class="button quiet small" href="/case/' in page
    assert '<a class="button " href="/case/' not in page


def test_a_head_returns_with_a_reason_instead_of_withdrawing(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    assert "/step/withdraw/" not in said(sign_in(cast.head).get(f"/case/{case.reference}/"))
    assert "/step/withdraw/" in said(sign_in(cast.focal_point).get(f"/case/{case.reference}/"))


def test_a_text_that_others_still_draft_is_not_pressed_on_the_head(cast: Cast, sign_in: SignIn) -> None:
    page = said(sign_in(cast.head).get(f"/case/{drafted(cast).reference}/"))

    assert '<button class="button quiet small" type="submit" form="draft" name="then"' in page


def test_where_there_is_no_other_round_the_page_says_where_one_is_opened(cast: Cast, sign_in: SignIn) -> None:
    assert "There is no other open round." in said(
        look(sign_in(cast.coordinator), approved(cast), "open_round")
    )


def test_what_is_missing_is_named(cast: Cast, sign_in: SignIn) -> None:
    page = said(take(sign_in(cast.coordinator), received(cast), "close", reason=""))

    assert "Why it is closed: Say why the case is closed." in page
    assert "Reason: Give a reason: those concerned will read it." in page


def test_a_closed_case_says_why_and_what_it_repeats(cast: Cast, sign_in: SignIn) -> None:
    case, other, client = assigned(cast), assigned(cast, to=cast.justice), sign_in(cast.coordinator)
    take(client, case, "close", reason="Twice.", because="duplicate", duplicate_of=other.reference)

    by_coordinator = said(client.get(f"/case/{case.reference}/"))
    by_department = said(sign_in(cast.focal_point).get(f"/case/{case.reference}/"))

    assert "Duplicate of another case" in by_coordinator
    assert f'href="/case/{other.reference}/"' in by_coordinator
    assert "Duplicate of another case" in by_department
    assert other.reference not in by_department
