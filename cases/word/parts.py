"""Parts of a Word file that look alike in all: its settings, its notes, its fonts."""

from __future__ import annotations

from collections.abc import Iterable

from cases.word.markup import Markup
from cases.word.pieces import Note, Paragraph, Run
from cases.word.styles import FONT
from cases.word.xml import element, root

NOTES = {"page": "footnotes", "end": "endnotes"}


def notes(found: Iterable[Note], markup: Markup) -> bytes:
    """``word/footnotes.xml`` or ``word/endnotes.xml``, by where the ``markup`` has its notes."""
    one, many = NOTES[markup.notes_at][:-1], NOTES[markup.notes_at]
    line = element("w:r", element("w:separator"))
    again = element("w:r", element("w:continuationSeparator"))
    empty = element("w:pPr", element("w:spacing", after=0, line=240, lineRule="auto"))
    lines = (
        element(f"w:{one}", element("w:p", empty, line), type="separator", id=-1),
        element(f"w:{one}", element("w:p", empty, again), type="continuationSeparator", id=0),
    )
    return root(f"w:{many}", *lines, *(_note(note, markup) for note in found))


def _note(note: Note, markup: Markup) -> str:
    one = NOTES[markup.notes_at][:-1]
    style = f"{one.capitalize()}Reference"
    rtl = element("w:rtl") if note.paragraph.rtl else ""
    number = element("w:r", element("w:rPr", element("w:rStyle", val=style), rtl), element(f"w:{one}Ref"))
    space = Run(" ", markup.language, rtl=note.paragraph.rtl)
    paragraph = Paragraph(f"{one.capitalize()}Text", [space, *note.paragraph.runs], rtl=note.paragraph.rtl)
    return element(f"w:{one}", markup.paragraph(paragraph, lead=number), id=note.number)


def settings(notes_at: str) -> bytes:
    """``word/settings.xml``."""
    one = NOTES[notes_at][:-1]
    lines = (element(f"w:{one}", id=-1), element(f"w:{one}", id=0))
    at = element("w:pos", val="sectEnd" if one == "endnote" else "pageBottom")
    uri = "http://schemas.microsoft.com/office/word"
    newest = element("w:compatSetting", name="compatibilityMode", uri=uri, val=15)
    return root(
        "w:settings",
        element("w:zoom", percent=100),
        element("w:defaultTabStop", val=567),
        element("w:characterSpacingControl", val="doNotCompress"),
        element(f"w:{one}Pr", at, element("w:numFmt", val="decimal"), *lines),
        element("w:compat", newest),
        element("w:themeFontLang", val="en-GB", bidi="ar-SA"),
        element("w:decimalSymbol", val="."),
        element("w:listSeparator", val=","),
    )


def fonts() -> bytes:
    """``word/fontTable.xml``."""
    return root(
        "w:fonts",
        element("w:font", element("w:family", val="roman"), element("w:pitch", val="variable"), name=FONT),
    )
