"""The case's page shows who was told, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from cases.models import Case
from notifications.deriving import derive
from notifications.telling import tell
from tests.cast import NOW, Cast, approved, assigned


def shown(case: Case, to: object) -> str:
    request = RequestFactory().get("/")
    request.user = to
    return " ".join(
        render_to_string("notifications/slot_case.html", {"case": case, "request": request}).split()
    )


def test_it_says_who_was_told_what_and_when(cast: Cast) -> None:
    case = assigned(cast)
    tell(lambda: NOW)
    seen = shown(case, cast.coordinator)
    assert "<bdi>Focal Point</bdi>: Assigned." in seen
    assert "Sent <bdi>" in seen
    assert "2 March 2026" in seen


def test_it_says_what_still_waits(cast: Cast) -> None:
    case = assigned(cast)
    derive(NOW)
    assert "Waiting since" in shown(case, cast.focal_point)


def test_of_a_case_that_one_does_not_see_it_shows_nothing(cast: Cast) -> None:
    case = assigned(cast)
    derive(NOW)
    assert "Nobody yet." in shown(case, cast.justice_focal_point)


@pytest.mark.parametrize("case_at", [assigned, approved])
def test_the_number_of_queries_does_not_grow(
    case_at: object, cast: Cast, django_assert_num_queries: object
) -> None:
    case = case_at(cast)
    tell(lambda: NOW)
    with django_assert_num_queries(4):
        shown(case, cast.coordinator)
