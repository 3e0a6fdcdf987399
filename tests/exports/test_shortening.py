"""A lead is asked for a shorter text: by one click, told, answered; and detail that moves to the annex."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Answer, Case, Round
from exports.agreeing.asking import ask as ask_to_agree
from exports.budget import asking
from exports.budget.detail import movable
from exports.budget.long import Long, long_passages
from exports.budget.moving import move_to_annex
from exports.budget.written import written_in
from exports.kinds import KINDS
from exports.models import Agreement, Passage, PassageAnswer, PassageText, Report, Shortening
from exports.outline.writing import write
from exports.pages.fitting import requests_by_passage
from tests.cast import NOW, Cast
from tests.exports.rewritten import of_justice
from tests.exports.scene import answered, asked, report, theme
from tests.exports.test_mails import told
from tests.exports.way import bring, take
from workflow import engine
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState

LONG_TEXT = "Two hundred clinics were opened in the north and the south in 2024, and fifty more in the east."
SHORT = "Clinics opened."
TABLE = (
    "Clinics opened.\n\n| Year | Clinics in the country by region |\n| --- | --- |\n"
    "| 2024 | two hundred and fifty in all, of which |"
)


@pytest.fixture
def shown(cast: Cast) -> Report:
    """Assembled, with one answer of Health that is longer than its share."""
    answered(cast, asked(cast, theme("Health")), short=LONG_TEXT)
    return take(report(cast, kind=""), "assemble", cast.editor)


@pytest.fixture
def request_of_it(cast: Cast, shown: Report) -> Shortening:
    [made] = asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW)
    return made


def too_long(shown: Report) -> list[Long]:
    return long_passages(Report.objects.get(pk=shown.pk).text, {}, share=10)


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def act(cast: Cast, who: str = "focal_point") -> dict[str, Any]:
    return {"by": getattr(cast, who), "now": NOW, "seen": 1}


# Asking


def test_the_lead_is_asked_with_a_number_of_words(cast: Cast, request_of_it: Shortening) -> None:
    one = request_of_it
    assert (one.department, one.had, one.wished, one.state) == (cast.health, 19, 10, "asked")
    assert "Recommendation 1" in one.place
    assert list(Shortening.objects.waiting_for(cast.focal_point)) == [one]
    assert not Shortening.objects.waiting_for(cast.justice_focal_point).exists()


def test_who_is_asked_already_is_not_asked_again(
    cast: Cast, shown: Report, request_of_it: Shortening
) -> None:
    assert asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW) == []
    again = {"passage_id": request_of_it.passage_id, "department": cast.health, "had": 19, "wished": 10}
    with pytest.raises(IntegrityError), transaction.atomic():
        Shortening.objects.bulk_create([Shortening(report=shown, state="asked", **again)])


def test_an_independent_body_is_not_asked(cast: Cast, shown: Report) -> None:
    type(cast.health).objects.filter(pk=cast.health.pk).update(independent=True)
    assert asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW) == []


def test_only_an_editor_asks(cast: Cast, shown: Report) -> None:
    for who in (cast.coordinator, cast.validator, cast.focal_point):
        with pytest.raises(NotAllowed):
            asking.ask_for_shorter(shown, too_long(shown), by=who, now=NOW)


def test_nobody_is_asked_while_others_read_the_report(cast: Cast, shown: Report) -> None:
    found = too_long(shown)
    bring(cast, shown, "circulation")
    with pytest.raises(Blocked, match="no longer with the editor"):
        asking.ask_for_shorter(shown, found, by=cast.editor, now=NOW)
    assert not Shortening.objects.exists()


def test_those_are_told_who_come_next(cast: Cast, shown: Report) -> None:
    told()
    [made] = asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW)
    assert told() == {"To shorten: 1 text": {"focal-point", "head"}}
    asking.decline(made, "It has all been shortened.", **act(cast))
    assert told() == {"Answered: 1 shorter text": {"editor"}}


# Answering


def test_a_shorter_text_waits_for_the_editor(cast: Cast, request_of_it: Shortening) -> None:
    asking.shorten(request_of_it, SHORT, **act(cast))

    sent = Shortening.objects.get()
    assert (sent.state, asking.sent_text(sent)) == ("shortened", SHORT)
    assert not PassageText.objects.exists()
    assert not Shortening.objects.waiting_for(cast.focal_point).exists()


@pytest.mark.parametrize("text", [LONG_TEXT, LONG_TEXT + " And more.", " "])
def test_what_is_not_shorter_is_refused_and_the_request_stands(
    cast: Cast, request_of_it: Shortening, text: str
) -> None:
    with pytest.raises(Blocked):
        asking.shorten(request_of_it, text, **act(cast))
    assert Shortening.objects.get().state == "asked"
    assert asking.sent_text(Shortening.objects.get()) == ""


def test_after_the_report_went_on_nothing_is_sent(
    cast: Cast, shown: Report, request_of_it: Shortening
) -> None:
    bring(cast, shown, "circulation")
    again = Shortening.objects.get()
    with pytest.raises(Blocked, match="stands still"):
        asking.shorten(again, SHORT, **act(cast))
    assert not Shortening.objects.waiting_for(cast.focal_point).exists()


def test_a_passage_that_was_taken_out_needs_no_text(cast: Cast, request_of_it: Shortening) -> None:
    Passage.objects.update(removed_at=NOW)
    with pytest.raises(Blocked, match="taken out"):
        asking.shorten(Shortening.objects.get(), SHORT, **act(cast))
    assert not Shortening.objects.waiting_for(cast.focal_point).exists()


@pytest.mark.parametrize("who", ["justice_focal_point", "stranger", "editor", "coordinator", "validator"])
def test_only_the_department_answers(cast: Cast, request_of_it: Shortening, who: str) -> None:
    with pytest.raises(NotAllowed):
        asking.shorten(request_of_it, SHORT, **act(cast, who))
    with pytest.raises(NotAllowed):
        asking.decline(request_of_it, "No.", **act(cast, who))


def test_declining_needs_a_reason_and_can_be_asked_anew(
    cast: Cast, shown: Report, request_of_it: Shortening
) -> None:
    with pytest.raises(Blocked):
        asking.decline(request_of_it, " ", **act(cast))
    asking.decline(request_of_it, "It is a definition of law.", **act(cast))
    assert len(asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW)) == 1
    assert [one.state for one in requests_by_passage(shown, cast.editor)[request_of_it.passage_id]] == [
        "asked",
        "declined",
    ]


def test_an_editor_withdraws_it_and_then_nothing_is_sent(cast: Cast, request_of_it: Shortening) -> None:
    with pytest.raises(NotAllowed):
        asking.withdraw(request_of_it, **act(cast))
    asking.withdraw(request_of_it, **act(cast, "editor"))
    with pytest.raises(WrongState):
        engine.perform(request_of_it, "shorten", by=cast.focal_point, now=NOW, comment=SHORT)


def test_a_restricted_case_is_spoken_of_to_nobody(cast: Cast, request_of_it: Shortening) -> None:
    Case.objects.update(restricted=True)
    for who in (cast.editor, cast.coordinator, cast.focal_point):
        assert not Shortening.objects.visible_to(who).exists()


# The pages


def address(one: Shortening) -> str:
    return f"/my-work/shorter/{one.pk}/"


def test_one_click_asks_for_those_that_are_ticked(client: Client, cast: Cast, shown: Report) -> None:
    Round.objects.update(report_words=12)
    page = f"/desk/reports/{shown.reference}/fitting/"
    html = as_(client, cast.editor).get(page).content.decode()
    passage = Passage.objects.get()
    assert f'name="passage" value="{passage.pk}"' in html

    answer = client.post(page + "ask/", {"passage": [passage.pk]})

    assert answer["Location"] == page + "#long"
    assert Shortening.objects.get().wished == 10
    assert f'name="passage" value="{passage.pk}"' not in client.get(page).content.decode()


def test_one_click_asks_for_all(client: Client, cast: Cast, shown: Report) -> None:
    Round.objects.update(report_words=12)
    page = f"/desk/reports/{shown.reference}/fitting/"
    as_(client, cast.editor).post(page + "ask/", {"everybody": "yes"})
    assert "1 shorter text is asked for." in client.get(page).content.decode()
    assert Shortening.objects.get().passage_id == Passage.objects.get().pk


def test_without_a_tick_it_says_so_and_others_may_not(client: Client, cast: Cast, shown: Report) -> None:
    page = f"/desk/reports/{shown.reference}/fitting/ask/"
    assert as_(client, cast.editor).post(page).status_code == 422
    assert as_(client, cast.coordinator).post(page, {"passage": [1]}).status_code == 403
    assert not Shortening.objects.exists()


def test_the_department_sees_it_in_my_work_and_on_the_case(
    client: Client, cast: Cast, request_of_it: Shortening
) -> None:
    as_(client, cast.focal_point)
    case = Case.objects.get()
    for page in ("/my-work/", f"/case/{case.reference}/"):
        assert address(request_of_it) in client.get(page).content.decode()
    html = client.get(address(request_of_it)).content.decode()
    assert "about 10 words are wished for" in html
    assert LONG_TEXT in html


def test_the_department_sends_it_on_its_page(client: Client, cast: Cast, request_of_it: Shortening) -> None:
    as_(client, cast.focal_point)
    sent = {"then": "shorten", "seen": 1, "text": LONG_TEXT + " Longer."}
    refused = client.post(address(request_of_it), sent)
    assert refused.status_code == 422
    assert "Longer." in refused.content.decode()

    answer = client.post(address(request_of_it), sent | {"text": SHORT})

    assert answer["Location"] == address(request_of_it)
    html = as_(client, cast.editor).get(address(request_of_it)).content.decode()
    assert "Take the shorter text" in html
    assert SHORT in html


def test_the_editor_takes_it_with_one_click(client: Client, cast: Cast, request_of_it: Shortening) -> None:
    page = address(request_of_it)
    assert as_(client, cast.editor).post(page, {"then": "take", "seen": 1}).status_code == 422
    asking.shorten(request_of_it, SHORT, **act(cast))
    assert as_(client, cast.head).post(page, {"then": "take", "seen": 2}).status_code == 403

    as_(client, cast.editor).post(page, {"then": "take", "seen": 2, "began_with": 0})

    own = PassageText.objects.get()
    assert (own.text, own.by) == (SHORT, cast.editor)
    assert "Take the shorter text" not in client.get(page).content.decode()
    words = [one for one in Report.objects.get().text["sections"] if one.get("passage")]
    assert "Clinics opened." in words[0]["paragraphs"][0]["html"]


def test_a_text_that_somebody_wrote_meanwhile_stays(
    client: Client, cast: Cast, request_of_it: Shortening
) -> None:
    asking.shorten(request_of_it, SHORT, **act(cast))
    passage = Passage.objects.get()
    write(passage, language="en", text="Mine.", by=cast.editor, now=NOW, began_with=0)
    answer = as_(client, cast.editor).post(
        address(request_of_it), {"then": "take", "seen": 2, "began_with": 0}
    )
    assert answer.status_code == 409
    assert PassageText.objects.get().text == "Mine."


@pytest.mark.parametrize(("sender", "agreed"), [("head", True), ("focal_point", False)])
def test_what_the_head_sent_is_agreed_to_by_the_department(
    cast: Cast, shown: Report, request_of_it: Shortening, sender: str, agreed: bool
) -> None:
    asking.shorten(request_of_it, SHORT, **act(cast, sender))

    asking.take(Shortening.objects.get(), by=cast.editor, now=NOW, began_with=0)

    [one] = Report.objects.get().rewritten()
    assert (one.text.text, one.is_agreed) == (SHORT, agreed)
    assert [event.step for row in Agreement.objects.all() for event in row.events.all()] == [
        "take_proposal"
    ] * agreed


def test_the_other_leads_of_the_passage_are_asked_only(cast: Cast, shown: Report) -> None:
    other = of_justice(cast, theme("Justice"))
    passage = shown.passages.get()
    PassageAnswer.objects.create(passage=passage, answer=other.answer, version=other.answer.approved, place=2)
    requests = asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW)
    mine = next(one for one in requests if one.department == cast.health)
    asking.shorten(mine, SHORT, **act(cast, "head"))

    asking.take(mine, by=cast.editor, now=NOW, began_with=0)

    assert [one.department for one in ask_to_agree(shown, by=cast.editor, now=NOW)] == [cast.justice]
    assert [one.step for one in Agreement.objects.get(department=cast.health).events.all()] == [
        "take_proposal"
    ]


def test_detail_that_moved_to_the_annex_meanwhile_stays_and_is_agreed_to_anew(
    cast: Cast, shown: Report, request_of_it: Shortening
) -> None:
    asking.shorten(request_of_it, SHORT, **act(cast, "head"))
    passage = Passage.objects.get()
    own = {"language": "en", "text": "Mine.", "annexed": "Detail.", "by": cast.editor, "now": NOW}
    write(passage, began_with=0, **own)

    taken = asking.take(Shortening.objects.get(), by=cast.editor, now=NOW, began_with=1)

    assert (taken.text, taken.annexed, taken.proposal) == (SHORT, "Detail.", None)
    assert not Agreement.objects.exists()


def test_it_is_declined_or_withdrawn_on_the_page(
    client: Client, cast: Cast, shown: Report, request_of_it: Shortening
) -> None:
    as_(client, cast.editor).post(address(request_of_it), {"then": "withdraw", "seen": 1})
    [second] = asking.ask_for_shorter(shown, too_long(shown), by=cast.editor, now=NOW)
    as_(client, cast.head).post(address(second), {"then": "decline", "seen": 1, "reason": "It is the law."})
    assert list(Shortening.objects.order_by("pk").values_list("state", flat=True)) == [
        "withdrawn",
        "declined",
    ]
    assert "It is the law." in as_(client, cast.editor).get(address(second)).content.decode()


def test_others_see_no_such_page(client: Client, cast: Cast, request_of_it: Shortening) -> None:
    for who in (cast.justice_focal_point, cast.stranger):
        assert as_(client, who).get(address(request_of_it)).status_code == 404
    assert as_(client, cast.editor).post(address(request_of_it), {"then": "nothing"}).status_code == 404


# Detail


@pytest.fixture
def tabled(cast: Cast) -> Report:
    answered(cast, asked(cast, theme("Health")), short=TABLE)
    return take(report(cast, kind=""), "assemble", cast.editor)


def test_a_table_moves_to_the_annex_with_one_click(client: Client, cast: Cast, tabled: Report) -> None:
    page = f"/desk/reports/{tabled.reference}/fitting/"
    before = tabled.text
    [detail] = movable(before, KINDS["upr"])
    sent = {"passage": detail.passage, "blocks": detail.named, "seen": detail.mark}

    assert as_(client, cast.editor).post(page + "move/", sent)["Location"] == page + "#detail"

    own = PassageText.objects.get()
    assert own.text == "Clinics opened."
    assert own.annexed.startswith("| Year | Clinics")
    after = Report.objects.get(pk=tabled.pk).text
    assert KINDS["upr"].words_in(before) - KINDS["upr"].words_in(after) == detail.words
    assert "two hundred and fifty" in after["sections"][-1]["full"]
    assert movable(after, KINDS["upr"]) == []


def test_a_second_click_or_another_text_moves_nothing(client: Client, cast: Cast, tabled: Report) -> None:
    [detail] = movable(tabled.text, KINDS["upr"])
    sent = {"passage": detail.passage, "blocks": detail.named, "seen": detail.mark}
    page = f"/desk/reports/{tabled.reference}/fitting/move/"
    as_(client, cast.editor).post(page, sent)
    answer = client.post(page, sent)
    assert answer.status_code == 409
    assert "Another text stands there meanwhile" in answer.content.decode()
    assert PassageText.objects.count() == 1
    with pytest.raises(Conflict):
        passage = Passage.objects.select_related("report").get()
        move_to_annex(passage, detail, by=cast.editor, now=NOW)


def test_only_an_editor_moves(client: Client, cast: Cast, tabled: Report) -> None:
    page = f"/desk/reports/{tabled.reference}/fitting/move/"
    assert as_(client, cast.validator).post(page).status_code == 403


def test_the_written_text_is_its_own_or_its_answers(cast: Cast, tabled: Report) -> None:
    passage = Passage.objects.select_related("report").get()
    assert written_in(passage).text == Answer.objects.get().approved.short_text  # type: ignore[union-attr]
    said = {"passage": passage, "language": "en", "by": cast.editor, "at": NOW}
    PassageText.objects.create(number=1, text="Mine.", annexed="Moved.", **said)
    assert (written_in(passage).text, written_in(passage).annexed) == ("Mine.", "Moved.")
    PassageText.objects.create(number=2, as_answered=True, **said)
    assert written_in(passage).text.startswith("Clinics opened.")
    assert written_in(passage).number == 2


def test_a_decline_without_a_reason_opens_the_field_that_lacks_it(
    client: Client, cast: Cast, request_of_it: Shortening
) -> None:
    page = address(request_of_it)
    assert "(optional)" not in as_(client, cast.head).get(page).content.decode()
    answer = client.post(page, {"then": "decline", "seen": 1, "text": "Kept."})
    html = answer.content.decode()
    assert answer.status_code == 422
    for said in ("<details open>", "Say why it cannot be shorter", "Kept."):
        assert said in html
