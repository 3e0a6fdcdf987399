"""A Word file: its parts, how they belong together, and the archive. The same content, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cases.word.archive import CORE, OFFICE, PACKAGE, WORD, relationships, save, types
from cases.word.markup import Markup
from cases.word.parts import NOTES, fonts, notes, settings
from cases.word.pieces import Body, Paragraph
from cases.word.writing import word_language
from cases.word.xml import HEAD, element, plain, root, text
from exports.content import Content
from exports.word.frame import Frame
from exports.word.lists import Lists
from exports.word.styles import styles


class Package:
    """Writes one body as a Word file, in the language that is active."""

    def __init__(self, content: Content, body: Body, lists: Lists, markup: Markup, *, is_draft: bool) -> None:
        self.content, self.body, self.lists, self.markup = content, body, lists, markup
        self.frame = Frame(content, markup, is_draft)
        self.notes_at = markup.notes_at

    def save(self, path: Path) -> None:
        """Write it to ``path``."""
        save(path, self._parts())

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        yield "[Content_Types].xml", self._types()
        yield "_rels/.rels", relationships(_TOP)
        yield "docProps/core.xml", self._core()
        yield "docProps/app.xml", self._app()
        yield "word/document.xml", self._document()
        yield "word/_rels/document.xml.rels", relationships(self._word_parts())
        yield "word/styles.xml", styles(self.content["language"], self.notes_at)
        yield "word/numbering.xml", self.lists.xml()
        yield "word/settings.xml", settings(self.notes_at)
        yield "word/fontTable.xml", fonts()
        yield f"word/{NOTES[self.notes_at]}.xml", notes(self.body.notes, self.markup)
        yield "word/header1.xml", self.frame.head(landscape=False)
        yield "word/header2.xml", self.frame.head(landscape=True)
        yield "word/header3.xml", self.frame.first_head()
        yield "word/footer1.xml", self.frame.foot()

    # The text

    def _document(self) -> bytes:
        return root("w:document", element("w:body", *self._body()))

    def _body(self) -> Iterator[str]:
        for place, part in enumerate(self.body.parts):
            yield from (self.markup.block(block) for block in part.blocks)
            section = self.frame.section(landscape=part.landscape, is_first=not place, notes_at=self.notes_at)
            is_last = place == len(self.body.parts) - 1
            yield self._last_section(section) if is_last else self._end_of_part(section)

    def _end_of_part(self, section: str) -> str:
        return self.markup.paragraph(Paragraph("Empty", []), section=section)

    def _last_section(self, section: str) -> str:
        """Word wants a paragraph behind a table that is the last."""
        return self.markup.paragraph(Paragraph("Empty", [])) + section

    # What belongs to it

    def _core(self) -> bytes:
        mast = self.content["masthead"]
        day = f"{date.fromisoformat(mast['dated_on']).isoformat()}T00:00:00Z" if mast["dated_on"] else ""
        when = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>'
            for name in ("created", "modified")
        )
        inner = "".join((
            f"<dc:title>{text(mast['title'])}</dc:title>",
            f"<dc:subject>{text(mast['symbol'])}</dc:subject>",
            f"<dc:creator>{text(mast['state'])}</dc:creator>",
            f"<dc:language>{text(word_language(self.content['language']))}</dc:language>",
            when if day else "",
        ))  # fmt: skip
        return (
            f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}</cp:coreProperties>'
        ).encode()

    def _app(self) -> bytes:
        said = plain("Application", "Suivi") + plain("Company", text(self.content["masthead"]["state"]))
        return f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties">{said}</Properties>'.encode()

    def _word_parts(self) -> tuple[tuple[str, str, str], ...]:
        notes = NOTES[self.notes_at]
        return (*_WORD_PARTS, ("rIdNotes", f"{OFFICE}/relationships/{notes}", f"{notes}.xml"))

    def _types(self) -> bytes:
        notes = NOTES[self.notes_at]
        return types({**_TYPES, f"/word/{notes}.xml": f"{WORD}.{notes}+xml"})


_TOP = (
    ("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
    ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
)
_WORD_PARTS = (
    ("rIdStyles", f"{OFFICE}/relationships/styles", "styles.xml"),
    ("rIdNumbering", f"{OFFICE}/relationships/numbering", "numbering.xml"),
    ("rIdSettings", f"{OFFICE}/relationships/settings", "settings.xml"),
    ("rIdFonts", f"{OFFICE}/relationships/fontTable", "fontTable.xml"),
    ("rIdHead", f"{OFFICE}/relationships/header", "header1.xml"),
    ("rIdHeadAcross", f"{OFFICE}/relationships/header", "header2.xml"),
    ("rIdFirstHead", f"{OFFICE}/relationships/header", "header3.xml"),
    ("rIdFoot", f"{OFFICE}/relationships/footer", "footer1.xml"),
)
_TYPES = {
    "/word/document.xml": f"{WORD}.document.main+xml",
    "/word/styles.xml": f"{WORD}.styles+xml",
    "/word/numbering.xml": f"{WORD}.numbering+xml",
    "/word/settings.xml": f"{WORD}.settings+xml",
    "/word/fontTable.xml": f"{WORD}.fontTable+xml",
    "/word/header1.xml": f"{WORD}.header+xml",
    "/word/header2.xml": f"{WORD}.header+xml",
    "/word/header3.xml": f"{WORD}.header+xml",
    "/word/footer1.xml": f"{WORD}.footer+xml",
    "/docProps/core.xml": CORE,
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
