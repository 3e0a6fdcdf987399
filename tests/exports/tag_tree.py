"""Whether the tags of a PDF are sound: what PDF/UA-1 (ISO 14289-1) asks of a tree, looked at mark by mark.

It stands in for veraPDF, which none of the registries has, in what a report can get wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI"}
PRINTED = 4
Mark = tuple[tuple[int, int], int]
"""A page and a number of marked content on it."""


def faults(path: Path) -> list[str]:
    """A sentence for each thing that is wrong; none where the tree is sound."""
    with pikepdf.open(path) as pdf:
        return list(_Looked(pdf).faults())


def elements(path: Path) -> list[str]:
    """The types of the elements in reading order; each heading with its level."""
    with pikepdf.open(path) as pdf:
        return [str(one.S) for one in _walk(pdf.Root.StructTreeRoot.K)]


def _walk(kids: Any) -> Iterator[Any]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid.get("/K", []))


class _Looked:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.Root.StructTreeRoot
        self.tree = list(_walk(self.root.K))
        numbers = self.root.ParentTree.Nums
        self.keys = [int(key) for key in list(numbers)[::2]]
        self.parents = dict(zip(self.keys, list(numbers)[1::2], strict=True))

    def faults(self) -> Iterator[str]:
        yield from self._catalogue()
        yield from self._parents()
        yield from self._marks()
        yield from self._links()
        yield from self._headings()
        yield from self._tables()
        yield from self._ids()

    def _catalogue(self) -> Iterator[str]:
        root = self.pdf.Root
        if not str(root.get("/Lang", "")):
            yield "The document has no language."
        if root.MarkInfo.Marked is not True:
            yield "The document is not marked."
        if root.ViewerPreferences.DisplayDocTitle is not True or not self.pdf.docinfo.get("/Title"):
            yield "The title is not shown."
        if [str(one.S) for one in _top(self.root)] != ["/Document"]:
            yield "The tree has not one Document."
        if any(page.obj.get("/Tabs") != "/S" for page in self.pdf.pages):
            yield "A page does not go by the order of the tree."
        with self.pdf.open_metadata() as metadata:
            if metadata.get("pdfuaid:part") != "1":
                yield "The metadata do not claim PDF/UA-1."

    def _parents(self) -> Iterator[str]:
        if self.keys != sorted(set(self.keys)):
            yield "The keys of the parent tree are not in order."
        for one in self.tree:
            kids = one.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and kid.P.objgen != one.objgen:
                    yield f"An element {kid.S} names another parent than its own."

    def _marks(self) -> Iterator[str]:
        named = {mark: one.objgen for one in self.tree for mark in _marks_of(one)}
        if len(named) != sum(1 for one in self.tree for _mark in _marks_of(one)):
            yield "A mark stands in the tree twice."
        drawn = set()
        for number, page in enumerate(self.pdf.pages, start=1):
            own = self.parents.get(int(page.obj.get("/StructParents", -1)))
            marks, bare = _drawn(page)
            drawn |= {(page.obj.objgen, mark) for mark in marks}
            if bare:
                yield f"Page {number} draws something that is neither content nor artifact ({bare[0]})."
            yield from self._marks_of_page(number, page, own, marks, named)
        if set(named) - drawn:
            yield f"{len(set(named) - drawn)} marks of the tree are on no page."

    def _marks_of_page(
        self, number: int, page: pikepdf.Page, own: Any, marks: list[int], named: dict[Mark, Any]
    ) -> Iterator[str]:
        if not isinstance(own, pikepdf.Array):
            yield f"Page {number} is not in the parent tree."
            return
        if len(own) != len(marks):
            yield f"Page {number} has {len(marks)} marks, and the parent tree {len(own)}."
        for mark in marks:
            parent = own[mark].objgen if mark < len(own) else None
            if parent is None or named.get((page.obj.objgen, mark)) != parent:
                yield f"Mark {mark} of page {number} is not reached from the parent tree and back."

    def _links(self) -> Iterator[str]:
        led = {kid.Obj.objgen: one for one in self.tree for kid in _objects_of(one)}
        names = self._names()
        for number, page in enumerate(self.pdf.pages, start=1):
            for link in page.obj.get("/Annots", []):
                holder = led.get(link.objgen)
                if holder is None or str(holder.S) not in ("/Link", "/Note"):
                    yield f"A link on page {number} is in no Link of the tree."
                elif self.parents[int(link.StructParent)].objgen != holder.objgen:
                    yield f"A link on page {number} is not reached from the parent tree."
                yield from (f"A link on page {number} {what}." for what in _wrong_with(link, names))

    def _names(self) -> set[str]:
        names = self.pdf.Root.get("/Names")
        return {str(one) for one in list(names.Dests.Names)[::2]} if names is not None else set()

    def _headings(self) -> Iterator[str]:
        levels = [int(str(one.S)[2]) for one in self.tree if str(one.S) in {f"/H{n}" for n in range(1, 7)}]
        for above, below in zip([0, *levels], levels, strict=False):
            if below > above + 1:
                yield f"A heading of level {below} follows on one of level {above}."

    def _tables(self) -> Iterator[str]:
        for one in self.tree:
            if str(one.S) == "/Table":
                cells = [cell for cell in _walk(one.K) if str(cell.S) == "/TH"]
                if not cells:
                    yield "A table has no header."
                if any("/Scope" not in cell.A for cell in cells):
                    yield "A header of a table has no scope."
            if str(one.S) == "/Figure" and not str(one.get("/Alt", "")):
                yield "A figure has no alternative text."

    def _ids(self) -> Iterator[str]:
        borne = [bytes(one.ID) for one in self.tree if "/ID" in one]
        if len(borne) != len(set(borne)):
            yield "Two elements have the same id."
        listed = list(self.root.IDTree.Names) if "/IDTree" in self.root else []
        names = [bytes(one) for one in listed[::2]]
        if names != sorted(borne):
            yield "The tree of ids does not list them in order."
        wanted = {bytes(one) for cell in self.tree for one in _headers_of(cell)}
        if wanted - set(borne):
            yield "A cell names a header that is not there."


def _wrong_with(link: Any, names: set[str]) -> Iterator[str]:
    if int(link.get("/F", 0)) != PRINTED:
        yield "is hidden or not printed"
    if not str(link.get("/Contents", "")).strip():
        yield "has no text"
    if "/Dest" in link and str(link.Dest) not in names:
        yield f"leads to “{link.Dest}”, which is nowhere"
    if "/Dest" not in link and "/A" not in link:
        yield "leads nowhere"


def _top(root: Any) -> list[Any]:
    return list(root.K) if isinstance(root.K, pikepdf.Array) else [root.K]


def _marks_of(one: Any) -> Iterator[Mark]:
    kids = one.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield one.Pg.objgen, kid


def _objects_of(one: Any) -> Iterator[Any]:
    kids = one.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            yield kid


def _headers_of(cell: Any) -> list[Any]:
    attributes = cell.get("/A")
    return list(attributes.get("/Headers", [])) if isinstance(attributes, pikepdf.Dictionary) else []


def _drawn(page: pikepdf.Page) -> tuple[list[int], list[str]]:
    """The numbers of marked content on a page, and what paints outside of any."""
    marks: list[int] = []
    bare: list[str] = []
    open_ones: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            told = name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
            if told:
                marks.append(int(operands[1].MCID))
            open_ones.append(told or str(operands[0]) == "/Artifact")
        elif name == "EMC":
            open_ones.pop()
        elif name in PAINTING and not any(open_ones):
            bare.append(name)
    return marks, bare
