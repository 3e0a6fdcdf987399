"""What a guide is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Part:
    """A heading with its paragraph."""

    title: StrOrPromise
    text: StrOrPromise


@dataclass(frozen=True)
class Guide:
    """``code`` is the anchor on the page; ``held`` the codenames of the role, if it is one."""

    code: str
    title: StrOrPromise
    parts: tuple[Part, ...]
    held: tuple[str, ...] = ()
