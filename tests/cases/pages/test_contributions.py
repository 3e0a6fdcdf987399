"""Contributions on the pages: asked for, written, merged into the answer, each with its own buttons."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.contributions import contributing
from cases.models import Case, Contribution, Part, Version
from cases.people.models import Department
from tests.cases.pages.conftest import SignIn
from tests.cases.test_contributions import PART, agreeing, ask, delivered, send, take, write
from tests.cast import DUE, FULL, LATER, NOW, Cast, assigned, department, draft, drafted, person, received

SECRET = "Zanzibar"


def address(case: Case, contribution: Contribution, rest: str = "") -> str:
    return f"/case/{case.reference}/contribution/{contribution.pk}/{rest}"


def shown(client: Any, where: str | Case) -> str:
    path = f"/case/{where.reference}/" if isinstance(where, Case) else where
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_lead_asks_several_departments_in_one_form(cast: Cast, sign_in: SignIn) -> None:
    department("interior", "Ministry of the Interior")
    case, client = drafted(cast), sign_in(cast.focal_point)
    assert f'href="/case/{case.reference}/contributors/"' in shown(client, case)
    form = shown(client, f"/case/{case.reference}/contributors/")
    assert 'value="health"' not in form
    sent_in = {"departments": ["justice", "interior"], "due_on": DUE, "comment": "What about prisons?"}
    told = client.post(f"/case/{case.reference}/contributors/", sent_in, follow=True).content.decode()
    assert "2 departments are asked." in told
    assert "What about prisons?" in told
    assert Contribution.objects.filter(state="asked", due_on=DUE).count() == 2


@pytest.mark.parametrize(
    ("left_out", "said"),
    [("departments", "Choose at least one department"), ("due_on", "Give a due date")],
)
def test_what_is_missing_is_said_and_the_question_kept(
    cast: Cast, sign_in: SignIn, left_out: str, said: str
) -> None:
    case = drafted(cast)
    sent_in = {"departments": ["justice"], "due_on": DUE, "comment": "What about prisons?"}
    del sent_in[left_out]
    answer = sign_in(cast.head).post(f"/case/{case.reference}/contributors/", sent_in)
    page = answer.content.decode()
    assert (answer.status_code, said in page, "What about prisons?" in page) == (422, True, True)


def test_others_ask_for_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    assert "Ask contributors" not in shown(sign_in(cast.observer), case)
    assert sign_in(cast.observer).get(f"/case/{case.reference}/contributors/").status_code == 403


def test_who_is_asked_sees_the_question_and_no_word_of_the_lead(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast, full_text=f"{SECRET} in full.", short_text=SECRET)
    actions.add_comment(case, text=f"{SECRET}?", by=cast.head, now=NOW)
    actions.add_evidence(case, title=f"{SECRET} survey", by=cast.focal_point, now=NOW)
    contribution = ask(cast, case)
    client = sign_in(cast.justice_focal_point)
    for page in (shown(client, case), shown(client, address(case, contribution))):
        assert "What about prisons?" in page
        assert SECRET not in page
        assert "Reminder" not in page
    assert "Write our part" in shown(client, case)
    assert client.get(f"/case/{case.reference}/version/1/").status_code == 404


def test_after_it_was_sent_and_returned_they_see_no_reasons_either(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    take(delivered(cast, case), "accept", cast.focal_point)
    send(cast, case)
    assert "Who contributes to it does not read it here." in shown(sign_in(cast.justice_focal_point), case)
    back = {"comment": f"{SECRET} is wrong.", "due_on": LATER}
    actions.take_step(
        Case.objects.get(pk=case.pk), "return_to_department", by=cast.validator, now=NOW, **back
    )
    assert SECRET not in shown(sign_in(cast.justice_focal_point), case)
    assert SECRET in shown(sign_in(cast.focal_point), case)


def test_they_write_save_and_deliver(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    client = sign_in(cast.justice_focal_point)
    saved = client.post(address(case, contribution, "part/"), {"text": PART, "started_from": 0}, follow=True)
    assert "It stays within your department until it is delivered." in saved.content.decode()
    assert PART not in shown(sign_in(cast.head), case)
    done = client.post(
        address(case, contribution, "part/"),
        {"text": PART, "started_from": 1, "then": "deliver"},
        follow=True,
    )
    assert "delivered. The lead department is told" in done.content.decode()
    assert PART in shown(sign_in(cast.head), case)
    assert PART not in shown(sign_in(cast.coordinator), case)


def test_a_contributor_saves_and_reads_who_delivers(cast: Cast, sign_in: SignIn) -> None:
    writer = person("writer", "contributor", cast.justice)
    case = drafted(cast)
    contribution = ask(cast, case)
    page = shown(sign_in(writer), address(case, contribution))
    assert "Save and deliver" not in page
    assert "The focal point or the head of your department delivers it" in page
    sign_in(writer).post(address(case, contribution, "part/"), {"text": PART, "started_from": 0})
    assert Part.objects.get().author == writer


def test_two_texts_are_both_shown(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    write(cast, contribution)
    answer = sign_in(cast.justice_focal_point).post(
        address(case, contribution, "part/"), {"text": "Mine, another.", "started_from": 0}
    )
    page = answer.content.decode()
    assert (answer.status_code, PART in page, "Mine, another." in page) == (409, True, True)
    assert 'name="started_from" value="1"' in page


def test_what_cannot_be_saved_any_more_stays_on_the_page(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = delivered(cast, case)
    answer = sign_in(cast.justice_focal_point).post(
        address(case, contribution, "part/"), {"text": "Too late.", "started_from": 1}
    )
    assert (answer.status_code, "Too late." in answer.content.decode()) == (409, True)


def test_the_lead_adds_a_part_to_what_it_typed_and_nothing_is_saved(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = delivered(cast, case)
    client = sign_in(cast.focal_point)
    typed = {"full_text": "Typed just now.", "short_text": "Short.", "status": "", "started_from": 1}
    page = client.post(address(case, contribution, "add/"), typed).content.decode()
    assert "Typed just now.\n\nFrom Ministry of Justice:\n\n&gt; " + PART in page
    assert "Save to keep it." in page
    assert Version.objects.count() == 1


def test_only_a_delivered_part_is_added_and_only_by_the_lead(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    write(cast, contribution)
    assert sign_in(cast.focal_point).post(address(case, contribution, "add/"), {}).status_code == 404
    assert sign_in(cast.justice_focal_point).post(address(case, contribution, "add/"), {}).status_code == 403


def test_the_lead_accepts_or_returns(cast: Cast, sign_in: SignIn) -> None:
    case, other = drafted(cast), drafted(cast)
    accepted, returned = delivered(cast, case), delivered(cast, other)
    client = sign_in(cast.alternate)
    told = client.post(address(case, accepted, "step/accept/"), {"seen": accepted.version}, follow=True)
    assert "you accepted the part of Ministry of Justice" in told.content.decode()
    back = {"seen": returned.version, "reason": "Which year?"}
    client.post(address(other, returned, "step/return_to_contributor/"), back)
    page = shown(sign_in(cast.justice_focal_point), address(other, returned))
    assert "Which year?" in page
    assert "Which year?" not in shown(sign_in(cast.coordinator), other)


def test_an_independent_body_leaves_the_reason_empty(cast: Cast, sign_in: SignIn) -> None:
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    case = drafted(cast)
    contribution = ask(cast, case)
    client = sign_in(cast.justice_focal_point)
    client.post(address(case, contribution, "step/decline/"), {"seen": 1, "reason": ""})
    contribution.refresh_from_db()
    assert contribution.state == "declined"


def test_a_step_that_is_not_open_says_why(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    client = sign_in(cast.head)
    answer = client.get(address(case, contribution, "step/go_on_without/"))
    assert (answer.status_code, "date is not over" in answer.content.decode()) == (409, True)
    assert client.get(address(case, contribution, "step/lapse/")).status_code == 404
    assert client.get(address(case, contribution, "step/deliver/")).status_code == 403


def test_a_second_lead_reads_the_text_and_agrees(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    contribution = agreeing(cast, case)
    client = sign_in(cast.justice_focal_point)
    page = shown(client, address(case, contribution))
    assert FULL in page
    assert ">Agree<" in page
    told = client.post(
        address(case, contribution, "step/deliver/"), {"seen": contribution.version}, follow=True
    )
    assert "you agreed to the text" in told.content.decode()
    draft(case, by=cast.focal_point, full_text="Three hundred clinics.")
    assert "Three hundred clinics." not in shown(client, case)


def test_open_contributions_are_withdrawn_at_once(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    ask(cast, case)
    client = sign_in(cast.focal_point)
    where = f"/case/{case.reference}/contributors/"
    told = client.post(where, {"act": "withdraw", "department": "justice", "reason": ""}, follow=True)
    assert "withdrawn. Those concerned are told." in told.content.decode()
    assert Contribution.objects.get().state == "withdrawn"


def test_the_same_are_asked_again_with_one_click(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    take(ask(cast, case), "withdraw", cast.coordinator)
    client = sign_in(cast.focal_point)
    assert "Contributed before:" in shown(client, case)
    again = {"act": "again", "due_on": DUE}
    client.post(f"/case/{case.reference}/contributors/", again)
    assert Contribution.objects.filter(state="asked").count() == 1
    assert "Contributed before:" not in shown(client, case)


def test_what_was_just_done_is_taken_back(cast: Cast, sign_in: SignIn, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = drafted(cast)
    contribution = ask(cast, case)
    client = sign_in(cast.focal_point)
    assert address(case, contribution, "undo/") in shown(client, case)
    told = client.post(address(case, contribution, "undo/"), {"seen": 1}, follow=True).content.decode()
    assert "taken back, and nobody was told" in told
    assert not contributing.contributed_before(Case.objects.get(pk=case.pk))


def test_the_page_of_a_case_takes_as_many_queries_for_four_as_for_two(cast: Cast, sign_in: SignIn) -> None:
    one, four, client = drafted(cast), drafted(cast), sign_in(cast.focal_point)
    for case in (one, four):
        delivered(cast, case)
    others = [department(f"d{place}", f"Department {place}") for place in range(3)]
    ask(cast, one, of=others[0])
    for other in others:
        ask(cast, four, of=other)
    taken = []
    for page in [f"/case/{case.reference}/" for case in (one, one, four)]:
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        taken.append(len(queries))
    assert taken[1] == taken[2]


def test_nothing_is_asked_of_a_case_without_a_lead(cast: Cast, sign_in: SignIn) -> None:
    case = received(cast)
    sent_in = {"departments": ["justice"], "due_on": DUE, "comment": "Anything?"}
    answer = sign_in(cast.coordinator).post(f"/case/{case.reference}/contributors/", sent_in)
    assert (answer.status_code, "not assigned yet" in answer.content.decode()) == (422, True)
    assert "Ask contributors" in shown(sign_in(cast.coordinator), assigned(cast))


def test_many_cases_are_asked_about_from_the_desk_and_each_has_its_outcome(
    cast: Cast, sign_in: SignIn
) -> None:
    first, second, none = drafted(cast), drafted(cast), received(cast)
    client = sign_in(cast.coordinator)
    chosen = {"which": "ticked", "case": [one.reference for one in (first, second, none)], "filter": ""}
    page = client.post("/desk/contributors/", chosen).content.decode()
    assert "Contributors: 3 cases" in page
    rows = ",".join(f"{one.pk}:{one.version}" for one in (first, second, none))
    asked = {"rows": rows, "act": "ask", "departments": ["justice"], "due_on": DUE, "comment": "Prisons?"}
    told = client.post("/desk/contributors/", asked, follow=True).content.decode()
    assert "Contributors: asked about 2 cases." in told
    assert none.reference in told
    assert Contribution.objects.filter(state="asked").count() == 2
    released = {"rows": rows, "act": "withdraw", "department": "justice", "reason": ""}
    told = client.post("/desk/contributors/", released, follow=True).content.decode()
    assert "Contributors: withdrawn from 2 cases." in told
