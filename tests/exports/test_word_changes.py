"""Changes that Word tracks: accepted, the newer text stands there; taken back, the older one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exports.content import Content
from exports.sections import numbered_notes, numbered_sections
from exports.word import write, write_changes
from tests.exports import word_content
from tests.exports.word_content import answer
from tests.exports.word_files import W, accepted, parts, read_through, rejected, text_of

pytestmark = pytest.mark.once


def renumbered(content: Content) -> Content:
    content["notes"] = numbered_notes(numbered_sections(content["sections"]))
    return content


def older() -> Content:
    return word_content.content("en")


def nothing(content: Content) -> None:
    """As it is."""


def words_changed(content: Content) -> None:
    first = content["sections"][0]["paragraphs"][0]
    first["html"] = (
        first["html"]
        .replace("A committee", "An independent committee")
        .replace("wrote the", "has written this")
    )


def paragraph_added(content: Content) -> None:
    content["sections"][0]["paragraphs"].insert(
        1, {"number": 9, "tag": "p", "html": "<p>Wholly new words here.</p>"}
    )


def paragraph_gone(content: Content) -> None:
    del content["sections"][0]["paragraphs"][1]
    del content["notes"][1]


def section_moved(content: Content) -> None:
    content["sections"].append(content["sections"].pop(3))


def section_added_with_notes(content: Content) -> None:
    text = word_content.sections("en")
    text.insert(2, answer("en", 7, "1."))
    content["sections"] = numbered_sections(text)
    content["notes"] = [*content["notes"], *numbered_notes([text[2]])]


def note_changed(content: Content) -> None:
    content["notes"][0]["html"] = "Decree No. 3-12-151, as amended."


def table_changed(content: Content) -> None:
    [table] = [one for one in content["sections"][3]["paragraphs"] if one["tag"] == "table"]
    table["html"] = table["html"].replace("<td>200</td>", "<td>201</td>")


def rows_came_and_went(content: Content) -> None:
    content["matrix"] = [word_content.row(number, "en") for number in (1, 2, 4, 5, 6, 7, 8, 9, 10)]
    content["matrix"][0]["status"]["text"] = "Done"


def annexes_gone(content: Content) -> None:
    content["annexes"] = []


def title_changed(content: Content) -> None:
    content["masthead"]["title"] = "Second national report"
    content["masthead"]["distribution"] = "Limited"


def all_gone(content: Content) -> None:
    content["sections"], content["notes"], content["matrix"] = [], [], []


CHANGES = [
    nothing, words_changed, paragraph_added, paragraph_gone, section_moved, section_added_with_notes,
    note_changed, table_changed, rows_came_and_went, annexes_gone, title_changed, all_gone,
]  # fmt: skip


def read(path: Path) -> list[str]:
    found = parts(path)
    return read_through(found["word/document.xml"], found["word/footnotes.xml"])


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("change", CHANGES)
def test_accepted_it_is_the_newer_text_and_taken_back_the_older(
    change: Any, backwards: bool, tmp_path: Path
) -> None:
    was, now = older(), older()
    change(now)
    if backwards:
        was, now = now, was
    for name, content in (("was", was), ("now", now)):
        write(content, tmp_path / name)

    write_changes(was, now, tmp_path / "changes")

    found = parts(tmp_path / "changes")
    body, notes = found["word/document.xml"], found["word/footnotes.xml"]
    assert read_through(accepted(body), notes) == read(tmp_path / "now")
    assert read_through(rejected(body), notes) == read(tmp_path / "was")
    marked = list(body.iter(f"{W}ins", f"{W}del"))
    assert bool(marked) == (change is not nothing)


def test_only_what_changed_is_marked(tmp_path: Path) -> None:
    now = older()
    words_changed(now)

    write_changes(older(), now, path := tmp_path / "changes")

    body = parts(path)["word/document.xml"]
    assert [text_of(one).strip() for one in body.iter(f"{W}del")] == ["A", "wrote the"]
    assert [text_of(one).strip() for one in body.iter(f"{W}ins")] == ["An independent", "has written this"]


def test_each_change_says_whose_it_is_and_of_when(tmp_path: Path) -> None:
    now = older()
    words_changed(now)

    write_changes(older(), now, path := tmp_path / "changes")

    marked = list(parts(path)["word/document.xml"].iter(f"{W}ins", f"{W}del"))
    assert {one.get(f"{W}author") for one in marked} == {"Republic of Atlasia"}
    assert {one.get(f"{W}date") for one in marked} == {"2026-03-02T00:00:00Z"}


def test_a_text_in_another_language_is_not_compared(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        write_changes(word_content.content("fr"), older(), tmp_path / "changes")
    assert not list(tmp_path.iterdir())


def test_the_same_two_make_the_same_bytes(tmp_path: Path) -> None:
    now = older()
    section_moved(now)
    for name in ("a", "b"):
        write_changes(older(), now, tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
