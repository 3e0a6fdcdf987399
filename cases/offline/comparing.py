"""What a file that was sent back would change: of each answer what stands, what comes, what is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Version, WorkingCopy
from cases.offline.asked import Asked, Scale, answers_among, scale_of
from cases.offline.coming_back import as_it_was_written, unchanged
from cases.offline.patience import Patience
from cases.offline.planned import GONE, LOOK, MOVED, SAME, TAKEN, Planned, Text
from cases.offline.sent_back import Filled
from cases.people.models import User
from cases.people.roles import HEAD, LEAD_DEPARTMENT, grants_of
from cases.prose import LONGEST

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEFT_OUT: dict[str, StrOrPromise] = {
    "emphasis": gettext_lazy("Bold, italics and underlining are left out; a UN document has none."),
    "pictures": gettext_lazy("Pictures and drawings are left out; add them as evidence."),
    "symbols": gettext_lazy("Letters of a symbol font are left out."),
    "comments": gettext_lazy("Comments in the margin are left out."),
    "tracked": gettext_lazy("Tracked changes are taken as if they had been accepted."),
    "links": gettext_lazy("The text of links is kept, their addresses are left out."),
    "formulas": gettext_lazy("Formulas are left out."),
    "hidden": gettext_lazy("Hidden text is left out."),
    "nested tables": gettext_lazy("A table within a table is kept as the text of its cell."),
}


def compared(filled: Iterable[Filled], *, by: User) -> list[Planned]:
    """What would be done, for this person. Some ten queries, however many answers there are.

    Raises :class:`~cases.offline.opening.BadFile` where their texts take too long.
    """
    return _Comparison(list(filled), by).planned()


class _Comparison:
    def __init__(self, filled: list[Filled], by: User) -> None:
        self.filled, self.by = filled, by
        keys = [one.answer for one in filled]
        self.asked = answers_among(keys, by)
        seen = Case.objects.visible_to(by).filter(answer__in=keys).select_related("recommendation")
        self.cases = {case.answer_id: case for case in seen.order_by("-pk")}
        versions = Version.objects.visible_to(by).filter(answer__in=keys).select_related("author")
        self.versions = {(one.answer_id, one.number): one for one in versions.order_by("number")}
        own = WorkingCopy.objects.visible_to(by).filter(answer__in=keys).standing()
        self.kept = set(own.values_list("answer", flat=True))
        self.grants = grants_of(by)

    def planned(self) -> list[Planned]:
        patience, plans = Patience(), []
        for one in self.filled:
            patience.check()
            plans.append(self._one(one))
        return plans

    def _one(self, filled: Filled) -> Planned:
        asked = self.asked.get(filled.answer)
        if asked is None:
            return self._elsewhere(filled)
        if problem := _problem(filled):
            return Planned(filled, LOOK, asked, asked.cases[0], problem=problem)
        full, short = self._texts(filled, asked)
        scale = self._scales[asked.answer.round.asks_position]
        proposed, is_unknown = _proposed(filled, asked, scale)
        astray = _astray(filled, is_unknown)
        standing = _standing(filled, asked, full, short, proposed)
        if standing == SAME and (astray or filled.locked != filled.locked_now):
            standing = LOOK
        return Planned(
            filled,
            standing,
            asked,
            asked.cases[0],
            full=full,
            short=short,
            proposed=proposed,
            proposed_now=asked.proposed,
            names=scale.names,
            theirs=asked.draft,
            notes=tuple(self._notes(filled, asked, is_unknown)),
            may_keep=standing == MOVED and filled.answer not in self.kept,
            astray=astray,
        )

    def _texts(self, filled: Filled, asked: Asked) -> tuple[Text, Text]:
        """The full and the short text."""
        base, language = self.versions.get((filled.answer, filled.number)), asked.answer.round.language
        before, now = base.texts if base else ("", ""), asked.texts
        return (
            _text(filled.full, before[0], now[0], language),
            _text(filled.short, before[1], now[1], language),
        )

    def _elsewhere(self, filled: Filled) -> Planned:
        """It is not this person's to write now; of what is hidden nothing is said, not even that it is."""
        case = self.cases.get(filled.answer)
        if case is None or not LEAD_DEPARTMENT.held(self.grants, case.lead_id):
            return Planned(filled, GONE, case=case)
        versions = [one for (answer, _number), one in self.versions.items() if answer == filled.answer]
        drafts = [one for one in versions if one.kind == Version.Kind.DRAFT or one.agreed_at]
        problem = _("%(reference)s stands at “%(standing)s” by now, so its text is not written on.")
        said = {"reference": case.reference, "standing": case.standing}
        return Planned(
            filled, MOVED, case=case, theirs=drafts[-1] if drafts else None, problem=problem % said
        )

    @cached_property
    def _scales(self) -> dict[bool, Scale]:
        kinds = {one.answer.round.asks_position for one in self.asked.values()}
        return {asks_position: scale_of(asks_position) for asks_position in kinds}

    def _notes(self, filled: Filled, asked: Asked, unknown: bool) -> Iterable[str]:
        if filled.locked != filled.locked_now:
            yield _("What the UN asks was changed in the file; that is not taken.")
        if filled.locked and filled.locked not in asked.digests():
            yield _(
                "What is asked has changed since the file was made: read it again before you send the answer."
            )
        if unknown:
            yield _("“%(said)s” is not among what can be proposed, so the proposal stays as it is.") % {
                "said": filled.proposed[:80]
            }
        yield from (str(LEFT_OUT[word]) for word in filled.left if word in LEFT_OUT)
        if filled.answer in self.kept:
            yield _("You have typed text on its page too, which is not saved yet. It stays there.")
        if HEAD.held(self.grants, asked.answer.lead_id):
            yield _(
                "You sign for this department: with this text you become a drafter, and somebody else signs."
            )


def _astray(filled: Filled, is_unknown: bool) -> tuple[str, ...]:
    """What was written into the part that is locked, or instead of a choice."""
    return tuple(text for text in (filled.instead, filled.proposed if is_unknown else "") if text)


def _problem(filled: Filled) -> str:
    if filled.twice:
        return _(
            "Its boxes stand in the file more than once, with different texts. Keep one, and send it again."
        )
    if max(len(filled.full), len(filled.short)) > LONGEST:
        return _("The text is longer than %(longest)d characters.") % {"longest": LONGEST}
    return ""


def _text(mine: str, before: str, now: str, language: str) -> Text:
    """What came back empty, or as it would come back untouched, was not changed."""
    if not mine or mine in (before.strip(), unchanged(before, language)):
        return Text(before, now, before)
    if mine in (now.strip(), unchanged(now, language)):
        return Text(before, now, now)
    return Text(before, now, as_it_was_written(mine, before, language))


def _proposed(filled: Filled, asked: Asked, scale: Scale) -> tuple[str, bool]:
    """What is proposed afterwards, and whether the file names something that is unknown."""
    if not filled.proposed:
        return asked.proposed, False
    found = scale.by_name.get(filled.proposed.strip().casefold())
    if found is None:
        return asked.proposed, True
    return (found if found != filled.proposed_before else asked.proposed), False


def _standing(filled: Filled, asked: Asked, full: Text, short: Text, proposed: str) -> str:
    comes = full.comes != full.now or short.comes != short.now or proposed != asked.proposed
    if not comes:
        return SAME
    return TAKEN if filled.number == asked.number else MOVED
