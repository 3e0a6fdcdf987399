"""The words of the templates about agreement: who said what, and what stands at a paragraph of the text."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from cases.pages.told import who
from exports.agreeing.standing import Lead, Rewritten
from exports.content import Section
from workflow.models import Event

register = template.Library()
register.filter("by_whom", who)

# fmt: off
EVENTS = {
    "ask":           gettext_lazy("Asked to agree by {by}"),
    "remind":        gettext_lazy("Reminded by {by}"),
    "agree":         gettext_lazy("Agreed to by {by}"),
    "decline":       gettext_lazy("Not agreed to by {by}"),
    "take_proposal": gettext_lazy("Taken as the department proposed it, by {by}"),
    "withdraw":      gettext_lazy("The text changed, so nobody need agree to it; changed by {by}"),
}
# fmt: on


@register.filter
def agreement_event(event: Event) -> SafeString:
    """An event of an agreement as a sentence."""
    return format_html(str(EVENTS[event.step]), by=who(event))


@register.filter
def any_unasked(leads: Iterable[Lead]) -> bool:
    return any(lead.state == "unasked" for lead in leads)


@register.simple_tag
def rewritten_at(section: Section, rewritten: dict[int, Rewritten] | str) -> Rewritten | None:
    """What stands at this section, where the editor rewrote it and the page has read who agreed."""
    if not isinstance(rewritten, dict) or "rewritten" not in section:
        return None
    return rewritten.get(section.get("passage", 0))
