"""The page on who sees a case: restrict it, name and un-name people, lift the restriction."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from tests.cast import Cast, drafted


@pytest.fixture
def case(cast: Cast) -> Case:
    return drafted(cast)


def browser_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, case: Case, step: str, **fields: Any) -> Any:
    case.refresh_from_db()
    sent = {"step": step, "seen": case.version, "reason": "A witness is named."} | fields
    return client.post(f"/case/{case.reference}/sight/", sent, follow=True)


def restricted(cast: Cast, case: Case) -> Client:
    client = browser_of(cast.coordinator)
    send(client, case, "restrict")
    case.refresh_from_db()
    return client


def test_a_coordinator_restricts_it_and_is_the_first_to_be_named(cast: Cast, case: Case) -> None:
    page = send(browser_of(cast.coordinator), case, "restrict")
    case.refresh_from_db()

    assert case.restricted
    assert page.context["named"] == [cast.coordinator]
    assert "You alone are named in it" in page.content.decode()


def test_without_a_reason_nothing_is_done(cast: Cast, case: Case) -> None:
    page = send(browser_of(cast.coordinator), case, "restrict", reason=" ")

    assert page.status_code == 422
    assert "Give a reason" in page.content.decode()


def test_the_department_reads_who_sees_it_and_restricts_nothing(cast: Cast, case: Case) -> None:
    client = browser_of(cast.head)
    assert set(client.get(f"/case/{case.reference}/sight/").context["steps"]) == {"lend", "end_loan"}

    page = send(client, case, "restrict")
    assert page.status_code == 403
    assert "“Restrict” is for the coordinator." in page.content.decode()


def test_a_person_is_named_by_e_mail_and_the_case_tells_of_it(cast: Cast, case: Case) -> None:
    client = restricted(cast, case)
    page = send(client, case, "name_person", person="HEAD@suivi.example")

    assert {one.pk for one in page.context["named"]} == {cast.coordinator.pk, cast.head.pk}
    told = browser_of(cast.head).get(f"/case/{case.reference}/").content.decode()
    assert "<bdi>Head</bdi> named by <bdi>Coordinator</bdi>" in told
    assert "named persons only" in told


def test_those_whose_roles_show_the_case_are_offered(cast: Cast, case: Case) -> None:
    page = restricted(cast, case).get(f"/case/{case.reference}/sight/")

    assert {cast.head, cast.focal_point, cast.validator, cast.editor} <= set(page.context["concerned"])
    assert cast.stranger not in page.context["concerned"]


def test_an_unknown_e_mail_stays_on_the_page_with_a_sentence(cast: Cast, case: Case) -> None:
    page = send(restricted(cast, case), case, "name_person", person="nobody@suivi.example")

    assert page.status_code == 422
    assert "Nobody signs in with this e-mail." in page.content.decode()
    assert 'value="nobody@suivi.example"' in page.content.decode()


def test_somebody_is_named_no_longer(cast: Cast, case: Case) -> None:
    client = restricted(cast, case)
    send(client, case, "name_person", person=cast.head.email)
    send(client, case, "unname_person", person=cast.head.email)

    assert browser_of(cast.head).get(f"/case/{case.reference}/").status_code == 404


def test_the_last_coordinator_stays(cast: Cast, case: Case) -> None:
    page = send(restricted(cast, case), case, "unname_person", person=cast.coordinator.email)

    assert "At least one coordinator stays named" in page.content.decode()
    assert case.names(cast.coordinator)


def test_who_names_another_coordinator_may_go(cast: Cast, case: Case) -> None:
    client = restricted(cast, case)
    second = type(cast.stranger).objects.create_user("second@suivi.example", name="Second")
    second.groups.set(cast.coordinator.groups.all())
    send(client, case, "name_person", person=second.email)
    page = send(client, case, "unname_person", person=cast.coordinator.email)

    assert page.redirect_chain[-1][0] == "/my-work/"
    assert browser_of(second).get(f"/case/{case.reference}/").status_code == 200


def test_it_is_lifted_with_a_reason(cast: Cast, case: Case) -> None:
    page = send(restricted(cast, case), case, "lift_restriction")
    case.refresh_from_db()

    assert not case.restricted
    assert "is not restricted any more" in page.content.decode()
    assert browser_of(cast.observer).get(f"/case/{case.reference}/").status_code == 200


def test_an_old_page_restricts_nothing(cast: Cast, case: Case) -> None:
    page = send(browser_of(cast.coordinator), case, "restrict", seen=case.version - 1)

    assert page.status_code == 409
    assert "A witness is named." in page.content.decode()


def test_it_takes_a_fixed_number_of_queries(
    cast: Cast, case: Case, django_assert_max_num_queries: Any
) -> None:
    client = restricted(cast, case)
    with django_assert_max_num_queries(40):
        client.get(f"/case/{case.reference}/sight/")
