"""“What blocks this?” on the pages: asked, said for several cases, shown to its readers, narrowed down by."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from cases import actions
from cases.models import Block, Case
from cases.pages import blocked
from tests.cases.pages.conftest import SignIn
from tests.cases.test_blocking import late, say
from tests.cast import NOW, Cast, assigned, drafted, sent

NOTE = "The statistics office, since January."


def address(case: Case, *more: str) -> str:
    return "/".join(["/case", case.reference, "blocked", *more, ""])


def send(client: Client, case: Case, what: str = "data", note: str = NOTE, **more: Any) -> Any:
    return client.post(address(case), {"what": what, "note": note, "form_key": uuid4(), **more}, follow=True)


def case_page(client: Client, case: Case) -> str:
    return " ".join(client.get(f"/case/{case.reference}/").content.decode().split())


def test_a_late_case_asks_its_department(cast: Cast, sign_in: SignIn) -> None:
    case, early = late(cast), drafted(cast)
    page = case_page(sign_in(cast.focal_point), case)
    for answer in ("time", "data", "not-ours", "other"):
        assert f'href="{address(case)}?answer={answer}"' in page
    assert address(early) not in case_page(sign_in(cast.focal_point), early)
    assert address(case) not in case_page(sign_in(cast.coordinator), case)


def test_the_address_chooses_an_answer_and_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = late(cast)
    answer = sign_in(cast.focal_point).get(address(case), {"answer": "data"})
    assert answer.context["form"]["what"].value() == "data"
    assert answer.content.decode().count(" checked>") == 1
    assert not Block.objects.exists()


def test_what_means_nothing_chooses_nothing(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.focal_point).get(address(late(cast)), {"answer": "weather"})
    assert answer.status_code == 200
    assert "checked" not in answer.content.decode()


def test_it_is_said_and_both_sides_read_it(cast: Cast, sign_in: SignIn) -> None:
    case = late(cast)
    told = send(sign_in(cast.focal_point), case)
    assert "The coordinator reads it now, for 1 case." in told.content.decode()
    for reader in (cast.alternate, cast.coordinator):
        page = case_page(sign_in(reader), case)
        assert "Waits for data" in page
        assert "2 March 2026</time></bdi>, says <bdi>Focal Point</bdi>" in page
        assert page.count(NOTE) == 2, "where it stands, and in the history"
    for other in (cast.validator, cast.observer):
        assert NOTE not in case_page(sign_in(other), case)


def test_time_leads_to_the_request_with_the_reason(cast: Cast, sign_in: SignIn) -> None:
    case = late(cast)
    told = send(sign_in(cast.focal_point), case, "time")
    assert told.redirect_chain == [(f"/case/{case.reference}/more-time/", 302)]
    assert told.context["form"]["reason"].value() == NOTE


def test_not_ours_leads_to_handing_back_with_the_reason(cast: Cast, sign_in: SignIn) -> None:
    case = late(cast)
    told = send(sign_in(cast.focal_point), case, "not-ours")
    assert told.redirect_chain == [(f"/case/{case.reference}/step/hand_back/", 302)]
    assert told.context["form"]["reason"].value() == NOTE


@pytest.mark.parametrize("what", ["time", "not-ours"])
def test_where_no_such_step_is_open_it_leads_to_the_case(cast: Cast, sign_in: SignIn, what: str) -> None:
    """With the head it is not handed back; with the edits of a validator no time is asked for."""
    case = late(cast)
    Case.objects.filter(pk=case.pk).update(state="agreement" if what == "time" else "sign-off")
    told = send(sign_in(cast.focal_point), case, what)
    assert told.redirect_chain == [(f"/case/{case.reference}/", 302)]


@pytest.mark.parametrize(
    ("what", "note", "said"),
    [
        ("data", "", "from whom you wait"),
        ("other", " ", "Say what blocks it."),
        ("", NOTE, "Choose one of the four"),
        ("weather", NOTE, "is not one of the available choices"),
        ("other", "x" * 1001, "at most 1000 characters"),
    ],
)
def test_a_refusal_says_what_is_missing_and_keeps_the_note(
    cast: Cast, sign_in: SignIn, what: str, note: str, said: str
) -> None:
    answer = send(sign_in(cast.focal_point), late(cast), what, note)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"]["note"].value() == note
    assert not Block.objects.exists()


def test_the_same_is_said_of_others_that_were_ticked(cast: Cast, sign_in: SignIn) -> None:
    case, ticked, left = late(cast), late(cast), late(cast)
    drafted(cast), late(cast, cast.justice)
    client = sign_in(cast.focal_point)
    offered = [one for one, _ticked in client.get(address(case)).context["others"]]
    assert offered == [ticked, left]
    told = send(client, case, others=[ticked.pk])
    assert "for 2 cases." in told.content.decode()
    assert set(Block.objects.values_list("case", flat=True)) == {case.pk, ticked.pk}


def test_cases_of_the_same_answer_are_ticked_beforehand(cast: Cast, sign_in: SignIn) -> None:
    case, other = late(cast), late(cast)
    mate = assigned(cast)
    actions.take_step(mate, "join", by=cast.focal_point, now=NOW, into=case.answer)
    others = sign_in(cast.focal_point).get(address(case)).context["others"]
    assert others == [(mate, True), (other, False)]


def test_one_that_is_gone_meanwhile_is_said_in_a_sentence(cast: Cast, sign_in: SignIn) -> None:
    case, gone = late(cast), sent(cast)
    answer = send(sign_in(cast.focal_point), case, others=[gone.pk])
    assert answer.status_code == 422
    assert "is late no more, or not with you" in answer.content.decode()


def test_a_long_list_is_cut_and_says_so(cast: Cast, sign_in: SignIn, monkeypatch: Any) -> None:
    monkeypatch.setattr(blocked, "MOST", 2)
    case = late(cast)
    for _number in range(3):
        late(cast)
    answer = sign_in(cast.focal_point).get(address(case))
    assert len(answer.context["others"]) == 2
    assert "The first 2 are shown" in answer.content.decode()


def test_a_double_click_says_it_once(cast: Cast, sign_in: SignIn) -> None:
    case, client, key = late(cast), sign_in(cast.focal_point), UUID(int=5)
    for _click in range(2):
        send(client, case, form_key=key)
    assert Block.objects.count() == 1


@pytest.mark.parametrize("name", ["coordinator", "validator", "observer"])
def test_others_who_see_the_case_are_refused_with_a_sentence(cast: Cast, sign_in: SignIn, name: str) -> None:
    case, client = late(cast), sign_in(getattr(cast, name))
    for answer in (client.get(address(case)), send(client, case)):
        assert answer.status_code == 403
        assert "Only the lead department" in answer.content.decode()
    assert NOTE in send(client, case).content.decode(), "what was typed is shown again"


def test_in_another_state_the_page_says_so(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.focal_point).get(address(sent(cast)))
    assert answer.status_code == 409
    assert "not with its department" in answer.content.decode()


def test_solved_ends_it(cast: Cast, sign_in: SignIn) -> None:
    case, client = late(cast), sign_in(cast.coordinator)
    (said,) = say(cast, case, what="data", note=NOTE)
    told = client.post(address(case, "solved"), {"number": said.pk}, follow=True)
    assert "solved. It blocks no longer." in told.content.decode()
    assert "Solved, says" in case_page(client, case)
    again = client.post(address(case, "solved"), {"number": said.pk}, follow=True)
    assert "This counts no longer" in again.content.decode()


def test_solved_asks_for_what_was_said_of_this_case(cast: Cast, sign_in: SignIn) -> None:
    case, other = late(cast), late(cast)
    (said,) = say(cast, other)
    for number in (said.pk, 10**30, "x"):
        answer = sign_in(cast.focal_point).post(address(case, "solved"), {"number": number})
        assert answer.status_code == 404
    assert sign_in(cast.validator).post(address(other, "solved"), {"number": said.pk}).status_code == 404
    assert Block.objects.in_force().count() == 1


def test_undo_stands_there_for_who_said_it(cast: Cast, sign_in: SignIn, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case, client = late(cast), sign_in(cast.focal_point)
    (said,) = say(cast, case)
    assert address(case, "undo") in case_page(client, case)
    assert address(case, "undo") not in case_page(sign_in(cast.alternate), case)
    told = client.post(address(case, "undo"), {"form_key": str(said.form)}, follow=True)
    assert "Taken back for 1 case." in told.content.decode()
    assert not Block.objects.in_force().exists()
    assert client.post(address(case, "undo"), {"form_key": "x"}).status_code == 404


def test_the_desk_is_narrowed_down_by_it(cast: Cast, sign_in: SignIn) -> None:
    waiting, silent = late(cast), late(cast)
    say(cast, waiting, what="data", note=NOTE)
    client = sign_in(cast.coordinator)
    for code, case in (("data", waiting), ("silent", silent)):
        answer = client.get("/desk/", {"late": "on", "blocks": code})
        assert [row.case for row in answer.context["rows"]] == [case]
    assert "What blocks it: Waiting for data" in client.get("/desk/?blocks=data").content.decode()
    assert client.get("/desk/?blocks=time").context["rows"] == []


@pytest.mark.parametrize("name", ["validator", "editor", "observer"])
def test_to_others_the_desk_does_not_tell(cast: Cast, sign_in: SignIn, name: str) -> None:
    say(cast, late(cast)), late(cast)
    answer = sign_in(getattr(cast, name)).get("/desk/", {"blocks": "time"})
    assert len(answer.context["rows"]) == 2
    assert "What blocks it" not in answer.content.decode()
    export: Any = sign_in(getattr(cast, name)).get("/desk/cases.csv", {"blocks": "time"})
    assert len(b"".join(export.streaming_content).splitlines()) == 3


def test_the_departments_are_counted_and_lead_to_the_desk(cast: Cast, sign_in: SignIn) -> None:
    say(cast, late(cast)), late(cast), late(cast, cast.justice)
    coordinator = sign_in(cast.coordinator)
    page = coordinator.get("/departments/").content.decode()
    assert '<a href="/desk/?late=on&amp;blocks=time">1 needs time</a>' in page
    assert '<a href="/desk/?late=on&amp;blocks=silent">2 have not said</a>' in page
    one = coordinator.get("/departments/health/").content.decode()
    assert '<a href="/desk/?late=on&amp;lead=health&amp;blocks=silent">1 has not said</a>' in one
    own = sign_in(cast.head).get("/departments/health/").content.decode()
    assert "1 needs time" in own
    assert "blocks=" not in own
    for other in (cast.observer, cast.validator):
        for where in ("/departments/", "/departments/health/"):
            assert "needs time" not in sign_in(other).get(where).content.decode()


def test_the_page_asks_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    case, client = late(cast), sign_in(cast.focal_point)
    for _number in range(12):
        late(cast)
    with django_assert_num_queries(18):
        client.get(address(case))
