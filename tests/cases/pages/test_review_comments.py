"""What a review asks in a comment is answered, or called done, before the answer is sent again."""

from __future__ import annotations

import pytest

from cases import actions
from cases.drafting import commenting
from cases.models import Case, Comment
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.test_review import address, decide
from tests.cast import DUE, FULL, NOW, Cast, draft, sent
from workflow.errors import Blocked


def asked_and_returned(cast: Cast, sign_in: SignIn) -> Case:
    """The validator asks about a passage, and returns the answer."""
    case, client = sent(cast), sign_in(cast.validator)
    decide(client, case, "comment", text="In which provinces?", quote="two hundred rural clinics")
    decide(client, case, "return", reason="See the comment.", due_on=str(DUE))
    case.refresh_from_db()
    draft(case, by=cast.focal_point, full_text=FULL + " In ten provinces.")
    return case


def send(case: Case, cast: Cast) -> None:
    case.refresh_from_db()
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)


def test_the_drafter_reads_what_is_to_be_answered_at_the_editor(cast: Cast, sign_in: SignIn) -> None:
    case = asked_and_returned(cast, sign_in)
    comment = Comment.objects.get()

    page = sign_in(cast.focal_point).get(f"/case/{case.reference}/").content.decode()

    assert "To be answered before it is sent: one comment" in page
    assert f'href="#comment-{comment.pk}"' in page
    assert (comment.must_be_answered, comment.about) == (True, case.answer.sent)


@pytest.mark.parametrize("step", ["send_for_sign_off", "sign_and_send"])
def test_it_is_not_sent_again_before_it_is_answered(cast: Cast, sign_in: SignIn, step: str) -> None:
    case = asked_and_returned(cast, sign_in)
    by = cast.focal_point if step == "send_for_sign_off" else cast.head

    with pytest.raises(Blocked, match="One comment of the review waits for an answer"):
        actions.take_step(case, step, by=by, now=NOW)


def test_with_its_answer_it_is_sent(cast: Cast, sign_in: SignIn) -> None:
    case = asked_and_returned(cast, sign_in)

    commenting.answer_comment(case, Comment.objects.get(), text="In all ten.", by=cast.focal_point, now=NOW)
    send(case, cast)

    assert case.state == "sign-off"


def test_who_asked_does_not_answer_it_himself_but_calls_it_done(cast: Cast, sign_in: SignIn) -> None:
    case = asked_and_returned(cast, sign_in)
    comment = Comment.objects.get()
    commenting.answer_comment(case, comment, text="Or is it three?", by=cast.validator, now=NOW)
    with pytest.raises(Blocked):
        send(case, cast)

    commenting.settle_comment(case, comment, by=cast.validator, now=NOW)
    send(case, cast)

    assert case.state == "sign-off"


def test_any_other_comment_holds_nothing_up(cast: Cast) -> None:
    case = sent(cast)
    actions.add_comment(case, text="Well written.", by=cast.coordinator, now=NOW)
    actions.take_step(case, "withdraw", by=cast.focal_point, now=NOW)

    send(case, cast)

    assert case.state == "sign-off"


def test_an_empty_comment_is_refused_and_the_passage_kept(cast: Cast, sign_in: SignIn) -> None:
    answer = decide(sign_in(cast.validator), sent(cast), "comment", text=" ", quote="rural clinics")

    assert answer.status_code == 422
    assert "rural clinics</textarea>" in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_comment_stands_on_the_page_of_the_review(cast: Cast, sign_in: SignIn) -> None:
    case, client = sent(cast), sign_in(cast.validator)

    onward = decide(client, case, "comment", text="In which provinces?")

    assert onward.url == f"{address(case)}?done=0#comments"
    assert "must be answered" in client.get(onward.url).content.decode()
