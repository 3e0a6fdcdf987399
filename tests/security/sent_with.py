"""What each form is sent with, as who may would fill it in: so that nothing but the person is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.handing_over import open_work
from cases.models import ImplementationStatus
from cases.people import handing_over
from cases.people.reorganising import Plan, digest
from cases.rounds.planning import DEFAULTS
from cases.settling.themes import mark_of as mark_of_theme
from cases.settling.words import mark_of
from notifications.policy import Policy
from notifications.policy_form import standing
from tests.cast import DUE, LATER, NOW
from tests.security.stage import SUBMISSION, Stage, figure_of, theme

REPORT_TYPE = {
    "code": "own", "name_en": "Own report", "limit": 900, "counting": "all", "notes_at": "page",
    "h-TOTAL_FORMS": 1, "h-INITIAL_FORMS": 0, "h-0-title_en": "All of it", "h-0-place": 1, "h-0-level": 1,
    "h-0-takes": "answers", "h-0-groups": "theme",
}  # fmt: skip


def sent_with(stage: Stage, what: str, case: Any) -> dict[str, Any]:
    """``what`` is how the tables of the tests call it, ``case`` the one that the address names."""
    due, health = DUE.isoformat(), stage.cast.health
    seen = {"seen": case.version}
    asked: dict[str, Callable[[Stage], dict[str, Any]]] = {
        "draft": _draft,
        "hand over": _handing_over,
        "rename": _renaming,
        "figure": _figure,
    }
    if what in asked:
        return asked[what](stage)
    forms: dict[str, dict[str, Any]] = {
        "": {},
        "seen": seen,
        "language": {"language": "fr"},
        "until now": {"until": NOW.isoformat()},
        "a notice": {"notice": 1},
        "mails": {"news": "bell", "mentions": "mail", "week": "mail"},
        "own link": {"then": "make", "unit": ""},
        "address": {"email": "mended@suivi.example"},
        "cause": {"cause": "other"},
        "webhook": {"url": "https://receiver.example/suivi", "which": "all"},
        "off": {"then": "off"},
        "begin": {"case": stage.asked.reference, "then": "begin"},
        "case": seen | {"case": stage.asked.reference},
        "lend": {
            "role": "health:sign_off",
            "to": stage.cast.alternate.email,
            "first_day": due,
            "last_day": due,
        },
        "calendar": {
            "code": "ma",
            "name": "Morocco",
            "weekend": [5, 6],
            "opens_at": "08:30",
            "closes_at": "16:30",
        },
        "plan": {"submission_on": SUBMISSION, "seen": NOW.isoformat()} | DEFAULTS,
        "seen plan": {"seen": NOW.isoformat()},
        "look": {"then": "save", "seen": "-", "accent": "#7a1f3d"},
        "theme": {"name_en": "Housing"},
        "names": {"then": "change", "seen": mark_of_theme(theme()), "name_en": "Right to health"},
        "words": {"then": "save", "seen": mark_of("en"), "to-do": "To answer"},
        "words above": {"then": "note", "day": NOW.date().isoformat(), "text": "Good morning.", "was": ""},
        "hide": {"then": "hide", "seen": 0},
        "report type": REPORT_TYPE,
        "not shorter": {"then": "decline", "seen": 0, "reason": "It is the law."},
        "numbers": standing(asdict(Policy(rows=11))) | {"then": "save", "seen": "0"},
        "comment": {"text": "A word."},
        "evidence": {"title": "Paper", "file": SimpleUploadedFile("a.txt", b"Some text.")},
        "assign": seen | {"lead": health.pk, "due_on": due, "reason": "For a reason."},
        "hand back": seen | {"proposed": stage.cast.justice.pk, "reason": "Not ours."},
        "close": seen | {"because": "superseded", "reason": "Asked anew."},
        "block": {"what": "time", "form_key": uuid4()},
        "more time": {"seen": 0, "wanted_on": LATER, "reason": "The survey is late."},
        "first": {"seen": 1},
        "typed title": {"title_en": "A heading", "started_from": 0, "copy": 1},
        "part": {"text": "Our part.", "started_from": 0, "copy": 1},
        "ask others": {"departments": ["interior"], "due_on": due},
        "ask of many": {"rows": f"{stage.joined.pk}:{stage.joined.version}", "due_on": due}
        | {"departments": ["interior"], "act": "ask"},
        "grant": {"seen": 1, "granted_on": LATER},
        "refuse": {"seen": 1, "reason": "The report is due."},
        "edition": seen | {"edition": "a hash", "reason": "For a reason."},
        "approve": seen | {"decision": "approve"},
        "many": {"which": "ticked", "case": case.reference, "lead": "health", "due_on": due},
        "said twice": {"group": stage.twice.pk, "act": "refuse"},
        "group": {"groups": f"0={case.pk}:{case.version}", "lead-0": "health", "due_on": due},
        "close many": {"rows": f"{case.pk}:{case.version}", "because": "superseded", "reason": "Asked anew."},
        "join": seen | {"act": "join", "with": stage.sibling.reference, "text": "own"},
        "restrict": seen | {"step": "restrict", "reason": "A witness is named."},
        "round": {"kind": "update", "title": "Update", "code": "update-1", "language": "en", "due_on": due},
        "correction": {"title": "National report 2026, corrected", "due_on": due},
        "share": {f"words-{stage.sent.answer_id}": "300"},
        "paper": {"format": "json"},
        "report": {"title": "Other", "reference": "other", "round": stage.cast.round.pk},
        "title": {"title": "Changed", "started_from": 0},
        "kind": {"seen": 0, "kind": "upr", "round": stage.cast.round.pk},
        "reason": {"seen": 0, "reason": "A reason."},
        "seen 2": {"seen": 2},
        "seen frozen": {"seen": 9},
        "decision": {"seen": 9, "decided_on": "2026-03-01", "document": "Decree 2.26.114"},
        "amend": {"seen": 9, "reason": "A figure is wrong."},
        "submission": {"seen": 9, "submitted_on": "2026-03-01", "receipt": "HRC-118"},
        "objection": {"department": stage.cast.health.pk, "anchor": "", "text": "Two hundred, not three."},
        "answer": {"seen": 1, "reason": "So it is."},
        "agree": {"agreement": [f"{stage.asked_about.pk}:1"]},
        "passage": {"text": "In other words.", "began_with": 2},
        "list": {
            "file": SimpleUploadedFile(
                "list.csv", b"key,mechanism,date,text_en\n1,CEDAW,2024-06-01,Open courts.\n"
            )
        },
        "seen import": {"seen": "1-0-0-1"},
        "mend": {
            f"row-1-{name}": value
            for name, value in {"key": "2", "mechanism": "UPR", "when": "2024", "text_en": "Try."}.items()
        },
    }
    return forms[what]


def _draft(stage: Stage) -> dict[str, Any]:
    status = ImplementationStatus.objects.get(code="in-progress").pk
    return {"full_text": "New.", "short_text": "New.", "started_from": 1, "status": status, "copy": 1}


def _figure(stage: Stage) -> dict[str, Any]:
    return {"number": 1, "figure": figure_of(stage.drafting).mark, "source": "A table"}


def _handing_over(stage: Stage) -> dict[str, Any]:
    """The alternate's work goes to the focal point for some days, as a reader with the same sight saw it."""
    cast, days = stage.cast, (NOW.date(), NOW.date())
    plan = handing_over.Plan(cast.health, cast.alternate, cast.focal_point, days)
    cases = open_work(cast.alternate, cast.health, reader=cast.head).select_related("recommendation")
    seen = handing_over.digest(plan, [case.reference for case in cases], today=NOW.date())
    whose = {"whose": f"{cast.alternate.pk}-{cast.health.pk}", "to": cast.focal_point.email, "how": "days"}
    return whose | {"first_day": days[0], "last_day": days[1], "then": "confirm", "seen": seen}


def _renaming(stage: Stage) -> dict[str, Any]:
    plan = Plan("rename", NOW.date(), [stage.cast.justice], names={"en": "Ministry of Law"})
    form = {"kind": "rename", "before": "justice", "on": "2026-03-02", "name_en": "Ministry of Law"}
    return form | {"then": "confirm", "seen": digest(plan, today=NOW.date())}


def posted(stage: Stage, browser: Client, row: str, what: str) -> Any:
    case = next(
        (getattr(stage, name) for name in ("drafting", "sent") if f"{{{name}}}" in row), stage.received
    )
    return browser.post(stage.address(row), sent_with(stage, what, case))
