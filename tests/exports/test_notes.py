"""Notes of a report: numbered through the whole document, counted by the rule of its type."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from cases.prose import parsed
from exports.content import Content
from exports.counting import ALL, WITH_NOTES, WITHOUT_ANNEXES
from exports.models.outline import Passage
from exports.outline.reading import Standing
from tests.cast import Cast
from tests.exports.scene import answered, asked, content_of, report, theme

NOTED = "Clinics opened[^1].\n\n[^1]: Health Act."


def referred(content: Content) -> list[str]:
    html = "".join(one["html"] for section in content["sections"] for one in section["paragraphs"])
    return re.findall(r'href="#note-(\d+)"', html)


def test_they_are_numbered_through_the_whole_document(cast: Cast) -> None:
    health = theme("Health")
    answered(cast, asked(cast, health), short="First[^a] and again[^a].\n\n[^a]: A note.")
    answered(cast, asked(cast, health), short=NOTED)

    content = content_of(
        report(cast, introduction="The report[^x] is late[^y].\n\n[^x]: Of 2026.\n[^y]: By law.")
    )

    notes = content["notes"]
    assert [(note["number"], note["html"]) for note in notes] == [
        (1, "Of 2026."), (2, "By law."), (3, "A note."), (4, "Health Act."),
    ]  # fmt: skip
    assert referred(content) == ["1", "2", "3", "3", "4"]
    assert {(note["language"], note["direction"]) for note in notes} == {("en", "ltr")}
    assert "notes" not in str(content["sections"])


def test_a_upr_report_has_them_at_its_end_and_others_on_the_page(cast: Cast) -> None:
    assert content_of(report(cast))["notes_at"] == "end"
    assert content_of(report(cast, reference="another", kind="periodic"))["notes_at"] == "page"


def test_their_words_count_where_all_do(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case, short="Clinics opened.", full="All.")
    shown = report(cast)
    without = content_of(shown)
    other = {**without, "notes": [{"number": 1, "html": "Health Act.", "language": "en", "direction": "ltr"}]}

    added = [rule.words_in(other) - rule.words_in(without) for rule in (WITHOUT_ANNEXES, WITH_NOTES, ALL)]
    assert added == [0, 2, 2]


def test_the_number_of_a_note_is_no_word(cast: Cast) -> None:
    answered(cast, asked(cast), short=NOTED, full=NOTED)
    [section] = [one for one in content_of(report(cast))["sections"] if one["kind"] == "narrative"]

    assert section["paragraphs"][0]["html"].endswith('role="doc-noteref">1</a>.</p>')
    assert 'class="notes"' in section["full"]


def test_answers_that_are_told_together_keep_their_notes_in_what_numbers_a_translation() -> None:
    told: Any = [
        SimpleNamespace(in_original=SimpleNamespace(short_text=f"Said[^1].\n\n[^1]: {note}")) for note in "ab"
    ]

    prose = parsed(Standing(passage=Passage(), told=told, own=None).numbered_by)

    assert prose.notes == ["a", "b"]
    assert len(prose.blocks) == 2
