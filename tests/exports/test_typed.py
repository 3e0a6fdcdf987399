"""What an editor types into the outline is kept meanwhile: it comes back, and nobody else reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.drafting.copies import BROUGHT_BACK_FOR
from cases.models import Case
from cases.people.roles import give_role, take_role
from exports.models import Passage, PassageText, Report, TypedText
from exports.outline.writing import write
from exports.typed_places import Place, drop, keep
from tests.cast import NOW, Cast
from tests.exports.rewritten import assembling
from tests.exports.test_rewriting_pages import signed_in
from workflow.errors import NotAllowed

pytestmark = pytest.mark.django_db
URL = "/desk/reports/national-report-2026/"
JSON = {"accept": "application/json"}
TYPED = "Typed, and not saved by any button."


@pytest.fixture
def shown(cast: Cast) -> Report:
    report = assembling(cast)
    Report.objects.update(languages=["fr"])
    return report


def typed(client: Client, place: str, **fields: Any) -> Any:
    given = {"text": TYPED, "began_with": 0, "started_from": 0, "copy": 0} | fields
    return client.post(f"{URL}outline/typed/{place}/keep/", given, headers=JSON)


def own(shown: Report, cast: Cast, text: str = "In between.") -> Passage:
    """A text of the editor's own, without an answer."""
    passage = Passage.objects.create(report=shown, heading=shown.passages.get().heading, place=9)
    write(passage, language="en", text=text, by=cast.editor, now=NOW, began_with=0)
    return passage


def test_one_line_says_when_it_was_saved(cast: Cast, shown: Report) -> None:
    passage = shown.passages.get()

    answer = typed(signed_in(cast.editor), f"passage-{passage.pk}-en", annexed="More.", evil="Not ours.")

    assert answer.json() == {"line": "Saved 09:00 · 7 words", "copy": 1, "others": [], "behind": ""}
    assert TypedText.objects.get().typed == {"text": TYPED, "annexed": "More.", "began_with": "0"}
    assert not PassageText.objects.exists()


def pages(shown: Report, cast: Cast) -> dict[str, str]:
    """By place: the page of its form."""
    told, text = shown.passages.get(), own(shown, cast)
    heading = told.heading_id
    return {
        f"passage-{told.pk}-en": f"{URL}passages/{told.pk}/",
        f"passage-{text.pk}-fr": f"{URL}outline/text/{text.pk}/?language=fr",
        f"new-{heading}-0": f"{URL}outline/text/?heading={heading}&after=0",
        f"heading-{heading}": f"{URL}outline/heading/{heading}/",
        "heading-new-0": f"{URL}outline/heading/",
    }


def test_it_comes_back_on_each_page_is_dropped_and_brought_back(cast: Cast, shown: Report) -> None:
    editor = signed_in(cast.editor)
    for place, page in pages(shown, cast).items():
        assert typed(editor, place, title_en=TYPED).status_code == 200, place
        assert TYPED in editor.get(page).content.decode(), place

        led_to = editor.post(f"{URL}outline/typed/{place}/drop/")["Location"]
        shown_then = editor.get(led_to).content.decode()
        assert TYPED not in shown_then, place
        assert "You can bring it back" in shown_then

        editor.post(f"{URL}outline/typed/{place}/back/")
        assert TYPED in editor.get(page).content.decode(), place


def test_saving_makes_a_text_of_it_and_keeps_it_no_longer(cast: Cast, shown: Report) -> None:
    editor, passage = signed_in(cast.editor), own(shown, cast)
    place = f"passage-{passage.pk}-en"
    typed(editor, place, began_with=1, started_from=1)

    editor.post(f"{URL}outline/text/{passage.pk}/", {"text": TYPED, "began_with": 1, "copy": 1})

    assert passage.texts.get(number=2).text == TYPED
    assert not TypedText.objects.exists()


def test_what_went_on_in_another_window_stays(cast: Cast, shown: Report) -> None:
    editor, passage = signed_in(cast.editor), shown.passages.get()
    place = f"passage-{passage.pk}-en"
    typed(editor, place)
    typed(editor, place, text="And more of it.", copy=1)
    assert typed(editor, place, copy=1).status_code == 409

    editor.post(f"{URL}passages/{passage.pk}/", {"text": TYPED, "began_with": 0, "copy": 1})

    assert passage.texts.get().text == TYPED
    assert TypedText.objects.get().text == "And more of it."


