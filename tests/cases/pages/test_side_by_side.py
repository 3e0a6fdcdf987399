"""The rounds of a case beside each other: what was answered when, and how two answers differ."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions, grouping
from cases.models import Case
from tests.cases.marks import seen
from tests.cases.pages.conftest import SignIn
from tests.cases.test_contributions import ask as ask_for_a_part
from tests.cases.test_grouping import joined
from tests.cases.test_rounds import ask, opened
from tests.cast import FULL, LATER, NOW, Cast, approved, assigned, draft

NEW = FULL.replace("2025", "2026")


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def asked_again(cast: Cast, kind: str = "update") -> Case:
    """Answered in the report round, and drafted anew by the department in another."""
    case = approved(cast)
    ask(cast, [case], opened(cast, kind))
    draft(case, by=cast.focal_point, full_text=NEW)
    return case


def page(browser: Any, case: Case, query: str = "") -> str:
    return text_of(browser.get(f"/case/{case.reference}/rounds/{query}"))


def test_each_round_has_its_question_lead_date_and_text(cast: Cast, sign_in: SignIn) -> None:
    shown = seen(page(sign_in(cast.focal_point), asked_again(cast)))
    for said in (
        "National report 2026",
        "How does it stand?",
        "Ministry of Health",
        "15 April 2026",
        "In progress",
    ):
        assert said in shown
    assert "Health Act" in shown


def test_the_two_last_texts_are_compared_sentence_by_sentence(cast: Cast, sign_in: SignIn) -> None:
    shown = seen(page(sign_in(cast.focal_point), asked_again(cast)))
    assert "<del>2025</del>" in shown or "2025</del>" in shown
    assert "2026</ins>" in shown


def test_which_two_can_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    shown = seen(page(sign_in(cast.focal_point), asked_again(cast), "?old=next&new=2026"))
    assert "2026</del>" in shown


def test_a_draft_stays_within_its_department(cast: Cast, sign_in: SignIn) -> None:
    case = asked_again(cast)
    shown = seen(page(sign_in(cast.coordinator), case))
    assert "in 2026" not in shown
    assert "The department is working on its answer." in shown
    assert "Once there are two texts that you may read" in shown
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert "in 2026" in page(sign_in(cast.coordinator), case)


def test_a_proposed_position_stays_within_its_department_until_it_is_sent(
    cast: Cast, sign_in: SignIn
) -> None:
    case = approved(cast)
    ask(cast, [case], opened(cast, "positions"))
    actions.save_draft(
        case, full_text="Our law.", short_text="Our law.", position="partly-supported", started_from=0,
        by=cast.focal_point, now=NOW,
    )  # fmt: skip
    assert "Partly supported" in page(sign_in(cast.head), case)
    assert "Partly supported" not in page(sign_in(cast.coordinator), case)
    case.refresh_from_db()
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert "Partly supported" in page(sign_in(cast.coordinator), case)


def test_a_case_that_nobody_was_asked_about_has_one_column(cast: Cast, sign_in: SignIn) -> None:
    shown = seen(page(sign_in(cast.focal_point), assigned(cast)))
    assert "There is no text yet." in shown
    assert "How two of them differ" not in shown


def test_it_costs_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn) -> None:
    browser, case = sign_in(cast.focal_point), asked_again(cast)
    few = queries(browser, case)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    ask(cast, [case], opened(cast, "plan", code="third"))
    assert queries(browser, case) <= few


def queries(browser: Any, case: Case) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(browser, case)
    return len(captured)


def test_who_contributes_reads_no_answer_of_a_past_round(cast: Cast, sign_in: SignIn) -> None:
    case = asked_again(cast)
    ask_for_a_part(cast, case)
    browser = sign_in(cast.justice_focal_point)
    assert "Health Act" not in page(browser, case)
    assert "Health Act" not in text_of(browser.get(f"/case/{case.reference}/"))
    assert "You may not read this answer." in page(browser, case)


def test_who_contributes_reads_what_the_own_department_answered_then(cast: Cast, sign_in: SignIn) -> None:
    case = asked_again(cast)
    actions.take_step(
        case, "reassign", by=cast.coordinator, now=NOW, lead=cast.justice, due_on=LATER, comment="Theirs."
    )
    ask_for_a_part(cast, case, by=cast.justice_focal_point, of=cast.health)
    assert "Health Act" in page(sign_in(cast.focal_point), case)


def test_another_lead_reads_what_was_approved_before(cast: Cast, sign_in: SignIn) -> None:
    case = asked_again(cast)
    actions.take_step(
        case, "reassign", by=cast.coordinator, now=NOW, lead=cast.justice, due_on=LATER, comment="Theirs."
    )
    assert "Health Act" in page(sign_in(cast.justice_focal_point), case)


def test_what_answered_a_case_too_that_is_restricted_now_is_read_by_those_named(
    cast: Cast, sign_in: SignIn
) -> None:
    first, second = joined(cast)
    actions.take_step(first, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(first, "approve", by=cast.validator, now=NOW)
    for case in (first, second):
        case.refresh_from_db()
    ask(cast, [first, second], opened(cast, "update"))
    second.refresh_from_db()
    grouping.split([second], by=cast.coordinator, now=NOW)
    second.refresh_from_db()
    assert "Clinics." in page(sign_in(cast.observer), first)
    actions.take_step(second, "restrict", by=cast.coordinator, now=NOW, comment="A witness is named.")
    assert "Clinics." not in page(sign_in(cast.observer), first)
    assert "Clinics." not in text_of(sign_in(cast.observer).get(f"/case/{first.reference}/"))
    assert "Clinics." in page(sign_in(cast.coordinator), first)
