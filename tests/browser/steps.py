"""docs/steps.md: what each task takes, as measured. ``make steps`` writes it; test_tasks.py compares it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.browser.tasks import TASKS, Task

FILE = Path(__file__).resolve().parents[2] / "docs" / "steps.md"
WAYS = ("by mouse", "by keyboard", "without scripts")
NOT_BUILT = {
    "the public finds a status": ("3", 2, "recommendations/", "for staff alone so far"),
}
"""Tasks without a page: what the best tool known takes, at most, the address to come, and what there is."""
LONG, BEGIN, END = 8, 3, 2
"""A task of more steps is told by the first and the last of them."""
HEAD = """# Steps

How many steps a task takes, measured in Chromium by `tests/browser/test_tasks.py`: by mouse, by keyboard
alone (Tab, then Enter or Space), and by mouse where no scripts run. A step is a click or a choice in a list;
typing is none. A page is one that is loaded on the way. Both are counted from where one stands: “My work”
after signing in, or the page that a mail links to. “Best known tool” is what the best tool that we know takes
for the same task, as looked up when Suivi was designed; it was not measured here.

`make steps` measures anew and writes this file. The tests fail where it says something else than what they
measure, or where a task takes more than “at most”.

| task | best known tool | at most | by mouse | by keyboard | without scripts |
|---|---|---|---|---|---|
"""


class Taken(NamedTuple):
    """What one task took, one way."""

    steps: tuple[str, ...]
    pages: int

    @property
    def counts(self) -> str:
        return _counted(len(self.steps), self.pages)

    @property
    def names(self) -> str:
        """Without the numbers of the cases, which are others each time."""
        names = [re.sub(r"\bUPR-2024-\d+", "UPR-2024-…", step) for step in self.steps]
        if len(names) > LONG:
            names[BEGIN:-END] = [f"… ({len(names) - BEGIN - END} more)"]
        return " › ".join(names) or "nothing: it is there"


def whole(taken: dict[tuple[str, str], Taken]) -> str:
    """The file, made of what each task took each way, by name of the task and way."""
    rows = [_row(task, *(taken[name, way].counts for way in WAYS)) for name, task in TASKS.items()]
    for says, (known, most, _address, instead) in NOT_BUILT.items():
        rows.append(f"| {says} | {known} | {most} | no page yet | {instead} | |")
    sections = ["\n## The steps by name\n", *(_section(name, task, taken) for name, task in TASKS.items())]
    return HEAD + "\n".join([*rows, *sections])


def written() -> dict[tuple[str, str], tuple[str, str]]:
    """Counts and names of the steps that the file tells, by name of the task and way."""
    table, _title, named = FILE.read_text().partition("## The steps by name")
    found = {}
    for name, task in TASKS.items():
        row = re.search(rf"^\| {re.escape(task.says)} \|(.*)\|$", table, re.M)
        section = re.search(
            rf"^### {re.escape(task.says)}\n(.*?)(?=^###|\Z)", named, re.MULTILINE | re.DOTALL
        )
        if row and section:
            counts = [cell.strip() for cell in row[1].split("|")][-len(WAYS) :]
            names = dict(_names(section[1]))
            found |= {(name, way): (counts[place], names.get(way, "")) for place, way in enumerate(WAYS)}
    return found


def _row(task: Task, *counts: str) -> str:
    return f"| {task.says} | {task.known} | {_counted(task.most, task.pages)} | " + " | ".join(counts) + " |"


def _counted(steps: int, pages: int) -> str:
    return f"{steps} step{'s' * (steps != 1)}, {pages} page{'s' * (pages != 1)}"


def _section(name: str, task: Task, taken: dict[tuple[str, str], Taken]) -> str:
    """The ways that take the same steps are told at once."""
    ways: dict[str, list[str]] = {}
    for way in WAYS:
        ways.setdefault(taken[name, way].names, []).append(way)
    lines = [f"- {', '.join(same)}: {names}" for names, same in ways.items()]
    return "\n".join([f"### {task.says}", *lines, ""])


def _names(section: str) -> Iterator[tuple[str, str]]:
    for line in section.splitlines():
        ways, _colon, names = line.removeprefix("- ").partition(": ")
        yield from ((way, names) for way in ways.split(", "))