def test_two_editors_see_each_other_and_the_difference_and_overwrite_nothing(
    cast: Cast, shown: Report
) -> None:
    give_role(cast.coordinator, "editor")
    passage = own(shown, cast)
    hers, his = signed_in(cast.editor), signed_in(cast.coordinator)
    place, page = f"passage-{passage.pk}-en", f"{URL}outline/text/{passage.pk}/"
    typed(his, place, text="In the middle.", began_with=1, started_from=1)
    assert typed(hers, place).json()["others"] == ["Coordinator is writing in this draft too, since 09:00."]
    hers.post(page, {"text": "In the end.", "began_with": 1, "copy": 1})

    assert "Editor saved another text at 09:00" in typed(his, place, copy=1, started_from=1).json()["behind"]
    typed(his, place, text="In the middle.", began_with=1, started_from=1, copy=2)
    both = his.get(page).content.decode()
    assert "<ins>" in both
    assert "In the end." in both
    assert ">\nIn the middle.</textarea>" in both
    assert "Save mine over theirs" in both
    refused = his.post(page, {"text": "In the middle.", "began_with": 1, "copy": 3})
    assert refused.status_code == 409
    assert "<ins>" in refused.content.decode()
    assert passage.texts.count() == 2


def test_the_page_of_rewriting_shows_both_too(cast: Cast, shown: Report) -> None:
    give_role(cast.coordinator, "editor")
    passage = shown.passages.get()
    his = signed_in(cast.coordinator)
    typed(his, f"passage-{passage.pk}-en", text="Clinic 0 opened late.")
    write(passage, language="en", text="Clinic 0 opened early.", by=cast.editor, now=NOW, began_with=0)

    both = his.get(f"{URL}passages/{passage.pk}/").content.decode()

    assert "Yours, against theirs" in both
    assert ">\nClinic 0 opened late.</textarea>" in both
    assert 'name="began_with" value="1"' in both


def test_nobody_else_reads_a_word_of_it(cast: Cast, shown: Report) -> None:
    give_role(cast.coordinator, "editor")
    passage = shown.passages.get()
    typed(signed_in(cast.editor), f"passage-{passage.pk}-en")

    for who in (cast.coordinator, cast.validator, cast.observer):
        assert TYPED not in signed_in(who).get(f"{URL}passages/{passage.pk}/").content.decode()
    take_role(cast.editor, "editor")
    assert not TypedText.objects.visible_to(cast.editor).exists()


@pytest.mark.parametrize("who", ["coordinator", "validator", "focal_point", "stranger"])
def test_only_editors_type(cast: Cast, shown: Report, who: str) -> None:
    assert typed(signed_in(getattr(cast, who)), "heading-new-0").status_code == 403
    with pytest.raises(NotAllowed):
        keep(Place(shown, "heading-new-0"), {}, started_from=0, seen=0, by=getattr(cast, who), now=NOW)
    assert not TypedText.objects.exists()


@pytest.mark.parametrize(
    "place",
    ["nothing", "passage-999999-en", "passage-1", "heading-999999", "new-999999-0", "heading-new-9999"],
)
def test_what_is_no_place_of_the_report_is_not_kept(cast: Cast, shown: Report, place: str) -> None:
    assert typed(signed_in(cast.editor), place).status_code == 404


def test_a_restricted_case_and_another_language_are_none(cast: Cast, shown: Report) -> None:
    passage = shown.passages.get()
    editor = signed_in(cast.editor)
    assert typed(editor, f"passage-{passage.pk}-ar").status_code == 404
    Case.objects.update(restricted=True)
    assert typed(editor, f"passage-{passage.pk}-en").status_code == 404


@pytest.mark.parametrize("text", ["a" * 50_001, "No\x00thing"])
def test_what_no_text_may_be_is_refused_in_the_line(cast: Cast, shown: Report, text: str) -> None:
    answer = typed(signed_in(cast.editor), "heading-new-0", text=text)

    assert answer.status_code in (400, 422)
    assert not TypedText.objects.exists()


def test_who_signs_in_beside_it_writes_nothing_into_it(cast: Cast, shown: Report) -> None:
    answer = typed(signed_in(cast.editor), "heading-new-0", writer=cast.coordinator.pk)

    assert answer.status_code == 409
    assert not TypedText.objects.exists()


def test_what_was_dropped_long_ago_goes_for_good(cast: Cast, shown: Report) -> None:
    place = Place(shown, "heading-new-0")
    act: dict[str, Any] = {"by": cast.editor, "now": NOW}
    keep(place, {"title_en": "Ours"}, started_from=0, seen=0, **act)
    drop(place, **act)

    drop(place, by=cast.editor, now=NOW + BROUGHT_BACK_FOR + timedelta(days=1))

    assert not TypedText.objects.exists()


def test_a_page_that_is_open_says_so_without_a_text(cast: Cast, shown: Report) -> None:
    editor = signed_in(cast.editor)
    assert editor.post(f"{URL}outline/typed/heading-new-0/keep/", {}, headers=JSON).json()["copy"] == 0
    typed(editor, "heading-new-0")

    assert editor.post(f"{URL}outline/typed/heading-new-0/keep/", {}, headers=JSON).json()["copy"] == 1
