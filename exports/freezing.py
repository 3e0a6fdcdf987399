"""A report as it stands put on record: the text that circulates, an edition, its submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import override

from exports.agreeing.recording import with_agreements
from exports.content import hash_of
from exports.models.circulation import Circulation
from exports.models.edition import Edition, Submission
from workflow import engine
from workflow.step import Act

if TYPE_CHECKING:
    from exports.models.report import Report


def circulated(report: Report, act: Act) -> Circulation:
    """The text of this moment, which the departments read."""
    content = report.text
    return Circulation.objects.create(
        report=report, content=content, sha256=hash_of(content), by=act.by, at=act.at
    )


def frozen(report: Report, act: Act) -> Edition:
    """What is lacking is written down with it, in the language in which the authorities work.

    Its text in each other language is frozen with it, and all its papers are asked for.
    """
    rewritten = report.rewritten()
    content, kind = with_agreements(report.text, rewritten), report.type
    with override(settings.WORKING_LANGUAGE):
        lacking = report.gaps()
    edition = Edition.objects.create(
        report=report,
        number=report.editions.count() + 1,
        content=content,
        sha256=hash_of(content),
        words=kind.words_in(content) if kind else 0,
        limit=kind.limit if kind else None,
        counting=kind.counting.code if kind else "",
        lacking=lacking,
        frozen_by=act.by,
        frozen_at=act.at,
    )
    for language in report.printed_in[1:]:
        edition.keep_text(with_agreements(report.text_in(language), rewritten))
    report.renderings.ask_for_all(edition, by=act.by, at=act.at)
    return edition


def submitted(edition: Edition, act: Act) -> int:
    """Record it with the receipt, and submit its cases as they stand approved; how many."""
    cases = edition.cases_as_printed(act.by)
    engine.perform_together(cases, "submit", by=act.by, now=act.at, edition=edition.sha256)
    kept = act.data.get("filed") or Submission()
    kept.submitted_on, kept.receipt = act.data["submitted_on"], act.data["receipt"]
    kept.record(edition, sorted(case.reference for case in cases), by=act.by, at=act.at)
    return len(cases)
