"""The catalogues ``locale/*/LC_MESSAGES/django.po``: read, brought up to date, written, checked.

A catalogue is whole when it has every text of our rooms, in every plural form of its language, with the same
placeholders, and nothing that a machine only guessed (fuzzy).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

PLACEHOLDER = re.compile(r"%\((\w+)\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]")
_SAYS_NOTHING = tuple(
    f'"{name}'
    for name in (
        "Report-Msgid",
        "POT-Creation",
        "PO-Revision",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)
_COUNTED = range(201)
"""Numbers by which it is known for how many each plural form stands."""


def catalogue_files(folder: Path) -> dict[str, Path]:
    """The catalogue of each language that has a folder in ``locale/``, by the language's code."""
    found = sorted((folder / "locale").glob("*/LC_MESSAGES"))
    return {one.parent.name.replace("_", "-").lower(): one / "django.po" for one in found}


def read(file: Path, language: str) -> Catalog:
    """What stands translated; an empty catalogue where there is no file yet."""
    if not file.exists():
        return Catalog(locale=_known(language), project="Suivi", charset="utf-8", fuzzy=False)
    with file.open("rb") as opened:
        return read_po(opened, locale=_known(language))


def renew(file: Path, language: str, found: Catalog) -> tuple[int, int]:
    """Bring one catalogue up to what was found; what is translated stays, what is said no more is set aside.

    Gives the number of texts, and of those that wait for a translation.
    """
    kept = read(file, language)
    kept.update(found, no_fuzzy_matching=True, update_creation_date=False)
    written = BytesIO()
    write_po(written, kept, width=100, include_lineno=False, sort_by_file=True)
    file.write_text(_plain_head(written.getvalue().decode()), "utf-8")
    texts = [message for message in kept if message.id]
    return len(texts), sum(not is_translated(message) for message in texts)


def _plain_head(text: str) -> str:
    """The head without dates, names and addresses, which say nothing here and change with every run."""
    head, rest = text.split("\n\n", 1)
    lines = [line for line in head.splitlines() if not line.startswith(_SAYS_NOTHING)]
    return "\n".join(lines).replace("Version:  ", "Version: ") + "\n\n" + rest


def is_translated(message: Message) -> bool:
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(words) and all(words) and not message.fuzzy


def faults(file: Path, language: str, found: Catalog) -> Iterator[str]:
    """A sentence for each text that the catalogue lacks, or does not say in full."""
    kept = read(file, language)
    for message in (one for one in found if one.id):
        known = kept.get(message.id, message.context)
        said_in = ", ".join(sorted({place for place, _line in message.locations}))
        for fault in _faults_of(known, kept) if known is not None else ("It is not in the catalogue.",):
            yield f"“{_first(message)}” ({said_in}): {fault}"


def _faults_of(message: Message, catalogue: Catalog) -> Iterator[str]:
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    wanted = catalogue.num_plurals if isinstance(message.id, (tuple, list)) else 1
    if message.fuzzy:
        yield "It is marked as fuzzy."
    if len(forms) != wanted or not all(forms):
        yield f"It has {sum(map(bool, forms))} of {wanted} forms."
        return
    for number, form in enumerate(map(str, forms)):
        if wrong := _wrong_placeholders(message, form, exact=not _stands_for_one(catalogue, number)):
            yield f"Placeholders differ in “{form}”: {', '.join(sorted(wrong))}."


def _wrong_placeholders(message: Message, form: str, *, exact: bool) -> set[str]:
    """Those that the text does not have; and those that are missing, where the form stands for many numbers.

    A form for one number, as the Arabic dual, may say the number in its word instead of by a placeholder.
    """
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    known: list[set[str]] = [placeholders(text) for text in ids]
    here = placeholders(form)
    missing = set.intersection(*known) - here
    spoken_out = len(ids) == 2 and not exact and len(missing) == 1
    return here.difference(*known) | (set() if spoken_out else missing)


def placeholders(text: str) -> set[str]:
    """``%(name)s`` and ``%s``, each as written; ``%%`` is a per cent sign."""
    return {found[0] for found in PLACEHOLDER.finditer(text.replace("%%", ""))}


def _stands_for_one(catalogue: Catalog, form: int) -> bool:
    rule = c2py(catalogue.plural_expr)
    return sum(rule(number) == form for number in _COUNTED) == 1


def _known(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except UnknownLocaleError:
        return None


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)
