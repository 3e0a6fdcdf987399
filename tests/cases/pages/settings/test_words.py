"""The state's own words: what is taken, what is refused, where they show, and the way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cases.pages.desk.standings import STANDING
from cases.people import inviting, site
from cases.people.models import OwnWord, SettingsChange
from cases.settling.words import change_words, mark_of, put_back
from cases.standings import STANDINGS
from notifications.letters import write_letters
from notifications.models import Mail
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, assigned
from workflow.errors import Conflict, NotAllowed, Refused

WORDS = "/settings/words/"


def sent(browser: Client, language: str = "en", **typed: str) -> Any:
    words = {name.replace("_to_do", "to-do"): text for name, text in typed.items()}
    form = {"then": "save", "seen": mark_of(language)} | words
    return browser.post(f"{WORDS}?language={language}", form)


def changed(cast: Cast, language: str = "en", **says: str) -> SettingsChange:
    said = {name.replace("to_do", "to-do"): text for name, text in says.items()}
    done = change_words(said, language, by=cast.coordinator, now=NOW, seen=mark_of(language))
    assert done is not None
    return done


def test_a_word_shows_wherever_a_case_is_and_in_its_language_alone(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    assert sent(sign_in(cast.coordinator), _to_do="To  answer").status_code == 302

    assert (str(case.standing), str(STANDING["to-do"].label)) == ("To answer", "To answer")
    with translation.override("fr"):
        assert str(case.standing) != "To answer"
    assert "To answer" in sign_in(cast.focal_point).get("/my-work/").content.decode()
    assert "To answer" in sign_in(cast.focal_point).get("/help/").content.decode()


def test_names_stand_at_the_head_the_foot_and_where_one_signs_in(cast: Cast, client: Client) -> None:
    changed(cast, state_name="Republic of Atlasia", site_name="Taqadum", body_name="The Delegation",
            welcome="Good to have you here.", help_contact="Ask Salma, 05 37.")  # fmt: skip

    page = client.get("/account/sign-in/").content.decode()

    for said in ("Republic of Atlasia", "Taqadum", "The Delegation", "Good to have you here.", "05 37."):
        assert said in page
    assert "<title>Sign in · Republic of Atlasia</title>" in page


def test_an_empty_word_is_that_of_the_catalogue_and_stands_as_placeholder(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    changed(cast, to_do="To answer")
    browser = sign_in(cast.coordinator)

    sent(browser, _to_do="")

    assert not OwnWord.objects.exists()
    assert str(STANDINGS["assigned"]) == "To do"
    assert 'placeholder="À faire"' in browser.get(f"{WORDS}?language=fr").content.decode()


def test_the_history_says_who_and_what_from_what_to_what(cast: Cast, sign_in: SignIn) -> None:
    changed(cast, to_do="To answer")

    page = sign_in(cast.coordinator).get("/settings/").content.decode()

    row = SettingsChange.objects.get()
    assert (row.by, row.at, row.details["changes"]) == (
        cast.coordinator,
        NOW,
        [["to-do en", "", "To answer"]],
    )
    assert "Assigned, not begun (en)" in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"_to_do": "drafting"}, "may not read alike"),
        ({"_to_do": "ＤＲＡＦＴＩＮＧ"}, "may not read alike"),
        ({"_to_do": "Late"}, "may not read alike"),
        ({"_to_do": "Waiting", "drafting": "waiting"}, "may not read alike"),
        ({"_to_do": "not started"}, "a status of implementation"),
        ({"_to_do": "Non commencee"}, "a status of implementation"),
        ({"_to_do": "…"}, "write letters"),
        ({"_to_do": "x" * 31}, "at most 30 characters"),
        ({"body_name": "<b>The</b> Delegation"}, "without &lt; and &gt;"),
        ({"body_name": "The \u202enoitageleD"}, "cannot be seen"),
        ({"body_name": "The \u2066Delegation"}, "cannot be seen"),
    ],
)
def test_each_refusal_says_why_and_loses_nothing(
    typed: dict[str, str], why: str, cast: Cast, sign_in: SignIn
) -> None:
    answer = sent(sign_in(cast.coordinator), welcome="Good to have you here.", **typed)

    page = answer.content.decode()
    assert (answer.status_code, why in page) == (422, True)
    assert "Good to have you here." in page
    assert not OwnWord.objects.exists()
    assert not SettingsChange.objects.exists()


def test_the_act_itself_refuses_what_the_form_would(cast: Cast) -> None:
    with pytest.raises(Refused, match="may not read alike"):
        change_words({"to-do": "Approved"}, "en", by=cast.coordinator, now=NOW, seen=mark_of("en"))
    with pytest.raises(Refused, match="cannot be seen"):
        change_words({"body_name": "The\x07body"}, "en", by=cast.coordinator, now=NOW, seen=mark_of("en"))
    with pytest.raises(Refused, match="no such word"):
        change_words({"to-do": "Zu tun"}, "de", by=cast.coordinator, now=NOW, seen=mark_of("de"))
    with pytest.raises(NotAllowed):
        change_words({"to-do": "To answer"}, "en", by=cast.validator, now=NOW, seen=mark_of("en"))


def test_names_with_a_joiner_are_taken(cast: Cast) -> None:
    assert changed(cast, "ar", body_name="می\u200cخواهم")


def test_two_who_change_the_same_words_are_told(cast: Cast, sign_in: SignIn) -> None:
    before = mark_of("en")
    changed(cast, to_do="To answer")

    answer = sign_in(cast.coordinator).post(WORDS, {"then": "save", "seen": before, "to-do": "My own"})

    page = answer.content.decode()
    assert answer.status_code == 409
    for said in ('value="My own"', "Somebody else wrote “", "To answer"):
        assert said in page
    assert OwnWord.objects.get().text == "To answer"


def test_saving_again_takes_away_nothing_that_was_never_shown(cast: Cast, sign_in: SignIn) -> None:
    changed(cast, welcome="Good to have you here.", body_name="The Delegation")
    old = {"seen": mark_of("en"), "welcome": "Good to have you here.", "body_name": "The Delegation"}
    old |= {f"was-{name}": old[name] for name in ("welcome", "body_name")}
    changed(cast, to_do="To answer", welcome="Welcome.", body_name="")
    browser = sign_in(cast.coordinator)

    answer = browser.post(WORDS, old | {"then": "save", "site_name": "Taqadum", "body_name": "The Body"})

    form = answer.context["form"]
    assert answer.status_code == 409
    assert list(form.errors) == ["body_name"]
    assert "Somebody else emptied this field" in answer.content.decode()
    again = {name: form[name].value() or "" for name in form.fields} | dict(form.was())
    browser.post(WORDS, again | {"then": "save", "seen": answer.context["seen"]})
    assert {one.name: one.text for one in OwnWord.objects.all()} == {
        "to-do": "To answer",
        "welcome": "Welcome.",
        "site_name": "Taqadum",
        "body_name": "The Body",
    }


def test_a_look_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    form = {"then": "look", "seen": mark_of("en"), "to-do": "To answer"}

    page = sign_in(cast.coordinator).post(WORDS, form).content.decode()

    assert "<bdi>To answer</bdi>" in page
    assert not OwnWord.objects.exists()


def test_the_last_change_is_put_back(cast: Cast, sign_in: SignIn) -> None:
    changed(cast, to_do="To answer")
    change = changed(cast, to_do="To write", drafting="Writing")
    browser = sign_in(cast.coordinator)
    assert "Put them back" in browser.get(WORDS).content.decode()

    browser.post(WORDS, {"then": "undo", "change": change.pk})

    assert {one.name: one.text for one in OwnWord.objects.all()} == {"to-do": "To answer"}
    page = browser.get(WORDS).content.decode()
    assert "put back as it was before" in page
    assert "Put them back" not in page


def test_what_was_changed_again_is_not_put_back(cast: Cast, sign_in: SignIn) -> None:
    first = changed(cast, to_do="To answer")
    changed(cast, to_do="To write")

    answer = sign_in(cast.coordinator).post(WORDS, {"then": "undo", "change": first.pk})

    assert answer.status_code == 409
    with pytest.raises(Conflict):
        put_back(first, by=cast.coordinator, now=NOW)
    assert OwnWord.objects.get().text == "To write"


def test_a_mail_says_whose_it_is_and_whom_to_ask(cast: Cast) -> None:
    changed(cast, body_name="The Delegation", help_contact="Ask Salma.")
    cast.stranger.language = "en"
    cast.stranger.save()
    inviting.invite(cast.stranger, by=cast.coordinator, now=NOW)

    write_letters(NOW + timedelta(hours=1))

    mail = Mail.objects.get(recipient=cast.stranger)
    for said in ("The Delegation", "Ask Salma."):
        assert said in mail.text
        assert said in mail.html


def test_another_process_reads_it_within_seconds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    site.keep(site.Here(), seconds=-1)
    OwnWord.objects.create(name="to-do", language="en", text="To answer")

    assert str(STANDINGS["assigned"]) == "To answer"


def test_it_has_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    browser = sign_in(cast.coordinator)
    changed(cast, to_do="To answer")
    browser.get(WORDS)
    with django_assert_num_queries(11):
        browser.get(WORDS)
    changed(cast, "fr", to_do="À répondre", drafting="En cours d’écriture")
    with django_assert_num_queries(11):
        browser.get(WORDS)
