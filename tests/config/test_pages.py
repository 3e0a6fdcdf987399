"""What holds for every page: a policy, sign-in, headers, a language and a direction, nothing inline."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django.fixtures import Settings

from cases.people.models import User
from config.checks import check_policies, views
from tests.cases.stations import in_agreement
from tests.cast import Cast, assigned, drafted, sent

INLINE = re.compile(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
ARGUMENTS = re.compile(r"[<(]")
OPEN_TO_ALL = {"healthz", "account_login", "account_logout", "account_inactive", "account_signup", "help"} | {
    "account_reset_password"
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def named_without_arguments(resolver: Any = None, prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver) and "admin/" not in route:
            found += named_without_arguments(entry, route)
        elif isinstance(entry, URLPattern) and not ARGUMENTS.search(route):
            found.append((str(entry.name), f"/{route}"))
    return found


def pages_of(cast: Cast) -> list[str]:
    """Addresses of every kind of page, on cases in different states."""
    assigned_to, writing, waiting, edited = assigned(cast), drafted(cast), sent(cast), in_agreement(cast)
    simple = [address for _name, address in named_without_arguments()]
    of_cases = [f"/case/{case.reference}/" for case in (assigned_to, writing, waiting, edited)]
    return [
        *simple,
        *of_cases,
        f"/case/{waiting.reference}/review/",
        f"/case/{writing.reference}/version/1/",
        f"/case/{assigned_to.reference}/step/hand_back/",
        f"/case/{assigned_to.reference}/step/reassign/",
        "/case/nothing-here/",
    ]


def html(response: Any) -> str:
    kind = response.headers.get("Content-Type", "")
    return response.content.decode() if kind.startswith("text/html") and response.status_code != 302 else ""


def test_every_view_has_a_policy() -> None:
    assert check_policies(None) == []


def test_a_view_without_a_policy_is_found(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.config.test_pages"

    assert [error.id for error in check_policies(None)] == ["config.E001"]


def test_who_is_not_signed_in_is_led_to_sign_in(cast: Cast) -> None:
    for name, address in named_without_arguments():
        response = Client().get(address)
        if not name.startswith(tuple(OPEN_TO_ALL)) and response.status_code != 405:
            assert response.headers.get("Location", "").startswith("/account/sign-in/"), address


def test_a_stranger_learns_nothing_of_a_case(cast: Cast) -> None:
    case, client = sent(cast), signed_in(cast.stranger)
    of_cases = [route for route, _view in views() if route.startswith("case/")]
    assert of_cases
    for route in of_cases:
        address = "/" + re.sub(r"<\w+:reference>", case.reference, route)
        address = re.sub(r"<\w+:name>", "assign", re.sub(r"<int:\w+>", "1", address))
        address = re.sub(r"<slug:digest>", "0" * 20, address)
        for response in (client.get(address), client.post(address, {"seen": 0})):
            assert response.status_code in (302, 403, 404, 405), address
            assert "Health" not in html(response)


@pytest.mark.once
@pytest.mark.parametrize("who", ["coordinator", "validator", "focal_point", "head", "editor", "stranger"])
def test_pages_carry_nothing_inline_and_are_not_kept_by_caches(who: str, cast: Cast) -> None:
    client = signed_in(getattr(cast, who))
    for address in pages_of(cast):
        response = client.get(address)
        found = INLINE.search(html(response))
        assert not found, (address, found and found.group())
        assert "no-store" in response.headers["Cache-Control"], address


def test_the_content_security_policy_is_strict(cast: Cast) -> None:
    policy = signed_in(cast.coordinator).get("/my-work/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_pages_say_their_language_and_direction(cast: Cast, settings: Settings) -> None:
    settings.INTERFACE_LANGUAGES = ["en", "ar"]
    cast.coordinator.language = "ar"
    cast.coordinator.save()
    client = signed_in(cast.coordinator)

    for address in pages_of(cast):
        if page := html(client.get(address)):
            assert '<html lang="ar" dir="rtl">' in page, address
    assert '<html lang="en" dir="ltr">' in html(Client().get("/account/sign-in/"))


def test_a_refusal_is_a_sentence(cast: Cast) -> None:
    case = sent(cast)

    page = html(signed_in(cast.coordinator).get(f"/case/{case.reference}/review/"))

    assert "“Approve” is for the validator." in page


def test_the_start_leads_to_my_work(cast: Cast) -> None:
    assert signed_in(cast.stranger).get("/").headers["Location"] == "/my-work/"


def test_healthz_answers_everybody(db: None) -> None:
    assert Client().get("/healthz").content == b"ok\n"


def _unguarded(request: Any) -> None: ...


urlpatterns = [path("unguarded/", _unguarded)]


@pytest.mark.django_db
def test_a_host_that_is_none_of_ours_is_refused_and_nothing_breaks() -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/desk/", headers={"host": "elsewhere.example"}).status_code == 400
