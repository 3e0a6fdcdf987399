"""The README's process table is the one in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow.drawing import as_mermaid, as_table
from workflow.process import process_named

README = Path(__file__).resolve().parents[1] / "README.md"


@pytest.mark.parametrize(
    "name",
    ["case", "contribution", "extension", "report", "objection", "shortening", "agreement"],
)
def test_the_process_table_is_drawn_from_the_code(name: str) -> None:
    drawn = re.search(rf"<!-- process {name} -->\n(.*?)\n<!-- end -->", README.read_text(), re.DOTALL)
    assert drawn is not None
    assert drawn[1].strip() == as_table(process_named(name))


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README.read_text())
    assert [name for name in named if not (README.parent / name).exists()] == []


def test_the_diagram_has_every_edge() -> None:
    drawn = as_mermaid(process_named("case"))
    assert drawn.count("-->") == 2 + sum(len(step.sources) for step in process_named("case").steps.values())
