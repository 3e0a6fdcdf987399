"""The UN's controlled lists: finds an entry under any name that a file uses, and gives its names here.

The lists are tables in ``lists/``. What is in none of them stays as the file names it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from cases.importing.names import plain
from cases.importing.rows import Entry

_FOLDER = Path(__file__).parent / "lists"
_LANGUAGES = ("en", "fr", "ar")
_LONGEST = 160
"""Characters of a name; targets that are longer are cut at a word, and nothing longer is looked up."""
_SDG = re.compile(
    r"(\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?)(?![\d.])(?:\s*[-–—:.]?\s+(.*))?", re.IGNORECASE | re.DOTALL
)
_TURNED = re.compile(r"([^(),]+?)(?:, ([^(),]+)| \(([^(),]+)\))")
_JOINT = re.compile(r"(?<!\s)\s*[;|]\s*|(?<!\s)\s+[-–]\s+")
_CODE_OF_THEME = re.compile(r"(?:[A-G]\d{1,3}|\d{1,2}(?:\.\d{1,2})+)\s+")
"""A12 or 2.1, by which the matrices of cycle 2 number their themes."""


def state(name: str, language: str = "en") -> Entry:
    """The state under its UN name, whether it was written in English, French or Arabic."""
    return _codes().get(name) or known_state(name) or Entry(((language, name),))


def known_state(name: str) -> Entry | None:
    """The state of that name, or None where no list has it. "Iran, Islamic Republic of" is known too."""
    bare = _bare(name)
    known = _states()
    if bare in known or not (match := _TURNED.fullmatch(bare)):
        return known.get(bare)
    first, rest = match[1], match[2] or match[3]
    return known.get(f"{first} ({rest})") or known.get(_bare(f"{rest} {first}"))


def words_for(name: str) -> tuple[str, ...]:
    """What a record must hold one of to be about the state: a name of it, or its two letters."""
    found = known_state(name)
    if found is None:
        return (name,)
    codes = (code for code, entry in _codes().items() if entry == found)
    return (*_spellings()[found.code], *codes)


def theme(name: str, language: str = "en") -> Entry:
    bare = _CODE_OF_THEME.sub("", name, count=1) if _CODE_OF_THEME.match(name) else name
    return _themes().get(plain(bare)) or Entry(((language, bare),))


def affected(name: str, language: str = "en") -> Entry:
    return _affected().get(plain(name)) or Entry(((language, name),))


def sdg(name: str, language: str = "en") -> Entry:
    """A goal or a target by its number; the label that the file has for it is kept in its language."""
    match = _SDG.fullmatch(name)
    known = _goals().get(match[1].lower()) if match else None
    if match is None or known is None:
        return Entry(((language, name),))
    label = match[2] or ""
    if not label or label.isupper() or language != "en":
        return known
    others = tuple(one for one in known.names if one[0] != language)
    return Entry(((language, f"{known.code} {label}"), *others), listed_as=known.code)


def several(names: Iterable[str], find: Callable[[str], Entry | None]) -> list[str]:
    """The names, and those that were joined to one by "; " or " - ", where all of them are known."""
    return [part for name in names for part in (_apart(name, find) if find(name) is None else [name])]


def _apart(name: str, find: Callable[[str], Entry | None]) -> list[str]:
    joints = list(_JOINT.finditer(name))
    found: list[str] = []
    begins = 0
    for joint, ends in [*((joint.start(), joint.end()) for joint in joints), (len(name), len(name))]:
        part = name[begins:joint]
        if len(part) > _LONGEST:
            return [name]
        if find(part) is not None:
            found.append(part)
            begins = ends
    return found if found and begins == len(name) else [name]


def known_theme(name: str) -> Entry | None:
    return _themes().get(plain(name))


def known_affected(name: str) -> Entry | None:
    return _affected().get(plain(name))


def _bare(name: str) -> str:
    bare = plain(name).rstrip("*").replace("-", " ").replace(" & ", " and ")
    return bare.removeprefix("the ").removesuffix(" (the)")


@cache
def _states() -> dict[str, Entry]:
    return {_bare(name): entry for entry, names in _read("states") for name in names}


@cache
def _codes() -> dict[str, Entry]:
    return {line["code"]: _states()[_bare(line["en"])] for line in _lines("states")}


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    return {entry.code: tuple(names) for entry, names in _read("states")}


@cache
def _themes() -> dict[str, Entry]:
    return {plain(name): entry for entry, names in _read("themes") for name in names}


@cache
def _affected() -> dict[str, Entry]:
    return {plain(name): entry for entry, names in _read("affected_persons") for name in names}


@cache
def _goals() -> dict[str, Entry]:
    found = {}
    for line in _lines("sdg"):
        names = tuple((one, f"{line['code']} {_short(line[one])}") for one in _LANGUAGES)
        found[line["code"]] = Entry(names, listed_as=line["code"])
    return found


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[:_LONGEST].rpartition(' ')[0]}…"


def _read(name: str) -> Iterable[tuple[Entry, list[str]]]:
    """Each entry of a list, and every name that it goes by."""
    for line in _lines(name):
        names = tuple((one, line[one]) for one in _LANGUAGES if line[one])
        also = line["also"].split(" | ") if line["also"] else []
        yield Entry(names), [*(one for _language, one in names), *also]


def _lines(name: str) -> Iterable[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
