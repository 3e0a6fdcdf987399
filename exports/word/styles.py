"""The styles of a report in Word: those of a UN document, by the names that Word itself gives them.

Times New Roman, which every Word has and in which the UN prints; it holds Arabic letters too. Sizes are in
half points; Arabic letters are set larger, as they are smaller by nature.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from exports.word.writing import word_language
from exports.word.xml import element, root

FONT = "Times New Roman"


class Look(NamedTuple):
    """``size`` in half points (0: that of the style below), spaces in twentieths of a point."""

    name: str
    based_on: str = "Normal"
    follows: str = ""
    size: int = 0
    bold: bool = False
    before: int | None = None
    after: int | None = None
    start: int | None = None
    hanging: int | None = None
    keep_next: bool = False
    centred: bool = False
    list: tuple[int, int] | None = None
    outline: int | None = None
    colour: str = ""
    tabs: tuple[tuple[str, int], ...] = ()
    border: str = ""
    new_page: bool = False
    at_end: bool = False


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
LARGER = 1.2
"""Arabic letters against Latin ones."""
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
    made = [_paragraph(key, look) for key, look in looks.items()]
    return root("w:styles", _defaults(language), _normal(), *made, *_characters(notes_at), *_tables())


def _wide(look: Look, before: int, after: int) -> Look:
    tabs = (("left", after * _WIDE), *(tab for tab in look.tabs if tab[0] != "left"))
    return look._replace(start=after * _WIDE, hanging=(after - before) * _WIDE, tabs=tabs)


def _defaults(language: str) -> str:
    code = word_language(language)
    latin, arabic = ("en-GB", code) if language == "ar" else (code, "ar-SA")
    run = element(
        "w:rPr",
        element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
        *_sized(20),
        element("w:lang", val=latin, eastAsia=latin, bidi=arabic),
    )
    paragraph = element("w:pPr", element("w:spacing", after=0, line=252, lineRule="auto"))
    return element("w:docDefaults", element("w:rPrDefault", run), element("w:pPrDefault", paragraph))


def _sized(size: int) -> tuple[str, ...]:
    if not size:
        return ()
    larger = round(size * LARGER / 2) * 2
    return element("w:sz", val=size), element("w:szCs", val=larger)


def _normal() -> str:
    return element(
        "w:style",
        element("w:name", val="Normal"),
        element("w:qFormat"),
        type="paragraph",
        default=1,
        styleId="Normal",
    )


_BUILT_IN = re.compile(
    "(heading|toc) [1-9]|Normal|Body Text|Title|TOC Heading|Quote|List .*|caption|header|footer"
    "|(foot|end)note (text|reference)|Default Paragraph Font|Normal Table"
)
"""Names of Word's own; all others say that they are a document's."""


def _custom(name: str) -> int | None:
    return None if _BUILT_IN.fullmatch(name) else 1


def _paragraph(key: str, look: Look) -> str:
    return element(
        "w:style",
        element("w:name", val=look.name),
        element("w:basedOn", val=look.based_on),
        element("w:next", val=look.follows) if look.follows else "",
        element("w:uiPriority", val=39 if key.startswith("TOC") else 9),
        element("w:qFormat"),
        _layout(look),
        _letters(look),
        type="paragraph",
        customStyle=_custom(look.name),
        styleId=key,
    )


def _layout(look: Look) -> str:
    spacing = element("w:spacing", before=look.before, after=look.after)
    indent = element("w:ind", left=look.start, hanging=look.hanging)
    side = "center" if look.centred else "right" if look.at_end else ""
    line = {"val": "single", "sz": 4, "space": 4, "color": "999999"}
    inner = (
        element("w:keepNext") if look.keep_next else "",
        element("w:keepLines") if look.outline is not None else "",
        _list(*look.list) if look.list else "",
        element("w:pBdr", element(f"w:{look.border}", **line)) if look.border else "",
        element("w:tabs", *(_tab(kind, at) for kind, at in look.tabs)) if look.tabs else "",
        spacing if look.before is not None or look.after is not None else "",
        indent if look.start is not None else "",
        element("w:jc", val=side) if side else "",
        element("w:outlineLvl", val=look.outline) if look.outline is not None else "",
    )
    return element("w:pPr", *inner) if any(inner) else ""


def _tab(kind: str, at: int) -> str:
    return element("w:tab", val=kind, leader="dot" if kind == "right" else None, pos=at)


def _list(number: int, level: int) -> str:
    return element("w:numPr", element("w:ilvl", val=level) if level else "", element("w:numId", val=number))


def _letters(look: Look) -> str:
    inner = (
        *((element("w:b"), element("w:bCs")) if look.bold else ()),
        element("w:color", val=look.colour) if look.colour else "",
        *_sized(look.size),
    )
    return element("w:rPr", *inner) if any(inner) else ""


def _characters(notes_at: str) -> list[str]:
    key, name = {
        "page": ("FootnoteReference", "footnote reference"),
        "end": ("EndnoteReference", "endnote reference"),
    }[notes_at]
    return [
        _character("DefaultParagraphFont", "Default Paragraph Font", "", default=1),
        _character(key, name, element("w:vertAlign", val="superscript")),
        _character("Symbol", "Symbol of a document", ""),
        _character("Mark", "Mark of a note", element("w:vertAlign", val="superscript")),
        _character("Draft", "Draft", element("w:b") + element("w:bCs") + element("w:color", val="AA1111")),
    ]  # fmt: skip


def _character(key: str, name: str, properties: str, *, default: int | None = None) -> str:
    return element(
        "w:style",
        element("w:name", val=name),
        element("w:basedOn", val="DefaultParagraphFont") if not default else "",
        element("w:uiPriority", val=1 if default else 99),
        element("w:semiHidden") if default else "",
        element("w:unhideWhenUsed"),
        element("w:rPr", properties) if properties else "",
        type="character",
        default=default,
        customStyle=_custom(name),
        styleId=key,
    )


def _tables() -> list[str]:
    margins = element(
        "w:tblCellMar",
        *(
            element(f"w:{side}", w=width, type="dxa")
            for side, width in (("top", 0), ("left", 80), ("bottom", 0), ("right", 80))
        ),
    )
    thick, thin = (
        {"val": "single", "sz": 8, "space": 0, "color": "111111"},
        {"val": "single", "sz": 4, "space": 0, "color": "AAAAAA"},
    )
    borders = element(
        "w:tblBorders", element("w:top", **thick), element("w:bottom", **thick), element("w:insideH", **thin)
    )
    head = element(
        "w:tblStylePr",
        element("w:rPr", element("w:b"), element("w:bCs")),
        element("w:tcPr", element("w:tcBorders", element("w:bottom", **thick))),
        type="firstRow",
    )
    top = element("w:tblBorders", element("w:bottom", **thick))
    facts = element("w:tblBorders", element("w:bottom", **(thick | {"sz": 18})))
    return [
        _table("TableNormal", "Normal Table", margins, default=1),
        _table("ReportTable", "Report table", borders + margins, head),
        _table("MastheadTop", "Masthead, first line", top + margins),
        _table("MastheadFacts", "Masthead, particulars", facts + margins),
    ]


def _table(key: str, name: str, properties: str, more: str = "", *, default: int | None = None) -> str:
    return element(
        "w:style",
        element("w:name", val=name),
        element("w:basedOn", val="TableNormal") if not default else "",
        element("w:uiPriority", val=99),
        *((element("w:semiHidden"), element("w:unhideWhenUsed")) if default else ()),
        element("w:tblPr", element("w:tblInd", w=0, type="dxa") + properties),
        more,
        type="table",
        default=default,
        customStyle=_custom(name),
        styleId=key,
    )
