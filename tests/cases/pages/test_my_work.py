"""My work: what waits for one, by when, and in how many queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases import actions
from cases.models import Case, Contribution
from tests.cases.pages.conftest import SignIn
from tests.cases.test_contributions import ask, take, write
from tests.cast import LATER, NOW, Cast, approved, assigned, drafted, received, sent


def page_of(client) -> str:
    return client.get("/my-work/").content.decode()


def due(case: Case, day: date) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=day)
    return case


def test_it_says_in_a_sentence_how_one_stands(cast: Cast, sign_in: SignIn) -> None:
    due(assigned(cast), date(2026, 3, 1))
    for day in (2, 5, 8):
        due(assigned(cast), date(2026, 3, day))
    assigned(cast)

    page = page_of(sign_in(cast.focal_point))

    assert "One answer is late. Three answers are due this week." in page
    assert page.index("Late <") < page.index("This week <") < page.index("Later <")


def test_it_shows_only_what_is_visible_to_the_person(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    assert case.reference in page_of(sign_in(cast.focal_point))
    assert case.reference not in page_of(sign_in(cast.justice_focal_point))
    assert case.reference not in page_of(sign_in(cast.stranger))


def test_it_tells_what_to_do_where_nothing_waits(cast: Cast, sign_in: SignIn) -> None:
    page = page_of(sign_in(cast.stranger))

    assert "Nothing waits for you." in page
    assert "Nothing has been asked of you yet." in page


def test_it_says_where_the_departments_other_cases_stand(cast: Cast, sign_in: SignIn) -> None:
    drafted(cast)
    sent(cast)

    page = page_of(sign_in(cast.head))

    assert "Other cases of my department" in page
    assert "Drafting <strong>1</strong>" in page
    assert "With validator <strong>1</strong>" in page


def test_each_standing_leads_to_the_departments_cases_there(cast: Cast, sign_in: SignIn) -> None:
    done, with_validator, of_others = approved(cast), sent(cast), assigned(cast, to=cast.justice)
    client = sign_in(cast.focal_point)

    page = page_of(client)
    listed = client.get("/my-work/?at=approved").content.decode()

    assert 'href="?at=approved"' in page
    assert done.reference in listed
    assert "Other cases of my department: Approved" in listed
    for other in (with_validator, of_others):
        assert other.reference not in listed
    assert (
        done.reference not in sign_in(cast.justice_focal_point).get("/my-work/?at=approved").content.decode()
    )


def test_a_standing_that_does_not_exist_narrows_nothing_down(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    assert case.reference in sign_in(cast.focal_point).get("/my-work/?at=nowhere").content.decode()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("coordinator", "Every case has a department."),
        ("validator", "No answer waits for a validator."),
        ("editor", "stands under Reports."),
        ("observer", "Where each case stands is on the Desk."),
        ("head", "Once a case is assigned to your department"),
        ("stranger", "you hold no role"),
    ],
)
def test_who_has_nothing_to_do_reads_what_the_page_is_for(
    who: str, said: str, cast: Cast, sign_in: SignIn
) -> None:
    assert said.casefold() in page_of(sign_in(getattr(cast, who))).casefold()


def test_a_validator_is_led_to_the_review(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    page = page_of(sign_in(cast.validator))

    assert "One answer waits for your review." in page
    assert f'href="/case/{case.reference}/review/"' in page


def test_a_coordinator_sees_what_was_handed_back_and_how_many_wait(cast: Cast, sign_in: SignIn) -> None:
    new, back = received(cast), assigned(cast)
    actions.take_step(
        back, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )

    page = page_of(sign_in(cast.coordinator))

    assert "Handed back" in page
    assert back.reference in page
    assert new.reference not in page
    assert "Two cases wait for a department." in page


def test_approved_work_waits_for_nobody(cast: Cast, sign_in: SignIn) -> None:
    case = approved(cast)

    assert case.reference not in page_of(sign_in(cast.validator))
    assert case.reference not in page_of(sign_in(cast.focal_point))


def test_it_comes_in_pages_and_in_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries
) -> None:
    for _ in range(27):
        assigned(cast)
    client = sign_in(cast.focal_point)

    with django_assert_num_queries(28):
        page = page_of(client)

    assert page.count("Write the answer<") == 25
    assert "1 to 25 of 27" in page
    assert page_of(client).count("UPR-2024") > 25
    assert client.get("/my-work/?page=2").content.decode().count("Write the answer<") == 2


def test_long_lists_are_counted_only_so_far(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("waiting", "open_work", "my_work"):
        monkeypatch.setattr(f"cases.pages.{module}.MANY", 3)
    for module in ("waiting", "my_work"):
        monkeypatch.setattr(f"cases.pages.{module}.SOME", 2)
    for _ in range(4):
        due(assigned(cast), date(2026, 3, 1))
        approved(cast)

    page = page_of(sign_in(cast.focal_point))

    assert "3+ answers are late." in page
    assert "Approved <strong>2+</strong>" in page
    assert page.count("Write the answer<") == 3


def test_contributions_stand_there_by_date_and_delivered_ones_for_the_lead(
    cast: Cast, sign_in: SignIn
) -> None:
    soon, late = NOW.date() + timedelta(days=2), NOW.date() - timedelta(days=1)
    contributions = [ask(cast, drafted(cast)) for _ in range(3)]
    for contribution, day in zip(contributions, (late, soon, LATER), strict=True):
        Contribution.objects.filter(pk=contribution.pk).update(due_on=day)
    page = sign_in(cast.justice_focal_point).get("/my-work/").content.decode()
    titles = ["Contributions: late", "Contributions: this week", "Contributions: later"]
    assert [page.index(title) for title in titles] == sorted(page.index(title) for title in titles)
    assert "Three contributions wait." in page
    write(cast, contributions[0])
    take(contributions[0], "deliver", cast.justice_focal_point)
    assert "Contributions delivered to you" in sign_in(cast.head).get("/my-work/").content.decode()


def test_a_head_is_told_what_waits_for_a_signature_and_opens_the_first(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    page = page_of(sign_in(cast.head))
    assert "One answer waits for your signature." in page
    assert "Open the first: Read and sign" in page
    assert "waits for your signature" not in page_of(sign_in(cast.focal_point))


def test_who_holds_a_role_in_a_department_finds_where_to_hand_it_over(cast: Cast, sign_in: SignIn) -> None:
    assert "Going on leave?" in page_of(sign_in(cast.focal_point))
    assert "Going on leave?" not in page_of(sign_in(cast.coordinator))
