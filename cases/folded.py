"""A text as it is read, whatever its line breaks and marks of Markdown, with the way back to its letters."""

from __future__ import annotations

import re
from bisect import bisect_right

_NO_MARK = r"[^\s*_`#<>|\\\[\]\u202a-\u202e\u2066-\u2069]+"
_PART = re.compile(
    rf"""(?P<mark>
          ^[ \t]*(?:[-+*]|[0-9]{{1,9}}[.)])(?=[ \t])  # of a list
        | ^[ \t|:=-]+$                              # under a heading, or under a table's
        | \]\([^()\s]*\)                            # where a link leads
        | \[\^[^\s\[\]]{{1,64}}\]:?                  # of a note
        | [*_`#<>|\\\[\]\u202a-\u202e\u2066-\u2069]+
      )
      | (?P<blank>\n|[^\S\n]+)
      | (?P<words>{_NO_MARK}(?:[ ]{_NO_MARK})*)""",
    re.VERBOSE | re.MULTILINE,
)
"""What a narrative has between its words, and what is read of it has not; blanks; all else.

Each run ends where no other begins, so that the time grows with the length only.
"""


class Folded:
    """A text as it is read: without marks, each run of blanks one blank. Fold it once, then seek in it."""

    def __init__(self, text: str) -> None:
        self._read: list[int] = []
        self._written: list[int] = []
        self.text = self._fold(text)

    def find(self, passage: Folded) -> tuple[int, int] | None:
        """Begin and end of the passage in the text as it was written, in characters; None where it is not."""
        sought = passage.text.strip()
        at = self.text.find(sought) if sought else -1
        return (self._place(at), self._place(at + len(sought) - 1) + 1) if at >= 0 else None

    def _fold(self, text: str) -> str:
        parts: list[str] = []
        length, after_blank = 0, True
        for found in _PART.finditer(text):
            if found.lastgroup == "mark" or (found.lastgroup == "blank" and after_blank):
                continue
            part = found[0] if found.lastgroup == "words" else " "
            self._read.append(length)
            self._written.append(found.start())
            parts.append(part)
            length += len(part)
            after_blank = found.lastgroup == "blank"
        return "".join(parts)

    def _place(self, at: int) -> int:
        """Where the letter that is read at ``at`` was written."""
        part = bisect_right(self._read, at) - 1
        return self._written[part] + at - self._read[part]


def as_read(text: str) -> str:
    """What is read of a text, without blanks at its ends."""
    return Folded(text).text.strip()
