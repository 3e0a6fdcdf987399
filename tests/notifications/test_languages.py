"""In which languages a mail speaks: the own, the department's, or MAIL_LANGUAGES together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.people import delegating
from cases.people.speaking import languages_of_mail
from notifications.letters import write_letters
from notifications.models import Mail
from notifications.rules.reminders import REMINDER
from notifications.sending import send
from notifications.writing import Letter, write_of
from notifications.writing.letter import LONGEST, _joined, parts_of
from tests.cast import NOW, Cast, assigned
from tests.notifications import post


@pytest.fixture
def together(settings: Any) -> None:
    settings.MAIL_LANGUAGES = ["ar", "fr"]


def reminder_to(person: Any, cast: Cast) -> Letter:
    return write_of(REMINDER, person, {assigned(cast).pk}, NOW)


def test_who_named_none_reads_both_one_after_the_other(cast: Cast, together: None) -> None:
    letter = reminder_to(cast.focal_point, cast)
    assert letter.language == "ar,fr"
    parts = re.findall(r'<td lang="(\w+)" dir="(\w+)"', letter.html)
    assert parts == [("ar", "rtl"), ("fr", "ltr")]
    assert '<html lang="ar" dir="rtl">' in letter.html
    arabic, french = parts_of(letter.language, letter.text)
    assert (arabic[0], french[0]) == ("ar", "fr")
    assert re.search("[\u0600-\u06ff]", arabic[1])
    assert not re.search("[\u0600-\u06ff]", french[1])


def test_each_part_is_whole(cast: Cast, together: None) -> None:
    letter = reminder_to(cast.focal_point, cast)
    for _language, text in parts_of(letter.language, letter.text):
        assert text.count("/more-time/") == text.count("/account/mails/") == 1
        assert "coordinator@suivi.example" in text


def test_the_subject_has_both(cast: Cast, together: None) -> None:
    arabic, french = reminder_to(cast.focal_point, cast).subject.split(" / ")
    assert re.search("[\u0600-\u06ff]", arabic)
    assert "15 avril 2026" in french


def test_a_long_subject_gives_each_language_its_share() -> None:
    joined = _joined(["a" * 300, "b" * 300])
    assert len(joined) <= LONGEST
    assert joined.count("a") == joined.count("b") == 125
    assert _joined(["a" * 20, "b" * 200]) == "a" * 20 + " / " + "b" * 200


def test_the_department_comes_before_both(cast: Cast, together: None) -> None:
    cast.health.language = "fr"
    cast.health.save()
    assert languages_of_mail(cast.focal_point) == ("fr",)
    assert languages_of_mail(cast.justice_focal_point) == ("ar", "fr")
    cast.focal_point.language = "en"
    assert languages_of_mail(cast.focal_point) == ("en",)


def test_only_languages_that_are_spoken_here_count(cast: Cast, settings: Any) -> None:
    settings.MAIL_LANGUAGES = ["ar", "zgh", "fr"]
    assert languages_of_mail(cast.stranger) == ("ar", "fr")
    settings.MAIL_LANGUAGES = ["zgh"]
    assert languages_of_mail(cast.stranger) == (settings.LANGUAGE_CODE,)


def test_the_mail_is_sent_and_read_in_both(cast: Cast, together: None, mailoutbox: list[Any]) -> None:
    assigned(cast)
    mail = post.mail_to(cast.focal_point)
    assert send(mail, NOW) == Mail.State.SENT
    assert "15 avril 2026" in mailoutbox[0].subject
    client = Client()
    client.force_login(cast.focal_point)
    page = client.get(reverse("mail-one", args=[mail.key])).content.decode()
    assert '<div lang="ar" dir="rtl">' in page
    assert '<div lang="fr" dir="ltr">' in page
    assert 'lang="ar,fr"' not in page + client.get(reverse("mail")).content.decode()


def test_a_separator_within_a_text_keeps_it_in_one_piece() -> None:
    text = "One." + "\n" + "_" * 60 + "\n\n" + "Two."
    assert parts_of("en", text) == [("", text)]


def test_a_letter_about_a_role_speaks_both_too(cast: Cast, together: None) -> None:
    days = {"first_day": NOW.date(), "last_day": NOW.date()}
    delegating.lend("sign_off", unit=cast.health, by=cast.head, to=cast.alternate, **days, now=NOW)
    write_letters(NOW)
    mail = Mail.objects.get(about=delegating.LETTER)
    assert mail.language == "ar,fr"
    assert "Head" in mail.text
    assert "/account/mails/" not in mail.text
