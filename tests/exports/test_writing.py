"""A passage gets a text of its own: by a step of the report, never over another's, and it can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from exports.models import Passage, PassageText, Report, WrittenMeanwhile
from exports.outline.writing import newest_number, print_answers, write
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, content_of, report, theme
from tests.exports.test_outline import texts
from tests.exports.way import bring
from workflow import undoing
from workflow.errors import Blocked, NotAllowed, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def passage(cast: Cast) -> Passage:
    answered(cast, asked(cast, theme("Health")), short="Two clinics opened.")
    return bring(cast, report(cast), "assembling").passages.get()


@pytest.fixture(autouse=True)
def _minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


def written(passage: Passage, text: str, cast: Cast, **more: object) -> PassageText:
    given = {"language": "en", "by": cast.editor, "now": NOW, "began_with": 0} | more
    return write(passage, text=text, **given)  # type: ignore[arg-type]


def printed(passage: Passage) -> str:
    return texts(content_of(Report.objects.get(pk=passage.report_id)))


def test_a_text_of_its_own_is_printed_instead(passage: Passage, cast: Cast) -> None:
    made = written(passage, "Clinics opened.", cast)

    assert "<p>Clinics opened.</p>" in printed(passage)
    assert (made.number, made.told) == (1, [passage.tells.get().version_id])
    event = passage.report.events.last()
    assert event is not None
    assert (event.step, event.by, event.data["given"]["text"]) == ("arrange", cast.editor, made.pk)


def test_who_began_with_an_older_text_writes_nothing_over_it(passage: Passage, cast: Cast) -> None:
    written(passage, "Hers.", cast)

    with pytest.raises(WrittenMeanwhile):
        written(passage, "His.", cast)
    assert "Hers." in printed(passage)
    assert newest_number(passage, "en") == 1


def test_its_answers_own_words_can_be_printed_again(passage: Passage, cast: Cast) -> None:
    written(passage, "Clinics opened.", cast)
    print_answers(passage, by=cast.editor, now=NOW, began_with=1)

    assert "Two clinics opened." in printed(passage)


@pytest.mark.parametrize("earlier", ["", "Clinics opened."])
def test_it_can_be_undone(passage: Passage, cast: Cast, earlier: str) -> None:
    if earlier:
        written(passage, earlier, cast)
    written(passage, "Something else.", cast, began_with=int(bool(earlier)))
    shown = Report.objects.get()
    undoing.undo(shown, by=cast.editor, now=NOW, seen=shown.version)

    assert (earlier or "Two clinics opened.") in printed(passage)
    assert PassageText.objects.filter(text="Something else.").exists(), "nothing that was written is lost"


def test_a_passage_that_was_taken_out_takes_no_text(passage: Passage, cast: Cast) -> None:
    Passage.objects.update(removed_at=NOW)

    with pytest.raises(Blocked, match="taken out"):
        written(passage, "Clinics opened.", cast)


def test_what_others_read_takes_no_text(passage: Passage, cast: Cast) -> None:
    bring(cast, passage.report, "circulation")

    with pytest.raises(WrongState):
        written(passage, "Clinics opened.", cast)


@pytest.mark.parametrize("who", ["coordinator", "observer", "stranger"])
def test_only_an_editor_writes(passage: Passage, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        written(passage, "Clinics opened.", cast, by=getattr(cast, who))
    assert not PassageText.objects.exists()
