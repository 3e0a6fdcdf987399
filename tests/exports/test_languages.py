"""A report in several languages: the same paragraph numbers, the gaps named, each text frozen with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case
from exports import actions
from exports.chapters import gather
from exports.content import Content, hash_of
from exports.formats import OF_A_TEXT
from exports.languages import lacking_in, out_of_step_in, untranslated_in
from exports.models import Edition, EditionText, Rendering, Report
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring, take
from workflow.errors import Blocked, Refused
from workflow.invariants import broken

SHORT = "Two hundred clinics opened.\n\n- nurses\n- doctors\n\nAll of them work."
LANGUAGES = {
    "fr": "Deux cents cliniques.\n\n- soins\n\nToutes travaillent.",
    "ar": "مئتا عيادة.\n\nكلها تعمل.",
}


def translate(case: Case, by: Any, language: str, short: str) -> None:
    case.answer.translations.create(
        language=language, number=1, source=case.answer.approved, full_text="…", short_text=short, author=by,
        at=NOW, revised_by=case.answer.approved.author, revised_at=NOW,
    )  # fmt: skip


def numbers(content: Content) -> list[int]:
    return [one["number"] for part in content["sections"] for one in part["paragraphs"] if one["number"]]


def spans(content: Content) -> list[tuple[str, int]]:
    return [(one["span"], one["first"]) for one in content["sections"]]


@pytest.fixture
def first(cast: Cast) -> Case:
    health = theme("Right to health")
    case, other = asked(cast, health), asked(cast)
    answered(cast, case, short=SHORT)
    answered(cast, other, short="Schools.\n\nTeachers.")
    case.refresh_from_db()
    return case


@pytest.fixture
def shown(cast: Cast, first: Case) -> Report:
    return report(cast, languages=["fr", "ar"], introduction="We begin.")


def in_(shown: Report, language: str) -> Content:
    return gather(shown, Case.objects.all(), language)


def test_the_paragraphs_bear_the_same_numbers_in_every_language(
    cast: Cast, first: Case, shown: Report
) -> None:
    for language, short in LANGUAGES.items():
        translate(first, cast.editor, language, short)
    original = in_(shown, "en")

    assert numbers(original) == [1, 2, 3, 4, 5]
    for language in ("fr", "ar"):
        text = in_(shown, language)
        assert (numbers(text), [first for _span, first in spans(text)]) == (
            numbers(original),
            [first for _span, first in spans(original)],
        )
        assert [row["first_paragraph"] for row in text["matrix"]] == [
            row["first_paragraph"] for row in original["matrix"]
        ]
        assert out_of_step_in(text) == []


@pytest.mark.parametrize(
    ("short", "here"),
    [("Deux cents cliniques, qui travaillent.", [1, 2, 4, 5]), ("Un.\n\nDeux.\n\nTrois.", [1, 2, 3, 4, 5])],
)
def test_what_follows_keeps_its_number_where_a_translation_has_other_paragraphs(
    cast: Cast, first: Case, shown: Report, short: str, here: list[int]
) -> None:
    translate(first, cast.editor, "fr", short)

    text = in_(shown, "fr")

    assert numbers(text) == here
    assert [one[1] for one in spans(text)] == [one[1] for one in spans(in_(shown, "en"))]
    [section] = out_of_step_in(text)
    assert (section["numbers"], section["first"]) == (2, 2)
    assert "other paragraphs than the original (2, 3)" in lacking_in(text)[-1]


def test_what_is_not_translated_is_named_with_its_paragraphs(cast: Cast, first: Case, shown: Report) -> None:
    translate(first, cast.editor, "fr", LANGUAGES["fr"])

    text = in_(shown, "fr")

    assert [one["first"] for one in untranslated_in(text)] == [1, 4]
    assert lacking_in(text) == ["French: 2 passages are not translated (paragraphs 1, 4, 5)."]
    assert lacking_in(in_(shown, "en")) == []


def test_title_page_and_introduction_are_printed_as_they_were_translated(shown: Report) -> None:
    shown.wordings = {"fr": {"title": "Rapport national", "introduction": "Nous commençons."}}

    text = in_(shown, "fr")

    assert text["masthead"]["title"] == "Rapport national"
    assert (text["masthead"]["body"], text["sections"][0]["language"]) == ("Human Rights Council", "fr")
    assert "note" not in text["sections"][0]
    assert in_(shown, "en")["masthead"]["title"] == "National report 2026"


def test_an_incomplete_language_is_frozen_only_with_a_reason(cast: Cast, shown: Report) -> None:
    shown.dated_on, shown.original_language = NOW.date(), "en"
    shown.save()
    bring(cast, shown, "review")

    with pytest.raises(Refused, match="lacking"):
        actions.take_report_step(shown, "freeze", by=cast.validator, now=NOW)
    take(Report.objects.get(), "freeze", cast.validator)
    kept = Edition.objects.get().lacking
    assert any(sentence.startswith("French: ") for sentence in kept)
    assert any("title page is not translated" in sentence for sentence in kept)


def test_a_translation_that_changed_since_it_was_read_is_not_frozen(
    cast: Cast, first: Case, shown: Report
) -> None:
    bring(cast, shown, "review")
    read = Report.objects.get().text_hash
    translate(first, cast.editor, "fr", LANGUAGES["fr"])
    assert hash_of(Report.objects.get().text) == hash_of(shown.text)

    with pytest.raises(Blocked, match="The text has changed"):
        take(Report.objects.get(), "freeze", cast.validator, text=read)
    take(Report.objects.get(), "freeze", cast.validator, text=Report.objects.get().text_hash)


def test_the_page_hands_on_what_was_read_to_who_may_freeze(client: Client, cast: Cast, shown: Report) -> None:
    bring(cast, shown, "review")
    client.force_login(cast.validator)

    page = client.get(reverse("report", args=[shown.reference])).content.decode()

    assert f"step/freeze/?text={Report.objects.get().text_hash}" in page


@pytest.fixture
def frozen(cast: Cast, shown: Report) -> Report:
    return bring(cast, shown, "frozen")


def test_the_text_is_frozen_in_each_language(frozen: Report) -> None:
    edition = Edition.objects.get()

    assert (edition.languages[0], set(edition.languages)) == ("en", {"en", "fr", "ar"})
    for language in edition.languages:
        text = edition.text_in(language)
        assert (text["language"], edition.hashes[language]) == (language, hash_of(text))
    assert [found for found in broken() if "dition" in found] == []


def test_a_frozen_text_is_never_changed(frozen: Report) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionText.objects.filter(language="fr").update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionText.objects.all().delete()


def test_freezing_asks_for_every_paper_in_every_language(frozen: Report) -> None:
    asked_for = Rendering.objects.filter(edition=frozen.edition)

    assert asked_for.count() == len(OF_A_TEXT) * 3
    assert set(asked_for.values_list("state", flat=True)) == {"waiting"}
    assert {one.printed["language"] for one in asked_for if isinstance(one.printed, dict)} == {
        "en",
        "fr",
        "ar",
    }


def test_a_language_that_it_is_not_printed_in_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="not printed in this language"):
        actions.queue_rendering(report(cast), by=None, now=NOW, language="fr")


def test_a_format_that_there_is_not_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="no such format"):
        actions.queue_rendering(report(cast), by=None, now=NOW, format="exe")


def test_the_page_shows_the_text_in_the_language_that_is_asked_for(
    client: Client, cast: Cast, first: Case, shown: Report
) -> None:
    translate(first, cast.editor, "fr", LANGUAGES["fr"])
    client.force_login(cast.observer)

    page = client.get(reverse("report", args=[shown.reference]) + "?in=fr").content.decode()

    assert "Deux cents cliniques." in page
    assert "French: 2 passages are not translated" in page


def test_the_editor_translates_title_page_and_introduction(client: Client, cast: Cast, shown: Report) -> None:
    client.force_login(cast.editor)
    url = reverse("report-edit", args=[shown.reference])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name not in ("figures", "started_from")}
    sent |= {"started_from": shown.version, "title_fr": "Rapport national", "introduction_ar": "نبدأ."}

    answer = client.post(url, sent)

    assert answer.status_code == 302, answer.content.decode()
    kept = Report.objects.get()
    assert (kept.worded("title", "fr"), kept.worded("introduction", "ar")) == ("Rapport national", "نبدأ.")
    assert kept.languages == ["fr", "ar"]
