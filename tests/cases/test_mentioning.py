"""Mentioning a colleague in a comment: only who works on the answer and reads the comment is called."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from cases import actions
from cases.drafting import commenting
from cases.drafting.mentioning import MOST, colleagues, offered
from cases.models import Case, Comment, Mention
from cases.people.models import User
from cases.people.roles import give_role
from tests.cast import NOW, Cast, approved, assigned, drafted, person, sent
from workflow.errors import Blocked
from workflow.models import Outbox

NOT_READ = "is not the full name or the login of a colleague who works on this answer"


def say(case: Case, by: User, text: str) -> Comment:
    return actions.add_comment(case, text=text, by=by, now=NOW)


def called(text: str, case: Case, by: User) -> set[User]:
    return {one.person for one in say(case, by, text).mentions.all()}


@pytest.mark.parametrize(
    "text",
    [
        "@Focal Point, which year?",
        "Which year, @focal\npoint?",
        "(@FOCAL POINT) which year?",
        "@focal-point@suivi.example: which year?",
        "Is it @Focal Point's?",
        "@Focal Point. @Focal Point!",
    ],
)
def test_a_full_name_or_a_login_after_an_at_calls_somebody_once(text: str, cast: Cast) -> None:
    assert called(text, drafted(cast), cast.head) == {cast.focal_point}
    assert Outbox.objects.filter(process="mention").count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Write to focal-point@suivi.example.",
        "Write to a.b+c@suivi.example or x@Focal Point.",
        "Sold @ 5 dirhams",
        "@",
        "https://social.example/@Focal Point",
    ],
)
def test_an_address_and_a_lone_at_call_nobody(text: str, cast: Cast) -> None:
    assert called(text, drafted(cast), cast.head) == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Focal knows.", "@Focal"),
        ("@Focal Pointer knows.", "@Focal"),
        ("@focal-point@suivi.example.org knows.", "@focal-point@suivi.example.org"),
        ("@Nobody Atall knows.", "@Nobody"),
        ("@Coordinator reads drafts?", "@Coordinator"),
        ("@Justice Focal Point reads drafts?", "@Justice"),
        ("@Stranger reads drafts?", "@Stranger"),
    ],
)
def test_who_is_not_known_or_may_not_read_it_is_refused_by_name(text: str, named: str, cast: Cast) -> None:
    case = drafted(cast)

    with pytest.raises(Blocked, match=f"“{named}” {NOT_READ}"):
        say(case, cast.head, f"And @Alternate: {text}")

    assert not Comment.objects.exists()
    assert not Mention.objects.exists()
    assert not Outbox.objects.filter(process="mention").exists()


def test_a_name_of_two_is_refused_and_their_logins_are_taken(cast: Cast) -> None:
    case, other = drafted(cast), person("focal-point-2", "alternate", cast.health)
    User.objects.filter(pk=other.pk).update(name=cast.focal_point.name)

    with pytest.raises(Blocked, match="“@Focal Point” is the name of several people. Write the login"):
        say(case, cast.head, "@Focal Point?")

    assert called(f"@{other.email}?", case, cast.head) == {other}


def test_the_longer_of_two_names_is_meant(cast: Cast) -> None:
    case, other = drafted(cast), person("other", "alternate", cast.health)
    User.objects.filter(pk=other.pk).update(name="Focal Point Junior")

    assert called("@Focal Point Junior?", case, cast.head) == {other}
    assert called("@Focal Point, and junior?", case, cast.head) == {cast.focal_point}


def test_who_writes_is_not_called_by_his_own_name(cast: Cast) -> None:
    assert called("As @Head I say so.", drafted(cast), cast.head) == set()


def test_one_comment_calls_so_many_at_most(cast: Cast) -> None:
    case = drafted(cast)
    many = [person(f"writer-{number}", "alternate", cast.health) for number in range(MOST + 1)]

    with pytest.raises(Blocked, match="One comment mentions 10 people at most"):
        say(case, cast.head, " ".join(f"@{one.email}" for one in many))
    assert len(called(" ".join(f"@{one.email}" for one in many[1:]), case, cast.head)) == MOST


def lent(cast: Cast) -> Case:
    case = drafted(cast)
    actions.take_step(
        case, "lend", by=cast.head, now=NOW, person=cast.stranger, last_day=NOW.date(), comment="Advice."
    )
    return case


def restricted(cast: Cast) -> Case:
    case = sent(cast)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    for one in (cast.focal_point, cast.validator):
        actions.take_step(case, "name_person", by=cast.coordinator, now=NOW, person=one, comment="Works.")
    return Case.objects.get(pk=case.pk)


def withdrawn(cast: Cast) -> Case:
    case = sent(cast)
    actions.take_step(case, "withdraw", by=cast.focal_point, now=NOW)
    return case


def independent(cast: Cast) -> Case:
    type(cast.health).objects.filter(pk=cast.health.pk).update(independent=True)
    cast.health.refresh_from_db()
    return drafted(cast)


@pytest.mark.parametrize("case_at", [assigned, drafted, sent, approved, withdrawn, restricted, independent])
def test_whoever_is_offered_reads_the_comment_and_who_works_and_reads_it_is_offered(
    case_at: Callable[[Cast], Case], cast: Cast
) -> None:
    """The list has roles as it knows them; each comment is asked by the rule of what people read."""
    case = case_at(cast)
    everybody = [one for one in vars(cast).values() if isinstance(one, User)]
    for by in (cast.focal_point, cast.validator):
        said = say(case, by, "Which year?")
        within = said.released_at is None
        expected = {
            one.pk
            for one in everybody
            if Comment.objects.visible_to(one).filter(pk=said.pk).exists() and one != cast.observer
        }
        assert {one.person.pk for one in colleagues(case, within=within)} == expected


def test_to_whom_the_case_is_lent_may_be_mentioned_and_mention(cast: Cast) -> None:
    case = lent(cast)

    assert called("@Stranger, is it so?", case, cast.head) == {cast.stranger}
    assert called("It is, @Head.", case, cast.stranger) == {cast.head}


def test_in_a_restricted_case_only_who_is_named_is_mentioned(cast: Cast) -> None:
    case = restricted(cast)

    assert called("@Validator?", case, cast.focal_point) == {cast.validator}
    with pytest.raises(Blocked, match=NOT_READ):
        say(case, cast.focal_point, "@Second Validator?")
    with pytest.raises(Blocked, match=NOT_READ):
        say(case, cast.focal_point, "@Head?")


def test_somebody_switched_off_is_not_mentioned(cast: Cast) -> None:
    case = drafted(cast)
    User.objects.filter(pk=cast.alternate.pk).update(is_active=False)
    with pytest.raises(Blocked, match=NOT_READ):
        say(case, cast.head, "@Alternate?")


def test_nobody_sees_the_mentions_of_another_nor_what_he_may_read_no_more(cast: Cast) -> None:
    case = sent(cast)
    row = say(case, cast.focal_point, "@Validator?").mentions.get()
    for one in (cast.coordinator, cast.focal_point, cast.head, cast.stranger):
        assert not Mention.objects.visible_to(one).exists()
    assert list(Mention.objects.visible_to(cast.validator)) == [row]

    Comment.objects.update(released_at=None)

    assert not Mention.objects.visible_to(cast.validator).exists()


def test_an_answer_in_the_talk_and_having_seen_it_both_settle_it(cast: Cast) -> None:
    case = drafted(cast)
    first = say(case, cast.head, "@Focal Point? @Alternate?")
    further = commenting.answer_comment(case, first, text="@Head, 2024.", by=cast.focal_point, now=NOW)
    assert not Mention.objects.unseen().filter(person=cast.focal_point).exists()

    commenting.see_mention(case, further, by=cast.head, now=NOW)

    assert [one.person for one in Mention.objects.unseen()] == [cast.alternate]


def test_the_database_keeps_each_person_once(cast: Cast) -> None:
    row = say(drafted(cast), cast.head, "@Alternate?").mentions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(comment=row.comment, person=row.person, written="Again")


def test_who_begins_so_is_offered_by_any_of_the_names_so_many_at_once(cast: Cast) -> None:
    case = drafted(cast)

    def names(begun: str) -> list[str]:
        return [one.person.name for one in offered(case, begun, within=True, to=cast.head)[0]]

    assert names("poi") == names("FOCAL  P") == names("focal-point@") == ["Focal Point"]
    assert names("") == ["Alternate", "Focal Point"]
    assert names("ocal") == []
    for number in range(9):
        person(f"writer-{number}", "alternate", cast.health)
    found, more = offered(case, "wri", within=True, to=cast.head)
    assert (len(found), more) == (8, True)


def test_the_number_of_queries_does_not_grow_with_the_people(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    case = sent(cast)
    for number in range(5):
        person(f"writer-{number}", "alternate", cast.health)
        give_role(person(f"reader-{number}"), "validator")
    with django_assert_num_queries(8):
        colleagues(case, within=False)
