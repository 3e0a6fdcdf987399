"""Notes in a narrative: ``text[^1]`` and, on a line of its own, ``[^1]: the note``.

A note is one that the text refers to: a reference without a note stays text, and so does a note that nothing
refers to, that has no words, a second one of the same name, and one within a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote.index import footnote_def

REFERENCE = re.compile(r"\[\^([^\s\[\]]{1,64})\]")
COUNTED_OUT = re.compile(rf"[ \t]?{REFERENCE.pattern}")
DEFINITION = re.compile(
    r"^ {0,3}\[\^[^\s\[\]]{1,64}\]:[^\n]*"
    r"(?:\n(?=[^\n]*\S)(?! {0,3}(?:#{1,6}[ \t]|[>*+-]|\d{1,9}[.)][ \t]|\[\^))[^\n]+)*"
    r"(?:(?:\n[ \t\r]*)+\n(?: {4}|\t)[^\n]+)*",
    re.MULTILINE,
)
"""A note with the lines that go on with it, and its further paragraphs, which are set in."""

THIN_SPACE = "\u2009"
"""Stands between two references in a row, which else would read as one number."""

_MARK = re.compile("\ufdd0([0-9]+)\ufdd1([0-9]+)\ufdd2")
"""What stands for a reference until the HTML is clean: characters that no text has."""


def notes(markdown: MarkdownIt) -> None:
    """The plugin for notes: it finds them, and :func:`apart` takes them out of the text."""
    markdown.block.ruler.before("reference", "note", _definition, {"alt": ["paragraph", "reference"]})
    markdown.block.ruler.at("reference", _reference_of_a_link)
    markdown.inline.ruler.before("link", "note", _reference)
    markdown.add_render_rule("note", _rendered)


@dataclass
class _Definition:
    """``tokens`` are whatever stands in the note; ``level`` is that of the note itself."""

    name: str
    level: int
    tokens: list[Token] = field(default_factory=list)

    @property
    def inline(self) -> list[Token]:
        return [token for token in self.tokens if token.type == "inline" and token.content.strip()]


def apart(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The tokens of the text, and for each note its inline tokens, in the order of the references."""
    parts = list(_parts(tokens))
    defined: dict[str, _Definition] = {}
    for part in parts:
        if isinstance(part, _Definition) and part.inline:
            defined.setdefault(part.name, part)
    numbers = _number([part for part in parts if isinstance(part, Token)], defined)
    text = list(_text(parts, {name: defined[name] for name in numbers}))
    return text, [_without_references(defined[name].inline) for name in numbers]


def joined(texts: Iterable[str]) -> str:
    """Several narratives as one, each of which keeps its own notes, whatever their names."""
    several = list(texts)
    if len(several) == 1:
        return several[0]
    return "\n\n".join(_renamed(text, place) for place, text in enumerate(several, start=1))


def _renamed(text: str, place: int) -> str:
    defined = (REFERENCE.search(note) for note in DEFINITION.findall(text))
    own = {found[1]: f"[^{place}-{number}]" for number, found in enumerate(defined, start=1) if found}
    return REFERENCE.sub(lambda found: own.get(found[1], rf"\{found[0]}"), text)


def linked(html: str, prefix: str) -> str:
    """Clean HTML with a link to its note in place of each reference."""
    apart = html.replace("\ufdd2\ufdd0", f"\ufdd2{THIN_SPACE}\ufdd0")
    return _MARK.sub(lambda found: link(int(found[1]), int(found[2]), prefix), apart)


def link(number: int, time: int, prefix: str) -> str:
    """What refers to a note in the text, for the first or a later ``time``."""
    own = f"{prefix}noteref-{number}" + (f"-{time}" if time > 1 else "")
    return f'<a class="note" href="#{prefix}note-{number}" id="{own}" role="doc-noteref">{number}</a>'


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A note in a note is none; one after it ends it."""
    if state.env.get("in_note") and state.sCount[start] >= state.blkIndent:
        return False
    if silent:
        return footnote_def(state, start, end, silent)
    state.env["in_note"] = True
    try:
        return footnote_def(state, start, end, silent=False)
    finally:
        state.env["in_note"] = False


def _reference_of_a_link(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What looks like a note, and is none, is no address of a link either: nobody would see it."""
    begins = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", begins) and reference(state, start, end, silent)


def _reference(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None or f":{found[1]}" not in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.push("note", "", 0).meta = {"name": found[1]}
    state.pos = found.end()
    return True


def _rendered(
    renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    found = tokens[place].meta
    return f"\ufdd0{found['number']}\ufdd1{found['time']}\ufdd2"


def _parts(tokens: Sequence[Token]) -> Iterator[Token | _Definition]:
    """Tokens of the text, and the notes that stand between them."""
    within: _Definition | None = None
    for token in tokens:
        if token.type == "footnote_reference_open":
            within = _Definition(token.meta["label"], token.level)
        elif within is None:
            yield token
        elif token.type == "footnote_reference_close":
            yield within
            within = None
        else:
            within.tokens.append(token)


def _number(text: Sequence[Token], defined: dict[str, _Definition]) -> dict[str, int]:
    """Number the references of the text in place; how often each note is referred to, by its name."""
    times: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for before, token in _references(text):
        name = token.meta["name"]
        if name not in defined:
            _make_text(token)
            continue
        _close_up(before)
        times[name] = times.get(name, 0) + 1
        token.meta |= {"number": numbers.setdefault(name, len(numbers) + 1), "time": times[name]}
    return numbers


def _references(text: Sequence[Token]) -> Iterator[tuple[Token | None, Token]]:
    """Each reference, and what stands right before it."""
    for children in (token.children or () for token in text):
        for before, child in zip((None, *children), children, strict=False):
            if child.type == "note":
                yield before, child


def _close_up(before: Token | None) -> None:
    """A reference stands right behind its word, so that it makes none of its own."""
    if before is not None and before.type in ("text", "softbreak"):
        before.type, before.content = "text", before.content.rstrip()


def _text(parts: Sequence[Token | _Definition], taken: dict[str, _Definition]) -> Iterator[Token]:
    for part in parts:
        if isinstance(part, Token):
            yield part
        elif taken.get(part.name) is not part:
            yield from _left_in(part)


def _left_in(one: _Definition) -> Iterator[Token]:
    """A note that is none: its own text, led by its name."""
    name = f"[^{one.name}]:"
    if one.inline:
        [first, *_others] = _without_references(one.inline)
        first.children = [Token("text", "", 0, content=f"{name} "), *(first.children or ())]
    else:
        yield from _paragraph(Token("text", "", 0, content=name), one.level)
    for token in one.tokens:
        token.level -= 1
        yield token


def _paragraph(text: Token, level: int) -> list[Token]:
    inline = Token("inline", "", 0, content=text.content, level=level + 1, children=[text])
    return [
        Token("paragraph_open", "p", 1, level=level),
        inline,
        Token("paragraph_close", "p", -1, level=level),
    ]


def _without_references(inline: list[Token]) -> list[Token]:
    for child in (child for token in inline for child in token.children or () if child.type == "note"):
        _make_text(child)
    return inline


def _make_text(token: Token) -> None:
    token.type, token.content = "text", f"[^{token.meta['name']}]"
