"""What was made of texts, kept in this process by the hash of what it was made of.

A report of 1,500 answers shows the same texts at each look. What is kept depends on them and on the code
alone, so it is never out of date; who has not the text does not find what was made of it. What was used least
recently goes first.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """What was made, by key: ``most`` of it at a time, of which each takes what ``size`` says."""

    def __init__(self, most: int, size: Callable[[Made], int]) -> None:
        self._most, self._size = most, size
        self._things: OrderedDict[bytes, Made] = OrderedDict()
        self._taken = 0
        self._lock = Lock()

    def get(self, key: bytes, make: Callable[[], Made]) -> Made:
        """The thing of this key, made now if it is not kept. It is shared: nobody changes it."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._keep(key, made)
        return made

    def _keep(self, key: bytes, made: Made) -> None:
        if key not in self._things:
            self._things[key] = made
            self._taken += self._size(made)
        while self._taken > self._most:
            _key, gone = self._things.popitem(last=False)
            self._taken -= self._size(gone)

    def clear(self) -> None:
        """As in a process that has just begun."""
        with self._lock:
            self._things.clear()
            self._taken = 0

    def __len__(self) -> int:
        return len(self._things)


def key_of(*made_of: object) -> bytes:
    """SHA-256 of all that a thing is made of: texts, numbers, None."""
    return hashlib.sha256(repr(made_of).encode(errors="surrogatepass")).digest()
