"""Who agreed to which paragraph, as it is kept with an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from django.utils import timezone

from exports.agreeing.standing import Lead, Rewritten
from exports.content import Agreed, Content, Section


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


def _with(section: Section, agreed: dict[int, list[Agreed]]) -> Section:
    if "rewritten" not in section:
        return section
    said = {**section["rewritten"], "agreed": agreed.get(section["passage"], [])}
    return cast("Section", {**section, "rewritten": said})


def _agreed(leads: Iterable[Lead]) -> Iterator[Agreed]:
    for lead in leads:
        if lead.is_agreed and lead.agreement and (event := lead.answer):
            yield Agreed(
                department=lead.department.code,
                agreement=lead.agreement.pk,
                event=event.number,
                on=timezone.localdate(event.at).isoformat(),
            )
