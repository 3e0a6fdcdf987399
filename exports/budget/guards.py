"""The rules of a request for a shorter text. Each returns the sentence why not; empty means yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.prose import words_in
from workflow.step import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def report_is_with_editor(act: Act) -> StrOrPromise:
    """while the report is with the editor"""
    if act.case.report.is_with_editor:
        return ""
    return _("The report is no longer with the editor, so its text stands still.")


def leads_the_passage(act: Act) -> StrOrPromise:
    """of a lead of the passage"""
    if act.case.is_of_a_lead():
        return ""
    return _("This department leads no answer of the passage, or the passage was taken out.")


def is_shorter(act: Act) -> StrOrPromise:
    """shorter than it was"""
    words, most = words_in(act.comment), act.case.had
    if words < most:
        return ""
    sentence = ngettext(
        "This has %(words)s word, as many as before or more: it had %(most)s. Shorten it, or say why not.",
        "This has %(words)s words, as many as before or more: it had %(most)s. Shorten it, or say why not.",
        words,
    )
    return sentence % {"words": words, "most": most}
