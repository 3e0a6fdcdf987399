"""The editor keeps what is typed: one line says so, it comes back, and nobody else reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client

from cases.contributions import contributing
from cases.drafting import copies
from cases.models import Case, WorkingCopy
from tests.cases.pages.conftest import SignIn
from tests.cases.stations import for_signature
from tests.cast import FULL, LATER, NOW, SHORT, Cast, assigned, draft, drafted, status

JSON = {"accept": "application/json"}
TYPED = "Typed, and not saved by any button."


def keep(client: Client, case: Case, **typed: Any) -> Any:
    given = {"full_text": TYPED, "short_text": "", "status": "", "started_from": 0, "copy": 0}
    return client.post(f"/case/{case.reference}/draft/keep/", given | typed, headers=JSON)


def page_of(client: Client, case: Case) -> str:
    return client.get(f"/case/{case.reference}/").content.decode()


def test_one_line_says_when_it_was_saved_and_how_many_words(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    answer = keep(sign_in(cast.focal_point), case)

    assert answer.json() == {"line": "Saved 09:00 · 7 words", "copy": 1, "others": [], "behind": ""}
    case.refresh_from_db()
    assert case.state == "assigned"


def test_it_comes_back_in_the_fields_and_can_be_dropped_and_brought_back(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    keep(client, case, started_from=1, status=status("implemented").pk)

    page = page_of(client, case)
    assert f">\n{TYPED}</textarea>" in page
    assert "7 words, not saved as a version yet. Go on with it, or drop it." in page
    assert f'<option value="{status("implemented").pk}" selected>' in page

    client.post(f"/case/{case.reference}/draft/drop/")
    page = page_of(client, case)
    assert TYPED not in page
    assert "You can bring it back, below the text." in page

    client.post(f"/case/{case.reference}/draft/back/")
    assert f">\n{TYPED}</textarea>" in page_of(client, case)


def test_nobody_else_reads_a_word_of_it(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    keep(sign_in(cast.focal_point), case, started_from=1)
    for person in (cast.alternate, cast.head, cast.coordinator, cast.validator, cast.editor, cast.observer):
        assert TYPED not in page_of(sign_in(person), case)


def test_a_colleague_is_shown_without_a_word(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    keep(sign_in(cast.alternate), case, started_from=1)

    page = page_of(sign_in(cast.focal_point), case)
    assert "Alternate is writing in this draft too, since 09:00." in page
    answer = keep(sign_in(cast.focal_point), case, started_from=1).json()
    assert answer["others"] == ["Alternate is writing in this draft too, since 09:00."]
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert "is writing in this draft too" not in page_of(sign_in(cast.focal_point), case)


def test_saving_makes_it_a_version_and_it_is_offered_no_more(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    keep(client, case, started_from=1)

    typed = {"full_text": TYPED, "short_text": SHORT, "started_from": 1, "copy": 1}
    client.post(f"/case/{case.reference}/draft/", typed)

    assert case.answer.latest_draft().full_text == TYPED
    assert not WorkingCopy.objects.exists()
    assert "not saved as a version yet" not in page_of(client, case)


def test_what_was_typed_before_the_answer_went_on_is_still_there_to_copy(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    keep(sign_in(cast.alternate), case, started_from=1)
    moved = for_signature(cast)
    WorkingCopy.objects.update(answer=moved.answer)

    page = page_of(sign_in(cast.alternate), moved)

    assert "that was not saved before the answer went on" in page
    assert TYPED in page
    assert TYPED not in page_of(sign_in(cast.focal_point), moved)


def test_the_line_says_that_somebody_saved_meanwhile(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    draft(case, by=cast.alternate, full_text="Theirs.")

    answer = keep(sign_in(cast.focal_point), case, started_from=1).json()

    assert answer["behind"] == "Alternate saved another text at 09:00, while you were writing. Yours is kept."


def test_an_open_page_says_that_it_is_there_and_writes_no_text(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    keep(client, case, started_from=1)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        answer = client.post(f"/case/{case.reference}/draft/keep/", {"copy": 1}, headers=JSON)
    assert (answer.status_code, answer.json()["line"]) == (200, "Saved 09:00 · 7 words")


def test_each_refusal_is_one_line(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    told = {
        person.name: (answer.status_code, answer.json()["line"][:40])
        for person in (cast.stranger, cast.validator)
        for answer in [keep(sign_in(person), case)]
    }
    signed_out, too_long = Client(), sign_in(cast.focal_point)
    assert told == {
        "Stranger": (404, "You may no longer see this case; it may "),
        "Validator": (403, "Only the lead department writes the answ"),
    }
    assert keep(signed_out, case).status_code == 401
    assert keep(signed_out, case).json() == {"line": "You were signed out."}
    assert keep(too_long, case, full_text="x" * 50_001).status_code == 422
    assert keep(sign_in(cast.focal_point), for_signature(cast)).status_code == 409


def test_an_old_token_is_one_line_too(cast: Cast) -> None:
    case, client = drafted(cast), Client(enforce_csrf_checks=True)
    client.force_login(cast.focal_point)
    answer = keep(client, case)
    assert (answer.status_code, list(answer.json())) == (403, ["line"])


def test_a_page_left_open_writes_nothing_for_the_next_who_signs_in(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    answer = keep(sign_in(cast.alternate), case, started_from=1, writer=cast.focal_point.pk)

    assert answer.status_code == 409
    assert "Somebody else is signed in by now" in answer.json()["line"]
    assert not WorkingCopy.objects.exists()


def test_without_scripts_what_cannot_be_kept_is_shown_to_copy(cast: Cast, sign_in: SignIn) -> None:
    case, client = for_signature(cast), sign_in(cast.focal_point)
    answer = client.post(f"/case/{case.reference}/draft/keep/", {"full_text": TYPED, "started_from": 1})
    assert answer.status_code == 403
    assert TYPED in answer.content.decode()


def test_a_part_is_kept_like_an_answer(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.justice_focal_point)
    part = contributing.ask(case, cast.justice, by=cast.focal_point, now=NOW, due_on=LATER)
    address = f"/case/{case.reference}/contribution/{part.pk}/"

    kept = client.post(f"{address}part/keep/", {"text": TYPED, "started_from": 0, "copy": 0}, headers=JSON)
    assert kept.json()["line"] == "Saved 09:00 · 7 words"
    assert f">\n{TYPED}</textarea>" in client.get(address).content.decode()
    assert TYPED not in sign_in(cast.focal_point).get(address).content.decode()

    client.post(f"{address}part/drop/")
    assert TYPED not in client.get(address).content.decode()
    client.post(f"{address}part/back/")
    client.post(f"{address}part/", {"text": TYPED, "started_from": 0, "copy": 1})
    assert part.parts.get().text == TYPED
    assert not WorkingCopy.objects.exists()


def test_keeping_costs_the_same_whoever_else_writes(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    keep(client, case, started_from=1)
    for person in (cast.alternate, cast.head):
        copies.keep_draft(case, by=person, typed={"full_text": FULL}, started_from=1, seen=0, now=NOW)
    with django_assert_num_queries(11):
        keep(client, case, started_from=1, copy=1)


def test_who_writes_is_said_to_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    keep(sign_in(cast.alternate), case, started_from=1)
    for person in (cast.coordinator, cast.validator, cast.observer):
        here = sign_in(person).post(f"/case/{case.reference}/draft/keep/", headers=JSON)
        assert here.status_code == 403
        assert "Alternate" not in here.content.decode()


def test_who_writes_a_contribution_is_not_said_to_its_lead(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    part = contributing.ask(case, cast.justice, by=cast.focal_point, now=NOW, due_on=LATER)
    act = {"by": cast.justice_focal_point, "now": NOW}
    copies.keep_part(part, typed={"text": TYPED}, started_from=0, seen=0, **act)

    address = f"/case/{case.reference}/contribution/{part.pk}/part/keep/"

    assert sign_in(cast.head).post(address, headers=JSON).status_code == 403


def test_a_number_that_no_text_has_is_refused_in_a_line(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    assert keep(client, case, started_from="1.0").status_code == 200
    assert keep(client, case, started_from=10**30, copy=1).status_code == 422
