"""Recognises mechanisms, positions and bodies by name, whatever case and accents; makes codes of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache

from django.utils.text import slugify
from django.utils.translation import override

from cases.un import Mechanism, Position

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_TATWEEL = "ـ"

# Names under which files know a mechanism or a position, beside its code and its English name.
_ALSO = {
    "examen periodique universel": Mechanism.UPR,
    "examen periodique universal": Mechanism.UPR,
    "epu": Mechanism.UPR,
    "special procedure": Mechanism.SP,
    "procedures speciales": Mechanism.SP,
    "comite des droits de l'homme": Mechanism.CCPR,
    "comite contre la torture": Mechanism.CAT,
    "sous-comite pour la prevention de la torture": Mechanism.SPT,
    "committee on the protection of the rights of all migrant workers and members of their families":
        Mechanism.CMW,
}  # fmt: skip
_POSITIONS = {
    "supported": Position.SUPPORTED,
    "accepted": Position.SUPPORTED,
    "partly supported": Position.PARTLY_SUPPORTED,
    "partially supported": Position.PARTLY_SUPPORTED,
    "supported/noted": Position.PARTLY_SUPPORTED,
    "noted": Position.NOTED,
}

# fmt: off
_ARABIC = str.maketrans({
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a", "ة": "a",
    "ء": "", "œ": "oe", "Œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "đ": "d", "ı": "i",
})
# fmt: on


def plain(name: str) -> str:
    """The name without case, accents, vowel marks, kinds of apostrophe and doubled spaces."""
    bare = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).replace(_TATWEEL, ""))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())


def mechanism_named(name: str) -> str:
    """The code of the mechanism, or nothing."""
    return _mechanisms().get(plain(name), "")


def position_named(words: str) -> str:
    """The code of the position, or nothing."""
    bare = plain(words).replace("-", " ")
    return str(_POSITIONS.get(bare, ""))


def code_from(name: str, taken: Container[str], longest: int = 40) -> str:
    """A code in plain letters made from a name, different from all that are ``taken``."""
    spelled = unicodedata.normalize("NFKD", name).translate(_ARABIC)
    whole = slugify(re.sub(r"['’‘]", " ", spelled)) or "department"
    short = whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0] or whole
    code, number = short[:longest], 1
    while code in taken:
        number += 1
        ending = f"-{number}"
        code = short[: longest - len(ending)] + ending
    return code


@cache
def _mechanisms() -> dict[str, str]:
    with override("en"):
        labels = {plain(str(one.label)): one.value for one in Mechanism}
    codes = {plain(one.value): one.value for one in Mechanism}
    return {**labels, **codes, **{name: one.value for name, one in _ALSO.items()}}
