"""The bell: what a person was told and has not seen, in the head of every page and on a page of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.drafting import commenting
from cases.models import Case
from cases.people.models import User
from notifications.deriving import derive
from notifications.models import Notice
from notifications.telling import tell
from tests.cast import NOW, Cast, assigned, drafted, sent
from tests.notifications.post import due_on
from workflow.models import Outbox

NEW = "data-bell-words>Notices, {} new</span>"
QUIET = "data-bell-words>Notices</span>"


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


def bell_of(person: User) -> str:
    return text(as_(person).get(reverse("bell")))


def rings(person: User, number: int) -> bool:
    """What the head of another page says."""
    return NEW.format(number) in text(as_(person).get(reverse("account")))


def is_quiet(person: User) -> bool:
    return QUIET in text(as_(person).get(reverse("account")))


def see(person: User, **sent_with: Any) -> Any:
    return as_(person).post(reverse("bell-seen"), sent_with)


@pytest.fixture
def case(cast: Cast) -> Case:
    case = assigned(cast)
    derive(NOW)
    return case


def test_a_notice_is_in_the_bell_before_its_mail_leaves(cast: Cast, case: Case) -> None:
    assert Notice.objects.get(recipient=cast.focal_point).mail is None
    assert rings(cast.focal_point, 1)
    page = bell_of(cast.focal_point)
    assert f'href="/case/{case.reference}/"' in page
    assert "Assigned" in page
    assert "Open clinics in rural areas." in page
    assert "You are told because you are focal point or alternate" in page
    assert "Due on 15 April 2026" in page


def test_others_have_their_own(cast: Cast, case: Case) -> None:
    assert is_quiet(cast.justice_focal_point)
    assert case.reference not in bell_of(cast.justice_focal_point)
    assert case.reference not in bell_of(cast.coordinator)
    assert "Here stands what Suivi tells you" in bell_of(cast.stranger)


def test_the_number_costs_no_query(cast: Cast, case: Case, django_assert_num_queries: Any) -> None:
    quiet, ringing = as_(cast.justice_focal_point), as_(cast.focal_point)
    with django_assert_num_queries(4) as quietly:
        quiet.get(reverse("help"))
    with django_assert_num_queries(len(quietly)):
        ringing.get(reverse("help"))


def test_opening_the_page_changes_nothing(cast: Cast, case: Case) -> None:
    bell_of(cast.focal_point)
    as_(cast.focal_point).get(reverse("case", args=[case.reference]))
    assert rings(cast.focal_point, 1)


def test_one_is_seen_by_its_button_and_can_be_new_again(cast: Cast, case: Case) -> None:
    notice = Notice.objects.get(recipient=cast.focal_point)
    see(cast.focal_point, notice=notice.pk)
    notice.refresh_from_db()
    assert notice.seen_at == NOW
    assert is_quiet(cast.focal_point)
    assert ">Earlier<" in bell_of(cast.focal_point)
    assert rings(cast.alternate, 1)

    answer = as_(cast.focal_point).post(reverse("bell-new"), {"notice": notice.pk}, follow=True)
    assert "It is new again." in text(answer)
    assert rings(cast.focal_point, 1)


def test_nobody_sees_for_somebody_else(cast: Cast, case: Case) -> None:
    notice = Notice.objects.get(recipient=cast.focal_point)
    see(cast.alternate, notice=notice.pk)
    assert rings(cast.focal_point, 1)
    see(cast.focal_point, notice=notice.pk)
    as_(cast.alternate).post(reverse("bell-new"), {"notice": notice.pk})
    assert is_quiet(cast.focal_point)


def test_all_are_seen_at_once_but_not_what_came_after_the_page_was_opened(cast: Cast, case: Case) -> None:
    later = NOW + timedelta(minutes=5)
    Notice.objects.filter(recipient=cast.focal_point).update(made_at=NOW)
    assigned(cast)
    derive(later)
    answer = as_(cast.focal_point).post(reverse("bell-seen"), {"until": NOW.isoformat()}, follow=True)
    assert "1 notice is seen now." in text(answer)
    assert rings(cast.focal_point, 1)


def test_the_page_of_a_case_tells_what_was_told_of_it_and_of_no_other(cast: Cast, case: Case) -> None:
    other = assigned(cast)
    derive(NOW)
    page = text(as_(cast.focal_point).get(reverse("case", args=[case.reference])))
    assert f'data-of="{case.reference}"' in page
    assert "bell.js" in page

    answer = as_(cast.focal_point).post(
        reverse("bell-seen"),
        {"of": case.reference, "until": NOW.isoformat()},
        headers={"Accept": "application/json"},
    )

    assert answer.json() == {"count": 1, "shown": "1", "words": "Notices, 1 new"}
    assert Notice.objects.get(recipient=cast.focal_point, case=other).seen_at is None
    assert 'data-of="' not in text(as_(cast.focal_point).get(reverse("case", args=[case.reference])))


@pytest.mark.parametrize(
    "sent_with",
    [
        {},
        {"notice": "x"},
        {"until": "never"},
        {"until": "0001-01-01T00:00:00+14:00"},
        {"until": "9999-12-31T23:00:00-14:00"},
        {"of": "UPR-2024-1"},
    ],
)
def test_a_form_that_names_none_changes_nothing(sent_with: dict[str, str], cast: Cast, case: Case) -> None:
    answer = see(cast.focal_point, **sent_with)
    assert answer.status_code == 422
    assert "Nothing was chosen, so nothing was changed." in text(answer)
    assert rings(cast.focal_point, 1)


def test_what_was_cancelled_since_nothing_holds_is_done(cast: Cast, case: Case) -> None:
    Notice.objects.all().cancel(Notice.Reason.SETTLED)
    assert is_quiet(cast.focal_point)
    assert case.reference not in bell_of(cast.focal_point)


def test_of_several_reminders_of_one_date_only_the_last_is_new(cast: Cast) -> None:
    case = due_on(cast, NOW.date())
    about = {"rule": "reminder", "about_on": NOW.date(), "recipient": cast.focal_point, "case": case}
    for days, step in enumerate(("-10", "-3", "+1")):
        Notice.objects.create(step=step, made_at=NOW + timedelta(days=days), **about)
    assert rings(cast.focal_point, 1)
    assert "2 more" not in bell_of(cast.focal_point)
    Notice.objects.filter(step="+1").cancel(Notice.Reason.NOT_DUE)
    assert rings(cast.focal_point, 1)
    see(cast.focal_point, notice=Notice.objects.get(step="-3").pk)
    assert is_quiet(cast.focal_point)


def test_what_is_over_says_so(cast: Cast) -> None:
    case = due_on(cast, NOW.date())
    Notice.objects.create(
        rule="reminder", about_on=NOW.date(), recipient=cast.focal_point, made_at=NOW, case=case, state="sent"
    )
    assert "no longer due" not in bell_of(cast.focal_point)
    Case.objects.update(state="approved")
    assert "no longer due" in bell_of(cast.focal_point)


def test_what_is_not_mailed_by_preference_is_shown(cast: Cast, case: Case) -> None:
    Notice.objects.all().cancel(Notice.Reason.PREFERENCE)
    assert rings(cast.focal_point, 1)
    assert case.reference in bell_of(cast.focal_point)


def test_of_a_case_that_one_sees_no_more_only_the_number_is_told_and_can_be_put_away(
    cast: Cast, case: Case
) -> None:
    Case.objects.update(restricted=True)
    page = bell_of(cast.focal_point)
    assert case.reference not in page
    assert "1 more is about what you no longer see." in page
    see(cast.focal_point, until=NOW.isoformat())
    assert is_quiet(cast.focal_point)


def test_a_mention_that_was_read_is_not_new(cast: Cast) -> None:
    case = drafted(cast)
    said = actions.add_comment(case, text="@Focal Point, see?", by=cast.head, now=NOW)
    Outbox.objects.exclude(process="mention").update(state=Outbox.State.DONE)
    derive(NOW)
    page = bell_of(cast.focal_point)
    assert f'href="/case/{case.reference}/#comment-{said.pk}"' in page
    assert "You are told because Head mentioned you." in page
    assert "see?" not in page

    commenting.see_mention(case, said, by=cast.focal_point, now=NOW)

    assert is_quiet(cast.focal_point)


def test_a_mention_within_the_department_is_hidden_from_who_left_it(cast: Cast) -> None:
    case = drafted(cast)
    actions.add_comment(case, text="@Focal Point, see?", by=cast.head, now=NOW)
    Outbox.objects.exclude(process="mention").update(state=Outbox.State.DONE)
    derive(NOW)
    cast.focal_point.groups.set(cast.observer.groups.all())
    assert "Mentioned" not in bell_of(cast.focal_point)


def test_the_weekly_one_leads_to_my_work(cast: Cast) -> None:
    Notice.objects.create(
        rule="reminder", step="week", about_on=NOW.date(), recipient=cast.focal_point, made_at=NOW
    )
    page = bell_of(cast.focal_point)
    assert "All that waits for you stands in My work." in page


def test_more_than_fit_follow_once_the_newest_are_seen(cast: Cast) -> None:
    case = due_on(cast, NOW.date())
    about = {"rule": "reminder", "recipient": cast.focal_point, "made_at": NOW, "case": case}
    for days in range(52):
        Notice.objects.create(about_on=NOW.date() + timedelta(days=days), **about)
    assert rings(cast.focal_point, 52)
    page = bell_of(cast.focal_point)
    assert page.count("data-notice=") == 50
    assert "These are the newest 50." in page


@pytest.mark.parametrize("cases", [2, 6])
def test_the_number_of_queries_does_not_grow(cases: int, cast: Cast, django_assert_num_queries: Any) -> None:
    for _ in range(cases):
        sent(cast)
    tell(lambda: NOW)
    half = Notice.objects.filter(recipient=cast.focal_point)
    half.filter(pk__in=half.values("pk")[: cases // 2]).update(seen_at=NOW)
    client = as_(cast.focal_point)
    with django_assert_num_queries(20):
        client.get(reverse("bell"))
