"""Passages with words of the editor's own are joined, and get them back when they are parted."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Case
from cases.people.models import Department
from exports import actions
from exports.agreeing.answering import agree
from exports.agreeing.asking import ask
from exports.models import Agreement, Passage, PassageAnswer, Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import say
from tests.exports.scene import answered, asked, report, theme
from tests.exports.test_arranging import arrange, heading, passages, state_of, undo
from tests.exports.test_languages import translate
from tests.exports.way import bring
from workflow.errors import Blocked
from workflow.invariants import broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def shown(cast: Cast) -> Report:
    """Health with recommendations 1, 2 and 3, also in French."""
    health = theme("Health")
    for number in (1, 2, 3):
        answered(cast, asked(cast, health), short=f"Health text {number}.")
    return bring(cast, report(cast, languages=["fr"]), "assembling")


def printed(shown: Report, passage: int, language: str = "en") -> list[str]:
    """The paragraphs of a passage."""
    text = Report.objects.get(pk=shown.pk).text_in(language)
    section = next(one for one in text["sections"] if one.get("passage") == passage)
    return [one["html"] for one in section["paragraphs"]]


def written(cast: Cast, *ids: int) -> list[Passage]:
    """Each of these in the editor's words."""
    found = [Passage.objects.get(pk=pk) for pk in ids]
    for number, one in enumerate(found, start=1):
        say(cast, one, f"Ours {number}.", annexed=f"Detail {number}.")
    return found


