"""The bound paper: a sound tree of tags, that of a single layout; links, numbers, bookmarks, notes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import override_settings

from exports import paper, press, sheets
from exports.content import Content
from tests.exports.long_report import long_report
from tests.exports.paper import go_on, text_of
from tests.exports.tag_tree import elements, faults

pytestmark = [pytest.mark.processes, pytest.mark.once]
NOTES = 6


@pytest.fixture(autouse=True, scope="module")
def _small_sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("shelf")
    with pytest.MonkeyPatch.context() as patch, override_settings(PDF_SHELF=folder):
        patch.setattr(sheets, "SHEET", 8_000)
        patch.setattr(sheets, "ROWS", 10)
        yield


def bound(content: Content, into: Path, *, draft: bool = False) -> Path:
    with press.printed(content, draft=draft, follow=go_on) as printed:
        return Path(shutil.copy(printed.path, into / f"bound-{draft}.pdf"))


@pytest.fixture(scope="module")
def final(_small_sheets: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bound(long_report(), tmp_path_factory.mktemp("final"))


@pytest.fixture(scope="module")
def draft(_small_sheets: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bound(long_report(chapters=1, narratives=4), tmp_path_factory.mktemp("draft"), draft=True)


def pages_of_names(path: Path) -> dict[str, int]:
    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        names = list(pdf.Root.Names.Dests.Names)
        return {
            str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)
        }


def structure(path: Path) -> list[str]:
    """The tree with its texts, as poppler reads it, without the numbers of objects and the names of ids."""
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo (package poppler-utils) is not installed")
    done = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True)
    lines = (line.split("<")[0].rstrip(":") for line in done.stdout.splitlines())
    return [line for line in lines if "/Headers" not in line and not line.strip().startswith("Object ")]


def test_its_tags_are_sound(final: Path) -> None:
    assert faults(final) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_they_are_in_every_language(language: str, tmp_path: Path) -> None:
    assert faults(bound(long_report(language=language, chapters=1, narratives=4), tmp_path)) == []


@pytest.mark.parametrize("notes_at", ["page", "end"])
def test_its_tree_is_that_of_one_layout_of_the_same_text(notes_at: str, tmp_path: Path) -> None:
    content = long_report(notes_at=notes_at)
    final = bound(content, tmp_path)

    with press.page_printed(paper.html_of(content, pages_of_names(final)), go_on) as whole:
        single = structure(whole.path)
        assert elements(whole.path) == elements(final)

    assert structure(final) == single
    assert len(single) > 1_000


def test_it_says_the_language_of_each_passage(final: Path) -> None:
    with pikepdf.open(final) as pdf:
        said = {str(one.get("/Lang", "")) for one in _elements(pdf) if "/Lang" in one}

    assert said == {"en", "fr", "ar"}


def test_the_contents_name_the_page_on_which_each_chapter_stands(final: Path) -> None:
    numbers = pages_of_names(final)
    pages = text_of(final).split("\f")

    for chapter in (1, 2):
        line = next(line for line in pages[0].splitlines() if f"Theme {chapter}" in line)
        page = int(line.split()[-1])
        assert f"Theme {chapter}" in pages[page - 1]
    assert [f"Page {number} of {len(pages) - 1}" in page for number, page in enumerate(pages[:-1], 1)] == [
        True
    ] * (len(pages) - 1)
    assert numbers["annex-2"] > numbers["annex-1"] > numbers["figures"] > 3


def test_a_link_leads_from_the_annex_to_the_paragraph_in_another_sheet(final: Path) -> None:
    numbers = pages_of_names(final)
    with pikepdf.open(final) as pdf:
        page = pdf.pages[numbers["annex-1"] - 1]
        led = {str(link.Dest) for link in page.obj.Annots}
        assert all("/A" not in link for page in pdf.pages for link in page.obj.get("/Annots", []))

    assert {"p-1", "p-2"} <= led


def test_bookmarks_stand_below_the_chapter_though_it_has_several_sheets(final: Path) -> None:
    with pikepdf.open(final) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = [len(item.children) for item in outline.root]

    assert titles[:2] == ["1. Theme 1", "2. Theme 2"]
    assert titles[2:] == ["Figures", "Annex I Matrix of recommendations", "Annex II Full narratives"]
    assert below[:2] == [8, 8]


def test_no_note_is_lost_at_the_foot(final: Path) -> None:
    assert _lost_notes(final) == []
    assert elements(final).count("/Note") == NOTES


def test_no_note_is_lost_at_the_end(tmp_path: Path) -> None:
    at_end = bound(long_report(notes_at="end"), tmp_path)

    assert _lost_notes(at_end) == []
    assert faults(at_end) == []


def _lost_notes(path: Path) -> list[int]:
    text, names = " ".join(text_of(path).split()), pages_of_names(path)
    return [
        number
        for number in range(1, NOTES + 1)
        if text.count(f"The source of note {number}, Official") != 1
        or f"note-{number}" not in names
        or f"noteref-{number}" not in names
    ]


def test_a_draft_says_so_in_the_foot(draft: Path) -> None:
    pages = text_of(draft).split("\f")[:-1]
    assert all("Draft · Page" in " ".join(page.split()) for page in pages)


def test_heads_feet_and_watermark_are_artifacts(draft: Path) -> None:
    with pikepdf.open(draft) as pdf:
        for number, page in enumerate(pdf.pages):
            drawn = b"".join(stream.read_bytes() for stream in page.obj.Contents)
            wanted = [b"/Watermark", b"/Footer", *([b"/Header"] if number else [])]
            assert all(drawn.count(b"/Artifact <</Type /Pagination /Subtype " + one) == 1 for one in wanted)


def test_the_same_text_makes_the_same_file(tmp_path: Path) -> None:
    content = long_report(chapters=1, narratives=2)
    first = bound(content, tmp_path).read_bytes()
    assert bound(content, tmp_path).read_bytes() == first


def test_every_font_is_embedded(final: Path) -> None:
    done = subprocess.run(["pdffonts", final], capture_output=True, text=True, check=True)
    fonts = done.stdout.splitlines()[2:]
    assert len(fonts) > 5
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


def test_a_text_turned_against_its_tags_is_found(final: Path, tmp_path: Path) -> None:
    """The control: each kind of damage is noticed."""
    assert faults(_damaged(final, tmp_path, _lose_a_kid)) != []
    assert faults(_damaged(final, tmp_path, _shift_a_page)) != []
    assert faults(_damaged(final, tmp_path, _paint_bare)) != []
    assert faults(_damaged(final, tmp_path, _skip_a_heading)) != []
    assert faults(_damaged(final, tmp_path, _silence_a_link)) != []
    assert faults(_damaged(final, tmp_path, _adopt)) != []


def _damaged(path: Path, folder: Path, damage: Any) -> Path:
    with pikepdf.open(path) as pdf:
        damage(pdf)
        pdf.save(folder / "damaged.pdf")
    return folder / "damaged.pdf"


def _lose_a_kid(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[5]


def _shift_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.StructParents = 2
    pdf.pages[2].obj.StructParents = 3


def _paint_bare(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].contents_add(b"0 0 10 10 re f")


def _skip_a_heading(pdf: pikepdf.Pdf) -> None:
    next(one for one in _elements(pdf) if str(one.S) == "/H3").S = pikepdf.Name.H5


def _silence_a_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Annots[0].Contents


def _adopt(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K[0].P = document.K[1]


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    def below(kids: Any) -> Iterator[Any]:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid.get("/K", []))

    return below(pdf.Root.StructTreeRoot.K)
