"""Abbreviations that stand in the text before they are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exports.checking.finding import Finding, found
from exports.checking.known import SHORT
from exports.checking.reading import Block, Reading

_SHORT = re.compile(r"(?<![\w/.\-’'])(?:[LlDd][’'])?([A-Z][A-Z0-9]{1,7})(s?)(?![\w/\-])(?!\.\w)")
_ROMAN = re.compile(r"[IVXLC]+")
_SHOUTED = re.compile(r"[A-Z]{2,}[ \u00a0-][A-Z]{2,}")
_SHOUTED_BEFORE = re.compile(r"\b[A-Z]{2,}[ \u00a0-]$")
_OPENS = re.compile(
    r"(?:[(\[]\s*[«“\"]?[\s\u00a0]*|(?:hereinafter|hereafter|ci-après|dénommée?)[^.\n]{0,20})$"
)
_EXPLAINS = re.compile(r"[ \u00a0]?\((?=[^)\n]{8,200}\))[^)\n]{0,200}?[a-zéèêà]{3}")
_BEFORE = 40
_LETTERS = 2


def unexplained(read: Reading) -> Iterator[Finding]:
    """Each at its first use. Explained is “National Council (NC)”, “NC (National Council)”, “hereinafter NC”.

    Arabic has none, but Latin ones may stand in an Arabic text.
    """
    seen: set[str] = set()
    for block in read.blocks:
        for match in _SHORT.finditer(block.text):
            short = match.group(1)
            if short in seen or not _is_abbreviation(short, block.text, match.start(1)):
                continue
            seen.add(short)
            if not _is_explained(block.text, match.start(1), match.end()):
                yield _finding(block, short)


def _is_abbreviation(short: str, text: str, begins: int) -> bool:
    if short in SHORT or _ROMAN.fullmatch(short) or sum(one.isalpha() for one in short) < _LETTERS:
        return False
    return not (
        _SHOUTED.match(text, begins) or _SHOUTED_BEFORE.search(text[max(0, begins - _BEFORE) : begins])
    )


def _is_explained(text: str, begins: int, ends: int) -> bool:
    return bool(_OPENS.search(text[max(0, begins - _BEFORE) : begins]) or _EXPLAINS.match(text, ends))


def _finding(block: Block, short: str) -> Finding:
    return found(
        "abbreviation",
        block.place,
        text=short,
        excerpt=block.text,
        language=block.language,
        short=short,
        number=block.number,
    )
