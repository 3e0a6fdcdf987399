"""``manage.py render_report`` makes the PDF in the foreground."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exports.models import Rendering
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report


@pytest.mark.processes
def test_it_prints_progress_path_and_hash(cast: Cast, tmp_path: Path) -> None:
    answered(cast, asked(cast))
    report(cast)
    said, written = StringIO(), tmp_path / "report.pdf"

    call_command("render_report", "national-report-2026", output=written, stdout=said)

    done = Rendering.objects.get()
    assert "Laying out the pages." in said.getvalue()
    assert f"{written}  {done.pages} pages" in said.getvalue()
    assert f"sha256 {done.sha256}" in said.getvalue()
    assert written.read_bytes() == done.file.read()


def test_it_refuses_a_report_that_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="There is no report"):
        call_command("render_report", "nothing-2026")


def test_it_leaves_alone_what_a_worker_has(cast: Cast) -> None:
    Rendering.objects.create(report=report(cast), requested_at=NOW)
    Rendering.objects.take(NOW, NOW.replace(year=2030))

    with pytest.raises(CommandError, match="A worker is making this report"):
        call_command("render_report", "national-report-2026")
