"""My roles: lending one, seeing for whom one acts, ending it."""

from __future__ import annotations

from cases.people.models import DepartmentDelegation
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, drafted
from workflow import engine

TODAY = NOW.date().isoformat()
FORM = {"role": "health:sign_off", "to": "alternate@suivi.example", "first_day": TODAY, "last_day": TODAY}


def test_a_head_lends_the_signature_and_the_timeline_names_both(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.head).post("/my-roles/", FORM, follow=True).content.decode()
    assert "Alternate acts for you from 2 March 2026 to 2 March 2026: Head of department" in page
    assert "<bdi>Alternate</bdi> acts for me" in page
    case = drafted(cast)
    engine.perform(case, "sign_and_send", by=cast.alternate, now=NOW)
    told = sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode()
    assert "by <bdi>Alternate</bdi> for <bdi>Head</bdi>" in told


def test_who_borrows_reads_it_and_can_give_it_back(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.head).post("/my-roles/", FORM)
    client = sign_in(cast.alternate)
    assert "You may act for <bdi>Head</bdi> until" in client.get("/my-work/").content.decode()
    assert "I act for <bdi>Head</bdi>" in client.get("/my-roles/").content.decode()
    client.post("/my-roles/", {"end": DepartmentDelegation.objects.get().key})
    assert DepartmentDelegation.objects.get().ended_at == NOW
    assert "Nothing is lent now" in client.get("/my-roles/").content.decode()


def test_a_stranger_can_neither_end_it_nor_lend(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.head).post("/my-roles/", FORM)
    client = sign_in(cast.justice_focal_point)
    assert client.post("/my-roles/", {"end": DepartmentDelegation.objects.get().key}).status_code == 404
    assert client.post("/my-roles/", FORM).status_code == 422
    assert "You hold no role in a department" in sign_in(cast.stranger).get("/my-roles/").content.decode()


def test_a_refusal_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.head).post("/my-roles/", FORM | {"last_day": "2026-03-01"})
    assert answer.status_code == 422
    assert "the last day is not before it" in answer.content.decode()
    assert 'value="2026-03-01"' in answer.content.decode()


def test_it_costs_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn, django_assert_num_queries) -> None:
    client = sign_in(cast.head)
    for _ in range(5):
        client.post("/my-roles/", FORM)
    with django_assert_num_queries(15):
        client.get("/my-roles/")
