"""Who agreed to which paragraph, as it is kept with an edition; who has not yet, as a draft says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.in_a_row import in_a_row
from cases.people.models import Department
from exports.agreeing.standing import Lead, Rewritten
from exports.content import Agreed, Content, Section
from exports.wording import said


def with_agreements(content: Content, rewritten: Iterable[Rewritten]) -> Content:
    """A content, in any language, that says of each rewritten passage which leads agreed, and when.

    ``rewritten`` is what its report has (``Report.rewritten``). The content given stays as it is.
    """
    agreed = {one.passage: list(_agreed(one.leads)) for one in rewritten}
    sections = [_with(section, agreed) for section in content["sections"]]
    return cast("Content", {**content, "sections": sections})


def without_agreements(content: Content) -> Content:
    """The same as it was before it was frozen, to compare with what circulated."""
    sections = [_without(section) for section in content["sections"]]
    return cast("Content", {**content, "sections": sections})


def _without(section: Section) -> Section:
    said = {name: value for name, value in section.get("rewritten", {}).items() if name != "agreed"}
    return cast("Section", {**section, "rewritten": said}) if said else section


def with_waiting(content: Content, rewritten: Iterable[Rewritten]) -> Content:
    """A draft that says at each rewritten passage which departments have not agreed yet, in its language.

    Arguments as of :func:`with_agreements`. It is no text of the report: no word of it counts.
    """
    waiting = {
        one.passage: [lead.department for lead in one.leads if not lead.is_agreed] for one in rewritten
    }
    with override(content["language"]):
        sections = [_waits(one, waiting.get(one.get("passage", 0), [])) for one in content["sections"]]
    return cast("Content", {**content, "sections": sections})


def _waits(section: Section, departments: list[Department]) -> Section:
    if not departments or "rewritten" not in section:
        return section
    names = in_a_row(departments)
    sentence = _("In the editor's words, not agreed to yet by: %(departments)s") % {"departments": names}
    return cast("Section", {**section, "waits": said(sentence)})


def _with(section: Section, agreed: dict[int, list[Agreed]]) -> Section:
    if "rewritten" not in section:
        return section
    known = {**section["rewritten"], "agreed": agreed.get(section["passage"], [])}
    return cast("Section", {**section, "rewritten": known})


def _agreed(leads: Iterable[Lead]) -> Iterator[Agreed]:
    for lead in leads:
        if lead.is_agreed and lead.agreement and (event := lead.answer):
            yield Agreed(
                department=lead.department.code,
                agreement=lead.agreement.pk,
                event=event.number,
                on=timezone.localdate(event.at).isoformat(),
            )
