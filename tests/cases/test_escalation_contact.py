"""The escalation contact of a department: sees its cases and their dates, and no text before it was sent."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.models import Case, Comment, Extension, Version
from cases.people.models import Department, User
from cases.people.roles import give_role
from tests.cast import NOW, Cast, assigned, drafted, person, sent
from workflow import may

SECRET = "Zanzibar has two hundred clinics, which nobody was told yet."


@pytest.fixture
def contact(cast: Cast) -> User:
    return person("director", "escalation contact", cast.health)


@pytest.fixture
def browser(client: Client, contact: User) -> Client:
    client.force_login(contact)
    return client


def test_it_sees_the_cases_of_its_department_alone(cast: Cast, contact: User) -> None:
    own, _other = drafted(cast), assigned(cast, cast.justice)
    assert list(Case.objects.visible_to(contact)) == [own]


def test_it_may_take_no_step(cast: Cast, contact: User) -> None:
    case = drafted(cast)
    assert not [one for one in may.available(case, contact, now=NOW) if not one.refusal]


def test_it_reads_what_was_sent_and_no_draft(cast: Cast, browser: Client) -> None:
    draft, out = drafted(cast, full_text=SECRET), sent(cast)
    page = browser.get(f"/case/{draft.reference}/").content.decode()
    assert SECRET not in page
    assert "<textarea" not in page
    assert "Health Act of 2024" in browser.get(f"/case/{out.reference}/").content.decode()


def test_a_contact_who_drafts_as_well_reads_its_draft(cast: Cast, browser: Client, contact: User) -> None:
    """The control: without the other role it is the role that hides the draft, not the page."""
    draft = drafted(cast, full_text=SECRET)
    give_role(contact, "focal point", cast.health)
    assert SECRET in browser.get(f"/case/{draft.reference}/").content.decode()


def test_a_contact_of_two_roles_sees_both(cast: Cast, contact: User) -> None:
    here, there = assigned(cast), assigned(cast, cast.justice)
    give_role(contact, "focal point", cast.justice)
    assert set(Case.objects.visible_to(contact)) == {here, there}


def test_nothing_else_of_the_department_is_theirs(cast: Cast, contact: User) -> None:
    drafted(cast)
    assert not Version.objects.visible_to(contact).exists()
    assert not Comment.objects.visible_to(contact).exists()
    assert not Extension.objects.visible_to(contact).exists()


def test_my_work_leads_to_the_page_of_the_department(cast: Cast, browser: Client) -> None:
    assigned(cast)
    page = browser.get("/my-work/").content.decode()
    assert "You get a mail when a coordinator escalates" in page
    assert 'href="/departments/health/"' in page
    assert "0 of 1 answer is approved." in " ".join(
        browser.get("/departments/health/").content.decode().split()
    )


def test_not_to_that_of_another_one(cast: Cast, browser: Client) -> None:
    assert browser.get("/departments/justice/").status_code == 404
    assert browser.get("/departments/").status_code == 403


def test_the_guide_of_the_role_comes_first(cast: Cast, browser: Client) -> None:
    assert [guide.code for guide in browser.get("/help/").context["own"]] == ["escalation-contact"]


def test_every_department_can_have_one(cast: Cast) -> None:
    assert dict(Department._meta.permissions)["escalate"] == "Escalation contact"
