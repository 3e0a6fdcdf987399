"""Elements of WordprocessingML as text: names, attributes and letters that XML can hold."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_DECLARED = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""What XML cannot hold, and what turns the direction of the text around it."""


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def element(name: str, /, *inner: str, **attributes: object) -> str:
    """An element of Word's: ``element("w:jc", val="end")``. Attributes that are None are left out.

    An attribute is Word's own (``w:``) unless its name has a prefix, written with two underscores
    (``r__id``). ``inner`` is XML already.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    content = "".join(inner)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def plain(name: str, /, *inner: str, **attributes: object) -> str:
    """The same, with attributes of no namespace."""
    given = "".join(
        f" {key}={quoteattr(clean(str(value)))}" for key, value in attributes.items() if value is not None
    )
    content = "".join(inner)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def text(letters: str) -> str:
    """Letters as XML."""
    return escape(clean(letters))


def root(name: str, *inner: str) -> bytes:
    """A whole part of a package."""
    return f"{HEAD}<{name}{_DECLARED}>{''.join(inner)}</{name}>".encode()


def _attribute(key: str, value: object) -> str:
    prefix, _sep, own = key.rpartition("__")
    return f" {prefix or 'w'}:{own}={quoteattr(clean(str(value)))}"
