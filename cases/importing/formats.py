"""The formats that are known, each a class in a file of its own, named in FORMATS: docs/import.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from cases.importing.generic import Generic
from cases.importing.morocco import Morocco
from cases.importing.opening import Opened
from cases.importing.rows import BadFile, Row, UnknownColumns
from cases.importing.uhri import Uhri
from cases.importing.upr_info import UprInfo
from cases.importing.upr_matrix import UprMatrix
from cases.in_a_row import in_a_row

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Format(Protocol):
    """``name`` is what the command and the sources call it, ``label`` what people read. docs/import.md."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> StrOrPromise: ...

    def recognises(self, opened: Opened) -> bool:
        """Whether the file is of this format, by its header, its first record or its tables."""

    def rows(self, opened: Opened) -> Iterator[Row]:
        """One row for each recommendation or context, what is wrong with it in its ``problems``."""


FORMATS: dict[str, Format] = {one.name: one for one in (Uhri(), UprMatrix(), UprInfo(), Morocco(), Generic())}


def format_of(opened: Opened) -> Format:
    """The first format that recognises the file, of a table by any line at its beginning. Raises
    :class:`BadFile`; of a table it is :class:`UnknownColumns`: a person may say what they are.
    """
    found = _recognised(opened, FORMATS.values())
    if found is None and opened.kind == "table":
        raise UnknownColumns(_unknown(opened), opened.header)
    if found is None:
        raise BadFile(_unknown(opened))
    return found


def format_named(name: str, opened: Opened) -> Format:
    """The format of that name. Raises :class:`BadFile` where the file is of another."""
    one = FORMATS[name]
    if _recognised(opened, [one]):
        return one
    missing = sorted(getattr(one, "columns", frozenset()) - set(opened.header))
    if missing and opened.kind == "table":
        raise BadFile(
            _("These columns are missing for the format “%(name)s”: %(columns)s.")
            % {"name": name, "columns": in_a_row(missing)}
        )
    raise BadFile(_("The file is not in the format “%(name)s”.") % {"name": name})


def _recognised(opened: Opened, formats: Iterable[Format]) -> Format | None:
    """The header of a table is then the line by which it was recognised."""
    known = list(formats)
    if opened.kind != "table":
        return next((one for one in known if one.recognises(opened)), None)
    found = (one for _header in opened.possible_headers() for one in known if one.recognises(opened))
    return next(found, None)


def _unknown(opened: Opened) -> str:
    if opened.kind == "document":
        return _("The document holds no table of recommendations that is known.")
    if opened.kind == "records":
        fields = in_a_row(opened.first)[:200]
        return _("The records are of no format that is known. Their fields are: %(fields)s.") % {
            "fields": fields
        }
    return _("The header is of no layout that is known. The first columns are: %(columns)s.") % {
        "columns": in_a_row(opened.header[:6])[:200]
    }
