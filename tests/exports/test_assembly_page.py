"""The page on which an editor arranges a report: what it shows, what its buttons do, how much it loads."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.people.models import User
from exports.models import Heading, Passage, Report
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report, theme
from tests.exports.test_arranging import approve_anew, arrange, heading, passages
from tests.exports.way import bring

pytestmark = pytest.mark.django_db
URL = "/desk/reports/national-report-2026/"


@pytest.fixture(autouse=True)
def _minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def shown(cast: Cast) -> Report:
    health, water = theme("Health"), theme("Water")
    for number in (1, 2, 3):
        answered(cast, asked(cast, health), short=f"Health text {number}.")
    answered(cast, asked(cast, water), short="Water text.")
    return bring(cast, report(cast), "assembling")


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def page(editor: Client, query: str = "") -> str:
    answer = editor.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(editor: Client, act: str, **fields: Any) -> Any:
    return editor.post(URL + "outline/", {"act": act} | fields)


def test_it_shows_the_outline_with_counts_and_the_numbered_text(editor: Client, shown: Report) -> None:
    text = page(editor)

    assert "Methodology and consultation process" in text, "a heading under which nothing stands yet"
    assert "Health text 1." in text
    assert f'value="{passages("Water")[0]}" aria-label="Recommendation 4"' in text
    assert text.count('class="button "') == 1, "one button is the first"


def test_who_only_reads_gets_no_buttons(client: Client, cast: Cast, shown: Report) -> None:
    client.force_login(cast.observer)
    text = page(client)

    assert "Health text 1." in text
    assert 'name="act"' not in text


def test_a_button_moves_a_passage_and_leads_back_to_it(editor: Client, shown: Report) -> None:
    first, second, third = passages("Health")
    answer = press(editor, f"down:{first}", at=f"h{heading('Health').pk}")

    assert passages("Health") == [second, first, third]
    expected = f"{URL}?at=h{heading('Health').pk}&did=down%3A{first}"
    assert answer["Location"] == expected
    assert f'value="down:{first}" autofocus' in page(editor, f"?did=down:{first}")


def test_ticked_passages_are_moved_and_joined(editor: Client, shown: Report) -> None:
    first, second, third = passages("Health")
    press(editor, "move", passage=[first, third], to=heading("Water").pk)
    press(editor, "join", passage=[first, third])

    assert passages("Health") == [second]
    assert "Recommendations 1, 3" in page(editor)


def test_a_refusal_keeps_the_ticks_and_says_why(editor: Client, shown: Report) -> None:
    first = passages("Health")[0]
    answer = press(editor, "move", passage=[first])

    assert answer.status_code == 422
    assert "Choose the heading to which they move." in answer.content.decode()
    assert 'aria-label="Recommendation 1" checked' in answer.content.decode()


@pytest.mark.parametrize("act", ["", "nonsense", "up:x", "up:999999", "move", "regroup", "heading-up:999999"])
def test_what_no_button_sends_changes_nothing(editor: Client, shown: Report, act: str) -> None:
    assert press(editor, act).status_code == 422
    assert not Report.objects.get().events.filter(step="arrange").exists()


def test_the_last_acts_are_undone_from_the_page_which_says_what(editor: Client, shown: Report) -> None:
    first, second, third = passages("Health")
    press(editor, f"up:{second}")
    press(editor, f"out:{second}")
    text = page(editor)
    assert "Undo: Passages were taken out." in text
    assert "Taken out" in text

    editor.post(URL + "undo/", {"seen": Report.objects.get().version})
    text = page(editor)
    assert "Taken back, and nobody was told: Passages were taken out." in text
    assert "Undo: A passage was moved." in text

    seen = Report.objects.get().version
    answer = editor.post(URL + "undo/", {"seen": seen, "at": f"h{heading('Health').pk}"})

    assert answer["Location"].startswith(f"{URL}?at=h")
    assert passages("Health") == [first, second, third]


def test_a_text_of_ones_own_is_added_and_edited(editor: Client, shown: Report) -> None:
    place = {"heading": heading("Health").pk, "after": passages("Health")[0]}
    assert editor.get(URL + "outline/text/", place).status_code == 200
    editor.post(URL + "outline/text/", place | {"text": "In between.", "began_with": 0})
    made = Passage.objects.get(texts__isnull=False)
    address = f"{URL}outline/text/{made.pk}/"
    assert "In between." in editor.get(address).content.decode()

    assert editor.post(address, {"text": "Hers.", "began_with": 1}).status_code == 302
    answer = editor.post(address, {"text": "His.", "began_with": 1})

    assert answer.status_code == 409
    assert "Hers." in answer.content.decode()
    assert "His." in answer.content.decode()
    assert "Hers." in page(editor)


def test_a_heading_is_added_renamed_and_taken_out(editor: Client, shown: Report) -> None:
    assert editor.post(URL + "outline/heading/", {"title_en": "Ours"}).status_code == 302
    own = Heading.objects.get(wordings__text="Ours")
    address = f"{URL}outline/heading/{own.pk}/"
    assert editor.get(address).status_code == 200
    assert editor.post(address, {"title_en": "Hers", "began_en": "Ours"}).status_code == 302
    answer = editor.post(address, {"title_en": "His", "began_en": "Ours"})

    assert answer.status_code == 409
    assert "Hers" in answer.content.decode()
    press(editor, f"heading-out:{own.pk}")
    assert Heading.objects.get(pk=own.pk).removed_at


def test_approved_answers_are_listed_and_taken_in(editor: Client, cast: Cast, shown: Report) -> None:
    answered(cast, asked(cast, theme("Rights")), short="Rights text.")
    assert "1 approved answer is not in the report yet" in page(editor)
    assert "Rights text." in editor.get(URL + "outline/to-take-in/").content.decode()

    press(editor, "take-in-all")

    assert "Rights text." in page(editor)


def test_a_newer_text_is_shown_with_what_changed(editor: Client, cast: Cast, shown: Report) -> None:
    first = passages("Health")[0]
    approve_anew(cast, first, "Health text changed.")
    assert "1 passage has a newer text" in page(editor)
    listed = editor.get(URL + "outline/newer/").content.decode()
    assert "<ins>" in listed
    assert "<del>" in listed

    press(editor, "renew-all")

    assert "Health text changed." in page(editor)


def test_what_was_taken_out_is_listed_and_put_back(editor: Client, cast: Cast, shown: Report) -> None:
    second = passages("Health")[1]
    arrange(shown, cast, "take-out", passages=[second])
    arrange(shown, cast, "remove-heading", heading=heading("Water").pk)
    listed = editor.get(URL + "outline/taken-out/").content.decode()
    assert "Recommendation 2" in listed
    assert "Water" in listed

    press(editor, f"passage-back:{second}")
    assert second in passages("Health")


def test_a_new_report_of_a_type_is_assembled_at_once(editor: Client, cast: Cast) -> None:
    answered(cast, asked(cast, theme("Health")), short="Health text.")
    fields = {"title": "Report", "reference": "national-report-2026", "round": cast.round.pk}
    editor.post("/desk/reports/", fields | {"kind": "upr", "grouping": "theme"})

    assert "Health text." in page(editor)
    assert (Report.objects.get().state, Report.objects.get().grouping) == ("assembling", "theme")


def many(cast: Cast, shown: Report, count: int) -> None:
    """As many more passages of text under Water."""
    water = heading("Water")
    rows = [Passage(report=shown, heading=water, place=10 + number) for number in range(count)]
    for passage in Passage.objects.bulk_create(rows):
        passage.texts.create(
            language="en", number=1, text="Some words of ours. " * 30, by=cast.editor, at=NOW
        )


def test_what_is_long_is_folded_and_comes_when_it_is_opened(
    editor: Client, cast: Cast, shown: Report
) -> None:
    many(cast, shown, 300)
    text = page(editor)
    assert "Some words of ours." not in text
    assert len(gzip.compress(text.encode())) < 100_000

    water = heading("Water").pk
    opened = page(editor, f"?at=h{water}")
    assert opened.count("data-passage=") == 40
    assert "Passages 1 to 40 of 301" in opened
    part = editor.get(f"{URL}?at=h{water}", headers={"HX-Request": "true"}).content.decode()
    assert part.count("data-passage=") == 40
    assert "<html" not in part


def test_the_page_asks_the_database_as_often_for_any_number_of_passages(
    editor: Client, cast: Cast, shown: Report
) -> None:
    asked_for = []
    for count in (2, 28):
        many(cast, shown, count)
        page(editor)
        with CaptureQueriesContext(connection) as queries:
            page(editor)
        asked_for.append(len(queries))

    assert asked_for[0] == asked_for[1]
    assert asked_for[0] <= MOST_QUERIES


MOST_QUERIES = 50


def test_numbers_stand_in_the_direction_of_the_report_for_who_reads_in_arabic(
    editor: Client, cast: Cast, shown: Report
) -> None:
    User.objects.filter(pk=cast.editor.pk).update(language="ar")
    editor.force_login(User.objects.get(pk=cast.editor.pk))

    text = page(editor)

    assert 'lang="ar" dir="rtl"' in text
    assert '<bdi lang="en" dir="ltr">1. Recommendation 1</bdi>' in text
    assert '<span class="number">1.</span> Health text 1.' in text
    assert f'<option value="{heading("Health").pk}" dir="ltr">' in text
