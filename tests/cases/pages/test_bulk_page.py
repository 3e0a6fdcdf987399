"""The page of an act on many cases: how far it is, what came of each, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from cases import actions, many
from cases.models import Case
from tests.cast import DUE, NOW, Cast, assigned, person, received, sent
from tests.workflow.many import assign, clock
from workflow.bulk_rows import Bulk
from workflow.bulk_work import work_on

Look = Callable[..., str]


@pytest.fixture
def browser(client: Client, cast: Cast, settings: Any) -> Client:
    settings.WORKFLOW_UNDO_SECONDS = 600
    client.force_login(cast.coordinator)
    return client


@pytest.fixture
def look(browser: Client) -> Look:
    return lambda bulk, query="": text_of(browser.get(f"/desk/bulk/{bulk.key}/{query}"))


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def press(browser: Client, bulk: Bulk, what: str, **given: str) -> str:
    return text_of(browser.post(f"/desk/bulk/{bulk.key}/{what}/", given, follow=True))


def mixed(cast: Cast) -> tuple[Bulk, Case, Case]:
    """One assigned, one that stands elsewhere."""
    good, bad = received(cast), sent(cast)
    bulk = assign(cast, [good, bad], comment="Use the census.")
    work_on(bulk.key, clock=clock)
    return bulk, good, bad


def test_it_says_how_far_it_is(look: Look, cast: Cast) -> None:
    bulk = assign(cast, [received(cast) for _ in range(3)])
    waiting = look(bulk)
    work_on(bulk.key, clock=clock, at_most=2)
    under_way = look(bulk)

    assert "Assign: 3 cases" in waiting
    assert "Waiting for the worker" in waiting
    assert '<progress max="3" value="2"' in under_way
    assert "2 of 3. 2 assigned to Ministry of Health." in under_way
    assert ">Refresh</a>" in under_way


def test_it_says_that_no_worker_is_there(look: Look, cast: Cast) -> None:
    bulk = assign(cast, [received(cast)])
    assert "No worker has taken it up yet." not in look(bulk)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        assert "No worker has taken it up yet." in look(bulk)


def test_it_asks_for_its_changing_part_alone_until_it_has_ended(browser: Client, cast: Cast) -> None:
    bulk = assign(cast, [received(cast)])
    part = text_of(browser.get(f"/desk/bulk/{bulk.key}/", headers={"HX-Request": "true"}))
    assert part.startswith('<div class="bulk" id="bulk" hx-get=')
    work_on(bulk.key, clock=clock)
    assert "hx-get" not in text_of(browser.get(f"/desk/bulk/{bulk.key}/"))


def test_what_was_refused_comes_first_with_its_reason_and_a_way_to_the_case(look: Look, cast: Cast) -> None:
    bulk, good, bad = mixed(cast)
    page = look(bulk)
    assert "1 assigned to Ministry of Health. 1 was not done." in page
    assert page.index(f'/case/{bad.reference}/"') < page.index(f'/case/{good.reference}/"')
    assert "“Assign” is not possible while the case stands at “With validator”." in page
    assert "Use the census." in page
    assert good.reference not in look(bulk, "?show=refused")
    assert "There is no such case in this act." in look(bulk, "?show=left")


def test_what_has_not_begun_can_be_left(browser: Client, cast: Cast) -> None:
    bulk = assign(cast, [received(cast), received(cast)])
    work_on(bulk.key, clock=clock, at_most=1)
    page = press(browser, bulk, "stop")
    assert "1 assigned to Ministry of Health. 1 was left." in page
    assert "Left as it was" in page
    assert "there is nothing left to stop" in press(browser, bulk, "stop")


def test_all_of_it_is_taken_back_with_one_press(browser: Client, look: Look, cast: Cast) -> None:
    bulk, good, _bad = mixed(cast)
    assert "Take it back" in look(bulk)
    page = press(browser, bulk, "undo")
    assert "Take back “Assign”: 1 case" in page
    assert "1 taken back." in page
    good.refresh_from_db()
    assert (good.state, good.lead) == ("received", None)
    assert "This was taken back" in look(bulk)
    assert "Take it back" not in look(bulk)


def test_it_is_not_offered_once_the_time_has_passed(browser: Client, look: Look, cast: Cast) -> None:
    bulk, _good, _bad = mixed(cast)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert "Take it back" not in look(bulk)
        assert "it has passed" in press(browser, bulk, "undo") or "they have passed" in look(
            Bulk.objects.get(undoes=bulk)
        )


def test_what_was_refused_is_tried_again_where_it_is_possible_by_now(
    browser: Client, look: Look, cast: Cast
) -> None:
    case, elsewhere = assigned(cast), sent(cast)
    bulk = assign(cast, [case, elsewhere], lead=cast.justice)
    moved = {"lead": cast.health, "due_on": DUE, "by": cast.coordinator, "now": NOW}
    actions.take_step(Case.objects.get(pk=case.pk), "assign", **moved)
    work_on(bulk.key, clock=clock)
    assert "Try the refused one again" in look(bulk)
    form = {"form_key": str(uuid4())}

    page = press(browser, bulk, "again", **form)
    press(browser, bulk, "again", **form)

    assert "1 assigned to Ministry of Justice." in page
    case.refresh_from_db()
    assert (case.lead, case.version) == (cast.justice, 3)


def test_where_nothing_is_possible_by_now_it_is_not_offered(browser: Client, look: Look, cast: Cast) -> None:
    bulk, _good, _bad = mixed(cast)
    assert "again</button>" not in look(bulk)
    assert "There is nothing to do" in press(browser, bulk, "again")


def test_each_row_of_several_leads_is_tried_again_with_its_own(cast: Cast) -> None:
    case = received(cast)
    rows = [many.Row(case.pk, 7, {"lead": cast.justice})]
    bulk = many.act_on_many("assign", rows, by=cast.coordinator, clock=clock, due_on=DUE)
    many.try_again(bulk, by=cast.coordinator, clock=clock)
    case.refresh_from_db()
    assert case.lead == cast.justice


def test_my_acts_are_listed(browser: Client, cast: Cast) -> None:
    assert "You have done nothing to many cases at once yet." in text_of(browser.get("/desk/bulk/"))
    mixed(cast)
    assert "1 of 2 done, 1 refused" in text_of(browser.get("/desk/bulk/"))


def test_another_coordinator_sees_it_and_takes_nothing_back(browser: Client, cast: Cast) -> None:
    bulk, _good, _bad = mixed(cast)
    other = person("second-coordinator", "coordinator")
    browser.force_login(other)
    page = text_of(browser.get(f"/desk/bulk/{bulk.key}/"))
    assert ("Assign: 2 cases" in page, "Take it back" in page) == (True, False)
    assert "Only the person who took the step can undo it." in press(browser, bulk, "undo")
    assert "Only the person who began this may try it again." in press(browser, bulk, "again")


@pytest.mark.parametrize("what", ["", "stop/", "undo/", "again/"])
def test_to_everybody_else_it_is_not_there(browser: Client, cast: Cast, what: str) -> None:
    bulk = assign(cast, [received(cast)])
    browser.force_login(cast.validator)
    method = browser.post if what else browser.get
    assert method(f"/desk/bulk/{bulk.key}/{what}").status_code == 404


def test_a_case_that_the_reader_may_not_see_is_not_named(browser: Client, cast: Cast) -> None:
    """Who did it was coordinator then, and is of the Ministry of Health now."""
    bulk, _good, bad = mixed(cast)
    Case.objects.filter(pk=bad.pk).update(lead=cast.justice)
    Bulk.objects.update(by=cast.focal_point)
    browser.force_login(cast.focal_point)
    page = text_of(browser.get(f"/desk/bulk/{bulk.key}/"))
    assert "A case that you may not see" in page
    assert bad.reference not in page
    assert "With validator" not in page


def test_the_worker_has_more_and_the_request_has_few(cast: Cast) -> None:
    few = many.act_on_many(
        "assign",
        many.rows_of(Case.objects.filter(pk__in=[received(cast).pk for _ in range(many.AT_ONCE)])),
        by=cast.coordinator, clock=clock, lead=cast.health, due_on=DUE,
    )  # fmt: skip
    more = many.act_on_many(
        "assign",
        many.rows_of(Case.objects.filter(pk__in=[received(cast).pk for _ in range(many.AT_ONCE + 1)])),
        by=cast.coordinator, clock=clock, lead=cast.health, due_on=DUE,
    )  # fmt: skip
    assert (few.state, more.state) == ("done", "waiting")


@pytest.mark.parametrize("cases", [1, 40])
def test_more_cases_ask_no_more_queries(
    browser: Client, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    bulk = assign(cast, [received(cast) for _ in range(cases)] + [sent(cast)])
    work_on(bulk.key, clock=clock)
    with django_assert_num_queries(20):
        browser.get(f"/desk/bulk/{bulk.key}/")
