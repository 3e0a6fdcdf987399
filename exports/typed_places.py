"""Where an editor types in an outline: texts, new or in a language, and headings; and what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.drafting import copies
from cases.models import Case
from cases.people.models import User
from cases.people.roles import EDITOR, grants_of
from cases.prose import LONGEST
from exports.models import PassageText, Report, TypedText
from workflow.errors import Blocked, NotAllowed

PLACES = re.compile(
    r"(?P<kind>passage)-(?P<pk>\d{1,18})-(?P<language>[a-zA-Z-]{2,12})"
    r"|(?P<new>new)-(?P<under>\d{1,18})-(?P<after>\d{1,18})"
    r"|(?P<heading>heading)-(?P<of>\d{1,18}|new-\d{1,18})"
)
FIELDS = ("text", "annexed", "source", "began_with")
"""Fields of these forms, beside a title in each language; whatever else is sent is not kept."""
_TEXT = forms.CharField(required=False, strip=False, max_length=LONGEST)


@dataclass(frozen=True)
class Place:
    """A form of a report, by its ``name``; ``text`` is what stands there, if it has a text that stands."""

    report: Report
    name: str
    text: PassageText | None = None

    @property
    def latest(self) -> int:
        return self.text.number if self.text else 0

    def of(self, user: User) -> Any:
        """What this person typed there: what stands, and what was dropped."""
        return TypedText.objects.visible_to(user).filter(report=self.report, place=self.name)

    def of_all(self) -> Any:
        """Of whomever: only who writes, and since when, is ever said of others."""
        return TypedText.objects.filter(report=self.report, place=self.name)


def place_named(report: Report, name: str) -> Place | None:
    """None where the report has no such passage, heading or language, or the passage is not for editors."""
    found = PLACES.fullmatch(name)
    if found is None:
        return None
    if found["kind"]:
        return _of_passage(report, name, int(found["pk"]), found["language"])
    if found["new"]:
        known = report.headings.standing().filter(pk=int(found["under"])).exists()
        return Place(report, name) if known else None
    heading = int(found["of"].removeprefix("new-"))
    known = found["of"] == "new-0" or report.headings.standing().filter(pk=heading).exists()
    return Place(report, name) if known else None


def of_passage(report: Report, passage: int, language: str, text: PassageText | None) -> Place:
    """Of a passage in a language, where ``text`` stands."""
    return Place(report, f"passage-{passage}-{language}", text)


def _of_passage(report: Report, name: str, pk: int, language: str) -> Place | None:
    passage = report.passages.standing().filter(pk=pk).first()
    if passage is None or language not in report.printed_in:
        return None
    if Case.objects.filter(restricted=True, answer__in=passage.tells.values("answer")).exists():
        return None
    texts = passage.texts.filter(language=language).select_related("by")
    return Place(report, name, texts.order_by("-number").first())


def keep(
    place: Place, typed: Mapping[str, str], *, started_from: int, seen: int, by: User, now: datetime
) -> TypedText:
    """Keep what ``by`` types there; ``seen`` is the edition that the window knows, 0 for none.

    Raises :class:`NotAllowed` for anybody but an editor, :class:`Blocked` for what is longer than a text may
    be, and :class:`cases.drafting.copies.OtherWindow`; then nothing was kept.
    """
    _ask_for_editor(by)
    languages = place.report.printed_in
    known = {*FIELDS, *(f"{name}_{code}" for name in ("title", "began") for code in languages)}
    kept = {name: _checked(text) for name, text in typed.items() if name in known}
    first = TypedText(person=by, report=place.report, place=place.name, here_since=now, here_at=now)
    return copies.kept_in(place.of(by), first, typed=kept, started_from=started_from, seen=seen, now=now)


def _checked(text: str) -> str:
    try:
        return str(_TEXT.clean(text))
    except forms.ValidationError as problem:
        raise Blocked(_("Not saved: %(problems)s") % {"problems": " ".join(problem.messages)}) from None


def is_here(place: Place, *, by: User, now: datetime) -> TypedText | None:
    """The page on which ``by`` types there is open: what was kept, if anything."""
    _ask_for_editor(by)
    found: TypedText | None = copies.heard_of(place.of(by), now)
    return found


def drop(place: Place, *, by: User, now: datetime) -> bool:
    """Lay aside what ``by`` typed there; whether there was anything."""
    return copies.laid_aside(place.of(by), now)


def bring_back(place: Place, *, by: User, now: datetime) -> bool:
    """What was dropped last stands again; whether there was anything."""
    return copies.brought_back(place.of(by), now)


def became_a_text(place: Place, *, by: User, seen: int) -> None:
    """It is saved. What went on in another window stays."""
    place.of(by).standing().filter(edition=seen).delete()


def _ask_for_editor(by: User) -> None:
    if not EDITOR.held(grants_of(by), None):
        raise NotAllowed(_("This is for the %(role)s.") % {"role": EDITOR.label})
