"""``manage.py show_process``: the drawings come from the code, and those in docs/ are the present ones."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from workflow.process import process_named, registered_processes

pytestmark = pytest.mark.once

DRAWN = Path(__file__).resolve().parents[2] / "docs" / "processes"
SVG = "{http://www.w3.org/2000/svg}"


def shown(name: str, form: str, language: str = "en") -> str:
    out = StringIO()
    call_command("show_process", name, "--as", form, "--language", language, stdout=out)
    return out.getvalue()


def parts_of(picture: str, kind: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(picture).iter() if one.get("class") == kind]  # noqa: S314


def test_the_pictures_in_the_docs_are_the_present_ones() -> None:
    drawn = {file.stem: file.read_text() for file in DRAWN.glob("*.svg")}

    assert "case" in drawn
    for name, picture in drawn.items():
        assert picture == shown(name, "svg"), f"run: manage.py show_process {name} --as svg"


@pytest.mark.parametrize("process", registered_processes(), ids=lambda one: one.name)
def test_the_picture_has_every_state_and_step(process) -> None:
    picture = shown(process.name, "svg")
    names = [part.text for part in parts_of(picture, "name")]
    edges = sum(len(step.sources) for step in process.steps.values())

    assert set(names) == {str(label) for label in process.states.values()}
    assert [part.text for part in parts_of(picture, "label")] == [
        str(one.label) for one in process.steps.values()
    ]
    assert sum(dot.tag == f"{SVG}circle" for dot in parts_of(picture, "arrow")) == edges


def test_an_arrow_runs_from_the_states_that_a_step_leaves_to_the_one_that_it_reaches() -> None:
    process, picture = process_named("case"), shown("case", "svg")
    middle = {part.text: part.get("x") for part in parts_of(picture, "name")}

    for row, step in zip(parts_of(picture, "step"), process.steps.values(), strict=True):
        dots = {dot.get("cx") for dot in row.iter(f"{SVG}circle")}
        heads = re.findall(r"M (\d+) \d+ l", " ".join(path.get("d", "") for path in row.iter(f"{SVG}path")))
        assert dots == {middle[str(process.states[source])] for source in step.sources}
        assert set(heads) == {middle[str(process.states[step.reaches(one)])] for one in step.sources}


def test_it_speaks_to_who_does_not_see_it_and_takes_the_colour_of_the_page() -> None:
    picture = shown("case", "svg")

    assert '<title id="case-title">The process “case”</title>' in picture
    assert "Accept: from assigned to drafting, by lead department." in picture
    assert "style" not in picture
    assert set(re.findall(r' (?:fill|stroke)="([^"]+)"', picture)) == {"currentColor", "none", "Canvas"}


def test_it_is_mirrored_for_who_reads_from_right_to_left() -> None:
    left, right = (parts_of(shown("case", "svg", language), "name")[0].get("x") for language in ("en", "ar"))

    assert int(left) < int(right)
    assert 'direction="rtl"' in shown("case", "svg", "ar")


def test_it_names_the_processes_that_it_knows() -> None:
    with pytest.raises(CommandError, match="There is no process “toy”. Known: case"):
        call_command("show_process", "toy")
