"""The pages of a validator for themes: theirs alone; and the set-up, where themes are given and taken."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Term
from cases.people.models import User
from cases.people.roles import give_role
from cases.validating import give_themes
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast, person, sent


@pytest.fixture
def health(cast: Cast) -> Term:
    return named("health", "Health")


@pytest.fixture
def judge(cast: Cast, health: Term) -> User:
    user = person("judge")
    give_themes(user, [health, named("education", "Education")])
    return user


def named(code: str, name: str) -> Term:
    theme = Term.objects.create(vocabulary="theme", code=code)
    theme.wordings.create(language="en", text=name)
    return theme


def about(case: Case, *themes: Term) -> Case:
    case.recommendation.themes.set(themes)
    return case


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_my_roles_names_the_themes(judge: User, sign_in: SignIn) -> None:
    page = read(sign_in(judge), "/my-roles/")
    assert "Validator for:" in page
    assert page.index("Education") < page.index("Health")


def test_my_work_and_the_queue_have_theirs_alone(
    cast: Cast, judge: User, health: Term, sign_in: SignIn
) -> None:
    ours, others = about(sent(cast), health), sent(cast)
    client = sign_in(judge)
    assert "One answer waits for your review." in read(client, "/my-work/")
    desk = read(client, "/desk/")
    assert (ours.reference in desk, others.reference in desk) == (True, False)
    assert ">Approve</button>" in read(client, f"/case/{ours.reference}/review/")
    seen = {"decision": "approve-and-next", "seen": ours.version}
    answer = client.post(f"/case/{ours.reference}/review/", seen, follow=True)
    assert f"{ours.reference}: " in answer.content.decode()
    assert "No answer waits for a validator." in read(client, "/my-work/")


def test_the_case_of_another_theme_is_not_reviewed_though_it_is_seen(
    cast: Cast, judge: User, sign_in: SignIn
) -> None:
    give_role(judge, "alternate", cast.health)
    case = sent(cast)
    client = sign_in(judge)
    assert "Review" not in read(client, f"/case/{case.reference}/").split("<main")[1].split("</div>")[0]
    answer = client.get(f"/case/{case.reference}/review/")
    assert answer.status_code == 403
    assert "for the validator of its themes, or of the whole country" in answer.content.decode()


def test_who_may_not_decide_on_all_that_is_answered_together_reads_why(
    cast: Cast, judge: User, health: Term, sign_in: SignIn
) -> None:
    case, mate = about(sent(cast), health), sent(cast)
    Case.objects.filter(pk=mate.pk).update(answer=case.answer)
    page = read(sign_in(judge), f"/case/{case.reference}/review/")
    assert f"“Approve” moves {mate.reference} too, and that is for the validator of its themes" in page
    assert 'value="approve"' not in page


def test_pages_of_the_whole_country_are_neither_offered_nor_opened(judge: User, sign_in: SignIn) -> None:
    client = sign_in(judge)
    page = read(client, "/my-work/")
    for word, address in (("Departments", "/departments/"), ("Reports", "/desk/reports/")):
        assert f">{word}</a>" not in page
        assert client.get(address).status_code == 403


def test_my_work_costs_as_much_for_many_cases_as_for_one(
    cast: Cast, judge: User, health: Term, sign_in: SignIn
) -> None:
    client, costs = sign_in(judge), []
    for number in (1, 3):
        for _ in range(number):
            about(sent(cast), health)
        with CaptureQueriesContext(connection) as asked:
            read(client, "/my-work/")
        costs.append(len(asked))
    assert costs == [22, 22]


class TestTheSetUp:
    """The list of people names the themes; the settings give and take them."""

    @pytest.fixture
    def staff(self, cast: Cast) -> Client:
        client = Client()
        client.force_login(User.objects.create_superuser("set-up@suivi.example", name="Set Up"))
        return client

    def test_the_list_names_them(self, staff: Client, judge: User, health: Term) -> None:
        give_themes(judge, [health])

        assert "validator for Health" in read(staff, "/admin/people/user/")

    def test_the_list_of_people_takes_no_query_for_each(
        self, staff: Client, judge: User, health: Term, django_assert_max_num_queries
    ) -> None:
        for number in range(5):
            give_themes(person(f"judge-{number}"), [health])
        with django_assert_max_num_queries(14):
            staff.get("/admin/people/user/")
