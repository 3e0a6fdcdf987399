"""What is told of reports and objections stands in the bell, by the line of the row, for who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.people.models import User
from exports.objecting import make_objection
from notifications.deriving import derive
from notifications.models import Notice
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take
from workflow.models import Outbox


def bell_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get("/bell/").content.decode().split())


def circulating(cast: Cast) -> Any:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast, introduction="We begin."), "assembling")
    Outbox.objects.update(state=Outbox.State.DONE)
    take(shown, "circulate", cast.editor)
    return shown


def test_a_report_that_circulates(cast: Cast) -> None:
    circulating(cast)
    derive(NOW)
    page = bell_of(cast.focal_point)
    assert 'href="/desk/reports/national-report-2026/circulated/"' in page
    assert "You are told because you are focal point or head of a department that answers in it." in page
    assert "national-report-2026" not in bell_of(cast.justice_focal_point)


def test_one_that_circulates_no_longer_is_hidden_from_the_department(cast: Cast) -> None:
    shown = circulating(cast)
    derive(NOW)
    take(shown, "review", cast.editor)
    page = bell_of(cast.focal_point)
    assert "national-report-2026" not in page
    assert "1 more is about what you no longer see." in page


@pytest.mark.parametrize("objections", [1, 4])
def test_the_number_of_queries_does_not_grow(
    objections: int, cast: Cast, django_assert_num_queries: Any
) -> None:
    shown = circulating(cast)
    for _ in range(objections):
        make_objection(shown, department=cast.health, text="Not so.", by=cast.head, now=NOW)
    derive(NOW)
    assert Notice.objects.filter(recipient=cast.editor).count() == objections
    client = Client()
    client.force_login(cast.editor)
    with django_assert_num_queries(19):
        assert b"#objection-" in client.get("/bell/").content
