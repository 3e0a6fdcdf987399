"""The styles of a Word document: how paragraphs, letters and tables look, by the names that Word gives them.

Times New Roman, which every Word has and in which the UN prints; it holds Arabic letters too. Sizes are in
half points; Arabic letters are set larger, as they are smaller by nature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cases.word.writing import word_language
from cases.word.xml import element, root

FONT = "Times New Roman"
LARGER = 1.2
"""Arabic letters against Latin ones."""


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


def written(
    language: str, looks: Mapping[str, Look], characters: Iterable[str], tables: Iterable[str]
) -> bytes:
    """``word/styles.xml``; ``characters`` and ``tables`` are styles of letters and of tables, as XML."""
    made = (_paragraph(key, look) for key, look in looks.items())
    first = character("DefaultParagraphFont", "Default Paragraph Font", "", default=1)
    plain = table("TableNormal", "Normal Table", CELL_MARGINS, default=1)
    return root("w:styles", _defaults(language), _normal(), *made, first, *characters, plain, *tables)


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
    "|(foot|end)note (text|reference)|Placeholder Text|Default Paragraph Font|Normal Table"
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


def character(key: str, name: str, properties: str, *, default: int | None = None) -> str:
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


def table(key: str, name: str, properties: str, more: str = "", *, default: int | None = None) -> str:
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


CELL_MARGINS = element(
    "w:tblCellMar",
    *(
        element(f"w:{side}", w=width, type="dxa")
        for side, width in (("top", 0), ("left", 80), ("bottom", 0), ("right", 80))
    ),
)
THICK = {"val": "single", "sz": 8, "space": 0, "color": "111111"}
THIN = {"val": "single", "sz": 4, "space": 0, "color": "AAAAAA"}


def ruled_table(key: str, name: str) -> str:
    """The style of a table with a line above, below and between its rows, and a head."""
    borders = element(
        "w:tblBorders", element("w:top", **THICK), element("w:bottom", **THICK), element("w:insideH", **THIN)
    )
    head = element(
        "w:tblStylePr",
        element("w:rPr", element("w:b"), element("w:bCs")),
        element("w:tcPr", element("w:tcBorders", element("w:bottom", **THICK))),
        type="firstRow",
    )
    return table(key, name, borders + CELL_MARGINS, head)
