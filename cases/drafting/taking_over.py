"""Takes sentences of contributions over into what the lead types: those chosen, at a place, and back again.

Nothing is saved as a version: the person reads the whole, and saves. Who contributed what is not written
down anew: parts and versions are never changed, so which sentence of which part stands in a text is read
from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases import actions
from cases.difference import sentences
from cases.drafting.copies import keep_draft
from cases.drafting.merging import joined
from cases.folded import as_read
from cases.models import Case, Part, Version, WorkingCopy
from cases.people.models import User
from cases.prose import LONGEST
from workflow.errors import Blocked, Conflict

STEPS_BACK = 5
"""So many takings-over, one after the other, can be undone."""

_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
"""Between two paragraphs."""


@dataclass(frozen=True)
class Sentence:
    """One of a part, by its ``number`` in it; ``stands``: the lead's text has it, word for word."""

    number: int
    text: str
    stands: bool


def sentences_against(part: str, text: str) -> list[Sentence]:
    """The sentences of a part, each with whether it stands in ``text``; line breaks and marks aside."""
    there = {as_read(one) for one in sentences(text)}
    return [
        Sentence(number, one.strip(), as_read(one) in there)
        for number, one in enumerate(sentences(part))
        if as_read(one)
    ]


def paragraphs(text: str) -> list[str]:
    """What stands between empty lines."""
    return [one for one in _GAP.split(text.strip()) if one.strip()]


def put_in(text: str, block: str, *, after: int) -> str:
    """``block`` as a paragraph of its own behind the paragraph of that number, from 1; 0 is the end."""
    whole = text.strip()
    ends = [gap.start() for gap in _GAP.finditer(whole)]
    at = ends[after - 1] if 0 < after <= len(ends) else len(whole)
    return "\n\n".join(one for one in (whole[:at].rstrip(), block.strip(), whole[at:].lstrip()) if one)


def as_quotation(part: Part, text: str) -> str:
    """A part, or some of it, as it goes into the lead's text: verbatim, and under its department's name."""
    quoted = "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
    named = part.contribution.department.worded(part.language)
    return _("From %(department)s:") % {"department": named} + f"\n\n{quoted}"


@transaction.atomic
def take_over(
    case: Case,
    chosen: Mapping[Part, Sequence[int]],
    *,
    after: int,
    started_from: int,
    seen: int,
    by: User,
    now: datetime,
) -> WorkingCopy:
    """Put the chosen sentences of each part, by their numbers, into what ``by`` types, as its working copy.

    ``after`` as for :func:`put_in`; ``seen`` is the edition of the copy that the page showed,
    ``started_from`` the number of the draft where there was none. What an independent body wrote is quoted
    under its name.

    Raises as :func:`cases.drafting.copies.keep_draft` does, and :class:`Blocked` where nothing is chosen,
    or where the text would be longer than the form takes.
    """
    block = "\n\n".join(text for part, numbers in chosen.items() if (text := _block(part, numbers)))
    if not block:
        raise Blocked(_("Choose the sentences first."))
    actions.ask_who_writes(case, by)
    copy = _own(case, by)
    typed = copy.typed if copy else _texts_of(case, started_from, by)
    before = [*copy.before, copy.typed] if copy else [None]
    put = {"full_text": put_in(typed.get("full_text", ""), block, after=after)}
    _ask_for_room(put["full_text"])
    act: dict[str, Any] = {"seen": seen, "by": by, "now": now}
    kept = keep_draft(
        case, typed=typed | put, started_from=copy.started_from if copy else started_from, **act
    )
    kept.before = before[-STEPS_BACK:]
    kept.save(update_fields=["before"])
    return kept


@transaction.atomic
def undo(case: Case, *, seen: int, by: User, now: datetime) -> None:
    """What was typed before sentences were taken over last stands again.

    Raises as :func:`take_over` does, and :class:`Conflict` where the person typed on since.
    """
    actions.ask_who_writes(case, by)
    copy = _own(case, by)
    if copy is None or copy.edition != seen or not copy.before:
        raise Conflict(
            _("You wrote on since, so nothing was undone. Take the sentences out of the text by hand.")
        )
    *earlier, last = copy.before
    if last is None:
        copy.delete()
        return
    act: dict[str, Any] = {"seen": seen, "by": by, "now": now}
    kept = keep_draft(case, typed=last, started_from=copy.started_from, **act)
    kept.before = earlier
    kept.save(update_fields=["before"])


def _block(part: Part, numbers: Iterable[int]) -> str:
    found, wanted = sentences(part.text), set(numbers)
    text = joined(one for number, one in enumerate(found) if number in wanted).strip()
    if not text or not part.contribution.department.independent:
        return text
    with override(part.language):
        return as_quotation(part, text)


def _ask_for_room(text: str) -> None:
    if len(text) <= LONGEST:
        return
    sentence = _(
        "Nothing was taken over: your text would have more than %(longest)s characters. Choose fewer "
        "sentences, or shorten your text first."
    )
    raise Blocked(sentence % {"longest": number_format(LONGEST, use_l10n=True, force_grouping=True)})


def _own(case: Case, by: User) -> WorkingCopy | None:
    own = WorkingCopy.objects.of(case.present_answer).filter(person=by).standing()
    return own.select_for_update().first()


def _texts_of(case: Case, number: int, by: User) -> dict[str, str]:
    """Those of the draft of that number; empty ones where there is none."""
    seen = Version.objects.visible_to(by).drafts().filter(answer=case.answer_id, number=number)
    draft = seen.first()
    names = ("full_text", "short_text")
    return {name: getattr(draft, name, "") for name in names}
