"""A Word file goes out, people write in it, and it comes back: what they wrote, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from cases.offline.coming_back import unchanged
from tests.cases.offline.by_hand import box, edited, filled, sent_back, styled, taken_along, write_in
from tests.cast import FULL, SHORT, Cast, assigned, drafted

LONG = """# Clinics

The Health Act[^1] opened 200 clinics (A/HRC/57/2).

- one
- two
  - two a

1. first
2. second

> A quotation of the Act.

| Year | Clinics |
|---|---|
| 2024 | 120 |

## After

Last paragraph.

[^1]: Act No. 12 of 2024.
"""


def test_an_untouched_file_says_what_stood_there(cast: Cast) -> None:
    case, other = drafted(cast, full_text=LONG), assigned(cast)
    sent = sent_back(taken_along(cast.focal_point))
    one, two = sorted(sent.answers, key=lambda one: one.answer)
    assert (one.answer, one.number, one.short, one.proposed) == (case.answer_id, 1, SHORT, "In progress")
    assert one.full == unchanged(LONG, "en")
    assert (two.answer, two.number, two.full, two.short, two.proposed) == (other.answer_id, 0, "", "", "")
    assert all(found.locked and found.locked == found.locked_now for found in sent.answers)
    assert sent.outside == []


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_was_written_in_the_boxes_comes_back(cast: Cast, language: str) -> None:
    case = assigned(cast)
    file = filled(
        taken_along(cast.focal_point, language),
        case.answer_id,
        full="Two clinics.\nOne more.",
        short="Three.",
    )
    [one] = sent_back(file).answers
    assert (one.full, one.short) == ("Two clinics.\n\nOne more.", "Three.")


def test_headings_lists_tables_and_notes_have_their_markdown(cast: Cast) -> None:
    case = assigned(cast)

    def edit(document: Any) -> None:
        write_in(document, box(document, case.answer_id, "full"), "First line.")
        styled(document, case.answer_id, "heading 3", "Ahead")
        for text in ("one", "two"):
            styled(document, case.answer_id, "List Paragraph", text)._p.get_or_add_pPr().append(_listed("1"))
        table = document.add_table(rows=2, cols=2)
        for place, text in enumerate(("Year", "Clinics | beds", "2024", "12")):
            table.rows[place // 2].cells[place % 2].text = text
        box(document, case.answer_id, "full").find(qn("w:sdtContent")).append(table._tbl)

    [one] = sent_back(edited(taken_along(cast.focal_point), edit)).answers
    assert one.full == (
        "First line.\n\n# Ahead\n\n- one\n- two\n\n| Year | Clinics \\| beds |\n|---|---|\n| 2024 | 12 |"
    )


def test_bold_and_colours_are_left_out_and_named(cast: Cast) -> None:
    case = assigned(cast)

    def edit(document: Any) -> None:
        write_in(document, box(document, case.answer_id, "full"), "")
        paragraph = styled(document, case.answer_id, "Body Text", "Two hundred ")
        run = paragraph.add_run("new")
        run.bold, run.font.color.rgb = True, RGBColor(255, 0, 0)
        paragraph.add_run(" clinics *each* with 5 * 3 beds.")

    [one] = sent_back(edited(taken_along(cast.focal_point), edit)).answers
    assert one.full == "Two hundred new clinics \\*each\\* with 5 \\* 3 beds."
    assert one.left == ("emphasis",)


def test_tracked_changes_count_as_accepted_and_comments_are_named(cast: Cast) -> None:
    case = drafted(cast)

    def edit(document: Any) -> None:
        content = box(document, case.answer_id, "full").find(qn("w:sdtContent"))
        paragraph = content.findall(qn("w:p"))[-1]
        for name, letters, tag in (("w:del", "Nobody.", "w:delText"), ("w:ins", " All came.", "w:t")):
            change, run, text = OxmlElement(name), OxmlElement("w:r"), OxmlElement(tag)
            text.text = letters
            text.set(qn("xml:space"), "preserve")
            run.append(text)
            change.append(run)
            paragraph.append(change)
        remark = OxmlElement("w:r")
        remark.append(OxmlElement("w:commentReference"))
        paragraph.append(remark)

    [one] = sent_back(edited(taken_along(cast.focal_point), edit)).answers
    assert one.full == f"{FULL} All came."
    assert one.left == ("comments", "tracked")


def test_what_word_shows_in_an_emptied_box_is_no_text(cast: Cast) -> None:
    case = drafted(cast)

    def edit(document: Any) -> None:
        control = box(document, case.answer_id, "full")
        write_in(document, control, "Click or tap here to enter text.")
        run = next(control.iter(qn("w:r")))
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), "PlaceholderText")
        run.get_or_add_rPr().append(style)
        control.find(qn("w:sdtPr")).append(OxmlElement("w:showingPlcHdr"))

    assert sent_back(edited(taken_along(cast.focal_point), edit)).answers[0].full == ""


def test_a_hint_that_somebody_wrote_behind_is_taken_off(cast: Cast) -> None:
    """As programs do that do not take it away themselves."""
    case = assigned(cast)
    file = filled(
        taken_along(cast.focal_point), case.answer_id, full="[Write here]Ours.", short="[Write here]"
    )
    [one] = sent_back(file).answers
    assert (one.full, one.short, one.proposed) == ("Ours.", "", "")


def test_a_case_that_was_moved_to_the_end_is_found_there(cast: Cast) -> None:
    first, second = drafted(cast), assigned(cast)

    def edit(document: Any) -> None:
        body = document.element.body
        for name in ("asked", "full", "short"):
            body.insert(len(body) - 1, box(document, first.answer_id, name))

    file = filled(edited(taken_along(cast.focal_point), edit), second.answer_id, full="Ours.")
    said = {one.answer: one.full for one in sent_back(file).answers}
    assert said == {first.answer_id: FULL, second.answer_id: "Ours."}


def test_a_box_that_was_copied_counts_once_unless_both_differ(cast: Cast) -> None:
    case = drafted(cast)

    def copy(text: str) -> Any:
        def edit(document: Any) -> None:
            control = box(document, case.answer_id, "full")
            again = docx.oxml.parse_xml(docx.oxml.xmlchemy.serialize_for_reading(control))
            control.addnext(again)
            write_in(document, again, text)

        return edit

    [same] = sent_back(edited(taken_along(cast.focal_point), copy(FULL))).answers
    assert (same.full, same.twice) == (FULL, ())
    [differs] = sent_back(edited(taken_along(cast.focal_point), copy("Another."))).answers
    assert set(differs.twice) == {FULL, "Another."}


def test_what_is_written_beside_the_boxes_is_shown_apart(cast: Cast) -> None:
    case = drafted(cast)
    file = edited(taken_along(cast.focal_point), lambda document: document.add_paragraph("By the way."))
    assert sent_back(file).outside == [(case.answer_id, "By the way.")]


def test_what_is_written_in_our_own_lines_is_shown_apart(cast: Cast) -> None:
    case, other = drafted(cast), assigned(cast)

    def edit(document: Any) -> None:
        for key, part in ((case.answer_id, "full"), (other.answer_id, "short")):
            before = Paragraph(box(document, key, part).getprevious(), document)
            before.add_run(" In the line above.")
            Paragraph(box(document, key, part).getnext(), document).add_run("Below.")
        line = box(document, other.answer_id, "proposed").getparent()
        Paragraph(line, document).add_run(" Beside.")
        heading = next(one for one in document.paragraphs if one.text == other.reference)
        heading.add_run(" is done")

    near = [case.answer_id] * 2 + [other.answer_id] * 4
    texts = [
        "In the line above.",
        "Below.",
        f"{other.reference} is done",
        "In the line above.",
        "Below.",
        "Beside.",
    ]
    assert sent_back(edited(taken_along(cast.focal_point, "fr"), edit)).outside == list(
        zip(near, texts, strict=True)
    )


def test_what_is_asked_is_known_to_have_been_changed(cast: Cast) -> None:
    case = drafted(cast)

    def edit(document: Any) -> None:
        next(box(document, case.answer_id, "asked").iter(qn("w:t"))).text = "Close the clinics."

    [one] = sent_back(edited(taken_along(cast.focal_point), edit)).answers
    assert one.locked != one.locked_now


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_libreoffice_saves_it_again_and_nothing_is_lost(cast: Cast, tmp_path: Path, language: str) -> None:
    drafted(cast, full_text=LONG)
    drafted(cast, full_text="فتح القانون رقم 12 لعام 2024 (المادة 3) 200 عيادة.")
    case = assigned(cast)
    case.recommendation.wordings.create(language="ar", text="فتح 20 عيادة قبل عام 2030 (المادة 12).")
    file = taken_along(cast.focal_point, language)
    once = _through_libreoffice(file, tmp_path)
    assert sent_back(once) == sent_back(file)
    assert sent_back(_through_libreoffice(once, tmp_path)) == sent_back(file)


def _through_libreoffice(file: bytes, folder: Path) -> bytes:
    (folder / "answers.docx").write_bytes(file)
    program = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", "docx"]
    subprocess.run([*program, "--outdir", folder / "out", folder / "answers.docx"], check=True, timeout=120)
    return (folder / "out" / "answers.docx").read_bytes()


def _listed(number: str) -> Any:
    numbering, which, level = (OxmlElement(name) for name in ("w:numPr", "w:numId", "w:ilvl"))
    which.set(qn("w:val"), number)
    level.set(qn("w:val"), "0")
    numbering.extend((level, which))
    return numbering
