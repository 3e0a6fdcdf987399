"""Comments: said where the case is seen, kept within the department until the answer is sent."""

from __future__ import annotations

from cases.models import Comment
from cases.people.roles import give_role
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast, drafted, received, sent


def test_a_comment_of_the_department_stays_within_it(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    sign_in(cast.alternate).post(f"/case/{case.reference}/comment/", {"text": "Is this figure right?"})

    assert Comment.objects.get().released_at is None
    outside = sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode()
    assert "Is this figure right?" not in outside


def test_a_comment_of_a_validator_is_read_by_the_department(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    sign_in(cast.validator).post(f"/case/{case.reference}/comment/", {"text": "Which year is this?"})

    inside = sign_in(cast.focal_point).get(f"/case/{case.reference}/").content.decode()
    assert "Which year is this?" in inside


def test_an_empty_comment_is_not_kept(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = sign_in(cast.validator).post(f"/case/{case.reference}/comment/", {"text": "   "})

    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_a_case_without_an_answer_takes_none_and_shows_the_text_again(cast: Cast, sign_in: SignIn) -> None:
    case = received(cast)

    response = sign_in(cast.coordinator).post(f"/case/{case.reference}/comment/", {"text": "Too early, yes."})

    assert response.status_code == 409
    assert "Too early, yes." in response.content.decode()


def test_a_strangers_comment_is_shown_again_and_not_kept(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = sign_in(cast.stranger).post(f"/case/{case.reference}/comment/", {"text": "Let me in please."})

    assert response.status_code == 404
    assert "Let me in please." in response.content.decode()
    assert not Comment.objects.exists()


def test_an_observer_reads_and_does_not_comment(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)
    give_role(cast.stranger, "observer")
    client = sign_in(cast.stranger)
    assert 'name="text"' not in client.get(f"/case/{case.reference}/").content.decode()
    response = client.post(f"/case/{case.reference}/comment/", {"text": "May I ask?"})
    assert "Observers read; comments are for those who work on the answer." in response.content.decode()
    assert not Comment.objects.exists()
