"""Files that are damaged, made up, or none of ours: each is refused with a sentence, and in time."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from cases.importing.apart.main import main as importing_main
from cases.offline import marks, opening, workbook_file
from cases.offline.apart.main import main as offline_main
from cases.offline.apart.sheet import MARKS
from cases.offline.asked import open_answers
from cases.offline.comparing import compared
from cases.offline.marks import FULL, Mark
from cases.offline.opening import BadFile
from cases.offline.sent_back import from_places
from cases.offline.word_file import empty_box
from tests.cases.offline.by_hand import sent_back, taken_along
from tests.cast import Cast, drafted

pytestmark = pytest.mark.once

DOCUMENT = "word/document.xml"


def changed(file: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The file with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return to.getvalue()


def refusal(file: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        sent_back(file)
    return str(refused.value.sentence)


def test_what_is_no_word_document_is_refused_by_its_content(cast: Cast) -> None:
    assert "is empty" in refusal(b"")
    assert "neither for Word (.docx) nor for Excel" in refusal(b"%PDF-1.7")
    assert "neither for Word (.docx) nor for Excel" in refusal(changed(zipped(), lambda parts: None))
    assert "password" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def zipped() -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr("letter.txt", "No document.")
    return to.getvalue()


def test_another_document_and_another_installation_are_told_apart(cast: Cast, settings: object) -> None:
    drafted(cast)
    file = taken_along(cast.focal_point)
    assert "none of its boxes" in refusal(changed(file, _without_marks))
    settings.SECRET_KEY = "another installation"  # type: ignore[attr-defined]
    assert "another installation" in refusal(file)


def test_a_key_that_was_changed_still_opens_files_of_before(cast: Cast, settings: object) -> None:
    drafted(cast)
    file = taken_along(cast.focal_point)
    old = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [old]  # type: ignore[attr-defined]
    assert sent_back(file).answers


def test_a_mark_that_somebody_made_up_is_none(cast: Cast) -> None:
    own = Mark(FULL, 7, 2).written()
    assert marks.read(own) == Mark(FULL, 7, 2)
    assert marks.read(own.replace("_7_", "_8_")) is None
    assert marks.read("Suivi_f_7_2_0_aaaaaaaaaa") is None
    assert len(Mark("u", 12345678, said="abcdefghij").written()) <= 40


def _without_marks(parts: dict[str, bytes]) -> None:
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"Suivi_", b"Other_")


def test_entities_and_document_types_are_not_read(cast: Cast) -> None:
    drafted(cast)
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    for lead in (bomb, b'<!DOCTYPE w SYSTEM "file:///etc/passwd">', b" " * 2_000_000 + bomb):

        def change(parts: dict[str, bytes], lead: bytes = lead) -> None:
            head, rest = parts[DOCUMENT].split(b"\n", 1)
            parts[DOCUMENT] = head + b"\n" + lead + rest

        assert "no office program writes" in refusal(changed(taken_along(cast.focal_point), change))


def test_a_bomb_is_known_before_it_is_unpacked(cast: Cast) -> None:
    drafted(cast)

    def huge(parts: dict[str, bytes]) -> None:
        parts["word/media/image1.bin"] = b"\0" * (210 * 1024 * 1024)

    def deep(parts: dict[str, bytes]) -> None:
        parts[DOCUMENT] = b"<w>" * 2_000_000 + b"</w>" * 2_000_000

    begun = time.monotonic()
    assert "too large once unpacked" in refusal(changed(taken_along(cast.focal_point), huge))
    assert refusal(changed(taken_along(cast.focal_point), deep))
    assert time.monotonic() - begun < 20


def test_places_that_lie_one_in_another_do_not_multiply_what_they_hold(cast: Cast) -> None:
    drafted(cast)

    def marked(parts: dict[str, bytes]) -> None:
        begins = "".join(f'<w:bookmarkStart w:id="{at}" w:name="Suivi_{at}"/>' for at in range(100, 200))
        ends = "".join(f'<w:bookmarkEnd w:id="{at}"/>' for at in range(100, 200))
        text = f"<w:p><w:r><w:t>{'x' * 200_000}</w:t></w:r></w:p>"
        within = f"<w:body><w:p>{begins}</w:p>{text}<w:p>{ends}</w:p>".encode()
        parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:body>", within)

    assert "too large once unpacked" in refusal(changed(taken_along(cast.focal_point), marked))


@pytest.mark.parametrize(
    ("text", "taken"), [("{0}[{0}]]", ""), ("[{0}]", ""), ("[{0}] A.", "A."), ("[1]", "[1]")]
)
def test_a_hint_is_no_text_wherever_its_brackets_stand(text: str, taken: str) -> None:
    with translation.override("ar"):
        hint = empty_box().strip("[]")
    blocks = [{"as": "paragraph", "text": text.format(hint)}]
    (one,) = from_places([{"mark": Mark(FULL, 1).written(), "blocks": blocks}]).answers
    assert one.full == taken


def test_a_text_that_is_too_long_to_be_taken_is_not_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.offline.sent_back.written", lambda blocks, notes: "worked on")
    for text, taken in (("- a" * 20_000, "- a" * 20_000), ("- a", "worked on")):
        for block in ({"as": "paragraph", "text": text}, {"as": "table", "rows": [[text]]}):
            (one,) = from_places([{"mark": Mark(FULL, 1).written(), "blocks": [block]}]).answers
            assert one.full == taken


def test_another_workbook_is_none_of_ours(cast: Cast) -> None:
    drafted(cast)
    assert "none of its boxes" in refusal(_workbook("Reference"))
    assert "none of its boxes" in refusal(_workbook(*MARKS))


def _workbook(*head: str) -> bytes:
    book, to = openpyxl.Workbook(), io.BytesIO()
    book.active.append(head)
    book.active.append(["=1+1", "", "", ""])
    book.save(to)
    return to.getvalue()


def test_macros_and_odd_names_are_not_opened(cast: Cast) -> None:
    drafted(cast)
    file = taken_along(cast.focal_point)
    assert "macros" in refusal(changed(file, lambda parts: parts.update({"word/vbaProject.bin": b"x"})))
    assert "no office program" in refusal(changed(file, lambda parts: parts.update({"../x": b"x"})))


def test_a_file_that_is_too_large_is_not_even_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 1_000)
    drafted(cast)
    assert "larger than 10 MB" in refusal(taken_along(cast.focal_point))


@pytest.mark.strength
def test_damaged_files_are_read_or_refused_and_never_anything_else(
    cast: Cast, request: pytest.FixtureRequest
) -> None:
    drafted(cast)
    file, chance = taken_along(cast.focal_point), random.Random(7)  # noqa: S311
    sentences, book = [], io.BytesIO()
    workbook_file.write(open_answers(cast.focal_point), book, language="en")
    for _time in range(200 if request.config.getoption("--long") else 6):
        in_cells = changed(book.getvalue(), lambda parts: _in_cells(parts, chance))
        for damaged in (
            _damaged(file, chance),
            changed(file, lambda parts: _in_xml(parts, chance)),
            in_cells,
        ):
            try:
                sent_back(damaged)
            except BadFile as refused:
                sentences.append(str(refused.sentence))
    assert sentences
    assert all(one.endswith(".") for one in sentences)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, and some cut off."""
    changed_bytes = bytearray(content)
    for _place in range(chance.randint(1, 20)):
        changed_bytes[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(changed_bytes[: chance.choice((len(content), len(content) // 2))])


def _in_xml(parts: dict[str, bytes], chance: random.Random) -> None:
    """Whole elements taken out, doubled or moved: XML that is well formed, as often as not."""
    pieces = parts[DOCUMENT].split(b"<w:p>")
    chance.shuffle(pieces)
    name = chance.choice([DOCUMENT, "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"])
    parts[name] = (
        b"<w:p>".join(pieces[: len(pieces) // 2]) if chance.random() < 0.3 else _swapped(parts[name], chance)
    )


def _in_cells(parts: dict[str, bytes], chance: random.Random) -> None:
    """Cells of a workbook taken out, and parts of it missing."""
    sheet = "xl/worksheets/sheet1.xml"
    pieces = parts[sheet].split(b"<c ")
    del pieces[chance.randrange(1, len(pieces))]
    parts[sheet] = b"<c ".join(pieces)
    if chance.random() < 0.5:
        del parts[chance.choice(sorted(parts))]


def _swapped(content: bytes, chance: random.Random) -> bytes:
    old, new = chance.choice(
        [(b"w:val=", b"w:value="), (b"w:p>", b"w:tbl>"), (b"w:sdtContent", b"w:tc"), (b'="', b'="-')]
    )
    return content.replace(old, new)


def test_notes_that_are_too_long_are_not_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.offline.sent_back.written", lambda blocks, notes: "worked on")
    for note, taken in (("*a " * 20_000, "A."), ("*a", "worked on")):
        place = {"blocks": [{"as": "paragraph", "text": "A."}], "notes": {"f1": note}}
        (one,) = from_places([{"mark": Mark(FULL, 1).written(), **place}]).answers
        assert one.full == taken


def test_texts_made_to_keep_a_server_busy_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many answers as a file may hold, each as long as it may be: it would take minutes."""
    monkeypatch.setattr("cases.offline.patience.SECONDS", 2)
    slow = {"blocks": [{"as": "paragraph", "text": "a*\n\n" * 12_000}]}
    begun = time.thread_time()
    with pytest.raises(BadFile, match="Send fewer cases"):
        from_places({"mark": Mark(FULL, at).written(), **slow} for at in range(1, 100))
    assert time.thread_time() - begun < 12


def test_drafts_made_to_keep_a_server_busy_are_refused_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(cast)
    sent = sent_back(taken_along(cast.focal_point))
    assert compared(sent.answers, by=cast.focal_point)
    monkeypatch.setattr("cases.offline.patience.SECONDS", -1)
    with pytest.raises(BadFile, match="Send fewer cases"):
        compared(sent.answers, by=cast.focal_point)


@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "took too long"),
        ("import os; os.abort()", "too large once unpacked"),
        ("print('[]'); raise SystemExit(3)", "too large once unpacked"),
    ],
)
def test_how_the_child_ended_is_said(monkeypatch: pytest.MonkeyPatch, does: str, sentence: str) -> None:
    monkeypatch.setattr(opening, "_PROGRAM", does)
    assert sentence in refusal(b"PK\x03\x04")


def test_a_fault_that_is_no_exception_is_a_damaged_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As a panic of a reader written in Rust is none."""

    def panics(path: str) -> None:
        raise BaseException("panic")

    monkeypatch.setattr("cases.importing.apart.limits.keep", lambda **limits: None)
    monkeypatch.setattr("cases.importing.apart.archive.looked_into", panics)
    file = tmp_path / "a.docx"
    file.write_bytes(b"PK\x03\x04")
    offline_main(str(file))
    importing_main(str(file), "1", "1")
    assert capfd.readouterr().out == '{"problem": "damaged"}\n' * 2
