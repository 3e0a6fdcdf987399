"""An editor rewrites what a passage prints: both texts are kept, and what may not be rewritten is not."""

from __future__ import annotations

import pytest

from cases.models import Case
from exports.agreeing.rewriting import own_words_again, rewrite
from exports.chapters import gather
from exports.models import Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import WORDS, assembling, say
from tests.exports.scene import content_of
from tests.exports.way import bring
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState

pytestmark = pytest.mark.django_db


def printed(shown: Report, language: str = "en") -> str:
    sections = gather(shown, Case.objects.all(), language)["sections"]
    return " ".join(one["html"] for section in sections for one in section["paragraphs"])


def test_the_editors_words_are_printed_and_the_departments_are_kept(cast: Cast) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()

    say(cast, passage, annexed="In detail.")

    section = next(one for one in content_of(shown)["sections"] if one["kind"] == "narrative")
    assert WORDS in section["paragraphs"][0]["html"]
    assert "In detail." in section["full"]
    assert passage.tells.get().version.short_text == "Clinic 0 opened."


def test_the_same_text_again_writes_nothing(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    first = say(cast, passage)

    assert say(cast, passage, f" {WORDS} ") == first
    assert passage.texts.count() == 1


def test_taking_back_prints_the_departments_words(cast: Cast) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()
    say(cast, passage)

    own_words_again(passage, by=cast.editor, now=NOW, began_with=1)

    assert "Clinic 0 opened." in printed(shown)
    assert [one.text for one in passage.texts.order_by("number")] == [WORDS, ""]
    with pytest.raises(Blocked, match="already"):
        own_words_again(passage, by=cast.editor, now=NOW, began_with=2)


def test_two_editors_do_not_write_over_one_another(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    say(cast, passage)

    with pytest.raises(Conflict, match="Somebody else wrote another text"):
        rewrite(passage, language="en", text="Mine.", by=cast.editor, now=NOW, began_with=0)


def test_the_text_of_an_independent_body_is_not_rewritten(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    cast.health.independent = True
    cast.health.save()

    with pytest.raises(Blocked, match="independent body"):
        say(cast, passage)


def test_a_restricted_case_is_not_rewritten(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    Case.objects.update(restricted=True)

    with pytest.raises(Blocked, match="restricted case"):
        say(cast, passage)


def test_nobody_but_an_editor_writes(cast: Cast) -> None:
    passage = assembling(cast).passages.get()

    with pytest.raises(NotAllowed, match="is for the editor"):
        say(cast, passage, by=cast.coordinator)


def test_what_others_read_stands_still(cast: Cast) -> None:
    shown = bring(cast, assembling(cast), "circulation")

    with pytest.raises(WrongState, match="what others read stands still"):
        say(cast, shown.passages.get())


def test_an_empty_text_is_refused(cast: Cast) -> None:
    with pytest.raises(Blocked, match="There is no text"):
        say(cast, assembling(cast).passages.get(), "  ")


def test_a_translation_stands_beside_the_original_that_it_was_made_from(cast: Cast) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()
    with pytest.raises(Blocked, match="Only your own words are translated here"):
        say(cast, passage, "Des cliniques.", language="fr")
    say(cast, passage)
    translation = say(cast, passage, "Des cliniques.", language="fr")
    assert "Des cliniques." in printed(shown, "fr")
    content = gather(shown, Case.objects.all(), "fr")
    (said,) = [one["rewritten"] for one in content["sections"] if "rewritten" in one]
    assert said["translation"] == translation.pk

    say(cast, passage, "Other words.")

    assert "Des cliniques." not in printed(shown, "fr")
    assert "Other words." in printed(shown, "fr")
