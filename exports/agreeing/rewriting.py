"""A passage in the editor's words, in place of the approved ones; each text is kept.

The departments' own words stay in their answers, and can be taken back with one click. Writing itself, and
its undo, is ``exports/outline/writing.py``.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import User
from exports.agreeing.guards import is_same
from exports.models import Passage, PassageText, ProposedText, Report
from exports.outline.writing import newest_number, print_answers, write
from workflow.errors import Blocked, Conflict, WrongState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@transaction.atomic
def rewrite(
    passage: Passage,
    *,
    language: str,
    text: str,
    by: User,
    now: datetime,
    began_with: int,
    annexed: str = "",
    proposal: ProposedText | None = None,
) -> PassageText:
    """Write the passage's own text in a language, where its answers may be told in other words.

    Arguments and errors as of :func:`exports.outline.writing.write`; a translation is one of the text that
    stands in the report's language. The same text again writes nothing. Raises :class:`Blocked` where there
    is no text, or the passage tells what cannot be rewritten; then nothing was written.
    """
    report = _with_editor(passage)
    newest = newest_text(passage, language)
    said = PassageText(text=text.strip(), annexed=annexed.strip())
    if not said.text:
        raise Blocked(_("There is no text. Write it, or take back the departments' own words."))
    _seen(newest, began_with)
    if newest is not None and _says(newest, said):
        return newest
    return write(
        passage,
        language=language,
        text=said.text,
        annexed=said.annexed,
        by=by,
        now=now,
        began_with=began_with,
        source=None if language == report.language else newest_number(passage, report.language),
        proposal=proposal,
    )


@transaction.atomic
def own_words_again(passage: Passage, *, by: User, now: datetime, began_with: int) -> PassageText:
    """Let the passage print its answers' own words. Arguments and errors as of :func:`rewrite`."""
    report = _with_editor(passage)
    newest = newest_text(passage, report.language)
    _seen(newest, began_with)
    if newest is None or newest.as_answered:
        raise Blocked(_("The paragraph prints the departments' own words already."))
    if not passage.tells.exists():
        raise Blocked(_("No answer stands behind this paragraph. Take it out instead."))
    return print_answers(passage, by=by, now=now, began_with=began_with)


def words_again(
    passage: Passage, *, earlier: PassageText, by: User, now: datetime, began_with: int
) -> PassageText:
    """Take up an earlier text of the passage again. Arguments and errors as of :func:`rewrite`."""
    return rewrite(
        passage,
        language=earlier.language,
        text=earlier.text,
        annexed=earlier.annexed,
        by=by,
        now=now,
        began_with=began_with,
    )


def newest_text(passage: Passage, language: str) -> PassageText | None:
    return passage.texts.filter(language=language).order_by("-number").first()


def why_not_now(report: Report) -> StrOrPromise:
    """Why no passage of the report is written now: others read what stands."""
    if report.is_with_editor:
        return ""
    sentence = _(
        "The report stands at “%(state)s”: what others read stands still, so nothing can be changed."
    )
    return sentence % {"state": report.standing}


def _with_editor(passage: Passage) -> Report:
    report = Report.objects.select_for_update(of=("self",)).get(pk=passage.report_id)
    if refusal := why_not_now(report):
        raise WrongState(str(refusal))
    return report


def _seen(newest: PassageText | None, began_with: int) -> None:
    if began_with != (newest.number if newest else 0):
        raise Conflict(_("Somebody else wrote another text meanwhile, so yours was not saved. Look at both."))


def _says(newest: PassageText, said: PassageText) -> bool:
    return not newest.as_answered and is_same(newest, said)
