"""What the tests of agreement begin with: a report whose passages an editor rewrote."""

from __future__ import annotations

from typing import Any

from cases import actions
from cases.models import Case
from cases.people.models import Department
from exports.agreeing.rewriting import newest_text, rewrite
from exports.models import Agreement, Passage, PassageText, Report
from tests.cast import DUE, NOW, Cast, draft
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring

WORDS = "Two hundred clinics opened, says the editor."


def assembling(cast: Cast, *, answers: int = 1) -> Report:
    """With a passage for each of some answers of the Ministry of Health."""
    about = theme("Health")
    for number in range(answers):
        answered(cast, asked(cast, about), short=f"Clinic {number} opened.")
    return bring(cast, report(cast), "assembling")


def rewritten(cast: Cast, shown: Report, text: str = WORDS) -> list[PassageText]:
    """Every passage of the report in the editor's words."""
    said = [say(cast, passage, text) for passage in shown.passages.order_by("pk")]
    shown.refresh_from_db()
    return said


def say(cast: Cast, passage: Passage, text: str = WORDS, **more: Any) -> PassageText:
    given = {"language": "en", "by": cast.editor, "now": NOW} | more
    newest = newest_text(passage, given["language"])
    return rewrite(passage, text=text, began_with=newest.number if newest else 0, **given)


def of_justice(cast: Cast, about: Any = None) -> Case:
    """A case that the Ministry of Justice answers, which has no head."""
    case = asked(cast, about)
    actions.assign_together([case], lead=cast.justice, due_on=DUE, by=cast.coordinator, now=NOW)
    case = Case.objects.get(pk=case.pk)
    draft(case, by=cast.justice_focal_point, short_text="Courts opened.")
    actions.take_step(case, "sign_and_send", by=cast.justice_focal_point, now=NOW)
    actions.take_step(Case.objects.get(pk=case.pk), "approve", by=cast.validator, now=NOW)
    return Case.objects.get(pk=case.pk)


def of(department: Department) -> Agreement:
    return Agreement.objects.get(department=department)
