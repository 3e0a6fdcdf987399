"""Passages become one, and one is parted again, with the words that an editor wrote for them.

A joined passage keeps the words of each, one after the other. That is a text that nobody agreed to yet, so
the leads are asked anew. Each passage keeps its own texts meanwhile, and has them back when it is parted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Version
from cases.prose_notes import joined
from exports.agreeing.guards import is_made_from, why_not_written
from exports.budget.written import Written, told_in, written_in
from exports.models.outline import Passage, PassageAnswer, PassageText
from exports.outline.outline import Outline
from exports.outline.passages import insert
from workflow.errors import Blocked

Given = Mapping[str, Any]


def join(outline: Outline, given: Given) -> dict[str, Any]:
    """``passages`` become one, where the first stands: their answers under one heading, in this order."""
    chosen = outline.chosen(given["passages"])
    if len(chosen) < 2:
        raise Blocked(_("Tick two passages or more: they become one."))
    _tell_answers(chosen)
    texts = list(_joint_texts(outline, chosen))
    first, *others = chosen
    tells = _tells(chosen)
    outline.number(tells)
    for one in tells:
        if one.passage_id != first.pk:
            stood = one.joined_from_id or one.passage_id
            outline.before.change(one, passage_id=first.pk, joined_from_id=stood)
    for other in others:
        outline.before.change(other, removed_at=outline.at)
    _set_down(outline, first, texts, told=sorted(one.version_id for one in tells))
    return {"passage": first.pk, "count": len(chosen)}


def part(outline: Outline, given: Given) -> dict[str, Any]:
    """Each answer of a ``passage`` gets its own passage again, one after the other, with its own words."""
    passage = outline.passage(given["passage"])
    _tell_answers([passage])
    tells = _tells([passage])
    if len(tells) < 2:
        raise Blocked(_("It tells one answer only, so it cannot be parted."))
    stays = next((one for one in tells if one.joined_from_id is None), tells[0])
    again = {one.pk: one for one in outline.report.passages.filter(gave__in=tells)}
    apart = []
    for tell in tells:
        if tell != stays:
            home = _home(outline, passage, again.get(tell.joined_from_id or 0))
            outline.before.change(tell, passage_id=home.pk, joined_from_id=None, place=1)
            _own_words_again(outline, home, tell)
            apart.append(home)
    _own_words_again(outline, passage, stays)
    insert(outline, apart, outline.heading(passage.heading_id), passage.pk)
    return {"passage": passage.pk, "count": len(tells)}


def _home(outline: Outline, passage: Passage, stood: Passage | None) -> Passage:
    """The passage in which an answer stood before; a new one where it is not known."""
    if stood is None:
        home = Passage.objects.create(report=outline.report, heading_id=passage.heading_id, place=0)
        outline.before.made(home)
    else:
        home = stood
        outline.before.change(home, removed_at=None, heading_id=passage.heading_id)
    outline.passages[home.pk] = home
    return home


def _joint_texts(outline: Outline, chosen: list[Passage]) -> Iterator[PassageText]:
    """What is printed of them, joined, in each language in which all of it is there.

    None where all of them print their answers' own words, as the joined one does then too.
    """
    report = outline.report
    texts = _texts_of(chosen)
    if not any(_original(texts[one.pk], report.language) for one in chosen):
        return
    for one in chosen:
        if refusal := why_not_written(one, report.language):
            raise Blocked(str(refusal))
    for language in report.printed_in:
        parts = [_words(one, texts[one.pk], language, report.language) for one in chosen]
        words = [part for part in parts if part is not None]
        if len(words) == len(chosen):
            yield PassageText(
                passage=chosen[0],
                language=language,
                text=joined(part.text for part in words),
                annexed=joined(part.annexed for part in words if part.annexed.strip()),
            )


def _words(passage: Passage, texts: list[PassageText], language: str, original: str) -> Written | None:
    """As it is printed in a language; None where it is not translated."""
    if language == original:
        return written_in(passage)
    own = _original(texts, original)
    if own is None:
        told = told_in(passage, language)
        there = all(one.printed.language == language for one in told)
        return Written(joined(one.printed.short_text for one in told), "", 0) if there else None
    here = _newest(texts, language)
    if here is None or not here.text.strip() or not is_made_from(here, own, texts):
        return None
    return Written(here.text, here.annexed, here.number)


def _own_words_again(outline: Outline, passage: Passage, tell: PassageAnswer) -> None:
    """What stood in it when it told this answer alone; else the answer's own words."""
    texts = _texts_of([passage])[passage.pk]
    answers = dict(
        Version.objects.filter(pk__in={pk for one in texts for pk in one.told}).values_list("pk", "answer")
    )
    again = []
    for language in outline.report.printed_in:
        newest = _newest(texts, language)
        alone = [one for one in texts if {answers[pk] for pk in one.told} <= {tell.answer_id}]
        stood = _newest(alone, language) or PassageText(language=language, as_answered=True)
        if newest is not None and not newest.says_as(stood):
            again.append(_copy(stood, passage))
    _set_down(outline, passage, again, told=[tell.version_id])


def _copy(text: PassageText, passage: Passage) -> PassageText:
    return PassageText(
        passage=passage,
        language=text.language,
        text=text.text,
        annexed=text.annexed,
        told=text.told,
        as_answered=text.as_answered,
        source=text.source,
        proposal=text.proposal,
    )


def _set_down(outline: Outline, passage: Passage, texts: list[PassageText], *, told: list[int]) -> None:
    """As its newest. What is in the language of the report comes first; the others translate it."""
    standing = _texts_of([passage])[passage.pk]
    original: int | None = None
    for text in texts:
        newest = _newest(standing, text.language)
        text.by, text.at, text.told = outline.by, outline.at, text.told or told
        if text.language != outline.report.language and not text.as_answered:
            text.source = text.source or original
        text.set_down(began_with=newest.number if newest else 0)
        outline.before.made(text)
        original = text.number if text.language == outline.report.language else original


def _texts_of(passages: list[Passage]) -> dict[int, list[PassageText]]:
    """By passage, the oldest first."""
    found: dict[int, list[PassageText]] = defaultdict(list)
    for one in PassageText.objects.filter(passage__in=passages).select_related("proposal").order_by("number"):
        found[one.passage_id].append(one)
    return found


def _newest(texts: list[PassageText], language: str) -> PassageText | None:
    return next((one for one in reversed(texts) if one.language == language), None)


def _original(texts: list[PassageText], language: str) -> PassageText | None:
    """The words of its own that stand in the language of the report."""
    newest = _newest(texts, language)
    return None if newest is None or newest.as_answered else newest


def _tells(passages: list[Passage]) -> list[PassageAnswer]:
    """What they tell, one passage after the other."""
    place = {one.pk: number for number, one in enumerate(passages)}
    rows = PassageAnswer.objects.filter(passage__in=passages)
    return sorted(rows, key=lambda one: (place[one.passage_id], one.place, one.pk))


def _tell_answers(passages: list[Passage]) -> None:
    ids = [one.pk for one in passages]
    if len(set(PassageAnswer.objects.filter(passage__in=ids).values_list("passage", flat=True))) < len(ids):
        raise Blocked(_("Text of your own answers nothing: only passages with answers are joined or parted."))
