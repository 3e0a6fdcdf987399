"""The text of a passage as it was written, for whoever writes another: its own, or its answers'."""

from __future__ import annotations

from dataclasses import dataclass

from cases.prose_notes import joined
from exports.models.outline import Passage
from exports.told import Told, in_language


@dataclass(frozen=True)
class Written:
    """``annexed`` is what moved into the annex already, ``number`` that of the own text; 0: it has none."""

    text: str
    annexed: str
    number: int


def written_in(passage: Passage) -> Written:
    """In the language of its report; three queries at most."""
    language = passage.report.language
    own = passage.texts.filter(language=language).order_by("-number").first()
    if own is not None and not own.as_answered:
        return Written(own.text, own.annexed, own.number)
    told = told_in(passage, language)
    return Written(joined(one.printed.short_text for one in told), "", own.number if own else 0)


def told_in(passage: Passage, language: str) -> list[Told]:
    """The answers that it tells, each as it would be printed in a language; two queries."""
    telling = passage.tells.select_related("answer", "version").order_by("place", "pk")
    told = [Told(one.answer, one.version) for one in telling]
    return in_language(told, language, original=passage.report.language)
