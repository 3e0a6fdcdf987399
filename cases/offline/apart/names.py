"""Names of elements and attributes of WordprocessingML, as the parser spells them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = W + "val"


def val(element: Element | None, path: str) -> str:
    """The value of what stands at ``path`` below; empty where nothing does."""
    found = element.find("/".join(W + one for one in path.split("/"))) if element is not None else None
    return found.get(VAL, "") if found is not None else ""


def number(text: str, *, default: int) -> int:
    """A small number; ``default`` for whatever is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else default


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = properties.find(W + name) if properties is not None else None
    return found is not None and found.get(VAL, "1") not in ("0", "false", "off", "none")
