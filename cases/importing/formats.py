"""The layouts that are known, each in a file of its own. A new one is a file more, named in FORMATS."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from cases.importing.generic import Generic
from cases.importing.morocco import Morocco
from cases.importing.rows import BadFile, Line, Row


class Format(Protocol):
    """``columns`` must be in the header; ``ignored`` are columns that nobody reads."""

    name: str
    columns: frozenset[str]
    ignored: list[str]

    def row(self, line: Line) -> Row: ...


FORMATS: dict[str, type[Morocco] | type[Generic]] = {one.name: one for one in (Morocco, Generic)}


def format_of(header: tuple[str, ...]) -> Format:
    """The format whose columns are all there. Raises :class:`BadFile`."""
    for one in FORMATS.values():
        if one.columns <= set(header):
            return one(header)
    raise BadFile(
        _("The header is of no layout that is known. The first columns are: %(columns)s.")
        % {"columns": ", ".join(header[:6])[:200]}
    )


def format_named(name: str, header: tuple[str, ...]) -> Format:
    """The format of that name. Raises :class:`BadFile` where the header lacks one of its columns."""
    one = FORMATS[name]
    missing = sorted(one.columns - set(header))
    if missing:
        raise BadFile(
            _("These columns are missing for the format “%(name)s”: %(columns)s.")
            % {"name": name, "columns": ", ".join(missing)}
        )
    return one(header)
