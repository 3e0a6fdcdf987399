"""What the text of a report lacks in one of its languages: what is not translated, what is out of step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.in_a_row import in_a_row
from exports.content import Content, Section
from exports.numbering import listed
from exports.wording import language_name

if TYPE_CHECKING:
    from exports.models import Report


def lacking_in(content: Content) -> list[str]:
    """A sentence for each thing that the text lacks in its language, in the active one."""
    return [*_untranslated(content), *_out_of_step(content)]


def title_page_lacks(report: Report, content: Content) -> list[str]:
    """A sentence where the title page is not translated, as far as it says anything."""
    language = content["language"]
    labels = {"title": _("title"), "body": _("body"), "distribution": _("distribution")}
    lacking = [label for name, label in labels.items() if not report.is_worded(name, language)]
    sentence = _("%(language)s: the title page is not translated: %(what)s.")
    return [sentence % {"language": language_name(language), "what": in_a_row(lacking)}] if lacking else []


def untranslated_in(content: Content) -> list[Section]:
    """The passages that are printed in another language."""
    return [one for one in content["sections"] if one.get("note")]


def out_of_step_in(content: Content) -> list[Section]:
    """The passages with other paragraphs than the original: some numbers stand for none, or for two."""
    return [one for one in content["sections"] if "numbers" in one]


def _untranslated(content: Content) -> Iterator[str]:
    if found := untranslated_in(content):
        sentence = ngettext(
            "%(language)s: %(count)d passage is not translated (paragraphs %(paragraphs)s).",
            "%(language)s: %(count)d passages are not translated (paragraphs %(paragraphs)s).",
            len(found),
        )
        yield sentence % _said(content, found)


def _out_of_step(content: Content) -> Iterator[str]:
    if found := out_of_step_in(content):
        sentence = ngettext(
            "%(language)s: %(count)d passage has other paragraphs than the original (%(paragraphs)s).",
            "%(language)s: %(count)d passages have other paragraphs than the original (%(paragraphs)s).",
            len(found),
        )
        yield sentence % _said(content, found)


def _said(content: Content, sections: list[Section]) -> dict[str, object]:
    numbers = {
        number
        for one in sections
        for number in range(one["first"], one["first"] + _taken(one))
    }  # fmt: skip
    return {
        "language": language_name(content["language"]),
        "count": len(sections),
        "paragraphs": listed(numbers) or "–",
    }


def _taken(section: Section) -> int:
    """How many numbers the section takes; of headings without text none."""
    bearing = sum(1 for one in section["paragraphs"] if one["number"])
    return section.get("numbers", bearing)
