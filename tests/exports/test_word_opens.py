"""LibreOffice opens the Word file and counts the same numbers; runs only where LibreOffice is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from exports.word import write, write_changes
from tests.exports import word_content
from tests.exports.paper import text_of

pytestmark = [pytest.mark.once, pytest.mark.processes]


def printed(path: Path) -> str:
    """The text of the file as LibreOffice prints it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (package libreoffice-writer-nogui) is not installed")
    folder = path.parent
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(path)],
        env={**os.environ, "HOME": str(folder)}, check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return text_of(path.with_suffix(".pdf"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_counts_the_paragraphs_and_headings_of_the_content(language: str, tmp_path: Path) -> None:
    shown = word_content.content(language, annexes=["matrix"])
    write(shown, path := tmp_path / "report.docx")

    text = printed(path)

    numbers = [one["number"] for part in shown["sections"] for one in part["paragraphs"] if one["number"]]
    found = [int(one) for one in re.findall(r"^ {0,3}(\d+)\. (?!.*9$)", text, re.MULTILINE)]
    assert [one for one in found if one in numbers] == numbers
    for section in shown["sections"]:
        if section["kind"] != "narrative":
            title = re.escape(section["title"]["text"])
            assert re.search(rf"^ *{re.escape(section['number'])} +{title}$", text, re.MULTILINE)


def test_it_opens_an_arabic_report_and_tracked_changes(tmp_path: Path) -> None:
    was, now = word_content.content("ar"), word_content.content("ar", annexes=["matrix"])
    now["sections"].pop(2)
    write_changes(was, now, path := tmp_path / "changes.docx")

    text = printed(path)

    assert "A/HRC/WG.6/55/XYZ/1" in text
    assert text.count("\f") >= 4
