"""What a mail says, and what it must never say."""

from __future__ import annotations

from datetime import timedelta

from cases.models import Case
from notifications.rules import rule_of
from notifications.rules.reminders import REMINDER
from notifications.writing import write_of
from tests.cast import DUE, FULL, NOW, SHORT, Cast, assigned, drafted, received, sent
from tests.notifications.post import mail_to, mails

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"


def test_it_says_what_by_when_why_and_whom_to_ask(cast: Cast) -> None:
    case = assigned(cast)
    text = mail_to(cast.focal_point).text
    assert text.startswith("Dear Focal Point,\n\nYour department was asked to answer 1 recommendation.")
    assert f"{case.reference} · Ministry of Health\nOpen clinics in rural areas.\n" in text
    assert "Due on 15 April 2026, for: National report 2026\n" in text
    assert f"http://localhost:8000/case/{case.reference}/\n" in text
    assert "Write to Coordinator, coordinator@suivi.example" in text
    assert "because you are focal point or alternate" in text


def test_the_text_of_the_un_is_cut_after_fifteen_words(cast: Cast) -> None:
    case = received(cast, LONG)
    letter = write_of(rule_of("handed-back"), cast.coordinator, {case.pk}, NOW)
    assert "fourteen fifteen …\n" in letter.text
    assert "sixteen" not in letter.html


def test_the_text_of_the_un_is_in_the_language_it_has(cast: Cast) -> None:
    case = received(cast)
    case.recommendation.wordings.update(language="ar", text="فتح عيادات")
    letter = write_of(rule_of("handed-back"), cast.coordinator, {case.pk}, NOW)
    assert '<span lang="ar" dir="rtl">فتح عيادات</span>' in letter.html


def test_no_word_of_a_draft_is_in_any_mail(cast: Cast) -> None:
    sent(cast)
    said = " ".join(mail.text + mail.html + mail.subject for mail in mails())
    assert said
    for words in (FULL[:30], SHORT[:30]):
        assert words not in said


def test_a_late_case_is_said_to_be_late(cast: Cast) -> None:
    letter = write_of(REMINDER, cast.focal_point, {drafted(cast).pk}, NOW + timedelta(days=60))
    assert "Late: it was due on 15 April 2026" in letter.text


def test_late_is_so_by_the_day_of_the_department(cast: Cast) -> None:
    case = drafted(cast)
    type(cast.health).objects.filter(pk=cast.health.pk).update(time_zone="Pacific/Kiritimati")
    last_evening = NOW.replace(year=DUE.year, month=DUE.month, day=DUE.day, hour=20)
    assert "Late" in write_of(REMINDER, cast.focal_point, {case.pk}, last_evening).text


def test_to_a_validator_the_departments_date_says_nothing(cast: Cast) -> None:
    sent(cast)
    assert "15 April" not in mail_to(cast.validator).text


def test_the_most_urgent_case_comes_first(cast: Cast) -> None:
    later, sooner = assigned(cast), assigned(cast)
    Case.objects.filter(pk=sooner.pk).update(due_on=DUE - timedelta(days=5))
    mail = mail_to(cast.focal_point)
    assert mail.text.index(sooner.reference) < mail.text.index(later.reference)
    assert mail.subject.endswith("the first by 10 April 2026")


def test_markup_in_a_text_stays_text(cast: Cast) -> None:
    case = received(cast, "<script>alert(1)</script> & more\nSubject: x")
    letter = write_of(rule_of("handed-back"), cast.coordinator, {case.pk}, NOW)
    assert "<script>alert(1)</script> & more Subject: x\n" in letter.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in letter.html


def test_it_speaks_the_language_of_the_person_where_complete(cast: Cast, settings: object) -> None:
    settings.INTERFACE_LANGUAGES = ["en", "ar"]
    cast.focal_point.language, cast.alternate.language = "ar", "fr"
    letter = write_of(REMINDER, cast.focal_point, {assigned(cast).pk}, NOW)
    assert letter.language == "ar"
    assert '<html lang="ar" dir="rtl">' in letter.html
    assert write_of(REMINDER, cast.alternate, {assigned(cast).pk}, NOW).language == "en"


def test_it_brings_nothing_from_elsewhere(cast: Cast) -> None:
    assigned(cast)
    html = mail_to(cast.focal_point).html
    assert "src=" not in html
    assert "<style" not in html
    assert "url(" not in html


def test_it_speaks_the_language_of_the_department_with_who_chose_none(cast: Cast) -> None:
    cast.health.language = "fr"
    cast.health.save()

    assert write_of(REMINDER, cast.focal_point, {assigned(cast).pk}, NOW).language == "fr"
