"""Puts two texts together that began with the same one: what each changed alone is taken, the rest is asked.

Sentence by sentence; where both changed one, that is a :class:`Clash`, for a person to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import zip_longest

from cases.difference import TOO_MANY, sentences

THEIRS, MINE, BOTH = "theirs", "mine", "both"
CHOICES = (THEIRS, MINE, BOTH)


@dataclass(frozen=True)
class Clash:
    """Sentences that both changed, or put at one place: as they began, and as each has them now."""

    base: str
    theirs: str
    mine: str

    @property
    def key(self) -> str:
        """A name by which a choice finds it again, as long as none of the three changes."""
        return sha256("\0".join((self.base, self.theirs, self.mine)).encode()).hexdigest()[:12]

    def chosen(self, choice: str) -> str:
        """“theirs”, “mine” or “both”, one after the other; mine where nothing was chosen."""
        if choice == BOTH:
            return joined([self.theirs, self.mine])
        return self.theirs if choice == THEIRS else self.mine


@dataclass(frozen=True)
class Merged:
    """The text in pieces: what is settled, and clashes."""

    pieces: list[str | Clash]

    @property
    def clashes(self) -> list[Clash]:
        return [piece for piece in self.pieces if isinstance(piece, Clash)]

    def text(self, choices: Mapping[str, str] | None = None) -> str:
        """The whole, by the choices that were made (by the keys of the clashes)."""
        made = choices or {}
        return joined(
            piece.chosen(made.get(piece.key, MINE)) if isinstance(piece, Clash) else piece
            for piece in self.pieces
        ).strip()


def merge(base: str, theirs: str, mine: str) -> Merged:
    """What both made of ``base``. Beyond ``TOO_MANY`` sentences the whole text is one clash."""
    three = [sentences(text) for text in (base, theirs, mine)]
    if sum(map(len, three)) > TOO_MANY:
        return Merged(list(_settled([base], [theirs], [mine])))
    return Merged([piece for chunk in _chunks(*three) for piece in _by_sentence(*chunk)])


def _chunks(
    base: list[str], theirs: list[str], mine: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts in step: runs that all three have, and what lies between two such runs."""
    in_theirs, in_mine = _places(base, theirs), _places(base, mine)
    b = t = m = 0
    anchors = [place for place in range(len(base)) if place in in_theirs and place in in_mine]
    for anchor in anchors:
        yield base[b:anchor], theirs[t : in_theirs[anchor]], mine[m : in_mine[anchor]]
        b, t, m = anchor + 1, in_theirs[anchor] + 1, in_mine[anchor] + 1
        yield base[b - 1 : b], theirs[t - 1 : t], mine[m - 1 : m]
    yield base[b:], theirs[t:], mine[m:]


def _places(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Where each sentence of ``base`` that stayed stands in the other text."""
    matcher = SequenceMatcher(None, _bare(base), _bare(other), autojunk=False)
    return {i + offset: j + offset for i, j, size in matcher.get_matching_blocks() for offset in range(size)}


def _by_sentence(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[str | Clash]:
    """Changed sentences that correspond are looked at one by one, so that neighbours do not clash."""
    if len(base) == len(theirs) == len(mine):
        for three in zip_longest(base, theirs, mine):
            yield from _settled(*([one] for one in three))
    else:
        yield from _settled(base, theirs, mine)


def _settled(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[str | Clash]:
    if _bare(mine) == _bare(theirs):
        yield joined(theirs if mine == base else mine)
    elif _bare(mine) == _bare(base):
        yield joined(theirs)
    elif _bare(theirs) == _bare(base):
        yield joined(mine)
    else:
        yield Clash(joined(base), joined(theirs), joined(mine))


def _bare(lines: Sequence[str]) -> list[str]:
    """Sentences as they are compared: the spaces after them are no change."""
    return [line.strip() for line in lines]


def joined(pieces: Iterable[str]) -> str:
    """Sentences one after the other, with a space where none stood: the last of a text has none after it."""
    whole = ""
    for piece in pieces:
        apart = not whole or not piece or whole[-1].isspace() or piece[0].isspace()
        whole += piece if apart else f" {piece}"
    return whole
