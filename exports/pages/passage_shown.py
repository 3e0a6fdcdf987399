"""What the page of a passage shows: the approved texts, the editor's, the difference, who has agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from cases.difference import changed_sentences, difference
from cases.models import Case, CaseRound
from cases.people.languages import own_name
from cases.prose_notes import joined
from exports.agreeing.guards import is_made_from, why_not_written
from exports.agreeing.rewriting import why_not_now
from exports.agreeing.standing import leads_of
from exports.models import Passage, PassageAnswer, PassageText, ProposedText, Report

TEXTS_SHOWN = 50


@dataclass(frozen=True)
class InLanguage:
    """A language in which the passage is or may be written: ``missing``, ``there`` or ``outdated``."""

    code: str
    name: str
    standing: str


@dataclass(frozen=True)
class Compared:
    """A text against another: the marks, and how many sentences are new or changed, or went."""

    marked: SafeString
    changed: int
    gone: int


def compared(old: str, new: str) -> Compared | None:
    if not old.strip() or not new.strip():
        return None
    return Compared(difference(old, new), *changed_sentences(old, new))


def shown_of(report: Report, passage: Passage, language: str) -> dict[str, Any]:
    """A fixed number of queries, however much it tells."""
    texts = list(passage.texts.select_related("by", "proposal__department").order_by("-number"))
    newest = {one.language: one for one in reversed(texts)}
    original = newest.get(report.language)
    original = None if original is None or original.as_answered else original
    own = original if language == report.language else newest.get(language)
    tells = tells_of(passage)
    approved = joined(one.version.short_text for one in tells)
    in_language = [one for one in texts if one.language == language]
    is_original = language == report.language
    return {
        "tells": tells,
        "is_original": is_original,
        "original": original,
        "own": own,
        "newest": newest.get(language),
        "approved": approved,
        "approved_since": bool(original and tells) and _approved_since(original, tells),
        "changes": compared(approved, own.text) if own and is_original else None,
        "languages": [_in(code, texts, report, original) for code in _codes(report, bool(tells), original)],
        "leads": leads_of(report.agreements.all(), passage, original) if original and tells else [],
        "proposals": _proposals(passage, original.text if original else approved) if is_original else [],
        "history": in_language[:TEXTS_SHOWN],
        "put_aside": next((one for one in in_language if not one.as_answered), None) if not own else None,
        "closed": str(why_not_now(report) or why_not_written(passage, language)),
    }


def tells_of(passage: Passage) -> list[Any]:
    """What it tells, each with ``cases``: those that the answer answers, or answered when they left."""
    rows = PassageAnswer.objects.filter(passage=passage).select_related("version", "answer__lead")
    tells: list[Any] = list(
        rows.prefetch_related(
            "answer__lead__wordings",
            Prefetch("answer__cases", Case.objects.select_related("recommendation").order_by("pk")),
        ).order_by("place", "pk")
    )
    left = CaseRound.objects.filter(answer__in=[one.answer_id for one in tells])
    past: dict[int, list[Case]] = {}
    for one in left.select_related("case__recommendation").order_by("pk"):
        past.setdefault(one.answer_id or 0, []).append(one.case)
    for one in tells:
        one.cases = [*one.answer.cases.all(), *past.get(one.answer_id, [])]
    return tells


def _approved_since(own: PassageText | None, tells: list[Any]) -> bool:
    """Whether an answer was approved anew since the editor's words were written."""
    told = set(own.told) if own else set()
    return any(one.version_id not in told or one.answer.approved_id != one.version_id for one in tells)


def _codes(report: Report, tells: bool, original: PassageText | None) -> list[str]:
    """Only the editor's own words are translated here; approved answers are translated beside the answer."""
    return [report.language] if tells and original is None else report.printed_in


def _in(code: str, texts: list[PassageText], report: Report, original: PassageText | None) -> InLanguage:
    text = next((one for one in texts if one.language == code), None)
    if text is None or text.as_answered:
        standing = "missing"
    elif code != report.language and original is not None and not is_made_from(text, original, texts):
        standing = "outdated"
    else:
        standing = "there"
    return InLanguage(code, own_name(code), standing)


def _proposals(passage: Passage, stands: str) -> list[dict[str, Any]]:
    """The newest that each department proposed and no editor took, against the text that stands."""
    waiting = ProposedText.objects.waiting().filter(passage=passage).select_related("department", "by")
    in_order = waiting.prefetch_related("department__wordings").order_by("pk")
    newest = {one.department_id: one for one in in_order}
    return [{"proposal": one, "changes": compared(stands, one.text)} for one in newest.values()]
