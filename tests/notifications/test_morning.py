"""The one mail of a morning: sections in their order, a subject that counts, and a page that has the same."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import Block, Case
from cases.people.roles import give_role
from cases.rounds import plans
from cases.rounds.planning import DEFAULTS
from notifications.composing import MORNING, compose
from notifications.models import Mail, Notice
from notifications.rules import all_rules, rule_of
from notifications.told_by import ASKING, ToldBy
from notifications.writing import Letter, order
from notifications.writing.ways import ASKED, OWED
from tests.cast import DUE, NOW, Cast, assigned, drafted, sent

DAY = timedelta(days=1)
RULES_NAMED = [code for kind in order.ORDER for code in kind.rules]


def told(person: Any, rule: str, case: Case | None, step: str = "+3") -> Notice:
    about_on = case.due_on if case else NOW.date()
    return Notice.objects.create(
        rule=rule, step=step, case=case, about_on=about_on, recipient=person, made_at=NOW
    )


def morning(person: Any) -> Letter:
    letter = compose(person, Notice.objects.filter(recipient=person), NOW)
    assert letter is not None
    return letter


def mail_of(letter: Letter, person: Any) -> Mail:
    made = Mail.objects.create(
        key=letter.key, recipient=person, to=person.email, about=MORNING, language=letter.language,
        subject=letter.subject, text=letter.text, html=letter.html, day=NOW.date(), made_at=NOW,
        next_try_at=NOW, state=Mail.State.SENT, sent_at=NOW,
    )  # fmt: skip
    Notice.objects.filter(recipient=person).update(mail=made, state=Notice.State.SENT)
    return made


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(mail: Mail, person: Any, query: str = "") -> str:
    return as_(person).get(reverse("mail-one", args=[mail.key]) + query).content.decode()


def for_signature(cast: Cast) -> Case:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    return case


def test_the_subject_says_how_many_of_what_and_when(cast: Cast) -> None:
    give_role(cast.head, "focal point", cast.health)
    for _ in range(3):
        told(cast.head, "reminder", assigned(cast))
    for _ in range(2):
        told(cast.head, "to-sign", for_signature(cast))
    assert morning(cast.head).subject == (
        "5 things to do: 3 answers to give and 2 answers to sign; the first due on 15 April 2026"
    )


def test_of_one_rule_the_subject_is_that_of_the_rule(cast: Cast) -> None:
    told(cast.focal_point, "reminder", assigned(cast))
    letter = morning(cast.focal_point)
    assert letter.subject == "Reminder: 1 recommendation to answer, due on 15 April 2026"
    assert "<h2" not in letter.html


def test_news_ride_along_and_do_not_count(cast: Cast) -> None:
    told(cast.focal_point, "paused", assigned(cast))
    told(cast.focal_point, "reminder", assigned(cast))
    letter = morning(cast.focal_point)
    assert letter.subject.startswith("Reminder: 1 recommendation")
    assert letter.text.index("Reminder: 1") < letter.text.index("Paused: 1 answer\n---")


def test_one_case_told_of_by_two_rules_is_one_thing_to_do(cast: Cast) -> None:
    case = assigned(cast)
    told(cast.focal_point, "returned", case)
    told(cast.focal_point, "reminder", case)
    assert morning(cast.focal_point).subject == "1 answer to give, the first due on 15 April 2026"


def test_sections_stand_in_the_order_of_the_table(cast: Cast) -> None:
    case = assigned(cast)
    for rule in ("approved", "to-sign", "reminder"):
        told(cast.focal_point, rule, case)
    text = morning(cast.focal_point).text
    places = [text.index(words) for words in ("Reminder: 1", "To sign: 1", "Approved: 1")]
    assert places == sorted(places)


def test_each_table_names_rules_that_there_are_and_none_twice() -> None:
    assert len(RULES_NAMED) == len(set(RULES_NAMED))
    assert {*RULES_NAMED, *OWED, *ASKED, *ASKING} <= {rule.code for rule in all_rules()}


def test_the_question_has_four_answers_for_each_case(cast: Cast) -> None:
    case = assigned(cast)
    told(cast.focal_point, "question", case)
    letter = morning(cast.focal_point)
    found = re.findall(rf"/case/{case.reference}/blocked/\?answer=([\w-]+)", letter.text)
    assert found == [code for code, _label in Block.What.choices]
    assert letter.html.count("/blocked/?answer=") == 4
    page = as_(cast.focal_point).get(f"/case/{case.reference}/blocked/?answer=data").content.decode()
    assert re.search(r'value="data"[^>]*checked', page)


# The week


def test_the_overview_has_the_numbers_of_my_work(cast: Cast) -> None:
    for days in (-9, 1, 2, 60):
        case = assigned(cast)
        Case.objects.filter(pk=case.pk).update(due_on=(NOW + days * DAY).date())
    told(cast.focal_point, "week", None)
    letter = morning(cast.focal_point)
    assert letter.subject == "This week: 4 things wait for you"
    assert (
        "One answer is late. Two answers are due this week.\n\nLate: 1\nThis week: 2\nLater: 1\n"
        in letter.text
    )
    assert (
        "One answer is late. Two answers are due this week."
        in as_(cast.focal_point).get("/my-work/").content.decode()
    )


def test_the_overview_shows_the_most_pressing_and_leads_to_the_rest(cast: Cast) -> None:
    for _ in range(12):
        assigned(cast)
    Case.objects.filter(pk=Case.objects.latest("pk").pk).update(due_on=(NOW - DAY).date())
    told(cast.focal_point, "week", None)
    text = morning(cast.focal_point).text
    assert text.count("/case/") == 10
    assert text.index(Case.objects.latest("pk").reference) < text.index("Due on")
    assert "See all 12 (2 more): http://localhost:8000/my-work/\n" in text


def test_the_overview_beside_things_to_do_does_not_count(cast: Cast) -> None:
    told(cast.focal_point, "reminder", assigned(cast))
    told(cast.focal_point, "week", None)
    letter = morning(cast.focal_point)
    assert letter.subject.startswith("Reminder: 1 recommendation")
    assert "This week: 1 thing waits for you\n---" in letter.text


def test_the_overview_alone_can_be_switched_off_by_its_link(cast: Cast) -> None:
    assigned(cast)
    told(cast.focal_point, "week", None)
    assert "[unsubscribe]" in morning(cast.focal_point).text


@pytest.mark.parametrize("more", [0, 15])
def test_the_overview_asks_a_fixed_number_of_queries(
    more: int, cast: Cast, django_assert_num_queries: Any
) -> None:
    for _ in range(2 + more):
        assigned(cast)
    told(cast.focal_point, "week", None)
    with django_assert_num_queries(20):
        morning(cast.focal_point)


def test_it_gives_the_ways_out_and_who_else_was_told(cast: Cast) -> None:
    case = assigned(cast)
    told(cast.focal_point, "reminder", case)
    told(cast.alternate, "reminder", case)
    text = morning(cast.focal_point).text
    address = f"http://localhost:8000/case/{case.reference}/"
    assert f"Ask for more time: {address}more-time/\n" in text
    assert f"Not ours: hand it back: {address}step/hand_back/\n" in text
    assert "Hand over while you are away: http://localhost:8000/account/\n" in text
    assert "This also goes to: Alternate.\n" in text


def test_who_was_reminded_of_another_step_is_not_named(cast: Cast) -> None:
    case = assigned(cast)
    told(cast.focal_point, "reminder", case)
    told(cast.alternate, "reminder", case, step="+5")
    assert "Alternate" not in morning(cast.focal_point).text


def test_it_says_what_the_answer_feeds(cast: Cast) -> None:
    submitted = DUE + timedelta(days=90)
    plans.make(cast.round, submission_on=submitted, lengths=DEFAULTS, seen="", by=cast.coordinator, now=NOW)
    told(cast.focal_point, "reminder", assigned(cast))
    said = "for: National report 2026, which is submitted on 14 July 2026"
    assert f"Due on 15 April 2026, {said}" in morning(cast.focal_point).text


def test_each_link_of_the_mail_opens_for_the_person(cast: Cast) -> None:
    """But for the page that asks what blocks an answer, which has tests of its own."""
    told(cast.focal_point, "reminder", assigned(cast))
    client = as_(cast.focal_point)
    found = {word for word in morning(cast.focal_point).text.split() if word.startswith("http")}
    assert len(found) == 5
    for address in found:
        path = address.removeprefix("http://localhost:8000")
        assert client.get(path, follow=True).status_code == 200, path


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    told(cast.focal_point, "reminder", assigned(cast))
    with django_assert_num_queries(10):
        morning(cast.focal_point)
    for _ in range(12):
        told(cast.focal_point, "reminder", assigned(cast))
        told(cast.alternate, "reminder", assigned(cast))
    with django_assert_num_queries(10):
        morning(cast.focal_point)


# Its page


def test_the_number_of_the_mail_is_that_of_its_page(cast: Cast) -> None:
    for _ in range(12):
        told(cast.focal_point, "reminder", assigned(cast))
    told(cast.focal_point, "paused", assigned(cast))
    letter = morning(cast.focal_point)
    assert f"See all 12 (2 more): http://localhost:8000/mail/{letter.key}/?of=reminder" in letter.text
    mail = mail_of(letter, cast.focal_point)
    page = page_of(mail, cast.focal_point, "?of=reminder")
    assert "12 items" in page
    assert page.count("Still to do") == 12
    assert "13 items" in page_of(mail, cast.focal_point)


def test_what_was_done_meanwhile_is_said(cast: Cast) -> None:
    open_still, done = assigned(cast), drafted(cast)
    told(cast.focal_point, "reminder", open_still)
    told(cast.focal_point, "reminder", done)
    mail = mail_of(morning(cast.focal_point), cast.focal_point)
    actions.take_step(done, "sign_and_send", by=cast.head, now=NOW)
    page = page_of(mail, cast.focal_point)
    assert (page.count("Still to do"), page.count("Done meanwhile")) == (1, 1)


@pytest.mark.parametrize(
    ("rule", "is_open"),
    [("late", True), ("not-validated", False), ("to-sign", True), ("to-validate", False), ("approved", None)],
)
def test_each_rule_knows_when_it_is_done(rule: str, is_open: bool | None, cast: Cast) -> None:
    give_role(cast.head, "coordinator")
    case = for_signature(cast)
    Case.objects.filter(pk=case.pk).update(due_on=DUE - timedelta(days=90))
    case.refresh_from_db()
    told(cast.head, rule, case)
    mail = mail_of(morning(cast.head), cast.head)
    (item,) = ToldBy.of(mail, cast.head, NOW)[0:10]
    assert item.is_open is is_open


def test_what_the_person_sees_no_more_is_not_listed(cast: Cast) -> None:
    gone, stays = assigned(cast), assigned(cast)
    for case in (gone, stays):
        told(cast.focal_point, "reminder", case)
    mail = mail_of(morning(cast.focal_point), cast.focal_point)
    actions.take_step(
        gone, "reassign", by=cast.coordinator, now=NOW, comment="Courts.", lead=cast.justice, due_on=DUE
    )
    table = page_of(mail, cast.focal_point).partition("<table")[2].partition("</table>")[0]
    assert stays.reference in table
    assert gone.reference not in table


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_asks_a_fixed_number_of_queries(
    more: int, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(1 + more):
        told(cast.focal_point, "reminder", assigned(cast))
    mail = mail_of(morning(cast.focal_point), cast.focal_point)
    client = as_(cast.focal_point)
    with django_assert_max_num_queries(25):
        client.get(reverse("mail-one", args=[mail.key]))


def test_a_validator_reads_of_reviews_only(cast: Cast) -> None:
    told(cast.validator, "to-validate", sent(cast))
    text = morning(cast.validator).text
    assert "Ask for more time" not in text
    assert str(rule_of("to-validate").why) in text
