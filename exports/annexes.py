"""The annexes of a report: which are printed, their titles and heads, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from exports.content import Content, Section

ANNEXES = ("figures", "matrix", "full")
"""What may be printed behind the text, in its order."""
ANCHORS = {"figures": "figures", "matrix": "annex-1", "full": "annex-2"}


def titles(content: Content) -> Iterator[tuple[str, str]]:
    """Name and title of each annex that is printed. Contents of older formats, which name none, print all."""
    chosen = content.get("annexes", ANNEXES)
    if content.get("figures") and "figures" in chosen:
        yield "figures", _("Figures")
    if "matrix" in chosen:
        yield "matrix", f"{_('Annex I')}. {_('Matrix of recommendations')}"
    if content["narratives"] and "full" in chosen:
        yield "full", f"{_('Annex II')}. {_('Full narratives')}"


def told_in_full(sections: Iterable[Section]) -> list[Section]:
    """What stands in the annex of full texts: the answers, each under those headings of the report above it.

    A heading under which the report has only the editor's text has none here, and is left out.
    """
    told: list[Section] = []
    above: list[Section] = []
    for section in sections:
        if section["kind"] == "introduction" or not section["title"]["text"].strip():
            continue
        above = [one for one in above if one["level"] < section["level"]] + [section]
        if section["kind"] == "narrative":
            told += above
            above = []
    return told


def figure_number(place: int) -> str:
    return f"{_('Figure %(number)s') % {'number': place}}."


def matrix_heads() -> tuple[str, ...]:
    """What stands over the columns of the matrix."""
    return (
        _("No."), _("Reference"), _("Recommendation"), _("Position"), _("Department"),
        _("Implementation status"), _("Answered in paragraph"),
    )  # fmt: skip
