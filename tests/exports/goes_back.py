"""Reports that go back to when it was their PDF that was submitted (tests/test_migrations.py)."""

from __future__ import annotations

from django.db.migrations.state import StateApps

from cases.models import Case
from exports.models import Report, Submission
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, made, report
from tests.exports.way import bring
from tests.migrated import Traveller
from workflow import engine
from workflow.invariants import broken

HANDED_IN = {"submitted_on": NOW.date(), "receipt": "HRC-118", "submitted_at": NOW}


def what_was_submitted_is_an_edition(cast: Cast) -> Traveller:
    """One report is submitted in the old way; one of today's goes back to that way, and forth again."""
    case, paper = asked(cast), made(report(cast), file="", sha256="", state="failed")
    answered(cast, case)
    engine.perform(Case.objects.get(pk=case.pk), "submit", by=cast.editor, now=NOW, edition="a" * 64)
    report(cast, reference="another")
    today = bring(cast, report(cast, reference="today"), "submitted")
    printed = made(today, file="b.pdf", sha256="b" * 64, edition=today.edition, language="en")

    old = yield
    back = old.get_model("exports", "Rendering").objects.get(pk=printed.pk)
    assert {name: getattr(back, name) for name in HANDED_IN} == HANDED_IN
    _submit_as_before(old, paper.pk, cast)
    yield

    _is_submitted(Report.objects.get(reference="national-report-2026"), paper.content)
    _is_submitted(Report.objects.get(reference="today"), printed.content)
    other = Report.objects.get(reference="another")
    assert (other.state, other.version, other.edition) == ("outline", 0, None)
    assert sorted(Submission.objects.values_list("references", flat=True)) == [[], [case.reference]]
    assert [found for found in broken() if ".pdf" not in found] == []


def _submit_as_before(old: StateApps, paper: int, cast: Cast) -> None:
    old.get_model("exports", "Report").objects.update(version=3)
    kept = old.get_model("exports", "Rendering").objects.filter(pk=paper)
    kept.update(state="done", file="a.pdf", sha256="a" * 64, submitted_by_id=cast.editor.pk, **HANDED_IN)


def _is_submitted(shown: Report, content: object) -> None:
    assert (shown.state, shown.version, shown.kind) == ("submitted", 1, "upr")
    assert (shown.present_edition.number, shown.present_edition.content) == (1, content)
