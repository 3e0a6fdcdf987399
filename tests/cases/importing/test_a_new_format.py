"""The example of docs/import.md is a format that works, in one file with one class."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cases.importing import formats
from cases.importing.edition import read_edition
from tests.cases.importing.files import write

CONTENT = (
    b"number,committee,adopted,wording,theme\n"
    b'A1,CEDAW,2024-03-05,"31.Open clinics in every valley.",Right to health\n'
    b"A2,Nobody,2024-03-05,32.Train midwives.,\n"
)


def test_the_example_of_the_documentation_reads_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (Path(settings.BASE_DIR) / "docs/import.md").read_text(encoding="utf-8")
    section = said.partition("## A new format")[2]
    assert section.count("\n") < 80
    (program,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    made: dict[str, Any] = {}
    exec(program, made)  # noqa: S102 - our own example
    monkeypatch.setitem(formats.FORMATS, "atlasia", made["Atlasia"]())
    edition = read_edition(write(tmp_path, CONTENT))
    assert (edition.source, [(row.key, row.paragraph, row.year) for row in edition.rows]) == (
        "atlasia",
        [("A1", "31", 2024)],
    )
    assert "names no mechanism that is known: Nobody" in edition.problems[0].reason
