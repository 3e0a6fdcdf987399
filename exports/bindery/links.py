"""Links of a bound paper: those from sheet to sheet, and the names of what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from exports.bindery import ELSEWHERE

if TYPE_CHECKING:
    from exports.bindery.bound import BoundSheet


PRINTED = 4
"""The flag of an annotation that is there on paper too (ISO 32000-1, 12.5.3)."""


def link(paper: Pdf, sheets: list[BoundSheet]) -> None:
    """Name every anchor, and let the links from sheet to sheet lead to these names."""
    names = {name: place for sheet in sheets for name, place in _places(paper, sheet)}
    listed: list[Any] = []
    for name in sorted(names):
        listed += (String(name), names[name])
    if listed:
        paper.Root.Names = Dictionary(Dests=paper.make_indirect(Dictionary(Names=Array(listed))))
    for page in paper.pages:
        for annotation in page.obj.get("/Annots", []):
            annotation.F = PRINTED
            _lead(annotation, names)


def _places(paper: Pdf, sheet: BoundSheet) -> list[tuple[str, Any]]:
    return [
        (name, Array([paper.pages[sheet.first + int(page)].obj, Name.XYZ, x, y, 0]))
        for name, (page, x, y, *_ends) in sheet.facts["anchors"].items()
    ]


def _lead(annotation: Any, names: dict[str, Any]) -> None:
    action = annotation.get("/A")
    if action is None or "/URI" not in action:
        return
    address = str(action.URI)
    if address.startswith(ELSEWHERE):
        del annotation["/A"]
        name = address.removeprefix(ELSEWHERE)
        if name in names:
            annotation.Dest = String(name)
