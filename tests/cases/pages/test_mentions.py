"""A mention on the pages: refused with what was typed, marked in the comment, in My work until it is seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Comment, Mention
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.test_review import decide
from tests.cast import NOW, Cast, drafted, sent

ASKED = "@Focal Point, which <b>year</b>?"


def say(case: Case, by: Any, text: str = ASKED) -> Comment:
    return actions.add_comment(case, text=text, by=by, now=NOW)


def page_of(client: Client, address: str = "/my-work/") -> str:
    return client.get(address).content.decode()


def test_a_refused_mention_is_named_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    typed = "Dear @Coordinator, is this right?"
    said = say(case, cast.focal_point, "Well?")

    for address in (f"/case/{case.reference}/comment/", f"/case/{case.reference}/comment/{said.pk}/answer/"):
        refused = sign_in(cast.head).post(address, {"text": typed})
        page = refused.content.decode()
        assert refused.status_code in (409, 422)
        assert "“@Coordinator” is not the full name or the login of a colleague" in page
        assert "Correct the name, or leave a space after the @." in page
        assert f"{typed}</textarea>" in page
    assert list(Comment.objects.all()) == [said]


def test_a_mention_in_a_review_is_refused_with_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    refused = decide(sign_in(cast.validator), sent(cast), "comment", text="@Stranger, in which year?")

    assert refused.status_code == 422
    assert "@Stranger, in which year?</textarea>" in refused.content.decode()
    assert not Comment.objects.exists()


def test_the_name_is_marked_in_the_comment_and_nothing_else_is_let_through(
    cast: Cast, sign_in: SignIn
) -> None:
    case = drafted(cast)
    say(case, cast.head)

    page = page_of(sign_in(cast.alternate), f"/case/{case.reference}/")

    assert '<p><bdi class="mention">@Focal Point</bdi>, which &lt;b&gt;year&lt;/b&gt;?</p>' in page
    assert "You are mentioned" not in page


def test_my_work_leads_to_the_talk_until_it_was_opened(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    first = say(case, cast.head, "Well?")
    further = actions.add_comment(case, text=ASKED, by=cast.head, now=NOW, answers=first)

    page = page_of(client)
    assert "You were mentioned" in page
    assert f'href="/case/{case.reference}/#comment-{first.pk}"' in page
    assert "You are mentioned" in page_of(client, f"/case/{case.reference}/")
    assert "You were mentioned" not in page_of(sign_in(cast.head))

    opened = client.post(f"/case/{case.reference}/comment/{further.pk}/seen/")

    assert opened.url == f"/case/{case.reference}/#comment-{first.pk}"
    assert "You were mentioned" not in page_of(client)
    assert "You are mentioned" not in page_of(client, f"/case/{case.reference}/")


def test_reading_alone_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    said = say(case, cast.head)

    client.get(f"/case/{case.reference}/")
    client.get(f"/case/{case.reference}/comment/{said.pk}/seen/")

    assert Mention.objects.unseen().count() == 1


def test_nobody_sees_or_settles_the_mention_of_another(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    said = say(case, cast.head)

    assert sign_in(cast.alternate).post(f"/case/{case.reference}/comment/{said.pk}/seen/").status_code == 302
    for outside in (cast.coordinator, cast.stranger):
        answer = sign_in(outside).post(f"/case/{case.reference}/comment/{said.pk}/seen/")
        assert answer.status_code == 404

    assert Mention.objects.unseen().count() == 1


def test_what_one_may_read_no_more_waits_no_more(cast: Cast, sign_in: SignIn) -> None:
    say(sent(cast), cast.focal_point, "@Validator, it is 2024.")
    client = sign_in(cast.validator)
    assert "it is 2024" in page_of(client)

    Comment.objects.update(released_at=None)

    assert "it is 2024" not in page_of(client)


def test_my_work_lists_ten_in_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.focal_point)
    counted = []
    for _number in (1, 11):
        for _more in range(_number):
            say(drafted(cast), cast.head)
        page_of(client)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = page_of(client)
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert len(re.findall(r"#comment-\d+", page)) == 10
    assert "There are more. They follow once these were opened." in page


def test_a_case_shows_its_talks_in_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.alternate)
    counted = []
    for _number in (1, 5):
        for _more in range(_number):
            say(case, cast.head)
        page_of(client, f"/case/{case.reference}/")
        with CaptureQueriesContext(connection) as queries:
            page_of(client, f"/case/{case.reference}/")
        counted.append(len(queries))

    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("head", {"Focal Point", "Alternate"}),
        ("coordinator", {"Focal Point", "Alternate", "Head", "Validator", "Second Validator", "Editor"}),
    ],
)
def test_colleagues_are_offered_who_read_what_is_said_now(
    who: str, offered: set[str], cast: Cast, sign_in: SignIn
) -> None:
    case = drafted(cast)

    found = sign_in(getattr(cast, who)).get(f"/case/{case.reference}/colleagues/").json()

    assert {one["write"] for one in found["people"]} == offered
    assert found["more"] is False


def test_of_two_of_one_name_the_logins_are_offered(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    type(cast.alternate).objects.filter(pk=cast.alternate.pk).update(name="focal point")

    found = sign_in(cast.head).get(f"/case/{case.reference}/colleagues/", {"q": "focal"}).json()

    assert {one["write"] for one in found["people"]} == {cast.focal_point.email, cast.alternate.email}
