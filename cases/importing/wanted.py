"""A file about several states gives the rows of one: which are taken, and what to say where none is."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.importing.listed import state
from cases.importing.rows import BadFile
from cases.in_a_row import in_a_row

_SHOWN = 5


class NothingAboutIt(BadFile):
    """The file is about other states only."""


class Wanted:
    """The state that was asked for by any of its names; none: the only one that the file is about."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._code = state(name).code.casefold() if name else ""
        self._only: set[str] | None = None
        self._seen: dict[str, str] = {}
        self._taken = False

    def takes(self, names: Iterable[str]) -> bool:
        """Whether a row about the states of these names is wanted. Raises :class:`BadFile`."""
        found = {state(name).code.casefold(): name for name in names}
        if len(self._seen) <= _SHOWN:
            self._seen.update(found)
        if self._code:
            taken = self._code in found
            self._taken = self._taken or taken
            return taken
        self._only = set(found) if self._only is None else self._only & set(found)
        if not self._only:
            raise BadFile(
                _("The file is about several states: %(states)s. Name the one to import.")
                % {"states": self.seen()}
            )
        return True

    def seen(self) -> str:
        """Some of the states that the file is about, in its own words."""
        names = sorted(self._seen.values())
        return in_a_row([*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])])

    def check(self) -> None:
        """Raises :class:`NothingAboutIt` where states were named, but not the one that was asked for."""
        if self._code and self._seen and not self._taken:
            raise nothing_about(self.name, self.seen())


def nothing_about(name: str, others: str = "") -> NothingAboutIt:
    if not others:
        return NothingAboutIt(_("The file holds nothing about %(state)s.") % {"state": name})
    sentence = _("The file holds nothing about %(state)s. It is about: %(others)s.")
    return NothingAboutIt(sentence % {"state": name, "others": others})
