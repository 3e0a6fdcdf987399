"""The mail pages: each person's own, all for the coordinator, dead letters first."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Mail
from notifications.sending import send
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import mail_to


@pytest.fixture
def mail(cast: Cast) -> Mail:
    assigned(cast)
    made = mail_to(cast.focal_point)
    send(made, NOW)
    return made


def as_(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(reverse("mail")).status_code == 302


def test_a_person_sees_the_own_mails_only(cast: Cast, mail: Mail) -> None:
    page = as_(cast.focal_point).get(reverse("mail")).content.decode()
    assert "focal-point@suivi.example" in page
    assert "alternate@suivi.example" not in page


def test_the_coordinator_sees_all(cast: Cast, mail: Mail) -> None:
    page = as_(cast.coordinator).get(reverse("mail")).content.decode()
    assert "focal-point@suivi.example" in page
    assert "alternate@suivi.example" in page


def test_a_mail_of_somebody_else_is_not_found(cast: Cast, mail: Mail) -> None:
    assert as_(cast.alternate).get(reverse("mail-one", args=[mail.key])).status_code == 404


def test_what_was_not_sent_is_for_the_coordinator_only(cast: Cast, mail: Mail) -> None:
    """Its recipient may have lost the right to see the case."""
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.CANCELLED)
    assert as_(cast.focal_point).get(reverse("mail-one", args=[mail.key])).status_code == 404
    assert as_(cast.coordinator).get(reverse("mail-one", args=[mail.key])).status_code == 200


def test_a_mail_can_be_read(cast: Cast, mail: Mail) -> None:
    page = as_(cast.focal_point).get(reverse("mail-one", args=[mail.key])).content.decode()
    assert "To answer: 1 recommendation, by 15 April 2026" in page
    assert "Your department was asked to answer 1 recommendation." in page
    assert mail.message_id.strip("<>") in page


def test_an_empty_list_says_what_will_be_there(cast: Cast) -> None:
    assert "No mail yet." in as_(cast.stranger).get(reverse("mail")).content.decode()


def test_dead_letters_come_first_with_their_error(cast: Cast, mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.DEAD, last_error="550 no such user")
    page = as_(cast.coordinator).get(reverse("mail"))
    assert page.context["page"].object_list[0] == mail
    assert "550 no such user" in page.content.decode()
    assert reverse("mail-again", args=[mail.key]) in page.content.decode()


def test_the_coordinator_has_a_dead_letter_tried_again(cast: Cast, mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.DEAD, attempts=8)
    answer = as_(cast.coordinator).post(reverse("mail-again", args=[mail.key]), follow=True)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert "will be tried again" in answer.content.decode()


def test_the_recipient_may_not_have_it_tried_again(cast: Cast, mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.DEAD)
    assert as_(cast.focal_point).post(reverse("mail-again", args=[mail.key])).status_code == 403
    mail.refresh_from_db()
    assert mail.is_dead


def test_opening_the_address_changes_nothing(cast: Cast, mail: Mail) -> None:
    assert as_(cast.coordinator).get(reverse("mail-again", args=[mail.key])).status_code == 405


@pytest.mark.parametrize("more", [0, 20])
def test_the_number_of_queries_does_not_grow(
    more: int, cast: Cast, mail: Mail, django_assert_max_num_queries: object
) -> None:
    for _ in range(more):
        assigned(cast)
        mail_again = mail.__class__.objects.get(pk=mail.pk)
        mail_again.pk, mail_again.key, mail_again.message_id = None, f"{_:024}", ""
        mail_again.save(force_insert=True)
    client = as_(cast.coordinator)
    with django_assert_max_num_queries(13):
        client.get(reverse("mail"))
