"""The words of a report, shared out over the answers of its round."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags

from cases import actions
from cases.models import Answer, Case, OwnShare, Round
from cases.prose import to_html, words_in
from cases.rounds import rounds, words
from exports.kinds import KINDS
from tests.cast import DUE, NOW, Cast, approved, assigned, draft, drafted, received, sent

LIMIT = 1000


@pytest.fixture
def limited(cast: Cast) -> Cast:
    Round.objects.update(report_words=LIMIT)
    cast.round.refresh_from_db()
    return cast


def share(case: Case) -> int | None:
    return words.share_of(Answer.objects.select_related("round").get(pk=case.answer_id))


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [
        "Two hundred clinics opened: a third more than in 2024.",
        "# Access\n\nClinics opened.\n\n- in the north\n- in the south\n\n1. First\n2. Second",
        "> The Ombudsman said so.\n\n| Year | Clinics |\n| --- | ---: |\n| 2025 | 200 |",
        "افتتحت 200 عيادة قروية بموجب قانون الصحة، وانخفضت مدّة الانتظار 33 %.\n\n- في الشمال\n- في الجنوب",
        "Les délais ont baissé d’un tiers : c’est « notable » – dit-on.",
        "",
    ],
)
def test_words_are_counted_as_the_report_counts_them(text: str) -> None:
    assert words_in(text) == len(strip_tags(to_html(text)).split())


@pytest.mark.once
def test_the_defaults_are_the_limits_of_the_un() -> None:
    assert {"report": KINDS["upr"].limit, "positions": KINDS["upr-addendum"].limit} == words.REPORT_WORDS


def test_a_version_counts_its_short_text_once(cast: Cast) -> None:
    version = drafted(cast, short_text="- Two hundred clinics opened.").present_answer.latest_draft()
    assert version is not None
    assert version.short_words == 4


def test_without_a_number_of_words_there_is_no_share(cast: Cast) -> None:
    case = assigned(cast)
    assert share(case) is None
    assert words.common_shares([cast.round]) == {}


def test_nine_tenths_are_divided_evenly_over_answers_and_cases_that_wait(limited: Cast) -> None:
    case, _other, _waiting = assigned(limited), assigned(limited, to=limited.justice), received(limited)
    assert share(case) == LIMIT * 9 // 10 // 3


def test_cases_answered_together_have_one_share(limited: Cast) -> None:
    several = [received(limited), received(limited)]
    act: dict[str, Any] = {"by": limited.coordinator, "now": NOW}
    actions.assign_together(several, lead=limited.health, due_on=DUE, **act)
    several[0].refresh_from_db()
    assert share(several[0]) == 900


def test_a_closed_case_takes_no_words(limited: Cast) -> None:
    case, other = assigned(limited), received(limited)
    act: dict[str, Any] = {"by": limited.coordinator, "now": NOW, "comment": "Asked anew."}
    actions.take_step(other, "close", because="superseded", **act)
    assert share(case) == 900


def test_another_share_leaves_the_rest_to_the_others(limited: Cast) -> None:
    case, other = assigned(limited), assigned(limited)
    words.set_share(case.present_answer, 500, by=limited.coordinator, now=NOW)
    assert (share(case), share(other)) == (500, 400)
    words.set_share(case.present_answer, None, by=limited.coordinator, now=NOW)
    assert (share(case), share(other)) == (450, 450)


def test_only_the_coordinator_sets_it(limited: Cast) -> None:
    case = assigned(limited)
    with pytest.raises(words.NotAllowed, match="The coordinator shares out the words"):
        words.set_share(case.present_answer, 500, by=limited.focal_point, now=NOW)
    assert not OwnShare.objects.exists()


def test_no_own_share_is_no_words(limited: Cast) -> None:
    answer = assigned(limited).present_answer
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnShare.objects.create(answer=answer, words=0, set_by=limited.coordinator, set_at=NOW)


def test_more_own_shares_than_words_leave_one_word(limited: Cast) -> None:
    case, other = assigned(limited), assigned(limited)
    words.set_share(case.present_answer, 5000, by=limited.coordinator, now=NOW)
    assert share(other) == 1


def test_a_department_has_the_sum_and_a_draft_counts_for_itself_alone(limited: Cast) -> None:
    for _number in range(3):
        sent(limited)
    drafted(limited)
    seen = Answer.objects.filter(lead=limited.health)
    inside, outside = (words.loads(seen, [limited.round], kind)[0] for kind in (words.DRAFTED, words.SENT))
    assert (inside.answers, inside.share, inside.written) == (4, 900, 44)
    assert (outside.answers, outside.share, outside.written) == (4, 900, 33)
    assert not inside.is_over


def test_what_was_sent_anew_counts_in_place_of_what_was_approved(limited: Cast) -> None:
    case = approved(limited)
    case.refresh_from_db()
    actions.take_step(case, "reopen", by=limited.coordinator, now=NOW, comment="A figure is wrong.")
    case.refresh_from_db()
    draft(case, by=limited.focal_point, short_text="One two three.")
    assert words.answers_in(limited.round, words.SENT).get().written == 11  # type: ignore[attr-defined]
    actions.take_step(case, "sign_and_send", by=limited.head, now=NOW)
    assert words.answers_in(limited.round, words.SENT).get().written == 3  # type: ignore[attr-defined]


def test_a_case_that_left_its_round_keeps_its_place_in_the_report(limited: Cast) -> None:
    case = approved(limited)
    act: dict[str, Any] = {"by": limited.coordinator, "now": NOW}
    later = rounds.open_round(kind="update", code="u", title="Update", language="en", **act)
    rounds.ask_each([Case.objects.get(pk=case.pk)], later, due_on=limited.round.due_on, **act)
    assert Case.objects.get(pk=case.pk).round == later
    assert words.answers_in(limited.round, words.SENT).count() == 1


@pytest.mark.parametrize(
    ("kind", "limit"), [("report", 10_700), ("positions", 2_675), ("plan", None), ("update", None)]
)
def test_a_new_round_has_the_words_of_its_kind(cast: Cast, kind: str, limit: int | None) -> None:
    act: dict[str, Any] = {"by": cast.coordinator, "now": NOW}
    opened = rounds.open_round(kind=kind, code="new-one", title="New", language="en", **act)
    assert opened.report_words == limit
