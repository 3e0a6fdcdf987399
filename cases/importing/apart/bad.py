"""Why a file is not read, in a word for which ``cases/importing/child.py`` has a sentence."""

from __future__ import annotations


class Bad(Exception):  # noqa: N818 - named after what it is about
    """``word`` chooses the sentence, ``details`` fill it in."""

    def __init__(self, word: str, **details: int | str) -> None:
        super().__init__(word)
        self.word = word
        self.details = details
