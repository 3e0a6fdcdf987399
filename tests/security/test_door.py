"""The door: guessing passwords, asking for new ones, being led elsewhere, and going on after having left."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from cases.people.models import User
from tests.cast import Cast
from tests.security.stage import Stage

SECRET = "a long enough secret"
FOCAL_POINT = "focal-point@suivi.example"


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def client(cast: Cast) -> Client:
    cache.clear()
    for user in (cast.focal_point, cast.head):
        user.set_password(SECRET)
        user.is_staff = True
        user.save()
    return Client()


def sign_in(client: Client, email: str = FOCAL_POINT, password: str = SECRET, **more: Any) -> Any:
    return client.post("/account/sign-in/", {"login": email, "password": password, **more})


@pytest.mark.parametrize("door", ["/admin/", "/admin/login/", "/admin/people/user/"])
def test_the_set_up_pages_have_no_door_of_their_own(door: str, client: Client) -> None:
    """Behind which passwords could be guessed without end."""
    typed = {"username": FOCAL_POINT, "password": SECRET}

    assert client.get(door, follow=True).redirect_chain[-1][0].startswith("/account/sign-in/")
    assert client.post("/admin/login/", typed).headers["Location"].startswith("/account/sign-in/")
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("lie", ["203.0.113.7", "203.0.113.7, 203.0.113.8"])
def test_attempts_are_counted_whatever_a_client_says_of_its_address(lie: str, client: Client) -> None:
    for number in range(12):
        sign_in(client, f"somebody-{number}@suivi.example", "wrong", headers={})
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"{lie}, 198.51.100.{number}"

    assert "Too many failed login attempts" in sign_in(client).content.decode()


def test_behind_a_proxy_one_client_does_not_lock_out_the_others(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}, 203.0.113.66"
        sign_in(client, f"somebody-{number}@suivi.example", "wrong")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.7"

    assert sign_in(client).headers["Location"] == "/my-work/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "https:///evil.example",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "\thttps://evil.example",
        "https://testserver@evil.example/",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_elsewhere(elsewhere: str, client: Client) -> None:
    assert sign_in(client, next=elsewhere).headers["Location"] == "/my-work/"
    again = client.get("/account/sign-in/", {"next": elsewhere})
    assert "evil" not in again.headers["Location"]
    out = client.post("/account/sign-out/", {"next": elsewhere})
    assert "evil" not in out.headers["Location"]
    page = Client().get("/account/sign-in/", {"next": elsewhere}).content.decode()
    assert 'href="javascript:' not in page


def test_the_link_to_a_new_password_names_the_configured_address(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://suivi.example/follow-up"

    client.post(
        "/account/password/reset/",
        {"email": FOCAL_POINT},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    client.post(
        "/account/password/reset/", {"email": "nobody@suivi.example"}, headers={"Host": "evil.example"}
    )

    assert "https://suivi.example/follow-up/account/password/reset/" in mail.outbox[0].body
    assert len(mail.outbox) == 2
    assert "evil.example" not in "".join(str(one.message()) for one in mail.outbox)


def test_known_and_unknown_addresses_are_answered_alike(client: Client, cast: Cast) -> None:
    cast.head.is_active = False
    cast.head.save()
    emails = (FOCAL_POINT, "head@suivi.example", "nobody@suivi.example")

    signs = {sign_in(Client(), one, "wrong").content.decode().replace(one, "") for one in emails}
    cache.clear()
    resets = {Client().post("/account/password/reset/", {"email": one}).headers["Location"] for one in emails}

    assert len({_without_token(page) for page in signs}) == 1
    assert len(resets) == 1


def _without_token(page: str) -> str:
    return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_who_is_switched_off_is_out_at_once(client: Client, cast: Cast) -> None:
    sign_in(client)
    assert client.get("/my-work/").status_code == 200

    User.objects.filter(pk=cast.focal_point.pk).update(is_active=False)

    assert client.get("/my-work/").headers["Location"].startswith("/account/sign-in/")
    assert client.post("/admin/", {}).status_code == 302


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(client: Client, cast: Cast) -> None:
    sign_in(client)
    cast.focal_point.refresh_from_db()
    cast.focal_point.set_password("another long secret")
    cast.focal_point.save()

    assert client.get("/my-work/").status_code == 302


def test_after_signing_out_the_old_session_opens_nothing(client: Client) -> None:
    sign_in(client)
    kept = client.cookies["sessionid"].value
    client.post("/account/sign-out/")

    client.cookies["sessionid"] = kept

    assert client.get("/my-work/").status_code == 302


def test_who_signs_in_next_at_the_same_machine_reads_nothing_of_the_last_one(stage: Stage) -> None:
    browser = stage.browsers["focal_point"]
    typed = {"title": "Survey of clinics"}
    browser.post(stage.address("case/{drafting}/evidence/"), typed)
    browser.post("/account/sign-out/")
    browser.force_login(stage.cast.stranger)

    page = browser.get("/my-work/").content.decode()

    assert "The evidence is added" not in page
    assert "messages" not in browser.cookies


def test_signing_in_changes_the_session_and_hides_it_from_scripts(client: Client) -> None:
    client.cookies["sessionid"] = "chosen-by-an-attacker-0000000000"
    sign_in(client)

    cookie = client.cookies["sessionid"]
    assert cookie.value != "chosen-by-an-attacker-0000000000"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]


def test_a_link_to_a_new_password_works_once(client: Client) -> None:
    client.post("/account/password/reset/", {"email": FOCAL_POINT})
    path = next(word for word in mail.outbox[0].body.split() if "/password/reset/" in word)
    path = path.replace("http://localhost:8000", "")
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "another long secret", "password2": "another long secret"})

    again = Client().get(path, follow=True)

    assert again.context["token_fail"]


def test_what_was_typed_when_signed_out_is_kept_by_no_cache(stage: Stage) -> None:
    answer = Client().post(stage.address("case/{drafting}/comment/"), {"text": "A long remark."})

    assert "A long remark." in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_every_private_answer_is_kept_by_no_cache(stage: Stage) -> None:
    for row in (
        "case/{drafting}/",
        "case/{drafting}/evidence/{secret_file}/",
        "desk/nothing/",
        "mail/",
        "desk/",
    ):
        answer = stage.browsers["focal_point"].get(stage.address(row))
        assert "no-store" in answer.headers["Cache-Control"], row
        assert "private" in answer.headers["Cache-Control"], row


def test_an_administrators_password_is_set_by_administrators_alone(cast: Cast) -> None:
    root = User.objects.create_superuser("root@suivi.example", SECRET, name="Root")
    clerk = User.objects.create_user("clerk@suivi.example", name="Clerk", is_staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(content_type__app_label="people", codename__endswith="_user")
    )
    browser = Client()
    browser.force_login(clerk)
    new = {"password1": "another long secret", "password2": "another long secret", "usable_password": "true"}

    answers = [
        browser.post(f"/admin/people/user/{root.pk}/password/", new),
        browser.post(
            f"/admin/people/user/{root.pk}/change/", {"email": "mine@suivi.example", "name": "Root"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    root.refresh_from_db()
    assert root.check_password(SECRET)
    assert browser.get(f"/admin/people/user/{cast.head.pk}/change/").status_code == 200


def test_nobody_becomes_administrator_by_a_form(cast: Cast) -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@suivi.example", name="Root"))
    typed = {"email": "stranger@suivi.example", "name": "Stranger", "language": "", "is_active": "on"}
    extra = {"is_superuser": "on", "user_permissions": ["1", "2"], "last_login_0": "2020-01-01"}

    browser.post(f"/admin/people/user/{cast.stranger.pk}/change/", typed | extra)

    cast.stranger.refresh_from_db()
    assert not cast.stranger.is_superuser
    assert not cast.stranger.user_permissions.exists()
