"""Who may make a calendar link, what it opens, and when it opens nothing any more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from cases.people import delegating, settling
from cases.people.models import SettingsChange, User
from cases.people.roles import take_role
from notifications.feeds.links import make_link, revoke_link
from notifications.models import Feed
from tests.cast import NOW, Cast, assigned
from tests.notifications.feeds.reading import fetched, link, summaries
from workflow.errors import NotAllowed

GONE = {"person": None, "department": "health"}


def test_the_database_does_not_have_the_link(cast: Cast) -> None:
    path = link(cast.focal_point)
    token = path.removeprefix("/cal/").removesuffix(".ics")

    assert len(token) == 43
    assert [value for value in Feed.objects.values_list().get() if token in str(value)] == []


def test_a_new_link_replaces_the_old_one(cast: Cast) -> None:
    old, new = link(cast.focal_point), link(cast.focal_point)

    assert fetched(old).status_code == 404
    assert fetched(new).status_code == 200


def test_a_revoked_link_opens_nothing(cast: Cast) -> None:
    path = link(cast.focal_point)
    feed = Feed.objects.get()

    assert revoke_link(feed, by=cast.focal_point, now=NOW)
    assert fetched(path).status_code == 404
    assert not revoke_link(feed, by=cast.focal_point, now=NOW)


def test_who_pressed_revoke_on_an_old_page_does_not_revoke_the_new_link(cast: Cast) -> None:
    link(cast.focal_point)
    seen_before = Feed.objects.get()
    path = link(cast.focal_point)

    assert not revoke_link(seen_before, by=cast.focal_point, now=NOW)
    assert fetched(path).status_code == 200


def test_nobody_revokes_the_link_of_another(cast: Cast) -> None:
    path = link(cast.focal_point)

    assert not revoke_link(Feed.objects.get(), by=cast.head, now=NOW)
    assert fetched(path).status_code == 200


@pytest.mark.parametrize("name", ["focal_point", "alternate", "head"])
def test_the_department_makes_its_own_link(name: str, cast: Cast) -> None:
    case = assigned(cast)

    assert summaries(link(getattr(cast, name), cast.health)) == [f"Answer {case.reference}"]


@pytest.mark.parametrize("name", ["coordinator", "justice_focal_point", "stranger"])
def test_nobody_else_makes_it(name: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Only a focal point, alternate or head"):
        make_link(cast.health, by=getattr(cast, name), now=NOW)
    assert not Feed.objects.exists()


def test_a_colleague_revokes_and_replaces_the_link_of_the_department(cast: Cast) -> None:
    old = link(cast.focal_point, cast.health)
    new = link(cast.head, cast.health)

    assert [fetched(one).status_code for one in (old, new)] == [404, 200]
    assert revoke_link(Feed.objects.get(), by=cast.alternate, now=NOW)


@pytest.mark.parametrize("whose", GONE)
def test_the_links_of_who_was_switched_off_open_nothing(whose: str, cast: Cast) -> None:
    path = link(cast.focal_point, cast.health if GONE[whose] else None)
    User.objects.filter(pk=cast.focal_point.pk).update(is_active=False)

    assert fetched(path).status_code == 404


def test_that_of_a_department_opens_nothing_once_its_maker_lost_the_role(cast: Cast) -> None:
    path = link(cast.focal_point, cast.health)
    take_role(cast.focal_point, "focal point", cast.health)

    assert fetched(path).status_code == 404


def test_nor_once_the_loan_of_the_role_is_over(cast: Cast) -> None:
    days = {"first_day": NOW.date(), "last_day": NOW.date() + timedelta(days=3)}
    delegating.lend("sign_off", unit=cast.health, by=cast.head, to=cast.alternate, now=NOW, **days)
    take_role(cast.alternate, "alternate", cast.health)
    path = link(cast.alternate, cast.health)
    assert fetched(path).status_code == 200

    delegating.end(delegating.delegations_of(cast.head, today=NOW.date()).get(), by=cast.head, now=NOW)
    assert fetched(path).status_code == 404


def test_who_lost_every_role_has_an_empty_calendar(cast: Cast) -> None:
    assigned(cast)
    path = link(cast.focal_point)
    take_role(cast.focal_point, "focal point", cast.health)

    assert summaries(path) == []


def test_what_is_wrong_with_a_link_is_not_told(cast: Cast) -> None:
    revoked = link(cast.focal_point)
    link(cast.focal_point)

    assert _shown(revoked) == _shown("/cal/never-was.ics")


def _shown(path: str) -> str:
    """Without what the page says of the request itself: its address, and the token of its form."""
    answer = fetched(path)
    assert answer.status_code == 404
    said = str(answer.content.decode()).replace(path, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)


def test_making_and_revoking_is_noted(cast: Cast) -> None:
    link(cast.focal_point)
    link(cast.head, cast.health)
    revoke_link(Feed.objects.get(department=cast.health), by=cast.alternate, now=NOW)

    noted = SettingsChange.objects.order_by("pk").values_list("about", "thing", "act", "by")
    assert list(noted) == [
        ("person", cast.focal_point.pk, "calendar link made", cast.focal_point.pk),
        ("department", cast.health.pk, "calendar link made", cast.head.pk),
        ("department", cast.health.pk, "calendar link revoked", cast.alternate.pk),
    ]


def test_the_link_of_who_was_switched_off_stays_dead_when_he_is_brought_back(cast: Cast) -> None:
    boss = User.objects.create_superuser("administrator@suivi.example")
    path = link(cast.focal_point)
    settling.switch_off(cast.focal_point, by=boss, now=NOW + timedelta(hours=1))
    assert fetched(path).status_code == 404
    settling.bring_back(cast.focal_point, by=boss, now=NOW + timedelta(hours=2))
    assert fetched(path).status_code == 404
    new = make_link(None, by=cast.focal_point, now=NOW + timedelta(hours=3))
    assert fetched(new.removeprefix("http://localhost:8000")).status_code == 200
