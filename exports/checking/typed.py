"""The text of the paragraphs: what was typed that a UN document does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cases.searching.folding import fold
from exports.checking.checks import LONG_PARAGRAPH
from exports.checking.finding import Finding, found
from exports.checking.form import language_name
from exports.checking.known import COMMON_WORDS, SHORT
from exports.checking.reading import Block, Reading, place_of

_MARK = re.compile(
    r"^[ \t]*(\(?(?:[a-zA-Z]|[ivx]{1,5}|[ابجدهوزحطيكلأ])\)|\(?\d{1,3}[).])(?=[ \t]+\S)", re.MULTILINE
)
_DOCUMENT = r"[A-Z]{1,6}(?:/[A-Za-z0-9.\-]{1,20}){2,6}"
_PAGE = r"(?:\bpp?\.|\bpages?\b|(?<!\w)ص\.?|(?<!\w)(?:ال)?صفح(?:ة|ات))[ \u00a0]*\d+"
_PAGE_CITED = re.compile(rf"{_DOCUMENT}[^\n;]{{0,40}}?{_PAGE}|{_PAGE}[^\n;]{{0,40}}?{_DOCUMENT}")
_EMPHASIS = (
    re.compile(r"(\*\*|__)(?=\S)[^\n]{0,2000}?\S\1"),
    re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])[^*_\n]{0,2000}(?<=\S)\1(?![\w*_])"),
)
_LEFT_EMPHASIS = re.compile(r"(?<![\w*])\*{1,2}(?=\w)[^*\n]{1,200}\*{1,2}(?![\w*])")
_CAPITALS = re.compile(
    r"(?<![\w/.-])(?:[A-ZÀ-ÖØ-Þ]{9,}|[A-ZÀ-ÖØ-Þ]{2,}(?:['’ \u00a0-]{1,2}[A-ZÀ-ÖØ-Þ]{2,})+)(?![\w/-])"
)
_SHOUTED = 5
"""Letters: of a run of words in capitals, one is as long, else they are abbreviations in a row."""
_SPACES = re.compile(r"(?<=\S)  ++(?=\S)")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]{2,}")
_QUOTES = {"fr": re.compile(r'"'), "en": re.compile(r'["«»]')}
_NO_SPACE = re.compile(r"(?<=[^\s\u00a0\u202f:;!?«»])[ ]?[:;!?»](?=\s|$)|«(?![\u00a0\u202f])")
_WORD = re.compile(r"[^\W\d_]+")
_FEW = 12
"""Words; of a shorter paragraph the language is not guessed."""


def marks(read: Reading) -> Iterator[Finding]:
    """“a)”, “(i)” or “1.” at the beginning of a line; where a table is, cells may have them."""
    for block in read.blocks:
        if block.tag != "table" and (mark := _MARK.search(block.text)):
            yield _in(block, "typed-mark", mark=mark.group(1))


def pages_cited(read: Reading) -> Iterator[Finding]:
    for block in read.blocks:
        if "/" in block.text and (cited := _PAGE_CITED.search(block.text)):
            yield _in(block, "page-cited", cited=cited.group())


def emphasis(read: Reading) -> Iterator[Finding]:
    """In what was typed; and marks that were not understood, and are printed."""
    for section in read.content["sections"]:
        typed = read.facts.typed.get(section["anchor"], "")
        if marked := next((one for form in _EMPHASIS if (one := form.search(typed))), None):
            yield found(
                "emphasis",
                place_of(section),
                text=typed,
                excerpt=marked.group(),
                language=section["language"],
                heading=section["title"]["text"],
                mark=marked.group(1),
            )
    for block in read.blocks:
        if left := _LEFT_EMPHASIS.search(block.text):
            title = block.section["title"]["text"]
            yield _in(block, "emphasis", excerpt=left.group(), heading=title, mark="*")


def capitals(read: Reading) -> Iterator[Finding]:
    for block in read.blocks:
        for shouted in _CAPITALS.finditer(block.text):
            words = _WORD.findall(shouted.group())
            if any(len(one) >= _SHOUTED and one not in SHORT for one in words):
                yield _in(block, "capitals", words=shouted.group())
                break


def lengths(read: Reading) -> Iterator[Finding]:
    for block in read.blocks:
        if block.tag == "p" and (count := len(block.text.split())) > LONG_PARAGRAPH:
            yield _in(block, "long-paragraph", count=count)


def spaces(read: Reading) -> Iterator[Finding]:
    for block in read.blocks:
        if count := len(_SPACES.findall(block.text)):
            yield _in(block, "spaces", count=count)


def links(read: Reading) -> Iterator[Finding]:
    for block in read.blocks:
        if address := _LINK.search(block.text):
            yield _in(block, "link", address=address.group().rstrip(".,;"))


def quotation_marks(read: Reading) -> Iterator[Finding]:
    """One finding for all: a text is typed on one keyboard. Arabic documents use both kinds."""
    counted = [
        (block, len(_QUOTES[language].findall(block.text)))
        for block in read.blocks
        if (language := block.language[:2]) in _QUOTES
    ]
    yield from _from_the_first("quotes", counted)


def french_spaces(read: Reading) -> Iterator[Finding]:
    french = [block for block in read.blocks if block.language[:2] == "fr"]
    yield from _from_the_first("french-spaces", [(one, len(_NO_SPACE.findall(one.text))) for one in french])


def languages(read: Reading) -> Iterator[Finding]:
    """Paragraphs in another language than they say, told by their commonest words, or their letters."""
    for block in read.blocks:
        spoken = spoken_in(block.text) if block.tag == "p" else ""
        if spoken and block.language and spoken != block.language[:2]:
            yield _in(block, "other-language", spoken=language_name(spoken))


def spoken_in(text: str) -> str:
    """``ar``, ``en``, ``fr`` or ``es``; empty where it is not clear."""
    words = _WORD.findall(fold(text))
    if len(words) < _FEW:
        return ""
    if sum("\u0600" <= one[0] <= "\u06ff" for one in words) * 2 > len(words):
        return "ar"
    counts = {code: sum(map(common.__contains__, words)) for code, common in COMMON_WORDS.items()}
    first, second = sorted(counts, key=lambda code: -counts[code])[:2]
    return first if counts[first] * 6 > len(words) and counts[first] > 2 * counts[second] else ""


def _in(block: Block, code: str, *, excerpt: str = "", **said: object) -> Finding:
    return found(
        code,
        block.place,
        text=block.text,
        excerpt=excerpt or block.text,
        language=block.language,
        number=block.number,
        **said,
    )


def _from_the_first(code: str, counted: Iterable[tuple[Block, int]]) -> Iterator[Finding]:
    """One finding that counts all, at the first block that has any."""
    there = [(block, count) for block, count in counted if count]
    if there:
        first = there[0][0]
        total = sum(count for _block, count in there)
        yield found(
            code,
            first.place,
            text="\n".join(block.text for block, _count in there),
            excerpt=first.text,
            language=first.language,
            count=total,
            number=first.number,
        )
