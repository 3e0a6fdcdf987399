"""The styles of a report in Word: those of a UN document, by the names that Word itself gives them."""

from __future__ import annotations

from cases.word.styles import CELL_MARGINS, THICK, Look, character, ruled_table, table, written
from cases.word.xml import element

_ENTRY = (("right", 9_640),)
PARAGRAPHS = {
    "BodyText": Look("Body Text", after=120),
    "NumberedParagraph": Look("Numbered paragraph", "BodyText", list=(2, 0)),
    "Title": Look("Title", follows="BodyText", size=38, bold=True, before=480, after=480),
    "ContentsTitle": Look("TOC Heading", follows="TOC1", size=24, bold=True, before=240, after=120),
    "TOC1": Look("toc 1", after=60, start=567, hanging=567, tabs=(("left", 567), *_ENTRY)),
    "TOC2": Look("toc 2", after=60, start=1134, hanging=567, tabs=(("left", 1134), *_ENTRY)),
    "TOC3": Look("toc 3", after=60, tabs=_ENTRY),
    "Heading1": Look(
        "heading 1",
        follows="NumberedParagraph",
        size=28,
        bold=True,
        before=360,
        after=180,
        keep_next=True,
        list=(1, 0),
        outline=0,
    ),
    "Heading2": Look(
        "heading 2",
        follows="NumberedParagraph",
        size=24,
        bold=True,
        before=300,
        after=150,
        keep_next=True,
        list=(1, 1),
        outline=1,
    ),
    "Heading3": Look(
        "heading 3",
        follows="NumberedParagraph",
        size=20,
        bold=True,
        before=240,
        after=120,
        keep_next=True,
        list=(1, 2),
        outline=2,
    ),
    "Heading4": Look(
        "heading 4",
        follows="NumberedParagraph",
        size=20,
        bold=True,
        before=240,
        after=120,
        keep_next=True,
        outline=3,
    ),
    "TextHeading5": Look(
        "heading 5", follows="BodyText", size=20, bold=True, before=180, after=90, keep_next=True, outline=4
    ),
    "TextHeading6": Look(
        "heading 6", follows="BodyText", size=20, before=180, after=90, keep_next=True, outline=5
    ),
    "Answer1": Look("Answer heading 1", "Heading1", follows="NumberedParagraph"),
    "Answer2": Look("Answer heading 2", "Heading2", follows="NumberedParagraph"),
    "Answer3": Look("Answer heading 3", "Heading3", follows="NumberedParagraph"),
    "Answer4": Look("Answer heading 4", "Heading4", follows="NumberedParagraph"),
    "AnnexTitle": Look(
        "Annex title",
        follows="BodyText",
        size=28,
        bold=True,
        before=360,
        after=240,
        keep_next=True,
        outline=0,
    ),
    "AnnexHeading1": Look(
        "Annex heading 1",
        follows="BodyText",
        size=24,
        bold=True,
        before=360,
        after=150,
        keep_next=True,
        outline=1,
    ),
    "AnnexHeading2": Look("Annex heading 2", "AnnexHeading1", follows="BodyText", size=20, outline=2),
    "AnnexHeading3": Look("Annex heading 3", "AnnexHeading2", follows="BodyText", outline=3),
    "AnnexHeading4": Look("Annex heading 4", "AnnexHeading3", follows="BodyText", outline=4),
    "References": Look("References", after=120, keep_next=True, size=18, colour="444444"),
    "Attribution": Look("Attribution", after=120, keep_next=True, size=18, colour="444444"),
    "Quote": Look("Quote", "BodyText", follows="BodyText", start=567),
    "ListParagraph": Look("List Paragraph", "BodyText"),
    "ListContinue1": Look("List Continue", "BodyText", start=1134),
    "ListContinue2": Look("List Continue 2", "BodyText", start=1701),
    "ListContinue3": Look("List Continue 3", "BodyText", start=2268),
    "TextNote": Look("Note under a text", "BodyText", size=18, start=567, after=60),
    "Caption": Look("caption", follows="BodyText", bold=True, before=240, after=120, keep_next=True),
    "TableText": Look("Table text", size=17, before=40, after=40),
    "TableHead": Look("Table head", "TableText", bold=True, keep_next=True),
    "TableGroup": Look("Table group", "TableText", bold=True, before=120, keep_next=True),
    "TableNumber": Look("Table number", "TableText", centred=True),
    "MastheadTop1": Look("Masthead state", size=26),
    "MastheadTop2": Look("Masthead symbol", size=26, at_end=True),
    "MastheadFacts1": Look("Masthead body", size=24, bold=True, before=120, after=240),
    "MastheadFacts2": Look("Masthead facts", before=120, after=240),
    "NoteText": Look("", size=18, after=40),
    "Header": Look("header", size=16, colour="444444", border="bottom"),
    "Footer": Look("footer", size=16, colour="444444", centred=True),
    "AfterTable": Look("After a table", size=8, after=60),
    "Empty": Look("End of part", size=2, after=0),
}
_ORDINALS = {"TOC1": (0, 1), "TOC2": (1, 2), "Heading1": (0, 1), "Heading2": (0, 1)}
"""Where marks are written out (أولاً، ألف), and how many marks wide the text and the mark are set in."""
_WIDE = 1_304
"""The room for such a mark."""


def styles(language: str, notes_at: str) -> bytes:
    """``word/styles.xml``."""
    looks = dict(PARAGRAPHS)
    if language == "ar":
        looks |= {key: _wide(looks[key], *place) for key, place in _ORDINALS.items()}
    note = {"page": ("FootnoteText", "footnote text"), "end": ("EndnoteText", "endnote text")}[notes_at]
    looks[note[0]] = looks.pop("NoteText")._replace(name=note[1])
    return written(language, looks, _characters(notes_at), _tables())


def _wide(look: Look, before: int, after: int) -> Look:
    tabs = (("left", after * _WIDE), *(tab for tab in look.tabs if tab[0] != "left"))
    return look._replace(start=after * _WIDE, hanging=(after - before) * _WIDE, tabs=tabs)


def _characters(notes_at: str) -> list[str]:
    key, name = {
        "page": ("FootnoteReference", "footnote reference"),
        "end": ("EndnoteReference", "endnote reference"),
    }[notes_at]
    return [
        character(key, name, element("w:vertAlign", val="superscript")),
        character("Symbol", "Symbol of a document", ""),
        character("Mark", "Mark of a note", element("w:vertAlign", val="superscript")),
        character("Draft", "Draft", element("w:b") + element("w:bCs") + element("w:color", val="AA1111")),
    ]  # fmt: skip


def _tables() -> list[str]:
    top = element("w:tblBorders", element("w:bottom", **THICK))
    facts = element("w:tblBorders", element("w:bottom", **(THICK | {"sz": 18})))
    return [
        ruled_table("ReportTable", "Report table"),
        table("MastheadTop", "Masthead, first line", top + CELL_MARGINS),
        table("MastheadFacts", "Masthead, particulars", facts + CELL_MARGINS),
    ]
