"""What the tests of strength get: how long they go on, and processes that work on the same database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.other_processes import ROOT, environment_of
from tests.workflow.extent import LONG, SHORT, Extent


@pytest.fixture
def extent(request: pytest.FixtureRequest) -> Extent:
    return LONG if request.config.getoption("--long") else SHORT


@pytest.fixture
def elsewhere(tmp_path: Path) -> Callable[..., dict[str, int]]:
    """Runs ``tests.workflow.elsewhere`` on what the test has staged, and returns what it counted."""

    def run(*words: object) -> dict[str, int]:
        command = [sys.executable, "-m", "tests.workflow.elsewhere", *map(str, words)]
        ended = subprocess.run(
            command, env=environment_of(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        counted: dict[str, int] = json.loads(ended.stdout)
        return counted

    return run
