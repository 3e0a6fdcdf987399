"""A report whose PDF was submitted before reports had a process comes to its state, and back."""

from __future__ import annotations

import pytest

from cases.models import Case
from exports.models import Report, Submission
from tests.cast import NOW, gather
from tests.exports.scene import answered, asked, made, report
from tests.migrated import back_at
from workflow import engine
from workflow.invariants import broken

BEFORE = ("exports", "0002_restricted_cases")
HANDED_IN = {"submitted_on": NOW.date(), "receipt": "HRC-118", "submitted_at": NOW}


@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_was_submitted_is_an_edition_afterwards() -> None:
    cast = gather()
    case = asked(cast)
    answered(cast, case)
    paper = made(report(cast), file="", sha256="", state="failed")
    report(cast, reference="another")
    with back_at(*BEFORE) as old:
        old.get_model("exports", "Report").objects.update(version=3)
        kept = old.get_model("exports", "Rendering").objects.filter(pk=paper.pk)
        kept.update(state="done", file="a.pdf", sha256="a" * 64, submitted_by_id=cast.editor.pk, **HANDED_IN)
        engine.perform(Case.objects.get(), "submit", by=cast.editor, now=NOW, edition="a" * 64)

    shown, other = (
        Report.objects.get(reference="national-report-2026"),
        Report.objects.get(reference="another"),
    )
    assert (shown.state, shown.version, shown.kind) == ("submitted", 1, "upr")
    assert (other.state, other.version, other.edition) == ("outline", 0, None)
    assert (shown.present_edition.number, shown.present_edition.content) == (1, paper.content)
    assert Submission.objects.get().references == [case.reference]
    assert [found for found in broken() if "a.pdf" not in found] == []

    with back_at(*BEFORE) as old:
        back = old.get_model("exports", "Rendering").objects.get(pk=paper.pk)
        assert {name: getattr(back, name) for name in HANDED_IN} == HANDED_IN
