"""What a text becomes on its way into Word and back, where nobody changes it.

By this an unchanged box is known for one, and in a changed one the passages that were left as they were:
they keep the Markdown that their author wrote.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree.ElementTree import Element

from cases import prose
from cases.offline import markdown
from cases.offline.apart.blocks import flow
from cases.offline.apart.looks import Looks
from cases.offline.apart.places import Place
from cases.offline.apart.word import noted, parsed, read
from cases.offline.styles import styles
from cases.offline.texts import Texts
from cases.word import parts
from cases.word.lists import Lists
from cases.word.markup import Markup
from cases.word.xml import element, root


@lru_cache(maxsize=512)
def unchanged(text: str, language: str) -> str:
    """The text as it comes back."""
    lists, markup = Lists(), Markup(language)
    texts = Texts(lists, markup)
    body = root("w:document", element("w:body", texts.written(text, language)))
    numbering = parsed(lists.xml()) if b"<w:numPr>" in body else None
    notes = noted(parsed(parts.notes(texts.notes, markup)), "footnote") if texts.notes else {}
    place = Place("", elements=list(flow(parsed(body)[0])))
    said = read(place, Looks(_styles(language), numbering), notes)
    return markdown.written(said["blocks"], said["notes"])


@lru_cache
def _styles(language: str) -> Element:
    return parsed(styles(language))


def as_it_was_written(text: str, before: str, language: str) -> str:
    """``text``, as it came back, with the passages of ``before`` that it still has as they were written."""
    if prose.parsed(before).notes:  # their numbers belong to the whole text
        return text
    written = {unchanged(one, language): one for one in prose.outermost(before)}
    return "\n\n".join(written.get(one, one) for one in text.split("\n\n"))
