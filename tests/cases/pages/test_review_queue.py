"""The queue of a validator: skip, back, undo on the way, and what is unchanged approved in one act."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases import actions
from cases.models import Case
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.test_review import address, decide, sent_again
from tests.cast import FULL, NOW, Cast, approved, draft, sent

LIST = "/my-work/review/"


def reopened(cast: Cast, full_text: str = FULL) -> Case:
    """Approved before, opened again, and sent once more."""
    case = approved(cast)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="Once more.")
    if full_text != FULL:
        draft(case, by=cast.focal_point, full_text=full_text)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case


def said(response: Any) -> str:
    return response.content.decode()


def approve_unchanged(client: Client, **which: Any) -> Any:
    shown = client.post(LIST, which or {"which": "unchanged"})
    rows = said(shown).split('name="rows" value="')[1].split('"')[0]
    return client.post(LIST, {"rows": rows})


def test_what_is_left_for_later_comes_again_after_the_last(cast: Cast, sign_in: SignIn) -> None:
    first, second, client = sent(cast), sent(cast), sign_in(cast.validator)

    skipped = decide(client, first, "skip")
    again = decide(client, second, "approve-and-next", done=0)

    assert (skipped.url, again.url) == (f"{address(second)}?done=0", f"{address(first)}?done=1")
    assert "2 of 2" not in said(client.get(again.url))


def test_the_place_counts_those_decided_on_the_way(cast: Cast, sign_in: SignIn) -> None:
    cases, client = [sent(cast) for _ in range(3)], sign_in(cast.validator)

    onward = decide(client, cases[0], "approve-and-next")

    page = said(client.get(onward.url))
    assert "Approve and next (2 of 3)" in page
    assert f'href="{address(cases[2])}' not in page


def test_what_was_just_approved_can_be_undone_on_the_next_page(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    first, _second, client = sent(cast), sent(cast), sign_in(cast.validator)

    page = said(client.get(decide(client, first, "approve-and-next").url))
    assert f'action="/case/{first.reference}/undo/"' in page
    first.refresh_from_db()
    client.post(f"/case/{first.reference}/undo/", {"seen": first.version})

    first.refresh_from_db()
    assert first.state == "validation"


def test_an_answer_to_several_cases_stands_once_in_the_queue(cast: Cast, sign_in: SignIn) -> None:
    first, mate, last = sent(cast), sent(cast), sent(cast)
    Case.objects.filter(pk=mate.pk).update(answer=first.answer)

    page = said(sign_in(cast.validator).get(address(mate)))

    assert "Approve and next (1 of 2)" in page
    assert last.reference not in page


def test_unchanged_since_last_approved_is_said_plainly(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.validator)

    assert "Unchanged since last approved." in said(client.get(address(reopened(cast))))
    assert "Unchanged since last approved." not in said(client.get(address(sent_again(cast))))


def test_all_that_is_unchanged_is_approved_in_one_act_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    same, changed, new = reopened(cast), reopened(cast, "Three hundred clinics."), sent(cast)
    client = sign_in(cast.validator)
    assert "Approve the unchanged one…" in said(client.get(LIST))

    done = approve_unchanged(client)

    states = dict(Case.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (same, changed, new)] == ["approved", "validation", "validation"]
    assert "1 approved." in said(client.get(done.url))


def test_a_changed_answer_is_not_approved_by_ticking_it(cast: Cast, sign_in: SignIn) -> None:
    changed, client = reopened(cast, "Three hundred clinics."), sign_in(cast.validator)

    answer = client.post(LIST, {"which": "ticked", "case": changed.reference}, follow=True)

    changed.refresh_from_db()
    assert "Tick the answers that you mean" in said(answer)
    assert changed.state == "validation"


def test_another_status_is_a_change(cast: Cast, sign_in: SignIn) -> None:
    case = reopened(cast)
    Case.objects.filter(pk=case.pk).update(status=None)

    assert "Approve the unchanged one…" not in said(sign_in(cast.validator).get(LIST))


def test_what_moved_meanwhile_is_refused_row_by_row(cast: Cast, sign_in: SignIn) -> None:
    first, second, client = reopened(cast), reopened(cast), sign_in(cast.validator)
    shown = said(client.post(LIST, {"which": "unchanged"}))
    actions.take_step(first, "approve", by=cast.second_validator, now=NOW)

    done = client.post(LIST, {"rows": shown.split('name="rows" value="')[1].split('"')[0]})

    second.refresh_from_db()
    page = said(client.get(done.url))
    assert second.state == "approved"
    assert "1 was not done." in page
    assert "Somebody else changed this case after you opened it" in page


def test_the_list_costs_as_much_for_many_as_for_one(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(cast.validator)
    for count in (1, 3):
        for _ in range(count):
            reopened(cast)
        with django_assert_num_queries(11):
            client.get(LIST)


def test_an_empty_queue_says_so(cast: Cast, sign_in: SignIn) -> None:
    assert "No answer waits for a validator." in said(sign_in(cast.validator).get(LIST))
