"""The words of our templates: references, days, texts with their language, slots, fields, pages of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi, pgettext

from cases import in_a_row
from cases.models import Mention, Recommendation
from cases.pages.look import address_of
from cases.people import site
from cases.people.day_words import MOMENT, WEEKDAY, day_in_words
from cases.people.models import Department
from cases.people.wording import Worded
from cases.prose import isolate, to_html, words_in
from cases.standings import STANDINGS
from cases.states import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()
register.filter("words_in", words_in)
register.filter("day_in_words", day_in_words)


@register.simple_tag
def state_or_suivi() -> str:
    return site.state_name() or site.site_name()


@register.simple_tag
def colon() -> str:
    """Between a label and what it says: French has a space before it."""
    return pgettext("after a label", ":")


@register.simple_tag
def comma() -> str:
    """Between two things in a row: Arabic has a comma of its own."""
    return in_a_row.comma()


register.filter("in_a_row", in_a_row.in_a_row)


@register.simple_tag
def own_colour() -> str:
    """The address of the stylesheet with the colour of the state's own; empty: Suivi's."""
    return address_of(site.here().accent)


@register.simple_tag
def own_mark() -> str:
    """The hash of the state's own mark; empty: Suivi's."""
    return site.here().mark


@register.simple_tag
def said_here(name: str) -> str:
    """A word of the state's own, by its name (``cases/settling/words.py``); empty where it has none."""
    return site.said(name)


@register.simple_tag
def place(code: str) -> StrOrPromise:
    """The word for where a case stands, by the state of the case."""
    return STANDINGS[State(code)]


@register.simple_tag
def reference(thing: Any) -> SafeString:
    """The reference of a case or a recommendation, or any symbol given as text: never turned around."""
    return format_html('<bdi dir="ltr" class="ref">{}</bdi>', getattr(thing, "reference", thing))


@register.filter
def isolated(text: Any) -> SafeString:
    """A sentence of ours in which a reference, a symbol or a day in digits keeps its direction."""
    escaped = conditional_escape(text)
    return isolate(escaped) if get_language_bidi() else escaped


@register.filter
def day(when: date | datetime | None) -> str:
    """A date in words, isolated: 2 March 2026."""
    if when is None:
        return ""
    local = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return _time(local.isoformat(), day_in_words(local))


@register.filter
def weekday(when: date | None) -> str:
    """A date in words with its day of the week: Monday 2 March 2026."""
    return _time(when.isoformat(), day_in_words(when, WEEKDAY)) if when else ""


@register.filter
def moment(when: datetime | None) -> str:
    """A date in words with the time of day: 2 March 2026, 09:00."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    return _time(local.isoformat(timespec="minutes"), day_in_words(local, MOMENT))


@register.filter
def clock(when: datetime) -> str:
    """A time of today: 09:10."""
    local = timezone.localtime(when)
    return _time(local.isoformat(timespec="minutes"), date_format(local, "H:i"))


def _time(machine: str, words: str) -> SafeString:
    return format_html('<bdi><time datetime="{}">{}</time></bdi>', machine, words)


@register.filter
def figure(number: float) -> str:
    """A whole number as people read it, its thousands apart: 12,480."""
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def direction(language: str) -> str:
    """``rtl`` or ``ltr``, for the ``dir`` of a text in that language."""
    return "rtl" if language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


@register.simple_tag
def worded(thing: Worded | None, element: str = "span", words: int = 0) -> SafeString:
    """A name or a UN text in the reader’s language, with its ``lang`` and ``dir``; cut after ``words``."""
    wording = thing.wording() if thing is not None else None
    if wording is None:
        return format_html("{}", thing or "")
    text = Truncator(wording.text).words(words) if words else wording.text
    return spoken(text, wording.language, element)


@register.simple_tag
def un_text(text: str, language: str, opening: str = "", heading: str = "") -> SafeString:
    """A text of the UN: its heading small, the opening that others of its paragraph share, then itself."""
    above = (("un-heading", heading), ("un-opening", opening))
    parts = [(name, words) for name, words in above if words]
    if not parts:
        return spoken(text, language)
    said = format_html_join("", '<p class="{}">{}</p>', parts)
    whole = '<div class="un-text" lang="{}" dir="{}">{}<p>{}</p></div>'
    return format_html(whole, language, direction(language), said, text)


@register.simple_tag
def asked_text(recommendation: Recommendation) -> SafeString:
    """What the UN asks, whole, in the reader's language; lists show the sub-item alone, by ``worded``."""
    wording: Any = recommendation.wording()
    if wording is None:
        return format_html("<p>{}</p>", recommendation)
    return un_text(wording.text, wording.language, wording.opening, wording.heading)


@register.simple_tag
def worded_then(department: Department, when: datetime, element: str = "span") -> SafeString:
    """A department as it was called at that moment, with the ``lang`` and ``dir`` of the name."""
    wording = department.wording_on(timezone.localdate(when))
    return spoken(wording.text, wording.language, element) if wording else format_html("{}", department)


@register.simple_tag
def spoken(text: str, language: str, element: str = "p") -> SafeString:
    """A text in a known language, in an element with its own ``lang`` and ``dir``."""
    tag = element if element in ("p", "span", "div", "bdi", "blockquote") else "p"
    opening = format_html('<{} lang="{}" dir="{}">', tag, language, direction(language))
    return format_html("{}{}</{}>", opening, text, tag)


@register.filter
def narrative(markdown: str, name: str = "") -> SafeString:
    """A narrative as its department wrote it (Markdown), as safe HTML; ``name`` as in ``to_html``."""
    return to_html(markdown, name=name)


@register.filter
def naming(text: str, mentions: Iterable[Mention]) -> SafeString:
    """What was said, escaped, with the names of those whom it mentions in elements of their own."""
    written = sorted({one.written for one in mentions}, key=len, reverse=True)
    if not written:
        return conditional_escape(text)
    pieces = re.split(f"(@(?:{'|'.join(map(re.escape, written))}))", text)  # texts and names in turn
    named = (
        format_html('<bdi class="mention">{}</bdi>' if place % 2 else "{}", piece)
        for place, piece in enumerate(pieces)
    )
    return mark_safe("".join(named))  # noqa: S308 - each piece was escaped


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    """What higher rooms show here: each template that ``settings.SLOTS`` names for the slot.

    What every page shows is in the context already, and is not asked for again.
    """
    flat: Any = context.flatten()
    parts = (render_to_string(one, flat) for one in settings.SLOTS.get(name, []))
    return mark_safe("".join(parts))  # noqa: S308 - rendered templates, escaped already


@register.inclusion_tag("cases/parts/field.html")
def field(bound: Any) -> dict[str, Any]:
    """One field of a form with its label, hint and problem; one that may stay empty says so."""
    return {"field": bound, "marked": True}


@register.inclusion_tag("cases/parts/field.html")
def field_in_time(bound: Any) -> dict[str, Any]:
    """The same, for what may stay empty while one saves, but not for ever."""
    return {"field": bound, "marked": False}


@register.inclusion_tag("cases/parts/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; they keep the other words of the address."""

    def address(number: int) -> str:
        query = context["request"].GET.copy()
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "numbers": [
            {
                "number": number,
                "current": number == page.number,
                "url": address(number) if isinstance(number, int) else "",
            }
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
        "previous": address(page.number - 1),
        "next": address(page.number + 1),
    }
