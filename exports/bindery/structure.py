"""One tree of tags from those of the sheets.

Each sheet has a tree of its own below one Document element. What stands below it is hung below the paper's
one. A tree refers to its pages by number (``StructParents`` of a page, ``StructParent`` of an annotation, the
keys of ``ParentTree``: ISO 32000-1, 14.7.4.4): these are moved on by as many as are taken. Marks within a
page stay, for they are counted by page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, Pdf, String

if TYPE_CHECKING:
    from exports.bindery.bound import BoundSheet


class Structure:
    """Takes in the sheets in their order. Sheets without tags leave it empty, and nothing is written."""

    def __init__(self, paper: Pdf) -> None:
        self.paper = paper
        self.root: Any = None
        self.document: Any = None
        self.kids: list[Any] = []
        self.parents: list[Any] = []
        self.ids: list[tuple[bytes, Any]] = []
        self.taken = 0

    def take_in(self, sheet: BoundSheet) -> None:
        """To be called once the sheet's pages are in the paper: what refers to them follows them."""
        if "/StructTreeRoot" not in sheet.pdf.Root:
            return
        self._begin()
        tree = self.paper.copy_foreign(sheet.pdf.Root.StructTreeRoot)
        for document in tree.K:
            for kid in document.K:
                kid.P = self.document
                self.kids.append(kid)
        self._take_parents(tree.ParentTree.Nums)
        if "/IDTree" in tree:
            names = list(tree.IDTree.Names)
            self.ids += zip(map(bytes, names[::2]), names[1::2], strict=True)
        self._move_on(sheet)

    def finish(self) -> None:
        """Hang what was taken in into the paper."""
        if self.root is None:
            return
        self.document.K = Array(self.kids)
        self.root.ParentTree = self.paper.make_indirect(Dictionary(Nums=Array(self.parents)))
        self.root.ParentTreeNextKey = self.taken
        if self.ids:
            names: list[Any] = []
            for name, element in sorted(self.ids, key=lambda pair: pair[0]):
                names += (String(name.decode("ascii")), element)
            self.root.IDTree = self.paper.make_indirect(Dictionary(Names=Array(names)))
        self.paper.Root.StructTreeRoot = self.root

    def _begin(self) -> None:
        if self.root is None:
            self.root = self.paper.make_indirect(Dictionary(Type=Name.StructTreeRoot))
            self.document = self.paper.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root)
            )
            self.root.K = Array([self.document])

    def _take_parents(self, numbers: Any) -> None:
        for place in range(0, len(numbers), 2):
            self.parents += (int(numbers[place]) + self.taken, numbers[place + 1])

    def _move_on(self, sheet: BoundSheet) -> None:
        pages = self.paper.pages[sheet.first : sheet.first + len(sheet.pdf.pages)]
        highest = self.taken
        for page in pages:
            for holder, key in ((page.obj, "/StructParents"), *_annotations(page.obj)):
                if key in holder:
                    holder[key] = int(holder[key]) + self.taken
                    highest = max(highest, int(holder[key]) + 1)
        self.taken = highest


def _annotations(page: Any) -> list[tuple[Any, str]]:
    return [(one, "/StructParent") for one in page.get("/Annots", [])]