def test_the_joined_passage_keeps_the_words_of_each(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    written(cast, first, second)
    arrange(shown, cast, "join", passages=[first, second, third])

    assert printed(shown, first) == ["<p>Ours 1.</p>", "<p>Ours 2.</p>", "<p>Health text 3.</p>"]
    own = Passage.objects.get(pk=first).texts.get(number=2)
    assert own.annexed == "Detail 1.\n\nDetail 2."
    assert own.told == sorted(PassageAnswer.objects.values_list("version", flat=True))


def test_notes_of_both_are_kept_apart(shown: Report, cast: Cast) -> None:
    first, second, _third = passages("Health")
    for number, pk in enumerate((first, second), start=1):
        say(cast, Passage.objects.get(pk=pk), f"Ours.[^a]\n\n[^a]: Note {number}.")
    arrange(shown, cast, "join", passages=[first, second])

    assert [one["html"] for one in Report.objects.get().text["notes"]] == ["Note 1.", "Note 2."]


def test_parting_gives_each_its_own_words_back_and_what_was_agreed(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    written(cast, first, second)
    asked_of = ask(shown, by=cast.editor, now=NOW)
    agree(asked_of, seen=[1, 1], by=cast.head, now=NOW)
    arrange(shown, cast, "join", passages=[first, second, third])
    assert len(Report.objects.get().not_agreed()) == 1

    arrange(shown, cast, "part", passage=first)

    assert passages("Health") == [first, second, third]
    assert [printed(shown, pk) for pk in passages("Health")] == [
        ["<p>Ours 1.</p>"],
        ["<p>Ours 2.</p>"],
        ["<p>Health text 3.</p>"],
    ]
    assert Report.objects.get().not_agreed() == []
    assert not PassageAnswer.objects.exclude(joined_from=None).exists()
    assert broken() == []


def test_a_passage_that_printed_its_answers_own_words_does_so_again(shown: Report, cast: Cast) -> None:
    first, second, _third = passages("Health")
    arrange(shown, cast, "join", passages=[first, second])
    say(cast, Passage.objects.get(pk=first), "Both in one sentence.")

    arrange(shown, cast, "part", passage=first)

    assert printed(shown, first) == ["<p>Health text 1.</p>"]
    assert printed(shown, second) == ["<p>Health text 2.</p>"]


def test_what_was_joined_twice_is_parted_into_its_answers(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    written(cast, first, second)
    arrange(shown, cast, "join", passages=[second, third])
    arrange(shown, cast, "join", passages=[first, second])
    assert printed(shown, first) == ["<p>Ours 1.</p>", "<p>Ours 2.</p>", "<p>Health text 3.</p>"]

    arrange(shown, cast, "part", passage=first)

    assert printed(shown, second) == ["<p>Ours 2.</p>"]
    assert printed(shown, third) == ["<p>Health text 3.</p>"]


def test_each_language_is_joined_as_far_as_all_of_it_is_there(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    one, other = written(cast, first, second)
    say(cast, one, "Le nôtre 1.", language="fr")
    say(cast, other, "Le nôtre 2.", language="fr")
    arrange(shown, cast, "join", passages=[first, second])
    assert printed(shown, first, "fr") == ["<p>Le nôtre 1.</p>", "<p>Le nôtre 2.</p>"]

    arrange(shown, cast, "join", passages=[first, third])
    assert printed(shown, first, "fr") == printed(shown, first)

    arrange(shown, cast, "part", passage=first)
    assert [printed(shown, pk, "fr") for pk in (first, second)] == [
        ["<p>Le nôtre 1.</p>"],
        ["<p>Le nôtre 2.</p>"],
    ]


@pytest.mark.parametrize("change", ["join", "part"])
def test_joining_and_parting_are_undone(shown: Report, cast: Cast, change: str) -> None:
    first, second, third = passages("Health")
    written(cast, first, second)
    arrange(shown, cast, "join", passages=[first, second])
    given: dict[str, Any] = {"passages": [first, third]} if change == "join" else {"passage": first}
    before, said = state_of(shown), printed(shown, first)
    arrange(shown, cast, change, **given)

    undo(shown, cast)

    assert (state_of(shown), printed(shown, first)) == (before, said)
    undo(shown, cast)
    assert [printed(shown, pk) for pk in (first, second)] == [["<p>Ours 1.</p>"], ["<p>Ours 2.</p>"]]
    assert broken() == []


@pytest.mark.parametrize("change", ["join", "part", "take-out", "remove-heading"])
def test_what_leads_were_asked_of_the_earlier_text_is_withdrawn(
    shown: Report, cast: Cast, change: str
) -> None:
    first, second, third = passages("Health")
    written(cast, first, second)
    if change == "part":
        arrange(shown, cast, "join", passages=[first, second])
    ask(shown, by=cast.editor, now=NOW)
    given: dict[str, dict[str, Any]] = {
        "join": {"passages": [first, second, third]},
        "part": {"passage": first},
        "take-out": {"passages": [first, second]},
        "remove-heading": {"heading": heading("Health").pk},
    }
    arrange(shown, cast, change, **given[change])

    assert set(Agreement.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_what_else_was_asked_stands(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    written(cast, first, third)
    ask(shown, by=cast.editor, now=NOW)
    arrange(shown, cast, "join", passages=[first, second])

    states = Agreement.objects.order_by("pk").values_list("text__passage", "state")
    assert list(states) == [(first, "withdrawn"), (third, "asked")]


def test_the_words_of_an_independent_body_are_not_joined_with_others(shown: Report, cast: Cast) -> None:
    first, second, third = passages("Health")
    written(cast, first)
    Department.objects.filter(pk=cast.health.pk).update(independent=True)

    with pytest.raises(Blocked, match="independent body"):
        arrange(shown, cast, "join", passages=[first, second])
    assert passages("Health") == [first, second, third]


def test_what_was_joined_is_not_put_back_by_itself(shown: Report, cast: Cast) -> None:
    first, second, _third = passages("Health")
    written(cast, first, second)
    arrange(shown, cast, "join", passages=[first, second])

    with pytest.raises(Blocked, match="stands in the report already"):
        actions.arrange(shown, "put-back", by=cast.editor, now=NOW, passage=second)
    assert not shown.passages.taken_out().exists()


def test_the_note_speaks_of_every_answer_that_is_not_translated(shown: Report, cast: Cast) -> None:
    first, second, _third = passages("Health")
    arrange(shown, cast, "join", passages=[first, second])
    case = Case.objects.get(answer=PassageAnswer.objects.filter(passage=first).order_by("place")[0].answer_id)
    translate(case, cast.editor, "fr", "Le texte 1.")

    section = next(one for one in Report.objects.get().text_in("fr")["sections"] if one.get("passage"))

    assert [one["html"] for one in section["paragraphs"]] == ["<p>Le texte 1.</p>", "<p>Health text 2.</p>"]
    note = section.get("note")
    assert note is not None
    assert "in part" in note["text"] or "partie" in note["text"]
