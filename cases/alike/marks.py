"""What a text is about and asks for, whatever its words: instruments, subjects, acts and persons.

“OPCAT” and “le Protocole facultatif se rapportant à la Convention contre la torture” are one instrument;
“la peine capitale” and “عقوبة الإعدام” are one subject. How they are found: ``phrases.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.alike.persons import persons_in
from cases.alike.phrases import found_in, taken_out, words_in
from cases.un import Mechanism

_OWN = "OWN-OP"
_OWN_PROTOCOL: dict[str, str] = {
    Mechanism.CEDAW: "CEDAW-OP",
    Mechanism.CESCR: "ICESCR-OP",
    Mechanism.CRPD: "CRPD-OP",
    Mechanism.CAT: "OPCAT",
}
"""“The Optional Protocol to the Convention”, where a committee has one treaty with one protocol."""


@dataclass(frozen=True)
class Marks:
    """``subjects`` has the instruments too."""

    instruments: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()

    def __or__(self, other: Marks) -> Marks:
        return Marks(
            self.instruments | other.instruments,
            self.subjects | other.subjects,
            self.acts | other.acts,
            self.persons | other.persons,
        )


def marks_of(text: str, opening: str = "", mechanism: str = "") -> Marks:
    """``opening`` is what the text shares with others: it says whom it is about, not what is asked."""
    instruments, words = taken_out(words_in(text), "instruments")
    persons = persons_in(f"{opening} {' '.join(words)}")
    if _OWN in instruments:
        own = _OWN_PROTOCOL.get(mechanism)
        instruments = (instruments - {_OWN}) | ({own} if own else set())
    return Marks(
        instruments=instruments,
        subjects=instruments | found_in(words, "subjects"),
        acts=found_in(words, "acts"),
        persons=persons,
    )
