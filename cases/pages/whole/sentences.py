"""The Overview in sentences: how far the answers are, when the last one is approved, what that means."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.overview.pace import DONE, EARLY, FAR, NONE, NONE_LATELY, Pace
from cases.pages.whole.loads import Totals
from cases.people.day_words import day_in_words
from cases.templatetags.suivi import figure


def standing(totals: Totals) -> str:
    """How many are approved, and how many late."""
    if not totals.asked:
        return _("Nothing is asked in this round yet.")
    said = {"approved": figure(totals.approved), "asked": figure(totals.asked)}
    approved = ngettext(
        "%(approved)s of %(asked)s answer is approved.",
        "%(approved)s of %(asked)s answers are approved.",
        totals.asked,
    )
    late = ngettext("%(late)s is late.", "%(late)s are late.", totals.late)
    return f"{approved % said} {late % {'late': figure(totals.late)} if totals.late else _('None is late.')}"


def ready_by(pace: Pace, submission_on: date | None, today: date) -> str:
    """When the last answer is approved if it goes on so, and how that day stands to the submission."""
    if pace.says == DONE:
        return _("All answers are approved.") if pace.days or pace.lately else ""
    if submission_on is not None and submission_on < today:
        return _passed(pace, submission_on)
    if pace.ready_on is None:
        return _silent(pace)
    said = {"day": day_in_words(pace.ready_on), "submission": _against(pace.ready_on, submission_on)}
    if submission_on is None:
        sentence = (
            _("At the pace of the last four weeks the last answer is approved on %(day)s.")
            if pace.is_whole
            else _("At the pace so far the last answer is approved on %(day)s.")
        )
    else:
        sentence = (
            _("At the pace of the last four weeks the last answer is approved on %(day)s, %(submission)s.")
            if pace.is_whole
            else _("At the pace so far the last answer is approved on %(day)s, %(submission)s.")
        )
    return sentence % said


def _against(ready_on: date, submission_on: date | None) -> str:
    """The end of a sentence on a day: how many days it is before or after the submission."""
    if submission_on is None:
        return ""
    days = (ready_on - submission_on).days
    if days == 0:
        return _("on the very day of the submission")
    after = ngettext(
        "%(count)d day after the submission date", "%(count)d days after the submission date", days
    )
    before = ngettext(
        "%(count)d day before the submission date", "%(count)d days before the submission date", -days
    )
    return (after if days > 0 else before) % {"count": abs(days)}


def _passed(pace: Pace, submission_on: date) -> str:
    sentence = ngettext(
        "The submission date, %(day)s, is over, and %(count)s answer is not approved.",
        "The submission date, %(day)s, is over, and %(count)s answers are not approved.",
        pace.left,
    )
    return sentence % {"day": day_in_words(submission_on), "count": figure(pace.left)}


def _silent(pace: Pace) -> str:
    """Why no day can be named."""
    return {
        NONE: _("No answer is approved yet, so nothing can be said of the pace."),
        EARLY: _("Answers are asked since a few days only: too early to say when the last one is approved."),
        NONE_LATELY: _("No answer was approved in the last four weeks: at this pace they never all are.")
        if pace.is_whole
        else _("No answer was approved lately: at this pace they never all are."),
        FAR: _("At the present pace it takes more than two years until the last answer is approved."),
    }[pace.says]
