"""The main navigation: at most five words, none of which leads to a refusal."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from config.navigation import shown_to
from tests.cast import Cast

EVERYBODY = ["coordinator", "validator", "editor", "observer", "focal_point", "head", "stranger"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_word_opens_for_whoever_sees_it(who: str, cast: Cast) -> None:
    request = RequestFactory().get("/my-work/")
    request.user = getattr(cast, who)
    client = Client()
    client.force_login(request.user)

    entries = shown_to(request)["navigation"]

    assert 1 <= len(entries) <= 5
    assert entries[0]["current"] == "page"
    for entry in entries:
        assert client.get(entry["url"]).status_code == 200, entry["url"]


def test_the_desk_is_no_word_for_a_department(cast: Cast) -> None:
    request = RequestFactory().get("/my-work/")
    request.user = cast.focal_point

    assert "Desk" not in [str(entry["label"]) for entry in shown_to(request)["navigation"]]


@pytest.mark.parametrize(
    ("path", "word", "how"),
    [
        ("/desk/", "Desk", "page"),
        ("/desk/leads/", "Desk", "true"),
        ("/departments/", "Overview", "true"),
        ("/import/", "Desk", "true"),
        ("/desk/reports/", "Reports", "page"),
        ("/desk/reports/national-report-2026/", "Reports", "true"),
    ],
)
def test_one_word_is_where_one_stands(path: str, word: str, how: str, cast: Cast) -> None:
    request = RequestFactory().get(path)
    request.user = cast.coordinator

    current = [
        (str(one["label"]), one["current"]) for one in shown_to(request)["navigation"] if one["current"]
    ]

    assert current == [(word, how)]
