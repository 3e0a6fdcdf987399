"""Writing the own text of a passage: the one way in which a ``PassageText`` comes to be."""

from __future__ import annotations

from datetime import datetime

from cases.people.models import User
from exports.actions import arrange
from exports.models import Passage, PassageText, ProposedText, Report


def write(
    passage: Passage,
    *,
    language: str,
    text: str,
    by: User,
    now: datetime,
    began_with: int,
    annexed: str = "",
    source: int | None = None,
    proposal: ProposedText | None = None,
) -> PassageText:
    """Give the passage this text in ``language``, by a step of its report; it can be undone for some minutes.

    What leads were asked about the earlier text is withdrawn.

    ``began_with`` is the ``number`` of the text in this language that the person began with, 0 for none.
    ``annexed`` is what moves into the annex of full texts. ``source`` is the number of the text in the
    report's language that it translates, ``proposal`` what a lead proposed where it is that, word for word.

    Raises :class:`exports.models.WrittenMeanwhile` where another text stands there now, and otherwise as
    :func:`exports.actions.take_report_step`; then nothing was written.
    """
    return _set_down(
        PassageText(
            passage=passage,
            language=language,
            text=text,
            annexed=annexed,
            told=_told(passage),
            source=source,
            proposal=proposal,
            by=by,
            at=now,
        ),
        began_with=began_with,
    )


def print_answers(passage: Passage, *, by: User, now: datetime, began_with: int) -> PassageText:
    """The passage prints its answers' own texts again. Its own words are kept, but stand no longer.

    Arguments and errors as in :func:`write`; the language is that of the report.
    """
    language = Report.objects.values_list("language", flat=True).get(pk=passage.report_id)
    back = PassageText(
        passage=passage, language=language, as_answered=True, told=_told(passage), by=by, at=now
    )
    return _set_down(back, began_with=began_with)


def newest_number(passage: Passage, language: str) -> int:
    """The number of its newest text in this language; 0: there is none."""
    texts = PassageText.objects.filter(passage=passage, language=language)
    return max(texts.values_list("number", flat=True), default=0)


def _set_down(text: PassageText, *, began_with: int) -> PassageText:
    report = Report.objects.get(pk=text.passage.report_id)
    arrange(report, "write", by=text.by, now=text.at, text=text, began_with=began_with)
    return text


def _told(passage: Passage) -> list[int]:
    return sorted(passage.tells.values_list("version", flat=True))
