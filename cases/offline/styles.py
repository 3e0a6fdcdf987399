"""How the file looks in Word; the headings of an answer stand below that of its case."""

from __future__ import annotations

from cases.word.styles import Look, character, ruled_table, written
from cases.word.xml import element

HEADINGS = {"h1": 3, "h2": 3, "h3": 4, "h4": 5, "h5": 6, "h6": 7}
"""Levels of Word for the headings of an answer, whose first is an ``h2`` here (``under=1``)."""
FIRST_HEADING = 3
OUTSIDE = "OutsideTheBoxes"
"""The style of the empty line after a box: nothing is meant to be written there."""
_BELOW = {
    f"TextHeading{level}": Look(
        f"heading {level}", follows="BodyText", bold=True, before=180, after=90, keep_next=True,
        outline=level - 1,
    )
    for level in range(FIRST_HEADING, 8)
}  # fmt: skip
_LOOKS = {
    "BodyText": Look("Body Text", after=120),
    "Title": Look("Title", follows="BodyText", size=36, bold=True, after=240),
    "Heading1": Look(
        "heading 1", follows="BodyText", size=26, bold=True, before=480, after=120, keep_next=True, outline=0
    ),
    "Heading2": Look(
        "heading 2", follows="BodyText", size=20, bold=True, before=240, after=80, keep_next=True, outline=1
    ),
    **_BELOW,
    "Quote": Look("Quote", "BodyText", follows="BodyText", start=567),
    "ListParagraph": Look("List Paragraph", "BodyText"),
    "ListContinue1": Look("List Continue", "BodyText", start=1134),
    "ListContinue2": Look("List Continue 2", "BodyText", start=1701),
    "ListContinue3": Look("List Continue 3", "BodyText", start=2268),
    "TableText": Look("Table text", size=18, before=40, after=40),
    "AfterTable": Look("After a table", size=8, after=60),
    "FootnoteText": Look("footnote text", size=18, after=40),
    "Facts": Look("Facts of a case", size=18, after=120, colour="444444"),
    "Asked": Look("What is asked", "BodyText", start=284, colour="444444"),
    "Start": Look("Start of a box", follows="BodyText", size=8),
    OUTSIDE: Look("Outside the boxes", size=18, after=80, colour="444444"),
}


def styles(language: str) -> bytes:
    """``word/styles.xml``."""
    letters = (
        character("FootnoteReference", "footnote reference", element("w:vertAlign", val="superscript")),
        character("Symbol", "Symbol of a document", ""),
        character("PlaceholderText", "Placeholder Text", element("w:color", val="666666")),
    )
    return written(language, _LOOKS, letters, [ruled_table("ReportTable", "Report table")])
